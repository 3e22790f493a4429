// SPDX-License-Identifier: EUPL-1.2
//! The headers that a request must and may have (handbook 1.8, 1.9).

use axum::http::{HeaderMap, header, request::Parts};
use waarmaker_core::{Problem, text::clean_text};
use waarmaker_resource::Resource;

use crate::Result;

/// The only coordinate reference system.
pub(super) const CRS: &str = "EPSG:4326";

/// Media type first (415, 406), then the coordinate reference system (406 when it is another, 412 when it is missing).
pub(super) fn check(resource: &Resource, parts: &Parts, with_body: bool, crs_required: bool) -> Result<()> {
    if with_body && !is_json(&parts.headers) {
        return Err(Problem::unsupported_media_type("Stuur de inhoud als application/json."));
    }
    if !accepts_json(&parts.headers) {
        return Err(Problem::not_acceptable("Deze API antwoordt alleen met application/json."));
    }
    if !resource.crs {
        return Ok(());
    }
    if parts.method != axum::http::Method::DELETE {
        crs(&parts.headers, "Accept-Crs", crs_required)?;
    }
    if with_body { crs(&parts.headers, "Content-Crs", crs_required) } else { Ok(()) }
}

fn crs(headers: &HeaderMap, name: &str, required: bool) -> Result<()> {
    match headers.get(name) {
        Some(value) if value == CRS => Ok(()),
        Some(_) => Err(Problem::not_acceptable(format!("{name} kan alleen {CRS} zijn."))),
        None if required => Err(Problem::precondition_failed(format!("De header {name} ontbreekt: stuur {CRS}."))),
        None => Ok(()),
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

fn accepts_json(headers: &HeaderMap) -> bool {
    let mut values = headers.get_all(header::ACCEPT).iter().peekable();
    if values.peek().is_none() {
        return true;
    }
    let good =
        |kind: &str| matches!(kind, "" | "*/*" | "application/*" | "application/json" | "application/problem+json");
    values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|part| part.split(';').next().is_some_and(|kind| good(&kind.trim().to_ascii_lowercase())))
}

/// A header that is kept: UTF-8, without control characters, at most 1000 characters.
pub(super) fn text(headers: &HeaderMap, name: &'static str) -> Result<String> {
    let Some(value) = headers.get(name) else { return Ok(String::new()) };
    match std::str::from_utf8(value.as_bytes()) {
        Ok(text) if clean_text(text).is_ok() && text.chars().count() <= 1000 => Ok(text.to_owned()),
        _ => Err(Problem::invalid_one(
            name,
            "invalid",
            "De header bevat tekens die niet zijn toegestaan, of is te lang.",
        )),
    }
}
