// SPDX-License-Identifier: EUPL-1.2
//! `/lampen/{id}/melden/controleren`: look it over, and send it. Sending it twice gives the same report.
//!
//! The page carries all answers along, so that sending works also for a browser that lost its cookie meanwhile: it sees them again, and sends once more.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Request, State},
    http::StatusCode,
    response::Response,
};
use serde_json::{Value as Json, json};
use uuid::Uuid;
use waarmaker_api::{Cx, Result, create, http::Api};
use waarmaker_core::Problem;
use waarmaker_resource::Linked as _;
use waarmaker_signalen::Melding;
use waarmaker_ui::{
    Page, Say, Visit,
    form::{Errors, Posted},
    limit,
    secret::Secret,
};

use crate::{
    concept::{self, Antwoorden, Concept},
    fotos,
    melden::{self, GEVAAR, Ingevuld, Vorm},
    portaal::{self, Bedoeld, PORTAAL},
    woorden::Rij,
};

/// Most reports of one address in an hour.
pub(crate) const PER_UUR: u32 = 20;
/// Most reports in an hour by somebody of the municipality, who fills them in for others.
pub(crate) const PER_UUR_NAMENS: u32 = 300;

/// An answer that goes along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Veld {
    pub(crate) naam: &'static str,
    pub(crate) waarde: String,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "controleren.html")]
pub(crate) struct Controleren {
    pub(crate) page: Page,
    pub(crate) t: Say,
    pub(crate) naam: String,
    pub(crate) errors: Errors,
    /// Whom it is filled in for, when somebody of the municipality does; else empty.
    pub(crate) namens: String,
    pub(crate) gevaarlijk: bool,
    pub(crate) rijen: Vec<Rij>,
    pub(crate) velden: Vec<Veld>,
    pub(crate) met_foto: bool,
    pub(crate) actie: String,
    pub(crate) terug: String,
    /// Secret of the draft.
    pub(crate) concept: String,
}

/// Shows the answers.
pub(crate) async fn toon(State(api): State<Arc<Api>>, visit: Visit, Path(id): Path<String>) -> Response {
    visit.answer(kijk(&api, &visit, &id).await)
}

async fn kijk(api: &Api, visit: &Visit, id: &str) -> Result<Response> {
    let Bedoeld::Lamp(blad) = portaal::lamp(api, id).await? else { return portaal::onbekend(visit) };
    let secret = visit.asked("concept").unwrap_or_default();
    let Some(known) = melden::eigen(api, visit, &secret, blad.lamp.uuid).await? else {
        return melden::verlopen(visit, &blad);
    };
    if let Some(code) = &known.code {
        return visit.see_other(&format!("/meldingen/{code}/ontvangst"));
    }
    let vorm = Vorm::of(api, visit, &blad).await?;
    let errors = melden::mis(&vorm, &known.antwoorden);
    let filled = Ingevuld { antwoorden: known.antwoorden, errors, concept: secret, foto: known.foto };
    if filled.errors.is_empty() {
        return visit.show(&view(&vorm, &filled));
    }
    visit.show_as(StatusCode::UNPROCESSABLE_ENTITY, &melden::view(&vorm, &filled))
}

/// Sends them.
pub(crate) async fn stuur(
    State(api): State<Arc<Api>>,
    visit: Visit,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    visit.answer(verstuur(&api, &visit, &id, request).await)
}

