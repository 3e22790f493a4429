// SPDX-License-Identifier: EUPL-1.2
//! `/lampen/{id}/volgen`: "keep me informed" instead of a second report of what is known.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Request, State},
    http::StatusCode,
    response::Response,
};
use serde_json::json;
use waarmaker_api::{Cx, Result, http::Api};
use waarmaker_core::Problem;
use waarmaker_ui::{
    Page, Say, Visit,
    form::{Choice, Errors, Field, Posted},
    secret::Secret,
};

use crate::{
    concept::{self, Antwoorden, Concept},
    controleren,
    data::{Klacht, Storing, Wat},
    melden::{self, Vorm},
    portaal::{self, Bedoeld, PORTAAL},
    woorden,
};

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "volgen.html")]
pub(crate) struct Volgen {
    pub(crate) page: Page,
    pub(crate) t: Say,
    pub(crate) naam: String,
    pub(crate) errors: Errors,
    /// What is known.
    pub(crate) bekend: Vec<String>,
    pub(crate) actie: String,
    /// Secret of the draft: sent twice it is one report.
    pub(crate) concept: String,
    pub(crate) email: Field,
    /// Without answers when the reader asks for themselves.
    pub(crate) kanaal: Choice,
}

/// Shows the form. Without a fault there is nothing to follow: then the lamp itself.
pub(crate) async fn form(State(api): State<Arc<Api>>, visit: Visit, Path(id): Path<String>) -> Response {
    visit.answer(toon(&api, &visit, &id).await)
}

async fn toon(api: &Api, visit: &Visit, id: &str) -> Result<Response> {
    let Bedoeld::Lamp(blad) = portaal::lamp(api, id).await? else { return portaal::onbekend(visit) };
    if blad.lamp.storing.is_none() {
        return visit.see_other(&format!("/lampen/{}", blad.lamp.uuid));
    }
    let vorm = Vorm::of(api, visit, &blad).await?;
    visit.show(&view(&vorm, &Posted::default(), Errors::default(), Secret::fresh()?.text()))
}

/// Takes it: a report that joins what is known.
pub(crate) async fn neem(
    State(api): State<Arc<Api>>,
    visit: Visit,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    visit.answer(volg(&api, &visit, &id, request).await)
}

async fn volg(api: &Api, visit: &Visit, id: &str, request: Request) -> Result<Response> {
    let Bedoeld::Lamp(blad) = portaal::lamp(api, id).await? else { return portaal::onbekend(visit) };
    let posted = Posted::read(visit, request, 0).await?;
    let vorm = Vorm::of(api, visit, &blad).await?;
    let Some(storing) = &blad.lamp.storing else {
        return visit.see_other(&format!("/lampen/{}", blad.lamp.uuid));
    };
    let mut errors = mis(&vorm, &posted);
    let antwoorden = Antwoorden::of(&posted);
    let (kept, secret) = melden::leg_weg(api, visit, &blad, &posted, (antwoorden, None)).await?;
    if let Some(code) = &kept.code {
        return visit.see_other(&format!("/meldingen/{code}/ontvangst"));
    }
    if !posted.fresh {
        errors = Errors::stale(&vorm.page);
    }
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if errors.is_empty() && !controleren::mag(api, visit, vorm.namens.is_some()).await? {
        (errors, status) = (Errors::busy(&vorm.page), StatusCode::TOO_MANY_REQUESTS);
    }
    if errors.is_empty() {
        match meld(api, visit, (&vorm, storing), &kept, &secret).await {
            Ok(code) => return visit.see_other(&format!("/meldingen/{code}/ontvangst")),
            Err(problem) => errors = controleren::of_problem(problem, &vorm.t())?,
        }
    }
    visit.show_as(status, &view(&vorm, &posted, errors, secret))
}

fn mis(vorm: &Vorm<'_>, posted: &Posted) -> Errors {
    let (t, mut errors) = (vorm.t(), Errors::default());
    match posted.text("email") {
        "" => errors.add("email", t.say("email-vul")),
        text if !melden::is_email(text) => errors.add("email", t.say("email-mis")),
        _ => {}
    }
    if vorm.namens.is_some() && !matches!(posted.text("kanaal"), "telefoon" | "balie") {
        errors.add("kanaal", t.say("kanaal-kies"));
    }
    errors
}

async fn meld(
    api: &Api,
    visit: &Visit,
    (vorm, storing): (&Vorm<'_>, &Storing),
    kept: &Concept,
    secret: &str,
) -> Result<String> {
    let klacht = match storing.wat {
        Wat::Klacht(klacht) if klacht != Klacht::NogKapot => klacht,
        _ => Klacht::BrandtNiet,
    };
    let kanaal = if vorm.namens.is_some() { kept.antwoorden.kanaal.as_str() } else { "web" };
    let t = crate::TEXTS.say(waarmaker_ui::Lang::Nl);
    let body = json!({
        "asset": kept.asset.to_string(), "omschrijving": t.say("opgave-volgt"), "email": kept.antwoorden.email,
        "soortKlacht": klacht.code(), "kanaal": kanaal,
    });
    let gone = || Problem::internal(std::io::Error::other("a draft without a secret"));
    let sleutel = Secret::parse(secret).ok_or_else(gone)?.hash();
    let write = move |cx: &mut Cx<'_, '_>| {
        if let Some(code) = concept::find(&sleutel, true, cx)?.and_then(|held| held.code) {
            return Ok(code);
        }
        let (_, _, code) = controleren::maak(&body, cx)?;
        concept::sent(&sleutel, &code, cx)?;
        Ok(code)
    };
    if vorm.namens.is_some() { visit.writing(api, write).await } else { api.writing_as(PORTAAL, write).await }
}

fn view(vorm: &Vorm<'_>, posted: &Posted, errors: Errors, concept: String) -> Volgen {
    let t = vorm.t();
    let storing = vorm.blad.lamp.storing.as_ref();
    Volgen {
        page: vorm.page(&t.say("volgen-titel"), t.say("volgen-kruimel")).failed(!errors.is_empty()),
        naam: vorm.naam(false),
        bekend: storing.map(|storing| woorden::bekend(storing, vorm.now, &t)).unwrap_or_default(),
        actie: format!("/lampen/{}/volgen", vorm.blad.lamp.uuid),
        email: melden::email(posted, &errors, &t),
        kanaal: melden::kanaal(vorm.namens.is_some(), &t).filled(posted, &errors),
        concept,
        errors,
        t,
    }
}

#[cfg(test)]
impl Volgen {
    pub(crate) fn sample(lang: waarmaker_ui::Lang) -> Self {
        let t = crate::TEXTS.say(lang);
        let blad = crate::data::Lampblad { lamp: woorden::sample_lamp(), eerder: Vec::new() };
        let page = Page::sample(lang).menu(portaal::menu(&t));
        let vorm = Vorm { page, blad: &blad, namens: Some("I. Bakker".to_owned()), now: woorden::sample_now() };
        let posted = Posted::of(&[("email", "jan")]);
        let errors = mis(&vorm, &posted);
        view(&vorm, &posted, errors, "geheim".to_owned())
    }
}
