// SPDX-License-Identifier: EUPL-1.2
//! Besluittype.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use uuid::Uuid;
use waarmaker_api::{Change, Cx, Result, Rules};
use waarmaker_core::{Date, Duur, Problems};
use waarmaker_resource::{
    Channel, Column, Comparison, Component, Expand, Fields, Filter, Link, Linked, Record, Resource, Shape, Uri,
};

use crate::{
    Catalogus, Informatieobjecttype, Resultaattype, Zaaktype, concept,
    geldigheid::{self, Versioned},
    names::{self, BESLUITTYPE_INFORMATIEOBJECTTYPEN, RESULTAATTYPE_BESLUITTYPEN, ZAAKTYPE_BESLUITTYPEN},
    pending, routes, scopes,
};

/// Een soort besluiten.
///
/// Stored with names in `informatieobjecttypen`; served with the URLs of the versions that are valid.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Besluittype {
    /// De catalogus waarin het besluittype staat.
    #[field(required)]
    pub catalogus: Link<Catalogus>,
    /// URL's van de geldige versies van de zaaktypen waarin zulke besluiten genomen worden.
    #[field(read_only)]
    pub zaaktypen: Vec<Uri>,
    /// Identificaties van die zaaktypen.
    #[field(read_only)]
    pub zaaktype_identificaties: Vec<String>,
    /// Naam; alle versies hebben dezelfde.
    #[field(max = 80)]
    pub omschrijving: String,
    /// De algemene naam van zulke besluiten.
    #[field(max = 80)]
    pub omschrijving_generiek: String,
    /// Categorie van besluiten.
    #[field(max = 40)]
    pub besluitcategorie: String,
    /// Tijd waarbinnen iemand zich tegen een besluit kan verweren.
    pub reactietermijn: Option<Duur>,
    /// Of besluiten bekendgemaakt moeten worden.
    #[field(required)]
    pub publicatie_indicatie: bool,
    /// Tekst van die bekendmaking.
    pub publicatietekst: String,
    /// Tijd dat een besluit bekendgemaakt moet blijven.
    pub publicatietermijn: Option<Duur>,
    /// Uitleg.
    pub toelichting: String,
    /// Informatieobjecttypen waarin besluiten vastgelegd worden: geschreven als omschrijving (een URL mag ook), gelezen als URL's van de
    /// geldige versies.
    #[field(required, answer = Shape::List(&Shape::Uri))]
    pub informatieobjecttypen: Vec<String>,
    /// Omschrijvingen van die informatieobjecttypen.
    #[field(read_only)]
    pub informatieobjecttype_omschrijvingen: Vec<String>,
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
    /// Of het besluittype nog niet gepubliceerd is.
    #[field(read_only)]
    pub concept: bool,
    /// URL's van de resultaattypen waarbij zulke besluiten horen.
    #[field(read_only)]
    pub resultaattypen: Vec<Uri>,
    /// Omschrijvingen van die resultaattypen.
    #[field(read_only)]
    pub resultaattypen_omschrijving: Vec<String>,
    /// Omschrijvingen van de informatieobjecttypen waarin besluiten vastgelegd worden.
    #[field(read_only)]
    pub vastgelegd_in: Vec<String>,
}

impl Linked for Besluittype {
    const NAME: &'static str = "besluittype";
    const PATH: &'static str = "/catalogi/api/v1/besluittypen";
}

impl Versioned for Besluittype {
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

impl Rules for Besluittype {
    const RESOURCE: Resource = Resource {
        name: "besluittype",
        schema: "BesluitType",
        doc: "Een soort besluiten.",
        component: Component::CATALOGI,
        path: "besluittypen",
        table: "besluittypen",
        fields: Self::FIELDS,
        columns: &[
            Column::link("catalogus", "catalogus"),
            Column::text("omschrijving", "omschrijving"),
            Column::bool("concept", "concept"),
            Column::moment("begin_geldigheid", "beginGeldigheid"),
            Column::moment("einde_geldigheid", "eindeGeldigheid"),
            Column::moment("begin_object", "beginObject"),
            Column::moment("einde_object", "eindeObject"),
        ],
        filters: &[
            Filter::is("catalogus", "catalogus", Shape::Link("catalogus")),
            Filter::new("zaaktypen", "omschrijving", Comparison::Sql(ZAAKTYPEN), Shape::Text),
            Filter::new("informatieobjecttypen", "uuid", Comparison::Sql(INFORMATIEOBJECTTYPEN), Shape::Text),
            scopes::STATUS,
            Filter::is("omschrijving", "omschrijving", Shape::Text),
            scopes::DATUM_GELDIGHEID,
        ],
        allow: scopes::TYPE,
        conditional: true,
        presented: true,
        expand: &[
            Expand::of("catalogus", "catalogus"),
            Expand::of("zaaktypen", "zaaktype"),
            Expand::of("informatieobjecttypen", "informatieobjecttype"),
            Expand::of("resultaattypen", "resultaattype"),
        ],
        channel: Some(Channel { name: "besluittypen", kenmerken: &[("catalogus", "catalogus")] }),
        notify: scopes::NOTIFY,
        extras: &[routes::publish_operation("besluittype_publish")],
        detail_parameters: scopes::DETAIL,
        ..Resource::BASE
    };

