// SPDX-License-Identifier: EUPL-1.2
//! Where people who reported can be reached: in a table of their own, for telling them what becomes of it, and no longer.

use std::fmt;

use serde_json::json;
use uuid::Uuid;
use waarmaker_api::{Cx, Result};
use waarmaker_db::{Error, Tx};
use waarmaker_jobs::{Job, enqueue};

use crate::{termijn::DAG, vaststellen::sleutel};

/// Kind of the jobs that tell somebody how it stands with a report; the body names `melding` and `stand`.
pub const MELDERPOST: &str = "melder";
/// Days after the end of an incident that an address is kept.
pub const BEWAAR_DAGEN: i64 = 30;
/// Most addresses that are forgotten in one call.
const MOST: i64 = 500;

/// Somebody who reported, and wants to hear about it.
#[derive(Clone, PartialEq, Eq)]
pub struct Melder {
    /// The report.
    pub melding: Uuid,
    /// The code by which its reporter follows it.
    pub code: String,
    /// E-mail address. Never put it in a document, a job, an audit record or a log.
    pub email: String,
}

impl fmt::Debug for Melder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Melder").field("melding", &self.melding).finish_non_exhaustive()
    }
}

/// Who has to hear about an incident, and about those that are part of it; each address once.
pub fn melders(tx: &mut Tx<'_>, incident: Uuid) -> Result<Vec<Melder>, Error> {
    let sql = "SELECT s.melding, m.code, s.email FROM melders s JOIN meldingen m ON m.uuid = s.melding
        WHERE s.incident = $1 OR s.incident IN (SELECT uuid FROM incidenten WHERE hoort_bij = $1) ORDER BY s.id";
    let all = tx.query(sql, &[incident.into()], |row| {
        Ok(Melder { melding: row.uuid(0)?, code: row.text(1)?, email: row.text(2)? })
    })?;
    let mut once: Vec<Melder> = Vec::with_capacity(all.len());
    for melder in all {
        if !once.iter().any(|known| known.email.eq_ignore_ascii_case(&melder.email)) {
            once.push(melder);
        }
    }
    Ok(once)
}

/// Keeps an address, and lets whoever it is of know that the report came in, with its code; `nieuw`: it is the first about this.
pub(crate) fn bewaar(melding: Uuid, incident: Uuid, email: &str, nieuw: bool, cx: &mut Cx<'_, '_>) -> Result<()> {
    let sql = "INSERT INTO melders (melding, incident, email) VALUES ($1, $2, $3)";
    cx.tx.run(sql, &[melding.into(), incident.into(), email.into()])?;
    let body = json!({"melding": melding, "stand": if nieuw { "ontvangen" } else { "bekend" }});
    Ok(enqueue(cx.tx, &Job { kind: MELDERPOST, subject: melding, body, due: 0 })?)
}

/// Whether this person reported this incident already.
pub(crate) fn bekend(incident: Uuid, email: &str, cx: &mut Cx<'_, '_>) -> Result<bool> {
    let sql = "SELECT 1 FROM melders WHERE LOWER(email) = $2
        AND (incident = $1 OR incident IN (SELECT uuid FROM incidenten WHERE hoort_bij = $1)) LIMIT 1";
    let key = [incident.into(), email.to_ascii_lowercase().into()];
    Ok(cx.tx.one(sql, &key, |row| row.int(0))?.is_some())
}

/// Forgets addresses some days after their incident was over.
pub(crate) fn vergeet(cx: &mut Cx<'_, '_>) -> Result<()> {
    let before = sleutel(cx.call.now.at.as_millisecond() - BEWAAR_DAGEN * DAG);
    let sql = "SELECT s.melding FROM melders s JOIN incidenten i ON i.uuid = s.incident WHERE i.einde <= $1 LIMIT $2";
    let old: Vec<Uuid> = cx.tx.query(sql, &[before.into(), MOST.into()], |row| row.uuid(0))?;
    for melding in old {
        cx.tx.run("DELETE FROM melders WHERE melding = $1", &[melding.into()])?;
    }
    Ok(())
}
