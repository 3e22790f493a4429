// SPDX-License-Identifier: EUPL-1.2
//! ZAAKBESLUIT: de relatie van een zaak met een besluit.
//!
//! The Besluiten API keeps this relation up to date: it adds one when a besluit gets a zaak, inside its own transaction. So the besluit is not
//! looked up: at that moment nobody else can see it yet.

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use waarmaker_api::{Change, Cx, Result, Rules};
use waarmaker_core::Problems;
use waarmaker_resource::{
    Allow, Column, Component, Expand, Fields, Link, Linked, Nested, Op, Record, Resource, Unique, Uri,
};

use crate::{
    Zaak,
    closed::{GUARD, refuse_when_closed},
    zaak::archiving,
};

/// De relatie van een zaak met een besluit.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Zaakbesluit {
    /// Zaak waarin het besluit genomen is: die van het pad.
    #[field(required)]
    pub zaak: Link<Zaak>,
    /// URL van het besluit.
    #[field(required)]
    pub besluit: Uri,
}

impl Linked for Zaakbesluit {
    const NAME: &'static str = "zaakbesluit";
    const PATH: &'static str = "/zaken/api/v1/besluiten";
}

impl Rules for Zaakbesluit {
    const RESOURCE: Resource = Resource {
        name: "zaakbesluit",
        schema: "ZaakBesluit",
        doc: "De relatie van een zaak met een besluit.",
        component: Component::ZAKEN,
        path: "besluiten",
        table: "zaakbesluiten",
        nested: Some(Nested { under: "zaken", parameter: "zaak_uuid", field: "zaak", in_body: false }),
        fields: Self::FIELDS,
        shows_uuid: true,
        columns: &[Column::link("zaak", "zaak"), Column::text("besluit", "besluit")],
        allow: &[
            Allow::new(Op::List, &["zaken.lezen"]),
            Allow::new(Op::Create, &["zaken.bijwerken"]),
            Allow::new(Op::Read, &["zaken.lezen"]),
            Allow::new(Op::Delete, &["zaken.bijwerken"]),
        ],
        guard: GUARD,
        paged: false,
        presented: true,
        expand: &[Expand::of("besluit", "")],
        unique: &[Unique {
            columns: &["zaak", "besluit"],
            name: Problems::WHOLE,
            code: "unique",
            reason: "Deze relatie tussen zaak en besluit bestaat al.",
        }],
        notify: &[Op::Create],
        ..Resource::BASE
    };

    fn permit(&self, _change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        let zaak = cx.must(self.zaak)?;
        refuse_when_closed(&zaak, cx)
    }

    /// zrc-021: the brondatum of a closed zaak can follow from it.
    fn saved(&self, _change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        archiving::refresh(self.zaak.uuid, cx)
    }

    fn removed(&self, _uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
        archiving::refresh(self.zaak.uuid, cx)
    }

    /// The path says which zaak; the body does not.
    fn present(record: &mut Record, _uuid: Uuid, _cx: &mut Cx<'_, '_>) -> Result<()> {
        record.shift_remove("zaak");
        Ok(())
    }
}
