// SPDX-License-Identifier: EUPL-1.2
//! RESULTAAT: what a zaak led to. Its type decides how long the zaak is kept.

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use waarmaker_api::{Change, Cx, Result, Rules};
use waarmaker_core::Problems;
use waarmaker_resource::{
    Allow, Column, Expand, Fields, Filter, Link, Linked, Op, Pick, Resource, Shape, Touch, Unique,
};

use crate::{
    Zaak,
    catalogus::Resultaattype,
    closed::{GUARD, held, refuse_when_closed},
    zaak::archiving,
};

/// Waar een zaak toe geleid heeft.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Resultaat {
    /// De zaak.
    #[field(required)]
    pub zaak: Link<Zaak>,
    /// Het resultaattype in de Catalogi API.
    #[field(required)]
    pub resultaattype: Link<Resultaattype>,
    /// Wat het resultaat inhoudt.
    #[field(max = 1000)]
    pub toelichting: String,
}

impl Linked for Resultaat {
    const NAME: &'static str = "resultaat";
    const PATH: &'static str = "/zaken/api/v1/resultaten";
}

/// Scopes of every change.
const CHANGE: &[&str] = &["zaken.bijwerken", "zaken.geforceerd-bijwerken"];

/// A zaak leads to one thing.
const SECOND: &str = "De zaak heeft al een resultaat.";

impl Rules for Resultaat {
    const RESOURCE: Resource = Resource {
        name: "resultaat",
        schema: "Resultaat",
        doc: "Een resultaat: waar een zaak toe geleid heeft.",
        path: "resultaten",
        table: "resultaten",
        fields: Self::FIELDS,
        shows_uuid: true,
        columns: &[Column::link("zaak", "zaak"), Column::link("resultaattype", "resultaattype")],
        filters: &[
            Filter::is("zaak", "zaak", Shape::Link("zaak")),
            Filter::is("resultaattype", "resultaattype", Shape::Link("resultaattype")),
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
        conditional: true,
        expand: &[Expand::of("zaak", "zaak"), Expand::of("resultaattype", "resultaattype")],
        unique: &[Unique { columns: &["zaak"], name: "zaak", code: "unique", reason: SECOND }],
        touches: &[Touch { column: "zaak", target: "zaak", field: "resultaat", pick: Pick::One }],
        notify: &[Op::Create, Op::Update, Op::Patch, Op::Delete],
        ..Resource::BASE
    };

    fn check(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        match change.old {
            Some(old) => self.check_kept(old, problems),
            None => self.check_alone(cx, problems)?,
        }
        if problems.is_empty() { self.check_type(cx, problems) } else { Ok(()) }
    }

    /// zrc-007: of a closed zaak the resultaat changes only by force.
    fn permit(&self, _change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        let zaak = held(self.zaak, cx)?;
        refuse_when_closed(&zaak, cx)
    }

    /// zrc-021: the archiving of a closed zaak follows from its resultaat.
    fn saved(&self, _change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        archiving::refresh(self.zaak.uuid, cx)
    }

    fn removing(&self, _uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
        archiving::withdraw(self.zaak.uuid, cx)
    }

    fn weergave(&self) -> String {
        self.toelichting.clone()
    }
}

impl Resultaat {
    /// A resultaat stays with its zaak and keeps its type.
    fn check_kept(&self, old: &Self, problems: &mut Problems) {
        if old.zaak != self.zaak {
            problems.add("zaak", "wijzigen-niet-toegelaten", "De zaak van een resultaat kan niet gewijzigd worden.");
        }
        if old.resultaattype != self.resultaattype {
            let reason = "Het resultaattype kan niet gewijzigd worden: verwijder het resultaat en maak een nieuw.";
            problems.add("resultaattype", "wijzigen-niet-toegelaten", reason);
        }
    }

    /// A zaak has one resultaat. On a closed zaak a second one is refused for the zaak being closed, which is what the client must know first.
    fn check_alone(&self, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        let zaak = held(self.zaak, cx)?;
        if zaak.resultaat.is_some() {
            refuse_when_closed(&zaak, cx)?;
            problems.add("zaak", "unique", SECOND);
        }
        Ok(())
    }

    /// zrc-020: the resultaattype is one of the zaaktype of the zaak.
    fn check_type(&self, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        let (zaak, resultaattype) = (held(self.zaak, cx)?, cx.view(self.resultaattype)?);
        if resultaattype.zaaktype != zaak.zaaktype {
            problems.add(
                Problems::WHOLE,
                "zaaktype-mismatch",
                "Het resultaattype hoort niet bij het zaaktype van de zaak.",
            );
        }
        Ok(())
    }
}
