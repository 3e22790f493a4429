// SPDX-License-Identifier: EUPL-1.2
//! ZAAKBESLUIT: de relatie van een zaak met een besluit.
//!
//! The Besluiten API keeps this relation up to date (brc-006): in this house that is [`besluiten`](crate::besluiten), in the transaction of the besluit. The
//! standard has clients leave it alone; one that does not can only relate a besluit of this house that has this very zaak, and not take the relation
//! away while it has. A besluit of another register is kept as it is given: it is that register which says so.

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use waarmaker_api::{Change, Cx, Resolved, Result, Rules};
use waarmaker_core::Problems;
use waarmaker_resource::{
    Allow, Column, Component, Expand, Fields, Link, Linked, Nested, Op, Record, Resource, Unique, Uri,
};

use crate::{
    Zaak,
    besluiten::BESLUIT,
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
        expand: &[Expand::of("besluit", BESLUIT)],
        unique: &[Unique {
            columns: &["zaak", "besluit"],
            name: Problems::WHOLE,
            code: "unique",
            reason: "Deze relatie tussen zaak en besluit bestaat al.",
        }],
        notify: &[Op::Create],
        ..Resource::BASE
    };

    /// brc-006: a besluit of this house is there for the caller (`bad-url`), is one (`invalid-resource`), and has this zaak (`inconsistent-relation`).
    fn check(&self, _change: &Change<'_, Self>, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        if !self.besluit.is_own() {
            return Ok(());
        }
        match cx.reach(&self.besluit)? {
            Resolved::Own(BESLUIT, _, besluit) => {
                if !self.is_of(&besluit) {
                    let reason = "Het besluit hoort niet bij deze zaak.";
                    problems.add(Problems::WHOLE, "inconsistent-relation", reason);
                }
            }
            Resolved::Unreachable => problems.add("besluit", "bad-url", "De URL leidt niet naar een bestaand besluit."),
            _ => problems.add("besluit", "invalid-resource", "De URL leidt naar iets anders dan een besluit."),
        }
        Ok(())
    }

    /// brc-006: as long as a besluit of this house has the zaak, the zaak has the besluit (`remote-relation-exists`).
    fn removable(&self, _uuid: Uuid, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        if let Resolved::Own(BESLUIT, _, besluit) = cx.resolve(&self.besluit)?
            && self.is_of(&besluit)
        {
            let reason = "Het besluit hoort nog bij deze zaak: de relatie gaat weg met het besluit.";
            problems.add(Problems::WHOLE, "remote-relation-exists", reason);
        }
        Ok(())
    }

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

impl Zaakbesluit {
    /// Whether the zaak of a besluit is that of this relation.
    fn is_of(&self, besluit: &Record) -> bool {
        besluit.get("zaak").and_then(serde_json::Value::as_str) == Some(self.zaak.url().as_str())
    }
}
