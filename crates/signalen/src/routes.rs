// SPDX-License-Identifier: EUPL-1.2
//! Trying a rule over HTTP.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Request, State},
    http::Method,
    response::Response,
    routing::any,
};
use serde_json::Value as Json;
use waarmaker_api::{
    Cx, Result, Rules as _,
    http::{Answer, Api},
};
use waarmaker_core::{DateTime, Problem};
use waarmaker_db::Weight;
use waarmaker_resource::{Component, Given, check_body};

use crate::{
    Regel,
    proef::{self, VRAAG, Vraag},
};

/// Most observations that are looked at in one request.
const MOST: usize = 500_000;
/// Longest time that is looked at in one request, in milliseconds.
const LONGEST: i64 = 92 * crate::termijn::DAG;

/// The operation beyond the six: `POST /regels/_try`.
pub fn routes() -> Router<Arc<Api>> {
    Router::new().route("/signalen/api/v1/regels/_try", any(probeer))
}

async fn probeer(State(api): State<Arc<Api>>, request: Request) -> Response {
    let handle = async |api: Arc<Api>, request: Request| {
        if request.method() != Method::POST {
            return Err(Problem::method_not_allowed());
        }
        let incoming = api.incoming(&Regel::RESOURCE, request).await?;
        let body = incoming.body.clone();
        let answer = api.reading(Weight::Scan, incoming, move |cx| antwoord(&body, cx)).await?;
        Ok(Answer::ok(answer))
    };
    api.handle(Component::SIGNALEN, request, handle).await
}

fn antwoord(body: &Json, cx: &mut Cx<'_, '_>) -> Result<Vec<u8>> {
    if !cx.may_at_all::<Regel>(&["signalen.beheren"])? {
        return Err(Problem::forbidden("Hiervoor is de scope signalen.beheren nodig."));
    }
    let (record, problems) = check_body(VRAAG, body, Given::Whole, &cx.house.origins);
    problems.into_result()?;
    let text = |name: &str| record.get(name).and_then(Json::as_str).unwrap_or_default();
    let millis = |name: &str| DateTime::parse(text(name)).map(|at| at.at.as_millisecond()).unwrap_or_default();
    let (van, tot) = (millis("van"), millis("tot"));
    if tot - van > LONGEST {
        return Err(Problem::invalid_one("tot", "max_value", "Probeer ten hoogste 92 dagen tegelijk."));
    }
    let asset = match text("asset") {
        "" => None,
        asset => match crate::asset_of(asset) {
            Some(asset) => Some(asset),
            None => return Err(Problem::invalid_one("asset", "invalid", "Dit is geen UUID of URL van een object.")),
        },
    };
    let regel = match record.get("regel").filter(|regel| regel.is_object()) {
        Some(regel) => regel.clone(),
        None => bestaand(text("naam"), cx)?,
    };
    let vraag = Vraag { regel, van, tot, asset, hoogstens: MOST };
    let proef = proef::probeer(&vraag, &cx.house.origins, cx.tx, &mut |_| {})?;
    serde_json::to_vec(&proef).map_err(Problem::internal)
}

/// A rule by its name, as a body of the API.
pub fn bestaand(naam: &str, cx: &mut Cx<'_, '_>) -> Result<Json> {
    let Some((_, regel)) = cx.all::<Regel>("naam", naam)?.pop() else {
        return Err(Problem::invalid_one("naam", "does_not_exist", "Er is geen regel met deze naam."));
    };
    let json = serde_json::to_value(&regel).map_err(Problem::internal)?;
    serde_json::from_str(&cx.house.outward(&json.to_string())).map_err(Problem::internal)
}
