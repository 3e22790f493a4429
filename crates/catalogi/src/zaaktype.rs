// SPDX-License-Identifier: EUPL-1.2
//! Zaaktype.

mod present;
mod publish;

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use waarmaker_api::{Change, Cx, Result, Rules};
use waarmaker_core::{Date, Duur, Problems, Rsin, Vertrouwelijkheidaanduiding};
use waarmaker_resource::{
    Blank, Channel, Column, Comparison, Component, Expand, Fields, Filter, Link, Linked, Record, Resource, Shape, Uri,
    choice,
};

use crate::{
    Besluittype, Catalogus, concept,
    geldigheid::{self, Versioned},
    names::{self, ZAAKTYPE_BESLUITTYPEN, ZAAKTYPE_DEELZAAKTYPEN, ZAAKTYPE_GERELATEERD},
    pending, routes, scopes, selectielijst,
    subtype::{self, Derived},
};

choice! {
    /// Of zaken van binnen of van buiten de organisatie komen.
    pub enum IndicatieInternOfExtern { Intern = "intern", Extern = "extern" }
}
choice! {
    /// Wat zaken van het ene zaaktype met die van het andere te maken hebben.
    pub enum AardRelatie { Vervolg = "vervolg", Bijdrage = "bijdrage", Onderwerp = "onderwerp" }
}

/// Het proces waarop zaken van een zaaktype gebaseerd zijn.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Referentieproces {
    /// Naam.
    #[field(required, max = 80)]
    pub naam: String,
    /// Waar het beschreven is.
    #[field(max = 200)]
    pub link: Blank<Uri>,
}

/// De catalogus waaruit een zaaktype is overgenomen.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Broncatalogus {
    /// URL.
    #[field(required, max = 200)]
    pub url: Uri,
    /// Domein.
    #[field(required, max = 5)]
    pub domein: String,
    /// RSIN van de eigenaar.
    #[field(required, max = 9)]
    pub rsin: Rsin,
}

/// Het zaaktype waaruit een zaaktype is overgenomen.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Bronzaaktype {
    /// URL.
    #[field(required, max = 200)]
    pub url: Uri,
    /// Identificatie.
    #[field(required, max = 50)]
    pub identificatie: String,
    /// Omschrijving.
    #[field(required, max = 80)]
    pub omschrijving: String,
}

/// Een ander zaaktype waarvan zaken van belang kunnen zijn.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GerelateerdZaaktype {
    /// Het zaaktype: geschreven als identificatie (een URL mag ook), gelezen als URL van de geldige versie.
    #[field(required, max = 200, answer = Shape::Uri)]
    pub zaaktype: String,
    /// Identificatie van dat zaaktype.
    #[field(required, read_only)]
    #[serde(default)]
    pub zaaktype_identificatie: String,
    /// Wat de zaken met elkaar te maken hebben.
    #[field(required)]
    pub aard_relatie: AardRelatie,
    /// Uitleg.
    #[field(max = 255)]
    pub toelichting: String,
}

