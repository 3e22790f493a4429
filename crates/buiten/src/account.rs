// SPDX-License-Identifier: EUPL-1.2
//! An order by its number, for whoever signed in.

use std::sync::Arc;

use axum::{extract::Request, http::StatusCode, response::Response};
use uuid::Uuid;
use waarmaker_api::{Call, Result, http::Api};
use waarmaker_ui::{
    Visit,
    form::{Errors, Posted},
};
use waarmaker_werkopdrachten::{Stapsoort, Werkopdracht, answer_order, find, link::ROOT, photo::draft, refuse_other};

use crate::{
    TEXTS,
    answer::{self, Form},
    lapsed,
    order::{OrderPage, Shown},
};

/// An order that whoever signed in may see.
struct Found {
    uuid: Uuid,
    order: Werkopdracht,
    /// What they can answer now.
    steps: Vec<Stapsoort>,
}

/// Shows an order; whoever did not sign in goes to where that is done.
pub(crate) async fn look(api: &Arc<Api>, visit: &Visit, nummer: &str) -> Response {
    if let Err(redirect) = visit.staff() {
        return *redirect;
    }
    visit.answer(shown(api, visit, nummer).await)
}

async fn shown(api: &Arc<Api>, visit: &Visit, nummer: &str) -> Result<Response> {
    let found = read(api, visit, nummer).await?;
    page(api, visit, &found, None, None).await
}

async fn read(api: &Arc<Api>, visit: &Visit, nummer: &str) -> Result<Found> {
    let nummer = nummer.to_owned();
    visit
        .reading(api, move |cx| {
            let (uuid, order, steps) = find(&nummer, cx)?;
            Ok(Found { uuid, order, steps })
        })
        .await
}

/// Takes an answer.
pub(crate) async fn answer(api: &Arc<Api>, visit: &Visit, nummer: &str, request: Request) -> Result<Response> {
    if visit.user.is_none() {
        let posted = Posted::read(visit, request, 0).await?;
        return lapsed::show(visit, &posted);
    }
    let found = match read(api, visit, nummer).await {
        Err(problem) if problem.status == 403 => {
            return Err(refuse_other(api, visit.incoming(api)?, nummer, problem).await?);
        }
        found => found?,
    };
    let posted = match Posted::read(visit, request, answer::MOST_BYTES).await {
        Ok(posted) => posted,
        Err(problem) if problem.status < 500 => {
            let t = visit.say(&TEXTS);
            let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::BAD_REQUEST);
            let words = if problem.status == 413 { "mis-te-groot" } else { "mis-niet-aangekomen" };
            return page(api, visit, &found, None, Some((t.say(words), status))).await;
        }
        Err(problem) => return Err(problem),
    };
    let t = visit.say(&TEXTS);
    let mut form = answer::judge(&posted, &visit.page("")?, t);
    let status = if posted.fresh { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::FORBIDDEN };
    if !form.is_right() {
        return refused(api, visit, &found, (&posted, form), status).await;
    }
    let outcome = match form.step(api, found.uuid, &posted).await {
        Ok(step) => answer_order(api, visit.incoming(api)?, found.uuid, step).await,
        Err(problem) => Err(problem),
    };
    match outcome {
        Ok(_) => visit.see_other(&format!("{ROOT}/{nummer}?gedaan={}", posted.text("stap"))),
        Err(problem) if matches!(problem.status, 401 | 403 | 404) => Err(problem),
        Err(problem) => {
            if problem.status >= 500 {
                tracing::error!(%problem, code = %problem.code, "an answer could not be taken");
            }
            // The order may be another by now: withdrawn, or answered already.
            let now = read(api, visit, nummer).await?;
            form.errors = answer::why(&problem, form.stap, &now.order, &visit.page("")?, t);
            let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::CONFLICT);
            refused(api, visit, &now, (&posted, form), status).await
        }
    }
}

/// The page again with what was wrong; what was filled in stays, and photos wait.
async fn refused(
    api: &Arc<Api>,
    visit: &Visit,
    found: &Found,
    (posted, form): (&Posted, Form),
    status: StatusCode,
) -> Result<Response> {
    form.keep(api, found.uuid, posted).await?;
    let mut response = page(api, visit, found, Some((posted, form)), None).await?;
    *response.status_mut() = status;
    Ok(response)
}

async fn page(
    api: &Arc<Api>,
    visit: &Visit,
    found: &Found,
    filled: Option<(&Posted, Form)>,
    wrong: Option<(String, StatusCode)>,
) -> Result<Response> {
    let (posted, mut errors) = filled.map_or((None, Errors::default()), |(posted, form)| (Some(posted), form.errors));
    let mut status = StatusCode::OK;
    if let Some((words, because)) = wrong {
        errors.add("", words);
        status = because;
    }
    let waiting = match posted.map(answer::key).filter(|key| !key.is_empty()) {
        Some(key) => {
            let (order, key) = (found.uuid, key.to_owned());
            visit.reading(api, move |cx| draft::waiting(order, &key, cx)).await?
        }
        None => Vec::new(),
    };
    let shown = Shown {
        order: &found.order,
        steps: found.steps.clone(),
        list: true,
        now: Call::now(&api.house)?.now,
        posted,
        errors,
        waiting,
    };
    visit.show_as(status, &OrderPage::new(visit, shown)?)
}
