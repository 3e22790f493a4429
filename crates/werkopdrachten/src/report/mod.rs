// SPDX-License-Identifier: EUPL-1.2
//! The evidence of a contract over a month: every order, every norm with its deadline and what came of it, pauses with reasons, penalties.
//!
//! A norm is judged by what was agreed when the order ran: the norm and the deadline are those of the explanation that is kept with the order. There are
//! no personal data in it: parties, never people.

mod csv;
mod html;
mod maand;
mod routes;
mod tevreden;

use jiff::Timestamp;
use serde::Serialize;
use uuid::Uuid;
use waarmaker_api::{Cx, Result};
use waarmaker_contracten::{
    Aannemer, Contract, Normsoort, Prioriteit,
    klok::{Klok, Pauze, Verklaring},
};
use waarmaker_core::{DateTime, Problem};

use crate::{Norm, Opdrachtstatus, Termijn, Werkopdracht};

pub use maand::Maand;
pub(crate) use routes::routes;
pub use tevreden::Tevredenheid;

/// The evidence of a contract over a month.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Rapport {
    /// Number of the contract.
    pub contract: String,
    /// Its name.
    pub naam: String,
    /// Name of the contractor.
    pub aannemer: String,
    /// The month, `2026-11`: of the orders that were offered in it.
    pub maand: String,
    /// When the report was made; what is not done yet is judged as of this moment.
    pub stand: DateTime,
    /// The orders, the first first.
    pub opdrachten: Vec<Opdracht>,
    /// For each norm how often it was met.
    pub totalen: Vec<Totaal>,
    /// How people who reported found the work.
    pub tevredenheid: Tevredenheid,
    /// Sum of the penalties, in cents, before the maximum.
    pub boetes: i64,
    /// The most that is due in a month, in cents.
    pub maximum: Option<i64>,
    /// What is due, in cents.
    pub verschuldigd: i64,
}

/// An order.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Opdracht {
    /// Its number.
    pub nummer: String,
    /// Kind, number and street of the asset.
    pub asset: String,
    /// Priority.
    pub prioriteit: Prioriteit,
    /// How it stands.
    pub status: Opdrachtstatus,
    /// When it was offered: the beginning of the clock.
    pub gemeld: DateTime,
    /// The norms.
    pub normen: Vec<Meting>,
    /// Time in which the clock stood still.
    pub pauzes: Vec<crate::Pauze>,
}

/// A norm of an order, and what came of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Meting {
    /// Which.
    pub norm: Norm,
    /// The rule in words.
    pub regel: String,
    /// The last moment that was in time.
    pub uiterlijk: Option<DateTime>,
    /// When it was done.
    pub behaald: Option<DateTime>,
    /// What came of it.
    pub uitkomst: Uitkomst,
    /// By how many seconds that count it was late.
    pub te_laat_seconden: i64,
    /// The penalty, in cents.
    pub boete: i64,
}

/// What came of a norm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Uitkomst {
    /// Done in time.
    OpTijd,
    /// Done, and late.
    TeLaat,
    /// Not done, and the deadline is past.
    Open,
    /// Not done, and there is time.
    Loopt,
    /// Not for the contractor any more: withdrawn or refused.
    Vervallen,
}

impl Uitkomst {
    /// For people.
    pub const fn naam(self) -> &'static str {
        match self {
            Self::OpTijd => "op tijd",
            Self::TeLaat => "te laat",
            Self::Open => "te laat, nog niet gedaan",
            Self::Loopt => "loopt nog",
            Self::Vervallen => "telt niet",
        }
    }
}

/// How often a norm was met.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Totaal {
    /// The norm.
    pub norm: Norm,
    /// How many orders it was due for.
    pub aantal: i64,
    /// How many met it.
    pub op_tijd: i64,
    /// How many did not.
    pub te_laat: i64,
    /// Which part met it, in tenths of a percent.
    pub promille: Option<i64>,
    /// Penalties, in cents.
    pub boete: i64,
}

/// Makes the evidence of a contract over a month; `None` when there is no such contract.
pub fn rapport(contract: Uuid, maand: Maand, cx: &mut Cx<'_, '_>) -> Result<Option<Rapport>> {
    let Some(found) = cx.get::<Contract>(contract)? else { return Ok(None) };
    let aannemer = cx.get::<Aannemer>(found.aannemer.uuid)?.map_or_else(String::new, |aannemer| aannemer.naam);
    let orders = orders(contract, maand, cx)?;
    let now = cx.call.now;
    let opdrachten: Vec<Opdracht> =
        orders.into_iter().map(|order| judged(order, &found, now.at)).collect::<Result<_>>()?;
    let totalen: Vec<Totaal> = [Norm::Aannemen, Norm::TerPlaatse, Norm::Hersteld]
        .into_iter()
        .filter_map(|norm| total(norm, &opdrachten))
        .collect();
    let boetes = totalen.iter().fold(0_i64, |sum, total| sum.saturating_add(total.boete));
    let maximum = found.boete_maximum;
    let tevredenheid = tevreden::tevredenheid(contract, maand, cx)?;
    Ok(Some(Rapport {
        contract: found.nummer,
        naam: found.naam,
        aannemer,
        maand: maand.to_string(),
        stand: now,
        opdrachten,
        totalen,
        tevredenheid,
        boetes,
        maximum,
        verschuldigd: maximum.map_or(boetes, |maximum| boetes.min(maximum)),
    }))
}

