// SPDX-License-Identifier: EUPL-1.2
//! The operation beyond the six: `POST /notificaties`.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Request, State},
    http::Method,
    response::Response,
    routing::any,
};
use serde_json::Value as Json;
use uuid::Uuid;
use waarmaker_api::{
    Cx, Result, Rules as _,
    http::{Answer, Api},
};
use waarmaker_core::{Problem, Problems};
use waarmaker_events::{delivery::derived, outbox};
use waarmaker_resource::{Component, Fields as _, Given, Record, apply_defaults, check_body};

use crate::{Kanaal, kanaal::PUBLISH, message::Notificatie};

/// The routes of the component's extra operations.
pub fn routes() -> Router<Arc<Api>> {
    Router::new().route("/notificaties/api/v1/notificaties", any(notificaties))
}

/// Takes the message of another producer: it goes the way of our own. 201 with the message, as all implementations do; the contract says 200.
async fn notificaties(State(api): State<Arc<Api>>, request: Request) -> Response {
    let handle = async |api: Arc<Api>, request: Request| {
        if request.method() != Method::POST {
            return Err(Problem::method_not_allowed());
        }
        let incoming = api.incoming(&Kanaal::RESOURCE, request).await?;
        Ok(Answer::created(api.writing(incoming, publish).await?))
    };
    api.handle(Component::NOTIFICATIES, request, handle).await
}

/// Puts a message in the outbox; returns it in stored form.
fn publish(cx: &mut Cx<'_, '_>, body: &Json) -> Result<Vec<u8>> {
    if !cx.may_at_all::<Kanaal>(PUBLISH)? {
        return Err(Problem::forbidden("Hiervoor is de scope notificaties.publiceren nodig."));
    }
    let (mut record, mut problems) = check_body(Notificatie::FIELDS, body, Given::Whole, &cx.house.origins);
    let kenmerken = record.get("kenmerken").and_then(Json::as_object).cloned().unwrap_or_default();
    let naam = record.get("kanaal").and_then(Json::as_str).unwrap_or_default().to_owned();
    if !problems.has("kanaal") && !naam.is_empty() {
        check_kanaal(&naam, &kenmerken, cx, &mut problems)?;
    }
    problems.into_result()?;
    apply_defaults(Notificatie::FIELDS, &mut record);
    let url = record.get("hoofdObject").and_then(Json::as_str).unwrap_or_default();
    let hoofdobject = hoofdobject(url, cx);
    let message = serde_json::to_vec(&record).map_err(Problem::internal)?;
    outbox::put_message(cx.tx, &naam, hoofdobject, &message)?;
    Ok(message)
}

/// The kanaal exists and its filters fit the kenmerken.
fn check_kanaal(naam: &str, kenmerken: &Record, cx: &mut Cx<'_, '_>, problems: &mut Problems) -> Result<()> {
    match Kanaal::named(naam, cx)? {
        None => problems.add("kanaal", "message_kanaal", "Er is geen kanaal met deze naam."),
        Some(kanaal) if !kanaal.fits(kenmerken) => problems.add(
            "kenmerken",
            "kenmerken_inconsistent",
            "De kenmerken komen niet overeen met de filters van het kanaal.",
        ),
        Some(_) => {}
    }
    Ok(())
}

/// What order is kept per: the uuid of a main object of our own, otherwise one that follows from its URL.
fn hoofdobject(url: &str, cx: &Cx<'_, '_>) -> Uuid {
    cx.house.locate(url).map_or_else(|| derived(url), |place| place.uuid)
}
