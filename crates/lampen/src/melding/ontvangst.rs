// SPDX-License-Identifier: EUPL-1.2
//! `/meldingen/{code}/ontvangst`: the receipt, with the code and what happens next.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use waarmaker_api::{Result, http::Api};
use waarmaker_ui::{Page, Say, Visit, words};

use super::{code::open, naam};
use crate::{TEXTS, data::Gevolgd, portaal, woorden};

/// The receipt.
#[derive(Clone, Debug, Template)]
#[template(path = "ontvangst.html")]
pub(crate) struct Ontvangst {
    pub(crate) page: Page,
    pub(crate) t: Say,
    pub(crate) naam: String,
    pub(crate) code: String,
    pub(crate) gevaarlijk: bool,
    /// What happens next.
    pub(crate) zinnen: Vec<String>,
    pub(crate) volgen: String,
}

/// Shows the receipt of a report.
pub(crate) async fn ontvangst(State(api): State<Arc<Api>>, visit: Visit, Path(code): Path<String>) -> Response {
    visit.answer(bewijs(&api, &visit, &code).await)
}

async fn bewijs(api: &Api, visit: &Visit, code: &str) -> Result<Response> {
    match open(api, visit, code).await? {
        Ok(found) => {
            let page = portaal::page(visit, "")?.private();
            visit.show(&receipt(page, &found, visit.say(&TEXTS)))
        }
        Err(response) => Ok(response),
    }
}

pub(super) fn receipt(page: Page, found: &Gevolgd, t: Say) -> Ontvangst {
    let mut zinnen = Vec::new();
    if !found.nieuw {
        zinnen.push(t.say("ontvangst-bekend"));
    }
    if let Some(storing) = &found.storing {
        zinnen.extend(woorden::wij_doen(storing, &t));
        zinnen.push(match storing.verwacht {
            Some(tot) => t.with("ontvangst-klaar", "dag", words::long_day(t.lang, tot)),
            None => t.say("ontvangst-volgt"),
        });
    }
    zinnen.push(if found.berichten { t.say("ontvangst-post") } else { t.say("ontvangst-zonder-post") });
    zinnen.push(t.say("ontvangst-kapot"));
    Ontvangst {
        page: Page { title: t.say("ontvangst-titel"), ..page },
        naam: naam(found, &t),
        code: found.code.clone(),
        gevaarlijk: found.storing.as_ref().is_some_and(|storing| storing.spoed),
        zinnen,
        volgen: format!("/meldingen/{}", found.code),
        t,
    }
}
