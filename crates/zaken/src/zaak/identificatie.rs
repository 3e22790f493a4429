// SPDX-License-Identifier: EUPL-1.2
//! zrc-002: the identificatie of a zaak: unique within its bronorganisatie, given out by us when the client has none, never changed.

use waarmaker_api::{Change, Cx, Numbering, Result};
use waarmaker_core::Problems;

use super::Zaak;

/// How we make them.
pub(crate) const NUMBERING: Numbering = Numbering {
    sequence: "zaaknummers",
    prefix: "ZAAK",
    table: "zaken",
    organisation: "bronorganisatie",
    reserved: Some("gereserveerde_zaaknummers"),
};

/// zrc-002: without an identificatie a new zaak gets the next number that its bronorganisatie does not use; an existing one keeps its own.
pub(super) fn fill(zaak: &mut Zaak, change: &Change<'_, Zaak>, cx: &mut Cx<'_, '_>) -> Result<()> {
    if !zaak.identificatie.is_empty() {
        return Ok(());
    }
    zaak.identificatie = match change.old {
        Some(old) => old.identificatie.clone(),
        None => NUMBERING.next(zaak.bronorganisatie.as_str(), cx)?,
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
    if is_new && NUMBERING.is_taken(zaak.bronorganisatie.as_str(), &zaak.identificatie, cx)? {
        let reason = "Deze bronorganisatie heeft al een zaak met deze identificatie.";
        problems.add("identificatie", "identificatie-niet-uniek", reason);
    }
    Ok(())
}
