// SPDX-License-Identifier: EUPL-1.2
//! Dead letters over HTTP: `GET dode-letters`, `GET dode-letters/{nummer}` and `POST dode-letters/{nummer}/replay`.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Path, Request, State},
    http::Method,
    response::Response,
    routing::any,
};
use jiff::Timestamp;
use serde_json::{Value as Json, json};
use waarmaker_api::{
    Cx, Parameters, Result, denied,
    http::{Answer, Api},
    no_parameters, parameters,
};
use waarmaker_auth::Gate;
use waarmaker_core::{Problem, Problems};
use waarmaker_db::Weight;
use waarmaker_resource::{Component, Guard, Resource};

use super::{Filter, Letter, Selection, counts, get, list, replay, topics};
use crate::Watchers;

/// Letters of one page.
const PAGE: u32 = 100;
/// The resource for requests that are not one of the pipeline.
const PLAIN: Resource = Resource { name: "", component: Component::SIGNALEN, ..Resource::BASE };

/// The routes.
pub(crate) fn routes(watchers: Watchers) -> Router<Arc<Api>> {
    let again = move |State(api): State<Arc<Api>>, Path(id): Path<String>, request: Request| async move {
        let handle = async |api: Arc<Api>, request: Request| repeat(&api, request, &id, watchers).await;
        api.handle(Component::SIGNALEN, request, handle).await
    };
    Router::new()
        .route("/signalen/api/v1/dode-letters", any(all))
        .route("/signalen/api/v1/dode-letters/{id}", any(one))
        .route("/signalen/api/v1/dode-letters/{id}/replay", any(again))
}

async fn all(State(api): State<Arc<Api>>, request: Request) -> Response {
    let handle = async |api: Arc<Api>, request: Request| {
        only(&request, &Method::GET)?;
        let incoming = api.incoming(&PLAIN, request).await?;
        let filter = filter(&parameters(&incoming.query)?)?;
        let (found, counts) = api
            .reading(Weight::Scan, incoming, move |cx| {
                may(cx)?;
                Ok((list(&filter, PAGE, cx.tx)?, counts(cx.tx)?))
            })
            .await?;
        let next = (found.len() == PAGE as usize).then(|| found.last().map(|letter| letter.id)).flatten();
        let per_code: serde_json::Map<String, Json> =
            counts.into_iter().map(|(code, count)| (code, json!(count))).collect();
        let results: Vec<Json> = found.iter().map(|letter| shown(letter, false)).collect();
        Ok(Answer::ok(json!({"perCode": per_code, "volgendeNa": next, "results": results}).to_string().into_bytes()))
    };
    api.handle(Component::SIGNALEN, request, handle).await
}

async fn one(State(api): State<Arc<Api>>, Path(id): Path<String>, request: Request) -> Response {
    let handle = async |api: Arc<Api>, request: Request| {
        only(&request, &Method::GET)?;
        let id = number(&id)?;
        let incoming = api.incoming(&PLAIN, request).await?;
        no_parameters(&incoming.query)?;
        let read = move |cx: &mut Cx<'_, '_>| {
            may(cx)?;
            Ok(get(id, cx.tx)?)
        };
        let letter: Option<Letter> = api.reading(Weight::Point, incoming, read).await?;
        Ok(Answer::ok(shown(&letter.ok_or_else(Problem::not_found)?, true).to_string().into_bytes()))
    };
    api.handle(Component::SIGNALEN, request, handle).await
}

async fn repeat(api: &Api, request: Request, id: &str, watchers: Watchers) -> Result<Answer> {
    only(&request, &Method::POST)?;
    let id = number(id)?;
    let incoming = api.command(&PLAIN, request).await?;
    no_parameters(&incoming.query)?;
    let write = move |cx: &mut Cx<'_, '_>, _: &Json| {
        may(cx)?;
        let topics = topics(cx.tx)?;
        cx.as_waarmaker("Metingen", |cx| replay(&Selection::One(id), 1, &topics, watchers, cx))?;
        Ok(get(id, cx.tx)?)
    };
    let letter: Option<Letter> = api.writing(incoming, write).await?;
    Ok(Answer::ok(shown(&letter.ok_or_else(Problem::not_found)?, true).to_string().into_bytes()))
}

/// Refuses a caller who does not manage signals.
fn may(cx: &mut Cx<'_, '_>) -> Result<()> {
    let scopes = &["signalen.beheren"];
    let gate = Gate { caller: cx.who, component: Component::SIGNALEN, guard: Guard::Component, scopes };
    if gate.opens_at_all(cx.tx)? { Ok(()) } else { Err(denied()) }
}

fn only(request: &Request, method: &Method) -> Result<()> {
    if request.method() == method { Ok(()) } else { Err(Problem::method_not_allowed()) }
}

fn number(id: &str) -> Result<i64> {
    id.parse().map_err(|_| Problem::not_found())
}

/// What the parameters ask for.
fn filter(asked: &Parameters) -> Result<Filter> {
    let mut problems = Problems::new();
    let mut filter = Filter::default();
    for (name, value) in asked {
        match name.as_str() {
            "code" => filter.code = Some(value.clone()),
            "apparaat" => filter.apparaat = Some(value.clone()),
            "sinds" => match value.parse::<Timestamp>() {
                Ok(moment) => filter.since = Some(moment.as_millisecond()),
                Err(_) => problems.add("sinds", "invalid", "Geef een tijdstip, zoals 2026-11-21T12:00:00+01:00."),
            },
            "alle" => match value.as_str() {
                "true" => filter.all = true,
                "false" => {}
                _ => problems.add("alle", "invalid", "Geef true of false."),
            },
            "na" => match value.parse() {
                Ok(id) => filter.after = id,
                Err(_) => problems.add("na", "invalid", "Geef een nummer."),
            },
            _ => problems.add(
                name,
                "unknown-parameters",
                "Deze parameter bestaat niet: code, apparaat, sinds, alle, na.",
            ),
        }
    }
    problems.into_result()?;
    Ok(filter)
}

/// A letter as clients see it.
fn shown(letter: &Letter, whole: bool) -> Json {
    let moment = |at: i64| Timestamp::from_millisecond(at).map(|at| at.to_string()).unwrap_or_default();
    let mut shown = json!({
        "nummer": letter.id, "bron": letter.bron, "onderwerp": letter.onderwerp, "apparaat": letter.apparaat, "code": letter.code,
        "reden": letter.reden, "ontvangen": moment(letter.ontvangen), "laatstOntvangen": moment(letter.laatst), "aantal": letter.aantal,
        "pogingen": letter.pogingen, "opgeslagen": letter.herhaald.map(moment), "grootte": letter.grootte, "sha256": letter.sha256,
    });
    if let (true, Some(members)) = (whole, shown.as_object_mut()) {
        let body = letter.body.as_ref().map(|body| String::from_utf8_lossy(body).replace(char::is_control, " "));
        members.insert("bericht".to_owned(), json!(body));
    }
    shown
}
