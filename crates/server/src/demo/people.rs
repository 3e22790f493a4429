// SPDX-License-Identifier: EUPL-1.2
//! The people of the example municipality, and what they find on their pages: lamps in every stage between broken and mended.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, anyhow, bail};
use serde_json::{Value as Json, json};
use uuid::Uuid;
use waarmaker_core::Problem;

use super::{
    caller::Caller,
    contractor,
    story::{encoded, member},
    street::Voice,
};
use crate::place::Register;

/// Roles of the provider for development, as the setting `aanmelden.roles`, and what each may do.
const ROLES: [(&str, &str, &[&str]); 2] = [
    (
        "beheerder",
        "demo-beheer",
        &["signalen.lezen", "signalen.beheren", "signalen.melden", "assets.lezen", "assets.beheren", "metingen.lezen"],
    ),
    ("balie", "demo-balie", &["signalen.lezen", "signalen.melden"]),
];
/// The role of somebody who works for the contractor.
const CONTRACTOR: &str = "aannemer";
/// Lamps that stay broken: one of which the order was offered, one that somebody is at, and one that a resident reports.
const OFFERED: &str = "LM-105";
const AT_WORK: &str = "LM-202";
const REPORTED: &str = "LM-303";
/// A lamp that nobody knows: what it says cannot be used.
const UNKNOWN: &str = "LM-999";
/// How long the chain may take for an order.
const PATIENCE: Duration = Duration::from_secs(30);
const POLL: Duration = Duration::from_millis(200);

/// The setting `aanmelden.roles`.
pub(crate) fn roles() -> String {
    let role = |role: &str, client_id: &str| format!("{{role = {role:?}, client_id = {client_id:?}}}");
    let all: Vec<String> = ROLES.iter().map(|(name, client_id, _)| role(name, client_id)).collect();
    format!("[{}, {}]", all.join(", "), role(CONTRACTOR, contractor::CLIENT))
}

/// What there is to look at: addresses by what they are.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sights(BTreeMap<&'static str, String>);

impl Sights {
    /// Writes them as JSON, for a program that looks.
    pub(crate) fn write(&self, file: &Path) -> Result<()> {
        let text = serde_json::to_string_pretty(&self.0)?;
        fs::write(file, text).with_context(|| format!("writing {}", file.display()))
    }

    /// An address.
    pub(crate) fn of(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }
}

/// Gives people their rights and leaves lamps broken, so that every page has something to show.
pub(crate) fn settle(
    voice: &Voice<'_>,
    municipality: &Caller,
    worker: &Caller,
    register: &Register,
    address: &str,
) -> Result<Sights> {
    for (_, client_id, scopes) in ROLES {
        give(municipality, client_id, scopes)?;
    }
    voice.say(&[OFFERED, AT_WORK, UNKNOWN], "defect")?;
    let code = report(municipality)?;
    let at_work = order(municipality, AT_WORK)?;
    if member(&at_work, "status") == "aangeboden" {
        worker.answer(&format!("{}/accepteren", member(&at_work, "url")), &json!({}))?;
        worker.answer(&format!("{}/terplaatse", member(&at_work, "url")), &json!({}))?;
    }
    let offered = order(municipality, OFFERED)?;
    order(municipality, REPORTED)?;
    let link = link(register, &offered)?;
    let lamp = |number: &str| lamp(municipality, number).map(|uuid| format!("{address}/lampen/{uuid}"));
    Ok(Sights(BTreeMap::from([
        ("adres", address.to_owned()),
        ("lampen", format!("{address}/lampen")),
        ("lamp_aangeboden", lamp(OFFERED)?),
        ("lamp_bezig", lamp(AT_WORK)?),
        ("lamp_gemeld", lamp(REPORTED)?),
        ("lamp_brandt", lamp("LM-106")?),
        ("melding", format!("{address}/meldingen/{code}")),
        ("link", format!("{address}{link}")),
        ("nummer_aangeboden", member(&offered, "nummer").to_owned()),
        ("nummer_bezig", member(&at_work, "nummer").to_owned()),
        ("buiten", format!("{address}/buiten")),
        ("beheer", format!("{address}/beheer/signalen")),
    ])))
}

/// Rights of a client, made anew.
fn give(municipality: &Caller, client_id: &str, scopes: &[&str]) -> Result<()> {
    let known = municipality.get(&format!("/autorisaties/api/v1/applicaties?clientIds={client_id}"))?;
    if let Some(old) = known.pointer("/results/0/url").and_then(Json::as_str) {
        municipality.delete(old)?;
    }
    let rights = json!({"component": "sig", "scopes": scopes});
    let body =
        json!({"clientIds": [client_id], "label": client_id, "heeftAlleAutorisaties": false, "autorisaties": [rights]});
    municipality.post("/autorisaties/api/v1/applicaties", &body).map(|_| ())
}

/// A resident says that a lamp is broken; returns the code to follow it with.
fn report(municipality: &Caller) -> Result<String> {
    let asset = lamp(municipality, REPORTED)?;
    let body = json!({
        "asset": asset, "omschrijving": "De lamp voor nummer 9 knippert de hele avond.", "soortKlacht": "knippert", "kanaal": "web",
    });
    let made = municipality.post("/signalen/api/v1/meldingen", &body)?;
    Ok(member(&made, "code").to_owned())
}

/// Uuid of a lamp by its number.
fn lamp(municipality: &Caller, number: &str) -> Result<String> {
    let list =
        municipality.get(&format!("/assets/ogc/v1/collections/lichtmast/items?identificatie={}", encoded(number)))?;
    let found = list.pointer("/features/0/id").and_then(Json::as_str);
    found.map(str::to_owned).with_context(|| format!("there is no lamp {number}"))
}

/// Waits for the order of a lamp.
fn order(municipality: &Caller, number: &str) -> Result<Json> {
    let begin = Instant::now();
    while begin.elapsed() < PATIENCE {
        let open = municipality
            .get("/signalen/api/v1/werkopdrachten?status__in=aangeboden,aangenomen,ter_plaatse,eigen_lijst")?;
        let orders = open.get("results").and_then(Json::as_array).into_iter().flatten();
        if let Some(order) = orders.into_iter().find(|order| member(order, "assetOmschrijving").contains(number)) {
            return Ok(order.clone());
        }
        thread::sleep(POLL);
    }
    bail!("there was no order for {number} within {} s", PATIENCE.as_secs())
}

/// A link by which the contractor answers an order without an account, as it would be mailed.
fn link(register: &Register, order: &Json) -> Result<String> {
    let uuid = member(order, "url").rsplit('/').next().and_then(|uuid| Uuid::try_parse(uuid).ok());
    let uuid = uuid.context("the order has no uuid")?;
    let made = register.write("waarmaker demo", move |cx| waarmaker_werkopdrachten::offer_link(uuid, cx));
    made.map_err(|problem: Problem| anyhow!(problem))
}
