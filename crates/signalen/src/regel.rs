// SPDX-License-Identifier: EUPL-1.2
//! REGEL: when something is broken, in a form that a functional manager can read.

use std::collections::BTreeSet;

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

use crate::{
    conditie::{self, Conditie},
    termijn::{millis, woorden},
    tijdvak::Tijdvak,
};

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

/// When failures are one, in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Grens {
    pub(crate) aantal: Option<i64>,
    pub(crate) percentage: Option<i64>,
    pub(crate) venster: i64,
    pub(crate) wacht: i64,
}

impl Grens {
    /// Without anything said: five, or half.
    pub(crate) const DEFAULT: Self = Self { aantal: Some(5), percentage: Some(50), venster: 600_000, wacht: 120_000 };

    /// Whether so many of so many are enough.
    pub(crate) fn bereikt(&self, aantal: i64, totaal: i64) -> bool {
        aantal >= 2
            && (self.aantal.is_some_and(|grens| aantal >= grens)
                || self.percentage.is_some_and(|percentage| aantal * 100 >= percentage * totaal))
    }
}

/// A rule, understood.
#[derive(Clone, Debug)]
pub(crate) struct Bewaakt {
    pub(crate) uuid: Uuid,
    pub(crate) naam: String,
    pub(crate) soort: String,
    pub(crate) asset: Option<Uuid>,
    /// The condition, and what must hold besides; the first is never missing.
    pub(crate) hoofd: Conditie,
    pub(crate) en: Vec<Conditie>,
    pub(crate) tijdvak: Option<Tijdvak>,
    pub(crate) vertraging: i64,
    pub(crate) herstel: Option<Conditie>,
    pub(crate) herstelduur: i64,
    pub(crate) prioriteit: Prioriteit,
    pub(crate) bundeling: Option<Grens>,
    pub(crate) maximum: Option<i64>,
    pub(crate) zaaktype: String,
    pub(crate) geldig: (Option<Date>, Option<Date>),
}

impl Bewaakt {
    /// Understands a rule, and adds what is wrong with it. `None` when it has no usable condition.
    pub(crate) fn read(uuid: Uuid, regel: &Regel, problems: &mut Problems) -> Option<Self> {
        let hoofd = Conditie::read(&regel.conditie, "conditie", problems);
        let en: Vec<Conditie> = regel
            .en
            .iter()
            .enumerate()
            .filter_map(|(i, json)| Conditie::read(json, &format!("en.{i}"), problems))
            .collect();
        let own = regel.herstel.as_ref().map(|herstel| &herstel.conditie).filter(|json| !json.is_null());
        let herstel = own.and_then(|json| Conditie::read(json, "herstel.conditie", problems));
        let asset = regel.asset.as_ref().map(|url| crate::asset_of(url.as_str()));
        if asset == Some(None) {
            problems.add("asset", "invalid", "Dit is geen URL van een object.");
        }
        let herstelduur = regel.herstel.as_ref().and_then(|herstel| herstel.duur.get());
        let rule = Self {
            uuid,
            naam: regel.naam.clone(),
            soort: regel.soort.clone(),
            asset: asset.flatten(),
            hoofd: hoofd?,
            en,
            tijdvak: regel.tijdvak.clone(),
            vertraging: duur("vertraging", regel.vertraging.get(), problems),
            herstel,
            herstelduur: duur("herstel.duur", herstelduur, problems),
            prioriteit: regel.prioriteit,
            bundeling: regel.bundelen.then(|| grens(regel.bundeling.as_ref(), problems)),
            maximum: regel.maximum_per_dag,
            zaaktype: regel.zaaktype.clone(),
            geldig: (regel.geldig_van, regel.geldig_tot),
        };
        rule.check(problems);
        Some(rule)
    }

    /// Adds what does not go together.
    fn check(&self, problems: &mut Problems) {
        if self.soort.is_empty() && self.asset.is_none() {
            problems.add("soort", "required", "Geef een soort objecten, of een object bij asset.");
        }
        for (i, _) in self.en.iter().enumerate().filter(|(_, conditie)| !conditie.is_plain()) {
            let reason = "Hier kan alleen een drempel of een toestand staan.";
            problems.add(format!("en.{i}.soort"), "invalid_choice", reason);
        }
        if let Some(herstel) = &self.herstel {
            if !herstel.is_plain() {
                problems.add(
                    "herstel.conditie.soort",
                    "invalid_choice",
                    "Hier kan alleen een drempel of een toestand staan.",
                );
            } else if self.en.is_empty() && self.hoofd.overlapt(herstel) {
                let reason = "Een waarde kan aan de conditie en aan het herstel tegelijk voldoen. Kies een herstel dat er los van staat.";
                problems.add("herstel.conditie", "overlap", reason);
            }
        }
        if !self.hoofd.is_plain() && self.vertraging > 0 {
            let reason = "Een vertraging past alleen bij een drempel of een toestand.";
            problems.add("vertraging", "invalid", reason);
        }
        if let Some(tijdvak) = &self.tijdvak {
            tijdvak.check(problems);
        }
        if self.geldig.0.zip(self.geldig.1).is_some_and(|(van, tot)| tot < van) {
            problems.add("geldigTot", "date-mismatch", "Geldig tot ligt voor geldig van.");
        }
    }

