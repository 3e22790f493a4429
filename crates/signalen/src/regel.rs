// SPDX-License-Identifier: EUPL-1.2
//! REGEL: when something is broken, in a form that a functional manager can read.

mod bewaakt;
mod leesbaar;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use uuid::Uuid;
use waarmaker_api::{Change, Cx, Result, Rules};
use waarmaker_contracten::Prioriteit;
use waarmaker_core::{Date, Duur, Problems};
use waarmaker_resource::{
    Allow, Blank, Channel, Column, Comparison, Component, Extra, Fields, Filter, Linked, Op, Order, Resource, Shape,
    Unique, Uri,
};

pub(crate) use self::bewaakt::{Bewaakt, Grens};
use crate::{conditie, tijdvak::Tijdvak};

/// Wanneer het weer goed is.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Herstel {
    /// Waaraan te zien is dat het weer goed is; zonder opgave het tegendeel van de regel.
    #[field(shape = conditie::SHAPE, nullable)]
    #[serde(default)]
    pub conditie: Json,
    /// Hoe lang dat zo moet zijn.
    #[field(default = "\"PT0S\"")]
    pub duur: Blank<Duur>,
}

/// Wanneer meer storingen samen een storing zijn van dat waar ze aan hangen.
#[derive(Clone, Debug, PartialEq, Eq, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Bundeling {
    /// Zoveel objecten achter dezelfde kast of groep.
    #[field(shape = Shape::Int { min: 2, max: 100_000 }, nullable)]
    pub aantal: Option<i64>,
    /// Of dit deel van de objecten erachter, en ten minste twee.
    #[field(shape = Shape::Int { min: 1, max: 100 }, nullable)]
    pub percentage: Option<i64>,
    /// Storingen die binnen deze tijd na elkaar beginnen, horen bij elkaar.
    #[field(required)]
    pub venster: Duur,
    /// Zo lang wacht een storing op andere, voordat zij wordt opgedragen.
    #[field(required)]
    pub wacht: Duur,
}

/// Een regel: wanneer iets kapot is.
#[derive(Clone, Debug, Fields, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Regel {
    /// Naam van de regel; elke regel heeft een eigen naam.
    #[field(required, max = 200)]
    pub naam: String,
    /// Waarom de regel er is.
    #[field(max = 2000)]
    pub omschrijving: String,
    /// Voor welke soort objecten.
    #[field(max = 100)]
    pub soort: String,
    /// Alleen voor dit object, als URL van de feature.
    pub asset: Option<Uri>,
    /// Waaraan te zien is dat het niet goed is.
    #[field(required, shape = conditie::SHAPE)]
    pub conditie: Json,
    /// Wat er ook moet gelden, van de laatste waarde van andere eigenschappen: een drempel of een toestand.
    #[field(shape = Shape::List(&conditie::SHAPE))]
    pub en: Vec<Json>,
    /// Wanneer de regel kijkt; zonder opgave altijd.
    pub tijdvak: Option<Tijdvak>,
    /// Hoe lang het zo moet zijn voordat het een incident is.
    #[field(default = "\"PT0S\"")]
    pub vertraging: Blank<Duur>,
    /// Wanneer het weer goed is; zonder opgave als de regel niet meer geldt.
    pub herstel: Option<Herstel>,
    /// Hoe dringend het is.
    #[field(default = "\"normaal\"")]
    pub prioriteit: Prioriteit,
    /// Of incidenten achter dezelfde kast of groep samen een incident worden.
    #[field(default = "true")]
    pub bundelen: bool,
    /// Wanneer dat gebeurt; zonder opgave bij 5 objecten of de helft, binnen 10 minuten, en na 2 minuten wachten.
    pub bundeling: Option<Bundeling>,
    /// Zoveel incidenten op een dag, en niet meer; wat er meer is wacht tot de volgende dag.
    #[field(shape = Shape::Int { min: 1, max: 1_000_000 }, nullable)]
    pub maximum_per_dag: Option<i64>,
    /// Of de regel aan staat.
    #[field(default = "true")]
    pub actief: bool,
    /// Identificatie van het zaaktype, als dat niet het gewone is.
    #[field(max = 50)]
    pub zaaktype: String,
    /// Vanaf welke dag de regel geldt.
    pub geldig_van: Option<Date>,
    /// Tot en met welke dag de regel geldt.
    pub geldig_tot: Option<Date>,
    /// De regel in een zin.
    #[field(read_only)]
    pub leesbaar: String,
}

impl Linked for Regel {
    const NAME: &'static str = "regel";
    const PATH: &'static str = "/signalen/api/v1/regels";
}

const BEHEER: &[&str] = &["signalen.beheren"];

