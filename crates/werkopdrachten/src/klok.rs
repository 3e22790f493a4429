// SPDX-License-Identifier: EUPL-1.2
//! The clock of an order: its terms by the contract, how they stand, and when they say something new.

use jiff::Timestamp;
use serde_json::Value as Json;
use uuid::Uuid;
use waarmaker_api::{Cx, Result};
use waarmaker_contracten::{
    Contract, Normsoort,
    klok::{self, Klok, Verklaring},
};
use waarmaker_core::{DateTime, Problem};
use waarmaker_resource::Uri;

use crate::{Bewaking, Norm, Opdrachtstatus, Termijn, Werkopdracht};

/// Percentage of the norm at which a term is in danger.
const DANGER: i64 = 80;

/// The norms, in the order of the work.
const NORMEN: [(Norm, Normsoort); 3] = [
    (Norm::Aannemen, Normsoort::Aannemen),
    (Norm::TerPlaatse, Normsoort::TerPlaatse),
    (Norm::Hersteld, Normsoort::Hersteld),
];

/// The uuid at the end of a URL.
pub(crate) fn uuid_of(uri: Option<&Uri>) -> Option<Uuid> {
    uri.and_then(|uri| uri.as_str().rsplit('/').next()).and_then(|uuid| Uuid::try_parse(uuid).ok())
}

/// Counts the terms of an order as they are now. Answers when they have to be counted again; `None` when time alone changes nothing any more.
pub(crate) fn refresh(order: &mut Werkopdracht, cx: &mut Cx<'_, '_>) -> Result<Option<Timestamp>> {
    let contract = match uuid_of(order.contract.as_ref()) {
        Some(contract) => cx.get::<Contract>(contract)?,
        None => None,
    };
    let Some(contract) = contract else {
        settle(order);
        return Ok(None);
    };
    let mut next: Option<Timestamp> = None;
    let mut terms = Vec::with_capacity(NORMEN.len());
    for (norm, soort) in NORMEN {
        let Some(klok) = contract.klok(order.prioriteit, soort) else { continue };
        let (term, wake) = count(order, norm, &klok, cx.call.now)?;
        next = [next, wake].into_iter().flatten().min();
        terms.push(term);
    }
    order.termijnen = terms;
    settle(order);
    Ok(next)
}

/// One term, and when it says something new.
fn count(order: &Werkopdracht, norm: Norm, klok: &Klok, now: DateTime) -> Result<(Termijn, Option<Timestamp>)> {
    let begin = order.aangeboden.at;
    let pauzes: Vec<klok::Pauze> = order.pauzes.iter().map(pause).collect();
    let verklaring = klok.deadline(begin, &pauzes);
    let deadline = verklaring.deadline;
    let behaald = order.termijnen.iter().find(|term| term.norm == norm).and_then(|term| term.behaald);
    let danger = klok.moment(begin, DANGER, &pauzes);
    let over = |at: Timestamp| deadline.is_some_and(|deadline| at > deadline);
    let (bewaking, wake) = match behaald {
        Some(done) if over(done.at) => (Bewaking::TeLaat, None),
        Some(_) => (Bewaking::Behaald, None),
        None if !is_running(order) => (Bewaking::Geen, None),
        None if over(now.at) => (Bewaking::Overschreden, None),
        None if danger.is_some_and(|danger| now.at >= danger) => (Bewaking::InGevaar, deadline.map(just_after)),
        None => (Bewaking::OpSchema, danger),
    };
    let term = Termijn {
        norm,
        uiterlijk: deadline.and_then(DateTime::from_timestamp),
        behaald,
        bewaking,
        verklaring: explained(&verklaring)?,
    };
    Ok((term, wake))
}

/// The arithmetic as data, with the same in words.
fn explained(verklaring: &Verklaring) -> Result<Json> {
    let mut data = serde_json::to_value(verklaring).map_err(Problem::internal)?;
    if let Some(data) = data.as_object_mut() {
        data.insert("regels".to_owned(), verklaring.regels().into());
    }
    Ok(data)
}

/// A contractor is to do something about it, so that its clock counts.
const fn is_running(order: &Werkopdracht) -> bool {
    let open =
        matches!(order.status, Opdrachtstatus::Aangeboden | Opdrachtstatus::Aangenomen | Opdrachtstatus::TerPlaatse);
    open && order.aannemer.is_some()
}

