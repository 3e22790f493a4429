// SPDX-License-Identifier: EUPL-1.2
//! zrc-002: the identificatie of a zaak: unique within its bronorganisatie, given out by us when the client has none, never changed.

use waarmaker_api::{Change, Cx, Result};
use waarmaker_core::Problems;

use super::Zaak;

/// The sequence that numbers are taken from.
const SEQUENCE: &str = "zaaknummers";

/// zrc-002: without an identificatie a new zaak gets the next number that its bronorganisatie does not use; an existing one keeps its own.
pub(super) fn fill(zaak: &mut Zaak, change: &Change<'_, Zaak>, cx: &mut Cx<'_, '_>) -> Result<()> {
    if !zaak.identificatie.is_empty() {
        return Ok(());
    }
    zaak.identificatie = match change.old {
        Some(old) => old.identificatie.clone(),
        None => next(zaak.bronorganisatie.as_str(), 1, cx)?.pop().unwrap_or_default(),
    };
    Ok(())
}

/// zrc-002: `identificatie-niet-uniek` for one that is taken, `wijzigen-niet-toegelaten` for another than it has (whether taken or not).
pub(super) fn check(
    zaak: &Zaak,
    change: &Change<'_, Zaak>,
    cx: &mut Cx<'_, '_>,
    problems: &mut Problems,
) -> Result<()> {
    if change.old.is_some_and(|old| old.identificatie != zaak.identificatie) {
        problems.add(
            "identificatie",
            "wijzigen-niet-toegelaten",
            "De identificatie van een zaak kan niet gewijzigd worden.",
        );
        return Ok(());
    }
    // What was generated was looked up when it was, and what stays as it is, is unique.
    let is_new = change.old.map_or(change.has("identificatie"), |old| old.bronorganisatie != zaak.bronorganisatie);
    if !is_new {
        return Ok(());
    }
    let sql = "SELECT 1 FROM zaken WHERE identificatie = $1 AND bronorganisatie = $2";
    let key = [zaak.identificatie.as_str().into(), zaak.bronorganisatie.as_str().into()];
    if cx.tx.one(sql, &key, |row| row.int(0))?.is_some() {
        let reason = "Deze bronorganisatie heeft al een zaak met deze identificatie.";
        problems.add("identificatie", "identificatie-niet-uniek", reason);
    }
    Ok(())
}

/// A number that was reserved is in use from now on.
pub(super) fn used(zaak: &Zaak, cx: &mut Cx<'_, '_>) -> Result<()> {
    let sql = "DELETE FROM gereserveerde_zaaknummers WHERE bronorganisatie = $1 AND identificatie = $2";
    cx.tx.run(sql, &[zaak.bronorganisatie.as_str().into(), zaak.identificatie.as_str().into()])?;
    Ok(())
}

/// Promises numbers to a bronorganisatie: none of them is given out again, each can be used once, by a zaak that names it.
pub(crate) fn reserve(bronorganisatie: &str, count: u32, cx: &mut Cx<'_, '_>) -> Result<Vec<String>> {
    let numbers = next(bronorganisatie, count, cx)?;
    let sql = "INSERT INTO gereserveerde_zaaknummers (bronorganisatie, identificatie) VALUES ($1, $2)";
    for number in &numbers {
        cx.tx.run(sql, &[bronorganisatie.into(), number.as_str().into()])?;
    }
    Ok(numbers)
}

/// Takes numbers that the bronorganisatie neither uses nor was promised. A client can have used one that looks like ours: it is passed over.
fn next(bronorganisatie: &str, count: u32, cx: &mut Cx<'_, '_>) -> Result<Vec<String>> {
    let taken = "SELECT 1 FROM zaken WHERE identificatie = $1 AND bronorganisatie = $2 \
                 UNION ALL SELECT 1 FROM gereserveerde_zaaknummers WHERE identificatie = $1 AND bronorganisatie = $2";
    let wanted = usize::try_from(count).unwrap_or(usize::MAX);
    let mut free = Vec::with_capacity(wanted);
    while free.len() < wanted {
        let missing = u32::try_from(wanted - free.len()).unwrap_or(1);
        for number in cx.tx.numbers(SEQUENCE, missing)? {
            let number = format!("ZAAK-{}-{number:010}", cx.call.today.year());
            let key = [number.as_str().into(), bronorganisatie.into()];
            if cx.tx.one(taken, &key, |row| row.int(0))?.is_none() {
                free.push(number);
            }
        }
    }
    Ok(free)
}
