// SPDX-License-Identifier: EUPL-1.2
//! ZAAKCONTACTMOMENT: de relatie van een zaak met een contactmoment in een ander register.
//!
//! The API of contactmomenten was withdrawn, so the relation is not mirrored there (zrc-025, old), nor
//! is the contactmoment looked up.

use serde::{Deserialize, Serialize};
use waarmaker_api::{Change, Cx, Result, Rules};
use waarmaker_core::Problems;
use waarmaker_resource::{Allow, Column, Component, Fields, Filter, Link, Linked, Op, Resource, Shape, Unique, Uri};

use crate::{
    Zaak,
    closed::{GUARD, refuse_when_closed},
};

/// De relatie van een zaak met een contactmoment.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Zaakcontactmoment {
    /// Zaak waar het contactmoment over ging.
    #[field(required)]
    pub zaak: Link<Zaak>,
    /// URL van het contactmoment.
    #[field(required)]
    pub contactmoment: Uri,
}

impl Linked for Zaakcontactmoment {
    const NAME: &'static str = "zaakcontactmoment";
    const PATH: &'static str = "/zaken/api/v1/zaakcontactmomenten";
}

impl Rules for Zaakcontactmoment {
    const RESOURCE: Resource = Resource {
        name: "zaakcontactmoment",
        schema: "ZaakContactMoment",
        doc: "De relatie van een zaak met een contactmoment.",
        component: Component::ZAKEN,
        path: "zaakcontactmomenten",
        table: "zaakcontactmomenten",
        fields: Self::FIELDS,
        shows_uuid: true,
        columns: &[Column::link("zaak", "zaak"), Column::text("contactmoment", "contactmoment")],
        filters: &[
            Filter::is("zaak", "zaak", Shape::Link("zaak")),
            Filter::is("contactmoment", "contactmoment", Shape::Uri),
        ],
        allow: &[
            Allow::new(Op::List, &["zaken.lezen"]),
            Allow::new(Op::Create, &["zaken.bijwerken"]),
            Allow::new(Op::Read, &["zaken.lezen"]),
            Allow::new(Op::Delete, &["zaken.bijwerken"]),
        ],
        guard: GUARD,
        paged: false,
        unique: &[Unique {
            columns: &["zaak", "contactmoment"],
            name: Problems::WHOLE,
            code: "unique",
            reason: "Deze relatie tussen zaak en contactmoment bestaat al.",
        }],
        notify: &[Op::Create],
        ..Resource::BASE
    };

    fn permit(&self, _change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        let zaak = cx.must(self.zaak)?;
        refuse_when_closed(&zaak, cx)
    }
}
