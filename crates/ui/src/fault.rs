// SPDX-License-Identifier: EUPL-1.2
//! Pages that say what went wrong and what to do.

use askama::Template;
use axum::{body::Body, http::StatusCode, response::Response};
use waarmaker_core::Problem;

use crate::{Page, Say, Visit, head, page::TEXTS};

/// A page that says what went wrong.
#[derive(Clone, Debug, Template)]
#[template(path = "fault.html")]
pub(crate) struct Fault {
    pub(crate) page: Page,
    pub(crate) t: Say,
    /// What went wrong.
    pub(crate) what: String,
    /// What to do.
    pub(crate) todo: String,
}

/// The page of a problem. What is ours is logged, once.
pub(crate) fn page(visit: &Visit, problem: &Problem) -> Response {
    if problem.status >= 500 {
        tracing::error!(%problem, code = %problem.code, "a page failed");
    }
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let t = visit.say(&TEXTS);
    let kind = match problem.status {
        401 | 403 => "verboden",
        404 => "onbekend",
        410 => "voorbij",
        413 => "te-groot",
        429 => "te-vaak",
        400..=499 => "mis",
        _ => "storing",
    };
    let (what, todo) = (t.say(&format!("fout-{kind}")), t.say(&format!("fout-{kind}-doe")));
    let shown = visit.page(what.clone()).and_then(|page| visit.show_as(status, &Fault { page, t, what, todo }));
    shown.unwrap_or_else(|problem| bare(&problem))
}

/// The last resort, when not even a page can be made.
pub(crate) fn bare(problem: &Problem) -> Response {
    tracing::error!(%problem, "a page could not be made");
    let mut response = Response::new(Body::from("Het lukt nu even niet. Probeer het over een paar minuten opnieuw."));
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    head::protect(response.headers_mut());
    response
}