/// Een soort zaken die op dezelfde manier behandeld worden.
///
/// Stored with names in `besluittypen`, `deelzaaktypen` and `gerelateerdeZaaktypen`; served with the URLs of the versions that are valid.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "members of the standard, each a fact of its own")]
pub struct Zaaktype {
    /// Code die binnen de catalogus bij dit zaaktype hoort; alle versies hebben dezelfde.
    #[field(required, max = 50)]
    pub identificatie: String,
    /// Naam.
    #[field(required, max = 80)]
    pub omschrijving: String,
    /// De algemene naam van zulke zaken.
    #[field(max = 80)]
    pub omschrijving_generiek: String,
    /// Hoe openbaar zaken zijn, als een zaak zelf niets anders zegt.
    #[field(required)]
    pub vertrouwelijkheidaanduiding: Vertrouwelijkheidaanduiding,
    /// Wat met een zaak bereikt moet worden.
    #[field(required)]
    pub doel: String,
    /// Waardoor een zaak begint.
    #[field(required)]
    pub aanleiding: String,
    /// Uitleg, zoals de hoofdlijnen van de behandeling.
    pub toelichting: String,
    /// Of zaken van binnen of van buiten de organisatie komen.
    #[field(required)]
    pub indicatie_intern_of_extern: IndicatieInternOfExtern,
    /// Werkwoord voor wat de initiator doet, zoals aanvragen.
    #[field(required, max = 20)]
    pub handeling_initiator: String,
    /// Waar zaken over gaan.
    #[field(required, max = 80)]
    pub onderwerp: String,
    /// Werkwoord voor wat de behandelaar doet, zoals vaststellen.
    #[field(required, max = 20)]
    pub handeling_behandelaar: String,
    /// Tijd waarbinnen een zaak volgens de wet klaar moet zijn.
    #[field(required)]
    pub doorlooptijd: Duur,
    /// Tijd waarbinnen de organisatie een zaak wil afronden.
    pub servicenorm: Option<Duur>,
    /// Of zaken opgeschort kunnen worden.
    #[field(required)]
    pub opschorting_en_aanhouding_mogelijk: bool,
    /// Of de doorlooptijd van zaken verlengd kan worden.
    #[field(required)]
    pub verlenging_mogelijk: bool,
    /// Hoeveel de doorlooptijd dan langer wordt.
    pub verlengingstermijn: Option<Duur>,
    /// Woorden waarop gezocht kan worden.
    #[field(max = 30)]
    pub trefwoorden: Vec<String>,
    /// Of het begin van een zaak bekendgemaakt moet worden.
    #[field(required)]
    pub publicatie_indicatie: bool,
    /// Tekst van die bekendmaking.
    pub publicatietekst: String,
    /// Waarover met zaken verantwoording wordt afgelegd.
    #[field(max = 40)]
    pub verantwoordingsrelatie: Vec<String>,
    /// URL's van de producten en diensten die zaken opleveren.
    #[field(required, max = 1000)]
    pub producten_of_diensten: Vec<Uri>,
    /// URL van het procestype in de selectielijst.
    #[field(max = 200, resolve)]
    pub selectielijst_procestype: Blank<Uri>,
    /// Het proces waarop zaken gebaseerd zijn.
    #[field(required)]
    pub referentieproces: Referentieproces,
    /// Afdeling of functie die verantwoordelijk is voor de uitvoering.
    #[field(required, max = 50)]
    pub verantwoordelijke: String,
    /// URL's van de zaakobjecttypen.
    #[field(read_only)]
    pub zaakobjecttypen: Vec<Uri>,
    /// De catalogus waaruit het zaaktype is overgenomen.
    #[field(nullable = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub broncatalogus: Option<Broncatalogus>,
    /// Het zaaktype waaruit het is overgenomen.
    #[field(nullable = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bronzaaktype: Option<Bronzaaktype>,
    /// De catalogus waarin het zaaktype staat.
    #[field(required)]
    pub catalogus: Link<Catalogus>,
    /// URL's van de statustypen.
    #[field(read_only)]
    pub statustypen: Vec<Uri>,
    /// URL's van de resultaattypen.
    #[field(read_only)]
    pub resultaattypen: Vec<Uri>,
    /// URL's van de eigenschappen.
    #[field(read_only)]
    pub eigenschappen: Vec<Uri>,
    /// URL's van de geldige versies van de informatieobjecttypen.
    #[field(read_only)]
    pub informatieobjecttypen: Vec<Uri>,
    /// Omschrijvingen van de informatieobjecttypen.
    #[field(read_only)]
    pub informatieobjecttype_omschrijving: Vec<String>,
    /// URL's van de roltypen.
    #[field(read_only)]
    pub roltypen: Vec<Uri>,
    /// De besluittypen: geschreven als omschrijving (een URL mag ook), gelezen als URL's van de geldige versies.
    #[field(required, answer = Shape::List(&Shape::Uri))]
    pub besluittypen: Vec<String>,
    /// Omschrijvingen van de besluittypen.
    #[field(read_only)]
    pub besluittype_omschrijving: Vec<String>,
    /// Zaaktypen van deelzaken: geschreven als identificatie (een URL mag ook), gelezen als URL's van de geldige versies.
    #[field(answer = Shape::List(&Shape::Uri))]
    pub deelzaaktypen: Vec<String>,
    /// Identificaties van die zaaktypen.
    #[field(read_only)]
    pub deelzaaktype_identificaties: Vec<String>,
    /// Andere zaaktypen waarvan zaken van belang kunnen zijn.
    #[field(required)]
    pub gerelateerde_zaaktypen: Vec<GerelateerdZaaktype>,
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
    /// Dag waarop de kenmerken van deze versie gingen gelden; zonder opgave de eerste dag.
    #[field(deprecated)]
    pub versiedatum: Blank<Date>,
    /// Of het zaaktype nog niet gepubliceerd is.
    #[field(read_only)]
    pub concept: bool,
}

