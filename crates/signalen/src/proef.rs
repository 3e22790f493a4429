// SPDX-License-Identifier: EUPL-1.2
//! Trying a rule on observations that there are: the same judgement, with what it remembers in memory, and nothing written.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value as Json;
use uuid::Uuid;
use waarmaker_api::Result;
use waarmaker_core::{DateTime, Origins, Problem, Problems};
use waarmaker_db::{Row, Tx, Value};
use waarmaker_metingen::Resultaat;
use waarmaker_resource::{Field, Fields as _, Given, Shape, check_body};

use crate::{
    Bewijs, Regel,
    bundeling::{self, Lid},
    conditie::Conditie,
    geheugen::waarde,
    groep,
    regel::Bewaakt,
    termijn::{DAG, millis, moment},
    tick::{afwijking, dag_van},
    toestand::{Grond, Stap, Toestand, Waarden, begin, vaststellen},
    vaststellen::{bewijs, sleutel},
};

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
    /// What to look at.
    pub waarschuwingen: Vec<String>,
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
        proef.waarschuwingen.push("Er zijn geen objecten van deze soort die deze eigenschappen meten.".to_owned());
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
        proef
            .waarschuwingen
            .push("Er waren te veel waarnemingen: kies een kortere tijd of een enkel object.".to_owned());
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

/// One asset: all its observations in the order of time, after the newest before it of each datastream. Returns how many, without those.
fn een(
    rule: &Bewaakt,
    asset: Uuid,
    streams: &[(i64, String)],
    (van, tot, most): (i64, i64, usize),
    found: &mut Vec<Gevonden>,
    tx: &mut Tx<'_>,
) -> Result<usize> {
    if let Conditie::Drift { eigenschap, dagen, basis, percentage } = &rule.hoofd {
        let own = streams.iter().filter(|(_, naam)| naam == eigenschap).map(|(id, _)| *id);
        return drift(asset, own, (van, tot), (*dagen, *basis, *percentage), found, tx);
    }
    let mut all: Vec<(i64, &str, Resultaat)> = Vec::new();
    // What was known when it began: something can be wrong already.
    let sql =
        "SELECT tijd, getal, tekst FROM observations WHERE datastream = $1 AND tijd < $2 ORDER BY tijd DESC LIMIT 1";
    for (id, naam) in streams {
        let read = |row: &Row<'_>| Ok((row.int(0)?, naam.as_str(), waarde(row.opt_real(1)?, row.opt_text(2)?)));
        all.extend(tx.one(sql, &[(*id).into(), van.into()], read)?);
    }
    let known = all.len();
    let sql = "SELECT tijd, getal, tekst FROM observations WHERE datastream = $1 AND tijd >= $2 AND tijd < $3 ORDER BY tijd LIMIT $4";
    for (id, naam) in streams {
        let limit = i64::try_from(most.saturating_sub(all.len() - known)).unwrap_or(i64::MAX);
        let values: [Value; 4] = [(*id).into(), van.into(), tot.into(), limit.into()];
        tx.each(sql, &values, |row| {
            all.push((row.int(0)?, naam.as_str(), waarde(row.opt_real(1)?, row.opt_text(2)?)));
            Ok(())
        })?;
    }
    all.sort_by_key(|(tijd, ..)| *tijd);
    let first = found.len();
    let mut loop_ = Verloop { rule, asset, state: None, waarden: Waarden::new(), found, laatste: None };
    for (tijd, naam, resultaat) in &all {
        loop_.zie(*tijd, naam, resultaat);
    }
    loop_.einde(tot);
    // What was raised before is shown when it lasted, as if it was raised when the time began.
    let mut place = 0;
    found.retain(|one| {
        place += 1;
        place <= first || one.einde.is_none_or(|einde| einde > van)
    });
    for one in found.iter_mut().skip(first) {
        one.op = one.op.max(van);
    }
    Ok(all.len() - known)
}

/// The life of one asset under a rule.
struct Verloop<'a> {
    rule: &'a Bewaakt,
    asset: Uuid,
    state: Option<Toestand>,
    waarden: Waarden,
    found: &'a mut Vec<Gevonden>,
    laatste: Option<i64>,
}

