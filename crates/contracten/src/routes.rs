// SPDX-License-Identifier: EUPL-1.2
//! The operation beyond the six: what the contracts cover.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Request, State},
    http::Method,
    response::Response,
    routing::any,
};
use waarmaker_api::{
    Result, Rules as _,
    http::{Answer, Api},
    parameters,
};
use waarmaker_core::{Date, Problem, Problems};
use waarmaker_db::Weight;
use waarmaker_resource::{Component, Extra, ExtraParameter, Shape};

use crate::{Contract, Periode, aannemer::READ, dekking};

/// Days within which a contract that ends must have a successor, when nobody says how many.
const DAYS: i32 = 90;
/// Most days.
const MOST_DAYS: i32 = 3660;

/// For the contract of the API.
pub(crate) const EXTRAS: &[Extra] = &[
    Extra {
        method: "GET",
        path: "/dekking",
        id: "contract_dekking",
        doc: "Wat de contracten dekken: assets zonder contract, assets met contracten die even nauw zijn, en contracten die eindigen zonder opvolger.",
        scopes: READ,
        body: None,
        answer: (200, Some(Shape::Json)),
        page: false,
        parameters: &[
            ExtraParameter { name: "op", shape: Shape::Date, required: false },
            ExtraParameter { name: "tot", shape: Shape::Date, required: false },
            ExtraParameter { name: "dagen", shape: Shape::Int { min: 0, max: MOST_DAYS as i64 }, required: false },
        ],
    },
    Extra {
        method: "GET",
        path: "/{uuid}/rapport",
        id: "contract_rapport",
        doc: "De verantwoording van een contract over een maand: elke opdracht met normen, pauzes en boetes. Met Accept: text/html (een pagina om af te drukken), text/csv of application/json.",
        scopes: READ,
        body: None,
        answer: (200, Some(Shape::Json)),
        page: false,
        parameters: &[ExtraParameter { name: "maand", shape: Shape::Text, required: true }],
    },
];

/// The routes of the crate's extra operations.
pub fn routes() -> Router<Arc<Api>> {
    Router::new().route("/signalen/api/v1/contracten/dekking", any(handle))
}

async fn handle(State(api): State<Arc<Api>>, request: Request) -> Response {
    let handle = async |api: Arc<Api>, request: Request| {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return Err(Problem::method_not_allowed());
        }
        let incoming = api.incoming(&Contract::RESOURCE, request).await?;
        let periode = periode(&incoming.query, incoming.call.today)?;
        let found = api.reading(Weight::Scan, incoming, move |cx| {
            cx.stage_one::<Contract>(READ)?;
            dekking(periode, cx)
        });
        Ok(Answer::ok(serde_json::to_vec(&found.await?).map_err(Problem::internal)?))
    };
    api.handle(Component::SIGNALEN, request, handle).await
}

fn periode(text: &str, today: Date) -> Result<Periode> {
    let given = parameters(text)?;
    let mut problems = Problems::new();
    let (mut van, mut tot, mut dagen) = (today, None, DAYS);
    for (name, value) in &given {
        match name.as_str() {
            "op" | "tot" => match Date::parse(value) {
                Ok(date) if name == "op" => van = date,
                Ok(date) => tot = Some(date),
                Err(invalid) => problems.add(name, invalid.code, invalid.reason),
            },
            "dagen" => match value.parse::<i32>() {
                Ok(days) if (0..=MOST_DAYS).contains(&days) => dagen = days,
                _ => problems.add(name, "invalid", format!("Verwacht een getal van 0 tot en met {MOST_DAYS}.")),
            },
            _ => {
                let name: String = name.chars().take(100).collect();
                problems.add(Problems::WHOLE, "unknown-parameters", format!("Onbekende queryparameter: {name}."));
            }
        }
    }
    if tot.is_some_and(|tot| tot < van) {
        problems.add("tot", "invalid", "De laatste dag ligt voor de eerste.");
    }
    problems.into_result()?;
    let whole = Periode::vanaf(van, dagen);
    Ok(Periode { tot: tot.unwrap_or(whole.tot), ..whole })
}