impl Rules for Regel {
    const RESOURCE: Resource = Resource {
        name: "regel",
        schema: "Regel",
        doc: "Een regel: wanneer iets kapot is.",
        component: Component::SIGNALEN,
        path: "regels",
        table: "regels",
        fields: Self::FIELDS,
        shows_uuid: true,
        columns: &[
            Column::text("naam", "naam"),
            Column::text("soort", "soort"),
            Column::uuid("asset", "asset"),
            Column::text("prioriteit", "prioriteit"),
            Column::bool("actief", "actief"),
        ],
        filters: &[
            Filter::is("naam", "naam", Shape::Text),
            Filter::new("naam__icontains", "naam", Comparison::Contains, Shape::Text),
            Filter::is("soort", "soort", Shape::Text),
            Filter::is("asset", "asset", Shape::Text),
            Filter::is("prioriteit", "prioriteit", Shape::Choice(Prioriteit::NAMES)),
            Filter::is("actief", "actief", Shape::Bool),
        ],
        orders: &[Order { name: "naam", column: "naam" }],
        allow: &[
            Allow::new(Op::List, &["signalen.lezen", "signalen.beheren"]),
            Allow::new(Op::Read, &["signalen.lezen", "signalen.beheren"]),
            Allow::new(Op::Create, BEHEER),
            Allow::new(Op::Update, BEHEER),
            Allow::new(Op::Patch, BEHEER),
            Allow::new(Op::Delete, BEHEER),
        ],
        unique: &[Unique {
            columns: &["naam"],
            name: "naam",
            code: "unique",
            reason: "Er is al een regel met deze naam.",
        }],
        sizes: true,
        conditional: true,
        audittrail: true,
        channel: Some(Channel { name: "regels", kenmerken: &[("soort", "soort"), ("prioriteit", "prioriteit")] }),
        notify: &[Op::Create, Op::Update, Op::Patch, Op::Delete],
        extras: &[Extra {
            method: "POST",
            path: "/_try",
            id: "regels_try",
            doc: "Probeer een regel op waarnemingen die er al zijn, zonder iets te veranderen.",
            scopes: BEHEER,
            body: Some(crate::proef::VRAAG),
            answer: (200, Some(Shape::Json)),
            page: false,
            parameters: &[],
        }],
        ..Resource::BASE
    };

    fn prepare(&mut self, _change: &Change<'_, Self>, _cx: &mut Cx<'_, '_>) -> Result<()> {
        self.leesbaar =
            Bewaakt::read(Uuid::nil(), self, &mut Problems::new()).map(|rule| rule.leesbaar()).unwrap_or_default();
        Ok(())
    }

    fn check(&self, _change: &Change<'_, Self>, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        if let Some(rule) = Bewaakt::read(Uuid::nil(), self, problems) {
            warn(&rule, cx)?;
        }
        Ok(())
    }

    /// Its silence and drift are looked at from now on; what it remembers of assets holds no more when it says something else.
    fn saved(&self, change: &Change<'_, Self>, cx: &mut Cx<'_, '_>) -> Result<()> {
        cx.tx.run("DELETE FROM regelklok WHERE regel = $1", &[change.uuid.into()])?;
        let same = change.old.is_none_or(|old| old.conditie == self.conditie && old.en == self.en);
        if !same {
            cx.tx.run("DELETE FROM toestanden WHERE regel = $1 AND incident IS NULL", &[change.uuid.into()])?;
        }
        Ok(())
    }

    /// A rule that raised something stays, so that its incidents keep their reason.
    fn removable(&self, uuid: Uuid, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
        let used = cx.tx.one("SELECT 1 FROM incidenten WHERE regel = $1 LIMIT 1", &[uuid.into()], |row| row.int(0))?;
        if used.is_some() {
            let reason = "Er zijn incidenten van deze regel. Zet de regel uit met actief: false.";
            problems.add(Problems::WHOLE, "pending-relations", reason);
        }
        Ok(())
    }

    fn removing(&self, uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
        cx.tx.run("DELETE FROM toestanden WHERE regel = $1", &[uuid.into()])?;
        cx.tx.run("DELETE FROM regelklok WHERE regel = $1", &[uuid.into()])?;
        Ok(())
    }

    fn weergave(&self) -> String {
        self.naam.clone()
    }
}

/// Warns for a kind of which there are no assets, and properties that no thing of that kind measures: both may still come.
fn warn(rule: &Bewaakt, cx: &mut Cx<'_, '_>) -> Result<()> {
    if !rule.soort.is_empty() && !waarmaker_assets::soorten(cx.tx)?.contains(&rule.soort) {
        cx.warnings.push(format!("Er zijn (nog) geen objecten van de soort {}.", rule.soort));
    }
    for eigenschap in rule.eigenschappen() {
        let sql = "SELECT 1 FROM observed_properties WHERE naam = $1";
        if cx.tx.one(sql, &[eigenschap.into()], |row| row.int(0))?.is_none() {
            cx.warnings.push(format!("De eigenschap {eigenschap} wordt (nog) door niets gemeten."));
        }
    }
    Ok(())
}

/// The rules that are on and hold today.
pub(crate) fn actieve(cx: &mut Cx<'_, '_>) -> Result<Vec<Bewaakt>> {
    let (mut problems, today) = (Problems::new(), cx.call.today);
    let sql = "SELECT uuid, body FROM regels WHERE actief = 1 ORDER BY id";
    let rows = cx.tx.query(sql, &[], |row| {
        Ok((row.uuid(0)?, serde_json::from_slice::<Regel>(row.bytes_ref(1)?).map_err(waarmaker_db::Error::row)?))
    })?;
    let rules = rows.iter().filter_map(|(uuid, regel)| Bewaakt::read(*uuid, regel, &mut problems));
    Ok(rules.filter(|rule| rule.geldt_op(today)).collect())
}