    fn prepare(&mut self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        names::to_names::<Informatieobjecttype>(&mut self.informatieobjecttypen, cx)?;
        geldigheid::prepare(self, change, cx)
    }

    fn check(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        names::check_all(&self.informatieobjecttypen, "informatieobjecttypen", problems);
        geldigheid::check(self, change, cx, problems)?;
        // ztc-012, where the installation chooses it: what it refers to is published first.
        if concept::is_publication(self, change) && cx.house.choices.publish_requires_published_relations {
            let relations =
                "SELECT naam FROM typerelaties WHERE van = $1 AND soort = 'besluittype.informatieobjecttypen'";
            concept::published(relations, "informatieobjecttypen", (change.uuid, self.catalogus), cx, problems)?;
        }
        // ztc-009: once published, only its end may change.
        concept::open(change, cx, problems)
    }

    fn saved(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        let names = self.informatieobjecttypen.iter();
        names::store(change.uuid, BESLUITTYPE_INFORMATIEOBJECTTYPEN, self.catalogus.uuid, names, cx)?;
        geldigheid::spread_all(self, change, cx).map(|_| ())
    }

    /// ztc-009: only a concept is deleted, or a published one as correctie.
    fn removable(&self, uuid: Uuid, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        concept::open_for_delete(self, cx, problems)?;
        pending::none::<Self>(uuid, cx, problems)
    }

    fn removing(&self, uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
        names::forget(uuid, cx)?;
        geldigheid::spread::<Self>((self.catalogus, &self.omschrijving), uuid, None, cx).map(|_| ())
    }

    fn present(record: &mut Record, uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
        let concept = names::is_concept(record);
        let members = ("informatieobjecttypen", "informatieobjecttypeOmschrijvingen");
        names::present::<Informatieobjecttype>(record, uuid, members, BESLUITTYPE_INFORMATIEOBJECTTYPEN, concept, cx)?;
        let names = record.get("informatieobjecttypeOmschrijvingen").cloned().unwrap_or_default();
        record.insert("vastgelegdIn".to_owned(), names);
        let place = record.get("catalogus").and_then(Json::as_str).and_then(|url| cx.house.locate(url));
        let (Some(place), Some(name)) = (place, record.get("omschrijving").and_then(Json::as_str)) else {
            return Ok(());
        };
        if name.is_empty() {
            return Ok(());
        }
        let zaaktypen = names::referring::<Zaaktype>(place.uuid, name, ZAAKTYPE_BESLUITTYPEN, concept, cx)?;
        let resultaattypen = resultaattypen(place.uuid, name, concept, cx)?;
        record.insert("zaaktypen".to_owned(), names::urls::<Zaaktype>(&zaaktypen));
        record.insert("zaaktypeIdentificaties".to_owned(), names::distinct(&zaaktypen));
        let urls = resultaattypen.iter().map(|version| Json::String(Link::<Resultaattype>::to(version.uuid).url()));
        record.insert("resultaattypen".to_owned(), Json::Array(urls.collect()));
        record.insert("resultaattypenOmschrijving".to_owned(), names::distinct(&resultaattypen));
        Ok(())
    }

    fn weergave(&self) -> String {
        self.omschrijving.clone()
    }
}

/// The resultaattypen that refer to a besluittype by its name; they are valid and published as their zaaktype is.
fn resultaattypen(catalogus: Uuid, name: &str, concept: bool, cx: &mut Cx<'_, '_>) -> Result<Vec<names::Version>> {
    let sql = format!(
        "SELECT 0, z.omschrijving, z.uuid, v.concept FROM typerelaties n JOIN resultaattypen z ON z.uuid = n.van \
         JOIN zaaktypen v ON v.uuid = z.zaaktype AND {} \
         WHERE n.catalogus = $1 AND n.soort = '{}' AND n.naam = $2 ORDER BY z.id",
        names::VALID,
        RESULTAATTYPE_BESLUITTYPEN.0,
    );
    let day = cx.on().to_string();
    names::select(&sql, &[catalogus.into(), name.into(), day.into()], concept, cx)
}

/// The parameter is the identificatie or URL of a zaaktype that names the besluittype.
const ZAAKTYPEN: &str = "EXISTS (SELECT 1 FROM typerelaties n JOIN zaaktypen z ON z.uuid = n.van \
     WHERE n.catalogus = t.catalogus AND n.soort = 'zaaktype.besluittypen' AND n.naam = t.omschrijving \
     AND (z.identificatie = ? OR z.url = ?))";
/// The parameter is the omschrijving of an informatieobjecttype that the besluittype names, or the URL of one of its versions.
const INFORMATIEOBJECTTYPEN: &str = "EXISTS (SELECT 1 FROM typerelaties n \
     WHERE n.van = t.uuid AND n.soort = 'besluittype.informatieobjecttypen' AND (n.naam = ? OR EXISTS \
     (SELECT 1 FROM informatieobjecttypen i WHERE i.url = ? AND i.catalogus = n.catalogus AND i.omschrijving = n.naam)))";
