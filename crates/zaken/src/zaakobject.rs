// SPDX-License-Identifier: EUPL-1.2
//! ZAAKOBJECT: waar een zaak over gaat.
//!
//! The contract of 1.7 calls the group `objectIdentificatie`, but for the five kinds of party `betrokkeneIdentificatie`; older clients know only the
//! first name. Both are accepted, and for a party both are served, with the same value.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;
use waarmaker_api::{Change, Cx, Result, Rules};
use waarmaker_core::{Bsn, Problems};
use waarmaker_resource::{
    Allow, Blank, Column, Component, Expand, Fields, Filter, Link, Linked, Op, Pick, Resource, Shape, Touch, Uri,
};

use crate::{
    Zaak,
    betrokkene::BETROKKENEN,
    catalogus::Zaakobjecttype,
    closed::{GUARD, refuse_when_closed},
    mismatch::check_zaaktype,
    objecten::{OBJECTEN, ObjectType},
    zaak::archiving,
};

/// Waar het schema en de gegevens van een object van een eigen soort te vinden zijn.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ObjectTypeOverigeDefinitie {
    /// URL van de beschrijving van de soort object.
    #[field(required)]
    pub url: Uri,
    /// Jq-uitdrukking die het JSON-schema in die beschrijving aanwijst.
    #[field(required, max = 100)]
    pub schema: String,
    /// Jq-uitdrukking die de gegevens in het object aanwijst.
    #[field(required, max = 100)]
    pub object_data: String,
}

/// Waar een zaak over gaat.
#[derive(Clone, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Zaakobject {
    /// Zaak die over het object gaat.
    #[field(required)]
    pub zaak: Link<Zaak>,
    /// URL van het object in een ander register.
    pub object: Blank<Uri>,
    /// Zaakobjecttype, van het zaaktype van de zaak.
    pub zaakobjecttype: Blank<Link<Zaakobjecttype>>,
    /// Soort object; bepaalt de vorm van `objectIdentificatie`. Past geen soort, kies dan `overige` en noem de soort in
    /// `objectTypeOverige`.
    #[field(required)]
    pub object_type: ObjectType,
    /// Soort object als `objectType` de waarde `overige` heeft.
    #[field(max = 100, pattern = "[a-z\\_]+")]
    pub object_type_overige: String,
    /// Beschrijving van de soort object als `objectType` de waarde `overige` heeft. Een `object` is dan verplicht.
    pub object_type_overige_definitie: Option<ObjectTypeOverigeDefinitie>,
    /// Wat de zaak met het object van doen heeft.
    #[field(max = 80)]
    pub relatieomschrijving: String,
    /// Gegevens waarmee het object te herkennen is; de vorm hangt af van `objectType`.
    #[field(shape = Shape::Union { by: "objectType", variants: OBJECTEN })]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object_identificatie: Option<Value>,
    /// Gegevens waarmee een betrokkene die het object is te herkennen is: dezelfde als `objectIdentificatie`.
    #[field(shape = Shape::Union { by: "objectType", variants: BETROKKENEN })]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub betrokkene_identificatie: Option<Value>,
}

/// The object can be a person: it stays out of logs.
impl fmt::Debug for Zaakobject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Zaakobject")
            .field("zaak", &self.zaak)
            .field("object_type", &self.object_type)
            .finish_non_exhaustive()
    }
}

impl Linked for Zaakobject {
    const NAME: &'static str = "zaakobject";
    const PATH: &'static str = "/zaken/api/v1/zaakobjecten";
}

/// Scopes of a change.
const CHANGE: &[&str] = &["zaken.bijwerken", "zaken.geforceerd-bijwerken"];