    /// Whether it holds on a day.
    pub(crate) fn geldt_op(&self, dag: Date) -> bool {
        self.geldig.0.is_none_or(|van| van <= dag) && self.geldig.1.is_none_or(|tot| dag <= tot)
    }

    /// Whether it is about an asset of this kind.
    pub(crate) fn gaat_over(&self, asset: Uuid, soort: &str) -> bool {
        self.asset.is_none_or(|own| own == asset) && (self.soort.is_empty() || self.soort == soort)
    }

    /// All conditions about values: that of the rule, what must hold besides, and that of recovery.
    pub(crate) fn condities(&self) -> impl Iterator<Item = &Conditie> {
        std::iter::once(&self.hoofd).chain(&self.en).chain(&self.herstel)
    }

    /// The properties it looks at.
    pub(crate) fn eigenschappen(&self) -> BTreeSet<&str> {
        self.condities().map(Conditie::eigenschap).filter(|name| !name.is_empty()).collect()
    }

    /// Whether a measured property concerns it.
    pub(crate) fn kijkt_naar(&self, eigenschap: &str) -> bool {
        match &self.hoofd {
            Conditie::Drift { .. } => false,
            Conditie::Stilte { eigenschap: own, .. } => own.is_empty() || own == eigenschap,
            _ => self.condities().any(|conditie| conditie.eigenschap() == eigenschap),
        }
    }

    /// The rule in a sentence, in plain Dutch.
    pub(crate) fn leesbaar(&self) -> String {
        let what = if self.soort.is_empty() { "een object".to_owned() } else { format!("een {}", self.soort) };
        let mut text = format!(
            "Maak een incident met prioriteit {} als van {what} {}",
            self.prioriteit.as_str(),
            self.hoofd.leesbaar()
        );
        for conditie in &self.en {
            text.extend([" en ", &conditie.leesbaar()]);
        }
        if let Some(tijdvak) = &self.tijdvak {
            text.push(',');
            text.push_str(&tijdvak.leesbaar());
        }
        if self.vertraging > 0 {
            text.extend([", en dat ", &woorden(self.vertraging), " zo blijft"]);
        }
        text.push('.');
        text.push_str(&self.leesbaar_herstel());
        if let Some(grens) = &self.bundeling {
            text.push_str(&leesbaar_bundeling(grens));
        }
        if let Some(maximum) = self.maximum {
            text.extend([" Niet meer dan ", &maximum.to_string(), " op een dag."]);
        }
        text
    }

    fn leesbaar_herstel(&self) -> String {
        let lang = if self.herstelduur > 0 { format!(" {} lang", woorden(self.herstelduur)) } else { String::new() };
        match (&self.herstel, &self.hoofd) {
            (Some(conditie), _) => format!(" Het is weer goed als{lang} {}.", conditie.leesbaar()),
            (None, Conditie::Stilte { .. }) => format!(" Het is weer goed als er{lang} weer iets wordt gehoord."),
            (None, _) => format!(" Het is weer goed als dit{lang} niet meer zo is."),
        }
    }
}

fn leesbaar_bundeling(grens: &Grens) -> String {
    let many = match (grens.aantal, grens.percentage) {
        (Some(aantal), Some(percentage)) => format!("{aantal} of meer, of {percentage} %,"),
        (Some(aantal), None) => format!("{aantal} of meer"),
        (None, percentage) => format!("{} %", percentage.unwrap_or(100)),
    };
    format!(
        " Beginnen binnen {} {many} van de objecten achter dezelfde kast of groep, dan is het een incident van die kast of groep; daarop wordt {} gewacht.",
        woorden(grens.venster),
        woorden(grens.wacht)
    )
}

/// A duration of a rule, in milliseconds.
fn duur(name: &str, duur: Option<&Duur>, problems: &mut Problems) -> i64 {
    let Some(duur) = duur else { return 0 };
    millis(duur).unwrap_or_else(|| {
        problems.add(name, "invalid", "Gebruik weken, dagen, uren, minuten of seconden, en niet meer dan tien jaar.");
        0
    })
}

fn grens(bundeling: Option<&Bundeling>, problems: &mut Problems) -> Grens {
    let Some(bundeling) = bundeling else { return Grens::DEFAULT };
    if bundeling.aantal.is_none() && bundeling.percentage.is_none() {
        problems.add("bundeling", "required", "Geef aantal of percentage, of zet bundelen uit.");
    }
    Grens {
        aantal: bundeling.aantal,
        percentage: bundeling.percentage,
        venster: duur("bundeling.venster", Some(&bundeling.venster), problems),
        wacht: duur("bundeling.wacht", Some(&bundeling.wacht), problems),
    }
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