fn just_after(at: Timestamp) -> Timestamp {
    at.checked_add(jiff::SignedDuration::from_millis(1)).unwrap_or(at)
}

fn pause(pauze: &crate::Pauze) -> klok::Pauze {
    klok::Pauze { begin: pauze.begin.at, einde: pauze.einde.map(|end| end.at), reden: pauze.reden.clone() }
}

/// Sets the members of the order that follow from its terms: the first deadline that still runs, and the worst state.
fn settle(order: &mut Werkopdracht) {
    let running = is_running(order);
    let open = order.termijnen.iter().filter(|term| running && term.behaald.is_none());
    order.uiterlijk = open.filter_map(|term| term.uiterlijk).min_by_key(|at| at.at);
    order.bewaking =
        order.termijnen.iter().map(|term| term.bewaking).max_by_key(|state| severity(*state)).unwrap_or(Bewaking::Geen);
}

const fn severity(state: Bewaking) -> u8 {
    match state {
        Bewaking::Geen => 0,
        Bewaking::Behaald => 1,
        Bewaking::OpSchema => 2,
        Bewaking::TeLaat => 3,
        Bewaking::InGevaar => 4,
        Bewaking::Overschreden => 5,
    }
}

/// Notes that norms were met, or at least that what they ask was done. What comes later in the work includes what comes before it.
pub(crate) fn achieve(order: &mut Werkopdracht, norm: Norm, at: DateTime) {
    if order.aannemer.is_none() {
        return;
    }
    let until = NORMEN.iter().position(|(known, _)| *known == norm).unwrap_or(0);
    let done: Vec<Norm> = NORMEN.iter().take(until + 1).map(|(norm, _)| *norm).collect();
    for term in order.termijnen.iter_mut().filter(|term| done.contains(&term.norm) && term.behaald.is_none()) {
        term.behaald = Some(at);
    }
}

/// Sets the alarm of an order, or takes it away.
pub(crate) fn wake(order: Uuid, at: Option<Timestamp>, cx: &mut Cx<'_, '_>) -> Result<()> {
    match at {
        Some(at) => {
            let sql = "INSERT INTO werkopdracht_wekkers (werkopdracht, wanneer) VALUES ($1, $2) \
                       ON CONFLICT (werkopdracht) DO UPDATE SET wanneer = excluded.wanneer";
            // Rounded up: an alarm that rings early would ring for nothing.
            cx.tx.run(sql, &[order.into(), (at.as_millisecond() + 1).into()])?;
        }
        None => {
            cx.tx.run("DELETE FROM werkopdracht_wekkers WHERE werkopdracht = $1", &[order.into()])?;
        }
    }
    Ok(())
}

/// The clock of an order in words, for printing.
pub(crate) fn text(order: &Werkopdracht) -> String {
    let mut lines =
        vec![format!("Werkopdracht {}: {}", order.nummer, order.asset_omschrijving), order.omschrijving.clone()];
    if order.termijnen.is_empty() {
        lines.push("Er is geen contract met normen: de klok loopt niet.".to_owned());
    }
    for term in &order.termijnen {
        lines.push(String::new());
        let regels = term.verklaring.get("regels").and_then(Json::as_array).cloned().unwrap_or_default();
        lines.extend(regels.iter().filter_map(Json::as_str).map(str::to_owned));
        lines.push(outcome(term));
    }
    lines.push(String::new());
    lines.join("\n")
}

fn outcome(term: &Termijn) -> String {
    let done = term.behaald.map(|at| klok::moment(at.at)).unwrap_or_default();
    match term.bewaking {
        Bewaking::Behaald => format!("Gedaan op {done}: op tijd."),
        Bewaking::TeLaat => format!("Gedaan op {done}: te laat."),
        Bewaking::Overschreden => "Nog niet gedaan: de termijn is voorbij.".to_owned(),
        Bewaking::InGevaar => format!("Nog niet gedaan: {DANGER} procent van de tijd is gebruikt."),
        Bewaking::OpSchema => "Nog niet gedaan: op schema.".to_owned(),
        Bewaking::Geen => "Telt niet meer: de opdracht is niet meer bij de aannemer.".to_owned(),
    }
}