async fn verstuur(api: &Api, visit: &Visit, id: &str, request: Request) -> Result<Response> {
    let Bedoeld::Lamp(blad) = portaal::lamp(api, id).await? else { return portaal::onbekend(visit) };
    let posted = Posted::read(visit, request, 0).await?;
    let vorm = Vorm::of(api, visit, &blad).await?;
    let antwoorden = Antwoorden::of(&posted);
    let errors = melden::mis(&vorm, &antwoorden);
    let (kept, secret) = melden::leg_weg(api, visit, &blad, &posted, (antwoorden, None)).await?;
    if let Some(code) = &kept.code {
        return visit.see_other(&format!("/meldingen/{code}/ontvangst"));
    }
    let mut filled = Ingevuld { antwoorden: kept.antwoorden.clone(), errors, concept: secret, foto: kept.foto.clone() };
    if posted.ticked("met_foto") && kept.foto.is_none() {
        filled.errors.add("foto", vorm.t().say("foto-kwijt"));
    }
    if !filled.errors.is_empty() {
        return visit.show_as(StatusCode::UNPROCESSABLE_ENTITY, &melden::view(&vorm, &filled));
    }
    if !posted.fresh {
        filled.errors = Errors::stale(&vorm.page);
        return visit.show_as(StatusCode::UNPROCESSABLE_ENTITY, &view(&vorm, &filled));
    }
    if !mag(api, visit, vorm.namens.is_some()).await? {
        filled.errors = Errors::busy(&vorm.page);
        return visit.show_as(StatusCode::TOO_MANY_REQUESTS, &view(&vorm, &filled));
    }
    match meld(api, visit, &vorm, &kept, &filled.concept).await {
        Ok(code) => visit.see_other(&format!("/meldingen/{code}/ontvangst")),
        Err(problem) => {
            filled.errors = of_problem(problem, &vorm.t())?;
            visit.show_as(StatusCode::UNPROCESSABLE_ENTITY, &melden::view(&vorm, &filled))
        }
    }
}

/// Whether this address may send another report.
pub(crate) async fn mag(api: &Api, visit: &Visit, namens: bool) -> Result<bool> {
    if namens {
        return limit::allows(api, visit, "melding-namens", PER_UUR_NAMENS).await;
    }
    limit::allows(api, visit, "melding", PER_UUR).await
}

/// What the register has against a report, in words at its field; what is our own fault stays a problem.
pub(crate) fn of_problem(problem: Problem, t: &Say) -> Result<Errors> {
    if problem.status >= 500 || problem.invalid_params.is_empty() {
        return Err(problem);
    }
    let mut errors = Errors::default();
    for param in &problem.invalid_params {
        match &*param.name {
            "email" => errors.add("email", t.say("email-mis")),
            "plek" => errors.add("plek", t.say("plek-vul")),
            "omschrijving" => errors.add("woorden", t.say("woorden-anders")),
            _ => errors.add("", t.say("melden-mis")),
        }
    }
    Ok(errors)
}

/// Makes the report, as whoever signed in or as the portal. The draft is held meanwhile, so that sent twice at once it is one report. Answers its code.
async fn meld(api: &Api, visit: &Visit, vorm: &Vorm<'_>, kept: &Concept, secret: &str) -> Result<String> {
    let body = opgave(vorm, kept);
    let gone = || Problem::internal(std::io::Error::other("a draft without a secret"));
    let sleutel = Secret::parse(secret).ok_or_else(gone)?.hash();
    let write = move |cx: &mut Cx<'_, '_>| {
        let held = concept::find(&sleutel, true, cx)?;
        if let Some(code) = held.as_ref().and_then(|held| held.code.clone()) {
            return Ok(code);
        }
        let (melding, incident, code) = maak(&body, cx)?;
        if let (Some(foto), Some(incident)) = (held.and_then(|held| held.foto), incident) {
            fotos::bewaar(&foto, melding, incident, cx)?;
        }
        concept::sent(&sleutel, &code, cx)?;
        Ok(code)
    };
    if vorm.namens.is_some() { visit.writing(api, write).await } else { api.writing_as(PORTAAL, write).await }
}

/// Creates a report; answers its uuid, its incident and its code.
pub(crate) fn maak(body: &Json, cx: &mut Cx<'_, '_>) -> Result<(Uuid, Option<Uuid>, String)> {
    let room = cx.room(Melding::NAME)?;
    let made = create(room, cx, body, None)?;
    let found: Json = serde_json::from_slice(&made.stored.body).map_err(Problem::internal)?;
    let text = |name: &str| found.get(name).and_then(Json::as_str).unwrap_or_default();
    let incident = text("incident").rsplit('/').next().and_then(|uuid| Uuid::try_parse(uuid).ok());
    Ok((made.stored.uuid, incident, text("code").to_owned()))
}

