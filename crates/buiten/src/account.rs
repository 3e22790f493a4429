// SPDX-License-Identifier: EUPL-1.2
//! An order by its number, for whoever signed in.

use std::sync::Arc;

use axum::{extract::Request, response::Response};
use uuid::Uuid;
use waarmaker_api::{Result, http::Api};
use waarmaker_ui::{Visit, form::Posted};
use waarmaker_werkopdrachten::{Stapsoort, Werkopdracht, answer_order, find, link::ROOT, refuse_other};

use crate::{
    TEXTS,
    answer::{MOST_BYTES, judge},
    lapsed,
    show::{self, Seen},
};

/// An order that whoever signed in may see.
struct Found {
    uuid: Uuid,
    order: Werkopdracht,
    /// What they can answer now.
    steps: Vec<Stapsoort>,
}

impl Found {
    fn seen(&self) -> Seen<'_> {
        Seen { uuid: self.uuid, order: &self.order, steps: self.steps.clone(), list: true }
    }
}

/// Shows an order; whoever did not sign in goes to where that is done.
pub(crate) async fn look(api: &Arc<Api>, visit: &Visit, nummer: &str) -> Response {
    if let Err(redirect) = visit.staff() {
        return *redirect;
    }
    let shown = async || show::page(api, visit, read(api, visit, nummer).await?.seen()).await;
    visit.answer(shown().await)
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
    let posted = match Posted::read(visit, request, MOST_BYTES).await {
        Ok(posted) => posted,
        Err(problem) => return show::unread(api, visit, found.seen(), problem).await,
    };
    let form = judge(&posted, &visit.page("")?, visit.say(&TEXTS));
    if !form.is_right() {
        return show::refused(api, visit, found.seen(), (&posted, form), show::wrong(&posted)).await;
    }
    let outcome = match form.step(api, found.uuid, &posted).await {
        Ok(step) => answer_order(api, visit.incoming(api)?, found.uuid, step).await,
        Err(problem) => Err(problem),
    };
    match outcome {
        Ok(_) => visit.see_other(&format!("{ROOT}/{nummer}?gedaan={}", posted.text("stap"))),
        Err(problem) if matches!(problem.status, 401 | 403 | 404) => Err(problem),
        Err(problem) => {
            let now = read(api, visit, nummer).await?;
            show::not_taken(api, visit, now.seen(), (&posted, form), problem).await
        }
    }
}
