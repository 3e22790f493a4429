// SPDX-License-Identifier: EUPL-1.2
//! Answers that are the same in JSON and in XML.

use std::fmt::Write as _;

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use serde_json::{Map, Number, Value as Json};
use waarmaker_api::{Call, House, Result};
use waarmaker_core::{Ids, Problem};
use waarmaker_ui::limit;

/// In which of the two formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Json,
    Xml,
}

impl Format {
    /// Takes the format off the end of a path. Without one there is none; a refusal is then in the format that the client accepts.
    pub(crate) fn of(path: &str, headers: &HeaderMap) -> (String, Option<Self>) {
        if let Some(path) = path.strip_suffix(".json") {
            return (path.to_owned(), Some(Self::Json));
        }
        if let Some(path) = path.strip_suffix(".xml") {
            return (path.to_owned(), Some(Self::Xml));
        }
        let _ = headers;
        (path.to_owned(), None)
    }

    /// The end of a path.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Xml => "xml",
        }
    }

    const fn kind(self) -> &'static str {
        match self {
            Self::Json => "application/json; charset=utf-8",
            Self::Xml => "text/xml; charset=utf-8",
        }
    }
}

/// A part of an answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    /// Nothing: `null`, or an empty element.
    Nil,
    Text(String),
    Whole(i64),
    Real(f64),
    Bool(bool),
    /// Members by name.
    Group(Vec<(&'static str, Self)>),
    /// Elements, each with this name in XML.
    List(&'static str, Vec<Self>),
}

impl From<&str> for Node {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl<T: Into<Self>> From<Option<T>> for Node {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Nil, Into::into)
    }
}

impl Node {
    fn json(self) -> Json {
        match self {
            Self::Nil => Json::Null,
            Self::Text(text) => text.into(),
            Self::Whole(number) => number.into(),
            Self::Real(number) => Number::from_f64(number).map_or(Json::Null, Json::Number),
            Self::Bool(value) => value.into(),
            Self::Group(members) => {
                members.into_iter().map(|(name, value)| (name.to_owned(), value.json())).collect::<Map<_, _>>().into()
            }
            Self::List(_, elements) => elements.into_iter().map(Self::json).collect::<Vec<_>>().into(),
        }
    }

    fn xml(&self, name: &str, out: &mut String) {
        if *self == Self::Nil {
            let _ = write!(out, "<{name}/>");
            return;
        }
        let _ = write!(out, "<{name}>");
        match self {
            Self::Nil => {}
            Self::Text(text) => escape(text, out),
            Self::Whole(number) => {
                let _ = write!(out, "{number}");
            }
            Self::Real(number) => {
                let _ = write!(out, "{number}");
            }
            Self::Bool(value) => {
                let _ = write!(out, "{value}");
            }
            Self::Group(members) => members.iter().for_each(|(name, value)| value.xml(name, out)),
            Self::List(element, elements) => elements.iter().for_each(|value| value.xml(element, out)),
        }
        let _ = write!(out, "</{name}>");
    }
}

/// Writes a text as XML can have it: what XML 1.0 has no place for is left out.
fn escape(text: &str, out: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\r' => out.push_str("&#13;"),
            '\t' | '\n' => out.push(letter),
            '\u{fffe}' | '\u{ffff}' => {}
            letter if letter.is_control() && letter < ' ' => {}
            letter => out.push(letter),
        }
    }
}

/// What is answered.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    /// Name of the root in XML.
    pub(crate) root: &'static str,
    pub(crate) body: Node,
    /// Address of the next page.
    pub(crate) next: Option<String>,
    /// It may be kept for a minute.
    pub(crate) keep: bool,
}

impl Answer {
    /// 200, which may be kept.
    pub(crate) const fn ok(root: &'static str, body: Node) -> Self {
        Self { status: StatusCode::OK, root, body, next: None, keep: true }
    }
}

/// The response to an outcome; a refusal in the shape of the standard.
pub(crate) fn response(outcome: Result<Answer>, format: Format, head: bool, house: &House) -> Response {
    let answer = outcome.unwrap_or_else(|problem| refusal(&problem, &*house.ids));
    let (status, root) = (answer.status, answer.root);
    let text = match format {
        Format::Json => answer.body.json().to_string(),
        Format::Xml => {
            let mut text = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n".to_owned();
            answer.body.xml(root, &mut text);
            text
        }
    };
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(format.kind()));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(text.len()));
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    let keep = if answer.keep { "public, max-age=60" } else { "no-store" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    let link = answer.next.and_then(|next| HeaderValue::from_str(&format!("<{next}>; rel=\"next\"")).ok());
    if let Some(link) = link {
        headers.insert(header::LINK, link);
    }
    if status == StatusCode::METHOD_NOT_ALLOWED {
        headers.insert(header::ALLOW, HeaderValue::from_static("GET, HEAD, POST"));
    }
    if let (StatusCode::TOO_MANY_REQUESTS, Ok(call)) = (status, Call::now(house)) {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(limit::seconds_left(&call.now)));
    }
    let mut response = Response::new(if head { Body::empty() } else { Body::from(text) });
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

/// `errors`, each with `code` and `description`.
fn refusal(problem: &Problem, ids: &dyn Ids) -> Answer {
    if problem.status >= 500 {
        let instance = ids.uuid();
        tracing::error!(%instance, status = problem.status, source = std::error::Error::source(problem), "Open311 failed");
    }
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let error = |words: String| {
        let code = Node::Whole(i64::from(status.as_u16()));
        Node::Group(vec![("code", code), ("description", words.into())])
    };
    let mut errors: Vec<Node> = problem
        .invalid_params
        .iter()
        .map(|param| error(format!("{}: {}", outward(&param.name), param.reason)))
        .collect();
    if errors.is_empty() {
        errors.push(error(if problem.detail.is_empty() { problem.title.to_string() } else { problem.detail.clone() }));
    }
    Answer { status, root: "errors", body: Node::List("error", errors), next: None, keep: false }
}

/// What a member of a melding is called here.
fn outward(name: &str) -> &str {
    match name {
        "plaats" => "lat, long",
        "omschrijving" => "description",
        "asset" => "attribute[nummer]",
        "soortKlacht" => "attribute[klacht]",
        "gevaarlijk" => "attribute[gevaarlijk]",
        other => other,
    }
}

/// A segment of a path, decoded.
pub(crate) fn segment(text: &str) -> String {
    let encoded = text.replace('+', "%2B");
    form_urlencoded::parse(format!("x={encoded}").as_bytes())
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_breaks_out_of_xml() {
        let mut out = String::new();
        Node::from("<script>&\"'\u{0}\u{1b}]]>é").xml("description", &mut out);
        assert_eq!(out, "<description>&lt;script&gt;&amp;&quot;&apos;]]&gt;é</description>");
    }

    #[test]
    fn a_list_is_elements_in_xml_and_an_array_in_json() {
        let list = Node::List("request", vec![Node::Group(vec![("lat", Node::Real(52.09)), ("zipcode", Node::Nil)])]);
        let mut out = String::new();
        list.xml("service_requests", &mut out);
        assert_eq!(out, "<service_requests><request><lat>52.09</lat><zipcode/></request></service_requests>");
        assert_eq!(list.json().to_string(), r#"[{"lat":52.09,"zipcode":null}]"#);
    }
}
