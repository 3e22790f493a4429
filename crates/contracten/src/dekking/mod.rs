// SPDX-License-Identifier: EUPL-1.2
//! Gaps and overlaps before they bite: what no contract covers, what two cover equally, and what ends without a successor.

mod cel;
pub(crate) mod overlap;
mod text;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use uuid::Uuid;
use waarmaker_api::{Cx, Result};
use waarmaker_core::Date;
use waarmaker_resource::choice;

use cel::{Cel, Grond, Vlak};

use crate::{
    Prioriteit,
    contract::{Regel, narrowest},
};

/// Which days are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Periode {
    /// The first day.
    pub van: Date,
    /// The last day.
    pub tot: Date,
    /// A contract that ends within so many days after the first must have a successor.
    pub dagen: i32,
}

impl Periode {
    /// From a day on, until the last day on which a contract must have a successor.
    pub fn vanaf(van: Date, dagen: i32) -> Self {
        Self { van, tot: van.plus_days(dagen).unwrap_or(van), dagen }
    }
}

/// What the contracts cover, and what they do not.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Dekking {
    /// The first day.
    pub van: Date,
    /// The last day.
    pub tot: Date,
    /// How many assets there are.
    pub assets: i64,
    /// For each kind and priority, how the assets are covered on the first day.
    pub telling: Vec<Telregel>,
    /// What is wrong, from which day on.
    pub bevindingen: Vec<Bevinding>,
    /// Contracts that end without a successor.
    pub aflopend: Vec<Aflopend>,
}

/// How the assets of a kind are covered for a priority.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Telregel {
    /// Kind of asset.
    pub soort: String,
    /// Priority.
    pub prioriteit: Prioriteit,
    /// How many there are.
    pub assets: i64,
    /// By one contract, or by several of which one goes first.
    pub gedekt: i64,
    /// By none.
    pub zonder: i64,
    /// By several of which none goes first.
    pub dubbel: i64,
}

choice! {
    /// Wat er mis is: geen contract, of meer dan een.
    pub enum Wat {
        Zonder = "zonder", Dubbel = "dubbel",
    }
}

/// Something that is wrong from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Bevinding {
    /// The first day within the period.
    pub vanaf: Date,
    /// What.
    pub wat: Wat,
    /// Kind of asset.
    pub soort: String,
    /// For which priorities.
    pub prioriteiten: Vec<Prioriteit>,
    /// How many assets.
    pub aantal: i64,
    /// Numbers of the contracts that overlap.
    pub contracten: Vec<String>,
    /// In which areas they stand: of each the smallest around it.
    pub gebieden: Vec<Gebiedtelling>,
}

/// Assets in an area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Gebiedtelling {
    /// Kind of area; empty for what stands outside all areas.
    pub soort: String,
    /// Code.
    pub code: String,
    /// Name.
    pub naam: String,
    /// How many assets.
    pub aantal: i64,
}

/// A contract that ends while nothing takes its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Aflopend {
    /// Its uuid.
    pub uuid: Uuid,
    /// Its number.
    pub nummer: String,
    /// Its name.
    pub naam: String,
    /// Its last day.
    pub einde: Date,
    /// How many of its assets no contract covers the day after.
    pub zonder_opvolger: i64,
}

impl Dekking {
    /// Whether anybody has to do something.
    pub const fn is_clean(&self) -> bool {
        self.bevindingen.is_empty() && self.aflopend.is_empty()
    }
}

/// What the contracts cover in a period. One pass over the assets, whatever the number of contracts, priorities and days; none when no asset and no area
/// changed since it was asked last.
pub fn dekking(periode: Periode, cx: &mut Cx<'_, '_>) -> Result<Dekking> {
    let horizon = periode.van.plus_days(periode.dagen.saturating_add(1)).unwrap_or(periode.van);
    let regels = Regel::between(cx.tx, periode.van, periode.tot.max(horizon))?;
    let grond = Grond::of(&regels, cx)?;
    let map = Map { vlakken: &grond.vlakken, cellen: &grond.cellen, regels: &regels };
    Ok(Dekking {
        van: periode.van,
        tot: periode.tot,
        assets: grond.cellen.iter().map(|cel| cel.aantal).sum(),
        telling: map.telling(periode.van),
        bevindingen: map.bevindingen(&periode),
        aflopend: map.aflopend(&periode),
    })
}

/// Everything that is needed to tell what covers what.
struct Map<'a> {
    vlakken: &'a [Vlak],
    cellen: &'a [Cel],
    regels: &'a [Regel],
}

/// What is wrong on a day: for a kind and a priority, with the contracts that overlap, how many assets in which area.
type Found = BTreeMap<(String, usize, Vec<String>), BTreeMap<Option<usize>, i64>>;

