// SPDX-License-Identifier: EUPL-1.2
//! What is wrong with a request, and the answer in the shape of the standard.

use axum::{body::Body, http::StatusCode, http::header, response::Response};
use serde_json::json;
use waarmaker_core::Problem;

/// 400 with a code.
pub(super) fn bad(code: &'static str, message: impl Into<String>) -> Problem {
    let mut problem = Problem::parse_error(message);
    problem.code = code.into();
    problem
}

/// 404 with what was looked for.
pub(super) fn missing(message: impl Into<String>) -> Problem {
    Problem::not_found_because(message)
}

/// The answer to a request that is refused: code, type and message, as FROST writes them.
pub(super) fn refusal(problem: &Problem) -> Response {
    let mut message = problem.detail.clone();
    for one in &problem.invalid_params {
        message = format!("{message} {}: {}", one.name, one.reason);
    }
    let body = json!({"code": problem.code, "type": "error", "message": message});
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::BAD_REQUEST);
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/json"));
    response
}
