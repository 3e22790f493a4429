// SPDX-License-Identifier: EUPL-1.2
//! Resultaattype.

mod brondatum;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use uuid::Uuid;
use waarmaker_api::{Change, Cx, Result, Rules};
use waarmaker_core::{Date, Duur, Problems};
use waarmaker_resource::{
    Blank, Column, Component, Expand, Fields, Filter, Link, Linked, Pick, Record, Resource, Shape, Touch, Uri, choice,
};

pub use brondatum::{Afleidingswijze, BrondatumArchiefprocedure, Objecttype};

use crate::{
    Besluittype, Catalogus, Informatieobjecttype, Zaaktype, concept,
    names::{self, RESULTAATTYPE_BESLUITTYPEN, RESULTAATTYPE_INFORMATIEOBJECTTYPEN},
    pending, scopes,
    selectielijst::{self, Klasse},
    subtype::{self, Derived, Subtype},
};

choice! {
    /// Of zaken bewaard blijven of vernietigd worden.
    pub enum Archiefnominatie { BlijvendBewaren = "blijvend_bewaren", Vernietigen = "vernietigen" }
}

/// Een resultaat dat zaken van een zaaktype kunnen hebben, met wat er daarna met het dossier gebeurt.
///
/// Stored with names in `besluittypen` and `informatieobjecttypen`; served with the URLs of the versions that are valid.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Resultaattype {
    /// Het zaaktype waarbij het resultaat hoort.
    #[field(required)]
    pub zaaktype: Link<Zaaktype>,
    /// Identificatie van dat zaaktype.
    #[field(read_only)]
    pub zaaktype_identificatie: String,
    /// Naam.
    #[field(required, max = 30)]
    pub omschrijving: String,
    /// URL van de algemene omschrijving in de referentielijst.
    #[field(required, max = 1000, resolve)]
    pub resultaattypeomschrijving: Uri,
    /// De algemene omschrijving zelf.
    #[field(read_only)]
    pub omschrijving_generiek: String,
    /// URL van het resultaat in de selectielijst.
    #[field(required, max = 1000, resolve)]
    pub selectielijstklasse: Uri,
    /// Uitleg.
    pub toelichting: String,
    /// Of zaken bewaard blijven of vernietigd worden; zonder opgave volgens de selectielijst.
    pub archiefnominatie: Blank<Archiefnominatie>,
    /// Tijd waarna het dossier vernietigd of overgebracht wordt; zonder opgave volgens de selectielijst.
    pub archiefactietermijn: Option<Duur>,
    /// Hoe de dag bepaald wordt waarop die tijd begint.
    pub brondatum_archiefprocedure: Option<BrondatumArchiefprocedure>,
    /// Het object of de gebeurtenis waarop het resultaat voor archivering betrekking heeft.
    #[field(max = 200)]
    pub procesobjectaard: Option<String>,
    /// De catalogus van het zaaktype.
    #[field(read_only, deprecated)]
    pub catalogus: Option<Link<Catalogus>>,
    /// Dag waarop de versie van het zaaktype ingaat.
    #[field(read_only, deprecated)]
    pub begin_geldigheid: Option<Date>,
    /// Laatste dag van de versie van het zaaktype.
    #[field(read_only, deprecated)]
    pub einde_geldigheid: Option<Date>,
    /// Dag waarop de eerste versie van het zaaktype inging.
    #[field(read_only, deprecated)]
    pub begin_object: Option<Date>,
    /// Laatste dag van de laatste versie van het zaaktype.
    #[field(read_only, deprecated)]
    pub einde_object: Option<Date>,
    /// Of het resultaat alleen bij een bepaalde procesobjectaard hoort.
    pub indicatie_specifiek: Option<bool>,
    /// Tijd dat het dossier na afronding nog gebruikt wordt.
    pub procestermijn: Option<Duur>,
    /// Besluittypen die bij het resultaat horen: geschreven als omschrijving (een URL mag ook), gelezen als URL's van de geldige versies.
    #[field(answer = Shape::List(&Shape::Uri))]
    pub besluittypen: Vec<String>,
    /// Omschrijvingen van die besluittypen.
    #[field(read_only)]
    pub besluittype_omschrijving: Vec<String>,
    /// Informatieobjecttypen die er voor het resultaat moeten zijn: geschreven als omschrijving (een URL mag ook), gelezen als URL's van de
    /// geldige versies.
    #[field(answer = Shape::List(&Shape::Uri))]
    pub informatieobjecttypen: Vec<String>,
    /// Omschrijvingen van die informatieobjecttypen.
    #[field(read_only)]
    pub informatieobjecttype_omschrijving: Vec<String>,
}

