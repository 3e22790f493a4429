// SPDX-License-Identifier: EUPL-1.2
//! The two operations beyond the usual six: `POST /zaken/_zoek` and `POST /zaaknummer_reserveren`.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Request, State},
    http::Method,
    response::Response,
    routing::any,
};
use serde_json::{Value, json};
use waarmaker_api::{
    Cx, RESERVATION, Result, Rules as _,
    http::{Answer, Api, page},
    no_parameters, parameters,
};
use waarmaker_core::Problem;
use waarmaker_db::Weight;
use waarmaker_resource::{Component, Extra, ExtraParameter, Field, Resource, Shape};

use crate::{Zaak, zaak::identificatie::NUMBERING, zoek};

const NUMBER: &[Field] =
    &[Field { doc: "Het gereserveerde nummer.", read_only: true, required: true, ..Field::text("zaaknummer", 40) }];

/// The declaration of both, for the contract.
pub(crate) const EXTRAS: &[Extra] = &[
    Extra {
        method: "POST",
        path: "/_zoek",
        id: "zaak__zoek",
        doc: "Zoek zaken, ook op plaats.",
        scopes: &["zaken.lezen"],
        body: Some(zoek::BODY),
        answer: (200, None),
        page: true,
        parameters: &[
            ExtraParameter { name: "page", shape: Shape::Int { min: 1, max: i64::MAX }, required: false },
            ExtraParameter { name: "expand", shape: Shape::Text, required: false },
        ],
    },
    Extra {
        method: "POST",
        path: "//zaaknummer_reserveren",
        id: "zaaknummer_reserveren",
        doc: "Reserveer zaaknummers voor zaken die later gemaakt worden.",
        scopes: &["zaken.aanmaken"],
        body: Some(RESERVATION),
        answer: (201, Some(Shape::List(&Shape::Group(NUMBER)))),
        page: false,
        parameters: &[],
    },
];

/// The routes of both.
pub fn routes() -> Router<Arc<Api>> {
    Router::new()
        .route("/zaken/api/v1/zaken/_zoek", any(search))
        .route("/zaken/api/v1/zaaknummer_reserveren", any(reservation))
}

async fn search(State(api): State<Arc<Api>>, request: Request) -> Response {
    let handle = async |api: Arc<Api>, request: Request| {
        only_post(&request)?;
        let mut incoming = api.incoming(&Zaak::RESOURCE, request).await?;
        let asked = parameters(&incoming.query)?;
        let body = incoming.body.take();
        let (number, found) =
            api.reading(Weight::Scan, incoming.clone(), move |cx| zoek::zoek(&body, &asked, cx)).await?;
        page(&Zaak::RESOURCE, &incoming, number, found)
    };
    api.handle(Component::ZAKEN, request, handle).await
}

async fn reservation(State(api): State<Arc<Api>>, request: Request) -> Response {
    let handle = async |api: Arc<Api>, request: Request| {
        only_post(&request)?;
        let incoming = api.incoming(&Resource { crs: false, ..Zaak::RESOURCE }, request).await?;
        no_parameters(&incoming.query)?;
        let numbers = api.writing(incoming, reserved).await?;
        let body: Vec<Value> = numbers.into_iter().map(|number| json!({ "zaaknummer": number })).collect();
        Ok(Answer::created(serde_json::to_vec(&body).map_err(Problem::internal)?))
    };
    api.handle(Component::ZAKEN, request, handle).await
}

fn only_post(request: &Request) -> Result<()> {
    if request.method() == Method::POST { Ok(()) } else { Err(Problem::method_not_allowed()) }
}

/// Reserves what a body asks for. The answer is a list, also of one: so says the contract, whatever its description says.
fn reserved(cx: &mut Cx<'_, '_>, body: &Value) -> Result<Vec<String>> {
    cx.stage_one::<Zaak>(&["zaken.aanmaken"])?;
    NUMBERING.reserve(body, cx)
}
