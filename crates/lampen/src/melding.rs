// SPDX-License-Identifier: EUPL-1.2
//! `/meldingen/{code}`: how it stands with a report, until it is solved; that it is still broken; how it was; no more e-mail.
//!
//! Whoever has the code may see this. It shows nothing of who reported, and not their words. Guessing codes soon takes longer than it is worth.

mod antwoord;
mod code;
mod ontvangst;
#[cfg(test)]
mod samples;

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use waarmaker_api::{Result, http::Api};
use waarmaker_core::DateTime;
use waarmaker_ui::{
    Page, Say, Visit,
    form::{Choice, Errors, Field, Posted},
    words,
};

use crate::{
    TEXTS,
    data::Gevolgd,
    lamp::stappen,
    portaal,
    woorden::{self, Belofte, Rij, Stap},
};

pub(crate) use antwoord::{geen_mail, hoe, nog_kapot, terug};
#[cfg(test)]
pub(crate) use code::Vraagcode;
pub(crate) use code::zoek;
#[cfg(test)]
pub(crate) use ontvangst::Ontvangst;
pub(crate) use ontvangst::ontvangst;

/// The page of a report.
#[derive(Clone, Debug, Template)]
#[template(path = "melding.html")]
pub(crate) struct Meldingpagina {
    pub(crate) page: Page,
    pub(crate) t: Say,
    pub(crate) code: String,
    pub(crate) naam: String,
    pub(crate) errors: Errors,
    /// What was just done; empty for nothing.
    pub(crate) gedaan: String,
    pub(crate) belofte: Belofte,
    pub(crate) stappen: Vec<Stap>,
    pub(crate) feiten: Vec<Rij>,
    /// The lamp.
    pub(crate) lamp: String,
    /// Whether one may say that it is still broken.
    pub(crate) nog_kapot: bool,
    /// Whether it has become dangerous.
    pub(crate) gevaar: Choice,
    /// How it was; without answers when that is not asked.
    pub(crate) hoe: Choice,
    /// Why.
    pub(crate) waarom: Field,
    /// Whether e-mail is sent.
    pub(crate) post: bool,
    pub(crate) actie_kapot: String,
    pub(crate) actie_hoe: String,
    pub(crate) actie_stop: String,
}

/// Shows a report.
pub(crate) async fn toon(State(api): State<Arc<Api>>, visit: Visit, Path(code): Path<String>) -> Response {
    visit.answer(kijk(&api, &visit, &code).await)
}

async fn kijk(api: &Api, visit: &Visit, code: &str) -> Result<Response> {
    let found = match code::open(api, visit, code).await? {
        Ok(found) => found,
        Err(response) => return Ok(response),
    };
    if found.code != code {
        return visit.see_other(&format!("/meldingen/{}", found.code));
    }
    let t = visit.say(&TEXTS);
    let gedaan = match visit.asked("gedaan").as_deref() {
        Some("nog-kapot") => t.say("gedaan-kapot"),
        Some("loopt") => t.say("gedaan-loopt"),
        Some("hoe") => t.say("gedaan-hoe"),
        Some("geen-mail") => t.say("gedaan-post"),
        _ => String::new(),
    };
    let page = portaal::page(visit, "")?.private();
    visit.show(&Meldingpagina { gedaan, ..view(page, &found, visit.now, t) })
}

fn waarom(t: &Say) -> Field {
    Field::new("waarom", t.say("waarom-label")).help(t.say("waarom-hulp")).max(1000).optional()
}

fn naam(found: &Gevolgd, t: &Say) -> String {
    found.lamp.as_ref().map_or_else(|| t.say("melding-zonder-lamp"), |lamp| woorden::naam(lamp, t))
}

fn view(page: Page, found: &Gevolgd, now: DateTime, t: Say) -> Meldingpagina {
    let naam = naam(found, &t);
    let here = format!("/meldingen/{}", found.code);
    let page = Page { title: t.with2("melding-paginatitel", "code", &found.code, "lamp", &naam), ..page };
    let given = found.oordeel.as_ref().map(|oordeel| oordeel.cijfer.to_string()).unwrap_or_default();
    let known = Posted::of(&[("hoe", given.as_str())]);
    let answers = [
        ("5", t.say("hoe-5")),
        ("4", t.say("hoe-4")),
        ("3", t.say("hoe-3")),
        ("2", t.say("hoe-2")),
        ("1", t.say("hoe-1")),
    ];
    let asked = answers.into_iter().filter(|_| found.kan_oordelen);
    Meldingpagina {
        page: page.crumbs([(t.say("menu-meldingen"), "/meldingen"), (found.code.clone(), "")]),
        code: found.code.clone(),
        errors: Errors::default(),
        gedaan: String::new(),
        belofte: woorden::belofte(found.storing.as_ref(), now, &t),
        stappen: stappen(&found.momenten, found.storing.as_ref(), &t),
        feiten: feiten(found, &t),
        lamp: found.lamp.as_ref().map_or_else(|| "/lampen".to_owned(), |lamp| format!("/lampen/{}", lamp.uuid)),
        nog_kapot: found.kan_heropenen,
        gevaar: Choice::new("gevaar", t.say("kapot-gevaar"), [("ja", t.say("kapot-gevaar-ja"))]).optional(),
        hoe: Choice::new("hoe", t.say("hoe-label"), asked).filled(&known, &Errors::default()),
        waarom: waarom(&t),
        post: found.berichten,
        actie_kapot: format!("{here}/nog-kapot"),
        actie_hoe: format!("{here}/hoe-was-het"),
        actie_stop: format!("{here}/geen-mail"),
        naam,
        t,
    }
}

fn feiten(found: &Gevolgd, t: &Say) -> Vec<Rij> {
    let mut rijen = vec![
        Rij::new(t.say("feit-code"), &*found.code),
        Rij::new(t.say("feit-ontvangen"), words::moment(t.lang, found.ontvangen)),
        Rij::new(t.say("feit-klacht"), woorden::of_klacht(found.klacht, t)),
    ];
    let namens = match found.kanaal {
        waarmaker_signalen::Meldkanaal::Telefoon => Some(t.say("kanaal-telefoon")),
        waarmaker_signalen::Meldkanaal::Balie => Some(t.say("kanaal-balie")),
        _ => None,
    };
    rijen.extend(namens.map(|how| Rij::new(t.say("feit-kanaal"), how)));
    rijen.extend(found.storing.iter().flat_map(|storing| woorden::feiten(storing, t)));
    rijen
}
