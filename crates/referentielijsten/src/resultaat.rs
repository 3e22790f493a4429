// SPDX-License-Identifier: EUPL-1.2
//! RESULTAAT of the selection list: what Catalogi calls a selectielijstklasse.

use serde::{Deserialize, Serialize};
use waarmaker_api::Rules;
use waarmaker_core::Duur;
use waarmaker_resource::{
    Allow, Blank, Column, Component, Fields, Filter, Guard, Link, Linked, Op, Resource, Shape, choice,
};

use crate::Procestype;

choice! {
    /// Wat er met de stukken gebeurt als de bewaartermijn voorbij is.
    pub enum Waardering { BlijvendBewaren = "blijvend_bewaren", Vernietigen = "vernietigen" }
}

choice! {
    /// Wanneer de bewaartermijn begint.
    pub enum Procestermijn {
        Nihil = "nihil",
        BestaansduurProcesobject = "bestaansduur_procesobject",
        DeBestaansduurVanHetProcesobject = "de_bestaansduur_van_het_procesobject",
        IngeschatteBestaansduurProcesobject = "ingeschatte_bestaansduur_procesobject",
        VastTeLeggenDatum = "vast_te_leggen_datum",
        SamengevoegdMetBewaartermijn = "samengevoegd_met_bewaartermijn",
    }
}

impl Procestermijn {
    /// Label for people.
    pub const fn weergave(self) -> &'static str {
        match self {
            Self::Nihil => "Nihil",
            Self::BestaansduurProcesobject | Self::DeBestaansduurVanHetProcesobject => {
                "De bestaansduur van het procesobject"
            }
            Self::IngeschatteBestaansduurProcesobject => "De ingeschatte maximale bestaansduur van het procesobject",
            Self::VastTeLeggenDatum => "Tot een datum die tijdens het proces wordt vastgelegd",
            Self::SamengevoegdMetBewaartermijn => "De procestermijn zit al in de bewaartermijn",
        }
    }
}

/// Een resultaat uit de selectielijst: hoe lang stukken van een proces met deze uitkomst bewaard worden.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "the taakgebieden of the list, each a fact of its own")]
pub struct Resultaat {
    /// Het procestype waar het resultaat bij hoort.
    #[field(required)]
    pub proces_type: Link<Procestype>,
    /// Het nummer binnen het procestype, of binnen het generieke resultaat.
    #[field(required, shape = Shape::Int { min: 0, max: 32_767 })]
    pub nummer: i64,
    /// De nummers van procestype, generiek resultaat en resultaat achter elkaar: 2.1 of 2.1.3.
    pub volledig_nummer: String,
    /// Of het resultaat voor alle taakgebieden geldt.
    pub generiek: bool,
    /// Of het resultaat een uitwerking is van een generiek resultaat.
    pub specifiek: bool,
    /// De naam van het resultaat.
    #[field(required, max = 255)]
    pub naam: String,
    /// Een nadere omschrijving.
    pub omschrijving: String,
    /// Waar de termijn vandaan komt: een wet, een analyse.
    pub herkomst: String,
    /// Of de stukken bewaard blijven of vernietigd worden.
    #[field(blank)]
    pub waardering: Blank<Waardering>,
    /// Wanneer de bewaartermijn begint.
    #[field(blank)]
    pub procestermijn: Blank<Procestermijn>,
    /// De procestermijn, voor mensen.
    pub procestermijn_weergave: String,
    /// Hoe lang de stukken bewaard worden.
    pub bewaartermijn: Option<Duur>,
    /// Nadere uitleg.
    pub toelichting: String,
    /// Geldt voor het taakgebied algemeen bestuur en inrichting organisatie.
    pub algemeen_bestuur_en_inrichting_organisatie: bool,
    /// Geldt voor het taakgebied bedrijfsvoering en personeel.
    pub bedrijfsvoering_en_personeel: bool,
    /// Geldt voor het taakgebied publieke informatie en registratie.
    pub publieke_informatie_en_registratie: bool,
    /// Geldt voor het taakgebied burgerzaken.
    pub burgerzaken: bool,
    /// Geldt voor het taakgebied veiligheid.
    pub veiligheid: bool,
    /// Geldt voor het taakgebied verkeer en vervoer.
    pub verkeer_en_vervoer: bool,
    /// Geldt voor het taakgebied economie.
    pub economie: bool,
    /// Geldt voor het taakgebied onderwijs.
    pub onderwijs: bool,
    /// Geldt voor het taakgebied sport, cultuur en recreatie.
    pub sport_cultuur_en_recreatie: bool,
    /// Geldt voor het taakgebied sociaal domein.
    pub sociaal_domein: bool,
    /// Geldt voor het taakgebied volksgezondheid en milieu (zoals de lijst het spelt).
    pub volksgezonheid_en_milieu: bool,
    /// Geldt voor het taakgebied volkshuisvesting, ruimtelijke ordening en stedelijke vernieuwing.
    pub vhrosv: bool,
    /// Geldt voor het heffen van belastingen.
    pub heffen_belastingen: bool,
    /// Geldt voor alle taakgebieden.
    pub alle_taakgebieden: bool,
    /// Een opmerking bij de procestermijn.
    pub procestermijn_opmerking: String,
}

impl Linked for Resultaat {
    const NAME: &'static str = "selectielijstklasse";
    const PATH: &'static str = "/referentielijsten/api/v1/resultaten";
}

impl Rules for Resultaat {
    const RESOURCE: Resource = Resource {
        name: "selectielijstklasse",
        schema: "Resultaat",
        doc: "Een resultaat uit de selectielijst, met waardering, procestermijn en bewaartermijn.",
        component: Component::REFERENTIELIJSTEN,
        path: "resultaten",
        table: "selectielijst_resultaten",
        fields: Self::FIELDS,
        columns: &[Column::link("procestype", "procesType")],
        filters: &[Filter::is("procesType", "procestype", Shape::Link("procestype"))],
        allow: &[Allow::new(Op::List, &[]), Allow::new(Op::Read, &[])],
        guard: Guard::Public,
        ..Resource::BASE
    };

    fn weergave(&self) -> String {
        format!("{} {}", self.volledig_nummer, self.naam)
    }
}
