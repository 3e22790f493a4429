// SPDX-License-Identifier: EUPL-1.2
//! A program with two forms of the test's own, which do what forms of any page do.

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::StatusCode,
    response::Response,
    routing::{get, post},
};
use waarmaker_api::{Choices, ReferencesSettings, Result, http::Api};
use waarmaker_db::testing::Scratch;
use waarmaker_testkit::App;
use waarmaker_ui::{Site, Visit, form::Posted, limit};

/// A municipality behind one proxy, with TLS and tokens of its own.
pub(crate) fn secure() -> Site {
    Site {
        origin: "https://waarmaker.example".to_owned(),
        thema: ".waarmaker-theme{--wm-primary:#123456}".to_owned(),
        proxies: 1,
        ..Site::sample()
    }
}

/// Runs a test on every engine with the pages of `ui` and two forms more.
#[expect(clippy::needless_pass_by_value, reason = "the test is written where it is passed")]
pub(crate) fn with_forms(site: Site, test: impl AsyncFn(&App)) {
    for scratch in Scratch::every() {
        let forms = Router::new()
            .route("/lampen/proef", post(public).get(get_nothing))
            .route("/beheer/proef", post(staff))
            .route("/lampen/groot", get(large));
        let pages = waarmaker_ui::pages(&Arc::new(site.clone()), waarmaker_ui::routes().merge(forms));
        let app = App::with(scratch, &waarmaker::kinds(), pages, Choices::default(), ReferencesSettings::default());
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(test(&app));
    }
}

fn said(status: u16, text: String) -> Response {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    response
}

async fn get_nothing() -> Response {
    said(200, String::new())
}

async fn large(visit: Visit) -> Response {
    let mut response = said(200, format!("{{\"{}\":1}}", "x".repeat(5000)));
    response.headers_mut().insert("content-type", "application/geo+json".parse().unwrap());
    visit.answer(Ok(response))
}

async fn public(State(api): State<Arc<Api>>, visit: Visit, request: Request) -> Response {
    let outcome: Result<Response> = async {
        let posted = Posted::read(&visit, request, 1000).await?;
        let kept = format!("{}|{}|{}", posted.text("naam"), posted.files.len(), posted.too_large);
        if !posted.fresh {
            return Ok(said(422, format!("oud: {kept}")));
        }
        if posted.text("naam") == "vol" {
            limit::take(&api, &visit, "proef", 20).await?;
        } else if !limit::allows(&api, &visit, "proef", 20).await? {
            return Ok(said(429, format!("wacht: {kept}")));
        }
        Ok(said(200, format!("gedaan: {kept}")))
    }
    .await;
    visit.answer(outcome)
}

async fn staff(visit: Visit, request: Request) -> Response {
    let outcome: Result<Response> = async {
        let posted = Posted::read(&visit, request, 1000).await?;
        let user = match visit.staff_sending(&posted) {
            Ok(user) => user,
            Err(page) => return Ok(*page),
        };
        Ok(said(200, format!("{}: {} {}", user.name, posted.fresh, posted.text("naam"))))
    }
    .await;
    visit.answer(outcome)
}
