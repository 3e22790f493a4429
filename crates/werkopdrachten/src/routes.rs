// SPDX-License-Identifier: EUPL-1.2
//! The operations of contractors and of the municipality on an order.

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, Method, header},
    response::{IntoResponse as _, Response},
    routing::any,
};
use serde_json::{Value as Json, json};
use uuid::Uuid;
use waarmaker_api::{
    Cx, Result, Rules as _, Tree,
    http::{Answer, Api, Incoming},
    no_parameters, read, refused,
};
use waarmaker_core::Problem;
use waarmaker_db::Weight;
use waarmaker_resource::{Component, Extra, Field, Given, Linked as _, Op, Shape, check_body};

use crate::{
    Stapsoort, Werkopdracht, answer, assign,
    change::{ANSWER, MANAGE},
    klok, photo,
    step::{Namens, Step, possible, step},
    werkopdracht::READ,
};

const PARTY: &[Field] = &[
    Field {
        doc: "Het contract waaronder de opdracht valt; bepaalt aannemer en normen.",
        nullable: true,
        ..Field::new("contract", Shape::Link("contract"))
    },
    Field {
        doc: "De aannemer, voor een opdracht buiten een contract.",
        nullable: true,
        ..Field::new("aannemer", Shape::Link("aannemer"))
    },
];
const REASON: &[Field] = &[Field { doc: "Waarom. De aannemer leest dit.", ..Field::text("reden", 1000).required() }];
const KLOK: &[Field] = &[
    Field { doc: "Nummer van de opdracht.", ..Field::new("nummer", Shape::Text) },
    Field { doc: "De termijnen met hun berekening.", ..Field::new("termijnen", Shape::List(&Shape::Json)) },
    Field { doc: "Hetzelfde in woorden.", ..Field::new("tekst", Shape::Text) },
];

const fn extra(path: &'static str, id: &'static str, doc: &'static str) -> Extra {
    Extra {
        method: "POST",
        path,
        id,
        doc,
        scopes: ANSWER,
        body: Some(answer::BODY),
        answer: (200, None),
        page: false,
        parameters: &[],
    }
}

/// The declarations, for the contract.
pub(crate) const EXTRAS: &[Extra] = &[
    extra("/{uuid}/accepteren", "werkopdracht_accepteren", "Neem een opdracht aan."),
    extra("/{uuid}/weigeren", "werkopdracht_weigeren", "Weiger een opdracht, met de reden."),
    extra("/{uuid}/terplaatse", "werkopdracht_terplaatse", "Meld dat iemand ter plaatse is."),
    extra("/{uuid}/gereed", "werkopdracht_gereed", "Meld dat het hersteld is, met foto's en materiaal."),
    extra("/{uuid}/geendefect", "werkopdracht_geendefect", "Meld dat er niets kapot was."),
    extra("/{uuid}/pauze", "werkopdracht_pauze", "Laat de klok stilstaan, met de reden."),
    extra("/{uuid}/hervatten", "werkopdracht_hervatten", "Laat de klok weer lopen."),
    Extra {
        scopes: MANAGE,
        body: Some(PARTY),
        ..extra("/{uuid}/toewijzen", "werkopdracht_toewijzen", "Wijs een opdracht van de eigen lijst toe.")
    },
    Extra {
        scopes: MANAGE,
        body: Some(REASON),
        ..extra("/{uuid}/intrekken", "werkopdracht_intrekken", "Trek een opdracht in.")
    },
    Extra {
        method: "GET",
        scopes: READ,
        body: None,
        answer: (200, Some(Shape::Group(KLOK))),
        ..extra(
            "/{uuid}/klok",
            "werkopdracht_klok",
            "Hoe de termijnen zijn berekend. Met Accept: text/plain als tekst om af te drukken.",
        )
    },
];

/// What contractors do beyond the six operations.
pub fn routes() -> Router<Arc<Api>> {
    let one = "/signalen/api/v1/werkopdrachten/{uuid}";
    let stap = |stap: Stapsoort| any(move |state, request| answering(state, request, stap));
    Router::new()
        .merge(crate::report::routes())
        .route(&format!("{one}/accepteren"), stap(Stapsoort::Aangenomen))
        .route(&format!("{one}/weigeren"), stap(Stapsoort::Geweigerd))
        .route(&format!("{one}/terplaatse"), stap(Stapsoort::TerPlaatse))
        .route(&format!("{one}/gereed"), stap(Stapsoort::Gereed))
        .route(&format!("{one}/geendefect"), stap(Stapsoort::GeenDefect))
        .route(&format!("{one}/pauze"), stap(Stapsoort::Pauze))
        .route(&format!("{one}/hervatten"), stap(Stapsoort::Hervat))
        .route(&format!("{one}/toewijzen"), any(assigning))
        .route(&format!("{one}/intrekken"), any(withdrawing))
        .route(&format!("{one}/klok"), any(clock))
}

