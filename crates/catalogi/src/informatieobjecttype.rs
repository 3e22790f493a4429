// SPDX-License-Identifier: EUPL-1.2
//! Informatieobjecttype.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use uuid::Uuid;
use waarmaker_api::{Change, Cx, Result, Rules};
use waarmaker_core::{Date, Problems, Vertrouwelijkheidaanduiding};
use waarmaker_resource::{
    Channel, Column, Component, Expand, Fields, Filter, Link, Linked, Record, Resource, Shape, Uri,
};

use crate::{
    Besluittype, Catalogus, Zaaktype, concept,
    geldigheid::{self, Versioned},
    names::{self, BESLUITTYPE_INFORMATIEOBJECTTYPEN},
    pending, routes, scopes,
};

/// De landelijke omschrijving waar een informatieobjecttype onder valt.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OmschrijvingGeneriek {
    /// De omschrijving.
    #[field(required, max = 80)]
    pub informatieobjecttype_omschrijving_generiek: String,
    /// Wat ermee bedoeld wordt.
    #[field(required, max = 255)]
    pub definitie_informatieobjecttype_omschrijving_generiek: String,
    /// Waar de omschrijving vandaan komt.
    #[field(required, max = 12)]
    pub herkomst_informatieobjecttype_omschrijving_generiek: String,
    /// Plaats tussen andere omschrijvingen.
    #[field(required, max = 80)]
    pub hierarchie_informatieobjecttype_omschrijving_generiek: String,
    /// Opmerking.
    #[field(max = 255)]
    pub opmerking_informatieobjecttype_omschrijving_generiek: Option<String>,
}

/// Een soort documenten.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Informatieobjecttype {
    /// De catalogus waarin het informatieobjecttype staat.
    #[field(required)]
    pub catalogus: Link<Catalogus>,
    /// Naam; alle versies hebben dezelfde.
    #[field(required, max = 80)]
    pub omschrijving: String,
    /// Hoe openbaar documenten zijn, als een document zelf niets anders zegt.
    #[field(required)]
    pub vertrouwelijkheidaanduiding: Vertrouwelijkheidaanduiding,
    /// Eerste dag waarop deze versie geldt.
    #[field(required)]
    pub begin_geldigheid: Date,
    /// Laatste dag waarop deze versie geldt.
    pub einde_geldigheid: Option<Date>,
    /// Dag waarop de eerste versie inging.
    #[field(read_only, deprecated)]
    pub begin_object: Option<Date>,
    /// Laatste dag van de laatste versie.
    #[field(read_only, deprecated)]
    pub einde_object: Option<Date>,
    /// Of het informatieobjecttype nog niet gepubliceerd is.
    #[field(read_only)]
    pub concept: bool,
    /// URL's van de geldige versies van de zaaktypen waarbij zulke documenten horen.
    #[field(read_only)]
    pub zaaktypen: Vec<Uri>,
    /// Identificaties van die zaaktypen.
    #[field(read_only)]
    pub zaaktype_identificaties: Vec<String>,
    /// URL's van de geldige versies van de besluittypen die in zulke documenten vastgelegd worden.
    #[field(read_only)]
    pub besluittypen: Vec<Uri>,
    /// Omschrijvingen van die besluittypen.
    #[field(read_only)]
    pub besluittype_omschrijving: Vec<String>,
    /// Categorie van documenten. Volgens de standaard verplicht; clients laten het weg, en dan is het leeg.
    #[field(max = 80)]
    pub informatieobjectcategorie: String,
    /// Woorden waarmee documenten gekenmerkt kunnen worden.
    #[field(max = 30)]
    pub trefwoord: Vec<String>,
    /// De landelijke omschrijving waar het informatieobjecttype onder valt.
    #[field(nullable = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub omschrijving_generiek: Option<OmschrijvingGeneriek>,
}

impl Linked for Informatieobjecttype {
    const NAME: &'static str = "informatieobjecttype";
    const PATH: &'static str = "/catalogi/api/v1/informatieobjecttypen";
}

impl Versioned for Informatieobjecttype {
    const NAME_COLUMN: &'static str = "omschrijving";
    fn name(&self) -> &str {
        &self.omschrijving
    }
    fn catalogus(&self) -> Link<Catalogus> {
        self.catalogus
    }
    fn period(&self) -> (Date, Option<Date>) {
        (self.begin_geldigheid, self.einde_geldigheid)
    }
    fn concept(&self) -> bool {
        self.concept
    }
    fn set_concept(&mut self, concept: bool) {
        self.concept = concept;
    }
    fn set_object(&mut self, object: (Option<Date>, Option<Date>)) {
        (self.begin_object, self.einde_object) = object;
    }
}

