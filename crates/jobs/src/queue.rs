// SPDX-License-Identifier: EUPL-1.2
//! The statements of the queue.

use uuid::Uuid;
use waarmaker_db::{Error, Tx};

use crate::Claimed;

/// Jobs of kind `$1` that may be done at `$2`, oldest first. An earlier one about the same subject goes first when it was due already, also while it
/// is under way or waits for another try.
const DUE: &str = "SELECT j.id FROM jobs j WHERE j.opgegeven IS NULL AND j.soort = $1 AND j.wanneer <= $2 AND NOT EXISTS \
     (SELECT 1 FROM jobs e WHERE e.opgegeven IS NULL AND e.soort = j.soort AND e.onderwerp = j.onderwerp AND e.id < j.id AND e.gepland <= $2) \
     ORDER BY j.wanneer, j.id LIMIT $3";

/// A job that was claimed, with what decides about its next try.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    /// The job.
    pub(crate) job: Claimed,
    /// When it was tried first.
    pub(crate) first: i64,
}

/// Whether a job of a kind may be done now; a read, which costs much less than a claim in vain.
pub(crate) fn is_due(tx: &mut Tx<'_>, kind: &str, now: i64) -> Result<bool, Error> {
    tx.one(DUE, &[kind.into(), now.into(), 1.into()], |row| row.int(0)).map(|found| found.is_some())
}

/// Takes up to `most` jobs of a kind until the moment `until`: whoever has not said by then what became of one has lost it.
pub(crate) fn claim(
    tx: &mut Tx<'_>,
    kind: &str,
    me: Uuid,
    now: i64,
    until: i64,
    most: u32,
) -> Result<Vec<Held>, Error> {
    let sql = format!("{DUE}{}", tx.dialect().for_update_skip_locked());
    let ids = tx.query(&sql, &[kind.into(), now.into(), most.into()], |row| row.int(0))?;
    let take = "UPDATE jobs SET houder = $2, wanneer = $3, pogingen = pogingen + 1, eerste = COALESCE(eerste, $4) WHERE id = $1 \
                RETURNING onderwerp, body, pogingen, eerste";
    let mut held = Vec::with_capacity(ids.len());
    for id in ids {
        let taken = tx.one(take, &[id.into(), me.into(), until.into(), now.into()], |row| {
            let attempts = u32::try_from(row.int(2)? - 1).unwrap_or(u32::MAX);
            let body = serde_json::from_slice(row.bytes_ref(1)?).map_err(Error::row)?;
            Ok(Held { job: Claimed { id, subject: row.uuid(0)?, body, attempts }, first: row.int(3)? })
        })?;
        held.extend(taken);
    }
    Ok(held)
}

/// Forgets a job that was done.
pub(crate) fn done(tx: &mut Tx<'_>, id: i64, me: Uuid) -> Result<(), Error> {
    tx.run("DELETE FROM jobs WHERE id = $1 AND houder = $2", &[id.into(), me.into()]).map(|_| ())
}

/// Lets a job be tried again from a moment on.
pub(crate) fn again(tx: &mut Tx<'_>, id: i64, me: Uuid, due: i64, why: &str) -> Result<(), Error> {
    let sql = "UPDATE jobs SET houder = NULL, wanneer = $3, fout = $4 WHERE id = $1 AND houder = $2";
    tx.run(sql, &[id.into(), me.into(), due.into(), why.into()]).map(|_| ())
}

/// Plans a job anew, as if it was never tried.
pub(crate) fn repeat(tx: &mut Tx<'_>, id: i64, me: Uuid, due: i64) -> Result<(), Error> {
    let sql = "UPDATE jobs SET houder = NULL, gepland = $3, wanneer = $3, eerste = NULL, pogingen = 0, fout = '' WHERE id = $1 AND houder = $2";
    tx.run(sql, &[id.into(), me.into(), due.into()]).map(|_| ())
}

/// Makes a job a dead letter.
pub(crate) fn give_up(tx: &mut Tx<'_>, id: i64, me: Uuid, now: i64, why: &str) -> Result<(), Error> {
    let sql = "UPDATE jobs SET houder = NULL, opgegeven = $3, fout = $4 WHERE id = $1 AND houder = $2";
    tx.run(sql, &[id.into(), me.into(), now.into(), why.into()]).map(|_| ())
}

/// When a job of a kind may be tried next; one that another process holds counts by the end of its lease.
pub(crate) fn next(tx: &mut Tx<'_>, kind: &str, now: i64) -> Result<Option<i64>, Error> {
    let sql = "SELECT MIN(wanneer) FROM jobs WHERE opgegeven IS NULL AND soort = $1 AND wanneer > $2";
    tx.one(sql, &[kind.into(), now.into()], |row| row.opt_int(0)).map(Option::flatten)
}

/// How many jobs of a kind were due and are not done, since when the oldest of them, and how many were given up.
pub(crate) fn waiting(tx: &mut Tx<'_>, kind: &str, now: i64) -> Result<(i64, Option<i64>, i64), Error> {
    let sql = "SELECT SUM(CASE WHEN opgegeven IS NULL AND gepland <= $2 THEN 1 ELSE 0 END), \
               MIN(CASE WHEN opgegeven IS NULL AND gepland <= $2 AND gepland > 0 THEN gepland END), \
               SUM(CASE WHEN opgegeven IS NULL THEN 0 ELSE 1 END) FROM jobs WHERE soort = $1";
    let found = tx.one(sql, &[kind.into(), now.into()], |row| {
        Ok((row.opt_int(0)?.unwrap_or(0), row.opt_int(1)?, row.opt_int(2)?.unwrap_or(0)))
    })?;
    Ok(found.unwrap_or((0, None, 0)))
}