async fn answering(State(api): State<Arc<Api>>, request: Request, stap: Stapsoort) -> Response {
    let handle = async |api: Arc<Api>, mut request: Request| {
        let uuid = uuid_in(&request)?;
        let (sleutel, kind) = (key(request.headers())?, text(request.headers(), header::CONTENT_TYPE.as_str()));
        let body = std::mem::replace(request.body_mut(), Body::empty());
        let incoming = api.command(&Werkopdracht::RESOURCE, request).await?;
        no_parameters(&incoming.query)?;
        // Whoever answers no order at all need not send photos to hear that.
        api.reading(Weight::Point, incoming.clone(), |cx| cx.stage_one::<Werkopdracht>(ANSWER)).await?;
        let (record, photos) = answer::read(&api, &kind, body).await?;
        let fotos = photo::receive(&api, photos).await?;
        let given = answer::step(stap, &record, fotos, sleutel)?;
        let take = move |cx: &mut Cx<'_, '_>| {
            as_caller(uuid, &given, cx)?;
            served(uuid, cx)
        };
        taking(&api, incoming, uuid, stap, take).await.map(Answer::ok)
    };
    api.handle(Component::SIGNALEN, request, handle).await
}

/// Takes a step as whoever asks: the contractor of the order, or the municipality. 403 for the order of another, and that is written down; 404 when
/// there is none.
pub async fn answer_order(api: &Api, incoming: Incoming, uuid: Uuid, given: Step) -> Result<Werkopdracht> {
    let stap = given.stap;
    taking(api, incoming, uuid, stap, move |cx: &mut Cx<'_, '_>| as_caller(uuid, &given, cx)).await
}

/// Somebody who may not see an order (`refusal`) tried to answer it by its number: that is recorded, as at every door.
pub async fn refuse_other(api: &Api, incoming: Incoming, nummer: &str, refusal: Problem) -> Result<Problem> {
    let nummer = nummer.to_owned();
    let named = move |cx: &mut Cx<'_, '_>| {
        let sql = "SELECT uuid FROM werkopdrachten WHERE nummer = $1";
        Ok(cx.tx.one(sql, &[nummer.as_str().into()], |row| row.uuid(0))?)
    };
    match api.reading(Weight::Point, incoming.clone(), named).await? {
        Some(uuid) => recorded(api, incoming, uuid, "een stap op een pagina").await,
        None => Ok(refusal),
    }
}

/// Writes an answer; one for an order of another is recorded.
async fn taking<T: Send + 'static>(
    api: &Api,
    incoming: Incoming,
    uuid: Uuid,
    stap: Stapsoort,
    take: impl Fn(&mut Cx<'_, '_>) -> Result<T> + Send + 'static,
) -> Result<T> {
    match api.writing(incoming.clone(), move |cx, _| take(cx)).await {
        Err(problem) if problem.status == 403 => Err(recorded(api, incoming, uuid, stap.as_str()).await?),
        done => done,
    }
}

/// Takes the step for whom the caller is.
fn as_caller(uuid: Uuid, given: &Step, cx: &mut Cx<'_, '_>) -> Result<Werkopdracht> {
    let namens = namens(uuid, cx)?;
    step(uuid, &Step { namens, ..given.clone() }, cx)
}

