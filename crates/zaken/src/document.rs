// SPDX-License-Identifier: EUPL-1.2
//! The document that a relation points at: of a zaak (zrc-003) and, in the crate of besluiten, of a besluit (brc-003).
//!
//! It is a URL: any Documenten API may keep the document. One of this house exists only for a caller who may read it, so that a relation tells nothing
//! about a document that is kept from the caller: not that it is there, not what type it has, not whether it is locked.

use uuid::Uuid;
use waarmaker_api::{Cx, House, Resolved, Result};
use waarmaker_core::Problems;
use waarmaker_documenten::{ObjectType, mirror};
use waarmaker_resource::Uri;

/// Name of the resource of a document in this house.
pub const DOCUMENT: &str = "enkelvoudiginformatieobject";

/// Members by which a document is known to be one.
const MEMBERS: &[&str] = &["url", "titel", "informatieobjecttype"];

/// The uuid of a document by its URL in stored form, when it is one of this house.
pub fn here(url: &str, house: &House) -> Option<Uuid> {
    house.locate(url).filter(|place| place.room.kind.resource().name == DOCUMENT).map(|place| place.uuid)
}

/// zrc-005, brc-005: a document of this house belongs to an object from now on.
pub fn relate(url: &Uri, object: &str, of: ObjectType, cx: &mut Cx<'_, '_>) -> Result<()> {
    here(url.as_str(), cx.house).map_or(Ok(()), |document| mirror::mirror(cx, document, object, of))
}

/// zrc-005, brc-005: a document of this house no longer belongs to an object.
pub fn unrelate(url: &Uri, object: &str, cx: &mut Cx<'_, '_>) -> Result<()> {
    here(url.as_str(), cx.house).map_or(Ok(()), |document| mirror::unmirror(cx, document, object))
}

/// What the URL of a document led to.
#[derive(Debug)]
pub struct Document(Resolved);

impl Document {
    /// Looks a document up, for the caller.
    pub fn find(url: &Uri, cx: &mut Cx<'_, '_>) -> Result<Self> {
        cx.reach(url).map(Self)
    }

    /// Whether there is nothing for the caller: no answer, no document, or none that the caller may read.
    pub const fn is_missing(&self) -> bool {
        matches!(self.0, Resolved::Unreachable)
    }

    /// zrc-003, brc-003: a URL that leads to nothing is `bad-url`; one that leads to something else than a document `invalid-resource`.
    pub fn check(&self, problems: &mut Problems) {
        let shaped =
            || self.0.document().is_some_and(|document| MEMBERS.iter().all(|name| document.contains_key(*name)));
        if self.is_missing() {
            problems.add("informatieobject", "bad-url", "De URL leidt niet naar een bestaand document.");
        } else if matches!(self.0, Resolved::Own(name, _, _) if name != DOCUMENT) || !shaped() {
            problems.add("informatieobject", "invalid-resource", "De URL leidt naar iets anders dan een document.");
        }
    }

    /// The type of the document, when that is one of our catalogue.
    pub fn informatieobjecttype(&self, cx: &Cx<'_, '_>) -> Option<Uuid> {
        let text = self.0.text("informatieobjecttype")?;
        let url = cx.house.origins.canonical(text).unwrap_or_else(|| text.to_owned());
        let place = cx.house.locate(&url)?;
        (place.room.kind.resource().name == "informatieobjecttype").then_some(place.uuid)
    }
}
