// SPDX-License-Identifier: EUPL-1.2
//! Zaakobjecttype.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use uuid::Uuid;
use waarmaker_api::{Change, Cx, Result, Rules};
use waarmaker_core::{Date, Problems};
use waarmaker_resource::{
    Blank, Column, Component, Expand, Fields, Filter, Link, Linked, Pick, Record, Resource, Shape, Touch, Uri,
};

use crate::{
    Catalogus, Resultaattype, Statustype, Zaaktype, concept, pending, scopes,
    subtype::{self, Derived, Subtype},
};

/// Een soort object waarop zaken van een zaaktype betrekking kunnen hebben.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Zaakobjecttype {
    /// Of het objecttype niet in RSGB of RGBZ voorkomt.
    #[field(required)]
    pub ander_objecttype: bool,
    /// Dag waarop de versie van het zaaktype ingaat.
    #[field(read_only, deprecated)]
    pub begin_geldigheid: Blank<Date>,
    /// Laatste dag van de versie van het zaaktype.
    #[field(read_only, deprecated)]
    pub einde_geldigheid: Option<Date>,
    /// Dag waarop de eerste versie van het zaaktype inging.
    #[field(read_only, deprecated)]
    pub begin_object: Option<Date>,
    /// Laatste dag van de laatste versie van het zaaktype.
    #[field(read_only, deprecated)]
    pub einde_object: Option<Date>,
    /// URL van het objecttype.
    #[field(required, max = 200)]
    pub objecttype: Uri,
    /// Wat zulke objecten met een zaak te maken hebben.
    #[field(required, max = 80)]
    pub relatie_omschrijving: String,
    /// Het zaaktype waarbij het objecttype hoort.
    #[field(required)]
    pub zaaktype: Link<Zaaktype>,
    /// Identificatie van dat zaaktype.
    #[field(read_only)]
    pub zaaktype_identificatie: String,
    /// URL's van de resultaattypen van het zaaktype.
    #[field(read_only)]
    pub resultaattypen: Vec<Uri>,
    /// Omschrijvingen van die resultaattypen.
    #[field(read_only)]
    pub resultaattype_omschrijving: Vec<String>,
    /// URL's van de statustypen van het zaaktype.
    #[field(read_only)]
    pub statustypen: Vec<Uri>,
    /// De catalogus van het zaaktype.
    #[field(read_only)]
    pub catalogus: Blank<Link<Catalogus>>,
}

impl Linked for Zaakobjecttype {
    const NAME: &'static str = "zaakobjecttype";
    const PATH: &'static str = "/catalogi/api/v1/zaakobjecttypen";
}

impl Subtype for Zaakobjecttype {
    fn zaaktype(&self) -> Link<Zaaktype> {
        self.zaaktype
    }
    fn derive(&mut self, from: &Derived) {
        self.zaaktype_identificatie.clone_from(&from.zaaktype_identificatie);
        self.catalogus = Blank(Some(from.catalogus));
        self.begin_geldigheid = Blank(Some(from.begin_geldigheid));
        self.einde_geldigheid = from.einde_geldigheid;
        self.begin_object = from.begin_object;
        self.einde_object = from.einde_object;
    }
}

impl Rules for Zaakobjecttype {
    const RESOURCE: Resource = Resource {
        name: "zaakobjecttype",
        schema: "ZaakObjectType",
        doc: "Een soort object waarop zaken van een zaaktype betrekking kunnen hebben.",
        component: Component::CATALOGI,
        path: "zaakobjecttypen",
        table: "zaakobjecttypen",
        fields: Self::FIELDS,
        columns: &[
            Column::link("zaaktype", "zaaktype"),
            Column::link("catalogus", "catalogus"),
            Column::text("zaaktype_identificatie", "zaaktypeIdentificatie"),
            Column::bool("ander_objecttype", "anderObjecttype"),
            Column::text("objecttype", "objecttype"),
            Column::text("relatie_omschrijving", "relatieOmschrijving"),
            Column::moment("begin_geldigheid", "beginGeldigheid"),
            Column::moment("einde_geldigheid", "eindeGeldigheid"),
        ],
        filters: &[
            Filter::is("anderObjecttype", "ander_objecttype", Shape::Bool),
            Filter::is("catalogus", "catalogus", Shape::Link("catalogus")),
            Filter::is("datumBeginGeldigheid", "begin_geldigheid", Shape::Date),
            Filter::is("datumEindeGeldigheid", "einde_geldigheid", Shape::Date),
            scopes::DATUM_GELDIGHEID,
            Filter::is("objecttype", "objecttype", Shape::Uri),
            Filter::is("relatieOmschrijving", "relatie_omschrijving", Shape::Text),
            Filter::is("zaaktype", "zaaktype", Shape::Link("zaaktype")),
            Filter::is("zaaktypeIdentificatie", "zaaktype_identificatie", Shape::Text),
        ],
        allow: scopes::SUBTYPE,
        part_of: Some(("zaaktype", "zaaktype")),
        conditional: true,
        presented: true,
        expand: &[
            Expand::of("zaaktype", "zaaktype"),
            Expand::of("resultaattypen", "resultaattype"),
            Expand::of("statustypen", "statustype"),
            Expand::of("catalogus", "catalogus"),
        ],
        touches: &[Touch { column: "zaaktype", target: "zaaktype", field: "zaakobjecttypen", pick: Pick::All }],
        notify: scopes::NOTIFY,
        detail_parameters: scopes::DETAIL,
        ..Resource::BASE
    };

    fn prepare(&mut self, _change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        subtype::prepare(self, cx)
    }

    /// ztc-010: belongs to a concept zaaktype, or is a correctie.
    fn check(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        concept::zaaktype_open(self, change, cx, problems)
    }

    /// ztc-010.
    fn removable(&self, uuid: Uuid, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        concept::zaaktype_open_for_delete(self, cx, problems)?;
        pending::none::<Self>(uuid, cx, problems)
    }

    /// The contract shows the resultaattypen and statustypen without a way to write them: they are those of the zaaktype.
    fn present(record: &mut Record, _uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
        let zaaktype = record.get("zaaktype").and_then(Json::as_str).and_then(|url| cx.house.locate(url));
        let Some(zaaktype) = zaaktype.map(|place| place.uuid) else { return Ok(()) };
        let sql = "SELECT uuid, omschrijving FROM resultaattypen WHERE zaaktype = $1 ORDER BY id";
        let resultaattypen = cx.tx.query(sql, &[zaaktype.into()], |row| Ok((row.uuid(0)?, row.text(1)?)))?;
        let sql = "SELECT uuid FROM statustypen WHERE zaaktype = $1 ORDER BY id";
        let statustypen = cx.tx.query(sql, &[zaaktype.into()], |row| row.uuid(0))?;
        let urls =
            resultaattypen.iter().map(|(uuid, _)| Json::String(Link::<Resultaattype>::to(*uuid).url())).collect();
        record.insert("resultaattypen".to_owned(), Json::Array(urls));
        let names = resultaattypen.into_iter().map(|(_, name)| Json::String(name)).collect();
        record.insert("resultaattypeOmschrijving".to_owned(), Json::Array(names));
        let urls = statustypen.into_iter().map(|uuid| Json::String(Link::<Statustype>::to(uuid).url())).collect();
        record.insert("statustypen".to_owned(), Json::Array(urls));
        Ok(())
    }

    fn weergave(&self) -> String {
        self.relatie_omschrijving.clone()
    }
}
