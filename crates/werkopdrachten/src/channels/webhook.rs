// SPDX-License-Identifier: EUPL-1.2
//! Signed messages to the system of a contractor, as Standard Webhooks describes them.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use hmac::{Hmac, Mac as _};
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use serde_json::json;
use sha2::Sha256;
use waarmaker_contracten::Kanaal;
use waarmaker_events::delivery::{Outgoing, secret_header};
use waarmaker_jobs::{Claimed, Outcome};

use super::{Channel, Gebeurtenis, Loaded, Sender, UNWRITTEN, written};
use crate::Aflevering;

/// What stands before a key in base64.
const PREFIX: &str = "whsec_";

/// Sends orders to webhooks.
pub(crate) struct Webhook {
    pub(crate) sender: Sender,
    pub(crate) outgoing: Outgoing,
}

impl Channel for Webhook {
    const KIND: &'static str = "webhook";

    fn sender(&self) -> &Sender {
        &self.sender
    }

    async fn send(&self, job: &Claimed, event: Gebeurtenis, loaded: &Loaded, kanaal: &Kanaal) -> Option<Outcome> {
        let Kanaal::Webhook { url, geheim } = kanaal else { return None };
        Some(self.post(job, event, loaded, url, geheim).await)
    }
}

impl Webhook {
    async fn post(&self, job: &Claimed, event: Gebeurtenis, loaded: &Loaded, url: &str, geheim: &str) -> Outcome {
        let to = match self.outgoing.destination(url) {
            Ok(to) => to,
            Err(refused) => return Outcome::Retry(refused.to_string()),
        };
        let now = self.sender.api.house.clock.now();
        let body = json!({
            "gebeurtenis": event, "moment": now.to_string(), "werkopdracht": loaded.served,
        });
        let body = body.to_string().into_bytes();
        let id = format!("msg_{}_{}", job.subject.simple(), job.id);
        let Some(headers) = headers(&id, now.as_second(), &body, geheim) else {
            return Outcome::Dead("the secret of the webhook cannot be used".to_owned());
        };
        let (status, wait) = match self.outgoing.post(&to, &headers, Bytes::from(body), now).await {
            Ok(answer) => answer,
            Err(failure) => return Outcome::Retry(failure.reason),
        };
        match status.as_u16() {
            200..=299 => {
                let delivered = self.sender.sent(job.subject, Self::KIND, Aflevering::Afgeleverd, "").await;
                written(UNWRITTEN, delivered)
            }
            410 => Outcome::Dead("HTTP 410: the webhook is gone".to_owned()),
            status @ 300..=399 => Outcome::Retry(format!("HTTP {status}: a redirect is not followed")),
            status @ (429 | 503) => Outcome::RetryAfter(format!("HTTP {status}"), wait.unwrap_or_default()),
            status => Outcome::Retry(format!("HTTP {status}")),
        }
    }
}

/// The headers of a message: number, moment in seconds, and the signature of number, moment and body.
fn headers(id: &str, seconds: i64, body: &[u8], geheim: &str) -> Option<HeaderMap> {
    let signature = format!("v1,{}", signature(&key(geheim), id, seconds, body)?);
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(HeaderName::from_static("webhook-id"), HeaderValue::from_str(id).ok()?);
    headers.insert(HeaderName::from_static("webhook-timestamp"), HeaderValue::from(seconds));
    headers.insert(HeaderName::from_static("webhook-signature"), secret_header(&signature)?);
    Some(headers)
}

/// The key of a secret: what is in base64 after `whsec_`, otherwise the text itself.
fn key(geheim: &str) -> Vec<u8> {
    let decoded = geheim.strip_prefix(PREFIX).and_then(|text| STANDARD.decode(text).ok());
    decoded.filter(|key| !key.is_empty()).unwrap_or_else(|| geheim.as_bytes().to_vec())
}

fn signature(key: &[u8], id: &str, seconds: i64, body: &[u8]) -> Option<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    mac.update(format!("{id}.{seconds}.").as_bytes());
    mac.update(body);
    Some(STANDARD.encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification of Standard Webhooks.
    #[test]
    fn the_signature_is_that_of_standard_webhooks() {
        let key = key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        let body = br#"{"test": 2432232314}"#;
        let signed = signature(&key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body);
        assert_eq!(signed.as_deref(), Some("g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
    }
}
