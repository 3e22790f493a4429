// SPDX-License-Identifier: EUPL-1.2
//! WERKOPDRACHT: what somebody has to mend, for whom, by when, and everything that was done about it.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use waarmaker_api::Rules;
use waarmaker_contracten::Prioriteit;
use waarmaker_core::DateTime;
use waarmaker_resource::{
    Allow, Channel, Column, Comparison, Component, Fields, Filter, Guard, Linked, Op, Order, Resource, Shape, Unique,
    Uri, choice,
};

use crate::routes::EXTRAS;

choice! {
    /// Hoe het met een werkopdracht staat.
    pub enum Opdrachtstatus {
        Aangeboden = "aangeboden", Aangenomen = "aangenomen", Geweigerd = "geweigerd", TerPlaatse = "ter_plaatse",
        Gereed = "gereed", GeenDefect = "geen_defect", Ingetrokken = "ingetrokken", EigenLijst = "eigen_lijst",
    }
}

impl Opdrachtstatus {
    /// Nothing is expected of anybody any more.
    pub const fn is_finished(self) -> bool {
        matches!(self, Self::Gereed | Self::GeenDefect | Self::Ingetrokken)
    }
}

choice! {
    /// Waarvoor een termijn geldt.
    pub enum Norm { Aannemen = "aannemen", TerPlaatse = "ter_plaatse", Hersteld = "hersteld" }
}

choice! {
    /// Hoe een termijn ervoor staat. `in_gevaar`: 80 procent is gebruikt. `overschreden`: voorbij, en nog niet gedaan. `te_laat`: gedaan na het einde.
    pub enum Bewaking {
        OpSchema = "op_schema", InGevaar = "in_gevaar", Overschreden = "overschreden", Behaald = "behaald",
        TeLaat = "te_laat", Geen = "geen",
    }
}

choice! {
    /// Wat met een werkopdracht gebeurde.
    pub enum Stapsoort {
        Aangeboden = "aangeboden", Aangenomen = "aangenomen", Geweigerd = "geweigerd", TerPlaatse = "ter_plaatse",
        Gereed = "gereed", GeenDefect = "geen_defect", Pauze = "pauze", Hervat = "hervat", Toegewezen = "toegewezen",
        Ingetrokken = "ingetrokken",
    }
}

choice! {
    /// Of de opdracht bij de aannemer is afgeleverd. `lijst`: er is geen kanaal; de aannemer ziet de opdracht in de API.
    pub enum Aflevering { Lijst = "lijst", Open = "open", Afgeleverd = "afgeleverd", Mislukt = "mislukt" }
}

/// Een termijn van het contract, met hoe die ervoor staat.
#[derive(Clone, Debug, PartialEq, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Termijn {
    /// Waarvoor de termijn geldt.
    pub norm: Norm,
    /// Tot wanneer de aannemer de tijd heeft, met de pauzes tot nu toe.
    #[field(nullable)]
    pub uiterlijk: Option<DateTime>,
    /// Wanneer het gedaan was.
    #[field(nullable)]
    pub behaald: Option<DateTime>,
    /// Hoe de termijn ervoor staat.
    pub bewaking: Bewaking,
    /// Hoe de termijn is berekend: de regel, de pauzes en de rekensom.
    pub verklaring: Json,
}

/// Tijd die niet meetelt.
#[derive(Clone, Debug, PartialEq, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Pauze {
    /// Begin.
    pub begin: DateTime,
    /// Einde; zolang de pauze duurt `null`.
    #[field(nullable)]
    pub einde: Option<DateTime>,
    /// Waarom de klok stilstaat.
    pub reden: String,
}

/// Iets dat met de opdracht gebeurde.
#[derive(Clone, Debug, PartialEq, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Stap {
    /// Wat.
    pub stap: Stapsoort,
    /// Wanneer.
    pub moment: DateTime,
    /// Welke partij: de aannemer, de gemeente of Waarmaker. Nooit een persoon.
    pub door: String,
    /// Waarom: bij weigeren, een pauze, geen defect en intrekken.
    pub reden: String,
    /// Wat erbij gezegd is.
    pub toelichting: String,
}

/// Materiaal dat is gebruikt.
#[derive(Clone, Debug, PartialEq, Eq, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Materiaal {
    /// Wat.
    #[field(required, max = 200)]
    pub omschrijving: String,
    /// Hoeveel stuks.
    #[field(default = "1", shape = Shape::Int { min: 1, max: 10_000 })]
    pub aantal: i64,
}

