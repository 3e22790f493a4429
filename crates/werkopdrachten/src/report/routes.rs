// SPDX-License-Identifier: EUPL-1.2
//! `GET /contracten/{uuid}/rapport`.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderName, Method, header},
    response::{IntoResponse as _, Response},
    routing::any,
};
use uuid::Uuid;
use waarmaker_api::{
    Result, Rules as _,
    http::{Answer, Api},
    parameters,
};
use waarmaker_contracten::Contract;
use waarmaker_core::{Problem, Problems};
use waarmaker_db::Weight;
use waarmaker_resource::Component;

use super::{Maand, Rapport, html, rapport};

/// Scopes of who may see the evidence.
const READ: &[&str] = &["signalen.lezen", "signalen.beheren"];

/// The route of the evidence.
pub(crate) fn routes() -> Router<Arc<Api>> {
    Router::new().route("/signalen/api/v1/contracten/{uuid}/rapport", any(handle))
}

/// How it is wanted.
#[derive(Clone, Copy)]
enum Form {
    Html,
    Csv,
    Json,
}

async fn handle(State(api): State<Arc<Api>>, request: Request) -> Response {
    let handle = async |api: Arc<Api>, mut request: Request| {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return Err(Problem::method_not_allowed());
        }
        let segment = request.uri().path().rsplit('/').nth(1);
        let uuid = segment.and_then(|uuid| Uuid::try_parse(uuid).ok()).ok_or_else(Problem::not_found)?;
        let form = form(&request)?;
        request.headers_mut().remove(header::ACCEPT);
        let incoming = api.incoming(&Contract::RESOURCE, request).await?;
        let maand = maand(&incoming.query)?;
        let found = api.reading(Weight::Scan, incoming, move |cx| {
            cx.stage_one::<Contract>(READ)?;
            rapport(uuid, maand, cx)
        });
        answer(&found.await?.ok_or_else(Problem::not_found)?, form)
    };
    api.handle(Component::SIGNALEN, request, handle).await
}

/// The first of the wanted forms that there is; a page when nobody says.
fn form(request: &Request) -> Result<Form> {
    let wanted = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("*/*");
    let known = wanted.split(',').find_map(|part| match part.split(';').next()?.trim().to_ascii_lowercase().as_str() {
        "text/html" | "text/*" | "*/*" | "" => Some(Form::Html),
        "text/csv" => Some(Form::Csv),
        "application/json" => Some(Form::Json),
        _ => None,
    });
    known.ok_or_else(|| Problem::not_acceptable("Vraag text/html, text/csv of application/json."))
}

fn maand(query: &str) -> Result<Maand> {
    let given = parameters(query)?;
    let mut problems = Problems::new();
    for name in given.keys().filter(|name| *name != "maand") {
        let name: String = name.chars().take(100).collect();
        problems.add(Problems::WHOLE, "unknown-parameters", format!("Onbekende queryparameter: {name}."));
    }
    match given.get("maand").map(|text| text.parse::<Maand>()) {
        Some(Ok(maand)) if problems.is_empty() => return Ok(maand),
        Some(Ok(_)) => {}
        Some(Err(reason)) => problems.add("maand", "invalid", reason),
        None => problems.add("maand", "required", "Geef de maand: maand=2026-11."),
    }
    Err(Problem::invalid(problems))
}

fn answer(rapport: &Rapport, form: Form) -> Result<Answer> {
    let (kind, extension, body) = match form {
        Form::Json => return Ok(Answer::ok(serde_json::to_vec(rapport).map_err(Problem::internal)?)),
        Form::Html => ("text/html; charset=utf-8", "html", rapport.html()),
        Form::Csv => ("text/csv; charset=utf-8", "csv", rapport.csv()),
    };
    let safe = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' };
    let name: String = rapport.contract.chars().map(safe).collect();
    let how = if matches!(form, Form::Csv) { "attachment" } else { "inline" };
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("{how}; filename=\"{name}_{}.{extension}\"", rapport.maand)),
        (header::CONTENT_SECURITY_POLICY, html::policy()),
        (HeaderName::from_static("x-content-type-options"), "nosniff".to_owned()),
        (header::VARY, "Accept".to_owned()),
    ];
    Ok(Answer::raw((headers, body).into_response()))
}
