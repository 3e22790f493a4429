// SPDX-License-Identifier: EUPL-1.2
//! VERZENDING: dat een document aan iemand is verzonden of van iemand is ontvangen.
//!
//! The standard wants one address of the seven kinds; clients send more and none, so that is not demanded here. Who the betrokkene and the
//! contact person are is not looked up: they are in registers that this house does not know.

use std::fmt;

use serde::{Deserialize, Serialize};
use waarmaker_api::{Change, Cx, Result, Rules};
use waarmaker_core::{Date, Problems};
use waarmaker_resource::{
    Allow, Column, Component, Expand, Fields, Filter, Link, Linked, Op, Resource, Shape, Uri, choice,
};

use crate::{Enkelvoudiginformatieobject, enkelvoudiginformatieobject::PART};

choice! {
    /// Welke rol de betrokkene bij de verzending heeft.
    pub enum AardRelatie { Afzender = "afzender", Geadresseerde = "geadresseerde" }
}
choice! {
    /// Wat voor nummer een postadres heeft.
    pub enum PostadresType { Antwoordnummer = "antwoordnummer", Postbusnummer = "postbusnummer" }
}

/// Een adres in Nederland.
#[derive(Clone, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BinnenlandsCorrespondentieadres {
    /// Letter achter het huisnummer.
    #[field(max = 1)]
    pub huisletter: String,
    /// Huisnummer.
    #[field(required, shape = Shape::Int { min: 1, max: 99_999 })]
    pub huisnummer: i64,
    /// Toevoeging achter huisnummer en huisletter.
    #[field(max = 4)]
    pub huisnummer_toevoeging: String,
    /// Naam van de straat.
    #[field(required, max = 80)]
    pub naam_openbare_ruimte: String,
    /// Postcode.
    #[field(max = 6)]
    pub postcode: String,
    /// Naam van de woonplaats.
    #[field(required, max = 80)]
    pub woonplaatsnaam: String,
}

/// Een adres buiten Nederland.
#[derive(Clone, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BuitenlandsCorrespondentieadres {
    /// Eerste regel.
    #[serde(rename = "adresBuitenland1")]
    #[field(required, max = 35)]
    pub adres_buitenland_1: String,
    /// Tweede regel.
    #[serde(rename = "adresBuitenland2")]
    #[field(max = 35)]
    pub adres_buitenland_2: String,
    /// Derde regel.
    #[serde(rename = "adresBuitenland3")]
    #[field(max = 35)]
    pub adres_buitenland_3: String,
    /// Het land.
    #[field(required, max = 200)]
    pub land_postadres: Uri,
}

/// Een postbus of antwoordnummer.
#[derive(Clone, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CorrespondentiePostadres {
    /// Het nummer.
    #[field(required, shape = Shape::Int { min: 1, max: 9_999 })]
    pub post_bus_of_antwoordnummer: i64,
    /// Postcode.
    #[field(required, max = 6)]
    pub postadres_postcode: String,
    /// Wat voor nummer het is.
    #[field(required)]
    pub postadres_type: PostadresType,
    /// Naam van de woonplaats.
    #[field(required, max = 80)]
    pub woonplaatsnaam: String,
}

/// Dat een document aan iemand is verzonden of van iemand is ontvangen.
#[derive(Clone, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Verzending {
    /// URL van wie het document ontving of verzond.
    #[field(required, max = 200)]
    pub betrokkene: Uri,
    /// Het document.
    #[field(required)]
    pub informatieobject: Link<Enkelvoudiginformatieobject>,
    /// Welke rol de betrokkene heeft.
    #[field(required)]
    pub aard_relatie: AardRelatie,
    /// Toelichting.
    #[field(max = 200)]
    pub toelichting: String,
    /// Dag waarop het document is ontvangen.
    pub ontvangstdatum: Option<Date>,
    /// Dag waarop het document is verzonden.
    pub verzenddatum: Option<Date>,
    /// URL van wie namens de betrokkene aanspreekpunt is.
    #[field(required, max = 1000)]
    pub contact_persoon: Uri,
    /// Naam van het aanspreekpunt.
    #[field(max = 40)]
    pub contactpersoonnaam: String,
    /// Een adres in Nederland.
    pub binnenlands_correspondentieadres: Option<BinnenlandsCorrespondentieadres>,
    /// Een adres buiten Nederland.
    pub buitenlands_correspondentieadres: Option<BuitenlandsCorrespondentieadres>,
    /// Een postbus of antwoordnummer.
    pub correspondentie_postadres: Option<CorrespondentiePostadres>,
    /// Faxnummer.
    #[field(max = 15)]
    pub faxnummer: Option<String>,
    /// E-mailadres.
    #[field(max = 100)]
    pub emailadres: Option<String>,
    /// Of het document via de berichtenbox van Mijn Overheid gaat.
    pub mijn_overheid: bool,
    /// Telefoonnummer.
    #[field(max = 15)]
    pub telefoonnummer: Option<String>,
}

/// To whom a document went stays out of logs.
impl fmt::Debug for Verzending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verzending").field("informatieobject", &self.informatieobject).finish_non_exhaustive()
    }
}

impl Linked for Verzending {
    const NAME: &'static str = "verzending";
    const PATH: &'static str = "/documenten/api/v1/verzendingen";
}

impl Rules for Verzending {
    const RESOURCE: Resource = Resource {
        name: "verzending",
        schema: "Verzending",
        doc: "Dat een document is verzonden of ontvangen.",
        component: Component::DOCUMENTEN,
        path: "verzendingen",
        table: "verzendingen",
        fields: Self::FIELDS,
        columns: &[
            Column::link("informatieobject", "informatieobject"),
            Column::text("betrokkene", "betrokkene"),
            Column::text("aard_relatie", "aardRelatie"),
        ],
        filters: &[
            Filter::is("aardRelatie", "aard_relatie", Shape::Choice(AardRelatie::NAMES)),
            Filter::is("informatieobject", "informatieobject", Shape::Link("enkelvoudiginformatieobject")),
            Filter::is("betrokkene", "betrokkene", Shape::Uri),
        ],
        allow: &[
            Allow::new(Op::List, &["documenten.lezen"]),
            Allow::new(Op::Create, &["documenten.aanmaken"]),
            Allow::new(Op::Read, &["documenten.lezen"]),
            Allow::new(Op::Update, &["documenten.bijwerken"]),
            Allow::new(Op::Patch, &["documenten.bijwerken"]),
            Allow::new(Op::Delete, &["documenten.verwijderen"]),
        ],
        guard: PART,
        conditional: true,
        expand: &[Expand::of("informatieobject", "enkelvoudiginformatieobject")],
        ..Resource::BASE
    };

    /// The document stays what it is.
    fn check(&self, change: &Change<'_, Self>, _cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        if change.old.is_some_and(|old| old.informatieobject != self.informatieobject) {
            problems.add("informatieobject", "wijzigen-niet-toegelaten", "Dit veld mag niet veranderen.");
        }
        Ok(())
    }

    fn weergave(&self) -> String {
        self.aard_relatie.as_str().to_owned()
    }
}
