// SPDX-License-Identifier: EUPL-1.2
//! OBJECTINFORMATIEOBJECT: de relatie van een document met een zaak, besluit of verzoek, zoals de kant van het document haar ziet.
//!
//! The source of the relation is the register of the object. That writes it here as well (`mirror.rs`, in the transaction of the source when it
//! is in this house); what anybody else writes is compared with the source first (drc-004).

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;
use waarmaker_api::{Change, Cx, House, Resolved, Result, Rules};
use waarmaker_core::Problems;
use waarmaker_resource::{
    Allow, Column, Component, Expand, Fields, Filter, Link, Linked, Op, Resource, Shape, Unique, Uri, choice,
};

use crate::{
    Enkelvoudiginformatieobject,
    enkelvoudiginformatieobject::PART,
    source::{self, Known},
};

choice! {
    /// Wat voor object bij het document hoort.
    pub enum ObjectType { Besluit = "besluit", Zaak = "zaak", Verzoek = "verzoek" }
}

/// De relatie van een document met een object.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Objectinformatieobject {
    /// Het document.
    #[field(required)]
    pub informatieobject: Link<Enkelvoudiginformatieobject>,
    /// URL van het object waar het document bij hoort.
    #[field(required, resolve, max = 1000)]
    pub object: Uri,
    /// Wat voor object het is.
    #[field(required)]
    pub object_type: ObjectType,
}

impl Linked for Objectinformatieobject {
    const NAME: &'static str = "objectinformatieobject";
    const PATH: &'static str = "/documenten/api/v1/objectinformatieobjecten";
}

/// Why a second relation is refused.
const TWICE: &str = "Deze relatie tussen object en informatieobject bestaat al.";

impl Rules for Objectinformatieobject {
    const RESOURCE: Resource = Resource {
        name: "objectinformatieobject",
        schema: "ObjectInformatieObject",
        doc: "De relatie van een document met een zaak, besluit of verzoek.",
        component: Component::DOCUMENTEN,
        path: "objectinformatieobjecten",
        table: "objectinformatieobjecten",
        fields: Self::FIELDS,
        columns: &[
            Column::text("object", "object"),
            Column::link("informatieobject", "informatieobject"),
            Column::text("object_type", "objectType"),
        ],
        filters: &[
            Filter::is("object", "object", Shape::Uri),
            Filter::is("informatieobject", "informatieobject", Shape::Link("enkelvoudiginformatieobject")),
        ],
        allow: &[
            Allow::new(Op::List, &["documenten.lezen"]),
            Allow::new(Op::Create, &["documenten.aanmaken"]),
            Allow::new(Op::Read, &["documenten.lezen"]),
            Allow::new(Op::Delete, &["documenten.verwijderen"]),
        ],
        guard: PART,
        paged: false,
        conditional: true,
        expand: &[Expand::of("informatieobject", "enkelvoudiginformatieobject")],
        unique: &[Unique {
            columns: &["object", "informatieobject"],
            name: Problems::WHOLE,
            code: "unique",
            reason: TWICE,
        }],
        ..Resource::BASE
    };

    fn check(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        if !cx.who.is_waarmaker() {
            self.check_object(cx, problems)?;
        }
        if change.old.is_some() || !problems.is_empty() {
            return Ok(());
        }
        let sql = "SELECT 1 FROM objectinformatieobjecten WHERE object = $1 AND informatieobject = $2";
        let key = [self.object.as_str().into(), self.informatieobject.uuid.into()];
        if cx.tx.one(sql, &key, |row| row.int(0))?.is_some() {
            // drc-003
            problems.add(Problems::WHOLE, "unique", TWICE);
        } else if !cx.who.is_waarmaker() && source::knows(self, cx)? == Known::No {
            // drc-004: what the source does not know, is no relation.
            let reason = "Het object kent deze relatie met het informatieobject niet: leg haar eerst daar vast.";
            problems.add(Problems::WHOLE, "inconsistent-relation", reason);
        }
        Ok(())
    }

    fn questions(body: &Value, house: &House) -> Vec<String> {
        source::questions(body, house)
    }

    /// A relation that its source still has stays here as well.
    fn removable(&self, _uuid: Uuid, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        if !cx.who.is_waarmaker() && source::knows(self, cx)? == Known::Yes {
            let reason = "Het object heeft deze relatie met het informatieobject nog: verwijder haar eerst daar.";
            problems.add(Problems::WHOLE, "remote-relation-exists", reason);
        }
        Ok(())
    }

    fn weergave(&self) -> String {
        format!("{} van een {}", Self::NAME, self.object_type.as_str())
    }
}

impl Objectinformatieobject {
    /// drc-002: the object exists (`bad-url`) and is what it is said to be (`invalid-resource`).
    fn check_object(&self, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        let found = cx.reach(&self.object)?;
        if matches!(found, Resolved::Unreachable) {
            problems.add("object", "bad-url", "De URL leidt niet naar een bestaand object.");
        } else if !self.is_said_to_be(&found) {
            problems.add("object", "invalid-resource", "De URL leidt naar iets anders dan een object van dit soort.");
        }
        Ok(())
    }

    fn is_said_to_be(&self, found: &Resolved) -> bool {
        let members: &[&str] = match self.object_type {
            ObjectType::Zaak => &["url", "zaaktype", "identificatie"],
            ObjectType::Besluit => &["url", "besluittype", "datum"],
            ObjectType::Verzoek => &["url"],
        };
        let name = matches!(found, Resolved::Own(name, _, _) if *name != self.object_type.as_str());
        !name && found.document().is_some_and(|document| members.iter().all(|member| document.contains_key(*member)))
    }
}
