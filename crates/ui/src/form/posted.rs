// SPDX-License-Identifier: EUPL-1.2
//! Reading what a browser sent: within bounds, and never with a panic.

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, Uri, header},
};
use bytes::Bytes;
use http_body_util::BodyExt as _;
use waarmaker_api::Result;
use waarmaker_core::Problem;

use crate::{Site, Visit};

/// Name of the hidden field with the token of a form.
pub const TOKEN: &str = "_formulier";
/// Most bytes of all fields of a form together, apart from files. Far more than any field may have: what is too long for one is shown again.
const MOST_TEXT: usize = 1 << 20;
/// Most fields and files of a form together.
const MOST_PARTS: usize = 500;
/// Most files of a form.
const MOST_FILES: usize = 20;
/// How many times the bytes that were allowed are read and thrown away, so that the browser shows the page that says so.
const DRAINED: usize = 8;

/// A file that was sent with a form.
#[derive(Clone)]
pub struct File {
    /// Name of the field.
    pub field: String,
    /// The name that it had on the device of whoever sent it, without folders.
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
    /// Whether files were left out because they were larger together than allowed, or too many.
    pub too_large: bool,
    /// Whether the browser says that a page of somebody else sent this.
    pub(crate) foreign: bool,
}

/// What people fill in stays out of logs.
impl std::fmt::Debug for Posted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Posted").field("fresh", &self.fresh).finish_non_exhaustive()
    }
}

impl Posted {
    /// Reads a form (`application/x-www-form-urlencoded` or `multipart/form-data`). Files that are larger together than `most_file_bytes` are left
    /// out and [`too_large`](Self::too_large) says so; all texts are kept. Line ends become one `\n`, other control characters are left out.
    ///
    /// 413 when the fields themselves are too large, 400 when it cannot be read.
    pub async fn read(visit: &Visit, request: Request, most_file_bytes: usize) -> Result<Self> {
        let (parts, body) = request.into_parts();
        let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let essence = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let mut posted = match essence.as_str() {
            "multipart/form-data" => {
                let boundary = multer::parse_boundary(kind).map_err(unreadable)?;
                multipart(body, boundary, most_file_bytes).await?
            }
            // Some tools that send nothing at all say nothing about it.
            "application/x-www-form-urlencoded" | "" => urlencoded(body).await?,
            _ => return Err(unreadable(essence)),
        };
        let token = posted.take(TOKEN);
        posted.foreign = is_foreign(&parts.headers, &visit.site);
        posted.fresh = visit.has_form && visit.form.made(&token) && !posted.foreign;
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

    /// All fields, in order.
    pub fn fields(&self) -> &[(String, String)] {
        &self.values
    }

    fn take(&mut self, name: &str) -> String {
        match self.values.iter().position(|(known, _)| known == name) {
            Some(at) => self.values.remove(at).1,
            None => String::new(),
        }
    }

    fn add(&mut self, name: &str, value: &str) -> Result<()> {
        if self.values.len() + self.files.len() >= MOST_PARTS {
            return Err(too_large());
        }
        self.values.push((clean(name), clean(value)));
        Ok(())
    }
}

fn unreadable(_: impl std::fmt::Debug) -> Problem {
    Problem::parse_error("Het formulier kwam niet goed aan.")
}

fn too_large() -> Problem {
    Problem::payload_too_large("Het formulier is te groot.")
}

/// One kind of line end, and no other control characters: PostgreSQL keeps no NUL, and nobody sees the others.
fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars().filter(|sign| matches!(sign, '\n' | '\t') || !sign.is_control()).collect()
}

/// The name of a file without the folders of a device, and not longer than any shows.
fn file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    clean(last).replace(['\n', '\t'], "").chars().take(200).collect()
}

async fn urlencoded(body: Body) -> Result<Posted> {
    let limited = http_body_util::Limited::new(body, MOST_TEXT);
    let bytes = limited.collect().await.map_err(|error| {
        if error.is::<http_body_util::LengthLimitError>() { too_large() } else { unreadable(error) }
    })?;
    let mut posted = Posted::default();
    for (name, value) in form_urlencoded::parse(&bytes.to_bytes()) {
        posted.add(&name, &value)?;
    }
    Ok(posted)
}

/// What is still allowed while a form with files is read.
struct Left {
    text: usize,
    files: usize,
    drained: usize,
}

async fn multipart(body: Body, boundary: String, most_file_bytes: usize) -> Result<Posted> {
    let mut posted = Posted::default();
    let drained = most_file_bytes.saturating_mul(DRAINED).max(MOST_TEXT);
    let mut left = Left { text: MOST_TEXT, files: most_file_bytes, drained };
    let mut parts = multer::Multipart::new(body.into_data_stream(), boundary);
    while let Some(part) = parts.next_field().await.map_err(unreadable)? {
        let field = part.name().unwrap_or_default().to_owned();
        match part.file_name().map(file_name) {
            None => {
                let bytes = text_of(part, &mut left).await?;
                posted.add(&field, &String::from_utf8_lossy(&bytes))?;
            }
            Some(name) => match file_of(part, &mut left).await? {
                Some(bytes) if bytes.is_empty() => {}
                Some(bytes) if posted.files.len() < MOST_FILES => {
                    posted.files.push(File { field: clean(&field), name, bytes: bytes.into() });
                }
                _ => posted.too_large = true,
            },
        }
    }
    if posted.too_large {
        posted.files.clear();
    }
    Ok(posted)
}

async fn text_of(mut part: multer::Field<'_>, left: &mut Left) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.chunk().await.map_err(unreadable)? {
        left.text = left.text.checked_sub(chunk.len()).ok_or_else(too_large)?;
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// A file; `None` when it does not fit any more. It is read to its end nevertheless: a browser that cannot send all shows no answer.
async fn file_of(mut part: multer::Field<'_>, left: &mut Left) -> Result<Option<Vec<u8>>> {
    let mut bytes = Some(Vec::new());
    while let Some(chunk) = part.chunk().await.map_err(unreadable)? {
        if let (Some(rest), Some(bytes)) = (left.files.checked_sub(chunk.len()), &mut bytes) {
            left.files = rest;
            bytes.extend_from_slice(&chunk);
        } else {
            (left.files, bytes) = (0, None);
            left.drained = left.drained.checked_sub(chunk.len()).ok_or_else(too_large)?;
        }
    }
    Ok(bytes)
}

/// Whether the browser says that a page of somebody else sent this.
fn is_foreign(headers: &HeaderMap, site: &Site) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("null"));
    if text("sec-fetch-site").is_some_and(|from| !matches!(from, "same-origin" | "none")) {
        return true;
    }
    let Some(origin) = text("origin") else { return false };
    let authority = |address: &str| address.parse::<Uri>().ok()?.authority().map(ToString::to_string);
    let from = authority(origin);
    from.is_none() || (from != authority(&site.origin) && from.as_deref() != text("host"))
}

#[cfg(test)]
mod tests;
