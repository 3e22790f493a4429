// SPDX-License-Identifier: EUPL-1.2
//! The operation beyond the six: `GET /applicaties/consumer`.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Request, State},
    response::Response,
    routing::any,
};
use waarmaker_api::{Cx, Parameters, Result, Rules as _, Tree, http::Answer, http::Api, parameters, read};
use waarmaker_auth::grants;
use waarmaker_core::{Problem, Problems};
use waarmaker_db::Weight;
use waarmaker_resource::{Component, Linked as _};

use crate::{Applicatie, applicatie::READ};

/// The routes of the component's extra operations.
pub fn routes() -> Router<Arc<Api>> {
    Router::new().route("/autorisaties/api/v1/applicaties/consumer", any(consumer))
}

/// The Applicatie of a client id. The contract says a list, every implementation answers the one Applicatie that there can be.
async fn consumer(State(api): State<Arc<Api>>, request: Request) -> Response {
    let handle = async |api: Arc<Api>, request: Request| {
        if request.method() != axum::http::Method::GET {
            return Err(Problem::method_not_allowed());
        }
        let incoming = api.incoming(&Applicatie::RESOURCE, request).await?;
        let asked = parameters(&incoming.query)?;
        let stored = api.reading(Weight::Point, incoming, move |cx| {
            admit(cx)?;
            let client_id = client_id(&asked)?;
            let uuid = grants::applicatie_of(cx.tx, &client_id)?;
            let unknown = || Problem::not_found_because("Er is geen applicatie met dit client-ID.");
            read(cx.room(Applicatie::NAME)?, cx, uuid.ok_or_else(unknown)?, None, &Tree::default())
        });
        Ok(Answer::ok(stored.await?.body).of(&Applicatie::RESOURCE))
    };
    api.handle(Component::AUTORISATIES, request, handle).await
}

/// Refuses a caller without the scope before it learns which client ids there are.
fn admit(cx: &mut Cx<'_, '_>) -> Result<()> {
    if cx.may_at_all::<Applicatie>(READ)? {
        Ok(())
    } else {
        Err(Problem::forbidden("Hiervoor is de scope autorisaties.lezen nodig."))
    }
}

fn client_id(asked: &Parameters) -> Result<String> {
    let mut problems = Problems::new();
    if asked.keys().any(|name| name != "clientId") {
        problems.add(Problems::WHOLE, "unknown-parameters", "Deze bewerking kent alleen de queryparameter clientId.");
    }
    let client_id = asked.get("clientId").cloned().unwrap_or_default();
    if client_id.is_empty() {
        problems.add("clientId", "required", "Deze queryparameter is verplicht.");
    }
    problems.into_result()?;
    Ok(client_id)
}
