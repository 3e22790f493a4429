// SPDX-License-Identifier: EUPL-1.2
//! CONTRACT: what a contractor has promised, and for which assets.

mod check;
mod clock;
mod scope;

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use waarmaker_api::{Change, Cx, Result, Rules, http::Intake};
use waarmaker_core::{Date, Duur, Problems};
use waarmaker_resource::{
    Allow, Channel, Column, Comparison, Component, Fields, Filter, Link, Linked, Op, Order, Resource, Shape, Unique,
    choice,
};

use crate::{
    Aannemer, Boete, Feestdagen, Kanaalkeuze, Prioriteit,
    aannemer::{NOTIFY, READ, WRITE},
    addresses, kanaal,
    klok::Telling,
    routes,
};

pub(crate) use scope::{Bereik, Regel, narrowest};

/// Een contract met een aannemer: waarvoor het geldt, wat er is beloofd en wat een gemiste belofte kost.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Contract {
    /// Het nummer waaronder het contract bekend is. Elk contract heeft een eigen nummer.
    #[field(required, max = 50)]
    pub nummer: String,
    /// De naam.
    #[field(max = 200)]
    pub naam: String,
    /// De aannemer.
    #[field(required)]
    pub aannemer: Link<Aannemer>,
    /// De eerste dag.
    #[field(required)]
    pub begin: Date,
    /// De laatste dag. Zonder einde loopt het contract door.
    pub einde: Option<Date>,
    /// De soorten assets waarvoor het geldt, zoals `lichtmast`; geen is alle soorten.
    #[field(max = 50)]
    pub soorten: Vec<String>,
    /// De uuid's van afzonderlijke assets waarvoor het geldt. Met assets geldt het alleen daarvoor.
    #[field(shape = Shape::List(&Shape::Uuid), nullable = false)]
    pub assets: Vec<Uuid>,
    /// De gebieden waarin het geldt; geen is overal.
    pub gebieden: Vec<Gebiedkeuze>,
    /// De prioriteiten waarvoor het geldt; geen is alle.
    pub prioriteiten: Vec<Prioriteit>,
    /// Binnen welke termijn wat moet gebeuren, per prioriteit.
    pub normen: Vec<Norm>,
    /// De werktijden, per dag van de week.
    pub werktijden: Vec<Werktijd>,
    /// De tijden waarop buiten mag worden gewerkt, ook 's nachts; zonder vensters mag het altijd.
    pub vensters: Vec<Venster>,
    /// De feestdagen, waarop werktijd niet telt.
    pub feestdagen: Option<Feestdagen>,
    /// Wat een gemiste norm kost.
    pub boetes: Vec<Boete>,
    /// Het hoogste totaal aan boetes in een kalendermaand, in centen.
    #[field(shape = Shape::Int { min: 0, max: i64::MAX })]
    pub boete_maximum: Option<i64>,
    /// Wie er hoort dat een termijn in gevaar komt of is gemist.
    pub escalatie: Vec<Escalatie>,
    /// Een eigen kanaal voor de opdrachten onder dit contract; anders geldt dat van de aannemer.
    pub kanaal: Option<Kanaalkeuze>,
}

/// Een gebied, met zijn uuid of met zijn soort en code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Gebiedkeuze {
    /// De uuid van het gebied.
    #[field(shape = Shape::Uuid, blank)]
    pub uuid: String,
    /// De soort, zoals `buurt`.
    #[field(max = 50)]
    pub soort: String,
    /// De code, uniek binnen de soort.
    #[field(max = 100)]
    pub code: String,
    /// De naam.
    #[field(read_only)]
    #[serde(default)]
    pub naam: String,
}

choice! {
    /// Wat er binnen een termijn moet gebeuren.
    pub enum Normsoort {
        Aannemen = "aannemen", TerPlaatse = "ter_plaatse", Hersteld = "hersteld",
    }
}

impl Normsoort {
    /// All of them, in the order in which they happen.
    pub const ALL: [Self; 3] = [Self::Aannemen, Self::TerPlaatse, Self::Hersteld];

