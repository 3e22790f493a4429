// SPDX-License-Identifier: EUPL-1.2
//! ZAAKNOTITIE: een aantekening bij een zaak. Experimental in 1.7.

use std::fmt;

use serde::{Deserialize, Serialize};
use waarmaker_api::{Change, Cx, Result, Rules};
use waarmaker_auth::Caller;
use waarmaker_core::{DateTime, Problems};
use waarmaker_resource::{
    Allow, Blank, Column, Comparison, Component, Fields, Filter, Link, Linked, Op, Resource, Shape, choice,
};

use crate::{
    Zaak,
    closed::{GUARD, refuse_when_closed},
};

choice! {
    /// Wie de notitie mag zien: alleen medewerkers, of ook de initiator.
    pub enum NotitieType { Intern = "intern", Extern = "extern" }
}
choice! {
    /// Of de notitie nog veranderen mag.
    pub enum NotitieStatus { Concept = "concept", Definitief = "definitief" }
}

/// Longest `aangemaaktDoor`.
const NAAM: usize = 255;

/// Een aantekening bij een zaak.
#[derive(Clone, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Zaaknotitie {
    /// Waar de notitie over gaat, in een paar woorden.
    #[field(required, max = 255)]
    pub onderwerp: String,
    /// De notitie zelf.
    #[field(required)]
    pub tekst: String,
    /// Wie de notitie schreef; zonder opgave de gebruiker van het verzoek.
    #[field(max = 255)]
    pub aangemaakt_door: String,
    /// Een interne notitie is voor medewerkers, een externe ook voor de initiator.
    #[field(default = "\"intern\"")]
    pub notitie_type: NotitieType,
    /// Een notitie in concept mag veranderen, een definitieve niet meer.
    #[field(default = "\"concept\"")]
    pub status: NotitieStatus,
    /// Tijdstip waarop de notitie is vastgelegd.
    #[field(read_only)]
    pub aanmaakdatum: Blank<DateTime>,
    /// Tijdstip waarop de notitie voor het laatst veranderde.
    #[field(read_only)]
    pub wijzigingsdatum: Blank<DateTime>,
    /// Zaak waar de notitie bij hoort.
    #[field(required)]
    pub gerelateerd_aan: Link<Zaak>,
}

/// What was written, and by whom, stays out of logs.
impl fmt::Debug for Zaaknotitie {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Zaaknotitie").field("gerelateerd_aan", &self.gerelateerd_aan).finish_non_exhaustive()
    }
}

impl Linked for Zaaknotitie {
    const NAME: &'static str = "zaaknotitie";
    const PATH: &'static str = "/zaken/api/v1/zaaknotities";
}

/// Filters of the list. The contract calls `gerelateerdAan` a number; it is compared as the URL that it is.
const FILTERS: &[Filter] = &[
    Filter::is("aangemaaktDoor", "aangemaakt_door", Shape::Text),
    Filter::new("aangemaaktDoor__icontains", "aangemaakt_door", Comparison::Contains, Shape::Text),
    Filter::is("aanmaakdatum", "aanmaakdatum", Shape::DateTime),
    Filter::new("aanmaakdatum__gt", "aanmaakdatum", Comparison::Gt, Shape::DateTime),
    Filter::new("aanmaakdatum__gte", "aanmaakdatum", Comparison::Gte, Shape::DateTime),
    Filter::new("aanmaakdatum__lt", "aanmaakdatum", Comparison::Lt, Shape::DateTime),
    Filter::new("aanmaakdatum__lte", "aanmaakdatum", Comparison::Lte, Shape::DateTime),
    Filter::is("gerelateerdAan", "zaak", Shape::Link("zaak")),
    Filter::is("notitieType", "notitie_type", Shape::Choice(NotitieType::NAMES)),
    Filter::is("onderwerp", "onderwerp", Shape::Text),
    Filter::new("onderwerp__icontains", "onderwerp", Comparison::Contains, Shape::Text),
    Filter::is("status", "status", Shape::Choice(NotitieStatus::NAMES)),
    Filter::is("tekst", "tekst", Shape::Text),
    Filter::new("tekst__icontains", "tekst", Comparison::Contains, Shape::Text),
    Filter::is("wijzigingsdatum", "wijzigingsdatum", Shape::DateTime),
    Filter::new("wijzigingsdatum__gt", "wijzigingsdatum", Comparison::Gt, Shape::DateTime),
    Filter::new("wijzigingsdatum__gte", "wijzigingsdatum", Comparison::Gte, Shape::DateTime),
    Filter::new("wijzigingsdatum__lt", "wijzigingsdatum", Comparison::Lt, Shape::DateTime),
    Filter::new("wijzigingsdatum__lte", "wijzigingsdatum", Comparison::Lte, Shape::DateTime),
];

impl Rules for Zaaknotitie {
    const RESOURCE: Resource = Resource {
        name: "zaaknotitie",
        schema: "ZaakNotitie",
        doc: "Een aantekening bij een zaak.",
        component: Component::ZAKEN,
        path: "zaaknotities",
        table: "zaaknotities",
        fields: Self::FIELDS,
        columns: &[
            Column::link("zaak", "gerelateerdAan"),
            Column::text("onderwerp", "onderwerp"),
            Column::text("tekst", "tekst"),
            Column::text("aangemaakt_door", "aangemaaktDoor"),
            Column::text("notitie_type", "notitieType"),
            Column::text("status", "status"),
            Column::moment("aanmaakdatum", "aanmaakdatum"),
            Column::moment("wijzigingsdatum", "wijzigingsdatum"),
        ],
        filters: FILTERS,
        allow: &[
            Allow::new(Op::List, &["zaken.lezen"]),
            Allow::new(Op::Create, &["zaken.bijwerken"]),
            Allow::new(Op::Read, &["zaken.lezen"]),
            Allow::new(Op::Update, &["zaken.bijwerken"]),
            Allow::new(Op::Patch, &["zaken.bijwerken"]),
            Allow::new(Op::Delete, &["zaken.bijwerken"]),
        ],
        guard: GUARD,
        sizes: true,
        read_delete: true,
        ..Resource::BASE
    };

    /// Notes the moment and, when the body does not say, who writes.
    fn prepare(&mut self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        let now = Blank(Some(cx.call.now));
        if change.old.is_none() {
            self.aanmaakdatum = now;
        }
        self.wijzigingsdatum = now;
        if self.aangemaakt_door.is_empty() {
            self.aangemaakt_door = change.old.map_or_else(|| author(cx.who), |old| old.aangemaakt_door.clone());
        }
        Ok(())
    }

    /// A notitie changes only while it is concept, and stays with its zaak.
    fn check(&self, change: &Change<'_, Self>, _cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        let Some(old) = change.old else { return Ok(()) };
        if old.gerelateerd_aan != self.gerelateerd_aan {
            problems.add("gerelateerdAan", "wijzigen-niet-toegelaten", "Een notitie blijft bij haar zaak.");
        } else if old.status == NotitieStatus::Definitief {
            problems.add(Problems::WHOLE, "non-concept-object", "Alleen een notitie in concept mag veranderen.");
        }
        Ok(())
    }

    fn permit(&self, _change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        let zaak = cx.must(self.gerelateerd_aan)?;
        refuse_when_closed(&zaak, cx)
    }
}

/// Who writes: the user that the token names, or else the application.
fn author(who: &Caller) -> String {
    let names = [&who.user_representation, &who.user_id, &who.label, &who.client_id];
    let name = names.into_iter().find(|name| !name.is_empty());
    name.map(|name| name.chars().take(NAAM).collect()).unwrap_or_default()
}
