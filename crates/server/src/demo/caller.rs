// SPDX-License-Identifier: EUPL-1.2
//! A client of the APIs over TCP, as any other program would be.

use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde_json::Value as Json;
use ureq::{
    Agent,
    http::{Method, Request, request::Builder},
};
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

/// What separates the fields of a form; it does not occur in what the demo sends.
const BOUNDARY: &str = "waarmaker-demo-4f0c2a51";

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
        json(&self.send(Method::GET, url, "application/json", "", Vec::new(), 200)?)
    }

    /// `GET` content that is no JSON.
    pub(crate) fn download(&self, url: &str) -> Result<Vec<u8>> {
        self.send(Method::GET, url, "*/*", "", Vec::new(), 200)
    }

    /// `GET` a text.
    pub(crate) fn text(&self, url: &str) -> Result<String> {
        let text = self.send(Method::GET, url, "text/plain", "", Vec::new(), 200)?;
        String::from_utf8(text).context("reading a text")
    }

    /// `POST` an answer to something that is there, which has to be answered with 200.
    pub(crate) fn answer(&self, url: &str, body: &Json) -> Result<Json> {
        json(&self.send_json(Method::POST, url, body, 200)?)
    }

    /// Another client of the same server.
    pub(crate) fn same_server(&self, client_id: &str, secret: &str) -> Self {
        Self::new(&self.address, client_id, secret)
    }

    /// `POST` a body, which has to be answered with 201.
    pub(crate) fn post(&self, url: &str, body: &Json) -> Result<Json> {
        json(&self.send_json(Method::POST, url, body, 201)?)
    }

    /// `POST` a body that is a command, which has to be answered with 204.
    pub(crate) fn command(&self, url: &str, body: &Json) -> Result<()> {
        self.send_json(Method::POST, url, body, 204).map(|_| ())
    }

    /// `DELETE` a URL of ours.
    pub(crate) fn delete(&self, url: &str) -> Result<()> {
        self.send(Method::DELETE, url, "application/json", "", Vec::new(), 204).map(|_| ())
    }

    /// `PUT` a part of a document, as a form.
    pub(crate) fn put_part(&self, url: &str, lock: &str, content: &[u8]) -> Result<Json> {
        let field = |name: &str| format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"");
        let mut form = format!("{}\r\n\r\n{lock}\r\n", field("lock")).into_bytes();
        let head = format!("{}; filename=\"deel\"\r\nContent-Type: application/octet-stream\r\n\r\n", field("inhoud"));
        form.extend_from_slice(head.as_bytes());
        form.extend_from_slice(content);
        form.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        json(&self.send(Method::PUT, url, "application/json", &kind, form, 200)?)
    }

    fn send_json(&self, method: Method, url: &str, body: &Json, expected: u16) -> Result<Vec<u8>> {
        self.send(method, url, "application/json", "application/json", body.to_string().into_bytes(), expected)
    }

    /// Sends a request and returns the body of its answer, which has to have this status.
    fn send(
        &self,
        method: Method,
        url: &str,
        accept: &str,
        kind: &str,
        body: Vec<u8>,
        expected: u16,
    ) -> Result<Vec<u8>> {
        let attempt = format!("{method} {}", path(url));
        let mut request = self.head(method, url, accept)?;
        if !kind.is_empty() {
            request = request.header("Content-Type", kind).header("Content-Crs", "EPSG:4326");
        }
        let request = request.body(body).with_context(|| attempt.clone())?;
        let mut answer = self.agent.run(request).with_context(|| attempt.clone())?;
        let body = answer.body_mut().read_to_vec().with_context(|| attempt.clone())?;
        if answer.status() != expected {
            bail!("{attempt} is answered with {}: {}", answer.status(), String::from_utf8_lossy(&body));
        }
        Ok(body)
    }

    fn head(&self, method: Method, url: &str, accept: &str) -> Result<Builder> {
        Ok(Request::builder()
            .method(method)
            .uri(format!("{}{}", self.address, path(url)))
            .header("Authorization", format!("Bearer {}", self.token()?))
            .header("Accept", accept)
            .header("Accept-Crs", "EPSG:4326"))
    }
}

fn json(body: &[u8]) -> Result<Json> {
    serde_json::from_slice(body).context("reading an answer")
}

/// The path of a URL of ours: the server may be known under another address than the one it is asked at.
pub(super) fn path(url: &str) -> &str {
    let at = Component::ALL.iter().filter_map(|component| url.find(component.root)).min();
    at.and_then(|at| url.get(at..)).unwrap_or(url)
}