    /// The name for people: "ter plaatse".
    pub const fn naam(self) -> &'static str {
        match self {
            Self::Aannemen => "aannemen",
            Self::TerPlaatse => "ter plaatse",
            Self::Hersteld => "hersteld",
        }
    }

    /// The member of [`Norm`] that holds its time.
    pub const fn member(self) -> &'static str {
        match self {
            Self::TerPlaatse => "terPlaatse",
            _ => self.as_str(),
        }
    }

    /// The norm with this name on the wire.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|norm| norm.as_str() == name)
    }
}

/// De termijnen bij een prioriteit. Wat niet is genoemd, is niet afgesproken.
#[derive(Clone, Debug, PartialEq, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Norm {
    /// De prioriteit.
    #[field(required)]
    pub prioriteit: Prioriteit,
    /// De termijn om de opdracht aan te nemen.
    pub aannemen: Option<Termijn>,
    /// De termijn om ter plaatse te zijn.
    pub ter_plaatse: Option<Termijn>,
    /// De termijn om het hersteld te hebben.
    pub hersteld: Option<Termijn>,
}

/// Een termijn, gerekend vanaf de melding aan de aannemer.
#[derive(Clone, Debug, PartialEq, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Termijn {
    /// De duur, in dagen, uren en minuten (ISO 8601): `PT4H`, `P2D`. Een dag in werktijd is zo lang als de langste werkdag van het contract.
    #[field(required)]
    pub duur: Duur,
    /// Welke tijd telt: alle tijd, werktijd, of de tijd van de vensters.
    #[field(default = "\"kalendertijd\"")]
    pub telt: Telling,
}

/// Werktijd op een dag van de week.
#[derive(Clone, Debug, PartialEq, Eq, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Werktijd {
    /// De dagen.
    #[field(required)]
    pub dagen: Vec<Weekdag>,
    /// Vanaf, `07:30`.
    #[field(required, max = 5)]
    pub van: String,
    /// Tot, `16:00`; `24:00` is het einde van de dag.
    #[field(required, max = 5)]
    pub tot: String,
}

/// Een venster waarin buiten mag worden gewerkt. Is `tot` niet later dan `van`, dan loopt het door tot de volgende dag.
#[derive(Clone, Debug, PartialEq, Eq, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Venster {
    /// De dagen waarop het venster begint; geen is elke dag.
    pub dagen: Vec<Weekdag>,
    /// Vanaf, `21:00`.
    #[field(required, max = 5)]
    pub van: String,
    /// Tot, `05:00`.
    #[field(required, max = 5)]
    pub tot: String,
    /// Het venster is ook open als het op een feestdag begint.
    pub op_feestdagen: bool,
}

choice! {
    /// Een dag van de week.
    pub enum Weekdag {
        Maandag = "maandag", Dinsdag = "dinsdag", Woensdag = "woensdag", Donderdag = "donderdag", Vrijdag = "vrijdag",
        Zaterdag = "zaterdag", Zondag = "zondag",
    }
}

impl Weekdag {
    /// All of them, Monday first.
    pub const ALL: [Self; 7] =
        [Self::Maandag, Self::Dinsdag, Self::Woensdag, Self::Donderdag, Self::Vrijdag, Self::Zaterdag, Self::Zondag];
}

choice! {
    /// Wanneer iemand het hoort: als de termijn in gevaar is (80 % is voorbij), of als zij is gemist.
    pub enum Escalatiemoment {
        Risico = "risico", Gemist = "gemist",
    }
}

/// Iemand van de gemeente die hoort dat het misgaat.
#[derive(Clone, Debug, PartialEq, Eq, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Escalatie {
    /// Wanneer.
    #[field(required)]
    pub moment: Escalatiemoment,
    /// De naam van de persoon of de afdeling.
    #[field(required, max = 200)]
    pub naam: String,
    /// Het e-mailadres.
    #[field(required, shape = Shape::Email, max = 254)]
    pub email: String,
    /// Het telefoonnummer.
    #[field(max = 20)]
    pub telefoon: String,
}

