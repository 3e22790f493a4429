// SPDX-License-Identifier: EUPL-1.2
//! What whoever reported answers on the page of a report: that it is still broken, how it was, no more e-mail.

use std::sync::Arc;

use axum::{
    extract::{Path, Request, State},
    http::StatusCode,
    response::Response,
};
use waarmaker_api::{Result, http::Api};
use waarmaker_signalen::{Antwoord, Beoordeeld, Heropend};
use waarmaker_ui::{
    Page, Say, Visit,
    form::{Errors, Posted},
    limit,
};

use super::{Meldingpagina, code::open, view, waarom};
use crate::{
    TEXTS,
    portaal::{self, PORTAAL},
};

/// Most answers (still broken, how it was) of one address in an hour.
const PER_UUR: u32 = 60;

/// What a form of the page of a report asks.
enum Gevraagd {
    NogKapot,
    Hoe,
    GeenMail,
}

/// It is still broken.
pub(crate) async fn nog_kapot(
    State(api): State<Arc<Api>>,
    visit: Visit,
    Path(code): Path<String>,
    request: Request,
) -> Response {
    visit.answer(doe(&api, &visit, &code, (Gevraagd::NogKapot, request)).await)
}

/// How it was.
pub(crate) async fn hoe(
    State(api): State<Arc<Api>>,
    visit: Visit,
    Path(code): Path<String>,
    request: Request,
) -> Response {
    visit.answer(doe(&api, &visit, &code, (Gevraagd::Hoe, request)).await)
}

/// No more e-mail.
pub(crate) async fn geen_mail(
    State(api): State<Arc<Api>>,
    visit: Visit,
    Path(code): Path<String>,
    request: Request,
) -> Response {
    visit.answer(doe(&api, &visit, &code, (Gevraagd::GeenMail, request)).await)
}

/// A link that leads to a form by itself (a page that was reloaded, a bookmark): the report.
pub(crate) async fn terug(visit: Visit, Path(code): Path<String>) -> Response {
    let code = waarmaker_signalen::code_van(&code);
    visit.answer(visit.see_other(&format!("/meldingen/{code}")))
}

async fn doe(api: &Api, visit: &Visit, code: &str, (what, request): (Gevraagd, Request)) -> Result<Response> {
    let found = match open(api, visit, code).await? {
        Ok(found) => found,
        Err(response) => return Ok(response),
    };
    let posted = Posted::read(visit, request, 0).await?;
    if matches!(what, Gevraagd::Hoe) && !found.kan_oordelen {
        return visit.see_other(&format!("/meldingen/{}?gedaan=loopt", found.code));
    }
    let (t, page) = (visit.say(&TEXTS), portaal::page(visit, "")?.private());
    let mut errors = mis(&what, &posted, &page, &t);
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if !posted.fresh {
        errors = Errors::stale(&page);
    } else if errors.is_empty() && !limit::allows(api, visit, "melding-antwoord", PER_UUR).await? {
        (errors, status) = (Errors::busy(&page), StatusCode::TOO_MANY_REQUESTS);
    }
    if errors.is_empty() {
        return antwoord(api, visit, found.code.clone(), (what, &posted)).await;
    }
    let view = view(page, &found, visit.now, t);
    visit.show_as(status, &opnieuw(view, &posted, errors))
}

/// What is wrong with an answer.
fn mis(what: &Gevraagd, posted: &Posted, page: &Page, t: &Say) -> Errors {
    let mut errors = Errors::default();
    if matches!(what, Gevraagd::Hoe) {
        if cijfer(posted).is_none() {
            errors.add("hoe", t.say("hoe-kies"));
        }
        errors.check_length(page, &waarom(t).filled(posted, &Errors::default()));
    }
    errors
}

fn cijfer(posted: &Posted) -> Option<i64> {
    posted.text("hoe").parse().ok().filter(|cijfer| (1..=5).contains(cijfer))
}

/// Does what is asked, and shows the report.
async fn antwoord(api: &Api, visit: &Visit, code: String, (what, posted): (Gevraagd, &Posted)) -> Result<Response> {
    let back = format!("/meldingen/{code}");
    let done = match what {
        Gevraagd::NogKapot => {
            let gevaarlijk = posted.ticked("gevaar");
            let done = move |cx: &mut waarmaker_api::Cx<'_, '_>| waarmaker_signalen::nog_kapot(&code, gevaarlijk, cx);
            match api.writing_as(PORTAAL, done).await? {
                Heropend::Nieuw(_) | Heropend::Bekend(_) | Heropend::AlGezegd(_) => "nog-kapot",
                Heropend::Loopt(_) => "loopt",
                Heropend::NieuweMelding | Heropend::Onbekend => return visit.see_other("/lampen/melden"),
            }
        }
        Gevraagd::Hoe => {
            let given =
                Antwoord { cijfer: cijfer(posted).unwrap_or_default(), toelichting: posted.text("waarom").to_owned() };
            let done = move |cx: &mut waarmaker_api::Cx<'_, '_>| waarmaker_signalen::hoe_was_het(&code, &given, cx);
            if api.writing_as(PORTAAL, done).await? == Beoordeeld::Bewaard { "hoe" } else { "loopt" }
        }
        Gevraagd::GeenMail => {
            api.writing_as(PORTAAL, move |cx| waarmaker_signalen::stop_berichten(&code, cx)).await?;
            "geen-mail"
        }
    };
    visit.see_other(&format!("{back}?gedaan={done}"))
}

/// The page again, with what was filled in and what is wrong with it.
pub(super) fn opnieuw(view: Meldingpagina, posted: &Posted, errors: Errors) -> Meldingpagina {
    Meldingpagina {
        hoe: view.hoe.filled(posted, &errors),
        waarom: view.waarom.filled(posted, &errors),
        gevaar: view.gevaar.filled(posted, &errors),
        page: view.page.failed(true),
        errors,
        ..view
    }
}