impl Rules for Zaakobject {
    const RESOURCE: Resource = Resource {
        name: "zaakobject",
        schema: "ZaakObject",
        doc: "Waar een zaak over gaat.",
        component: Component::ZAKEN,
        path: "zaakobjecten",
        table: "zaakobjecten",
        fields: Self::FIELDS,
        shows_uuid: true,
        columns: &[
            Column::link("zaak", "zaak"),
            Column::text("object", "object"),
            Column::text("object_type", "objectType"),
            Column::link("zaakobjecttype", "zaakobjecttype"),
        ],
        filters: &[
            Filter::is("zaak", "zaak", Shape::Link("zaak")),
            Filter::is("object", "object", Shape::Uri),
            Filter::is("objectType", "object_type", Shape::Choice(ObjectType::NAMES)),
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
        conditional: true,
        expand: &[Expand::of("zaak", "zaak"), Expand::of("object", ""), Expand::of("zaakobjecttype", "zaakobjecttype")],
        touches: &[Touch { column: "zaak", target: "zaak", field: "zaakobjecten", pick: Pick::All }],
        notify: &[Op::Create, Op::Update, Op::Patch, Op::Delete],
        ..Resource::BASE
    };

    /// Brings the two names of the identification together: what is given under one name holds under both.
    fn prepare(&mut self, change: &Change<'_, Self>, _cx: &mut Cx<'_, '_>) -> Result<()> {
        let by_object = change.given.contains_key("objectIdentificatie");
        let by_betrokkene = change.given.contains_key("betrokkeneIdentificatie");
        let is_betrokkene = BETROKKENEN.iter().any(|(of, _)| *of == self.object_type.as_str());
        if !is_betrokkene {
            self.betrokkene_identificatie = None;
        } else if by_betrokkene && !(by_object && self.is_new(change)) {
            self.object_identificatie.clone_from(&self.betrokkene_identificatie);
        } else {
            self.betrokkene_identificatie.clone_from(&self.object_identificatie);
        }
        Ok(())
    }

    /// What it is about does not change, and there is something that it is about. Its zaakobjecttype is one of the zaaktype.
    fn check(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        self.check_unchanged(change, problems);
        self.check_overige(problems);
        self.check_bsn(problems);
        if !problems.is_empty() {
            return Ok(());
        }
        let old_type = change.old.and_then(|old| old.zaakobjecttype.get());
        if let Some(&link) = self.zaakobjecttype.get().filter(|link| Some(*link) != old_type) {
            let zaakobjecttype = cx.view(link)?;
            check_zaaktype(self.zaak, zaakobjecttype.zaaktype, "zaakobjecttype", cx, problems)?;
        }
        if self.object.is_empty() && self.object_identificatie.is_none() {
            problems.add(Problems::WHOLE, "invalid-zaakobject", "Geef een object of een objectIdentificatie.");
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

    /// The kind of object; never which.
    fn weergave(&self) -> String {
        let kind = if self.object_type == ObjectType::Overige {
            self.object_type_overige.as_str()
        } else {
            self.object_type.as_str()
        };
        format!("{kind} {}", self.relatieomschrijving).trim().to_owned()
    }
}

impl Zaakobject {
    /// Whether the body says something new under `objectIdentificatie`. A client that knows one name sends the other back as it was.
    fn is_new(&self, change: &Change<'_, Self>) -> bool {
        change.old.is_none_or(|old| old.object_identificatie != self.object_identificatie)
    }

    /// `zaak`, `object` and `objectType` stay what they are.
    fn check_unchanged(&self, change: &Change<'_, Self>, problems: &mut Problems) {
        let Some(old) = change.old else { return };
        let changed = [
            ("zaak", old.zaak != self.zaak),
            ("object", old.object != self.object),
            ("objectType", old.object_type != self.object_type),
        ];
        for (name, _) in changed.iter().filter(|(_, changed)| *changed) {
            problems.add(*name, "wijzigen-niet-toegelaten", "Dit veld mag niet veranderen.");
        }
    }

    /// A kind of one's own is named, or described with the object that it is of; another kind is not.
    fn check_overige(&self, problems: &mut Problems) {
        let (named, described) = (!self.object_type_overige.is_empty(), self.object_type_overige_definitie.is_some());
        if self.object_type == ObjectType::Overige {
            if !named && !described {
                let reason = "Noem de soort object als objectType \"overige\" is.";
                problems.add("objectTypeOverige", "missing-object-type-overige", reason);
            }
            if described && self.object.is_empty() {
                problems.add("object", "required", "Bij een objectTypeOverigeDefinitie hoort de URL van een object.");
            }
            return;
        }
        let reason = "Dit veld hoort alleen bij objectType \"overige\".";
        for (name, _) in
            [("objectTypeOverige", named), ("objectTypeOverigeDefinitie", described)].iter().filter(|(_, given)| *given)
        {
            problems.add(*name, "invalid-object-type-overige-usage", reason);
        }
    }

    /// A burgerservicenummer passes the elfproef. The reason does not repeat it.
    fn check_bsn(&self, problems: &mut Problems) {
        if self.object_type != ObjectType::NatuurlijkPersoon {
            return;
        }
        let group = self.object_identificatie.as_ref();
        let bsn = group.and_then(|group| group.get("inpBsn")).and_then(Value::as_str).filter(|bsn| !bsn.is_empty());
        if let Some(Err(wrong)) = bsn.map(Bsn::parse) {
            problems.add("objectIdentificatie.inpBsn", wrong.code, wrong.reason);
        }
    }
}