impl Linked for Contract {
    const NAME: &'static str = "contract";
    const PATH: &'static str = "/signalen/api/v1/contracten";
}

impl Rules for Contract {
    const RESOURCE: Resource = Resource {
        name: "contract",
        schema: "Contract",
        doc: "Een contract met een aannemer.",
        component: Component::SIGNALEN,
        path: "contracten",
        table: "contracten",
        fields: Self::FIELDS,
        shows_uuid: true,
        sizes: true,
        conditional: true,
        audittrail: true,
        columns: &[
            Column::text("nummer", "nummer"),
            Column::text("naam", "naam"),
            Column::link("aannemer", "aannemer"),
            Column::moment("begindatum", "begin"),
            Column::moment("einddatum", "einde"),
            Column::words("soorten", "soorten"),
            Column::words("prioriteiten", "prioriteiten"),
        ],
        filters: &[
            Filter::is("nummer", "nummer", Shape::Text),
            Filter::new("naam__icontains", "naam", Comparison::Contains, Shape::Text),
            Filter::is("aannemer", "aannemer", Shape::Link("aannemer")),
            Filter::new("soort", "soorten", Comparison::Has, Shape::Text),
            Filter::new("begin__gte", "begindatum", Comparison::Gte, Shape::Date),
            Filter::new("begin__lte", "begindatum", Comparison::Lte, Shape::Date),
            Filter::new("einde__gte", "einddatum", Comparison::Gte, Shape::Date),
            Filter::new("einde__lte", "einddatum", Comparison::Lte, Shape::Date),
            Filter::new("geldigOp", "begindatum", Comparison::Sql(GELDIG_OP), Shape::Date),
        ],
        orders: &[
            Order { name: "nummer", column: "nummer" },
            Order { name: "begin", column: "begindatum" },
            Order { name: "einde", column: "einddatum" },
        ],
        allow: &[
            Allow::new(Op::List, READ),
            Allow::new(Op::Create, WRITE),
            Allow::new(Op::Read, READ),
            Allow::new(Op::Update, WRITE),
            Allow::new(Op::Patch, WRITE),
            Allow::new(Op::Delete, WRITE),
        ],
        unique: &[Unique {
            columns: &["nummer"],
            name: "nummer",
            code: "unique",
            reason: "Er is al een contract met dit nummer.",
        }],
        channel: Some(Channel { name: "contracten", kenmerken: &[("aannemer", "aannemer")] }),
        notify: NOTIFY,
        extras: routes::EXTRAS,
        ..Resource::BASE
    };

    fn intake() -> Option<&'static dyn Intake> {
        Some(&addresses::Addresses)
    }

    /// Finds the areas that are named, and keeps the secret out of the document.
    fn prepare(&mut self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        if let Some(keuze) = &mut self.kanaal {
            keuze.hide(change.given, change.old.and_then(|old| old.kanaal.as_ref()));
        }
        self.find_gebieden(cx)
    }

    fn check(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        self.check_members(problems);
        self.check_gebieden(problems);
        self.check_assets(cx, problems)?;
        if let Some(keuze) = &self.kanaal {
            let old = change.old.and_then(|old| old.kanaal.as_ref());
            keuze.check(change.given, old, &cx.house.choices.callbacks, problems);
        }
        addresses::report(&cx.call.foreign, change.given, problems);
        if problems.is_empty() {
            self.check_others(change.uuid, cx, problems)?;
        }
        Ok(())
    }

    fn saved(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        kanaal::keep(cx.tx, change.uuid, self.kanaal.as_ref(), kanaal::given_secret(change.given))?;
        self.warn_overlap(change.uuid, cx)
    }

    fn removing(&self, uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
        Ok(kanaal::forget(cx.tx, uuid)?)
    }

    fn weergave(&self) -> String {
        if self.naam.is_empty() { self.nummer.clone() } else { format!("{} {}", self.nummer, self.naam) }
    }
}

/// In force on a day.
const GELDIG_OP: &str = "(t.begindatum <= ? AND (t.einddatum IS NULL OR t.einddatum >= ?))";
