// SPDX-License-Identifier: EUPL-1.2
//! The page of one order, whichever door it was opened by: with what was filled in, what was wrong with it, and the photos that wait.

use std::sync::Arc;

use axum::{http::StatusCode, response::Response};
use uuid::Uuid;
use waarmaker_api::{Call, Result, http::Api};
use waarmaker_core::Problem;
use waarmaker_db::Weight;
use waarmaker_ui::{
    Visit,
    form::{Errors, Posted},
};
use waarmaker_werkopdrachten::{Stapsoort, Werkopdracht, photo::draft};

use crate::{
    TEXTS,
    answer::{self, Form},
    order::{OrderPage, Shown},
};

/// An order that somebody may see.
pub(crate) struct Seen<'a> {
    pub(crate) uuid: Uuid,
    pub(crate) order: &'a Werkopdracht,
    /// What they can answer now.
    pub(crate) steps: Vec<Stapsoort>,
    /// Whether they have a list to go back to.
    pub(crate) list: bool,
}

/// The page as it is.
pub(crate) async fn page(api: &Arc<Api>, visit: &Visit, seen: Seen<'_>) -> Result<Response> {
    shown(api, visit, seen, None, Errors::default(), StatusCode::OK).await
}

/// The page again with what was wrong; what was filled in stays, and photos wait.
pub(crate) async fn refused(
    api: &Arc<Api>,
    visit: &Visit,
    seen: Seen<'_>,
    (posted, form): (&Posted, Form),
    status: StatusCode,
) -> Result<Response> {
    form.keep(api, seen.uuid, posted).await?;
    shown(api, visit, seen, Some(posted), form.errors, status).await
}

/// The page again after a form that could not be read: it says why. What is our own fault stays a fault.
pub(crate) async fn unread(api: &Arc<Api>, visit: &Visit, seen: Seen<'_>, problem: Problem) -> Result<Response> {
    if problem.status >= 500 {
        return Err(problem);
    }
    let words = if problem.status == 413 { "mis-te-groot" } else { "mis-niet-aangekomen" };
    let mut errors = Errors::default();
    errors.add("", visit.say(&TEXTS).say(words));
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::BAD_REQUEST);
    shown(api, visit, seen, None, errors, status).await
}

/// The page again after an answer that could not be taken. The order is read anew: it may be withdrawn, or answered already.
pub(crate) async fn not_taken(
    api: &Arc<Api>,
    visit: &Visit,
    seen: Seen<'_>,
    (posted, mut form): (&Posted, Form),
    problem: Problem,
) -> Result<Response> {
    if problem.status >= 500 {
        tracing::error!(%problem, code = %problem.code, "an answer could not be taken");
    }
    form.errors = answer::why(&problem, &visit.page("")?, visit.say(&TEXTS));
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::CONFLICT);
    refused(api, visit, seen, (posted, form), status).await
}

/// The status of a form with something wrong: whose session or key is over is refused for that.
pub(crate) const fn wrong(posted: &Posted) -> StatusCode {
    if posted.fresh { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::FORBIDDEN }
}

async fn shown(
    api: &Arc<Api>,
    visit: &Visit,
    seen: Seen<'_>,
    posted: Option<&Posted>,
    errors: Errors,
    status: StatusCode,
) -> Result<Response> {
    let waiting = match posted.map(answer::key).filter(|key| !key.is_empty()) {
        Some(key) => {
            let (order, key) = (seen.uuid, key.to_owned());
            api.reading_as("Aannemer", Weight::Point, move |cx| draft::waiting(order, &key, cx)).await?
        }
        None => Vec::new(),
    };
    let Seen { order, steps, list, .. } = seen;
    let now = Call::now(&api.house)?.now;
    visit.show_as(status, &OrderPage::new(visit, Shown { order, steps, list, now, posted, errors, waiting })?)
}
