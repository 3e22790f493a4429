// SPDX-License-Identifier: EUPL-1.2
//! A client of the program under test.

use axum::{
    body::Body,
    http::{Method, Request, header},
};
use http_body_util::BodyExt as _;
use serde_json::Value;
use tower::ServiceExt as _;
use waarmaker_auth::token;
use waarmaker_core::Clock as _;

use crate::{Answer, App, ORIGIN};

/// A client with a client id; every request gets a fresh token and the headers that clients send.
#[derive(Clone, Debug)]
pub struct Client<'a> {
    app: &'a App,
    id: String,
    secret: String,
}

impl<'a> Client<'a> {
    pub(crate) fn new(app: &'a App, client_id: &str, secret: &str) -> Self {
        Self { app, id: client_id.to_owned(), secret: secret.to_owned() }
    }

    /// Its client id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The program that it talks to.
    pub const fn app(&self) -> &'a App {
        self.app
    }

    /// `GET` a path or URL.
    pub async fn get(&self, url: &str) -> Answer {
        self.send(Method::GET, url, &[], None).await
    }
    /// `HEAD`.
    pub async fn head(&self, url: &str) -> Answer {
        self.send(Method::HEAD, url, &[], None).await
    }
    /// `POST` with a JSON body.
    pub async fn post(&self, url: &str, body: &Value) -> Answer {
        self.send(Method::POST, url, &[], Some(body.to_string().into_bytes())).await
    }
    /// `PUT` with a JSON body.
    pub async fn put(&self, url: &str, body: &Value) -> Answer {
        self.send(Method::PUT, url, &[], Some(body.to_string().into_bytes())).await
    }
    /// `PATCH` with a JSON body.
    pub async fn patch(&self, url: &str, body: &Value) -> Answer {
        self.send(Method::PATCH, url, &[], Some(body.to_string().into_bytes())).await
    }
    /// `DELETE`.
    pub async fn delete(&self, url: &str) -> Answer {
        self.send(Method::DELETE, url, &[], None).await
    }

    /// Any request. A header given here replaces the usual one; an empty value leaves it out.
    pub async fn send(&self, method: Method, url: &str, headers: &[(&str, &str)], body: Option<Vec<u8>>) -> Answer {
        let asked = format!("{method} {url}");
        let path = url.strip_prefix(ORIGIN).unwrap_or(url);
        let mut all = vec![
            ("host", "testserver".to_owned()),
            ("accept", "application/json".to_owned()),
            ("accept-crs", "EPSG:4326".to_owned()),
        ];
        if body.is_some() {
            all.extend([("content-type", "application/json".to_owned()), ("content-crs", "EPSG:4326".to_owned())]);
        }
        if !self.id.is_empty() {
            all.push((header::AUTHORIZATION.as_str(), format!("Bearer {}", self.token())));
        }
        all.retain(|(name, _)| !headers.iter().any(|(given, _)| given.eq_ignore_ascii_case(name)));
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in all
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .chain(headers.iter().copied().filter(|(_, value)| !value.is_empty()))
        {
            request = request.header(name, value);
        }
        let request = request.body(Body::from(body.unwrap_or_default())).expect("a request");
        let response = self.app.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let body = body.collect().await.expect("a body").to_bytes().to_vec();
        Answer { status: parts.status.as_u16(), headers: parts.headers, body, asked }
    }

    fn token(&self) -> String {
        let now = self.app.clock.now().as_second();
        token::make(&self.id, &self.secret, now, "jvries", "Jan de Vries").unwrap_or_else(|problem| panic!("{problem}"))
    }
}
