// SPDX-License-Identifier: EUPL-1.2
//! GEBRUIKSRECHTEN: onder welke voorwaarden een document gebruikt mag worden.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;
use waarmaker_api::{Change, Cx, Result, Rules, rewrite};
use waarmaker_core::{DateTime, Problems};
use waarmaker_resource::{
    Allow, Column, Comparison, Component, Expand, Fields, Filter, Link, Linked, Op, Resource, Shape,
};

use crate::{Enkelvoudiginformatieobject, enkelvoudiginformatieobject::PART};

/// Voorwaarden waaronder een document gebruikt mag worden.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Gebruiksrechten {
    /// Het document.
    #[field(required)]
    pub informatieobject: Link<Enkelvoudiginformatieobject>,
    /// Vanaf wanneer de voorwaarden gelden.
    #[field(required)]
    pub startdatum: DateTime,
    /// Tot wanneer de voorwaarden gelden.
    pub einddatum: Option<DateTime>,
    /// De voorwaarden.
    #[field(required)]
    pub omschrijving_voorwaarden: String,
}

impl Linked for Gebruiksrechten {
    const NAME: &'static str = "gebruiksrechten";
    const PATH: &'static str = "/documenten/api/v1/gebruiksrechten";
}

/// A filter on a moment.
const fn on(parameter: &'static str, column: &'static str, comparison: Comparison) -> Filter {
    Filter::new(parameter, column, comparison, Shape::DateTime)
}

impl Rules for Gebruiksrechten {
    const RESOURCE: Resource = Resource {
        name: "gebruiksrechten",
        schema: "Gebruiksrechten",
        doc: "Voorwaarden waaronder een document gebruikt mag worden.",
        component: Component::DOCUMENTEN,
        path: "gebruiksrechten",
        table: "gebruiksrechten",
        fields: Self::FIELDS,
        columns: &[
            Column::link("informatieobject", "informatieobject"),
            Column::moment("startdatum", "startdatum"),
            Column::moment("einddatum", "einddatum"),
        ],
        filters: &[
            Filter::is("informatieobject", "informatieobject", Shape::Link("enkelvoudiginformatieobject")),
            on("startdatum__lt", "startdatum", Comparison::Lt),
            on("startdatum__lte", "startdatum", Comparison::Lte),
            on("startdatum__gt", "startdatum", Comparison::Gt),
            on("startdatum__gte", "startdatum", Comparison::Gte),
            on("einddatum__lt", "einddatum", Comparison::Lt),
            on("einddatum__lte", "einddatum", Comparison::Lte),
            on("einddatum__gt", "einddatum", Comparison::Gt),
            on("einddatum__gte", "einddatum", Comparison::Gte),
        ],
        allow: &[
            Allow::new(Op::List, &["documenten.lezen"]),
            Allow::new(Op::Create, &["documenten.aanmaken"]),
            Allow::new(Op::Read, &["documenten.lezen"]),
            Allow::new(Op::Update, &["documenten.bijwerken"]),
            Allow::new(Op::Patch, &["documenten.bijwerken"]),
            Allow::new(Op::Delete, &["documenten.verwijderen"]),
        ],
        guard: PART,
        paged: false,
        conditional: true,
        expand: &[Expand::of("informatieobject", "enkelvoudiginformatieobject")],
        notify: &[Op::Create, Op::Update, Op::Patch, Op::Delete],
        ..Resource::BASE
    };

    /// The document stays what it is; the end does not come before the start.
    fn check(&self, change: &Change<'_, Self>, _cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        if change.old.is_some_and(|old| old.informatieobject != self.informatieobject) {
            problems.add("informatieobject", "wijzigen-niet-toegelaten", "Dit veld mag niet veranderen.");
        }
        if self.einddatum.is_some_and(|end| end.at < self.startdatum.at) {
            problems.add("einddatum", "date-mismatch", "De einddatum ligt voor de startdatum.");
        }
        Ok(())
    }

    /// drc-006: a document with gebruiksrechten says so. That needs no lock and makes no version.
    fn saved(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        if change.old.is_none() { indicate(self.informatieobject, &Value::Bool(true), cx) } else { Ok(()) }
    }

    /// drc-006: with the last of them it is unknown again whether there are any.
    fn removed(&self, _uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
        if any(self.informatieobject.uuid, cx)? { Ok(()) } else { indicate(self.informatieobject, &Value::Null, cx) }
    }

    fn weergave(&self) -> String {
        self.omschrijving_voorwaarden.clone()
    }
}

/// Whether a document has gebruiksrechten.
pub(crate) fn any(document: Uuid, cx: &mut Cx<'_, '_>) -> Result<bool> {
    let sql = "SELECT 1 FROM gebruiksrechten WHERE informatieobject = $1 LIMIT 1";
    Ok(cx.tx.one(sql, &[document.into()], |row| row.int(0))?.is_some())
}

fn indicate(document: Link<Enkelvoudiginformatieobject>, value: &Value, cx: &mut Cx<'_, '_>) -> Result<()> {
    rewrite(Enkelvoudiginformatieobject::NAME, document.uuid, cx, |record| {
        record.insert("indicatieGebruiksrecht".to_owned(), value.clone());
    })
}