/// Een bericht aan wie de opdracht uitvoert.
#[derive(Clone, Debug, PartialEq, Eq, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Mededeling {
    /// Wanneer.
    pub moment: DateTime,
    /// Wat.
    pub tekst: String,
}

/// Of de opdracht bij de aannemer is aangekomen.
#[derive(Clone, Debug, PartialEq, Eq, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Verzonden {
    /// Langs welke weg: `webhook`, `open311`, `mail` of `api`.
    pub kanaal: String,
    /// Of het gelukt is.
    pub staat: Aflevering,
    /// Sinds wanneer dat zo is.
    pub moment: DateTime,
    /// Wat erover te zeggen is.
    pub toelichting: String,
}

/// Een opdracht om iets te herstellen.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Werkopdracht {
    /// Nummer waaronder mensen de opdracht kennen.
    #[field(read_only)]
    pub nummer: String,
    /// Het incident dat de aanleiding is.
    #[field(read_only, nullable, shape = Shape::Link("incident"))]
    pub incident: Option<Uri>,
    /// De zaak waarin de gemeente het herstel volgt.
    #[field(read_only, nullable, shape = Shape::Link("zaak"))]
    pub zaak: Option<Uri>,
    /// De asset waar het om gaat, als URL van de feature.
    #[field(read_only, nullable)]
    pub asset: Option<Uri>,
    /// Soort, nummer en straat van de asset.
    #[field(read_only)]
    pub asset_omschrijving: String,
    /// De plek, als `GeoJSON`-punt in lengte- en breedtegraad.
    #[field(read_only, nullable, shape = Shape::Geometry)]
    pub plaats: Option<Json>,
    /// De plek volgens wie het meldde, in diens woorden. Is het nummer van de asset niet zeker, dan gaat de plek voor.
    #[field(read_only)]
    #[serde(default)]
    pub plek: String,
    /// Wat er aan de hand is.
    #[field(read_only)]
    pub omschrijving: String,
    /// Hoe dringend het is.
    #[field(read_only)]
    pub prioriteit: Prioriteit,
    /// Het contract waaronder de opdracht valt.
    #[field(read_only, nullable, shape = Shape::Link("contract"))]
    pub contract: Option<Uri>,
    /// De aannemer; `null` als de gemeente de opdracht zelf heeft.
    #[field(read_only, nullable, shape = Shape::Link("aannemer"))]
    pub aannemer: Option<Uri>,
    /// Hoe het met de opdracht staat.
    #[field(read_only)]
    pub status: Opdrachtstatus,
    /// Waarom: van een opdracht op de eigen lijst, een geweigerde en een ingetrokken opdracht.
    #[field(read_only)]
    pub reden: String,
    /// Wanneer de opdracht is aangeboden: het begin van de klok.
    #[field(read_only)]
    pub aangeboden: DateTime,
    /// De eerste termijn die nog loopt.
    #[field(read_only, nullable)]
    pub uiterlijk: Option<DateTime>,
    /// De termijnen van het contract.
    #[field(read_only)]
    pub termijnen: Vec<Termijn>,
    /// De ernstigste bewaking van de termijnen; `geen` als er geen contract is.
    #[field(read_only)]
    pub bewaking: Bewaking,
    /// Tijd die niet meetelt.
    #[field(read_only)]
    pub pauzes: Vec<Pauze>,
    /// Wat er gebeurde, het eerste eerst.
    #[field(read_only)]
    pub stappen: Vec<Stap>,
    /// Materiaal dat is gebruikt.
    #[field(read_only)]
    pub materiaal: Vec<Materiaal>,
    /// Foto's: documenten van de zaak.
    #[field(read_only)]
    pub fotos: Vec<Uri>,
    /// Berichten aan wie de opdracht uitvoert, zoals dat de sensor weer goed meet.
    #[field(read_only)]
    pub mededelingen: Vec<Mededeling>,
    /// Sinds wanneer de sensor meldt dat het weer goed is, terwijl de opdracht al was aangenomen. De aannemer beslist wat er nodig is.
    #[field(read_only, nullable)]
    pub sensor_hersteld: Option<DateTime>,
    /// Het incident op de kast of de groep waar het incident van deze opdracht bij is gaan horen. Een opdracht die dan nog niet was aangenomen, is ingetrokken.
    #[field(read_only, nullable, shape = Shape::Link("incident"))]
    pub onderdeel_van: Option<Uri>,
    /// Of de opdracht bij de aannemer is aangekomen.
    #[field(read_only, nullable)]
    pub verzonden: Option<Verzonden>,
    /// Nummer van de opdracht in het systeem van de aannemer.
    #[field(read_only)]
    pub extern_nummer: String,
}

