// SPDX-License-Identifier: EUPL-1.2
//! Forms: what a browser sent, what is wrong with it, and the fields as they are shown again.

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, header},
};
use bytes::Bytes;
use http_body_util::BodyExt as _;
use waarmaker_api::Result;
use waarmaker_core::Problem;

use crate::Visit;

/// Name of the hidden field with the token of a form.
pub const TOKEN: &str = "_formulier";
/// Most bytes of all fields of a form together, apart from files.
const MOST_TEXT: usize = 256 << 10;

/// A file that was sent with a form.
#[derive(Clone)]
pub struct File {
    /// Name of the field.
    pub field: String,
    /// The name that it had on the device of whoever sent it.
    pub name: String,
    /// Its contents.
    pub bytes: Bytes,
}

/// What people send stays out of logs.
impl std::fmt::Debug for File {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("File").field("field", &self.field).field("bytes", &self.bytes.len()).finish_non_exhaustive()
    }
}

/// What a browser sent.
#[derive(Clone, Default)]
pub struct Posted {
    values: Vec<(String, String)>,
    /// Files, in order; empty ones are left out.
    pub files: Vec<File>,
    /// Whether the form is one that we gave this browser. If not (an expired cookie, a page of somebody else) nothing may be done: show the form
    /// again with what was filled in, and ask to send it once more.
    pub fresh: bool,
    /// Whether files were left out because they were larger together than allowed.
    pub too_large: bool,
}

/// What people fill in stays out of logs.
impl std::fmt::Debug for Posted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Posted").field("fresh", &self.fresh).finish_non_exhaustive()
    }
}

impl Posted {
    /// Reads a form (`application/x-www-form-urlencoded` or `multipart/form-data`). Files that are larger together than `most_file_bytes` are left
    /// out and [`too_large`](Self::too_large) says so. 413 when the fields themselves are too large, 400 when it cannot be read.
    pub async fn read(visit: &Visit, request: Request, most_file_bytes: usize) -> Result<Self> {
        let (parts, body) = request.into_parts();
        let kind = content_type(&parts.headers);
        let mut posted = match multer::parse_boundary(&kind) {
            Ok(boundary) => multipart(body, boundary, most_file_bytes).await?,
            Err(_) => urlencoded(body).await?,
        };
        let token = posted.take(TOKEN);
        posted.fresh = visit.has_form && visit.form.made(&token) && !is_foreign(&parts.headers);
        Ok(posted)
    }

    /// A form for tests and samples.
    pub fn of(values: &[(&str, &str)]) -> Self {
        let values = values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Self { values, fresh: true, ..Self::default() }
    }

    /// The value of a field without space around it; empty when it was not sent.
    pub fn text(&self, name: &str) -> &str {
        self.values.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.trim())
    }

    /// All values of a field that may be sent more than once.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.values.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.trim())
    }

    /// Whether a box was ticked.
    pub fn ticked(&self, name: &str) -> bool {
        !self.text(name).is_empty()
    }

    fn take(&mut self, name: &str) -> String {
        match self.values.iter().position(|(known, _)| known == name) {
            Some(at) => self.values.remove(at).1,
            None => String::new(),
        }
    }
}

fn content_type(headers: &HeaderMap) -> String {
    headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

fn unreadable(_: impl std::fmt::Debug) -> Problem {
    Problem::parse_error("Het formulier kwam niet goed aan.")
}

async fn urlencoded(body: Body) -> Result<Posted> {
    let limited = http_body_util::Limited::new(body, MOST_TEXT);
    let bytes =
        limited.collect().await.map_err(|_| Problem::payload_too_large("Het formulier is te groot."))?.to_bytes();
    Ok(Posted { values: form_urlencoded::parse(&bytes).into_owned().collect(), ..Posted::default() })
}

async fn multipart(body: Body, boundary: String, most_file_bytes: usize) -> Result<Posted> {
    let mut posted = Posted::default();
    let (mut text, mut left) = (0, most_file_bytes);
    let mut parts = multer::Multipart::new(body.into_data_stream(), boundary);
    while let Some(mut part) = parts.next_field().await.map_err(unreadable)? {
        let field = part.name().unwrap_or_default().to_owned();
        let file = part.file_name().map(str::to_owned);
        let mut bytes = Vec::new();
        while let Some(chunk) = part.chunk().await.map_err(unreadable)? {
            if file.is_some() {
                match left.checked_sub(chunk.len()) {
                    Some(rest) if !posted.too_large => left = rest,
                    _ => posted.too_large = true,
                }
                if posted.too_large {
                    continue;
                }
            } else {
                text += chunk.len();
                if text > MOST_TEXT {
                    return Err(Problem::payload_too_large("Het formulier is te groot."));
                }
            }
            bytes.extend_from_slice(&chunk);
        }
        match file {
            None => posted.values.push((field, String::from_utf8_lossy(&bytes).into_owned())),
            Some(_) if bytes.is_empty() || posted.too_large => {}
            Some(name) => posted.files.push(File { field, name, bytes: bytes.into() }),
        }
    }
    Ok(posted)
}

/// Whether the browser says that a page of somebody else sent this.
fn is_foreign(headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
    site.is_some_and(|site| !matches!(site, "same-origin" | "none"))
}

/// What is wrong with a form, in words: each at its field and together at the top.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Errors {
    /// Id of the field, or an empty one for the whole form, with the sentence.
    pub list: Vec<(String, String)>,
}

