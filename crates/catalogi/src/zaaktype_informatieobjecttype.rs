// SPDX-License-Identifier: EUPL-1.2
//! Relation between a zaaktype and an informatieobjecttype.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use uuid::Uuid;
use waarmaker_api::{Change, Cx, Result, Rules};
use waarmaker_core::Problems;
use waarmaker_resource::{
    Blank, Column, Comparison, Component, Expand, Fields, Filter, Link, Linked, Record, Resource, Shape, choice,
};

use crate::{
    Catalogus, Informatieobjecttype, Statustype, Zaaktype, concept, names, pending, scopes,
    subtype::{self, Derived, Subtype},
};

/// Longest omschrijving that the standard allows here.
const MAX_NAME: usize = 100;

choice! {
    /// Richting van een informatieobject, gezien vanuit de organisatie.
    pub enum Richting { Inkomend = "inkomend", Intern = "intern", Uitgaand = "uitgaand" }
}

/// Een soort informatieobject die bij zaken van een zaaktype hoort.
///
/// Stored with the omschrijving of the informatieobjecttype; served with the URL of the version that is valid.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ZaaktypeInformatieobjecttype {
    /// Het zaaktype.
    #[field(required)]
    pub zaaktype: Link<Zaaktype>,
    /// Identificatie van dat zaaktype.
    #[field(read_only)]
    pub zaaktype_identificatie: String,
    /// De catalogus van het zaaktype.
    #[field(read_only)]
    pub catalogus: Blank<Link<Catalogus>>,
    /// Het informatieobjecttype: geschreven als omschrijving (een URL mag ook), gelezen als URL van de geldige versie.
    #[field(required, max = 200, answer = Shape::Uri)]
    pub informatieobjecttype: String,
    /// Plaats in de volgorde.
    #[field(required, shape = Shape::Int { min: 1, max: 999 })]
    pub volgnummer: i64,
    /// Of het informatieobject binnenkomt, intern blijft of naar buiten gaat.
    #[field(required)]
    pub richting: Richting,
    /// Het statustype waarbij het informatieobject er moet zijn.
    pub statustype: Option<Link<Statustype>>,
}

impl Linked for ZaaktypeInformatieobjecttype {
    const NAME: &'static str = "zaakinformatieobjecttype";
    const PATH: &'static str = "/catalogi/api/v1/zaaktype-informatieobjecttypen";
}

impl Subtype for ZaaktypeInformatieobjecttype {
    fn zaaktype(&self) -> Link<Zaaktype> {
        self.zaaktype
    }
    fn derive(&mut self, from: &Derived) {
        self.zaaktype_identificatie.clone_from(&from.zaaktype_identificatie);
        self.catalogus = Blank(Some(from.catalogus));
    }
}

impl Rules for ZaaktypeInformatieobjecttype {
    const RESOURCE: Resource = Resource {
        name: Self::NAME,
        schema: "ZaakTypeInformatieObjectType",
        doc: "Een soort informatieobject die bij zaken van een zaaktype hoort.",
        component: Component::CATALOGI,
        path: "zaaktype-informatieobjecttypen",
        table: "zaaktype_informatieobjecttypen",
        fields: Self::FIELDS,
        columns: &[
            Column::link("zaaktype", "zaaktype"),
            Column::link("catalogus", "catalogus"),
            Column::text("informatieobjecttype", "informatieobjecttype"),
            Column::text("richting", "richting"),
            Column::link("statustype", "statustype"),
        ],
        filters: &[
            Filter::is("zaaktype", "zaaktype", Shape::Link("zaaktype")),
            Filter::new(
                "informatieobjecttype",
                "informatieobjecttype",
                Comparison::Sql(INFORMATIEOBJECTTYPE),
                Shape::Text,
            ),
            Filter::is("richting", "richting", Shape::Choice(Richting::NAMES)),
            scopes::STATUS_OF_ZAAKTYPE,
        ],
        allow: scopes::SUBTYPE,
        part_of: Some(("zaaktype", "zaaktype")),
        conditional: true,
        presented: true,
        expand: &[
            Expand::of("zaaktype", "zaaktype"),
            Expand::of("catalogus", "catalogus"),
            Expand::of("informatieobjecttype", "informatieobjecttype"),
            Expand::of("statustype", "statustype"),
        ],
        notify: scopes::NOTIFY,
        detail_parameters: scopes::DETAIL,
        operation: "zaakinformatieobjecttype",
        ..Resource::BASE
    };

    fn prepare(&mut self, _change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        names::to_name::<Informatieobjecttype>(&mut self.informatieobjecttype, cx)?;
        subtype::prepare(self, cx)
    }

    fn check(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        names::check(&self.informatieobjecttype, "informatieobjecttype", MAX_NAME, problems);
        subtype::statustype_of_zaaktype(self.statustype, self.zaaktype, cx, problems)?;
        // ztc-010: belongs to a concept zaaktype, or is a correctie.
        concept::zaaktype_open(self, change, cx, problems)
    }

    /// ztc-010.
    fn removable(&self, uuid: Uuid, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        concept::zaaktype_open_for_delete(self, cx, problems)?;
        pending::none::<Self>(uuid, cx, problems)
    }

    /// The version that is valid on the day; `""` when there is none.
    fn present(record: &mut Record, uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
        let sql = "SELECT v.uuid, v.concept, z.concept FROM zaaktype_informatieobjecttypen r \
                   JOIN zaaktypen z ON z.uuid = r.zaaktype \
                   JOIN informatieobjecttypen v ON v.catalogus = r.catalogus AND v.omschrijving = r.informatieobjecttype \
                   AND v.begin_geldigheid <= $2 AND (v.einde_geldigheid IS NULL OR v.einde_geldigheid > $2) \
                   WHERE r.uuid = $1 ORDER BY v.concept, v.id DESC LIMIT 1";
        let day = cx.on().to_string();
        let found = cx.tx.one(sql, &[uuid.into(), day.into()], |row| Ok((row.uuid(0)?, row.bool(1)?, row.bool(2)?)))?;
        let url = found.filter(|(_, concept, of_concept)| !concept || *of_concept);
        let url = url.map_or(String::new(), |(uuid, ..)| Link::<Informatieobjecttype>::to(uuid).url());
        record.insert("informatieobjecttype".to_owned(), Json::String(url));
        Ok(())
    }

    fn weergave(&self) -> String {
        format!("{} - {}", self.zaaktype_identificatie, self.informatieobjecttype)
    }
}

/// The parameter is an omschrijving, or the URL of one of the versions with that omschrijving.
const INFORMATIEOBJECTTYPE: &str = "t.informatieobjecttype = ? OR EXISTS (SELECT 1 FROM informatieobjecttypen i \
     WHERE i.url = ? AND i.catalogus = t.catalogus AND i.omschrijving = t.informatieobjecttype)";
