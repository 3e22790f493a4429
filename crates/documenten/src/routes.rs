// SPDX-License-Identifier: EUPL-1.2
//! The operations beyond the usual six.

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::Method,
    response::Response,
    routing::any,
};
use serde_json::{Value, json};
use uuid::Uuid;
use waarmaker_api::{
    Cx, RESERVATION, Result, Rules as _,
    http::{Answer, Api, page},
    no_parameters, parameters,
};
use waarmaker_core::Problem;
use waarmaker_db::Weight;
use waarmaker_resource::{Component, Extra, ExtraParameter, Field, Given, Resource, Shape, check_body};

use crate::{
    Enkelvoudiginformatieobject, bestandsdeel, download,
    enkelvoudiginformatieobject::{identificatie::NUMBERING, lock},
    zoek,
};

/// Largest body of an unlock.
const MAX_UNLOCK: usize = 16 << 10;

const NUMBER: &[Field] =
    &[Field { doc: "Het gereserveerde nummer.", read_only: true, required: true, ..Field::text("documentnummer", 40) }];
const LOCKED: &[Field] = &[Field { doc: "Het slot.", ..Field::new("lock", Shape::Text).required() }];
const UNLOCK: &[Field] =
    &[Field { doc: "Het slot; wie zonder slot mag openen laat het weg.", ..Field::text("lock", 100) }];

/// The resource for bodies that are read as JSON in memory.
const PLAIN: Resource = Resource { name: "", ..Enkelvoudiginformatieobject::RESOURCE };

const fn extra(method: &'static str, path: &'static str, id: &'static str, doc: &'static str) -> Extra {
    Extra { method, path, id, doc, scopes: &[], body: None, answer: (200, None), page: false, parameters: &[] }
}

/// The declarations, for the contract.
pub(crate) const EXTRAS: &[Extra] = &[
    Extra {
        scopes: &["documenten.lezen"],
        body: Some(zoek::BODY),
        page: true,
        parameters: &[ExtraParameter { name: "page", shape: Shape::Int { min: 1, max: i64::MAX }, required: false }],
        ..extra("POST", "/_zoek", "enkelvoudiginformatieobject__zoek", "Zoek documenten.")
    },
    Extra {
        scopes: &["documenten.lezen"],
        answer: (200, Some(Shape::Binary)),
        parameters: &[
            ExtraParameter { name: "versie", shape: Shape::Int { min: i64::MIN, max: i64::MAX }, required: false },
            ExtraParameter { name: "registratieOp", shape: Shape::DateTime, required: false },
        ],
        ..extra(
            "GET",
            "/{uuid}/download",
            "enkelvoudiginformatieobject_download",
            "Download de inhoud van een document.",
        )
    },
    Extra {
        scopes: lock::LOCK,
        answer: (200, Some(Shape::Group(LOCKED))),
        ..extra("POST", "/{uuid}/lock", "enkelvoudiginformatieobject_lock", "Zet een document op slot.")
    },
    Extra {
        scopes: lock::UNLOCK,
        body: Some(UNLOCK),
        answer: (204, None),
        ..extra("POST", "/{uuid}/unlock", "enkelvoudiginformatieobject_unlock", "Haal een document van het slot.")
    },
    Extra {
        scopes: bestandsdeel::SCOPES,
        body: Some(bestandsdeel::BODY),
        answer: (200, Some(Shape::Group(bestandsdeel::ANSWER))),
        ..extra(
            "PUT",
            "//bestandsdelen/{uuid}",
            "bestandsdeel_update",
            "Verstuur een deel van de inhoud van een document.",
        )
    },
    Extra {
        scopes: &["documenten.aanmaken"],
        body: Some(RESERVATION),
        answer: (201, Some(Shape::List(&Shape::Group(NUMBER)))),
        ..extra(
            "POST",
            "//documentnummer_reserveren",
            "documentnummer_reserveren",
            "Reserveer documentnummers voor documenten die later gemaakt worden.",
        )
    },
];

/// The routes.
pub fn routes() -> Router<Arc<Api>> {
    let one = "/documenten/api/v1/enkelvoudiginformatieobjecten/{uuid}";
    Router::new()
        .route("/documenten/api/v1/enkelvoudiginformatieobjecten/_zoek", any(search))
        .route(&format!("{one}/download"), any(downloading))
        .route(&format!("{one}/lock"), any(locking))
        .route(&format!("{one}/unlock"), any(unlocking))
        .route("/documenten/api/v1/bestandsdelen/{uuid}", any(part))
        .route("/documenten/api/v1/documentnummer_reserveren", any(reservation))
}