impl Verloop<'_> {
    fn zie(&mut self, tijd: i64, naam: &str, resultaat: &Resultaat) {
        self.stil(tijd);
        self.waarden.insert(naam.to_owned(), (tijd, resultaat.clone()));
        let steps = self.rule.zie(&mut self.state, (naam, tijd, resultaat), &self.waarden);
        self.doe(steps);
        self.laatste = Some(tijd);
    }

    /// Silence that began before this moment.
    fn stil(&mut self, tijd: i64) {
        let Conditie::Stilte { eigenschap, duur } = &self.rule.hoofd else { return };
        let (Some(last), Some(duur)) = (self.laatste, millis(duur)) else { return };
        let looks = self.rule.tijdvak.is_none() && self.rule.en.is_empty()
            || self.rule.oordeel(last + duur, &self.waarden) == crate::toestand::Oordeel::Fout;
        if self.state.is_none() && tijd - last > duur && looks {
            let grond = Grond {
                datastream: eigenschap.clone(),
                tijd: last,
                resultaat: String::new(),
                uitleg: "Dit was het laatste bericht".to_owned(),
            };
            let mut state = begin(last, vec![grond]);
            let step = vaststellen(&mut state, last + duur);
            self.state = Some(state);
            self.doe(vec![step]);
        }
    }

    fn einde(&mut self, tot: i64) {
        self.stil(tot);
        let steps = self.rule.vervalt(&mut self.state, tot);
        self.doe(steps);
    }

    fn doe(&mut self, steps: Vec<Stap>) {
        for step in steps {
            match step {
                Stap::Vaststellen { begin, op, bewijs, .. } => {
                    self.found.push(Gevonden { asset: self.asset, begin, op, einde: None, bewijs });
                }
                Stap::Herstellen { op, .. } => {
                    let open =
                        self.found.iter_mut().rev().find(|known| known.asset == self.asset && known.einde.is_none());
                    if let Some(open) = open {
                        open.einde = Some(op);
                    }
                }
            }
        }
    }
}

/// Drift on each day of the time.
fn drift(
    asset: Uuid,
    streams: impl Iterator<Item = i64>,
    (van, tot): (i64, i64),
    (dagen, basis, percentage): (i64, i64, i64),
    found: &mut Vec<Gevonden>,
    tx: &mut Tx<'_>,
) -> Result<usize> {
    let day = |millis: i64| Timestamp::from_millisecond(millis).map(dag_van).unwrap_or_default();
    let (first, last) = (day(van), day(tot));
    let mut seen = 0;
    for stream in streams {
        let sql = "SELECT dag, som, aantal FROM metingen_dag WHERE datastream = $1 AND dag >= $2 AND dag < $3 AND som IS NOT NULL ORDER BY dag";
        let values: [Value; 3] = [stream.into(), (first - dagen - basis).into(), (last + 1).into()];
        let days = tx.query(sql, &values, |row| Ok((row.int(0)?, row.real(1)?, row.int(2)?)))?;
        seen += days.len();
        let mut open: Option<usize> = None;
        for today in first..=last {
            let Some((recent, before, percent)) = afwijking(&days, today, (dagen, basis)) else { continue };
            #[expect(clippy::cast_precision_loss, reason = "a percentage")]
            let differs = percent.abs() > percentage as f64;
            match (differs, open) {
                (true, None) => {
                    let uitleg = format!("Het gemiddelde was {before:.2} en is nu {recent:.2}: {percent:+.0} %");
                    let grond = Grond {
                        datastream: stream.to_string(),
                        tijd: today * DAG,
                        resultaat: format!("{recent:.2}"),
                        uitleg,
                    };
                    open = Some(found.len());
                    let begin = (today - dagen) * DAG;
                    found.push(Gevonden { asset, begin, op: today * DAG, einde: None, bewijs: vec![grond] });
                }
                (false, Some(i)) => {
                    if let Some(known) = found.get_mut(i) {
                        known.einde = Some(today * DAG);
                    }
                    open = None;
                }
                _ => {}
            }
        }
    }
    Ok(seen)
}

/// Groups what was found, counts it, and compares it with what was really raised.
fn verslag(
    rule: &Bewaakt,
    (van, tot): (i64, i64),
    found: &[Gevonden],
    proef: &mut Proef,
    tx: &mut Tx<'_>,
) -> Result<()> {
    let groups = groepeer(rule, found, tx)?;
    let names = namen(found.iter().map(|gevonden| gevonden.asset).chain(groups.keys().copied()), tx)?;
    let naam = |asset: Uuid| names.get(&asset).cloned().unwrap_or_default();
    let echt = werkelijk(rule, (van, tot), tx)?;
    proef.echt = i64::try_from(echt.len()).unwrap_or(i64::MAX);
    let part = |i: usize| groups.iter().find(|(_, leden)| leden.contains(&i)).map(|(asset, _)| *asset);
    for (i, gevonden) in found.iter().enumerate() {
        let near = |(asset, begin): &(Uuid, i64)| *asset == gevonden.asset && (begin - gevonden.begin).abs() <= 60_000;
        proef.incidenten.push(Zou {
            asset: gevonden.asset,
            identificatie: naam(gevonden.asset),
            begin: moment(gevonden.begin),
            vastgesteld: moment(gevonden.op),
            einde: gevonden.einde.and_then(moment),
            bewijs: bewijs(&gevonden.bewijs),
            groep: part(i),
            echt: echt.iter().any(near),
        });
        if part(i).is_none() {
            *proef.per_dag.entry(dag_naam(gevonden.op)).or_default() += 1;
        }
    }
    for (asset, leden) in groups {
        let first = leden.iter().filter_map(|i| found.get(*i)).min_by_key(|gevonden| gevonden.begin);
        if let Some(first) = first {
            *proef.per_dag.entry(dag_naam(first.op)).or_default() += 1;
        }
        let begin = first.and_then(|first| moment(first.begin));
        proef.groepen.push(ZouGroep { asset, identificatie: naam(asset), begin, aantal: leden.len() });
    }
    Ok(())
}