impl Linked for Zaaktype {
    const NAME: &'static str = "zaaktype";
    const PATH: &'static str = "/catalogi/api/v1/zaaktypen";
}

impl Zaaktype {
    /// What everything that belongs to the zaaktype takes over.
    pub(crate) fn derived(&self) -> Derived {
        Derived {
            zaaktype_identificatie: self.identificatie.clone(),
            catalogus: self.catalogus,
            begin_geldigheid: self.begin_geldigheid,
            einde_geldigheid: self.einde_geldigheid,
            begin_object: self.begin_object,
            einde_object: self.einde_object,
        }
    }
}

impl Versioned for Zaaktype {
    const NAME_COLUMN: &'static str = "identificatie";
    fn name(&self) -> &str {
        &self.identificatie
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

impl Rules for Zaaktype {
    const RESOURCE: Resource = Resource {
        name: "zaaktype",
        schema: "ZaakType",
        doc: "Een soort zaken die op dezelfde manier behandeld worden.",
        component: Component::CATALOGI,
        path: "zaaktypen",
        table: "zaaktypen",
        fields: Self::FIELDS,
        columns: &[
            Column::link("catalogus", "catalogus"),
            Column::text("identificatie", "identificatie"),
            Column::bool("concept", "concept"),
            Column::moment("begin_geldigheid", "beginGeldigheid"),
            Column::moment("einde_geldigheid", "eindeGeldigheid"),
            Column::moment("begin_object", "beginObject"),
            Column::moment("einde_object", "eindeObject"),
            Column::words("trefwoorden", "trefwoorden"),
            Column::text("url", "url"),
        ],
        filters: &[
            Filter::is("catalogus", "catalogus", Shape::Link("catalogus")),
            Filter::is("identificatie", "identificatie", Shape::Text),
            Filter::new("trefwoorden", "trefwoorden", Comparison::Has, Shape::Text),
            scopes::STATUS,
            scopes::DATUM_GELDIGHEID,
        ],
        allow: scopes::TYPE,
        conditional: true,
        presented: true,
        expand: &[
            Expand::of("catalogus", "catalogus"),
            Expand::of("statustypen", "statustype"),
            Expand::of("resultaattypen", "resultaattype"),
            Expand::of("eigenschappen", "eigenschap"),
            Expand::of("informatieobjecttypen", "informatieobjecttype"),
            Expand::of("roltypen", "roltype"),
            Expand::of("besluittypen", "besluittype"),
            Expand::of("deelzaaktypen", "zaaktype"),
            Expand::within("gerelateerdeZaaktypen", "zaaktype", "zaaktype"),
            Expand::of("zaakobjecttypen", "zaakobjecttype"),
        ],
        channel: Some(Channel { name: "zaaktypen", kenmerken: &[("catalogus", "catalogus")] }),
        notify: scopes::NOTIFY,
        extras: &[routes::publish_operation("zaaktype_publish")],
        detail_parameters: scopes::DETAIL,
        ..Resource::BASE
    };

    fn prepare(&mut self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        names::to_names::<Besluittype>(&mut self.besluittypen, cx)?;
        names::to_names::<Self>(&mut self.deelzaaktypen, cx)?;
        for relation in &mut self.gerelateerde_zaaktypen {
            names::to_name::<Self>(&mut relation.zaaktype, cx)?;
        }
        if self.versiedatum.is_empty() {
            self.versiedatum = Blank(Some(self.begin_geldigheid));
        }
        geldigheid::prepare(self, change, cx)
    }

    fn check(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        // ztc-001: a procestype of the selectielijst, when it is given.
        if let Some(url) = self.selectielijst_procestype.get().filter(|_| change.has("selectielijstProcestype"))
            && !selectielijst::is_procestype(url, cx)?
        {
            selectielijst::refuse("selectielijstProcestype", "procestype", problems);
        }
        names::check_all(&self.besluittypen, "besluittypen", problems);
        names::check_all(&self.deelzaaktypen, "deelzaaktypen", problems);
        for (i, relation) in self.gerelateerde_zaaktypen.iter().enumerate() {
            // A zaaktype of another server is referred to by its URL.
            if !relation.zaaktype.starts_with("http") {
                let member = format!("gerelateerdeZaaktypen.{i}.zaaktype");
                names::check(&relation.zaaktype, &member, names::MAX_NAME, problems);
            }
        }
        if self.bronzaaktype.is_some() && self.broncatalogus.is_none() {
            let reason = "Een bronzaaktype kan alleen samen met een broncatalogus.";
            problems.add("bronzaaktype", "invalid-bronzaaktype-for-broncatalogus", reason);
        }
        geldigheid::check(self, change, cx, problems)?;
        publish::check(self, change, cx, problems)?;
        // ztc-009: once published, only its end may change.
        concept::open(change, cx, problems)
    }

    fn saved(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        let related = self.gerelateerde_zaaktypen.iter().map(|relation| &relation.zaaktype);
        names::store(change.uuid, ZAAKTYPE_BESLUITTYPEN, self.catalogus.uuid, self.besluittypen.iter(), cx)?;
        names::store(change.uuid, ZAAKTYPE_DEELZAAKTYPEN, self.catalogus.uuid, self.deelzaaktypen.iter(), cx)?;
        names::store(change.uuid, ZAAKTYPE_GERELATEERD, self.catalogus.uuid, related, cx)?;
        if change.old.is_some_and(|old| old.derived() != self.derived()) {
            subtype::refresh(change.uuid, &self.derived(), cx)?;
        }
        let changed = geldigheid::spread_all(self, change, cx)?;
        refresh_all(&changed, cx)
    }

    /// ztc-009: only a concept is deleted, or a published one as correctie. What belongs to it goes with it.
    fn removable(&self, uuid: Uuid, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        concept::open_for_delete(self, cx, problems)?;
        pending::none::<Self>(uuid, cx, problems)
    }

    fn removing(&self, uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
        names::forget(uuid, cx)?;
        let sql = "DELETE FROM typerelaties WHERE van IN (SELECT uuid FROM resultaattypen WHERE zaaktype = $1)";
        cx.tx.run(sql, &[uuid.into()])?;
        let changed = geldigheid::spread::<Self>((self.catalogus, &self.identificatie), uuid, None, cx)?;
        refresh_all(&changed, cx)
    }

    fn present(record: &mut Record, uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
        present::present(record, uuid, cx)
    }

    fn weergave(&self) -> String {
        format!("{} - {}", self.identificatie, self.omschrijving)
    }
}

/// Passes on the changed period of other versions to what belongs to them.
fn refresh_all(zaaktypen: &[Uuid], cx: &mut Cx<'_, '_>) -> Result<()> {
    for &uuid in zaaktypen {
        if let Some(zaaktype) = cx.get::<Zaaktype>(uuid)? {
            subtype::refresh(uuid, &zaaktype.derived(), cx)?;
        }
    }
    Ok(())
}