/// For whom the caller answers an order.
fn namens(uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<Namens> {
    let aannemer = cx.record(Werkopdracht::NAME, uuid)?;
    let aannemer = aannemer.and_then(|order| order.get("aannemer")?.as_str()?.rsplit('/').next()?.parse().ok());
    let manages = cx.may::<Werkopdracht>(MANAGE, aannemer.unwrap_or_else(Uuid::nil), 1)?;
    Ok(if manages { Namens::Gemeente } else { Namens::Aannemer })
}

/// The order with this number, as the caller may see it, with what the caller can answer now. 404 when there is none, 403 when it is of another.
pub fn find(nummer: &str, cx: &mut Cx<'_, '_>) -> Result<(Uuid, Werkopdracht, Vec<Stapsoort>)> {
    cx.stage_one::<Werkopdracht>(READ)?;
    let sql = "SELECT uuid FROM werkopdrachten WHERE nummer = $1";
    let found = cx.tx.one(sql, &[nummer.into()], |row| row.uuid(0))?;
    let uuid = found.ok_or_else(Problem::not_found)?;
    let order: Werkopdracht = serde_json::from_slice(&served(uuid, cx)?).map_err(Problem::internal)?;
    let aannemer = klok::uuid_of(order.aannemer.as_ref()).unwrap_or_else(Uuid::nil);
    let steps =
        if cx.may::<Werkopdracht>(ANSWER, aannemer, 1)? { possible(&order, namens(uuid, cx)?) } else { Vec::new() };
    Ok((uuid, order, steps))
}

/// Writes down that somebody answered an order of another, and says what to do.
async fn recorded(api: &Api, incoming: Incoming, uuid: Uuid, stap: &'static str) -> Result<Problem> {
    let why = format!("Antwoord ({stap}) op een opdracht van een ander geweigerd");
    tracing::warn!(werkopdracht = %uuid, stap, "an answer for an order of another was refused");
    let write = move |cx: &mut Cx<'_, '_>, _: &Json| {
        let room = cx.room(Werkopdracht::NAME)?;
        refused(room, cx, Op::Patch, uuid, 403, &why)
    };
    api.writing(incoming, write).await?;
    Ok(Problem::forbidden(
        "Deze opdracht is niet aan u gegeven. Kijk welke opdrachten u hebt met GET op werkopdrachten. Deze poging is vastgelegd.",
    ))
}

async fn assigning(State(api): State<Arc<Api>>, request: Request) -> Response {
    let handle = async |api: Arc<Api>, request: Request| {
        let (uuid, incoming) = decision(&api, request).await?;
        let done = api.writing(incoming, move |cx, body| {
            cx.stage_one::<Werkopdracht>(MANAGE)?;
            let (record, problems) = check_body(PARTY, body, Given::Whole, &cx.house.origins);
            problems.into_result()?;
            let named = |name: &str| {
                let url = record.get(name).and_then(Json::as_str)?;
                Some(cx.house.locate(url).map_or_else(Uuid::nil, |place| place.uuid))
            };
            assign::assign(uuid, named("contract"), named("aannemer"), cx)?;
            served(uuid, cx)
        });
        done.await.map(Answer::ok)
    };
    api.handle(Component::SIGNALEN, request, handle).await
}

async fn withdrawing(State(api): State<Arc<Api>>, request: Request) -> Response {
    let handle = async |api: Arc<Api>, request: Request| {
        let (uuid, incoming) = decision(&api, request).await?;
        let done = api.writing(incoming, move |cx, body| {
            cx.stage_one::<Werkopdracht>(MANAGE)?;
            let (record, problems) = check_body(REASON, body, Given::Whole, &cx.house.origins);
            problems.into_result()?;
            let reden = record.get("reden").and_then(Json::as_str).unwrap_or_default();
            assign::withdraw(uuid, reden, cx)?;
            served(uuid, cx)
        });
        done.await.map(Answer::ok)
    };
    api.handle(Component::SIGNALEN, request, handle).await
}

/// A decision of the municipality: the order and the request.
async fn decision(api: &Api, request: Request) -> Result<(Uuid, Incoming)> {
    if request.method() != Method::POST {
        return Err(Problem::method_not_allowed());
    }
    let uuid = uuid_in(&request)?;
    let incoming = api.incoming(&Werkopdracht::RESOURCE, request).await?;
    no_parameters(&incoming.query)?;
    Ok((uuid, incoming))
}

async fn clock(State(api): State<Arc<Api>>, request: Request) -> Response {
    let handle = async |api: Arc<Api>, mut request: Request| {
        if request.method() != Method::GET {
            return Err(Problem::method_not_allowed());
        }
        let uuid = uuid_in(&request)?;
        let plain = text(request.headers(), header::ACCEPT.as_str()).to_ascii_lowercase().contains("text/plain");
        if plain {
            request.headers_mut().remove(header::ACCEPT);
        }
        let incoming = api.incoming(&Werkopdracht::RESOURCE, request).await?;
        no_parameters(&incoming.query)?;
        let body = api.reading(Weight::Point, incoming, move |cx| served(uuid, cx)).await?;
        let order: Werkopdracht = serde_json::from_slice(&body).map_err(Problem::internal)?;
        let words = klok::text(&order);
        if plain {
            let kind = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
            return Ok(Answer::raw((kind, words).into_response()));
        }
        let body = json!({ "nummer": order.nummer, "termijnen": order.termijnen, "tekst": words });
        Ok(Answer::ok(body.to_string().into_bytes()))
    };
    api.handle(Component::SIGNALEN, request, handle).await
}

/// The order as it is served.
fn served(uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<Vec<u8>> {
    let room = cx.room(Werkopdracht::NAME)?;
    Ok(read(room, cx, uuid, None, &Tree::default())?.body)
}

/// `Idempotency-Key`: at most 200 visible characters.
fn key(headers: &HeaderMap) -> Result<String> {
    let key = text(headers, "idempotency-key");
    if key.len() <= 200 && key.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Ok(key);
    }
    Err(Problem::invalid_one(
        "Idempotency-Key",
        "invalid",
        "Gebruik ten hoogste 200 letters, cijfers en leestekens, zonder spaties.",
    ))
}

fn text(headers: &HeaderMap, name: &str) -> String {
    headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()).unwrap_or_default()
}

/// The uuid before the last segment of the path.
fn uuid_in(request: &Request) -> Result<Uuid> {
    let segment = request.uri().path().rsplit('/').nth(1);
    segment.and_then(|uuid| Uuid::try_parse(uuid).ok()).ok_or_else(Problem::not_found)
}
