// SPDX-License-Identifier: EUPL-1.2
//! Photos that come with an answer: what they are is judged by their content, and where they were taken is taken out before they are kept.

mod strip;

use waarmaker_api::{Arrival, Result, http::Api};
use waarmaker_core::{Problem, Problems};

use crate::key::sha256;

/// Most photos of one answer.
pub const MOST: usize = 10;
/// Largest photo in bytes.
pub const MAX_BYTES: usize = 10 << 20;

/// What a photo is, by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formaat {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// WebP.
    Webp,
}

impl Formaat {
    /// Recognises a photo.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
            Some(Self::Jpeg)
        } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
            Some(Self::Webp)
        } else {
            None
        }
    }
    /// Media type.
    pub const fn mediatype(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
        }
    }
    /// Ending of a file name.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
        }
    }
}

/// A photo in the store of contents, not yet a document. One that no document is made of is removed from the store.
#[derive(Clone, Debug)]
pub struct Foto {
    /// What it is.
    pub formaat: Formaat,
    /// Its content.
    pub arrival: Arrival,
    /// SHA-256 of its content, in hexadecimal.
    pub sha256: String,
}

/// Judges photos, takes out what the camera wrote in them (place, device, thumbnail), and puts them in the store. All problems are told, by
/// their place in the list.
pub async fn receive(api: &Api, photos: Vec<Vec<u8>>) -> Result<Vec<Foto>> {
    let mut problems = Problems::new();
    if photos.len() > MOST {
        problems.add("fotos", "max_length", format!("Stuur ten hoogste {MOST} foto's per antwoord."));
    }
    let mut clean = Vec::with_capacity(photos.len());
    for (i, bytes) in photos.into_iter().enumerate() {
        match judge(&bytes) {
            Ok(found) => clean.push(found),
            Err((code, reason)) => problems.add(format!("fotos.{i}"), code, reason),
        }
    }
    problems.into_result()?;
    let mut kept = Vec::with_capacity(clean.len());
    for (formaat, bytes) in clean {
        let mut receiver = api.blobs.receive(&api.db);
        receiver.push(&bytes).await?;
        kept.push(Foto { formaat, arrival: Arrival::new(receiver.finish().await?), sha256: sha256(&bytes) });
    }
    Ok(kept)
}

fn judge(bytes: &[u8]) -> Result<(Formaat, Vec<u8>), (&'static str, String)> {
    if bytes.len() > MAX_BYTES {
        return Err(("max_size", format!("De foto is groter dan {} MiB. Maak haar kleiner.", MAX_BYTES >> 20)));
    }
    let formaat = Formaat::of(bytes).ok_or_else(|| {
        (
            "invalid_image",
            "Dit is geen foto in JPEG, PNG of WebP. De inhoud telt, niet de naam van het bestand.".to_owned(),
        )
    })?;
    let clean = strip::strip(formaat, bytes);
    let clean =
        clean.ok_or_else(|| ("invalid_image", "De foto is beschadigd of niet volledig aangekomen.".to_owned()))?;
    Ok((formaat, clean))
}

/// The refusal of a request that is larger than all its photos may be.
pub(crate) fn too_large() -> Problem {
    Problem::payload_too_large(format!(
        "Stuur ten hoogste {MOST} foto's van samen {} MiB.",
        super::answer::MAX_BODY >> 20
    ))
}
