// SPDX-License-Identifier: EUPL-1.2
//! BESLUITINFORMATIEOBJECT: the relation of a besluit with a document in which it is recorded.
//!
//! The document is a URL: any Documenten API may keep it. One of this house is mirrored there (brc-005); the relation with another is kept here alone.
//! brc-004: conceptually the aardRelatie is `legt_vast`; the contract has no member for it, and no operation that changes a relation.

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use waarmaker_api::{Change, Cx, Result, Rules};
use waarmaker_core::Problems;
use waarmaker_documenten::ObjectType;
use waarmaker_resource::{
    Allow, Column, Component, Expand, Fields, Filter, Guard, Link, Linked, Op, Resource, Shape, Unique, Uri,
};
use waarmaker_zaken::document::{DOCUMENT, Document, relate, unrelate};

use crate::Besluit;

/// De relatie van een besluit met een document waarin het is vastgelegd.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Besluitinformatieobject {
    /// URL van het document in een Documenten API.
    #[field(required, resolve)]
    pub informatieobject: Uri,
    /// Het besluit dat erin is vastgelegd.
    #[field(required)]
    pub besluit: Link<Besluit>,
}

impl Linked for Besluitinformatieobject {
    const NAME: &'static str = "besluitinformatieobject";
    const PATH: &'static str = "/besluiten/api/v1/besluitinformatieobjecten";
}

/// Why a second relation is refused.
const TWICE: &str = "Deze relatie tussen besluit en informatieobject bestaat al.";

impl Rules for Besluitinformatieobject {
    const RESOURCE: Resource = Resource {
        name: "besluitinformatieobject",
        schema: "BesluitInformatieObject",
        doc: "De relatie van een besluit met een document waarin het is vastgelegd.",
        component: Component::BESLUITEN,
        path: "besluitinformatieobjecten",
        table: "besluitinformatieobjecten",
        fields: Self::FIELDS,
        columns: &[Column::link("besluit", "besluit"), Column::text("informatieobject", "informatieobject")],
        filters: &[
            Filter::is("besluit", "besluit", Shape::Link("besluit")),
            Filter::is("informatieobject", "informatieobject", Shape::Uri),
        ],
        allow: &[
            Allow::new(Op::List, &["besluiten.lezen"]),
            Allow::new(Op::Create, &["besluiten.aanmaken"]),
            Allow::new(Op::Read, &["besluiten.lezen"]),
            Allow::new(Op::Delete, &["besluiten.verwijderen"]),
        ],
        guard: Guard::Parent {
            column: "besluit",
            parent: "besluit",
            table: "besluiten",
            type_column: "besluittype",
            level_column: None,
        },
        paged: false,
        conditional: true,
        expand: &[Expand::of("informatieobject", DOCUMENT), Expand::of("besluit", "besluit")],
        unique: &[Unique {
            columns: &["besluit", "informatieobject"],
            name: Problems::WHOLE,
            code: "unique",
            reason: TWICE,
        }],
        notify: &[Op::Create, Op::Delete],
        read_delete: true,
        ..Resource::BASE
    };

    /// brc-003: the document exists and is one. It is related to the besluit once, and its type is one of the besluittype (brc-008).
    fn check(&self, _change: &Change<'_, Self>, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        let document = Document::find(&self.informatieobject, cx)?;
        document.check(problems);
        if !problems.is_empty() {
            return Ok(());
        }
        let sql = "SELECT 1 FROM besluitinformatieobjecten WHERE besluit = $1 AND informatieobject = $2";
        let key = [self.besluit.uuid.into(), self.informatieobject.as_str().into()];
        if cx.tx.one(sql, &key, |row| row.int(0))?.is_some() {
            problems.add(Problems::WHOLE, "unique", TWICE);
        }
        if !self.fits(document.informatieobjecttype(cx), cx)? {
            let reason = "Het informatieobjecttype van het document hoort niet bij het besluittype van het besluit.";
            problems.add(Problems::WHOLE, "missing-besluittype-informatieobjecttype-relation", reason);
        }
        Ok(())
    }

    /// brc-005: the document knows the besluit from now on.
    fn saved(&self, _change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        relate(&self.informatieobject, &self.besluit.url(), ObjectType::Besluit, cx)
    }

    /// brc-005: the document no longer knows the besluit.
    fn removed(&self, _uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
        unrelate(&self.informatieobject, &self.besluit.url(), cx)
    }
}

impl Besluitinformatieobject {
    /// brc-008: whether documents of this type record besluiten of the besluittype. The two are related by the omschrijving within their catalogus, so
    /// any version will do; a type that is not of our catalogue does not fit.
    fn fits(&self, informatieobjecttype: Option<Uuid>, cx: &mut Cx<'_, '_>) -> Result<bool> {
        let Some(informatieobjecttype) = informatieobjecttype else { return Ok(false) };
        let sql = "SELECT 1 FROM informatieobjecttypen i \
                   JOIN typerelaties r ON r.catalogus = i.catalogus AND r.naam = i.omschrijving \
                   AND r.soort = 'besluittype.informatieobjecttypen' \
                   JOIN besluiten b ON b.besluittype = r.van WHERE i.uuid = $1 AND b.uuid = $2";
        let found = cx.tx.one(sql, &[informatieobjecttype.into(), self.besluit.uuid.into()], |row| row.int(0))?;
        Ok(found.is_some())
    }
}
