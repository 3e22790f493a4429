// SPDX-License-Identifier: EUPL-1.2
//! Trying a rule on observations that there are: the same judgement, with what it remembers in memory, and nothing written.

mod drift;
mod verloop;
mod verslag;

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};
use serde_json::Value as Json;
use uuid::Uuid;
use waarmaker_api::Result;
use waarmaker_core::{DateTime, Origins, Problem, Problems};
use waarmaker_db::Tx;
use waarmaker_resource::{Field, Fields as _, Given, Shape, check_body};

use self::{verloop::een, verslag::verslag};
use crate::{Bewijs, Regel, regel::Bewaakt, toestand::Grond};

/// The body of a request to try a rule.
pub(crate) const VRAAG: &[Field] = &[
    Field { doc: "De regel, zoals bij regels. Of geef naam.", ..Field::new("regel", Shape::Json) },
    Field { doc: "Naam van een regel die er al is.", ..Field::text("naam", 200) },
    Field { doc: "Vanaf welk moment.", ..Field::new("van", Shape::DateTime).required() },
    Field { doc: "Tot welk moment.", ..Field::new("tot", Shape::DateTime).required() },
    Field { doc: "Alleen dit object.", ..Field::text("asset", 1000) },
];

/// How much of it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Voortgang {
    /// Assets that were looked at.
    pub gedaan: usize,
    /// Assets in all.
    pub totaal: usize,
}

/// What is tried.
#[derive(Clone, Debug)]
pub struct Vraag {
    /// The rule, as a body of the API.
    pub regel: Json,
    /// From when, in milliseconds since 1970.
    pub van: i64,
    /// Until when, in milliseconds since 1970.
    pub tot: i64,
    /// Only this asset.
    pub asset: Option<Uuid>,
    /// Most observations that are looked at.
    pub hoogstens: usize,
}

/// An incident that would have been raised.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Zou {
    /// The asset.
    pub asset: Uuid,
    /// Its number.
    pub identificatie: String,
    /// Since when it was wrong.
    pub begin: Option<DateTime>,
    /// When it would have been raised.
    pub vastgesteld: Option<DateTime>,
    /// When it was over; nothing when it was not.
    pub einde: Option<DateTime>,
    /// On what it rests.
    pub bewijs: Vec<Bewijs>,
    /// What it would have been part of.
    pub groep: Option<Uuid>,
    /// Whether it was really raised.
    pub echt: bool,
}

/// A group that would have been made.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ZouGroep {
    /// The cabinet or circuit.
    pub asset: Uuid,
    /// Its number.
    pub identificatie: String,
    /// When the first of it began.
    pub begin: Option<DateTime>,
    /// How many are part of it.
    pub aantal: usize,
}

/// What a rule would have raised.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Proef {
    /// The rule in a sentence.
    pub leesbaar: String,
    /// Observations that it looked at.
    pub waarnemingen: usize,
    /// Assets of which there were any.
    pub assets: usize,
    /// Not all observations were looked at: there were too many.
    pub afgebroken: bool,
    /// What it would have raised, in the order of time.
    pub incidenten: Vec<Zou>,
    /// What of it would have been groups.
    pub groepen: Vec<ZouGroep>,
    /// Orders that would have left on each day: groups, and what belongs to none.
    pub per_dag: BTreeMap<String, usize>,
    /// Incidents that this rule (by its name) really raised in this time, or that were open when it began.
    pub echt: i64,
    /// What to look at; in JSON its Dutch sentence.
    pub waarschuwingen: Vec<Waarschuwing>,
}

/// What to look at in what a rule would have raised. In JSON it is the Dutch sentence; pages say it in their own language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waarschuwing {
    /// No asset measures what the rule looks at.
    GeenObjecten,
    /// Not all observations were looked at.
    TeVeel,
}

impl Waarschuwing {
    /// The Dutch sentence.
    pub const fn zin(self) -> &'static str {
        match self {
            Self::GeenObjecten => "Er zijn geen objecten van deze soort die deze eigenschappen meten.",
            Self::TeVeel => "Er waren te veel waarnemingen: kies een kortere tijd of een enkel object.",
        }
    }
}