/// Groups in the order of time: each failure with those that began within the window before it and are not over. By what they hang on.
fn groepeer(rule: &Bewaakt, found: &[Gevonden], tx: &mut Tx<'_>) -> Result<BTreeMap<Uuid, BTreeSet<usize>>> {
    let mut groups: BTreeMap<Uuid, BTreeSet<usize>> = BTreeMap::new();
    let Some(grens) = rule.bundeling else { return Ok(groups) };
    let (mut above, mut totals): (HashMap<Uuid, Vec<Uuid>>, HashMap<Uuid, i64>) = (HashMap::new(), HashMap::new());
    for gevonden in found {
        if above.contains_key(&gevonden.asset) {
            continue;
        }
        let boven = waarmaker_assets::ancestors(tx, gevonden.asset)?;
        for node in &boven {
            if !totals.contains_key(node) {
                totals.insert(*node, groep::totaal_van(*node, &rule.soort, tx)?);
            }
        }
        above.insert(gevonden.asset, boven);
    }
    for (i, newest) in found.iter().enumerate() {
        let near = |(_, other): &(usize, &Gevonden)| {
            other.begin >= newest.begin - grens.venster && other.einde.is_none_or(|einde| einde > newest.op)
        };
        let leden: Vec<Lid<usize>> = found
            .iter()
            .enumerate()
            .take(i + 1)
            .filter(near)
            .map(|(i, other)| Lid {
                wat: i,
                asset: other.asset,
                boven: above.get(&other.asset).cloned().unwrap_or_default(),
            })
            .collect();
        let open = groups
            .iter()
            .filter(|(_, leden)| {
                leden.iter().filter_map(|i| found.get(*i)).any(|lid| lid.einde.is_none_or(|einde| einde > newest.op))
            })
            .map(|(asset, _)| *asset)
            .collect();
        let reached = |node: Uuid, count: i64| grens.bereikt(count, totals.get(&node).copied().unwrap_or(i64::MAX));
        for (node, leden) in bundeling::kies(&leden, &open, reached) {
            // A lower group becomes part of the higher one.
            let below: Vec<Uuid> = groups
                .keys()
                .copied()
                .filter(|group| {
                    *group != node
                        && above.values().any(|boven| {
                            let place = |wanted: Uuid| boven.iter().position(|own| *own == wanted);
                            place(*group).zip(place(node)).is_some_and(|(group, node)| group < node)
                        })
                })
                .collect();
            for lower in below {
                let moved = groups.remove(&lower).unwrap_or_default();
                groups.entry(node).or_default().extend(moved);
            }
            groups.entry(node).or_default().extend(leden);
        }
    }
    Ok(groups)
}

/// What a rule of this name really raised, or had raised and was open when the time began: asset and begin.
fn werkelijk(rule: &Bewaakt, (van, tot): (i64, i64), tx: &mut Tx<'_>) -> Result<Vec<(Uuid, i64)>> {
    let sql = "SELECT i.asset, i.begin FROM incidenten i JOIN regels r ON r.uuid = i.regel
        WHERE r.naam = $1 AND i.vastgesteld < $3 AND (i.vastgesteld >= $2 OR i.einde IS NULL OR i.einde > $2)";
    let values: [Value; 3] = [rule.naam.as_str().into(), sleutel(van).into(), sleutel(tot).into()];
    let rows = tx.query(sql, &values, |row| Ok((row.uuid(0)?, row.text(1)?)))?;
    let millis = |text: &str| text.parse::<Timestamp>().map(Timestamp::as_millisecond).unwrap_or_default();
    Ok(rows.into_iter().map(|(asset, begin)| (asset, millis(&begin))).collect())
}

fn namen(assets: impl Iterator<Item = Uuid>, tx: &mut Tx<'_>) -> Result<HashMap<Uuid, String>> {
    let assets: BTreeSet<Uuid> = assets.collect();
    let found = waarmaker_assets::get_many(tx, &assets.into_iter().collect::<Vec<_>>())?;
    Ok(found.into_iter().map(|asset| (asset.uuid, asset.identificatie)).collect())
}

fn dag_naam(millis: i64) -> String {
    static AMSTERDAM: jiff::tz::TimeZone = jiff::tz::get!("Europe/Amsterdam");
    Timestamp::from_millisecond(millis).map(|at| AMSTERDAM.to_datetime(at).date().to_string()).unwrap_or_default()
}