impl Linked for Werkopdracht {
    const NAME: &'static str = "werkopdracht";
    const PATH: &'static str = "/signalen/api/v1/werkopdrachten";
}

/// Scopes of who may see an order.
pub(crate) const READ: &[&str] = &["signalen.lezen", "signalen.beheren", "signalen.opdrachten"];

const FILTERS: &[Filter] = &[
    Filter::is("nummer", "nummer", Shape::Text),
    Filter::is("aannemer", "aannemer", Shape::Link("aannemer")),
    Filter::is("contract", "contract", Shape::Link("contract")),
    Filter::is("incident", "incident", Shape::Link("incident")),
    Filter::is("zaak", "zaak", Shape::Link("zaak")),
    Filter::is("asset", "asset", Shape::Text),
    Filter::is("status", "status", Shape::Choice(Opdrachtstatus::NAMES)),
    Filter::new("status__in", "status", Comparison::In, Shape::Choice(Opdrachtstatus::NAMES)),
    Filter::is("bewaking", "bewaking", Shape::Choice(Bewaking::NAMES)),
    Filter::is("prioriteit", "prioriteit", Shape::Choice(Prioriteit::NAMES)),
    Filter::new("uiterlijk__gte", "uiterlijk", Comparison::Gte, Shape::DateTime),
    Filter::new("uiterlijk__lte", "uiterlijk", Comparison::Lte, Shape::DateTime),
    Filter::new("aangeboden__gte", "aangeboden", Comparison::Gte, Shape::DateTime),
    Filter::new("aangeboden__lt", "aangeboden", Comparison::Lt, Shape::DateTime),
];

impl Rules for Werkopdracht {
    const RESOURCE: Resource = Resource {
        name: "werkopdracht",
        schema: "Werkopdracht",
        doc: "Een werkopdracht: wat een aannemer, of de gemeente zelf, moet herstellen, met de klok van het contract.",
        component: Component::SIGNALEN,
        path: "werkopdrachten",
        table: "werkopdrachten",
        fields: Self::FIELDS,
        shows_uuid: true,
        columns: &[
            Column::text("nummer", "nummer"),
            Column::link("aannemer", "aannemer"),
            Column::link("contract", "contract"),
            Column::link("incident", "incident"),
            Column::link("zaak", "zaak"),
            Column::uuid("asset", "asset"),
            Column::text("status", "status"),
            Column::text("bewaking", "bewaking"),
            Column::text("prioriteit", "prioriteit"),
            Column::moment("aangeboden", "aangeboden"),
            Column::moment("uiterlijk", "uiterlijk"),
            Column::text("extern_nummer", "externNummer"),
            Column::moment("sensor_hersteld", "sensorHersteld"),
            Column::link("onderdeel_van", "onderdeelVan"),
        ],
        filters: FILTERS,
        orders: &[
            Order { name: "uiterlijk", column: "uiterlijk" },
            Order { name: "aangeboden", column: "aangeboden" },
            Order { name: "nummer", column: "nummer" },
        ],
        allow: &[Allow::new(Op::List, READ), Allow::new(Op::Read, READ)],
        guard: Guard::Own { type_column: "aannemer", level_column: None },
        sizes: true,
        conditional: true,
        unique: &[Unique {
            columns: &["incident"],
            name: "incident",
            code: "unique",
            reason: "Bij het incident is al een werkopdracht.",
        }],
        channel: Some(Channel {
            name: "werkopdrachten",
            kenmerken: &[
                ("aannemer", "aannemer"),
                ("contract", "contract"),
                ("status", "status"),
                ("bewaking", "bewaking"),
                ("prioriteit", "prioriteit"),
            ],
        }),
        notify: &[Op::Create, Op::Patch],
        audittrail: true,
        extras: EXTRAS,
        ..Resource::BASE
    };

    fn weergave(&self) -> String {
        format!("{} {}: {}", self.nummer, self.asset_omschrijving, self.status.as_str())
    }
}
