// SPDX-License-Identifier: EUPL-1.2
//! ZAAKINFORMATIEOBJECT: de relatie van een zaak met een document.
//!
//! The document is a URL: any Documenten API may keep it. One of this house is told of the relation (zrc-005): its objectinformatieobject is made and
//! deleted in the transaction of the relation. The relation with a document of another register is kept here alone.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use waarmaker_api::{Change, Cx, Result, Rules};
use waarmaker_core::{DateTime, Problems};
use waarmaker_documenten::ObjectType;
use waarmaker_resource::{
    Allow, Blank, Column, Component, Expand, Fields, Filter, Link, Linked, Op, Pick, Resource, Shape, Touch, Unique,
    Uri, choice,
};

use crate::{
    Zaak,
    catalogus::has_informatieobjecttype,
    closed::{GUARD, refuse_when_closed},
    document::{DOCUMENT, Document, relate, unrelate},
    status::Status,
    zaak::Archiefstatus,
};

choice! {
    /// Hoe het object en het document zich tot elkaar verhouden. Bij een zaak altijd het eerste.
    pub enum AardRelatieWeergave {
        HoortBij = "Hoort bij, omgekeerd: kent",
        LegtVast = "Legt vast, omgekeerd: kan vastgelegd zijn als",
    }
}

/// De relatie van een zaak met een document.
#[derive(Clone, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Zaakinformatieobject {
    /// URL van het document in een Documenten API.
    #[field(required, resolve)]
    pub informatieobject: Uri,
    /// Zaak waar het document bij hoort.
    #[field(required)]
    pub zaak: Link<Zaak>,
    /// Hoe zaak en document zich tot elkaar verhouden.
    #[field(read_only, default = "\"Hoort bij, omgekeerd: kent\"")]
    pub aard_relatie_weergave: AardRelatieWeergave,
    /// Naam waaronder het document in de zaak bekend is.
    #[field(max = 200)]
    pub titel: String,
    /// Wat het document voor de zaak inhoudt.
    pub beschrijving: String,
    /// Tijdstip waarop de relatie is vastgelegd.
    #[field(read_only)]
    pub registratiedatum: Blank<DateTime>,
    /// Tijdstip waarop het document uit het zaakdossier moet.
    pub vernietigingsdatum: Option<DateTime>,
    /// Status van de zaak waarvoor het document van belang is.
    pub status: Option<Link<Status>>,
}

/// What the document is about stays out of logs.
impl fmt::Debug for Zaakinformatieobject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Zaakinformatieobject").field("zaak", &self.zaak).finish_non_exhaustive()
    }
}

impl Linked for Zaakinformatieobject {
    const NAME: &'static str = "zaakinformatieobject";
    const PATH: &'static str = "/zaken/api/v1/zaakinformatieobjecten";
}

/// Scopes of a change.
const CHANGE: &[&str] = &["zaken.bijwerken", "zaken.geforceerd-bijwerken"];

/// Why a second relation is refused.
const TWICE: &str = "Deze relatie tussen zaak en informatieobject bestaat al.";

impl Rules for Zaakinformatieobject {
    const RESOURCE: Resource = Resource {
        name: "zaakinformatieobject",
        schema: "ZaakInformatieObject",
        doc: "De relatie van een zaak met een document.",
        component: Component::ZAKEN,
        path: "zaakinformatieobjecten",
        table: "zaakinformatieobjecten",
        fields: Self::FIELDS,
        shows_uuid: true,
        columns: &[
            Column::link("zaak", "zaak"),
            Column::text("informatieobject", "informatieobject"),
            Column::link("status", "status"),
        ],
        filters: &[
            Filter::is("zaak", "zaak", Shape::Link("zaak")),
            Filter::is("informatieobject", "informatieobject", Shape::Uri),
        ],
        allow: &[
            Allow::new(Op::List, &["zaken.lezen"]),
            Allow::new(Op::Create, &["zaken.aanmaken", "zaken.bijwerken", "zaken.geforceerd-bijwerken"]),
            Allow::new(Op::Read, &["zaken.lezen"]),
            Allow::new(Op::Update, CHANGE),
            Allow::new(Op::Patch, CHANGE),
            Allow::new(Op::Delete, &["zaken.bijwerken", "zaken.geforceerd-bijwerken", "zaken.verwijderen"]),
        ],
        guard: GUARD,
        paged: false,
        conditional: true,
        expand: &[Expand::of("informatieobject", DOCUMENT), Expand::of("zaak", "zaak"), Expand::of("status", "status")],
        unique: &[Unique {
            columns: &["zaak", "informatieobject"],
            name: Problems::WHOLE,
            code: "unique",
            reason: TWICE,
        }],
        touches: &[
            Touch { column: "zaak", target: "zaak", field: "zaakinformatieobjecten", pick: Pick::All },
            Touch { column: "status", target: "status", field: "zaakinformatieobjecten", pick: Pick::All },
        ],
        notify: &[Op::Create],
        ..Resource::BASE
    };

