// SPDX-License-Identifier: EUPL-1.2
//! What is due without a message: delays that are over, recovery that lasted, silence, drift, and forgetting who reported.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use uuid::Uuid;
use waarmaker_api::{Cx, Result};

use crate::{
    Status,
    conditie::Conditie,
    geheugen::{self, Object, Sleutel, Stand},
    heropenen, melders,
    regel::{Bewaakt, actieve},
    termijn::{DAG, millis, moment, woorden},
    toestand::{Grond, Stap, Toestand, begin, vaststellen as stel_vast},
    vaststellen::{self, Gevolg, sleutel},
};

/// Most states, and most silent assets of a rule, in one call.
const MOST: i64 = 500;

/// Does what is due, a bounded part of it; another call goes on. Two nodes may call it at once.
pub fn tick(cx: &mut Cx<'_, '_>) -> Result<()> {
    let rules = actieve(cx)?;
    termijnen(&rules, cx)?;
    for rule in &rules {
        match &rule.hoofd {
            Conditie::Stilte { duur, .. } => {
                let pause = (millis(duur).unwrap_or_default() / 10).clamp(1_000, 60_000);
                if claim(rule.uuid, pause, cx)? {
                    stilte(&rules, rule, cx)?;
                }
            }
            Conditie::Drift { .. } if claim(rule.uuid, 6 * 3_600_000, cx)? => drift(&rules, rule, cx)?,
            _ => {}
        }
    }
    heropenen::vergeet(cx)?;
    melders::vergeet(cx)
}

/// Takes the turn of a rule: at most one node has it.
fn claim(regel: Uuid, pause: i64, cx: &mut Cx<'_, '_>) -> Result<bool> {
    let now = cx.call.now.at.as_millisecond();
    let sql = "INSERT INTO regelklok (regel, volgende) VALUES ($1, $2) ON CONFLICT (regel) DO UPDATE SET volgende = excluded.volgende
        WHERE regelklok.volgende <= $3";
    Ok(cx.tx.run(sql, &[regel.into(), (now + pause).into(), now.into()])? > 0)
}

/// Delays that are over, and recovery that lasted long enough.
fn termijnen(rules: &[Bewaakt], cx: &mut Cx<'_, '_>) -> Result<()> {
    let now = cx.call.now.at.as_millisecond();
    let due = geheugen::due(now, MOST, cx)?;
    if due.is_empty() {
        return Ok(());
    }
    let assets: Vec<Uuid> = due.iter().map(|((_, asset), _)| *asset).collect();
    let objecten = geheugen::objecten(&assets, cx)?;
    let (mut states, mut gevolgen) = (BTreeMap::new(), Vec::new());
    for (key, (state, _)) in due {
        let mut state = Some(state);
        match rules.iter().find(|rule| rule.uuid == key.0).filter(|_| objecten.contains_key(&key.1)) {
            Some(rule) => {
                let steps = rule.vervalt(&mut state, now);
                gevolgen.extend(steps.into_iter().map(|stap| Gevolg { sleutel: key, stap }));
            }
            // The rule is off, or the asset is gone: nothing falls due.
            None => {
                state = state.filter(|state| state.incident.is_some()).map(|state| Toestand { termijn: None, ..state });
            }
        }
        states.insert(key, state);
    }
    vaststellen::doe(rules, &objecten, states, gevolgen, cx)
}

/// What was found without a message.
struct Vondst {
    asset: Uuid,
    begin: i64,
    op: i64,
    grond: Grond,
    vorig: Option<Uuid>,
}

/// Raises what was found without a message, once for each asset. On PostgreSQL the states are held first, as [`crate::Bewaking`] does, and what somebody
/// else wrote meanwhile stays.
fn stel(rules: &[Bewaakt], rule: &Bewaakt, found: Vec<Vondst>, cx: &mut Cx<'_, '_>) -> Result<()> {
    let assets: Vec<Uuid> = found.iter().map(|one| one.asset).collect();
    let objecten = geheugen::objecten(&assets, cx)?;
    let keys: BTreeSet<Sleutel> = assets.iter().map(|asset| (rule.uuid, *asset)).collect();
    let held = if geheugen::several(cx) { Some(geheugen::lock(&keys, cx)?) } else { None };
    let several = rule.en.is_empty() && rule.tijdvak.is_none();
    let waarden = if several { HashMap::new() } else { geheugen::waarden(&assets, cx)? };
    let now = cx.call.now.at.as_millisecond();
    // What was only held is written back as it was.
    let mut states: BTreeMap<Sleutel, Option<Toestand>> = held
        .iter()
        .flat_map(|held| keys.iter().map(move |key| (*key, held.get(key).map(|(state, _)| state.clone()))))
        .collect();
    let mut gevolgen: Vec<Gevolg> = Vec::new();
    for Vondst { asset, begin: since, op, grond, vorig } in found {
        let key = (rule.uuid, asset);
        let also = several
            || waarden.get(&asset).is_some_and(|values| rule.oordeel(now, values) == crate::toestand::Oordeel::Fout);
        let taken = held.as_ref().and_then(|held| held.get(&key)).is_some_and(|(_, stand)| !is_over(*stand));
        if taken || !also || !objecten.get(&asset).is_some_and(|object: &Object| rule.gaat_over(asset, &object.soort)) {
            continue;
        }
        let mut state = Toestand { vorig, ..begin(since, vec![grond]) };
        let stap: Stap = stel_vast(&mut state, op);
        states.insert(key, Some(state));
        gevolgen.push(Gevolg { sleutel: key, stap });
    }
    vaststellen::doe(rules, &objecten, states, gevolgen, cx)
}

