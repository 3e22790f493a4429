// SPDX-License-Identifier: EUPL-1.2
//! What a form of the page brings.

use axum::{
    body::Body,
    http::{HeaderMap, header},
};
use multer::{Constraints, Multipart, SizeLimit};

use crate::{
    Materiaal,
    photo::{MAX_BYTES, MOST},
};

/// Largest answer in bytes, with all its photos.
pub(super) const MOST_BODY: usize = 64 << 20;
/// What to do about a larger one.
pub(super) const TOO_LARGE: &str =
    "De foto's zijn samen te groot. Kies minder foto's, of kleinere: samen ten hoogste 64 MB.";
/// Longest text that somebody types.
const LONGEST: usize = 2000;
/// Most lines of material.
const LINES: usize = 50;

/// An answer as it was filled in.
#[derive(Clone, Debug, Default)]
pub(super) struct Form {
    pub(super) stap: String,
    pub(super) sleutel: String,
    pub(super) reden: String,
    pub(super) toelichting: String,
    pub(super) materiaal: String,
    pub(super) fotos: Vec<Vec<u8>>,
}

/// Why a form was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unread {
    TooLarge,
    Broken,
}

impl Form {
    /// Reads a form, with photos or without.
    pub(super) async fn read(headers: &HeaderMap, body: Body) -> Result<Self, Unread> {
        let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if let Ok(boundary) = multer::parse_boundary(kind) {
            return Self::multipart(boundary, body).await;
        }
        let bytes = axum::body::to_bytes(body, 64 << 10).await.map_err(|_| Unread::TooLarge)?;
        let mut form = Self::default();
        for (name, value) in form_urlencoded::parse(&bytes) {
            form.text(&name, &value);
        }
        Ok(form)
    }

    async fn multipart(boundary: String, body: Body) -> Result<Self, Unread> {
        let most = u64::try_from(MOST_BODY).unwrap_or(u64::MAX);
        let field = u64::try_from(MAX_BYTES + 1).unwrap_or(u64::MAX);
        let constraints = Constraints::new().size_limit(SizeLimit::new().whole_stream(most).per_field(field));
        let mut parts = Multipart::with_constraints(body.into_data_stream(), boundary, constraints);
        let mut form = Self::default();
        while let Some(part) = parts.next_field().await.map_err(|error| unread(&error))? {
            let name = part.name().unwrap_or_default().to_owned();
            let bytes = part.bytes().await.map_err(|error| unread(&error))?;
            if name != "foto" {
                form.text(&name, &String::from_utf8_lossy(&bytes));
            } else if !bytes.is_empty() {
                if form.fotos.len() > MOST {
                    return Err(Unread::TooLarge);
                }
                form.fotos.push(bytes.to_vec());
            }
        }
        Ok(form)
    }

    fn text(&mut self, name: &str, value: &str) {
        let value: String = value
            .replace("\r\n", "\n")
            .chars()
            .filter(|letter| *letter == '\n' || !letter.is_control())
            .take(LONGEST + 1)
            .collect();
        match name {
            "stap" => self.stap = value,
            "sleutel" => self.sleutel = value.chars().take(64).collect(),
            "reden" => value.trim().clone_into(&mut self.reden),
            "toelichting" => value.trim().clone_into(&mut self.toelichting),
            "materiaal" => value.trim().clone_into(&mut self.materiaal),
            _ => {}
        }
    }

    /// The lines of material: `2 x LED-module`, or without a number for one.
    pub(super) fn lines(&self) -> Result<Vec<Materiaal>, String> {
        let mut found = Vec::new();
        for line in self.materiaal.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let split = line
                .split_once(['x', 'X', '×'])
                .and_then(|(number, what)| Some((number.trim().parse::<i64>().ok()?, what.trim())));
            let (aantal, what) = split.unwrap_or((1, line));
            if !(1..=10_000).contains(&aantal) || what.is_empty() || what.chars().count() > 200 {
                return Err(format!(
                    "De regel \"{}\" is te lang of het aantal klopt niet. Schrijf bijvoorbeeld: 2 x LED-module.",
                    line.chars().take(40).collect::<String>()
                ));
            }
            found.push(Materiaal { omschrijving: what.to_owned(), aantal });
        }
        if found.len() > LINES { Err(format!("Schrijf ten hoogste {LINES} regels.")) } else { Ok(found) }
    }

    /// Texts that are too long, by field.
    pub(super) fn too_long(&self) -> Vec<(String, String)> {
        let fields = [("reden", &self.reden), ("toelichting", &self.toelichting), ("materiaal", &self.materiaal)];
        let long = fields.into_iter().filter(|(_, text)| text.chars().count() > LONGEST);
        long.map(|(name, _)| (name.to_owned(), format!("Deze tekst is te lang. Gebruik ten hoogste {LONGEST} tekens.")))
            .collect()
    }
}

fn unread(error: &multer::Error) -> Unread {
    match error {
        multer::Error::FieldSizeExceeded { .. } | multer::Error::StreamSizeExceeded { .. } => Unread::TooLarge,
        _ => Unread::Broken,
    }
}
