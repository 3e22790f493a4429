// SPDX-License-Identifier: EUPL-1.2
//! Which contract an asset falls under.

use geo::Area as _;
use uuid::Uuid;
use waarmaker_api::{Cx, Result};
use waarmaker_assets::{Asset, Punt, gebieden_at, grens};
use waarmaker_core::Date;
use waarmaker_db::Tx;

use crate::{
    Prioriteit,
    contract::{Regel, narrowest},
};

/// Who has to mend an asset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verantwoordelijk {
    /// The party of this contract.
    Contract {
        /// Uuid of the contract.
        contract: Uuid,
        /// Uuid of the contractor.
        aannemer: Uuid,
    },
    /// Nobody: the reason in words (Dutch), for the municipality's own list.
    Niemand(String),
}

/// Which contract covers an asset with this priority on this day. Of several the narrowest scope wins: one that names the asset, then one that names
/// its kind, then the smallest area, then one that names the priority. What remains equal is told as nobody's, with the names of the contracts that
/// overlap.
pub fn verantwoordelijk(
    asset: &Asset,
    prioriteit: Prioriteit,
    dag: Date,
    cx: &mut Cx<'_, '_>,
) -> Result<Verantwoordelijk> {
    let regels = Regel::between(cx.tx, dag, dag)?;
    let around = areas_at(asset.punt, &regels.iter().collect::<Vec<_>>(), cx.tx)?;
    let here = |regel: &Regel| regel.covers_asset(asset.uuid) && regel.area(&around).is_some();
    let covering: Vec<(&Regel, f64)> = regels
        .iter()
        .filter(|regel| {
            regel.covers_asset(asset.uuid) && regel.covers_soort(&asset.soort) && regel.covers_prioriteit(prioriteit)
        })
        .filter_map(|regel| Some((regel, regel.area(&around)?)))
        .collect();
    Ok(match narrowest(&covering).as_slice() {
        [one] => Verantwoordelijk::Contract { contract: one.uuid, aannemer: one.bereik.aannemer.uuid },
        [] => Verantwoordelijk::Niemand(gap(asset, prioriteit, dag, &regels, here, cx.tx)?),
        equal => {
            let names: Vec<String> = equal.iter().map(|regel| regel.name()).collect();
            Verantwoordelijk::Niemand(format!(
                "Meer dan één contract geldt hier, en geen gaat voor: {}. Pas een van de contracten aan.",
                names.join(" en ")
            ))
        }
    })
}

/// The areas around a place that any of these contracts names, with their sizes.
pub(crate) fn areas_at(punt: Punt, regels: &[&Regel], tx: &mut Tx<'_>) -> Result<Vec<(Uuid, f64)>> {
    if regels.iter().all(|regel| regel.gebieden.is_empty()) {
        return Ok(Vec::new());
    }
    let mut around = Vec::new();
    for uuid in gebieden_at(tx, punt)? {
        if regels.iter().any(|regel| regel.gebieden.contains(&uuid))
            && let Some(border) = grens(tx, uuid)?
        {
            around.push((uuid, border.unsigned_area()));
        }
    }
    Ok(around)
}

/// Why no contract covers an asset: the first thing that all of them lack.
fn gap(
    asset: &Asset,
    prioriteit: Prioriteit,
    dag: Date,
    regels: &[Regel],
    here: impl Fn(&Regel) -> bool,
    tx: &mut Tx<'_>,
) -> Result<String> {
    let soort = &asset.soort;
    let of_soort: Vec<&Regel> = regels.iter().filter(|regel| regel.covers_soort(soort)).collect();
    if of_soort.is_empty() {
        return other_day(soort, dag, tx);
    }
    let local: Vec<&&Regel> = of_soort.iter().filter(|regel| here(regel)).collect();
    if local.is_empty() {
        return Ok(format!("Er is op {dag} geen contract voor de soort {soort} op deze plaats."));
    }
    let names: Vec<String> = local.iter().map(|regel| regel.name()).collect();
    Ok(format!(
        "Er is geen contract voor de prioriteit {}: {} geldt daar niet voor.",
        prioriteit.as_str(),
        names.join(" en ")
    ))
}

/// No contract for the kind on this day: whether there was one before, or will be.
fn other_day(soort: &str, dag: Date, tx: &mut Tx<'_>) -> Result<String> {
    let of_soort =
        |regels: Vec<Regel>| regels.into_iter().filter(|regel| regel.covers_soort(soort)).collect::<Vec<_>>();
    let day = |year, month, day| Date::new(year, month, day).unwrap_or(dag);
    let before = of_soort(Regel::between(tx, Date::FIRST, dag)?);
    let ended = before.iter().filter_map(|regel| Some((regel.bereik.einde?, regel))).max_by_key(|(einde, _)| *einde);
    if let Some((einde, regel)) = ended {
        return Ok(format!(
            "Het contract {} voor de soort {soort} eindigde op {einde}; er is geen opvolger.",
            regel.name()
        ));
    }
    let after = of_soort(Regel::between(tx, dag, day(9999, 12, 31))?);
    if let Some(regel) = after.iter().min_by_key(|regel| regel.bereik.begin) {
        let begin = regel.bereik.begin;
        return Ok(format!("Het contract {} voor de soort {soort} begint pas op {begin}.", regel.name()));
    }
    Ok(format!("Er is geen contract voor de soort {soort}."))
}