/// The orders under a contract that were offered in a month.
fn orders(contract: Uuid, maand: Maand, cx: &mut Cx<'_, '_>) -> Result<Vec<Werkopdracht>> {
    let sql = "SELECT body FROM werkopdrachten WHERE contract = $1 AND aangeboden >= $2 AND aangeboden < $3 ORDER BY aangeboden, id";
    let (van, tot) = maand.bounds()?;
    let bounds = [contract.into(), van.sort_key().into(), tot.sort_key().into()];
    let bodies = cx.tx.query(sql, &bounds, |row| row.bytes(0))?;
    bodies.iter().map(|body| serde_json::from_slice(body).map_err(Problem::internal)).collect()
}

fn judged(order: Werkopdracht, contract: &Contract, now: Timestamp) -> Result<Opdracht> {
    let normen = order.termijnen.iter().map(|term| measured(term, &order, contract, now)).collect::<Result<_>>()?;
    Ok(Opdracht {
        nummer: order.nummer,
        asset: order.asset_omschrijving,
        prioriteit: order.prioriteit,
        status: order.status,
        gemeld: order.aangeboden,
        normen,
        pauzes: order.pauzes,
    })
}

/// Holds a norm against what was done.
fn measured(term: &Termijn, order: &Werkopdracht, contract: &Contract, now: Timestamp) -> Result<Meting> {
    let verklaring: Verklaring = serde_json::from_value(term.verklaring.clone()).map_err(Problem::internal)?;
    let klok = Klok {
        regel: verklaring.regel.clone(),
        telling: verklaring.telt,
        norm: verklaring.norm_seconden,
        rooster: contract.rooster(),
    };
    let pauzes: Vec<Pauze> = order.pauzes.iter().map(pause).collect();
    let over = |at: Timestamp| term.uiterlijk.is_some_and(|uiterlijk| at > uiterlijk.at);
    let runs =
        matches!(order.status, Opdrachtstatus::Aangeboden | Opdrachtstatus::Aangenomen | Opdrachtstatus::TerPlaatse);
    let (uitkomst, until) = match term.behaald {
        Some(done) if over(done.at) => (Uitkomst::TeLaat, Some(done.at)),
        Some(_) => (Uitkomst::OpTijd, None),
        None if !runs => (Uitkomst::Vervallen, None),
        None if over(now) => (Uitkomst::Open, Some(now)),
        None => (Uitkomst::Loopt, None),
    };
    // What is late is late by a second at least, however the seconds fall.
    let te_laat = until.map_or(0, |until| klok.te_laat(order.aangeboden.at, until, &pauzes).max(1));
    let boete = contract.boete(order.prioriteit, soort(term.norm)).map_or(0, |boete| boete.bedrag(te_laat, klok.dag()));
    Ok(Meting {
        norm: term.norm,
        regel: verklaring.regel,
        uiterlijk: term.uiterlijk,
        behaald: term.behaald,
        uitkomst,
        te_laat_seconden: te_laat,
        boete,
    })
}

fn pause(pauze: &crate::Pauze) -> Pauze {
    Pauze { begin: pauze.begin.at, einde: pauze.einde.map(|einde| einde.at), reden: pauze.reden.clone() }
}

const fn soort(norm: Norm) -> Normsoort {
    match norm {
        Norm::Aannemen => Normsoort::Aannemen,
        Norm::TerPlaatse => Normsoort::TerPlaatse,
        Norm::Hersteld => Normsoort::Hersteld,
    }
}

/// The total of a norm; `None` when no order has it.
fn total(norm: Norm, opdrachten: &[Opdracht]) -> Option<Totaal> {
    let of_norm: Vec<&Meting> =
        opdrachten.iter().flat_map(|order| &order.normen).filter(|meting| meting.norm == norm).collect();
    if of_norm.is_empty() {
        return None;
    }
    let count = |outcomes: &[Uitkomst]| {
        let found = of_norm.iter().filter(|meting| outcomes.contains(&meting.uitkomst)).count();
        i64::try_from(found).unwrap_or(i64::MAX)
    };
    let (op_tijd, te_laat) = (count(&[Uitkomst::OpTijd]), count(&[Uitkomst::TeLaat, Uitkomst::Open]));
    let aantal = op_tijd + te_laat;
    Some(Totaal {
        norm,
        aantal,
        op_tijd,
        te_laat,
        promille: (aantal > 0).then(|| op_tijd * 1000 / aantal),
        boete: of_norm.iter().fold(0_i64, |sum, meting| sum.saturating_add(meting.boete)),
    })
}

/// "1.234,50".
fn euro(cents: i64) -> String {
    let whole = (cents / 100).unsigned_abs().to_string();
    let mut text = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    format!("{text},{:02}", (cents % 100).unsigned_abs())
}

/// "ter plaatse".
const fn naam(norm: Norm) -> &'static str {
    soort(norm).naam()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_as_in_dutch() {
        for (cents, text) in [(0, "0,00"), (5, "0,05"), (123_450, "1.234,50"), (100_000_000, "1.000.000,00")] {
            assert_eq!(euro(cents), text);
        }
    }
}
