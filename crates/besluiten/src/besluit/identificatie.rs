// SPDX-License-Identifier: EUPL-1.2
//! brc-002: the identificatie of a besluit: unique within its verantwoordelijkeOrganisatie, given out by us when the client has none, never changed.

use waarmaker_api::{Change, Cx, Numbering, Result};
use waarmaker_core::Problems;

use super::Besluit;

/// How we make them.
const NUMBERING: Numbering = Numbering {
    sequence: "besluitnummers",
    prefix: "BESLUIT",
    table: "besluiten",
    organisation: "verantwoordelijke_organisatie",
    reserved: None,
};

/// Why a second besluit with one identificatie is refused.
pub(super) const TAKEN: &str = "Deze organisatie heeft al een besluit met deze identificatie.";

/// brc-002: without an identificatie a new besluit gets the next number that its organisation does not use; an existing one keeps its own.
pub(super) fn fill(besluit: &mut Besluit, change: &Change<'_, Besluit>, cx: &mut Cx<'_, '_>) -> Result<()> {
    if !besluit.identificatie.is_empty() {
        return Ok(());
    }
    besluit.identificatie = match change.old {
        Some(old) => old.identificatie.clone(),
        None => NUMBERING.next(besluit.verantwoordelijke_organisatie.as_str(), cx)?,
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
        None if change.has("identificatie") && is_taken(besluit, cx)? => {
            problems.add("identificatie", "identificatie-niet-uniek", TAKEN);
        }
        _ => {}
    }
    Ok(())
}

fn is_taken(besluit: &Besluit, cx: &mut Cx<'_, '_>) -> Result<bool> {
    NUMBERING.is_taken(besluit.verantwoordelijke_organisatie.as_str(), &besluit.identificatie, cx)
}
