// SPDX-License-Identifier: EUPL-1.2
//! ZAAKVERZOEK: de relatie van een zaak met een verzoek in een ander register.
//!
//! The API of verzoeken was withdrawn, so the relation is not mirrored there (zrc-024, old), nor
//! is the verzoek looked up.

use serde::{Deserialize, Serialize};
use waarmaker_api::{Change, Cx, Result, Rules};
use waarmaker_core::Problems;
use waarmaker_resource::{Allow, Column, Component, Fields, Filter, Link, Linked, Op, Resource, Shape, Unique, Uri};

use crate::{
    Zaak,
    closed::{GUARD, refuse_when_closed},
};

/// De relatie van een zaak met een verzoek.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Zaakverzoek {
    /// Zaak die uit het verzoek voortkwam.
    #[field(required)]
    pub zaak: Link<Zaak>,
    /// URL van het verzoek.
    #[field(required)]
    pub verzoek: Uri,
}

impl Linked for Zaakverzoek {
    const NAME: &'static str = "zaakverzoek";
    const PATH: &'static str = "/zaken/api/v1/zaakverzoeken";
}

impl Rules for Zaakverzoek {
    const RESOURCE: Resource = Resource {
        name: "zaakverzoek",
        schema: "ZaakVerzoek",
        doc: "De relatie van een zaak met een verzoek.",
        component: Component::ZAKEN,
        path: "zaakverzoeken",
        table: "zaakverzoeken",
        fields: Self::FIELDS,
        shows_uuid: true,
        columns: &[Column::link("zaak", "zaak"), Column::text("verzoek", "verzoek")],
        filters: &[Filter::is("zaak", "zaak", Shape::Link("zaak")), Filter::is("verzoek", "verzoek", Shape::Uri)],
        allow: &[
            Allow::new(Op::List, &["zaken.lezen"]),
            Allow::new(Op::Create, &["zaken.bijwerken"]),
            Allow::new(Op::Read, &["zaken.lezen"]),
            Allow::new(Op::Delete, &["zaken.bijwerken"]),
        ],
        guard: GUARD,
        paged: false,
        unique: &[Unique {
            columns: &["zaak", "verzoek"],
            name: Problems::WHOLE,
            code: "unique",
            reason: "Deze relatie tussen zaak en verzoek bestaat al.",
        }],
        notify: &[Op::Create],
        ..Resource::BASE
    };

    fn permit(&self, _change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        let zaak = cx.must(self.zaak)?;
        refuse_when_closed(&zaak, cx)
    }
}
