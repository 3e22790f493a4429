// SPDX-License-Identifier: EUPL-1.2
//! Events over HTTP: the two ways of the HTTP binding of CloudEvents that carry one event.

use std::fmt::{self, Write as _};

use bytes::Bytes;

use super::{CloudEvent, DATA, Profile, STRUCTURED, Selection};
use crate::Bericht;

/// Where events go over HTTP.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpSink {
    /// Name of the sink: its cursor and its dead letters are kept under it, so another name begins anew.
    pub name: String,
    /// Where events are posted to: `https` (or `http` in tests and on trusted networks).
    pub url: String,
    /// Value of the header `Authorization`, as it is sent.
    pub authorization: Option<String>,
    /// How an event is put in a request.
    pub mode: Mode,
    /// Which events go there.
    pub selection: Selection,
}

/// Hides `authorization`.
impl fmt::Debug for HttpSink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, url, mode, selection, .. } = self;
        write!(f, "HttpSink {{ name: {name:?}, url: {url:?}, mode: {mode:?}, selection: {selection:?} }}")
    }
}

/// How an event is put in a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// The body is the whole event as JSON, `application/cloudevents+json`: one thing that can be kept, signed and passed on.
    #[default]
    Structured,
    /// The body is the data; the attributes are headers that begin with `ce-`.
    Binary,
}

/// Headers and body of a `POST`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Names in lower case, and values in printable ASCII.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Bytes,
}

impl HttpSink {
    /// The request for a notification, or `None` when the sink does not want it. `Authorization` is not in it: the sender adds that last.
    pub fn request(&self, profile: &Profile, bericht: &Bericht) -> Option<Request> {
        self.selection.wants(profile, bericht).then(|| self.mode.request(&CloudEvent::new(profile, bericht)))
    }
}

impl Mode {
    /// Puts an event in a request.
    pub fn request(self, event: &CloudEvent) -> Request {
        let content_type = |kind: &str| ("content-type".to_owned(), kind.to_owned());
        match self {
            Self::Structured => {
                let kind = format!("{STRUCTURED}; charset=utf-8");
                Request { headers: vec![content_type(&kind)], body: event.to_json() }
            }
            Self::Binary => {
                let attributes = event.attributes();
                let mut headers: Vec<(String, String)> =
                    attributes.iter().map(|(name, value)| (format!("ce-{name}"), header_value(value))).collect();
                headers.push(content_type(DATA));
                Request { headers, body: event.data_json() }
            }
        }
    }
}

/// A value as the HTTP binding writes it in a header (3.1.3.2): what is not printable ASCII, and `"`, `%` and space, as `%XX`.
fn header_value(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for byte in value.bytes() {
        if matches!(byte, b'!'..=b'~') && !matches!(byte, b'"' | b'%') {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::header_value;

    #[test]
    fn a_header_holds_printable_ascii_only() {
        assert_eq!(header_value("urn:nld:oin:1/é \"50%\"\r\n"), "urn:nld:oin:1/%C3%A9%20%2250%25%22%0D%0A");
    }
}