impl Linked for Resultaattype {
    const NAME: &'static str = "resultaattype";
    const PATH: &'static str = "/catalogi/api/v1/resultaattypen";
}

impl Subtype for Resultaattype {
    const ADDABLE: bool = false;
    fn zaaktype(&self) -> Link<Zaaktype> {
        self.zaaktype
    }
    fn derive(&mut self, from: &Derived) {
        self.zaaktype_identificatie.clone_from(&from.zaaktype_identificatie);
        self.catalogus = Some(from.catalogus);
        self.begin_geldigheid = Some(from.begin_geldigheid);
        self.einde_geldigheid = from.einde_geldigheid;
        self.begin_object = from.begin_object;
        self.einde_object = from.einde_object;
    }
}

impl Rules for Resultaattype {
    const RESOURCE: Resource = Resource {
        name: "resultaattype",
        schema: "ResultaatType",
        doc: "Een resultaat dat zaken van een zaaktype kunnen hebben.",
        component: Component::CATALOGI,
        path: "resultaattypen",
        table: "resultaattypen",
        fields: Self::FIELDS,
        columns: &[
            Column::link("zaaktype", "zaaktype"),
            Column::text("omschrijving", "omschrijving"),
            Column::text("zaaktype_identificatie", "zaaktypeIdentificatie"),
            Column::moment("begin_geldigheid", "beginGeldigheid"),
            Column::moment("einde_geldigheid", "eindeGeldigheid"),
        ],
        filters: &[
            Filter::is("zaaktype", "zaaktype", Shape::Link("zaaktype")),
            Filter::is("zaaktype_identificatie", "zaaktype_identificatie", Shape::Text),
            Filter::is("zaaktypeIdentificatie", "zaaktype_identificatie", Shape::Text),
            scopes::STATUS_OF_ZAAKTYPE,
            scopes::DATUM_GELDIGHEID_SNAKE,
            scopes::DATUM_GELDIGHEID,
        ],
        allow: scopes::SUBTYPE,
        part_of: Some(("zaaktype", "zaaktype")),
        conditional: true,
        presented: true,
        expand: &[
            Expand::of("zaaktype", "zaaktype"),
            Expand::of("catalogus", "catalogus"),
            Expand::of("besluittypen", "besluittype"),
            Expand::of("informatieobjecttypen", "informatieobjecttype"),
        ],
        touches: &[Touch { column: "zaaktype", target: "zaaktype", field: "resultaattypen", pick: Pick::All }],
        notify: scopes::NOTIFY,
        detail_parameters: scopes::DETAIL,
        ..Resource::BASE
    };

    /// ztc-002: takes the algemene omschrijving, and the archiefnominatie and archiefactietermijn that are not given, from the selectielijst.
    fn prepare(&mut self, _change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        subtype::prepare(self, cx)?;
        names::to_names::<Besluittype>(&mut self.besluittypen, cx)?;
        names::to_names::<Informatieobjecttype>(&mut self.informatieobjecttypen, cx)?;
        if let Some(text) = selectielijst::omschrijving(&self.resultaattypeomschrijving, cx)? {
            self.omschrijving_generiek = text;
        }
        let complete = !self.archiefnominatie.is_empty() && self.archiefactietermijn.is_some();
        if !complete && let Some(klasse) = selectielijst::klasse(&self.selectielijstklasse, cx)? {
            archive_as(self, &klasse);
        }
        Ok(())
    }