    /// zrc-004: the server says what the relation is, and when it was made.
    fn prepare(&mut self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        self.aard_relatie_weergave = AardRelatieWeergave::HoortBij;
        if change.old.is_none() {
            self.registratiedatum = Blank(Some(cx.call.now));
        }
        Ok(())
    }

    fn check(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        self.check_status(change, cx, problems)?;
        match change.old {
            Some(old) => {
                self.check_unchanged(old, problems);
                Ok(())
            }
            None => self.check_new(cx, problems),
        }
    }

    fn permit(&self, _change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        let zaak = cx.must(self.zaak)?;
        refuse_when_closed(&zaak, cx)
    }

    /// zrc-005: the document knows the zaak from now on.
    fn saved(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        if change.old.is_some() {
            return Ok(());
        }
        relate(&self.informatieobject, &self.zaak.url(), ObjectType::Zaak, cx)
    }

    /// zrc-005: the document no longer knows the zaak.
    fn removed(&self, _uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
        unrelate(&self.informatieobject, &self.zaak.url(), cx)
    }

    /// The relation by its own title.
    fn weergave(&self) -> String {
        self.titel.clone()
    }
}

impl Zaakinformatieobject {
    /// zrc-004: `zaak` and `informatieobject` stay what they are.
    fn check_unchanged(&self, old: &Self, problems: &mut Problems) {
        let changed =
            [("zaak", old.zaak != self.zaak), ("informatieobject", old.informatieobject != self.informatieobject)];
        for (name, _) in changed.iter().filter(|(_, changed)| *changed) {
            problems.add(*name, "wijzigen-niet-toegelaten", "Dit veld mag niet veranderen.");
        }
    }

    /// The status is one of the same zaak.
    fn check_status(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        let Some(link) = self.status.filter(|link| change.old.is_none_or(|old| old.status != Some(*link))) else {
            return Ok(());
        };
        if cx.must(link)?.zaak != self.zaak {
            problems.add("status", "invalid", "De status hoort bij een andere zaak.");
        }
        Ok(())
    }

    /// zrc-003: the document exists and is one. The zaak is still to be archived, and does not have the document yet. Of a closed zaak a caller
    /// without force is told that it is closed, rather than that there is no document of ours that it may read.
    fn check_new(&self, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        let zaak = cx.must(self.zaak)?;
        let document = Document::find(&self.informatieobject, cx)?;
        if document.is_missing() && self.informatieobject.is_own() {
            refuse_when_closed(&zaak, cx)?;
        }
        document.check(problems);
        if zaak.archiefstatus != Archiefstatus::NogTeArchiveren {
            problems.add("zaak", "invalid", "De zaak is al gearchiveerd: er komen geen documenten meer bij.");
        }
        if !problems.is_empty() {
            return Ok(());
        }
        let sql = "SELECT 1 FROM zaakinformatieobjecten WHERE zaak = $1 AND informatieobject = $2";
        let twice =
            cx.tx.one(sql, &[self.zaak.uuid.into(), self.informatieobject.as_str().into()], |row| row.int(0))?;
        if twice.is_some() {
            problems.add(Problems::WHOLE, "unique", TWICE);
        }
        check_type(&zaak, document.informatieobjecttype(cx), cx, problems)
    }
}

/// zrc-017: the type of the document is among those of the zaaktype. They are compared by omschrijving, so any version will do; a type that
/// is not of our catalogue is not among them.
fn check_type(
    zaak: &Zaak,
    informatieobjecttype: Option<Uuid>,
    cx: &mut Cx<'_, '_>,
    problems: &mut Problems,
) -> Result<()> {
    let related = match informatieobjecttype {
        Some(uuid) => has_informatieobjecttype(zaak.zaaktype, uuid, cx)?,
        None => false,
    };
    if !related {
        let reason = "Het informatieobjecttype van het document hoort niet bij het zaaktype van de zaak.";
        problems.add(Problems::WHOLE, "missing-zaaktype-informatieobjecttype-relation", reason);
    }
    Ok(())
}
