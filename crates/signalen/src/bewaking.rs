// SPDX-License-Identifier: EUPL-1.2
//! Rules in the transaction that stores observations. A batch costs a handful of statements, however many rules and readings; a reading that is
//! as it should be costs no write.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use uuid::Uuid;
use waarmaker_api::{Cx, Result};
use waarmaker_metingen::{Reading, Watcher};

use crate::{
    conditie::Conditie,
    geheugen::{self, Bekend, Object, Sleutel},
    incident::Status,
    regel::{Bewaakt, actieve},
    toestand::{Oordeel, Stap, Toestand, Waarden, heropen},
    vaststellen::{self, Gevolg},
};

/// The rules, as a watcher of observations.
#[derive(Clone, Copy, Debug)]
pub struct Bewaking;

impl Watcher for Bewaking {
    fn watch(&self, readings: &[Reading], cx: &mut Cx<'_, '_>) -> Result<()> {
        let rules = actieve(cx)?;
        let mut seen: Vec<(Uuid, &Reading)> = readings
            .iter()
            .filter(|reading| reading.newest && rules.iter().any(|rule| rule.kijkt_naar(&reading.eigenschap)))
            .filter_map(|reading| Some((reading.asset?, reading)))
            .collect();
        if seen.is_empty() {
            return Ok(());
        }
        // In the order of their moments, whatever order the messages came in. Of equal moments the order does not matter: each is judged.
        seen.sort_by_key(|(_, reading)| reading.tijd);
        let assets: BTreeSet<Uuid> = seen.iter().map(|(asset, _)| *asset).collect();
        let states = geheugen::states(&assets.into_iter().collect::<Vec<_>>(), cx)?;
        // All readings of an asset count as soon as one of them does: what follows in the same batch may end what it began.
        let touched: BTreeSet<Uuid> = seen
            .iter()
            .filter(|(asset, reading)| is_of_interest(&rules, *asset, reading, &states))
            .map(|(asset, _)| *asset)
            .collect();
        seen.retain(|(asset, _)| touched.contains(asset));
        if seen.is_empty() {
            return Ok(());
        }
        Ronde::open(&rules, &seen, cx)?.run(states, &seen, cx)
    }
}

/// Whether a reading can change anything: something is remembered of its asset, or a condition of a rule meets it.
fn is_of_interest(rules: &[Bewaakt], asset: Uuid, reading: &Reading, states: &HashMap<Sleutel, Bekend>) -> bool {
    rules.iter().filter(|rule| rule.kijkt_naar(&reading.eigenschap)).any(|rule| {
        let own = |conditie: &&Conditie| conditie.eigenschap() == reading.eigenschap;
        let meets = match &rule.hoofd {
            Conditie::Stilte { .. } | Conditie::Drift { .. } => false,
            Conditie::Flapperen { eigenschap, .. } => *eigenschap == reading.eigenschap,
            _ => std::iter::once(&rule.hoofd)
                .chain(&rule.en)
                .filter(own)
                .any(|c| c.geldt(&reading.resultaat) == Some(true)),
        };
        meets || states.contains_key(&(rule.uuid, asset))
    })
}

/// One batch.
struct Ronde<'a> {
    rules: &'a [Bewaakt],
    objecten: HashMap<Uuid, Object>,
    /// Newest values that the database had before the batch; only when a rule looks at more than one property.
    waarden: HashMap<Uuid, Waarden>,
}

/// States before and after, and what follows, in order.
struct Uitkomst {
    states: BTreeMap<Sleutel, Option<Toestand>>,
    gevolgen: Vec<Gevolg>,
}

impl<'a> Ronde<'a> {
    fn open(rules: &'a [Bewaakt], seen: &[(Uuid, &Reading)], cx: &mut Cx<'_, '_>) -> Result<Self> {
        let assets: BTreeSet<Uuid> = seen.iter().map(|(asset, _)| *asset).collect();
        let assets: Vec<Uuid> = assets.into_iter().collect();
        let objecten = geheugen::objecten(&assets, cx)?;
        let several = rules.iter().any(|rule| rule.eigenschappen().len() > 1);
        let waarden = if several { geheugen::waarden(&assets, cx)? } else { HashMap::new() };
        Ok(Self { rules, objecten, waarden })
    }

