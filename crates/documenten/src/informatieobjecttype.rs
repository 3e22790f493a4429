// SPDX-License-Identifier: EUPL-1.2
//! What the rules of documents look at in the catalogue. The rest of the informatieobjecttype is skipped.

use serde::Deserialize;
use waarmaker_core::Vertrouwelijkheidaanduiding;
use waarmaker_resource::Linked;

/// INFORMATIEOBJECTTYPE.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Informatieobjecttype {
    /// Not published yet: no document may have it (drc-001).
    #[serde(default)]
    pub concept: bool,
    /// Vertrouwelijkheidaanduiding of a document that does not say its own (drc-007).
    pub vertrouwelijkheidaanduiding: Vertrouwelijkheidaanduiding,
}

impl Linked for Informatieobjecttype {
    const NAME: &'static str = "informatieobjecttype";
    const PATH: &'static str = "/catalogi/api/v1/informatieobjecttypen";
}
