// SPDX-License-Identifier: EUPL-1.2
//! The operation beyond the six: publishing a type.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Request, State},
    response::Response,
    routing::any,
};
use serde_json::Value as Json;
use uuid::Uuid;
use waarmaker_api::{
    Cx, Result, amend,
    http::{Answer, Api},
    no_parameters,
};
use waarmaker_core::Problem;
use waarmaker_resource::{Extra, Linked, Resource};

use crate::{Besluittype, Informatieobjecttype, Zaaktype, geldigheid::Versioned, scopes::WRITE};

/// The declaration of `POST …/{uuid}/publish`.
pub(crate) const fn publish_operation(id: &'static str) -> Extra {
    Extra {
        method: "POST",
        path: "/{uuid}/publish",
        id,
        doc: "Publiceert het type: vanaf dan kan het gebruikt worden en kan het niet meer veranderen.",
        scopes: WRITE,
        body: None,
        answer: (200, None),
        page: false,
        parameters: &[],
    }
}

/// The routes of the three kinds of types that are published.
pub fn routes() -> Router<Arc<Api>> {
    Router::new()
        .route(&path::<Zaaktype>(), any(publish::<Zaaktype>))
        .route(&path::<Besluittype>(), any(publish::<Besluittype>))
        .route(&path::<Informatieobjecttype>(), any(publish::<Informatieobjecttype>))
}

fn path<T: Linked>() -> String {
    format!("{}/{{uuid}}/publish", T::PATH)
}

async fn publish<T: Versioned>(State(api): State<Arc<Api>>, request: Request) -> Response {
    let resource: Resource = T::RESOURCE;
    let handle = async move |api: Arc<Api>, request: Request| {
        let uuid = request.uri().path().rsplit('/').nth(1).and_then(|uuid| Uuid::try_parse(uuid).ok());
        let incoming = api.command(&resource, request).await?;
        let uuid = uuid.ok_or_else(Problem::not_found)?;
        no_parameters(&incoming.query)?;
        let body = api.writing(incoming, move |cx, _| published::<T>(uuid, cx)).await?;
        Ok(Answer::ok(body))
    };
    api.handle(resource.component, request, handle).await
}

/// Publishes a type; one that already is stays as it is.
fn published<T: Versioned>(uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<Vec<u8>> {
    let written = amend(cx.room(T::NAME)?, cx, uuid, WRITE, |record| {
        record.insert("concept".to_owned(), Json::Bool(false));
    })?;
    Ok(written.stored.body)
}