    fn run(&self, mut states: HashMap<Sleutel, Bekend>, seen: &[(Uuid, &Reading)], cx: &mut Cx<'_, '_>) -> Result<()> {
        let mut outcome = self.judge(&states, seen, None);
        if outcome.states.is_empty() {
            return Ok(());
        }
        if geheugen::several(cx) {
            let keys: BTreeSet<Sleutel> = outcome.states.keys().copied().collect();
            states.retain(|key, _| !keys.contains(key));
            states.extend(geheugen::lock(&keys, cx)?);
            outcome = self.judge(&states, seen, Some(&keys));
            for key in keys {
                outcome.states.entry(key).or_insert_with(|| states.get(&key).map(|(state, _)| state.clone()));
            }
        }
        vaststellen::doe(self.rules, &self.objecten, outcome.states, outcome.gevolgen, cx)
    }

    /// Goes through the readings with what is remembered. Leaves the states that changed.
    fn judge(
        &self,
        states: &HashMap<Sleutel, Bekend>,
        seen: &[(Uuid, &Reading)],
        only: Option<&BTreeSet<Sleutel>>,
    ) -> Uitkomst {
        let mut now: BTreeMap<Sleutel, Option<Toestand>> = BTreeMap::new();
        let mut values = self.waarden.clone();
        let mut gevolgen = Vec::new();
        for &(asset, reading) in seen {
            let Some(object) = self.objecten.get(&asset) else { continue };
            let own = values.entry(asset).or_default();
            own.insert(reading.eigenschap.clone(), (reading.tijd, reading.resultaat.clone()));
            let concerned =
                |rule: &&Bewaakt| rule.kijkt_naar(&reading.eigenschap) && rule.gaat_over(asset, &object.soort);
            for rule in self.rules.iter().filter(concerned) {
                let key = (rule.uuid, asset);
                if only.is_some_and(|only| !only.contains(&key)) {
                    continue;
                }
                let known = states.get(&key);
                let mut state = now.get(&key).cloned().unwrap_or_else(|| known.map(|(state, _)| state.clone()));
                let before = state.clone();
                let mut steps = reopened(rule, known, &mut state, reading, own);
                if steps.is_none() {
                    let what = (reading.eigenschap.as_str(), reading.tijd, &reading.resultaat);
                    steps = Some(rule.zie(&mut state, what, own));
                }
                gevolgen.extend(steps.unwrap_or_default().into_iter().map(|stap| Gevolg { sleutel: key, stap }));
                if state != before {
                    now.insert(key, state);
                }
            }
        }
        Uitkomst { states: now, gevolgen }
    }
}

/// What follows for a state whose incident was closed: it is wrong again, or after all fine. `None` when that is not so.
fn reopened(
    rule: &Bewaakt,
    known: Option<&Bekend>,
    state: &mut Option<Toestand>,
    reading: &Reading,
    waarden: &Waarden,
) -> Option<Vec<Stap>> {
    let (_, stand) = known?;
    let stand = (*stand)?;
    let current = state.as_mut()?;
    let over = matches!(stand.status, Some(Status::Gesloten | Status::Hersteld));
    if !over || current.incident.is_none() || !rule.hoofd.is_plain() {
        return None;
    }
    if rule.oordeel(reading.tijd, waarden) != Oordeel::Fout {
        return None;
    }
    if stand.einde.is_some_and(|einde| reading.tijd <= einde) {
        return Some(Vec::new());
    }
    let closed = stand.status == Some(Status::Gesloten);
    let vorig = current.incident.filter(|_| closed).map(|own| stand.hoort_bij.unwrap_or(own));
    let bewijs = rule.gronden(reading.tijd, waarden);
    Some(heropen(current, reading.tijd, rule.vertraging, vorig, bewijs).into_iter().collect())
}
