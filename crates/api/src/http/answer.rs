// SPDX-License-Identifier: EUPL-1.2
//! From an outcome to a response: origin, headers of the standard, problem documents.

use std::{borrow::Cow, sync::Arc};

use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    response::Response,
};
use waarmaker_core::{Ids, ORIGIN, Problem, origin::splice};
use waarmaker_resource::{Component, Resource};
use xxhash_rust::xxh3::xxh3_128;

use super::{Api, Incoming, accept::CRS};
use crate::{House, List, Result, openapi, query};

/// What a handler returns: a document in stored form, with what belongs to it.
#[derive(Debug)]
pub struct Answer {
    /// Status.
    pub status: u16,
    /// Document, with [`ORIGIN`] where the origin goes; empty for none.
    pub body: Vec<u8>,
    /// What follows the body, when it is made in parts.
    pub rest: Vec<Vec<u8>>,
    /// It gets an `ETag` and answers `If-None-Match` (handbook 1.10).
    pub conditional: bool,
    /// Its coordinates are in `EPSG:4326`.
    pub crs: bool,
    /// URL of a new resource, in stored form.
    pub location: Option<String>,
    /// Texts for the header `X-Warning`.
    pub warnings: Vec<String>,
    /// A response that is no JSON (a download): all else is left alone, but for the headers that every response has.
    pub raw: Option<Response>,
}

impl Answer {
    /// 200 with a document.
    pub fn ok(body: Vec<u8>) -> Self {
        Self {
            status: 200,
            body,
            rest: Vec::new(),
            conditional: false,
            crs: false,
            location: None,
            warnings: Vec::new(),
            raw: None,
        }
    }
    /// Something else than JSON.
    pub fn raw(response: Response) -> Self {
        Self { raw: Some(response), ..Self::ok(Vec::new()) }
    }
    /// 204.
    pub fn nothing() -> Self {
        Self { status: 204, ..Self::ok(Vec::new()) }
    }
    /// 201 with a document.
    pub fn created(body: Vec<u8>) -> Self {
        Self { status: 201, ..Self::ok(body) }
    }
    /// The document is one of this resource: adds what the resource declares.
    #[must_use]
    pub fn of(mut self, resource: &Resource) -> Self {
        self.crs = resource.crs;
        self
    }
}

/// A page of a list, or the bare array of a resource that has no pages.
pub fn page(resource: &Resource, incoming: &Incoming, number: u64, list: List) -> Result<Answer> {
    let (head, tail) = if resource.paged {
        let link = |number: Option<u64>| number.map_or(Ok("null".to_owned()), |number| other_page(incoming, number));
        let next = link(list.more.then_some(number.saturating_add(1)))?;
        let previous = link((number > 1).then(|| number - 1))?;
        let head = format!("{{\"count\":{},\"next\":{next},\"previous\":{previous},\"results\":[", list.count);
        (head.into_bytes(), "]}")
    } else {
        (b"[".to_vec(), "]")
    };
    let rest = vec![list.documents.into_bytes(), tail.into()];
    Ok(Answer { rest, ..Answer::ok(head) }.of(resource))
}

/// URL of another page as JSON text: the same URL with `page` replaced (handbook 1.6).
fn other_page(incoming: &Incoming, number: u64) -> Result<String> {
    let mut query = form_urlencoded::Serializer::new(String::new());
    let mut placed = false;
    for (name, value) in form_urlencoded::parse(incoming.query.as_bytes()) {
        if name != "page" {
            query.append_pair(&name, &value);
        } else if !std::mem::replace(&mut placed, true) {
            query.append_pair("page", &number.to_string());
        }
    }
    if !placed {
        query.append_pair("page", &number.to_string());
    }
    serde_json::to_string(&format!("{ORIGIN}{}?{}", incoming.path, query.finish())).map_err(Problem::internal)
}

/// What of the request the response needs.
#[derive(Debug)]
pub(super) struct About {
    component: Component,
    origin: String,
    method: Method,
    if_none_match: Option<HeaderValue>,
    pub(super) url_bytes: usize,
}

impl About {
    pub(super) fn of(request: &Request, component: Component, house: &House) -> Self {
        let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        Self {
            component,
            origin: house.origins.for_host(host).to_owned(),
            method: request.method().clone(),
            if_none_match: request.headers().get(header::IF_NONE_MATCH).cloned(),
            url_bytes: request.uri().path_and_query().map_or(0, |path| path.as_str().len()),
        }
    }
}