async fn search(State(api): State<Arc<Api>>, request: Request) -> Response {
    let handle = async |api: Arc<Api>, request: Request| {
        only(&request, &Method::POST)?;
        let mut incoming = api.incoming(&PLAIN, request).await?;
        let asked = parameters(&incoming.query)?;
        let body = incoming.body.take();
        let (number, found) =
            api.reading(Weight::Scan, incoming.clone(), move |cx| zoek::zoek(&body, &asked, cx)).await?;
        page(&Enkelvoudiginformatieobject::RESOURCE, &incoming, number, found)
    };
    api.handle(Component::DOCUMENTEN, request, handle).await
}

async fn downloading(State(api): State<Arc<Api>>, request: Request) -> Response {
    let handle = async |api: Arc<Api>, request: Request| download::download(&api, request).await;
    api.handle(Component::DOCUMENTEN, request, handle).await
}

async fn locking(State(api): State<Arc<Api>>, request: Request) -> Response {
    let handle = async |api: Arc<Api>, request: Request| {
        let uuid = uuid_before(&request, 1)?;
        let incoming = api.command(&PLAIN, request).await?;
        no_parameters(&incoming.query)?;
        let lock = api.writing(incoming, move |cx, _| lock::lock(uuid, cx)).await?;
        Ok(Answer::ok(json!({ "lock": lock }).to_string().into_bytes()))
    };
    api.handle(Component::DOCUMENTEN, request, handle).await
}

async fn unlocking(State(api): State<Arc<Api>>, request: Request) -> Response {
    let handle = async |api: Arc<Api>, mut request: Request| {
        let uuid = uuid_before(&request, 1)?;
        let body = std::mem::replace(request.body_mut(), Body::empty());
        let mut incoming = api.command(&PLAIN, request).await?;
        no_parameters(&incoming.query)?;
        incoming.body = Value::String(given_lock(&api, body).await?);
        api.writing(incoming, move |cx, lock| lock::unlock(uuid, lock.as_str().unwrap_or_default(), cx)).await?;
        Ok(Answer::nothing())
    };
    api.handle(Component::DOCUMENTEN, request, handle).await
}

/// The lock in the body of an unlock, which may be empty.
async fn given_lock(api: &Api, body: Body) -> Result<String> {
    let too_large = |_| Problem::payload_too_large("Dit verzoek heeft alleen het slot in zijn inhoud.");
    let bytes = axum::body::to_bytes(body, MAX_UNLOCK).await.map_err(too_large)?;
    if bytes.trim_ascii().is_empty() {
        return Ok(String::new());
    }
    let body = waarmaker_core::json::parse(&bytes, api.limits.max_json_depth)?;
    let (record, problems) = check_body(UNLOCK, &body, Given::Whole, &api.house.origins);
    problems.into_result()?;
    Ok(record.get("lock").and_then(Value::as_str).unwrap_or_default().to_owned())
}

async fn part(State(api): State<Arc<Api>>, request: Request) -> Response {
    let handle = async |api: Arc<Api>, request: Request| {
        only(&request, &Method::PUT)?;
        let uuid = uuid_before(&request, 0)?;
        bestandsdeel::receive(&api, request, uuid).await
    };
    api.handle(Component::DOCUMENTEN, request, handle).await
}

async fn reservation(State(api): State<Arc<Api>>, request: Request) -> Response {
    let handle = async |api: Arc<Api>, request: Request| {
        only(&request, &Method::POST)?;
        let incoming = api.incoming(&PLAIN, request).await?;
        no_parameters(&incoming.query)?;
        let numbers = api.writing(incoming, reserved).await?;
        let body: Vec<Value> = numbers.into_iter().map(|number| json!({ "documentnummer": number })).collect();
        Ok(Answer::created(serde_json::to_vec(&body).map_err(Problem::internal)?))
    };
    api.handle(Component::DOCUMENTEN, request, handle).await
}

/// Reserves what a body asks for. The answer is a list, also of one, like that of zaaknummers.
fn reserved(cx: &mut Cx<'_, '_>, body: &Value) -> Result<Vec<String>> {
    cx.stage_one::<Enkelvoudiginformatieobject>(&["documenten.aanmaken"])?;
    NUMBERING.reserve(body, cx)
}

fn only(request: &Request, method: &Method) -> Result<()> {
    if request.method() == method { Ok(()) } else { Err(Problem::method_not_allowed()) }
}

/// The uuid in the path, so many segments before the last.
pub(crate) fn uuid_before(request: &Request, last: usize) -> Result<Uuid> {
    let segment = request.uri().path().rsplit('/').nth(last);
    segment.and_then(|uuid| Uuid::try_parse(uuid).ok()).ok_or_else(Problem::not_found)
}
