// SPDX-License-Identifier: EUPL-1.2
//! The identificatie of a document: unique within its bronorganisatie, given out by us when the client has none.

use waarmaker_api::{Change, Cx, Numbering, Result};
use waarmaker_core::Problems;

use super::Enkelvoudiginformatieobject;

/// How we make them.
pub(crate) const NUMBERING: Numbering = Numbering {
    sequence: "documentnummers",
    prefix: "DOCUMENT",
    table: "enkelvoudiginformatieobjecten",
    organisation: "bronorganisatie",
    reserved: Some("gereserveerde_documentnummers"),
};

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
        None => NUMBERING.next(document.bronorganisatie.as_str(), cx)?,
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
    if is_new && NUMBERING.is_taken(document.bronorganisatie.as_str(), &document.identificatie, cx)? {
        problems.add("identificatie", "identificatie-niet-uniek", super::TWICE);
    }
    Ok(())
}
