// SPDX-License-Identifier: EUPL-1.2
//! brc-002: the identificatie of a besluit: unique within its verantwoordelijkeOrganisatie, given out by us when the client has none, never changed.

use waarmaker_api::{Change, Cx, Result};
use waarmaker_core::Problems;

use super::Besluit;

/// The sequence that numbers are taken from.
const SEQUENCE: &str = "besluitnummers";

/// Why a second besluit with one identificatie is refused.
pub(super) const TAKEN: &str = "Deze organisatie heeft al een besluit met deze identificatie.";

/// brc-002: without an identificatie a new besluit gets the next number that its organisation does not use; an existing one keeps its own.
pub(super) fn fill(besluit: &mut Besluit, change: &Change<'_, Besluit>, cx: &mut Cx<'_, '_>) -> Result<()> {
    if !besluit.identificatie.is_empty() {
        return Ok(());
    }
    besluit.identificatie = match change.old {
        Some(old) => old.identificatie.clone(),
        None => next(besluit, cx)?,
    };
    Ok(())
}

/// brc-002: `identificatie-niet-uniek` for one that is taken, `wijzigen-niet-toegelaten` for another than it has.
pub(super) fn check(
    besluit: &Besluit,
    change: &Change<'_, Besluit>,
    cx: &mut Cx<'_, '_>,
    problems: &mut Problems,
) -> Result<()> {
    match change.old {
        Some(old) if old.identificatie != besluit.identificatie => {
            let reason = "De identificatie van een besluit kan niet gewijzigd worden.";
            problems.add("identificatie", "wijzigen-niet-toegelaten", reason);
        }
        // What was generated was looked up when it was.
        None if change.has("identificatie") && is_taken(besluit, &besluit.identificatie, cx)? => {
            problems.add("identificatie", "identificatie-niet-uniek", TAKEN);
        }
        _ => {}
    }
    Ok(())
}

/// The next number that the organisation does not use. A client can have used one that looks like ours: it is passed over.
fn next(besluit: &Besluit, cx: &mut Cx<'_, '_>) -> Result<String> {
    loop {
        for number in cx.tx.numbers(SEQUENCE, 1)? {
            let number = format!("BESLUIT-{}-{number:010}", cx.call.today.year());
            if !is_taken(besluit, &number, cx)? {
                return Ok(number);
            }
        }
    }
}

fn is_taken(besluit: &Besluit, identificatie: &str, cx: &mut Cx<'_, '_>) -> Result<bool> {
    let sql = "SELECT 1 FROM besluiten WHERE identificatie = $1 AND verantwoordelijke_organisatie = $2";
    let key = [identificatie.into(), besluit.verantwoordelijke_organisatie.as_str().into()];
    Ok(cx.tx.one(sql, &key, |row| row.int(0))?.is_some())
}
