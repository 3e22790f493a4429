// SPDX-License-Identifier: EUPL-1.2
//! Photos that people send: what they are is judged by their content, and where they were taken is taken out before they are kept.
//!
//! [`receive`] is what every door calls: a contractor's answer, the page behind a link, a resident's report. A photo is JPEG, PNG or WebP by its
//! content, not by its name; how many pixels it has is read from its header, before anything decodes it; what the camera wrote beside the picture
//! goes, except which side is up; and it is scanned for viruses as every document is. A page that wants to keep a photo before it is sent for good
//! calls [`judge`] and, when it is, [`keep`].

pub mod draft;
mod head;
mod strip;

use uuid::Uuid;
use waarmaker_api::{Arrival, Cx, Result, http::Api};
use waarmaker_core::{Problem, Problems};
use waarmaker_resource::Uri;

use crate::key::sha256;

/// Most photos of one answer.
pub const MOST: usize = 10;
/// Largest photo in bytes.
pub const MAX_BYTES: usize = 10 << 20;
/// Most pixels of a photo. Who decodes one needs four bytes for each, so a small file with very many is an attack (a decompression bomb).
pub const MAX_PIXELS: u64 = 50_000_000;

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
    /// The format with this ending of a file name.
    pub fn with_extension(ending: &str) -> Option<Self> {
        [Self::Jpeg, Self::Png, Self::Webp].into_iter().find(|formaat| formaat.extension() == ending)
    }
}

/// Why a photo is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// More than [`MAX_BYTES`].
    TooLarge,
    /// More than [`MAX_PIXELS`].
    TooManyPixels,
    /// HEIC or AVIF, as telephones make when nobody told them otherwise.
    Heic,
    /// Something else than JPEG, PNG or WebP, or a moving picture.
    NoPhoto,
    /// Cut off or damaged.
    Damaged,
}

impl Refusal {
    /// Code for API clients.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooLarge => "max_size",
            Self::TooManyPixels => "too_many_pixels",
            Self::Heic => "heic",
            Self::NoPhoto | Self::Damaged => "invalid_image",
        }
    }

    /// What is wrong and what to do, in Dutch, for API clients.
    pub fn reason(self) -> String {
        match self {
            Self::TooLarge => format!("De foto is groter dan {} MiB. Maak haar kleiner.", MAX_BYTES >> 20),
            Self::TooManyPixels => {
                format!("De foto heeft meer dan {} miljoen pixels. Maak haar kleiner.", MAX_PIXELS / 1_000_000)
            }
            Self::Heic => "Dit is een foto in HEIC of AVIF. Stuur haar als JPEG.".to_owned(),
            Self::NoPhoto => {
                "Dit is geen foto in JPEG, PNG of WebP. De inhoud telt, niet de naam van het bestand.".to_owned()
            }
            Self::Damaged => "De foto is beschadigd of niet volledig aangekomen.".to_owned(),
        }
    }
}

/// A photo that was judged, without what the camera wrote beside the picture.
#[derive(Clone)]
pub struct Clean {
    /// What it is.
    pub formaat: Formaat,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// A picture stays out of logs.
impl std::fmt::Debug for Clean {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Clean").field("formaat", &self.formaat).field("bytes", &self.bytes.len()).finish()
    }
}

impl Clean {
    /// SHA-256 of its content, in hexadecimal.
    pub fn sha256(&self) -> String {
        sha256(&self.bytes)
    }
}

/// A photo in the store of contents, not yet a document. One that no document is made of is removed from the store.
#[derive(Clone, Debug)]
pub struct Foto {
    /// What it is.
    pub formaat: Formaat,
    /// What it shows, for the title of its document: `Foto`, `Foto vooraf`, `Foto erna`.
    pub titel: &'static str,
    /// Its content.
    pub arrival: Arrival,
    /// SHA-256 of its content, in hexadecimal.
    pub sha256: String,
}

/// Makes documents of photos in a zaak, also in one that was closed: those of a report, when its incident has a zaak. `by` is who made them, in a
/// word. Answers their URLs, or why they cannot be kept.
pub fn attach(zaak: Uuid, photos: &[Foto], by: &str, cx: &mut Cx<'_, '_>) -> Result<Result<Vec<Uri>, String>> {
    crate::zaak::add_photos(zaak, photos, by, cx)
}

/// Judges photos, takes out what the camera wrote in them (place, device, thumbnail), and puts them in the store. All problems are told, by
/// their place in the list (`fotos.0`), with the code of the [`Refusal`].
pub async fn receive(api: &Api, photos: Vec<Vec<u8>>) -> Result<Vec<Foto>> {
    let mut problems = Problems::new();
    if photos.len() > MOST {
        problems.add("fotos", "max_length", format!("Stuur ten hoogste {MOST} foto's per antwoord."));
    }
    let mut clean = Vec::with_capacity(photos.len());
    for (i, bytes) in photos.into_iter().enumerate() {
        match judge(&bytes) {
            Ok(found) => clean.push(found),
            Err(refusal) => problems.add(format!("fotos.{i}"), refusal.code(), refusal.reason()),
        }
    }
    problems.into_result()?;
    keep(api, &clean).await
}

/// Puts photos that were judged in the store. The virus scanner of documents sees each of them: what it refuses is a problem.
pub async fn keep(api: &Api, photos: &[Clean]) -> Result<Vec<Foto>> {
    let mut kept = Vec::with_capacity(photos.len());
    for photo in photos {
        let mut receiver = api.blobs.receive(&api.db);
        receiver.push(&photo.bytes).await?;
        let arrival = Arrival::new(receiver.finish().await?);
        kept.push(Foto { formaat: photo.formaat, titel: "Foto", arrival, sha256: photo.sha256() });
    }
    Ok(kept)
}

/// Judges one photo by its content, and takes out what the camera wrote in it. Nothing is decoded: the number of pixels is that of the header.
pub fn judge(bytes: &[u8]) -> Result<Clean, Refusal> {
    if bytes.len() > MAX_BYTES {
        return Err(Refusal::TooLarge);
    }
    let formaat =
        Formaat::of(bytes).ok_or_else(|| if head::is_heic(bytes) { Refusal::Heic } else { Refusal::NoPhoto })?;
    if formaat == Formaat::Webp && head::moves(bytes) {
        return Err(Refusal::NoPhoto);
    }
    let (wide, high) = head::size(formaat, bytes).ok_or(Refusal::Damaged)?;
    if u64::from(wide) * u64::from(high) > MAX_PIXELS {
        return Err(Refusal::TooManyPixels);
    }
    let bytes = strip::strip(formaat, bytes).ok_or(Refusal::Damaged)?;
    Ok(Clean { formaat, bytes })
}

/// The refusal of a request that is larger than all its photos may be.
pub(crate) fn too_large() -> Problem {
    Problem::payload_too_large(format!(
        "Stuur ten hoogste {MOST} foto's van samen {} MiB.",
        super::answer::MAX_BODY >> 20
    ))
}
