// SPDX-License-Identifier: EUPL-1.2
//! ZAAKEIGENSCHAP: de waarde van een eigenschap voor een zaak.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use waarmaker_api::{Change, Cx, Result, Rules};
use waarmaker_core::Problems;
use waarmaker_resource::{Allow, Column, Component, Expand, Fields, Link, Linked, Nested, Op, Pick, Resource, Touch};

use crate::{
    Zaak,
    catalogus::Eigenschap,
    closed::{GUARD, refuse_when_closed},
    mismatch::check_zaaktype,
    specificatie,
    zaak::archiving,
};

/// De waarde van een eigenschap voor een zaak.
#[derive(Clone, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Zaakeigenschap {
    /// Zaak waar de waarde bij hoort: die van het pad.
    #[field(required)]
    pub zaak: Link<Zaak>,
    /// Eigenschap, van het zaaktype van de zaak.
    #[field(required)]
    pub eigenschap: Link<Eigenschap>,
    /// Naam van de eigenschap.
    #[field(read_only)]
    pub naam: String,
    /// De waarde.
    #[field(required, blank)]
    pub waarde: String,
}

/// The value can be personal: it stays out of logs.
impl fmt::Debug for Zaakeigenschap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Zaakeigenschap").field("zaak", &self.zaak).field("naam", &self.naam).finish_non_exhaustive()
    }
}

impl Linked for Zaakeigenschap {
    const NAME: &'static str = "zaakeigenschap";
    const PATH: &'static str = "/zaken/api/v1/zaakeigenschappen";
}

/// Scopes of every change.
const CHANGE: &[&str] = &["zaken.bijwerken", "zaken.geforceerd-bijwerken"];

impl Rules for Zaakeigenschap {
    const RESOURCE: Resource = Resource {
        name: "zaakeigenschap",
        schema: "ZaakEigenschap",
        doc: "De waarde van een eigenschap voor een zaak.",
        component: Component::ZAKEN,
        path: "zaakeigenschappen",
        table: "zaakeigenschappen",
        nested: Some(Nested { under: "zaken", parameter: "zaak_uuid", field: "zaak", in_body: true }),
        fields: Self::FIELDS,
        shows_uuid: true,
        columns: &[
            Column::link("zaak", "zaak"),
            Column::link("eigenschap", "eigenschap"),
            Column::text("naam", "naam"),
        ],
        allow: &[
            Allow::new(Op::List, &["zaken.lezen"]),
            Allow::new(Op::Create, CHANGE),
            Allow::new(Op::Read, &["zaken.lezen"]),
            Allow::new(Op::Update, CHANGE),
            Allow::new(Op::Patch, CHANGE),
            Allow::new(Op::Delete, CHANGE),
        ],
        guard: GUARD,
        paged: false,
        conditional: true,
        expand: &[Expand::of("zaak", "zaak"), Expand::of("eigenschap", "eigenschap")],
        touches: &[Touch { column: "zaak", target: "zaak", field: "eigenschappen", pick: Pick::All }],
        notify: &[Op::Create, Op::Update, Op::Patch, Op::Delete],
        ..Resource::BASE
    };

    /// Copies the name of the eigenschap.
    fn prepare(&mut self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        if change.old.is_none() {
            self.naam = cx.view(self.eigenschap)?.naam;
        }
        Ok(())
    }

    /// zrc-018: the eigenschap is one of the zaaktype. Afterwards only the value changes. A value that does not fit its specificatie is
    /// accepted with a warning (1.7).
    fn check(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        if change.old.is_some_and(|old| old.eigenschap != self.eigenschap) {
            problems.add("eigenschap", "wijzigen-niet-toegelaten", "Alleen de waarde mag veranderen.");
            return Ok(());
        }
        let eigenschap = cx.view(self.eigenschap)?;
        if change.old.is_none() {
            check_zaaktype(self.zaak, eigenschap.zaaktype, "eigenschap", cx, problems)?;
        }
        let objection =
            eigenschap.specificatie.and_then(|specificatie| specificatie::objection(&self.waarde, &specificatie));
        cx.warnings.extend(objection);
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

    fn weergave(&self) -> String {
        self.naam.clone()
    }
}