impl Map<'_> {
    /// The contracts that are the narrowest for a cell.
    fn winners(&self, cel: &Cel, prioriteit: Prioriteit, dag: Date) -> Vec<&Regel> {
        let around: Vec<(Uuid, f64)> = cel
            .gebieden
            .iter()
            .filter_map(|i| self.vlakken.get(*i))
            .map(|vlak| (vlak.gebied.uuid, vlak.size))
            .collect();
        let covering: Vec<(&Regel, f64)> = self
            .regels
            .iter()
            .enumerate()
            .filter(|(i, regel)| {
                regel.on(dag)
                    && regel.covers_prioriteit(prioriteit)
                    && regel.covers_soort(&cel.soort)
                    && (regel.bereik.assets.is_empty() || cel.named.contains(i))
            })
            .filter_map(|(_, regel)| Some((regel, regel.area(&around)?)))
            .collect();
        narrowest(&covering)
    }

    fn telling(&self, dag: Date) -> Vec<Telregel> {
        let mut found: BTreeMap<(&str, usize), [i64; 3]> = BTreeMap::new();
        for cel in self.cellen {
            for (rank, prioriteit) in Prioriteit::ALL.into_iter().enumerate() {
                let [zonder, gedekt, dubbel] = found.entry((&cel.soort, rank)).or_default();
                match self.winners(cel, prioriteit, dag).len() {
                    0 => *zonder += cel.aantal,
                    1 => *gedekt += cel.aantal,
                    _ => *dubbel += cel.aantal,
                }
            }
        }
        let line = |((soort, rank), [zonder, gedekt, dubbel]): ((&str, usize), [i64; 3])| {
            let (soort, prioriteit) = (soort.to_owned(), *Prioriteit::ALL.get(rank)?);
            Some(Telregel { soort, prioriteit, assets: zonder + gedekt + dubbel, gedekt, zonder, dubbel })
        };
        found.into_iter().filter_map(line).collect()
    }

    /// What is wrong on the first day, and on each day on which something becomes wrong that was not before.
    fn bevindingen(&self, periode: &Periode) -> Vec<Bevinding> {
        let mut days = BTreeSet::from([periode.van]);
        for regel in self.regels {
            days.insert(regel.bereik.begin);
            days.extend(regel.bereik.einde.and_then(|einde| einde.plus_days(1)));
        }
        let mut before = Found::new();
        let mut result = Vec::new();
        for dag in days.into_iter().filter(|dag| (periode.van..=periode.tot).contains(dag)) {
            let found = self.wrong_on(dag);
            let fresh = found.iter().filter(|(key, areas)| before.get(*key) != Some(*areas));
            self.tell(dag, fresh, &mut result);
            before = found;
        }
        result
    }

    fn wrong_on(&self, dag: Date) -> Found {
        let mut found = Found::new();
        for cel in self.cellen {
            let smallest = cel.gebieden.iter().copied().min_by(|a, b| self.size(*a).total_cmp(&self.size(*b)));
            for (rank, prioriteit) in Prioriteit::ALL.into_iter().enumerate() {
                let winners = self.winners(cel, prioriteit, dag);
                if winners.len() != 1 {
                    let names = winners.iter().map(|regel| regel.bereik.nummer.clone()).collect();
                    let areas = found.entry((cel.soort.clone(), rank, names)).or_default();
                    *areas.entry(smallest).or_default() += cel.aantal;
                }
            }
        }
        found
    }

    fn size(&self, vlak: usize) -> f64 {
        self.vlakken.get(vlak).map_or(f64::INFINITY, |vlak| vlak.size)
    }

    /// Priorities for which the same is wrong are told together.
    fn tell<'f>(
        &self,
        dag: Date,
        fresh: impl Iterator<Item = (&'f (String, usize, Vec<String>), &'f BTreeMap<Option<usize>, i64>)>,
        result: &mut Vec<Bevinding>,
    ) {
        for ((soort, rank, contracten), areas) in fresh {
            let Some(prioriteit) = Prioriteit::ALL.get(*rank) else { continue };
            let gebieden: Vec<Gebiedtelling> = areas.iter().map(|(vlak, aantal)| self.area(*vlak, *aantal)).collect();
            let same = result.iter_mut().find(|known| {
                known.vanaf == dag
                    && known.soort == *soort
                    && known.contracten == *contracten
                    && known.gebieden == gebieden
            });
            if let Some(same) = same {
                same.prioriteiten.push(*prioriteit);
                continue;
            }
            result.push(Bevinding {
                vanaf: dag,
                wat: if contracten.is_empty() { Wat::Zonder } else { Wat::Dubbel },
                soort: soort.clone(),
                prioriteiten: vec![*prioriteit],
                aantal: areas.values().sum(),
                contracten: contracten.clone(),
                gebieden,
            });
        }
    }

    fn area(&self, vlak: Option<usize>, aantal: i64) -> Gebiedtelling {
        match vlak.and_then(|i| self.vlakken.get(i)) {
            Some(Vlak { gebied, .. }) => Gebiedtelling {
                soort: gebied.soort.clone(),
                code: gebied.code.clone(),
                naam: gebied.naam.clone(),
                aantal,
            },
            None => Gebiedtelling {
                soort: String::new(),
                code: String::new(),
                naam: "buiten alle gebieden".to_owned(),
                aantal,
            },
        }
    }

    fn aflopend(&self, periode: &Periode) -> Vec<Aflopend> {
        let last = periode.van.plus_days(periode.dagen).unwrap_or(periode.van);
        let ends = |regel: &&Regel| regel.bereik.einde.is_some_and(|einde| (periode.van..=last).contains(&einde));
        let mut result: Vec<Aflopend> =
            self.regels.iter().filter(ends).filter_map(|regel| self.successor(regel)).collect();
        result.sort_by(|a, b| (a.einde, &a.nummer).cmp(&(b.einde, &b.nummer)));
        result
    }

    /// How many assets lose their contract when this one ends; `None` when all of them get another.
    fn successor(&self, regel: &Regel) -> Option<Aflopend> {
        let einde = regel.bereik.einde?;
        let after = einde.plus_days(1)?;
        let loses = |cel: &&Cel| {
            Prioriteit::ALL.into_iter().any(|prioriteit| {
                let now = self.winners(cel, prioriteit, einde);
                now.iter().any(|winner| winner.uuid == regel.uuid) && self.winners(cel, prioriteit, after).is_empty()
            })
        };
        let zonder_opvolger = self.cellen.iter().filter(loses).map(|cel| cel.aantal).sum();
        (zonder_opvolger > 0).then(|| Aflopend {
            uuid: regel.uuid,
            nummer: regel.bereik.nummer.clone(),
            naam: regel.bereik.naam.clone(),
            einde,
            zonder_opvolger,
        })
    }
}
