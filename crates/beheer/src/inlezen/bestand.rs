// SPDX-License-Identifier: EUPL-1.2
//! Files that wait to be read in, and what became of reading them in (tables `inleesbestanden` and `inleeswerk`).

use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;
use waarmaker_api::{Cx, Result};
use waarmaker_assets::import::Tally;
use waarmaker_auth::token::Claims;
use waarmaker_core::Problem;
use waarmaker_db::{Error, Row, Value};
use waarmaker_jobs::{Job, enqueue};

use super::{opties::Opties, rapport::Rapport, werk::SOORT};

/// How long a file is kept after it came, or was to be read in, in milliseconds.
const BEWAAR: i64 = 7 * 86_400_000;
/// Files that are cleared away at once.
const PORTIE: i64 = 20;
/// Files that are listed.
const LIJST: i64 = 20;

/// A file that waits, or was read in.
#[derive(Clone, Debug)]
pub(super) struct Bestand {
    pub(super) naam: String,
    pub(super) grootte: u64,
    pub(super) opties: Opties,
    pub(super) rapport: Rapport,
    pub(super) fase: Fase,
}

/// How far a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fase {
    /// Somebody looks at what would happen.
    Bekeken,
    /// It is being read in.
    Bezig(Werk),
    /// It was read in.
    Klaar,
    /// It was not, or not wholly, read in.
    Mislukt(Waarom, Werk),
}

/// Reading in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Werk {
    /// When somebody wanted it, in milliseconds since 1970.
    pub(super) gevraagd: i64,
    pub(super) door: Aanvrager,
    /// How many rows there are; 0 as long as it did not begin.
    pub(super) totaal: u64,
    pub(super) stand: Tally,
}

/// Who wanted it: whose rights the work has, and whose name stands in the history of the assets.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Aanvrager {
    client_id: String,
    sub: String,
    pub(super) naam: String,
}

/// A name is personal data.
impl std::fmt::Debug for Aanvrager {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Aanvrager").field("client_id", &self.client_id).finish_non_exhaustive()
    }
}

impl Aanvrager {
    /// Whoever sends a request.
    fn of(cx: &Cx<'_, '_>) -> Self {
        let who = cx.who;
        let (client_id, sub) = (who.client_id.clone(), who.user_id.clone());
        Self { client_id, sub, naam: who.user_representation.clone() }
    }

    /// As in a token.
    pub(super) fn claims(&self) -> Claims {
        let (client_id, user_id) = (self.client_id.clone(), self.sub.clone());
        Claims { client_id, user_id, user_representation: self.naam.clone() }
    }
}

/// Why reading in came to an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Waarom {
    /// Something went wrong on our side, time after time.
    Storing,
    /// Whoever wanted it may not read in any more.
    Recht,
    /// The register changed so that the file does not fit any more.
    Veranderd,
}

impl Waarom {
    const fn naam(self) -> &'static str {
        match self {
            Self::Storing => "storing",
            Self::Recht => "recht",
            Self::Veranderd => "veranderd",
        }
    }

    fn met(naam: &str) -> Self {
        match naam {
            "recht" => Self::Recht,
            "veranderd" => Self::Veranderd,
            _ => Self::Storing,
        }
    }
}

/// A file in the list.
#[derive(Clone, Debug)]
pub(super) struct Eerder {
    pub(super) uuid: Uuid,
    pub(super) naam: String,
    pub(super) ontvangen: i64,
    pub(super) fase: Fase,
}

/// What [`fase`] reads, after `gedaan`.
const WERK: &str = "w.gevraagd, w.door, w.totaal, w.stand, w.mislukt";

/// How far a file is, from the columns of [`WERK`] that begin at `from`.
fn fase(row: &Row<'_>, gedaan: Option<i64>, from: usize) -> Result<Fase, Error> {
    let (None, Some(gevraagd)) = (gedaan, row.opt_int(from)?) else {
        return Ok(if gedaan.is_some() { Fase::Klaar } else { Fase::Bekeken });
    };
    let werk = Werk {
        gevraagd,
        door: serde_json::from_str(row.str_ref(from + 1)?).map_err(Error::row)?,
        totaal: u64::try_from(row.int(from + 2)?).unwrap_or_default(),
        stand: serde_json::from_str(row.str_ref(from + 3)?).map_err(Error::row)?,
    };
    let mislukt = row.str_ref(from + 4)?;
    Ok(if mislukt.is_empty() { Fase::Bezig(werk) } else { Fase::Mislukt(Waarom::met(mislukt), werk) })
}

fn tekst(value: &impl Serialize) -> Result<Value> {
    serde_json::to_string(value).map(Value::from).map_err(Problem::internal)
}