/// The response to an outcome.
pub(super) fn finish(outcome: Result<Answer>, about: &About, ids: &dyn Ids) -> Response {
    let mut response = match outcome {
        Ok(Answer { raw: Some(response), .. }) => response,
        Ok(answer) => success(&answer, about),
        Err(problem) => refusal(&problem, about, ids),
    };
    let status = response.status();
    let headers = response.headers_mut();
    headers.insert("api-version", HeaderValue::from_static(about.component.version));
    metrics::counter!("http_requests_total", "component" => about.component.name, "method" => known(&about.method), "status" => class(status)).increment(1);
    response
}

fn success(answer: &Answer, about: &About) -> Response {
    let length: usize = answer.rest.iter().chain([&answer.body]).map(Vec::len).sum();
    let mut body = Vec::with_capacity(length + length / 8 + 64);
    for part in [&answer.body].into_iter().chain(&answer.rest) {
        splice(part, &about.origin, &mut body);
    }
    let mut headers = HeaderMap::new();
    let mut status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    if answer.conditional {
        let tag = format!("\"{:032x}\"", xxh3_128(&body));
        let match_ = about.if_none_match.as_ref().and_then(|value| value.to_str().ok());
        if match_.is_some_and(|value| {
            value.trim() == "*" || value.split(',').any(|one| one.trim().trim_start_matches("W/") == tag)
        }) {
            status = StatusCode::NOT_MODIFIED;
        }
        insert(&mut headers, header::ETAG, &tag);
    }
    if answer.crs {
        headers.insert("content-crs", HeaderValue::from_static(CRS));
    }
    if let Some(location) = &answer.location {
        insert(&mut headers, header::LOCATION, &location.replace(ORIGIN, &about.origin));
    }
    for warning in &answer.warnings {
        let ascii: String = warning.chars().filter(|c| c.is_ascii() && !c.is_control()).collect();
        insert(&mut headers, HeaderName::from_static("x-warning"), &ascii);
    }
    let with_body = !body.is_empty() && status != StatusCode::NOT_MODIFIED;
    if with_body {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    }
    let body = if with_body && about.method != Method::HEAD { Body::from(body) } else { Body::empty() };
    assemble(status, headers, body)
}

/// The problem document (handbook 1.5). What is ours is logged here, once; what is the client's is not an error.
fn refusal(problem: &Problem, about: &About, ids: &dyn Ids) -> Response {
    let instance = ids.uuid();
    if problem.status >= 500 {
        let source = std::error::Error::source(problem).map(chain);
        tracing::error!(%instance, status = problem.status, code = %problem.code, source, "a request failed");
    }
    let kind = format!("{}/docs/fouten#{}", about.origin, problem.code);
    let body = problem.body(instance, &kind);
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    if problem.status == 503 {
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    }
    let body = if about.method == Method::HEAD { Body::empty() } else { Body::from(body) };
    assemble(StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), headers, body)
}

/// An error with all its causes.
fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

fn insert(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.append(name, value);
    }
}

fn assemble(status: StatusCode, headers: HeaderMap, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

/// A method as a label: strangers make up methods, a metric must not grow with them.
fn known(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        _ => "other",
    }
}

/// A status as a label; the frequent ones without making a text.
fn class(status: StatusCode) -> Cow<'static, str> {
    match status.as_u16() {
        200 => Cow::Borrowed("200"),
        201 => Cow::Borrowed("201"),
        204 => Cow::Borrowed("204"),
        304 => Cow::Borrowed("304"),
        other => Cow::Owned(other.to_string()),
    }
}

/// `GET {root}/openapi.json`.
pub(super) async fn contract(State(api): State<Arc<Api>>, request: Request, component: Component) -> Response {
    let handle = |api: Arc<Api>, request: Request| async move {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return Err(Problem::method_not_allowed());
        }
        query::parameters(request.uri().query().unwrap_or_default())?;
        Ok(Answer::ok(openapi::document(&api.house, component)?))
    };
    api.handle(component, request, handle).await
}

/// Any path that leads nowhere.
pub(super) async fn nowhere(State(api): State<Arc<Api>>, request: Request) -> Response {
    let path = request.uri().path();
    let component =
        Component::ALL.iter().find(|component| path.starts_with(component.root)).copied().unwrap_or(Component::ZAKEN);
    api.handle(component, request, |_, _| async { Err(Problem::not_found()) }).await
}