impl std::fmt::Display for Waarschuwing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.zin())
    }
}

impl Serialize for Waarschuwing {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.serialize_str(self.zin())
    }
}

/// One incident, in memory.
struct Gevonden {
    asset: Uuid,
    begin: i64,
    op: i64,
    einde: Option<i64>,
    bewijs: Vec<Grond>,
}

/// Tries a rule. Writes nothing; tells how far it is.
pub fn probeer(
    vraag: &Vraag,
    origins: &Origins,
    tx: &mut Tx<'_>,
    voortgang: &mut dyn FnMut(Voortgang),
) -> Result<Proef> {
    let rule = regel(&vraag.regel, origins)?;
    if vraag.tot <= vraag.van {
        return Err(Problem::invalid_one("tot", "date-mismatch", "Tot moet na van liggen."));
    }
    let streams = stromen(&rule, vraag.asset, tx)?;
    let totaal = streams.len();
    let mut proef = Proef {
        leesbaar: rule.leesbaar(),
        waarnemingen: 0,
        assets: totaal,
        afgebroken: false,
        incidenten: Vec::new(),
        groepen: Vec::new(),
        per_dag: BTreeMap::new(),
        echt: 0,
        waarschuwingen: Vec::new(),
    };
    if totaal == 0 {
        proef.waarschuwingen.push(Waarschuwing::GeenObjecten);
    }
    let mut found: Vec<Gevonden> = Vec::new();
    for (gedaan, (asset, own)) in streams.iter().enumerate() {
        voortgang(Voortgang { gedaan, totaal });
        let left = vraag.hoogstens.saturating_sub(proef.waarnemingen);
        if left == 0 {
            proef.afgebroken = true;
            break;
        }
        proef.waarnemingen += een(&rule, *asset, own, (vraag.van, vraag.tot, left), &mut found, tx)?;
    }
    voortgang(Voortgang { gedaan: totaal, totaal });
    if proef.afgebroken {
        proef.waarschuwingen.push(Waarschuwing::TeVeel);
    }
    found.sort_by_key(|gevonden| (gevonden.op, gevonden.asset));
    verslag(&rule, (vraag.van, vraag.tot), &found, &mut proef, tx)?;
    Ok(proef)
}

/// The rule of a body, checked like one that is written.
fn regel(body: &Json, origins: &Origins) -> Result<Bewaakt> {
    let (mut record, mut problems) = check_body(Regel::FIELDS, body, Given::Whole, origins);
    problems.into_result()?;
    waarmaker_resource::apply_defaults(Regel::FIELDS, &mut record);
    let regel: Regel = serde_json::from_value(Json::Object(record)).map_err(Problem::internal)?;
    problems = Problems::new();
    let rule = Bewaakt::read(Uuid::nil(), &regel, &mut problems);
    problems.into_result()?;
    rule.ok_or_else(Problem::not_found)
}

/// Datastreams that the rule looks at, by asset.
fn stromen(rule: &Bewaakt, only: Option<Uuid>, tx: &mut Tx<'_>) -> Result<BTreeMap<Uuid, Vec<(i64, String)>>> {
    let sql = "SELECT th.asset, d.id, p.naam, a.soort FROM things th JOIN assets a ON a.uuid = th.asset AND a.verwijderd IS NULL
        JOIN datastreams d ON d.thing = th.id JOIN observed_properties p ON p.id = d.observed_property
        WHERE ($1 = '' OR a.soort = $1) ORDER BY d.id";
    let mut found: BTreeMap<Uuid, Vec<(i64, String)>> = BTreeMap::new();
    let names = rule.eigenschappen();
    tx.each(sql, &[rule.soort.as_str().into()], |row| {
        let (asset, naam) = (row.uuid(0)?, row.text(2)?);
        let wanted = names.contains(naam.as_str()) || rule.kijkt_naar(&naam);
        if wanted && rule.gaat_over(asset, row.str_ref(3)?) && only.is_none_or(|only| only == asset) {
            found.entry(asset).or_default().push((row.int(1)?, naam));
        }
        Ok(())
    })?;
    Ok(found)
}