impl Rules for Informatieobjecttype {
    const RESOURCE: Resource = Resource {
        name: "informatieobjecttype",
        schema: "InformatieObjectType",
        doc: "Een soort documenten.",
        component: Component::CATALOGI,
        path: "informatieobjecttypen",
        table: "informatieobjecttypen",
        fields: Self::FIELDS,
        columns: &[
            Column::link("catalogus", "catalogus"),
            Column::text("omschrijving", "omschrijving"),
            Column::bool("concept", "concept"),
            Column::moment("begin_geldigheid", "beginGeldigheid"),
            Column::moment("einde_geldigheid", "eindeGeldigheid"),
            Column::moment("begin_object", "beginObject"),
            Column::moment("einde_object", "eindeObject"),
            Column::text("url", "url"),
        ],
        filters: &[
            Filter::is("catalogus", "catalogus", Shape::Link("catalogus")),
            scopes::STATUS,
            scopes::DATUM_GELDIGHEID,
            Filter::is("omschrijving", "omschrijving", Shape::Text),
        ],
        allow: scopes::TYPE,
        conditional: true,
        presented: true,
        expand: &[
            Expand::of("catalogus", "catalogus"),
            Expand::of("zaaktypen", "zaaktype"),
            Expand::of("besluittypen", "besluittype"),
        ],
        channel: Some(Channel { name: "informatieobjecttypen", kenmerken: &[("catalogus", "catalogus")] }),
        notify: scopes::NOTIFY,
        extras: &[routes::publish_operation("informatieobjecttype_publish")],
        detail_parameters: scopes::DETAIL,
        ..Resource::BASE
    };

    fn prepare(&mut self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        geldigheid::prepare(self, change, cx)
    }

    fn check(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        geldigheid::check(self, change, cx, problems)?;
        // ztc-009: once published, only its end may change.
        concept::open(change, cx, problems)
    }

    fn saved(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        geldigheid::spread_all(self, change, cx).map(|_| ())
    }

    /// ztc-009: only a concept is deleted, or a published one as correctie.
    fn removable(&self, uuid: Uuid, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        concept::open_for_delete(self, cx, problems)?;
        pending::none::<Self>(uuid, cx, problems)
    }

    fn removing(&self, uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
        geldigheid::spread::<Self>((self.catalogus, &self.omschrijving), uuid, None, cx).map(|_| ())
    }

    fn present(record: &mut Record, _uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
        let concept = names::is_concept(record);
        let place = record.get("catalogus").and_then(Json::as_str).and_then(|url| cx.house.locate(url));
        let (Some(place), Some(name)) = (place, record.get("omschrijving").and_then(Json::as_str)) else {
            return Ok(());
        };
        let zaaktypen = zaaktypen(place.uuid, name, concept, cx)?;
        let besluittypen =
            names::referring::<Besluittype>(place.uuid, name, BESLUITTYPE_INFORMATIEOBJECTTYPEN, concept, cx)?;
        record.insert("zaaktypen".to_owned(), names::urls::<Zaaktype>(&zaaktypen));
        record.insert("zaaktypeIdentificaties".to_owned(), names::distinct(&zaaktypen));
        record.insert("besluittypen".to_owned(), names::urls::<Besluittype>(&besluittypen));
        record.insert("besluittypeOmschrijving".to_owned(), names::distinct(&besluittypen));
        Ok(())
    }

    fn weergave(&self) -> String {
        self.omschrijving.clone()
    }
}

/// The zaaktypen with a relation that has this name.
fn zaaktypen(catalogus: Uuid, name: &str, concept: bool, cx: &mut Cx<'_, '_>) -> Result<Vec<names::Version>> {
    let sql = format!(
        "SELECT 0, v.identificatie, v.uuid, v.concept FROM zaaktype_informatieobjecttypen n \
         JOIN zaaktypen v ON v.uuid = n.zaaktype AND {} \
         WHERE n.catalogus = $1 AND n.informatieobjecttype = $2 ORDER BY v.id",
        names::VALID,
    );
    let day = cx.on().to_string();
    names::select(&sql, &[catalogus.into(), name.into(), day.into()], concept, cx)
}