    fn check(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        // ztc-004 to ztc-008, before anything else.
        if let Some(brondatum) = &self.brondatum_archiefprocedure {
            brondatum::check(brondatum, problems);
        }
        // ztc-002: both references lead to the selectielijst. What the body does not mention was judged before.
        let omschrijving = selectielijst::omschrijving(&self.resultaattypeomschrijving, cx)?;
        if omschrijving.is_none() && change.has("resultaattypeomschrijving") {
            selectielijst::refuse("resultaattypeomschrijving", "resultaattypeomschrijving", problems);
        }
        let klasse = selectielijst::klasse(&self.selectielijstklasse, cx)?;
        if klasse.is_none() && change.has("selectielijstklasse") {
            selectielijst::refuse("selectielijstklasse", "resultaat", problems);
        }
        names::check_all(&self.besluittypen, "besluittypen", problems);
        names::check_all(&self.informatieobjecttypen, "informatieobjecttypen", problems);
        if let Some(klasse) = klasse.filter(|_| problems.is_empty()) {
            self.fits(&klasse, cx, problems)?;
        }
        // ztc-010: belongs to a concept zaaktype, or is the correctie of one that does not.
        concept::zaaktype_open(self, change, cx, problems)
    }

    fn saved(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        let Some(catalogus) = self.catalogus.map(|catalogus| catalogus.uuid) else { return Ok(()) };
        names::store(change.uuid, RESULTAATTYPE_BESLUITTYPEN, catalogus, self.besluittypen.iter(), cx)?;
        names::store(change.uuid, RESULTAATTYPE_INFORMATIEOBJECTTYPEN, catalogus, self.informatieobjecttypen.iter(), cx)
    }

    /// ztc-010.
    fn removable(&self, uuid: Uuid, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        concept::zaaktype_open_for_delete(self, cx, problems)?;
        pending::none::<Self>(uuid, cx, problems)
    }

    fn removing(&self, uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
        names::forget(uuid, cx)
    }

    /// A resultaattype that names nothing costs no statement.
    fn present(record: &mut Record, uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
        let named = |member: &str| record.get(member).and_then(Json::as_array).is_some_and(|names| !names.is_empty());
        if !named("besluittypen") && !named("informatieobjecttypen") {
            return Ok(());
        }
        let zaaktype = record.get("zaaktype").and_then(Json::as_str).and_then(|url| cx.house.locate(url));
        let Some(zaaktype) = zaaktype else { return Ok(()) };
        let sql = "SELECT concept FROM zaaktypen WHERE uuid = $1";
        let concept = cx.tx.one(sql, &[zaaktype.uuid.into()], |row| row.bool(0))?.unwrap_or(false);
        let members = ("besluittypen", "besluittypeOmschrijving");
        names::present::<Besluittype>(record, uuid, members, RESULTAATTYPE_BESLUITTYPEN, concept, cx)?;
        let members = ("informatieobjecttypen", "informatieobjecttypeOmschrijving");
        names::present::<Informatieobjecttype>(record, uuid, members, RESULTAATTYPE_INFORMATIEOBJECTTYPEN, concept, cx)
    }

    fn weergave(&self) -> String {
        self.omschrijving.clone()
    }
}

impl Resultaattype {
    /// ztc-002: the resultaat of the selectielijst belongs to the procestype of the zaaktype. ztc-003: its procestermijn goes with the
    /// afleidingswijze.
    fn fits(&self, klasse: &Klasse, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        let zaaktype = cx.must(self.zaaktype)?;
        let procestype = zaaktype.selectielijst_procestype.get().map_or("", Uri::as_str);
        if klasse.procestype != procestype {
            let reason = "De selectielijstklasse hoort bij een ander procestype dan het zaaktype.";
            problems.add(Problems::WHOLE, "procestype-mismatch", reason);
        }
        if let Some(brondatum) = &self.brondatum_archiefprocedure {
            brondatum::check_procestermijn(brondatum.afleidingswijze, &klasse.procestermijn, problems);
        }
        Ok(())
    }
}

/// Fills in what is not given as the selectielijst has it, the duration as it is written there.
fn archive_as(resultaattype: &mut Resultaattype, klasse: &Klasse) {
    if resultaattype.archiefnominatie.is_empty() {
        let known = [Archiefnominatie::BlijvendBewaren, Archiefnominatie::Vernietigen];
        resultaattype.archiefnominatie = Blank(known.into_iter().find(|known| known.as_str() == klasse.waardering));
    }
    if resultaattype.archiefactietermijn.is_none() {
        resultaattype.archiefactietermijn = klasse.bewaartermijn.as_deref().and_then(|text| Duur::parse(text).ok());
    }
}
