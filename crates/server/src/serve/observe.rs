// SPDX-License-Identifier: EUPL-1.2
//! What is seen of requests from outside: metrics at `/metrics` and log lines.
//!
//! Neither holds a query string, body, token or name. A path is logged only when it led somewhere: then it is made of our own words and uuids.

use std::{
    sync::OnceLock,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result};
use axum::{
    Router,
    body::Body,
    http::{HeaderValue, Method, Request, StatusCode, header},
    response::Response,
    routing::get,
};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use waarmaker_core::{Ids as _, Problem, RandomIds};
use waarmaker_resource::Component;

/// Bounds of the histogram of seconds per request.
const SECONDS: &[f64] = &[0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];
/// How often what was measured is folded together.
const UPKEEP: Duration = Duration::from_secs(5);
const DURATION: &str = "http_request_duration_seconds";

static RECORDER: OnceLock<PrometheusHandle> = OnceLock::new();

/// The route of metrics. Starts measuring; once in a process.
pub(super) fn routes() -> Result<Router> {
    if RECORDER.get().is_none() {
        let builder = PrometheusBuilder::new().set_buckets_for_metric(Matcher::Full(DURATION.to_owned()), SECONDS)?;
        let handle = builder.install_recorder().context("starting to measure")?;
        metrics::describe_histogram!(DURATION, "Time from the head of a request to its answer");
        metrics::describe_counter!("http_requests_total", "Requests to the APIs, by component, method and status");
        metrics::describe_gauge!("waarmaker_info", "1, with the version of the program");
        metrics::gauge!("waarmaker_info", "version" => env!("CARGO_PKG_VERSION")).set(1.0);
        let _ = RECORDER.set(handle.clone());
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(UPKEEP).await;
                handle.run_upkeep();
            }
        });
    }
    Ok(Router::new().route("/metrics", get(rendered)))
}

async fn rendered() -> ([(header::HeaderName, &'static str); 1], String) {
    let text = RECORDER.get().map(PrometheusHandle::render).unwrap_or_default();
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text)
}

/// What is remembered of a request until its answer.
pub(super) struct Seen {
    begin: Instant,
    method: Method,
    component: &'static str,
    /// Only kept when it is going to be logged.
    path: Option<String>,
}

impl Seen {
    /// Looks at a request.
    pub(super) fn of<B>(request: &Request<B>) -> Self {
        let path = request.uri().path();
        let component = Component::ALL.iter().find(|component| path.starts_with(component.root));
        let other = if is_page(path) { PAGES } else { OTHER };
        let logged = tracing::enabled!(tracing::Level::DEBUG);
        Self {
            begin: Instant::now(),
            method: request.method().clone(),
            component: component.map_or(other, |component| component.name),
            path: logged.then(|| path.to_owned()),
        }
    }

    /// Measures and logs the answer.
    pub(super) fn answered(&self, status: StatusCode) {
        let took = self.begin.elapsed();
        metrics::histogram!(DURATION, "component" => self.component).record(took.as_secs_f64());
        if let Some(path) = &self.path {
            let ours = status != StatusCode::NOT_FOUND && ![PAGES, OTHER].contains(&self.component);
            let path = if ours { path.as_str() } else { "" };
            let (component, milliseconds) = (self.component, took.as_secs_f64() * 1e3);
            tracing::debug!(method = %self.method, component, path, status = status.as_u16(), milliseconds, "answered");
        }
    }
}

/// Pages for people, which are measured as one. Their paths are never logged: they hold codes and links.
const PAGES: &str = "pages";
/// Everything else: health, metrics, `/docs`, what does not exist.
const OTHER: &str = "other";

/// Whether a path is that of a page for people.
fn is_page(path: &str) -> bool {
    let path = path.strip_prefix("/en").filter(|rest| rest.starts_with('/')).unwrap_or(path);
    let first = path.split('/').nth(1).unwrap_or_default();
    ["lampen", "meldingen", "buiten", "beheer", "aanmelden", "statisch"].contains(&first)
}

/// The answer to a request that took too long. What it was writing may still be done.
pub(super) fn too_late() -> Response {
    let instance = RandomIds.uuid();
    tracing::warn!(%instance, "a request took too long");
    let problem = Problem::unavailable("Het verzoek duurde te lang.");
    let mut response = Response::new(Body::from(problem.body(instance, "/docs/fouten#service_unavailable")));
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    response
}