/// A file; `None` when there is none any more.
pub(super) fn vind(uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<Option<Bestand>> {
    let sql = format!(
        "SELECT b.naam, b.grootte, COALESCE(w.opties, b.opties), b.rapport, b.gedaan, {WERK}
         FROM inleesbestanden b LEFT JOIN inleeswerk w ON w.bestand = b.uuid WHERE b.uuid = $1"
    );
    Ok(cx.tx.one(&sql, &[uuid.into()], |row| {
        Ok(Bestand {
            naam: row.text(0)?,
            grootte: u64::try_from(row.int(1)?).unwrap_or_default(),
            opties: serde_json::from_str(row.str_ref(2)?).map_err(Error::row)?,
            rapport: serde_json::from_str(row.str_ref(3)?).map_err(Error::row)?,
            fase: fase(row, row.opt_int(4)?, 5)?,
        })
    })?)
}

/// The newest files.
pub(super) fn eerder(cx: &mut Cx<'_, '_>) -> Result<Vec<Eerder>> {
    let sql = format!(
        "SELECT b.uuid, b.naam, b.ontvangen, b.gedaan, {WERK} FROM inleesbestanden b
         LEFT JOIN inleeswerk w ON w.bestand = b.uuid ORDER BY b.ontvangen DESC, b.id DESC LIMIT $1"
    );
    Ok(cx.tx.query(&sql, &[LIJST.into()], |row| {
        let fase = fase(row, row.opt_int(3)?, 4)?;
        Ok(Eerder { uuid: row.uuid(0)?, naam: row.text(1)?, ontvangen: row.int(2)?, fase })
    })?)
}

/// What is in a file.
pub(super) fn inhoud(uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<Option<Vec<u8>>> {
    Ok(cx.tx.one("SELECT body FROM inleesbestanden WHERE uuid = $1", &[uuid.into()], |row| row.bytes(0))?)
}

/// Keeps a file with its report.
pub(super) fn bewaar(
    uuid: Uuid,
    (naam, bytes): (&str, &[u8]),
    opties: &Opties,
    rapport: &Rapport,
    cx: &mut Cx<'_, '_>,
) -> Result<()> {
    let sql = "INSERT INTO inleesbestanden (uuid, naam, grootte, opties, rapport, ontvangen, body) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values: [Value; 7] = [
        uuid.into(),
        naam.into(),
        i64::try_from(bytes.len()).unwrap_or(i64::MAX).into(),
        tekst(opties)?,
        tekst(rapport)?,
        cx.call.now.at.as_millisecond().into(),
        bytes.into(),
    ];
    cx.tx.run(sql, &values)?;
    Ok(())
}

/// Locks a file, and says whether it waits: it was not read in, and that is not going on either.
fn wacht(uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<bool> {
    let lock = cx.tx.dialect().for_update();
    let sql = format!("SELECT gedaan FROM inleesbestanden WHERE uuid = $1{lock}");
    let open = cx.tx.one(&sql, &[uuid.into()], |row| row.opt_int(0))? == Some(None);
    let sql = "SELECT 1 FROM inleeswerk WHERE bestand = $1 AND mislukt = ''";
    Ok(open && cx.tx.one(sql, &[uuid.into()], |row| row.int(0))?.is_none())
}

/// Keeps another report of a file that waits; what failed before is forgotten.
pub(super) fn bekijk(uuid: Uuid, opties: &Opties, rapport: &Rapport, cx: &mut Cx<'_, '_>) -> Result<()> {
    if wacht(uuid, cx)? {
        terug(uuid, opties, rapport, cx)?;
    }
    Ok(())
}

/// Back to looking at a file.
pub(super) fn terug(uuid: Uuid, opties: &Opties, rapport: &Rapport, cx: &mut Cx<'_, '_>) -> Result<()> {
    cx.tx.run("DELETE FROM inleeswerk WHERE bestand = $1", &[uuid.into()])?;
    let sql = "UPDATE inleesbestanden SET opties = $2, rapport = $3 WHERE uuid = $1";
    cx.tx.run(sql, &[uuid.into(), tekst(opties)?, tekst(rapport)?])?;
    Ok(())
}

/// Writes that a file is to be read in, and the job that does it. Sent twice, it is the same work.
pub(super) fn vraag(uuid: Uuid, opties: &Opties, cx: &mut Cx<'_, '_>) -> Result<()> {
    if !wacht(uuid, cx)? {
        return Ok(());
    }
    cx.tx.run("DELETE FROM inleeswerk WHERE bestand = $1", &[uuid.into()])?;
    let sql = "INSERT INTO inleeswerk (bestand, gevraagd, door, opties) VALUES ($1, $2, $3, $4)";
    let (now, door) = (cx.call.now.at.as_millisecond(), Aanvrager::of(cx));
    cx.tx.run(sql, &[uuid.into(), now.into(), tekst(&door)?, tekst(opties)?])?;
    // One subject for all files: one is read in at a time, so that the memory of the server holds one.
    enqueue(cx.tx, &Job { kind: SOORT, subject: Uuid::nil(), body: json!({ "bestand": uuid }), due: 0 })?;
    Ok(())
}

/// Locks the work on a file, and returns how far it is; `None` when there is none, or not any more.
pub(super) fn stand(uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<Option<(u64, Tally)>> {
    let lock = cx.tx.dialect().for_update();
    let sql = format!("SELECT totaal, stand FROM inleeswerk WHERE bestand = $1 AND mislukt = ''{lock}");
    Ok(cx.tx.one(&sql, &[uuid.into()], |row| {
        let stand = serde_json::from_str(row.str_ref(1)?).map_err(Error::row)?;
        Ok((u64::try_from(row.int(0)?).unwrap_or_default(), stand))
    })?)
}

/// Writes how far the work is.
pub(super) fn verder(uuid: Uuid, totaal: u64, stand: Tally, cx: &mut Cx<'_, '_>) -> Result<()> {
    let sql = "UPDATE inleeswerk SET totaal = $2, stand = $3 WHERE bestand = $1";
    let totaal = i64::try_from(totaal).unwrap_or(i64::MAX);
    cx.tx.run(sql, &[uuid.into(), totaal.into(), tekst(&stand)?])?;
    Ok(())
}

/// Writes that a file was read in; what was in it is not needed any more.
pub(super) fn klaar(uuid: Uuid, opties: &Opties, rapport: &Rapport, cx: &mut Cx<'_, '_>) -> Result<()> {
    let now = cx.call.now.at.as_millisecond();
    let sql = "UPDATE inleesbestanden SET opties = $2, rapport = $3, gedaan = $4, body = $5 WHERE uuid = $1";
    cx.tx.run(sql, &[uuid.into(), tekst(opties)?, tekst(rapport)?, now.into(), Vec::new().into()])?;
    Ok(())
}

/// Writes why the work came to an end.
pub(super) fn mislukt(uuid: Uuid, waarom: Waarom, cx: &mut Cx<'_, '_>) -> Result<()> {
    let sql = "UPDATE inleeswerk SET mislukt = $2 WHERE bestand = $1 AND mislukt = ''";
    cx.tx.run(sql, &[uuid.into(), waarom.naam().into()])?;
    Ok(())
}

/// Throws away files of more than a week ago, some at a time, and returns how many that were. One that was to be read in stays for a week from then.
pub fn clean(cx: &mut Cx<'_, '_>) -> Result<u64> {
    let sql = "SELECT uuid FROM inleesbestanden b WHERE ontvangen < $1
        AND NOT EXISTS (SELECT 1 FROM inleeswerk w WHERE w.bestand = b.uuid AND w.gevraagd >= $1) ORDER BY ontvangen LIMIT $2";
    let before = cx.call.now.at.as_millisecond() - BEWAAR;
    let old = cx.tx.query(sql, &[before.into(), PORTIE.into()], |row| row.uuid(0))?;
    let mut gone = 0;
    for uuid in old {
        cx.tx.run("DELETE FROM inleeswerk WHERE bestand = $1", &[uuid.into()])?;
        gone += cx.tx.run("DELETE FROM inleesbestanden WHERE uuid = $1", &[uuid.into()])?;
    }
    Ok(gone)
}

#[cfg(test)]
impl Werk {
    /// Half done.
    pub(super) fn sample() -> Self {
        let door = Aanvrager { naam: "B. Heerder".to_owned(), ..Aanvrager::default() };
        let stand = Tally { rows: 1200, new: 1000, changed: 150, ..Tally::default() };
        Self { gevraagd: 1_795_258_800_000, door, totaal: 2500, stand }
    }
}

#[cfg(test)]
impl Eerder {
    /// One of each.
    pub(super) fn samples() -> Vec<Self> {
        let fasen =
            [Fase::Bekeken, Fase::Bezig(Werk::sample()), Fase::Klaar, Fase::Mislukt(Waarom::Recht, Werk::sample())];
        let one = |fase| Self { uuid: Uuid::nil(), naam: "masten.csv".to_owned(), ontvangen: 1_795_258_800_000, fase };
        fasen.into_iter().map(one).collect()
    }
}