impl Errors {
    /// Adds a sentence: what is wrong and how to mend it.
    pub fn add(&mut self, field: &str, sentence: impl Into<String>) {
        self.list.push((field.to_owned(), sentence.into()));
    }

    /// Whether nothing is wrong.
    pub const fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many.
    pub const fn len(&self) -> usize {
        self.list.len()
    }

    /// The sentence of a field; empty when it is right.
    pub fn of(&self, field: &str) -> String {
        self.list.iter().find(|(known, _)| known == field).map(|(_, sentence)| sentence.clone()).unwrap_or_default()
    }
}

/// A field of one line, or of more (macros `field` and `area` of `form.html`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field {
    /// Its id and name.
    pub id: String,
    /// The question.
    pub label: String,
    /// What helps to answer; empty for nothing.
    pub help: String,
    /// What is wrong; empty when it is right.
    pub error: String,
    /// What was filled in.
    pub value: String,
    /// `autocomplete` (WCAG 1.3.5): a token of HTML such as `email`, or `off`.
    pub autocomplete: String,
    /// `type` of the control: `text`, `email`, `tel`, `search`, `date`.
    pub kind: String,
    /// `inputmode`; empty for the usual one.
    pub inputmode: String,
    /// Whether it may be left open.
    pub optional: bool,
    /// Most characters; 0 for no bound.
    pub max: usize,
}

impl Field {
    /// A field of text that must be filled in.
    pub fn new(id: &str, label: impl Into<String>) -> Self {
        Self {
            id: id.to_owned(),
            label: label.into(),
            autocomplete: "off".to_owned(),
            kind: "text".to_owned(),
            ..Self::default()
        }
    }

    /// What helps to answer.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// It may be left open.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// `type` and `autocomplete`.
    #[must_use]
    pub fn kind(mut self, kind: &str, autocomplete: &str) -> Self {
        self.kind = kind.to_owned();
        self.autocomplete = autocomplete.to_owned();
        self
    }

    /// Most characters.
    #[must_use]
    pub const fn max(mut self, max: usize) -> Self {
        self.max = max;
        self
    }

    /// What was filled in, and what is wrong with it.
    #[must_use]
    pub fn filled(mut self, posted: &Posted, errors: &Errors) -> Self {
        self.value = posted.text(&self.id).to_owned();
        self.error = errors.of(&self.id);
        self
    }
}

/// One of the answers of a [`Choice`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// What is sent.
    pub value: String,
    /// What it says.
    pub label: String,
    /// What helps to choose; empty for nothing.
    pub help: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// A question with given answers (macros `radios`, `boxes` and `select` of `form.html`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Its name; the control of the first answer has it as id.
    pub id: String,
    /// The question.
    pub label: String,
    /// What helps to answer.
    pub help: String,
    /// What is wrong.
    pub error: String,
    /// Whether it may be left open.
    pub optional: bool,
    /// The answers.
    pub answers: Vec<Answer>,
}

impl Choice {
    /// A question with answers of value and label.
    pub fn new<L: Into<String>>(
        id: &str,
        label: impl Into<String>,
        answers: impl IntoIterator<Item = (&'static str, L)>,
    ) -> Self {
        let answers = answers.into_iter().map(|(value, label)| Answer {
            value: value.to_owned(),
            label: label.into(),
            ..Answer::default()
        });
        Self { id: id.to_owned(), label: label.into(), answers: answers.collect(), ..Self::default() }
    }

    /// What helps to answer.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// It may be left open.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// What was chosen, and what is wrong with it.
    #[must_use]
    pub fn filled(mut self, posted: &Posted, errors: &Errors) -> Self {
        for answer in &mut self.answers {
            answer.chosen = posted.all(&self.id).any(|value| value == answer.value);
        }
        self.error = errors.of(&self.id);
        self
    }
}
