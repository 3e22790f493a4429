// SPDX-License-Identifier: EUPL-1.2
//! What every change of an order has in common: its row is held, its clock counted, its document written once, with audit and notification.

use serde_json::Value as Json;
use uuid::Uuid;
use waarmaker_api::{Cx, Result, amend, hold};
use waarmaker_contracten::Aannemer;
use waarmaker_core::Problem;
use waarmaker_resource::Linked as _;

use crate::{
    Bewaking, Mededeling, Norm, Werkopdracht,
    channels::{self, Gebeurtenis},
    klok::{self, uuid_of},
    mail::{self, Stand},
};

/// Scopes of who answers an order: its contractor, and the municipality.
pub(crate) const ANSWER: &[&str] = &["signalen.opdrachten", "signalen.beheren"];
/// Scopes of who decides about orders.
pub(crate) const MANAGE: &[&str] = &["signalen.beheren"];

/// Holds an order until the end of the transaction: 403 for who may not change it, 404 when there is none.
pub(crate) fn held(uuid: Uuid, scopes: &[&str], cx: &mut Cx<'_, '_>) -> Result<Werkopdracht> {
    let room = cx.room(Werkopdracht::NAME)?;
    let record = hold(room, cx, uuid, scopes)?;
    serde_json::from_value(Json::Object(record)).map_err(Problem::internal)
}

/// Writes an order that was changed, with its clock as it is now, and tells who must hear of its terms.
pub(crate) fn write(uuid: Uuid, mut order: Werkopdracht, scopes: &[&str], cx: &mut Cx<'_, '_>) -> Result<Werkopdracht> {
    let before: Vec<(Norm, Bewaking)> = order.termijnen.iter().map(|term| (term.norm, term.bewaking)).collect();
    let next = klok::refresh(&mut order, cx)?;
    klok::wake(uuid, next, cx)?;
    let room = cx.room(Werkopdracht::NAME)?;
    let Json::Object(changed) = serde_json::to_value(&order).map_err(Problem::internal)? else { return Ok(order) };
    amend(room, cx, uuid, scopes, |record| record.extend(changed))?;
    escalate(uuid, &order, &before, cx)?;
    Ok(order)
}

/// Tells the contractor, and who the contract names, that a term came in danger or was missed.
fn escalate(uuid: Uuid, order: &Werkopdracht, before: &[(Norm, Bewaking)], cx: &mut Cx<'_, '_>) -> Result<()> {
    for term in &order.termijnen {
        if before.iter().any(|(norm, state)| *norm == term.norm && *state == term.bewaking) {
            continue;
        }
        let gebeurtenis = match term.bewaking {
            Bewaking::InGevaar => Gebeurtenis::InGevaar,
            Bewaking::Overschreden => Gebeurtenis::Overschreden,
            _ => continue,
        };
        channels::tell(uuid, gebeurtenis, cx)?;
        mail::escalate(uuid, gebeurtenis, term.norm, cx)?;
    }
    Ok(())
}

/// Tells who reported it how it stands.
pub(crate) fn tell_reporters(order: &Werkopdracht, stand: Stand, cx: &mut Cx<'_, '_>) -> Result<()> {
    match uuid_of(order.incident.as_ref()) {
        Some(incident) => mail::tell_reporters(incident, stand, cx),
        None => Ok(()),
    }
}

/// Adds a message for who carries the order out, when there is one.
pub(crate) fn note(order: &mut Werkopdracht, tekst: Option<String>, cx: &Cx<'_, '_>) {
    let Some(tekst) = tekst else { return };
    if order.mededelingen.last().is_none_or(|last| last.tekst != tekst) {
        order.mededelingen.push(Mededeling { moment: cx.call.now, tekst });
    }
}

/// The contractor of an order.
pub(crate) fn aannemer(order: &Werkopdracht, cx: &mut Cx<'_, '_>) -> Result<Option<Aannemer>> {
    match uuid_of(order.aannemer.as_ref()) {
        Some(uuid) => cx.get::<Aannemer>(uuid),
        None => Ok(None),
    }
}
