// SPDX-License-Identifier: EUPL-1.2
//! HTTP in front of the pipeline: routes from the declarations, headers, authentication, answers.
//!
//! A handler turns a request into a call of the pipeline and returns an [`Answer`] in stored form; `finish` splices the origin, adds the
//! headers of the standard and turns a [`Problem`] into its document. A component's own handler does the same through
//! [`Api::handle`].

mod accept;
mod answer;
mod audittrail;
mod authenticate;
mod intake;
mod resource;

use std::{future::Future, sync::Arc};

use axum::{Router, extract::Request, http::Method, response::Response, routing::any};
use serde_json::Value as Json;
use waarmaker_auth::{Caller, Secrets, token::Claims, token::Validity};
use waarmaker_blob::Blobs;
use waarmaker_core::{Problem, json};
use waarmaker_db::{Db, Weight};
use waarmaker_events::Bell;
use waarmaker_resource::{Component, Op, Resource};

pub use answer::{Answer, page};
pub use intake::{Arriving, Intake};
pub use resource::detail;

use crate::{Call, Cx, House, References, Result, Room, Rules};

/// Bounds of a request.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Largest body in bytes.
    pub max_body_bytes: usize,
    /// Deepest nesting of JSON.
    pub max_json_depth: usize,
    /// Longest path and query together, in bytes.
    pub max_url_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_body_bytes: 4 << 20, max_json_depth: 32, max_url_bytes: 8192 }
    }
}

/// Everything that serves requests. A value: one process can hold several.
pub struct Api {
    /// All resources.
    pub house: Arc<House>,
    /// The database.
    pub db: Db,
    /// Secrets of clients.
    pub secrets: Secrets,
    /// Fetches foreign references.
    pub references: Arc<References>,
    /// For how long a token counts.
    pub validity: Validity,
    /// Bounds of a request.
    pub limits: Limits,
    /// Contents of documents.
    pub blobs: Blobs,
    /// Rung after every write.
    pub bell: Bell,
}

impl std::fmt::Debug for Api {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Api").field("house", &self.house).finish_non_exhaustive()
    }
}

/// A request whose headers were accepted and whose token was verified.
#[derive(Clone, Debug)]
pub struct Incoming {
    /// Who asks; `None` without a token.
    pub claims: Option<Claims>,
    /// The request, for the pipeline.
    pub call: Call,
    /// Path of the URL.
    pub path: String,
    /// Query of the URL, undecoded.
    pub query: String,
    /// Body; `null` for a request that has none.
    pub body: Json,
}

/// The routes of all resources, their audit trails and contracts. Components add those of their extra operations.
pub fn router(api: Arc<Api>, extras: Router<Arc<Api>>) -> Router {
    let mut router = extras.merge(crate::docs_page::routes());
    for i in 0..api.house.rooms().len() {
        let Some(room) = api.house.rooms().get(i) else { continue };
        let resource = room.kind.resource();
        let base = match resource.nested {
            Some(nested) => format!("{}/{}/{{uuid}}/{}", resource.component.root, nested.under, resource.path),
            None => format!("{}/{}", resource.component.root, resource.path),
        };
        let one = if resource.nested.is_some() { "{sub}" } else { "{uuid}" };
        router = router.route(&base, any(move |state, request| resource::collection(state, request, i)));
        router = router.route(&format!("{base}/{one}"), any(move |state, request| resource::item(state, request, i)));
        if resource.audittrail {
            router = router.route(
                &format!("{base}/{one}/audittrail"),
                any(move |state, request| audittrail::handle(state, request, i)),
            );
            router = router.route(
                &format!("{base}/{one}/audittrail/{{sub}}"),
                any(move |state, request| audittrail::handle(state, request, i)),
            );
        }
    }
    for &component in Component::ALL {
        router = router.route(
            &format!("{}/openapi.json", component.root),
            any(move |state, request| answer::contract(state, request, component)),
        );
    }
    router.fallback(answer::nowhere).with_state(api)
}

impl Api {
    /// Serves one request of a component: runs `handle` and finishes what it returns.
    pub async fn handle<F>(
        self: &Arc<Self>,
        component: Component,
        request: Request,
        handle: impl FnOnce(Arc<Self>, Request) -> F,
    ) -> Response
    where
        F: Future<Output = Result<Answer>>,
    {
        let about = answer::About::of(&request, component, &self.house);
        let outcome = if about.url_bytes > self.limits.max_url_bytes {
            Err(Problem::uri_too_long())
        } else {
            handle(Arc::clone(self), request).await
        };
        answer::finish(outcome, &about, &*self.house.ids)
    }

    /// Accepts the headers of a request, verifies its token and reads its body, in the order of handbook 1.4.
    pub async fn incoming(&self, resource: &Resource, request: Request) -> Result<Incoming> {
        let (parts, body) = request.into_parts();
        let with_body = matches!(parts.method, Method::POST | Method::PUT | Method::PATCH);
        accept::check(resource, &parts, with_body, self.house.choices.crs_headers_required)?;
        let claims = authenticate::claims(self, &parts.headers).await?;
        let mut call = Call::now(&self.house)?;
        call.toelichting = accept::text(&parts.headers, "x-audit-toelichting")?;
        call.logrecord = accept::text(&parts.headers, "x-nlx-logrecord-id")?;
        let (path, query) = (parts.uri.path().to_owned(), parts.uri.query().unwrap_or_default().to_owned());
        let mut incoming = Incoming { claims, call, path, query, body: Json::Null };
        if with_body {
            incoming.body = match self.house.room(resource.name).and_then(|room| room.kind.intake()) {
                Some(intake) => intake.read(Arriving { api: self, method: parts.method, body }, &mut incoming).await?,
                None => self.json(body).await?,
            };
        }
        Ok(incoming)
    }

