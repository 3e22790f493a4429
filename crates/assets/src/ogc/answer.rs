// SPDX-License-Identifier: EUPL-1.2
//! Responses, and refusals in the shape of the standard: `code` and `description`.

use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::Response,
};
use serde_json::{Value as Json, json};
use waarmaker_core::{Ids, Problem};

use crate::Crs;

/// Media type of features.
pub(super) const GEOJSON: &str = "application/geo+json";
/// Media type of everything else.
pub(super) const JSON: &str = "application/json";

/// What is answered.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) kind: &'static str,
    pub(super) body: Json,
    pub(super) crs: Option<Crs>,
    pub(super) location: Option<String>,
}

impl Reply {
    /// 200 with JSON.
    pub(super) const fn json(body: Json) -> Self {
        Self { status: 200, kind: JSON, body, crs: None, location: None }
    }

    /// 200 with features in a coordinate reference system.
    pub(super) const fn features(body: Json, crs: Crs) -> Self {
        Self { status: 200, kind: GEOJSON, body, crs: Some(crs), location: None }
    }
}

/// What we read and write is JSON, by whichever of its names.
pub(super) fn as_json(headers: &mut HeaderMap) {
    headers.remove(header::ACCEPT);
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case(GEOJSON)) {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(JSON));
    }
}

/// The response to an outcome. What is ours is logged here, once.
pub(super) fn response(outcome: Result<Reply, Problem>, head: bool, ids: &dyn Ids) -> Response {
    let reply = outcome.unwrap_or_else(|problem| refusal(&problem, ids));
    let bytes = if reply.body.is_null() { Vec::new() } else { serde_json::to_vec(&reply.body).unwrap_or_default() };
    let mut headers = HeaderMap::new();
    if !bytes.is_empty() {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(reply.kind));
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    }
    if let Some(crs) = reply.crs.and_then(|crs| HeaderValue::from_str(&format!("<{}>", crs.uri())).ok()) {
        headers.insert(HeaderName::from_static("content-crs"), crs);
    }
    if let Some(location) = reply.location.and_then(|location| HeaderValue::from_str(&location).ok()) {
        headers.insert(header::LOCATION, location);
    }
    let mut response = Response::new(if head { Body::empty() } else { Body::from(bytes) });
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    *response.headers_mut() = headers;
    response
}

fn refusal(problem: &Problem, ids: &dyn Ids) -> Reply {
    let instance = ids.uuid();
    if problem.status >= 500 {
        tracing::error!(%instance, status = problem.status, source = std::error::Error::source(problem), "a request failed");
    }
    let reasons: Vec<String> =
        problem.invalid_params.iter().map(|param| format!("{}: {}", param.name, param.reason)).collect();
    let description = if reasons.is_empty() { problem.detail.clone() } else { reasons.join(" ") };
    let body = json!({
        "code": problem.code, "description": description, "title": problem.title, "status": problem.status,
        "instance": instance.urn().to_string(), "invalidParams": problem.invalid_params,
    });
    Reply { status: problem.status, ..Reply::json(body) }
}
