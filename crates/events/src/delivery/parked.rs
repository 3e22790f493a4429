// SPDX-License-Identifier: EUPL-1.2
//! Messages that a subscriber did not get yet, and how a pass leaves them.

use uuid::Uuid;
use waarmaker_db::{Error, Tx, Value};

use super::lease;

/// Most messages that wait for one subscriber; beyond it, nothing new is read for it.
pub(crate) const MOST: usize = 10_000;

/// A message that waits: it failed, or one before it about the same main object did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Parked {
    pub(crate) id: i64,
    pub(crate) volgnr: i64,
    pub(crate) hoofdobject: Uuid,
    /// How often it was tried.
    pub(crate) pogingen: i64,
    /// Since when it waits.
    pub(crate) eerste: i64,
    /// When it may be tried, once it is the first of its main object.
    pub(crate) volgende: i64,
}

/// What waits for a subscriber, in order; dead letters do not.
pub(crate) fn load(tx: &mut Tx<'_>, abonnee: Uuid) -> Result<Vec<Parked>, Error> {
    let sql = "SELECT id, volgnr, hoofdobject, pogingen, eerste, volgende FROM afleveringen \
               WHERE abonnee = $1 AND opgegeven IS NULL ORDER BY volgnr";
    tx.query(sql, &[abonnee.into()], |row| {
        Ok(Parked {
            id: row.int(0)?,
            volgnr: row.int(1)?,
            hoofdobject: row.uuid(2)?,
            pogingen: row.int(3)?,
            eerste: row.int(4)?,
            volgende: row.int(5)?,
        })
    })
}

/// A message that starts to wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct New {
    pub(crate) volgnr: i64,
    pub(crate) hoofdobject: Uuid,
    pub(crate) pogingen: i64,
    pub(crate) volgende: i64,
    pub(crate) given_up: bool,
    pub(crate) fout: String,
}

/// A waiting message that failed once more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Again {
    pub(crate) id: i64,
    pub(crate) volgende: i64,
    pub(crate) given_up: bool,
    pub(crate) fout: String,
}

/// Everything that a pass changes, written as one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// The cursor as it was, and as it becomes.
    pub(crate) stand: (i64, i64),
    pub(crate) fouten: i64,
    pub(crate) stil_sinds: i64,
    pub(crate) proef: i64,
    /// Waiting messages that were delivered.
    pub(crate) delivered: Vec<i64>,
    pub(crate) again: Vec<Again>,
    pub(crate) new: Vec<New>,
    /// The subscriber is back: everything that waits may be tried at once.
    pub(crate) revived: bool,
    /// It is silent for so long that what waits since before this is given up.
    pub(crate) expired: Option<i64>,
}

/// Writes what a pass did; `false` when the work is not ours any more, the subscriber is gone, or somebody else moved its cursor. Then nothing was
/// written, and what was sent is sent once more.
pub(crate) fn commit(tx: &mut Tx<'_>, me: Uuid, abonnee: Uuid, now: i64, outcome: &Outcome) -> Result<bool, Error> {
    if lease::held(tx, me)?.is_none() {
        return Ok(false);
    }
    let sql = "UPDATE abonnees SET stand = $3, fouten = $4, stil_sinds = $5, proef = $6 WHERE uuid = $1 AND stand = $2";
    let Outcome { stand: (from, to), fouten, stil_sinds, proef, .. } = *outcome;
    let row = [abonnee.into(), from.into(), to.into(), fouten.into(), stil_sinds.into(), proef.into()];
    if tx.run(sql, &row)? == 0 {
        return Ok(false);
    }
    for &id in &outcome.delivered {
        tx.run("DELETE FROM afleveringen WHERE id = $1", &[id.into()])?;
    }
    let given_up = |given_up: bool| if given_up { Value::from(now) } else { Value::Null };
    for again in &outcome.again {
        let sql =
            "UPDATE afleveringen SET pogingen = pogingen + 1, volgende = $2, opgegeven = $3, fout = $4 WHERE id = $1";
        tx.run(sql, &[again.id.into(), again.volgende.into(), given_up(again.given_up), (&again.fout).into()])?;
    }
    for new in &outcome.new {
        let sql = "INSERT INTO afleveringen (abonnee, volgnr, hoofdobject, pogingen, eerste, volgende, opgegeven, fout) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let row = [
            abonnee.into(),
            new.volgnr.into(),
            new.hoofdobject.into(),
            new.pogingen.into(),
            now.into(),
            new.volgende.into(),
            given_up(new.given_up),
            (&new.fout).into(),
        ];
        tx.run(sql, &row)?;
    }
    if outcome.revived {
        let sql = "UPDATE afleveringen SET volgende = 0 WHERE abonnee = $1 AND opgegeven IS NULL AND volgende > 0";
        tx.run(sql, &[abonnee.into()])?;
    }
    if let Some(before) = outcome.expired {
        let sql = "UPDATE afleveringen SET opgegeven = $2 WHERE abonnee = $1 AND opgegeven IS NULL AND eerste <= $3";
        tx.run(sql, &[abonnee.into(), now.into(), before.into()])?;
    }
    Ok(true)
}
