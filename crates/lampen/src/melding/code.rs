// SPDX-License-Identifier: EUPL-1.2
//! `/meldingen`: a code is typed, and what has it is found. Guessing codes soon takes longer than it is worth.

use askama::Template;
use axum::{http::StatusCode, response::Response};
use waarmaker_api::{Result, http::Api};
use waarmaker_db::Weight;
use waarmaker_ui::{Page, Say, Visit, form::Field, limit};

use crate::{
    TEXTS,
    data::{self, Gevolgd},
    portaal::{self, PORTAAL},
};

/// Most codes that do not exist, of one address in an hour.
const MOST_GUESSES: u32 = 30;

/// The page where a code is typed, also when there is no such report.
#[derive(Clone, Debug, Template)]
#[template(path = "code.html")]
pub(crate) struct Vraagcode {
    pub(crate) page: Page,
    pub(crate) t: Say,
    pub(crate) titel: String,
    pub(crate) zinnen: Vec<String>,
    pub(crate) code: Field,
}

/// Asks for a code, and leads to its report.
pub(crate) async fn zoek(visit: Visit) -> Response {
    let run = || {
        let code = waarmaker_signalen::code_van(&visit.asked("code").unwrap_or_default());
        if !code.is_empty() {
            return visit.see_other(&format!("/meldingen/{code}"));
        }
        let t = visit.say(&TEXTS);
        let (titel, zinnen) = (t.say("code-titel"), vec![t.say("code-uitleg")]);
        visit.show(&vraag(portaal::page(&visit, "")?, titel, zinnen, t))
    };
    visit.answer(run())
}

pub(super) fn vraag(page: Page, titel: String, zinnen: Vec<String>, t: Say) -> Vraagcode {
    let code = Field::new("code", t.say("code-label")).help(t.say("code-hulp"));
    Vraagcode { page: Page { title: titel.clone(), ..page }, titel, zinnen, code, t }
}

/// What has this code; else the page to show.
pub(super) async fn open(api: &Api, visit: &Visit, code: &str) -> Result<std::result::Result<Box<Gevolgd>, Response>> {
    let asked = code.to_owned();
    let found = api.reading_as(PORTAAL, Weight::Scan, move |cx| data::volg(&asked, cx)).await?;
    if let Some(found) = found {
        return Ok(Ok(Box::new(found)));
    }
    limit::take(api, visit, "meldingcode", MOST_GUESSES).await?;
    let t = visit.say(&TEXTS);
    let (titel, zinnen) = (t.say("code-onbekend"), vec![t.say("code-onbekend-doe"), t.say("code-onbekend-oud")]);
    let view = vraag(portaal::page(visit, "")?.private(), titel, zinnen, t);
    visit.show_as(StatusCode::NOT_FOUND, &view).map(Err)
}
