// SPDX-License-Identifier: EUPL-1.2
//! What came back.

use axum::http::HeaderMap;
use serde_json::Value;

/// An HTTP answer.
#[derive(Debug)]
pub struct Answer {
    /// Status.
    pub status: u16,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: Vec<u8>,
    /// What was asked, for messages.
    pub asked: String,
}

impl Answer {
    /// The body as JSON; `null` when there is none.
    pub fn json(&self) -> Value {
        if self.body.is_empty() { Value::Null } else { serde_json::from_slice(&self.body).expect("JSON") }
    }

    /// A header as text; `""` when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The body as JSON, after a check of the status.
    #[track_caller]
    pub fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}: {}", self.asked, String::from_utf8_lossy(&self.body));
        self.json()
    }

    /// A refusal as (status, code).
    pub fn refusal(&self) -> (u16, String) {
        (self.status, self.json()["code"].as_str().unwrap_or_default().to_owned())
    }

    /// The invalid parameters of a 400, as `name/code` in order.
    #[track_caller]
    pub fn problems(&self) -> Vec<String> {
        let body = self.expect(400);
        assert_eq!(body["code"], "invalid", "{}: {body}", self.asked);
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let list = body["invalidParams"].as_array().cloned().unwrap_or_default();
        list.iter().map(|one| format!("{}/{}", text(&one["name"]), text(&one["code"]))).collect()
    }
}
