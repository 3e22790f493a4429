// SPDX-License-Identifier: EUPL-1.2
//! A client of the APIs over TCP, as any other program would be.

use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde_json::Value as Json;
use ureq::{Agent, http::Method, http::Request};
use waarmaker_auth::token;
use waarmaker_core::{Clock as _, SystemClock};
use waarmaker_resource::Component;

/// A client with a client id and a secret; every request has a fresh token.
pub(crate) struct Caller {
    agent: Agent,
    address: String,
    client_id: String,
    secret: String,
}

impl Caller {
    /// A client of the server at this address (`http://127.0.0.1:8080`).
    pub(crate) fn new(address: &str, client_id: &str, secret: &str) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(30)))
            .proxy(None)
            .build();
        let agent = Agent::new_with_config(config);
        Self { agent, address: address.to_owned(), client_id: client_id.to_owned(), secret: secret.to_owned() }
    }

    /// A token for an hour.
    pub(crate) fn token(&self) -> Result<String> {
        Ok(token::make(&self.client_id, &self.secret, SystemClock.now().as_second(), "demo", "Voorbeeldgemeente")?)
    }

    /// `GET` a URL of ours, or a path.
    pub(crate) fn get(&self, url: &str) -> Result<Json> {
        self.send(Method::GET, url, None, 200)
    }

    /// `POST` a body, which has to be answered with 201.
    pub(crate) fn post(&self, url: &str, body: &Json) -> Result<Json> {
        self.send(Method::POST, url, Some(body), 201)
    }

    fn send(&self, method: Method, url: &str, body: Option<&Json>, expected: u16) -> Result<Json> {
        let attempt = format!("{method} {}", path(url));
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}{}", self.address, path(url)))
            .header("Authorization", format!("Bearer {}", self.token()?))
            .header("Accept", "application/json")
            .header("Accept-Crs", "EPSG:4326");
        if body.is_some() {
            request = request.header("Content-Type", "application/json").header("Content-Crs", "EPSG:4326");
        }
        let body = body.map(Json::to_string).unwrap_or_default();
        let request = request.body(body).with_context(|| attempt.clone())?;
        let mut answer = self.agent.run(request).with_context(|| attempt.clone())?;
        let text = answer.body_mut().read_to_string().with_context(|| attempt.clone())?;
        if answer.status() != expected {
            bail!("{attempt} is answered with {}: {text}", answer.status());
        }
        serde_json::from_str(&text).with_context(|| attempt)
    }
}

/// The path of a URL of ours: the server may be known under another address than the one it is asked at.
fn path(url: &str) -> &str {
    let at = Component::ALL.iter().filter_map(|component| url.find(component.root)).min();
    at.and_then(|at| url.get(at..)).unwrap_or(url)
}
