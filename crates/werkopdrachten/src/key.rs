// SPDX-License-Identifier: EUPL-1.2
//! `Idempotency-Key`: an answer that was given before with the same key is not given again.

use sha2::{Digest as _, Sha256};
use uuid::Uuid;
use waarmaker_api::{Cx, Result};

use crate::{Weigering, step::Step};

/// Whether this step was taken before under its key. The same key for something else is refused.
pub(crate) fn seen(order: Uuid, step: &Step, cx: &mut Cx<'_, '_>) -> Result<bool> {
    if step.sleutel.is_empty() {
        return Ok(false);
    }
    let sql = "SELECT stap, inhoud FROM werkopdracht_sleutels WHERE werkopdracht = $1 AND sleutel = $2";
    let found =
        cx.tx.one(sql, &[order.into(), step.sleutel.as_str().into()], |row| Ok((row.text(0)?, row.text(1)?)))?;
    match found {
        None => Ok(false),
        Some((of, inhoud)) if of == step.stap.as_str() && inhoud == digest(step) => Ok(true),
        Some(_) => Err(Weigering::SleutelGebruikt.into()),
    }
}

/// Remembers the key of a step that was taken.
pub(crate) fn keep(order: Uuid, step: &Step, cx: &mut Cx<'_, '_>) -> Result<()> {
    if step.sleutel.is_empty() {
        return Ok(());
    }
    let sql =
        "INSERT INTO werkopdracht_sleutels (werkopdracht, sleutel, stap, inhoud, wanneer) VALUES ($1, $2, $3, $4, $5)";
    let now = cx.call.now.at.as_millisecond();
    let row = [order.into(), step.sleutel.as_str().into(), step.stap.as_str().into(), digest(step).into(), now.into()];
    cx.tx.run(sql, &row)?;
    Ok(())
}

/// Days that a key is kept: whoever sends an answer again does so sooner.
const DAYS: i64 = 30;
/// Most keys that are forgotten at once.
const MOST: i64 = 1_000;

fn before(cx: &Cx<'_, '_>) -> i64 {
    cx.call.now.at.as_millisecond() - DAYS * 86_400_000
}

/// An order with a key that was kept long enough, when there is one.
pub(crate) fn old(cx: &mut Cx<'_, '_>) -> Result<Vec<Uuid>> {
    let sql = "SELECT werkopdracht FROM werkopdracht_sleutels WHERE wanneer < $1 LIMIT 1";
    Ok(cx.tx.query(sql, &[before(cx).into()], |row| row.uuid(0))?)
}

/// Forgets keys that were kept long enough, a bounded number of them.
pub(crate) fn forget(cx: &mut Cx<'_, '_>) -> Result<bool> {
    let sql = "DELETE FROM werkopdracht_sleutels WHERE (werkopdracht, sleutel) IN \
               (SELECT werkopdracht, sleutel FROM werkopdracht_sleutels WHERE wanneer < $1 ORDER BY wanneer LIMIT $2)";
    Ok(cx.tx.run(sql, &[before(cx).into(), MOST.into()])? > 0)
}

/// What the step says, as one short text.
fn digest(step: &Step) -> String {
    let materiaal: Vec<String> =
        step.materiaal.iter().map(|line| format!("{}x{}", line.aantal, line.omschrijving)).collect();
    let moment = step.moment.map(|moment| moment.sort_key()).unwrap_or_default();
    let fotos: Vec<&str> = step.fotos.iter().map(|foto| foto.sha256.as_str()).collect();
    let whole =
        [step.reden.as_str(), &step.toelichting, &moment, &materiaal.join("\n"), &fotos.join(" ")].join("\u{1f}");
    sha256(whole.as_bytes())
}

/// The SHA-256 of bytes, in hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}