/// Whether the incident of a state is over.
fn is_over(stand: Option<Stand>) -> bool {
    stand.is_some_and(|stand| matches!(stand.status, Some(Status::Gesloten | Status::Hersteld)))
}

/// Those of these assets of which still nothing was heard. On PostgreSQL what was heard last is held until the commit: a reading that comes in meanwhile
/// is either seen here, or sees what is written here.
fn nog_stil(
    eigenschap: &str,
    before: i64,
    silent: Vec<(Uuid, i64, bool)>,
    cx: &mut Cx<'_, '_>,
) -> Result<Vec<(Uuid, i64, bool)>> {
    if !geheugen::several(cx) {
        return Ok(silent);
    }
    let sql = "SELECT l.tijd FROM laatste l WHERE l.datastream IN (SELECT d.id FROM things th JOIN datastreams d ON d.thing = th.id
            JOIN observed_properties p ON p.id = d.observed_property WHERE th.asset = $1 AND ($2 = '' OR p.naam = $2))
        ORDER BY l.datastream FOR UPDATE";
    let mut still = Vec::with_capacity(silent.len());
    for (asset, last, again) in silent {
        let heard = cx.tx.query(sql, &[asset.into(), eigenschap.into()], |row| row.int(0))?;
        if heard.into_iter().max().is_some_and(|newest| newest <= before) {
            still.push((asset, last, again));
        }
    }
    Ok(still)
}

/// Assets of which nothing was heard for too long. What was never heard does not count.
fn stilte(rules: &[Bewaakt], rule: &Bewaakt, cx: &mut Cx<'_, '_>) -> Result<()> {
    let Conditie::Stilte { eigenschap, duur } = &rule.hoofd else { return Ok(()) };
    let duur = millis(duur).unwrap_or_default();
    let before = cx.call.now.at.as_millisecond() - duur;
    let sql = "SELECT th.asset, MAX(l.tijd), MAX(CASE WHEN i.uuid IS NULL THEN 0 ELSE 1 END) FROM things th
        JOIN assets a ON a.uuid = th.asset AND a.verwijderd IS NULL AND ($1 = '' OR a.soort = $1)
        JOIN datastreams d ON d.thing = th.id JOIN observed_properties p ON p.id = d.observed_property AND ($2 = '' OR p.naam = $2)
        JOIN laatste l ON l.datastream = d.id
        LEFT JOIN toestanden t ON t.regel = $3 AND t.asset = th.asset
        LEFT JOIN incidenten i ON i.uuid = t.incident AND i.status IN ('gesloten', 'hersteld') AND i.einde <= $4
        WHERE th.asset IS NOT NULL AND (t.id IS NULL OR i.uuid IS NOT NULL)
        GROUP BY th.asset HAVING MAX(l.tijd) <= $5 ORDER BY MAX(l.tijd) LIMIT $6";
    let values = [
        rule.soort.as_str().into(),
        eigenschap.as_str().into(),
        rule.uuid.into(),
        sleutel(before).into(),
        before.into(),
        MOST.into(),
    ];
    let silent = cx.tx.query(sql, &values, |row| Ok((row.uuid(0)?, row.int(1)?, row.int(2)? == 1)))?;
    let silent = nog_stil(eigenschap, before, silent, cx)?;
    let mut found = Vec::with_capacity(silent.len());
    for (asset, last, again) in silent {
        let vorig = if again { gesloten(rule.uuid, asset, cx)? } else { None };
        let now = cx.call.now.at.as_millisecond();
        // What was said to be mended and keeps silent fails anew since then.
        let begin = if again { now - duur } else { last };
        let uitleg = format!("Sinds dit bericht is {} niets gehoord", woorden(duur));
        let naam = if eigenschap.is_empty() { "alle" } else { eigenschap };
        let resultaat = moment(last).map(|at| at.to_string()).unwrap_or_default();
        let grond = Grond { datastream: naam.to_owned(), tijd: last, resultaat, uitleg };
        found.push(Vondst { asset, begin, op: (begin + duur).min(now), grond, vorig });
    }
    stel(rules, rule, found, cx)
}

/// The closed incident of a state.
fn gesloten(regel: Uuid, asset: Uuid, cx: &mut Cx<'_, '_>) -> Result<Option<Uuid>> {
    let sql = "SELECT COALESCE(i.hoort_bij, i.uuid) FROM toestanden t JOIN incidenten i ON i.uuid = t.incident
        WHERE t.regel = $1 AND t.asset = $2 AND i.status = 'gesloten'";
    Ok(cx.tx.one(sql, &[regel.into(), asset.into()], |row| row.uuid(0))?)
}