    /// [`incoming`](Self::incoming) for a command without a body (`publish`): what a client sends nevertheless is not read.
    pub async fn command(&self, resource: &Resource, mut request: Request) -> Result<Incoming> {
        let method = std::mem::replace(request.method_mut(), Method::GET);
        if method != Method::POST {
            return Err(Problem::method_not_allowed());
        }
        self.incoming(resource, request).await
    }

    /// Reads a body of JSON.
    pub async fn json(&self, body: axum::body::Body) -> Result<Json> {
        let too_large =
            |_| Problem::payload_too_large(format!("Het verzoek is groter dan {} bytes.", self.limits.max_body_bytes));
        let bytes = axum::body::to_bytes(body, self.limits.max_body_bytes).await.map_err(too_large)?;
        json::parse(&bytes, self.limits.max_json_depth)
    }

    /// Fetches the foreign references of a body, before the transaction that judges them.
    pub async fn prefetch(&self, resource: &Resource, incoming: &mut Incoming) {
        if incoming.claims.is_some() {
            let own = |url: &str| self.house.origins.is_own(url);
            let found = self.references.of(resource, &incoming.body, own).await;
            incoming.call.foreign.extend(found);
            let room = self.house.room(resource.name);
            let questions = room.map(|room| room.kind.questions(&incoming.body, &self.house)).unwrap_or_default();
            for url in questions {
                let fetched = self.references.ask(url.clone()).await;
                incoming.call.foreign.insert(url, fetched);
            }
        }
    }

    /// Runs a read of the pipeline for the caller of a request.
    pub async fn reading<T, F>(&self, weight: Weight, incoming: Incoming, run: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Cx<'_, '_>) -> Result<T> + Send + 'static,
    {
        let house = Arc::clone(&self.house);
        let reading = move |tx: &mut waarmaker_db::Tx<'_>| {
            let who = caller(tx, incoming.claims.as_ref())?;
            run(&mut Cx::new(tx, &house, &who, &incoming.call))
        };
        self.db.read(weight, reading).await
    }

    /// Whether the caller of a request has one of these scopes anywhere in the component of a resource; without a token never. For what is done while
    /// a body is read, and is not to be done for everybody.
    pub async fn may_at_all<R: Rules>(&self, incoming: &Incoming, scopes: &'static [&'static str]) -> Result<bool> {
        if incoming.claims.is_none() {
            return Ok(false);
        }
        self.reading(Weight::Point, incoming.clone(), move |cx| cx.may_at_all::<R>(scopes)).await
    }

    /// Runs a write of the pipeline for the caller of a request. `run` may run more than once.
    pub async fn writing<T, F>(&self, incoming: Incoming, run: F) -> Result<T>
    where
        T: Send + 'static,
        F: Fn(&mut Cx<'_, '_>, &Json) -> Result<T> + Send + 'static,
    {
        let house = Arc::clone(&self.house);
        let arrived = incoming.call.arrived.clone();
        let writing = move |tx: &mut waarmaker_db::Tx<'_>| {
            let who = caller(tx, incoming.claims.as_ref())?;
            run(&mut Cx::new(tx, &house, &who, &incoming.call), &incoming.body)
        };
        let written = self.db.write(writing).await?;
        if let Some(arrived) = arrived {
            arrived.settle();
        }
        self.bell.ring();
        Ok(written)
    }

    /// Runs a read as Waarmaker itself, for a page that is public. `label` shows in the audit trail.
    pub async fn reading_as<T, F>(&self, label: &'static str, weight: Weight, run: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Cx<'_, '_>) -> Result<T> + Send + 'static,
    {
        let house = Arc::clone(&self.house);
        let reading = move |tx: &mut waarmaker_db::Tx<'_>| {
            let (who, call) = (Caller::waarmaker(label), Call::now(&house)?);
            run(&mut Cx::new(tx, &house, &who, &call))
        };
        self.db.read(weight, reading).await
    }

    /// Runs a write as Waarmaker itself, for what anybody may do. `run` may run more than once.
    pub async fn writing_as<T, F>(&self, label: &'static str, run: F) -> Result<T>
    where
        T: Send + 'static,
        F: Fn(&mut Cx<'_, '_>) -> Result<T> + Send + 'static,
    {
        let house = Arc::clone(&self.house);
        let writing = move |tx: &mut waarmaker_db::Tx<'_>| {
            let (who, call) = (Caller::waarmaker(label), Call::now(&house)?);
            run(&mut Cx::new(tx, &house, &who, &call))
        };
        let done = self.db.write(writing).await?;
        self.bell.ring();
        Ok(done)
    }

    /// The room with this place among the routes.
    fn room(&self, i: usize) -> Result<&Room> {
        self.house.rooms().get(i).ok_or_else(Problem::not_found)
    }
}

fn caller(tx: &mut waarmaker_db::Tx<'_>, claims: Option<&Claims>) -> Result<Caller> {
    Ok(match claims {
        Some(claims) => Caller::load(tx, claims)?,
        None => Caller::anonymous(),
    })
}

/// The operation of a method; `None` when no resource has it.
fn operation(method: &Method, item: bool) -> Option<Op> {
    match (method.as_str(), item) {
        ("GET", false) => Some(Op::List),
        ("POST", false) => Some(Op::Create),
        ("GET" | "HEAD", true) => Some(Op::Read),
        ("PUT", true) => Some(Op::Update),
        ("PATCH", true) => Some(Op::Patch),
        ("DELETE", true) => Some(Op::Delete),
        _ => None,
    }
}
