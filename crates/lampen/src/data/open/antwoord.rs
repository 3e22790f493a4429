// SPDX-License-Identifier: EUPL-1.2
//! How open data and what maps draw is answered: `ETag`, caching, and reading by the pages of everybody.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts},
    response::Response,
};
use serde_json::Value as Json;
use waarmaker_api::{Result, http::Api};
use waarmaker_core::Problem;

use super::{LICENTIE, vorm::GEOJSON};

/// What is answered.
#[derive(Debug)]
pub(in crate::data) struct Antwoord {
    kind: &'static str,
    inhoud: Inhoud,
    seconds: u32,
    next: Option<String>,
    file: Option<&'static str>,
}

/// The contents of an answer.
#[derive(Debug)]
pub(super) enum Inhoud {
    /// All of it.
    Geheel(Vec<u8>),
    /// In parts, with the `ETag` that is known beforehand.
    Stroom(Body, String),
}

impl Antwoord {
    /// An answer of a media type that may be kept for some seconds.
    pub(super) const fn new(kind: &'static str, inhoud: Inhoud, seconds: u32) -> Self {
        Self { kind, inhoud, seconds, next: None, file: None }
    }

    /// `GeoJSON` that may be kept for some seconds.
    pub(in crate::data) fn geojson(body: &Json, seconds: u32) -> Self {
        Self::new(GEOJSON, Inhoud::Geheel(serde_json::to_vec(body).unwrap_or_default()), seconds)
    }

    /// With the address of the next page.
    pub(super) fn next(self, next: Option<String>) -> Self {
        Self { next, ..self }
    }

    /// To be kept as a file of this name.
    pub(super) fn file(self, file: Option<&'static str>) -> Self {
        Self { file, ..self }
    }

    /// Its `ETag`.
    fn tag(&self) -> String {
        match &self.inhoud {
            Inhoud::Stroom(_, tag) => tag.clone(),
            Inhoud::Geheel(body) => {
                let mut hasher = DefaultHasher::new();
                body.hash(&mut hasher);
                format!("\"{:016x}\"", hasher.finish())
            }
        }
    }
}

/// Whether the client has what bears this tag. Tags are held against each other weakly (RFC 9110, 13.1.2).
fn has(request: &Parts, tag: &str) -> bool {
    let given = request.headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    given.split(',').any(|one| one.trim() == "*" || bare(one) == bare(tag))
}

/// The response: with its `ETag`, so that who has it already gets 304; everybody's pages may read it.
pub(in crate::data) fn beantwoord(request: &Parts, outcome: Result<Antwoord>, api: &Api) -> Response {
    let answer = match outcome {
        Ok(answer) => answer,
        Err(problem) => return refusal(&problem, api),
    };
    let mut headers = shared();
    let mut set = |name, text: String| {
        if let Ok(value) = HeaderValue::from_str(&text) {
            headers.append(name, value);
        }
    };
    set(header::CACHE_CONTROL, format!("public, max-age={}", answer.seconds));
    set(header::LINK, format!("<{LICENTIE}>; rel=\"license\""));
    if let Some(next) = &answer.next {
        set(header::LINK, format!("<{next}>; rel=\"next\""));
    }
    let tag = answer.tag();
    set(header::ETAG, tag.clone());
    if has(request, &tag) {
        return response(StatusCode::NOT_MODIFIED, headers, Body::empty());
    }
    set(header::CONTENT_TYPE, answer.kind.to_owned());
    if let Some(file) = answer.file {
        set(header::CONTENT_DISPOSITION, format!("attachment; filename=\"{file}\""));
    }
    let body = match answer.inhoud {
        Inhoud::Stroom(body, _) => body,
        Inhoud::Geheel(body) => {
            set(header::CONTENT_LENGTH, body.len().to_string());
            Body::from(body)
        }
    };
    let body = if request.method == Method::HEAD { Body::empty() } else { body };
    response(StatusCode::OK, headers, body)
}

/// A refusal as the other APIs give it, with `code` and `detail`.
fn refusal(problem: &Problem, api: &Api) -> Response {
    let instance = api.house.ids.uuid();
    if problem.status >= 500 {
        tracing::error!(%instance, status = problem.status, source = std::error::Error::source(problem), "open data failed");
    }
    let mut headers = shared();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response(status, headers, Body::from(problem.body(instance, "")))
}

fn shared() -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers
}

fn response(status: StatusCode, headers: HeaderMap, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}
