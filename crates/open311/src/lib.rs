// SPDX-License-Identifier: EUPL-1.2
//! Open311 `GeoReport` v2: the same reports for other software.
//!
//! **What it is for.** Apps and other municipalities ask which services there are, what was reported, and report themselves: discovery, services,
//! definitions, requests, tokens, each in JSON and in XML. Whoever writes has a key, which is the client of an Applicatie with its secret.
//!
//! **What it is not.** It is a door, not a register. A report goes through the pipeline as a melding of its client, with rights, audit trail and
//! notification; a request that can be read is a fault as open data has it, known by the number of its incident. Nothing about people leaves by it: no
//! words, names or addresses of who reported. It never fetches a `media_url`.
//!
//! **How to add a service.** A value of `services::SERVICES` with its attributes, and what it means in `report`. **How to add an operation.** A
//! handler that makes a `Node`, and a line in [`routes`]; both formats follow.

mod ask;
mod discovery;
mod key;
mod node;
mod report;
mod requests;
mod services;

use std::sync::Arc;

use axum::{
    Router,
    extract::{Request, State},
    http::Method,
    response::Response,
    routing::any,
};
use waarmaker_api::{Result, http::Api};
use waarmaker_core::Problem;

use crate::{
    ask::Ask,
    node::{Answer, Format},
};

/// Root of all that is served.
pub(crate) const ROOT: &str = "/open311";

/// All below `/open311`.
pub fn routes() -> Router<Arc<Api>> {
    Router::new().route("/open311", any(serve)).route("/open311/{*rest}", any(serve))
}

/// One request: its format is the end of its path.
async fn serve(State(api): State<Arc<Api>>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let (path, format) = Format::of(path.strip_prefix(ROOT).unwrap_or_default(), request.headers());
    let head = request.method() == Method::HEAD;
    let outcome = answer(&api, &path, format, request).await;
    node::response(outcome, format.unwrap_or(Format::Json), head, &api.house)
}

async fn answer(api: &Arc<Api>, path: &str, format: Option<Format>, request: Request) -> Result<Answer> {
    let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    let known = matches!(
        parts.as_slice(),
        ["discovery"] | ["v2", "services" | "requests"] | ["v2", "services" | "requests" | "tokens", _]
    );
    if !known || format.is_none() {
        return Err(Problem::not_found_because(
            "Dit adres bestaat niet. Begin bij /open311/discovery.json of /open311/discovery.xml; elk adres eindigt op .json of .xml.",
        ));
    }
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if parts == ["v2", "requests"] && request.method() == Method::POST {
        return report::post(api, request).await;
    }
    if !reads {
        return Err(Problem::method_not_allowed());
    }
    let ask = Ask::of_query(request.uri().query().unwrap_or_default())?;
    if parts != ["discovery"] {
        ask.jurisdiction(api)?;
    }
    match parts.as_slice() {
        ["discovery"] => Ok(discovery::document(api)),
        ["v2", "services"] => Ok(services::list()),
        ["v2", "services", code] => services::definition(&node::segment(code)),
        ["v2", "requests"] => requests::list(api, &ask, format).await,
        ["v2", "requests", id] => requests::one(api, &node::segment(id), &ask).await,
        ["v2", "tokens", token] => requests::token(api, &node::segment(token)).await,
        _ => Err(Problem::not_found()),
    }
}
