// SPDX-License-Identifier: EUPL-1.2
//! Dead letters: messages that could not be stored, or not wholly, with the reason, so that nothing is dropped silently.
//!
//! A letter is written in the transaction that stores the rest of its batch; only then the message is acknowledged. The same message again is the
//! same letter and counts up. Whoever mends the cause (a device that was not known, a mapping) [`replay()`]s: what succeeds now is marked, what does not
//! keeps its newest reason. [`tick`] throws away what is old.
//!
//! It is not for refusals of HTTP: those are answered to the one who sends.

mod http;
mod replay;
mod take;

pub(crate) use replay::save_topics;
pub use replay::{Replayed, Selection, replay, topics};
pub(crate) use take::{Parcel, Payload, Sort, take};

use std::fmt::Write as _;

use waarmaker_api::{Cx, Result};
use waarmaker_db::{Row, Tx, Value};

pub(crate) use http::routes;

/// Most letters that one [`tick`] throws away.
const PORTION: i64 = 2000;

/// A message that was not stored, or not wholly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Its number.
    pub id: i64,
    /// Where it came in (`mqtt`).
    pub bron: String,
    /// Topic.
    pub onderwerp: String,
    /// Device, when that is known.
    pub apparaat: Option<String>,
    /// What was wrong.
    pub code: String,
    /// The same in words.
    pub reden: String,
    /// When it came first, in milliseconds since 1970.
    pub ontvangen: i64,
    /// When it came last, in milliseconds since 1970.
    pub laatst: i64,
    /// How often it came.
    pub aantal: i64,
    /// How often it was replayed.
    pub pogingen: i64,
    /// When it was stored after all, in milliseconds since 1970.
    pub herhaald: Option<i64>,
    /// Size in bytes.
    pub grootte: i64,
    /// SHA-256 of the message, in hex.
    pub sha256: String,
    /// The message; `None` when it was too large to keep.
    pub body: Option<Vec<u8>>,
}

const COLUMNS: &str =
    "id, bron, onderwerp, apparaat, code, reden, ontvangen, laatst, aantal, pogingen, herhaald, grootte, sha256, body";

impl Letter {
    fn of(row: &Row<'_>) -> std::result::Result<Self, waarmaker_db::Error> {
        Ok(Self {
            id: row.int(0)?,
            bron: row.text(1)?,
            onderwerp: row.text(2)?,
            apparaat: row.opt_text(3)?,
            code: row.text(4)?,
            reden: row.text(5)?,
            ontvangen: row.int(6)?,
            laatst: row.int(7)?,
            aantal: row.int(8)?,
            pogingen: row.int(9)?,
            herhaald: row.opt_int(10)?,
            grootte: row.int(11)?,
            sha256: row.text(12)?,
            body: row.opt_bytes(13)?,
        })
    }
}

/// Which letters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// With this code.
    pub code: Option<String>,
    /// Of this device.
    pub apparaat: Option<String>,
    /// That came last at or after this moment, in milliseconds since 1970.
    pub since: Option<i64>,
    /// Also those that were stored after all.
    pub all: bool,
    /// Only those after this number: for the next page.
    pub after: i64,
}

impl Filter {
    /// The condition on a letter.
    fn condition(&self, parameters: &mut Vec<Value>) -> String {
        let mut sql = "id > $1".to_owned();
        parameters.push(self.after.into());
        let mut and = |column: &str, value: Value| {
            parameters.push(value);
            let _ = write!(sql, " AND {column} ${}", parameters.len());
        };
        if let Some(code) = &self.code {
            and("code =", code.into());
        }
        if let Some(apparaat) = &self.apparaat {
            and("apparaat =", apparaat.into());
        }
        if let Some(since) = self.since {
            and("laatst >=", since.into());
        }
        if !self.all {
            sql.push_str(" AND herhaald IS NULL");
        }
        sql
    }
}

/// The letters that fit, in the order of their numbers.
pub fn list(filter: &Filter, limit: u32, tx: &mut Tx<'_>) -> std::result::Result<Vec<Letter>, waarmaker_db::Error> {
    let mut parameters = Vec::new();
    let condition = filter.condition(&mut parameters);
    parameters.push(limit.into());
    let sql = format!("SELECT {COLUMNS} FROM dode_letters WHERE {condition} ORDER BY id LIMIT ${}", parameters.len());
    tx.query(&sql, &parameters, Letter::of)
}

/// A letter by its number.
pub fn get(id: i64, tx: &mut Tx<'_>) -> std::result::Result<Option<Letter>, waarmaker_db::Error> {
    tx.one(&format!("SELECT {COLUMNS} FROM dode_letters WHERE id = $1"), &[id.into()], Letter::of)
}

/// How many letters wait per code, the most first.
pub fn counts(tx: &mut Tx<'_>) -> std::result::Result<Vec<(String, i64)>, waarmaker_db::Error> {
    let sql = "SELECT code, COUNT(*) AS hoeveel FROM dode_letters WHERE herhaald IS NULL GROUP BY code ORDER BY hoeveel DESC, code";
    tx.query(sql, &[], |row| Ok((row.text(0)?, row.int(1)?)))
}

/// How long letters are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keep {
    /// Days after they came last.
    pub days: u32,
    /// Most letters: a device that goes mad may not fill the disk. The oldest go first.
    pub most: u32,
}

impl Default for Keep {
    fn default() -> Self {
        Self { days: 30, most: 1_000_000 }
    }
}

/// Throws away letters that are old or too many, a portion per call; returns how many went.
pub fn tick(keep: Keep, cx: &mut Cx<'_, '_>) -> Result<u64> {
    let until = cx.call.now.at.as_millisecond() - i64::from(keep.days) * 86_400_000;
    let old =
        "DELETE FROM dode_letters WHERE id IN (SELECT id FROM dode_letters WHERE laatst < $1 ORDER BY laatst LIMIT $2)";
    let gone = cx.tx.run(old, &[until.into(), PORTION.into()])?;
    let last = cx.tx.one("SELECT MAX(id) FROM dode_letters", &[], |row| row.opt_int(0))?.flatten().unwrap_or_default();
    let many = "DELETE FROM dode_letters WHERE id IN (SELECT id FROM dode_letters WHERE id <= $1 ORDER BY id LIMIT $2)";
    let crowd = cx.tx.run(many, &[(last - i64::from(keep.most)).into(), PORTION.into()])?;
    if crowd > 0 {
        tracing::warn!(
            thrown_away = crowd,
            most = keep.most,
            "more dead letters than are kept: see waarmaker metingen letters"
        );
    }
    Ok(gone + crowd)
}
