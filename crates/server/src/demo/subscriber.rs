// SPDX-License-Identifier: EUPL-1.2
//! A subscriber: another program of the municipality, on a port of its own, that is told what happens and prints it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use anyhow::Result;
use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    routing::post,
};
use serde_json::{Value as Json, json};
use waarmaker_core::{Ids as _, RandomIds};

use super::{
    caller::{Caller, path},
    listener::Listener,
    story::{member, tell},
};
const ABONNEMENT: &str = "/notificaties/api/v1/abonnement";
/// Where it is told; by this path it finds what an earlier run left.
const CALLBACK: &str = "/voorbeeldgemeente/berichten";
/// How long a notification may be on its way.
const PATIENCE: Duration = Duration::from_secs(30);

/// The subscriber, on a thread of its own for as long as this value lives.
pub(crate) struct Subscriber {
    listener: Listener,
    inbox: Arc<Inbox>,
}

struct Inbox {
    authorization: String,
    /// Hoofdobject and resource of each message, as paths, in the order in which they came.
    messages: Mutex<Vec<(String, String)>>,
    came: Condvar,
}

impl Inbox {
    fn messages(&self) -> MutexGuard<'_, Vec<(String, String)>> {
        self.messages.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Something that was done: hoofdobject and resource, as paths.
pub(crate) type Announced = (String, String);

impl Subscriber {
    /// Starts one on a free loopback port.
    pub(crate) fn start() -> Result<Self> {
        let ids = RandomIds;
        let authorization = format!("Bearer {}{}", ids.uuid().simple(), ids.uuid().simple());
        let inbox = Arc::new(Inbox { authorization, messages: Mutex::default(), came: Condvar::new() });
        let router = Router::new().route(CALLBACK, post(receive)).with_state(Arc::clone(&inbox));
        Ok(Self { listener: Listener::start(router)?, inbox })
    }

    /// `127.0.0.1:PORT`, which the settings have to allow.
    pub(crate) fn host(&self) -> String {
        self.listener.address.to_string()
    }

    /// Subscribes to everything that happens; subscriptions that an earlier run left are taken away.
    pub(crate) fn subscribe(&self, caller: &Caller) -> Result<String> {
        let known = caller.get(ABONNEMENT)?;
        for abonnement in known.as_array().into_iter().flatten() {
            if member(abonnement, "callbackUrl").ends_with(CALLBACK) {
                caller.delete(member(abonnement, "url"))?;
            }
        }
        let kanalen = ["zaken", "documenten", "besluiten"].map(|naam| json!({"naam": naam, "filters": {}}));
        let callback = format!("http://{}{CALLBACK}", self.listener.address);
        let body = json!({"callbackUrl": callback, "auth": self.inbox.authorization, "kanalen": kanalen});
        let made = caller.post(ABONNEMENT, &body)?;
        let url = member(&made, "url").to_owned();
        tell("abonnement", &format!("to {callback}"), &url);
        println!();
        Ok(url)
    }

    /// Waits until everything that was done has come, and returns what is wrong with it.
    pub(crate) fn judge(&self, announced: &[Announced]) -> Vec<String> {
        let begin = Instant::now();
        let mut messages = self.inbox.messages();
        let missing = loop {
            let come: BTreeSet<&str> = messages.iter().map(|(_, resource)| resource.as_str()).collect();
            let missing: Vec<String> = announced
                .iter()
                .filter(|(_, resource)| !come.contains(resource.as_str()))
                .map(|(_, resource)| resource.clone())
                .collect();
            let left = PATIENCE.saturating_sub(begin.elapsed());
            if missing.is_empty() || left.is_zero() {
                break missing;
            }
            messages = self.inbox.came.wait_timeout(messages, left).unwrap_or_else(PoisonError::into_inner).0;
        };
        let mut failures: Vec<String> =
            missing.iter().map(|resource| format!("the subscriber was not told of {resource}")).collect();
        let (done, told) = (in_order(announced, announced), in_order(&messages, announced));
        for (hoofdobject, done) in &done {
            if failures.is_empty() && told.get(hoofdobject) != Some(done) {
                failures.push(format!("the subscriber was told of {hoofdobject} in another order"));
            }
        }
        failures
    }

    /// How many messages came.
    pub(crate) fn count(&self) -> usize {
        self.inbox.messages().len()
    }
}

/// The resources of each hoofdobject in the order of their first message, as far as they were announced.
fn in_order<'m>(messages: &'m [Announced], announced: &[Announced]) -> BTreeMap<&'m str, Vec<&'m str>> {
    let wanted: BTreeSet<&str> = announced.iter().map(|(_, resource)| resource.as_str()).collect();
    let mut order: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (hoofdobject, resource) in messages {
        let seen = order.entry(hoofdobject).or_default();
        if wanted.contains(resource.as_str()) && !seen.contains(&resource.as_str()) {
            seen.push(resource);
        }
    }
    order
}

/// Takes a message. The test message of a new abonnement tells of nothing.
async fn receive(State(inbox): State<Arc<Inbox>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    if headers.get(header::AUTHORIZATION).is_none_or(|given| *given != inbox.authorization.as_str()) {
        return StatusCode::UNAUTHORIZED;
    }
    let message: Json = serde_json::from_slice(&body).unwrap_or_default();
    let (hoofdobject, resource) = (path(member(&message, "hoofdObject")), path(member(&message, "resourceUrl")));
    if member(&message, "kanaal") != "test" && !resource.is_empty() {
        let told =
            format!("{}: {} {}", member(&message, "kanaal"), member(&message, "resource"), member(&message, "actie"));
        tell("< bericht", &told, member(&message, "resourceUrl"));
        inbox.messages().push((hoofdobject.to_owned(), resource.to_owned()));
        inbox.came.notify_all();
    }
    StatusCode::NO_CONTENT
}