/// The report as the API takes it.
fn opgave(vorm: &Vorm<'_>, kept: &Concept) -> Json {
    let given = &kept.antwoorden;
    let gevaarlijk = given.soort == GEVAAR;
    // The register is in Dutch, whatever language the form was in.
    let t = crate::TEXTS.say(waarmaker_ui::Lang::Nl);
    let choice = melden::keuzes(vorm, &t).into_iter().find(|(code, _)| *code == given.soort);
    let mut words = if given.woorden.is_empty() {
        choice.map(|(_, words)| words).unwrap_or_default()
    } else {
        given.woorden.clone()
    };
    if given.onbekend {
        let number = t.say("opgave-nummer");
        let room = melden::WOORDEN.saturating_sub(number.chars().count() + 1);
        words = format!("{number} {}", words.chars().take(room).collect::<String>());
    }
    let kanaal = if vorm.namens.is_some() { given.kanaal.as_str() } else { "web" };
    let plek = if given.onbekend { given.plek.as_str() } else { "" };
    json!({
        "asset": kept.asset.to_string(), "plek": plek, "omschrijving": words, "gevaarlijk": gevaarlijk, "email": given.email,
        "soortKlacht": if gevaarlijk { "beschadigd" } else { given.soort.as_str() }, "kanaal": kanaal,
    })
}

/// The answers to look over.
fn view(vorm: &Vorm<'_>, filled: &Ingevuld) -> Controleren {
    let (t, given) = (vorm.t(), &filled.antwoorden);
    let here = format!("/lampen/{}/melden", vorm.blad.lamp.uuid);
    let back = |anchor: &str| format!("{here}?concept={}#{anchor}", filled.concept);
    let row = |wat: String, waarde: String, anchor: &str| Rij { wat, waarde, naar: back(anchor) };
    let or_none = |text: &str| if text.is_empty() { t.say("geen-antwoord") } else { text.to_owned() };
    let choice = melden::keuzes(vorm, &t).into_iter().find(|(code, _)| *code == given.soort);
    let naam = vorm.naam(given.onbekend);
    let mut rijen = vec![
        Rij { wat: t.say("rij-lamp"), waarde: naam.clone(), naar: "/lampen/melden".to_owned() },
        row(t.say("rij-soort"), choice.map(|(_, words)| words).unwrap_or_default(), "soort"),
    ];
    if given.onbekend {
        rijen.push(row(t.say("plek-label"), given.plek.clone(), "plek"));
    }
    let foto = melden::foto_staat(filled.foto.as_ref(), &t);
    rijen.push(row(t.say("woorden-label"), or_none(&given.woorden), "woorden"));
    rijen.push(row(t.say("foto-label"), or_none(&foto), "foto"));
    rijen.push(row(t.say("email-label"), or_none(&given.email), "email"));
    if vorm.namens.is_some() {
        let kanaal = if given.kanaal == "balie" { t.say("kanaal-balie") } else { t.say("kanaal-telefoon") };
        rijen.push(row(t.say("kanaal-label"), kanaal, "kanaal"));
    }
    let velden = given.fields().into_iter().map(|(naam, waarde)| Veld { naam, waarde: waarde.to_owned() });
    Controleren {
        page: vorm.page(&t.say("controleren-titel"), t.say("controleren-kruimel")).failed(!filled.errors.is_empty()),
        errors: filled.errors.clone(),
        namens: melden::namens_zin(vorm.namens.as_deref(), &t),
        gevaarlijk: given.soort == GEVAAR,
        velden: velden.collect(),
        met_foto: filled.foto.is_some(),
        actie: format!("{here}/controleren"),
        terug: format!("{here}?concept={}", filled.concept),
        concept: filled.concept.clone(),
        naam,
        rijen,
        t,
    }
}

#[cfg(test)]
impl Controleren {
    /// All answers, by somebody of the municipality, of something dangerous.
    pub(crate) fn sample(lang: waarmaker_ui::Lang) -> Self {
        let t = crate::TEXTS.say(lang);
        let blad = crate::data::Lampblad { lamp: crate::woorden::sample_lamp(), eerder: Vec::new() };
        let page = Page::sample(lang).menu(portaal::menu(&t));
        let vorm = Vorm { page, blad: &blad, namens: Some("I. Bakker".to_owned()), now: crate::woorden::sample_now() };
        let antwoorden = Antwoorden {
            soort: GEVAAR.to_owned(),
            woorden: "<script>alert(1)</script>".to_owned(),
            plek: "Bij de brug".to_owned(),
            kanaal: "balie".to_owned(),
            onbekend: true,
            ..Antwoorden::default()
        };
        let mut errors = Errors::default();
        errors.add("", t.say("melden-mis"));
        view(&vorm, &Ingevuld { antwoorden, errors, concept: "geheim".to_owned(), foto: None })
    }
}
