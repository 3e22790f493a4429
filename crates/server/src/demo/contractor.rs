// SPDX-License-Identifier: EUPL-1.2
//! The contractor: a program elsewhere that gets orders by a signed webhook and answers by the API, with rights on its own orders only.

use std::{
    sync::{Arc, Condvar, Mutex, PoisonError},
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};
use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac as _};
use serde_json::{Value as Json, json};
use sha2::Sha256;
use waarmaker_core::{Ids as _, RandomIds};

use super::{
    caller::Caller,
    listener::Listener,
    story::{encoded, member, tell},
};

/// Its client id.
pub(super) const CLIENT: &str = "lichtwacht";
/// Its name in the file of contracts.
const NAME: &str = "Lichtwacht Onderhoud";
const ORDERS: &str = "/opdrachten";
/// How long an order may be on its way.
const PATIENCE: Duration = Duration::from_secs(30);
/// Proof of its work.
const PHOTO: &[u8] = include_bytes!("../../demo/foto.png");

/// The contractor, for as long as this value lives.
pub(crate) struct Contractor {
    listener: Listener,
    inbox: Arc<Inbox>,
}

struct Inbox {
    secret: String,
    /// What was said of orders: the event, and the order as it was then.
    orders: Mutex<Vec<(String, Json)>>,
    came: Condvar,
}

impl Contractor {
    /// Starts one.
    pub(crate) fn start() -> Result<Self> {
        let ids = RandomIds;
        let secret = format!("{}{}", ids.uuid().simple(), ids.uuid().simple());
        let inbox = Arc::new(Inbox { secret, orders: Mutex::default(), came: Condvar::new() });
        let router = Router::new().route(ORDERS, post(receive)).with_state(Arc::clone(&inbox));
        Ok(Self { listener: Listener::start(router)?, inbox })
    }

    /// `127.0.0.1:PORT`, which the settings have to allow.
    pub(crate) fn host(&self) -> String {
        self.listener.address.to_string()
    }

    /// Fills in where it is reached in a file of contracts.
    pub(crate) fn fill_in(&self, text: &str) -> String {
        let url = format!("http://{}{ORDERS}", self.listener.address);
        text.replace("\"{webhook}\"", &format!("{url:?}")).replace("\"{geheim}\"", &format!("{:?}", self.inbox.secret))
    }

    /// Gets a client of its own, that may see and answer its own orders.
    pub(crate) fn client(municipality: &Caller, secret: &str) -> Result<Caller> {
        let aannemers = municipality.get(&format!("/signalen/api/v1/aannemers?naam={}", encoded(NAME)))?;
        let aannemer = aannemers.pointer("/results/0/url").context("there is no contractor")?;
        let rights = json!({"component": "sig", "scopes": ["signalen.opdrachten"], "aannemer": aannemer});
        let known = municipality.get("/autorisaties/api/v1/applicaties?clientIds=lichtwacht")?;
        if let Some(old) = known.pointer("/results/0/url").and_then(Json::as_str) {
            municipality.delete(old)?;
        }
        let body = json!({"clientIds": [CLIENT], "label": "Lichtwacht Onderhoud", "heeftAlleAutorisaties": false, "autorisaties": [rights]});
        municipality.post("/autorisaties/api/v1/applicaties", &body)?;
        Ok(municipality.same_server(CLIENT, secret))
    }

    /// Waits for an event about an order that is not among these.
    pub(crate) fn wait(&self, event: &str, seen: &mut Vec<String>) -> Result<Json> {
        let begin = Instant::now();
        let mut orders = self.inbox.orders.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let new =
                |(what, order): &&(String, Json)| what == event && !seen.iter().any(|url| url == member(order, "url"));
            if let Some((_, order)) = orders.iter().find(new) {
                seen.push(member(order, "url").to_owned());
                return Ok(order.clone());
            }
            let left = PATIENCE.saturating_sub(begin.elapsed());
            if left.is_zero() {
                bail!("the contractor got no order ({event}) within {} s", PATIENCE.as_secs());
            }
            orders = self.inbox.came.wait_timeout(orders, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

/// Does an order from beginning to end; returns it as it is then.
pub(crate) fn mend(contractor: &Caller, order: &Json) -> Result<Json> {
    let url = member(order, "url");
    let answer = |step: &str, body: Json| contractor.answer(&format!("{url}/{step}"), &body);
    answer("accepteren", json!({}))?;
    tell("< answer", "accepted", url);
    answer("terplaatse", json!({}))?;
    tell("< answer", "on site", url);
    let used = json!({
        "toelichting": "De driver was stuk.", "fotos": [STANDARD.encode(PHOTO)],
        "materiaal": [{"omschrijving": "Driver led 24 W", "aantal": 1}],
    });
    let done = answer("gereed", used)?;
    tell("< answer", "repaired, with a photo and what was used", url);
    Ok(done)
}

/// Takes a message that is signed with our secret (Standard Webhooks).
async fn receive(State(inbox): State<Arc<Inbox>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    if !is_signed(&headers, &body, &inbox.secret) {
        return StatusCode::UNAUTHORIZED;
    }
    let message: Json = serde_json::from_slice(&body).unwrap_or_default();
    let order = message.get("werkopdracht").cloned().unwrap_or_default();
    let event = member(&message, "gebeurtenis").to_owned();
    tell(
        "> order",
        &format!("{} {event}: {}", member(&order, "nummer"), member(&order, "assetOmschrijving")),
        member(&order, "url"),
    );
    inbox.orders.lock().unwrap_or_else(PoisonError::into_inner).push((event, order));
    inbox.came.notify_all();
    StatusCode::NO_CONTENT
}

fn is_signed(headers: &HeaderMap, body: &[u8], secret: &str) -> bool {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let given = header("webhook-signature").strip_prefix("v1,").and_then(|text| STANDARD.decode(text).ok());
    let (Some(given), Ok(mut mac)) = (given, Hmac::<Sha256>::new_from_slice(secret.as_bytes())) else { return false };
    mac.update(format!("{}.{}.", header("webhook-id"), header("webhook-timestamp")).as_bytes());
    mac.update(body);
    mac.verify_slice(&given).is_ok()
}
