// SPDX-License-Identifier: EUPL-1.2
//! From the outbox to numbered messages, and away with what everybody has.

use uuid::Uuid;
use waarmaker_db::{Error, Tx};

use super::lease;

/// Most rows that one transaction moves or deletes: writers wait for it.
const CHUNK: i64 = 1000;

/// What one step did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// The work belongs to another process.
    Deposed,
    /// The last number that was given, and whether more is waiting.
    Done(i64, bool),
}

/// Whether the outbox has anything.
pub(crate) fn is_waiting(tx: &mut Tx<'_>) -> Result<bool, Error> {
    Ok(tx.one("SELECT 1 FROM outbox LIMIT 1", &[], |row| row.int(0))?.is_some())
}

/// Gives numbers to the messages of the outbox, oldest first. When there is nobody to send them to they go at once: a subscriber begins at the
/// present.
///
/// The three statements must see the same rows. On PostgreSQL a writer may commit in between, with an id that is lower than one that was
/// seen: that row is not among them, and is moved the next time.
pub(crate) fn step(tx: &mut Tx<'_>, me: Uuid, now: i64) -> Result<Step, Error> {
    tx.serializable()?;
    let Some(last) = lease::held(tx, me)? else { return Ok(Step::Deposed) };
    let sql = "SELECT COUNT(*), COALESCE(MAX(o.id), 0) FROM (SELECT id FROM outbox ORDER BY id LIMIT $1) o";
    let (count, to) = tx.one(sql, &[CHUNK.into()], |row| Ok((row.int(0)?, row.int(1)?)))?.unwrap_or_default();
    if count == 0 {
        return Ok(Step::Done(last, false));
    }
    let mut next = last;
    if tx.one("SELECT 1 FROM abonnees LIMIT 1", &[], |row| row.int(0))?.is_some() {
        let sql = "INSERT INTO berichten (volgnr, kanaal, hoofdobject, aangemaakt, body) \
                   SELECT CAST($1 AS BIGINT) + ROW_NUMBER() OVER (ORDER BY id), kanaal, hoofdobject, CAST($2 AS BIGINT), body \
                   FROM outbox WHERE id <= $3";
        tx.run(sql, &[last.into(), now.into(), to.into()])?;
        next = last + count;
        tx.run("UPDATE bezorging SET laatste = $1 WHERE rol = 'berichten'", &[next.into()])?;
    }
    tx.run("DELETE FROM outbox WHERE id <= $1", &[to.into()])?;
    Ok(Step::Done(next, count == CHUNK))
}

/// Forgets dead letters and messages of before `before` that everybody has; says whether there may be more of them.
pub(crate) fn forget(tx: &mut Tx<'_>, me: Uuid, before: i64) -> Result<bool, Error> {
    if lease::held(tx, me)?.is_none() {
        return Ok(false);
    }
    let sql = "DELETE FROM afleveringen WHERE id IN \
               (SELECT id FROM afleveringen WHERE opgegeven IS NOT NULL AND opgegeven < $1 ORDER BY id LIMIT $2)";
    let letters = tx.run(sql, &[before.into(), CHUNK.into()])?;
    let sql = "DELETE FROM berichten WHERE volgnr IN (SELECT b.volgnr FROM berichten b WHERE b.aangemaakt < $1 \
               AND NOT EXISTS (SELECT 1 FROM abonnees s WHERE s.stand < b.volgnr) \
               AND NOT EXISTS (SELECT 1 FROM afleveringen a WHERE a.volgnr = b.volgnr) ORDER BY b.volgnr LIMIT $2)";
    let messages = tx.run(sql, &[before.into(), CHUNK.into()])?;
    Ok(letters.max(messages) >= CHUNK.unsigned_abs())
}
