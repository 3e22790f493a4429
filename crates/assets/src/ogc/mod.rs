// SPDX-License-Identifier: EUPL-1.2
//! OGC API Features 1.0, part 1 (core, `GeoJSON`, `OpenAPI` 3.0) and part 2 (coordinate reference systems).
//!
//! Each kind of asset is a collection, each kind of area one with `gebieden-` before its name.

mod answer;
mod areas;
mod asked;
mod assets;
mod contract;
mod pages;
mod write;

use std::sync::Arc;

use axum::{
    Router,
    extract::{Request, State},
    http::{Method, header},
    response::Response,
    routing::any,
};
use serde_json::Value as Json;
use waarmaker_api::{
    Cx, Result,
    http::{Answer, Api, Incoming},
    parameters,
};
use waarmaker_core::Problem;
use waarmaker_db::Weight;
use waarmaker_resource::{Component, Resource};

use self::{answer::Reply, asked::Asked};
use crate::{ROOT, rights::may_read};

/// What the acceptance of headers wants to know of us.
const FEATURES: Resource = Resource { name: "assets", component: Component::SIGNALEN, ..Resource::BASE };

/// Prefix of collections of areas.
const AREAS: &str = "gebieden-";

/// The routes.
pub(crate) fn routes() -> Router<Arc<Api>> {
    Router::new()
        .route(ROOT, any(serve))
        .route(&format!("{ROOT}/"), any(serve))
        .route(&format!("{ROOT}/{{*path}}"), any(serve))
}

async fn serve(State(api): State<Arc<Api>>, request: Request) -> Response {
    let handle = async |api: Arc<Api>, request: Request| {
        let head = request.method() == Method::HEAD;
        let outcome = respond(&api, request).await;
        Ok(Answer::raw(answer::response(outcome, head, &*api.house.ids)))
    };
    api.handle(Component::SIGNALEN, request, handle).await
}

/// Where a path leads.
enum Target {
    Landing,
    Conformance,
    Contract,
    Collections,
    Collection(String),
    Items(String),
    Item(String, String),
    Versions(String, String),
}

impl Target {
    fn of(path: &str) -> Option<Self> {
        let rest = path.strip_prefix(ROOT)?.trim_matches('/');
        let segments: Vec<&str> = rest.split('/').collect();
        let own = |text: &str| text.to_owned();
        Some(match segments.as_slice() {
            [""] => Self::Landing,
            ["conformance"] => Self::Conformance,
            ["api"] => Self::Contract,
            ["collections"] => Self::Collections,
            ["collections", id] => Self::Collection(own(id)),
            ["collections", id, "items"] => Self::Items(own(id)),
            ["collections", id, "items", feature] => Self::Item(own(id), own(feature)),
            ["collections", id, "items", feature, "versies"] => Self::Versions(own(id), own(feature)),
            _ => return None,
        })
    }
}

async fn respond(api: &Arc<Api>, mut request: Request) -> Result<Reply> {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let base = format!("{}{ROOT}", api.house.origins.for_host(host));
    let target = Target::of(request.uri().path()).ok_or_else(Problem::not_found)?;
    let method = request.method().clone();
    answer::as_json(request.headers_mut());
    if !matches!(method, Method::GET | Method::HEAD) {
        return write::respond(api, &base, &target, &method, request).await;
    }
    let incoming = api.incoming(&FEATURES, request).await?;
    let asked = parameters(&incoming.query)?;
    let open = matches!(target, Target::Landing | Target::Conformance | Target::Contract);
    let here = format!("{base}{}", incoming.path.strip_prefix(ROOT).unwrap_or_default());
    let asked = Asked::new(base, here, asked);
    if open {
        return match target {
            Target::Landing => asked.only(&[]).map(|()| pages::landing(&asked)),
            Target::Conformance => asked.only(&[]).map(|()| pages::conformance()),
            _ => asked.only(&[]).map(|()| contract::document(&asked.base)),
        };
    }
    read(api, incoming, asked, target).await
}

async fn read(api: &Arc<Api>, incoming: Incoming, asked: Asked, target: Target) -> Result<Reply> {
    let run = move |cx: &mut Cx<'_, '_>| {
        may_read(cx)?;
        match &target {
            Target::Collections => pages::collections(&asked, cx),
            Target::Collection(id) => pages::collection(&asked, id, cx),
            Target::Items(id) => match id.strip_prefix(AREAS) {
                Some(kind) => areas::items(&asked, kind, cx),
                None => assets::items(&asked, id, cx),
            },
            Target::Item(id, feature) => match id.strip_prefix(AREAS) {
                Some(kind) => areas::item(&asked, kind, feature, cx),
                None => assets::item(&asked, id, feature, cx),
            },
            Target::Versions(id, feature) => assets::versions(&asked, id, feature, cx),
            _ => Err(Problem::not_found()),
        }
    };
    api.reading(Weight::Scan, incoming, run).await
}

/// A link of the standard.
fn link(href: &str, rel: &str, kind: &str, title: &str) -> Json {
    serde_json::json!({"href": href, "rel": rel, "type": kind, "title": title})
}