/// A day since 1970, the sum of its observations, and their number.
pub(crate) type Dag = (i64, f64, i64);

/// How much the mean of the last days differs from that of the days before, in percent of the latter; `None` with too few days to say.
pub(crate) fn afwijking(dagen: &[Dag], vandaag: i64, (lengte, basis): (i64, i64)) -> Option<(f64, f64, f64)> {
    let mean = |from: i64, to: i64| {
        let days: Vec<f64> = dagen
            .iter()
            .filter(|(dag, _, aantal)| from <= *dag && *dag < to && *aantal > 0)
            .map(|(_, som, aantal)| {
                #[expect(clippy::cast_precision_loss, reason = "a number of observations in a day")]
                let aantal = *aantal as f64;
                som / aantal
            })
            .collect();
        #[expect(clippy::cast_precision_loss, reason = "a number of days")]
        let number = days.len() as f64;
        let enough = i64::try_from(days.len()).unwrap_or(0) * 2 >= to - from;
        (enough && !days.is_empty()).then(|| days.iter().sum::<f64>() / number)
    };
    let (recent, before) = (mean(vandaag - lengte, vandaag)?, mean(vandaag - lengte - basis, vandaag - lengte)?);
    if before.abs() < f64::EPSILON {
        return None;
    }
    Some((recent, before, (recent - before) / before.abs() * 100.0))
}

/// The day since 1970 as it is called in the Netherlands.
pub(crate) fn dag_van(at: jiff::Timestamp) -> i64 {
    static AMSTERDAM: jiff::tz::TimeZone = jiff::tz::get!("Europe/Amsterdam");
    let day = AMSTERDAM.to_datetime(at).date();
    let utc = day.to_zoned(jiff::tz::TimeZone::UTC).map(|zoned| zoned.timestamp().as_millisecond());
    utc.unwrap_or_default().div_euclid(DAG)
}

/// Assets of which the daily means moved. Whole days only: today is left out.
fn drift(rules: &[Bewaakt], rule: &Bewaakt, cx: &mut Cx<'_, '_>) -> Result<()> {
    let Conditie::Drift { eigenschap, dagen, basis, percentage } = &rule.hoofd else { return Ok(()) };
    let vandaag = dag_van(cx.call.now.at);
    let sql = "SELECT th.asset, m.datastream, m.dag, m.som, m.aantal FROM observed_properties p
        JOIN datastreams d ON d.observed_property = p.id JOIN things th ON th.id = d.thing
        JOIN assets a ON a.uuid = th.asset AND a.verwijderd IS NULL AND ($1 = '' OR a.soort = $1)
        JOIN metingen_dag m ON m.datastream = d.id AND m.dag >= $3 AND m.dag < $4
        WHERE p.naam = $2 AND m.som IS NOT NULL";
    let values =
        [rule.soort.as_str().into(), eigenschap.as_str().into(), (vandaag - dagen - basis).into(), vandaag.into()];
    let mut series: BTreeMap<(Uuid, i64), Vec<Dag>> = BTreeMap::new();
    cx.tx.each(sql, &values, |row| {
        series.entry((row.uuid(0)?, row.int(1)?)).or_default().push((row.int(2)?, row.real(3)?, row.int(4)?));
        Ok(())
    })?;
    let sql = "SELECT asset, incident FROM toestanden WHERE regel = $1";
    let open: HashMap<Uuid, Option<Uuid>> =
        cx.tx.query(sql, &[rule.uuid.into()], |row| Ok((row.uuid(0)?, row.opt_uuid(1)?)))?.into_iter().collect();
    let begin = (vandaag - dagen) * DAG;
    let (mut found, mut over) = (Vec::new(), Vec::new());
    for ((asset, _), days) in &series {
        let Some((recent, before, percent)) = afwijking(days, vandaag, (*dagen, *basis)) else { continue };
        #[expect(clippy::cast_precision_loss, reason = "a percentage")]
        let differs = percent.abs() > *percentage as f64;
        match (differs, open.get(asset)) {
            (true, None) => {
                let uitleg = format!("Het gemiddelde was {before:.2} en is nu {recent:.2}: {percent:+.0} %");
                let grond =
                    Grond { datastream: eigenschap.clone(), tijd: begin, resultaat: format!("{recent:.2}"), uitleg };
                found.push(Vondst { asset: *asset, begin, op: cx.call.now.at.as_millisecond(), grond, vorig: None });
            }
            (false, Some(incident)) => over.push((*asset, *incident)),
            _ => {}
        }
    }
    let now = cx.call.now.at.as_millisecond();
    for (asset, incident) in over {
        if let Some(incident) = incident {
            vaststellen::herstellen(incident, now, Some(rule), cx)?;
        }
        geheugen::put((rule.uuid, asset), None, cx)?;
    }
    stel(rules, rule, found, cx)
}
