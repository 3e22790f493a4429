// SPDX-License-Identifier: EUPL-1.2
//! What trying a rule found: in groups, counted by day, and beside what was really raised.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;
use uuid::Uuid;
use waarmaker_api::Result;
use waarmaker_db::{Tx, Value};

use super::{Gevonden, Proef, Zou, ZouGroep};
use crate::{
    bundeling::{self, Lid},
    groep,
    regel::Bewaakt,
    termijn::moment,
    vaststellen::{bewijs, sleutel},
};

/// Groups what was found, counts it, and compares it with what was really raised.
pub(super) fn verslag(
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
