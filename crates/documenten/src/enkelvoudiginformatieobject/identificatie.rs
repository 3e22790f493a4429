// SPDX-License-Identifier: EUPL-1.2
//! The identificatie of a document: unique within its bronorganisatie, given out by us when the client has none.

use waarmaker_api::{Change, Cx, Result};
use waarmaker_core::Problems;

use super::Enkelvoudiginformatieobject;

/// The sequence that numbers are taken from.
const SEQUENCE: &str = "documentnummers";

/// Without an identificatie a new document gets the next number that its bronorganisatie does not use; an existing one keeps its own.
pub(super) fn fill(
    document: &mut Enkelvoudiginformatieobject,
    change: &Change<'_, Enkelvoudiginformatieobject>,
    cx: &mut Cx<'_, '_>,
) -> Result<()> {
    if !document.identificatie.is_empty() {
        return Ok(());
    }
    document.identificatie = match change.old {
        Some(old) => old.identificatie.clone(),
        None => next(document.bronorganisatie.as_str(), 1, cx)?.pop().unwrap_or_default(),
    };
    Ok(())
}

/// `identificatie-niet-uniek` for one that is taken.
pub(super) fn check(
    document: &Enkelvoudiginformatieobject,
    change: &Change<'_, Enkelvoudiginformatieobject>,
    cx: &mut Cx<'_, '_>,
    problems: &mut Problems,
) -> Result<()> {
    // What was generated was looked up when it was, and what stays as it is, is unique.
    let is_new = change.old.map_or(change.has("identificatie"), |old| {
        (&old.identificatie, &old.bronorganisatie) != (&document.identificatie, &document.bronorganisatie)
    });
    if !is_new {
        return Ok(());
    }
    let sql = "SELECT 1 FROM enkelvoudiginformatieobjecten WHERE identificatie = $1 AND bronorganisatie = $2";
    let key = [document.identificatie.as_str().into(), document.bronorganisatie.as_str().into()];
    if cx.tx.one(sql, &key, |row| row.int(0))?.is_some() {
        problems.add("identificatie", "identificatie-niet-uniek", super::TWICE);
    }
    Ok(())
}

/// A number that was reserved is in use from now on.
pub(super) fn used(document: &Enkelvoudiginformatieobject, cx: &mut Cx<'_, '_>) -> Result<()> {
    let sql = "DELETE FROM gereserveerde_documentnummers WHERE bronorganisatie = $1 AND identificatie = $2";
    cx.tx.run(sql, &[document.bronorganisatie.as_str().into(), document.identificatie.as_str().into()])?;
    Ok(())
}

/// Promises numbers to a bronorganisatie: none of them is given out again, each can be used once, by a document that names it.
pub(crate) fn reserve(bronorganisatie: &str, count: u32, cx: &mut Cx<'_, '_>) -> Result<Vec<String>> {
    let numbers = next(bronorganisatie, count, cx)?;
    let sql = "INSERT INTO gereserveerde_documentnummers (bronorganisatie, identificatie) VALUES ($1, $2)";
    for number in &numbers {
        cx.tx.run(sql, &[bronorganisatie.into(), number.as_str().into()])?;
    }
    Ok(numbers)
}

/// Takes numbers that the bronorganisatie neither uses nor was promised. A client can have used one that looks like ours: it is passed over.
fn next(bronorganisatie: &str, count: u32, cx: &mut Cx<'_, '_>) -> Result<Vec<String>> {
    let taken = "SELECT 1 FROM enkelvoudiginformatieobjecten WHERE identificatie = $1 AND bronorganisatie = $2 \
                 UNION ALL SELECT 1 FROM gereserveerde_documentnummers WHERE identificatie = $1 AND bronorganisatie = $2";
    let wanted = usize::try_from(count).unwrap_or(usize::MAX);
    let mut free = Vec::with_capacity(wanted);
    while free.len() < wanted {
        let missing = u32::try_from(wanted - free.len()).unwrap_or(1);
        for number in cx.tx.numbers(SEQUENCE, missing)? {
            let number = format!("DOCUMENT-{}-{number:010}", cx.call.today.year());
            let key = [number.as_str().into(), bronorganisatie.into()];
            if cx.tx.one(taken, &key, |row| row.int(0))?.is_none() {
                free.push(number);
            }
        }
    }
    Ok(free)
}
