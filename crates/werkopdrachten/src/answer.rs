// SPDX-License-Identifier: EUPL-1.2
//! What a contractor sends: JSON with photos in base64, or a form with photos as files.

use axum::body::Body;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use serde_json::{Map, Value as Json};
use waarmaker_api::{Result, http::Api};
use waarmaker_core::{DateTime, Problem, json};
use waarmaker_resource::{Field, Fields as _, Given, Record, Shape, check_body};

use crate::{
    Materiaal, Stapsoort, photo,
    photo::Foto,
    step::{Namens, Step},
};

/// Largest request with photos.
pub(crate) const MAX_BODY: usize = 32 << 20;
/// Most lines of material.
const MOST_LINES: usize = 100;

const REDEN: Field =
    Field { doc: "Waarom. Verplicht bij weigeren, geendefect en pauze.", ..Field::text("reden", 1000) };
const TOELICHTING: Field = Field { doc: "Wat er verder te zeggen is.", ..Field::text("toelichting", 2000) };
const MOMENT: Field = Field {
    doc: "Wanneer het was; zonder opgave nu. Niet in de toekomst en niet voor de vorige stap.",
    nullable: true,
    ..Field::new("moment", Shape::DateTime)
};
const MATERIAAL: Field = Field {
    doc: "Materiaal dat is gebruikt.",
    ..Field::new("materiaal", Shape::List(&Shape::Group(Materiaal::FIELDS)))
};
const FOTOS: Field = Field {
    doc: "Foto's (JPEG, PNG of WebP) in base64. Stuur grote foto's liever als bestand: multipart/form-data met velden met de naam fotos.",
    ..Field::new("fotos", Shape::List(&Shape::Base64))
};

/// Members of an answer.
pub(crate) const BODY: &[Field] = &[REDEN, TOELICHTING, MOMENT, MATERIAAL, FOTOS];

/// Reads a body: the step without its photos, and the photos. An empty body is an answer without anything special.
pub(crate) async fn read(api: &Api, kind: &str, body: Body) -> Result<(Record, Vec<Vec<u8>>)> {
    let bytes = whole(body).await?;
    let essence = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let (given, mut photos) = match essence.as_str() {
        _ if bytes.trim_ascii().is_empty() => (Json::Object(Map::new()), Vec::new()),
        "multipart/form-data" => form(api, kind, bytes).await?,
        "application/json" => (json::parse(&bytes, api.limits.max_json_depth)?, Vec::new()),
        _ => {
            return Err(Problem::unsupported_media_type(
                "Stuur de inhoud als application/json of als multipart/form-data.",
            ));
        }
    };
    let (mut record, problems) = check_body(BODY, &given, Given::Whole, &api.house.origins);
    problems.into_result()?;
    if record.get("materiaal").and_then(Json::as_array).is_some_and(|lines| lines.len() > MOST_LINES) {
        return Err(Problem::invalid_one("materiaal", "max_length", format!("Geef ten hoogste {MOST_LINES} regels.")));
    }
    if let Some(Json::Array(encoded)) = record.remove("fotos") {
        for (i, photo) in encoded.iter().filter_map(Json::as_str).enumerate() {
            let wrong = |_| Problem::invalid_one(format!("fotos.{i}"), "invalid-base64", "De foto is geen base64.");
            photos.push(STANDARD.decode(photo).map_err(wrong)?);
        }
    }
    Ok((record, photos))
}

async fn whole(body: Body) -> Result<bytes::Bytes> {
    let collected = Limited::new(body, MAX_BODY).collect().await;
    collected.map(http_body_util::Collected::to_bytes).map_err(|error| {
        if error.downcast_ref::<LengthLimitError>().is_some() {
            photo::too_large()
        } else {
            Problem::parse_error("Het verzoek is niet helemaal aangekomen.")
        }
    })
}

/// A form: files are photos, `materiaal` is JSON, the rest is text.
async fn form(api: &Api, kind: &str, bytes: bytes::Bytes) -> Result<(Json, Vec<Vec<u8>>)> {
    let damaged = |_| Problem::parse_error("Het formulier is geen geldige multipart/form-data.");
    let boundary = multer::parse_boundary(kind).map_err(damaged)?;
    let stream = futures_util::stream::once(async move { Ok::<_, std::convert::Infallible>(bytes) });
    let mut parts = multer::Multipart::new(stream, boundary);
    let (mut given, mut photos) = (Map::new(), Vec::new());
    while let Some(part) = parts.next_field().await.map_err(damaged)? {
        let name = part.name().unwrap_or_default().to_owned();
        let content = part.bytes().await.map_err(damaged)?;
        if name == "fotos" || name == "foto" {
            // A form with an empty choice of files has one that is empty.
            if !content.is_empty() {
                photos.push(content.to_vec());
            }
            continue;
        }
        let value = if name == "materiaal" {
            json::parse(&content, api.limits.max_json_depth)?
        } else {
            let text = std::str::from_utf8(&content);
            Json::from(text.map_err(|_| Problem::invalid_one(name.clone(), "invalid", "Dit is geen tekst in UTF-8."))?)
        };
        given.insert(name, value);
    }
    if given.get("moment").and_then(Json::as_str) == Some("") {
        given.remove("moment");
    }
    Ok((Json::Object(given), photos))
}

/// The step that a body says, with photos that were received.
pub(crate) fn step(stap: Stapsoort, record: &Record, fotos: Vec<Foto>, sleutel: String) -> Result<Step> {
    let text = |name: &str| record.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
    let materiaal: Vec<Materiaal> = match record.get("materiaal") {
        Some(lines) => serde_json::from_value(lines.clone()).map_err(Problem::internal)?,
        None => Vec::new(),
    };
    let moment = record.get("moment").and_then(Json::as_str).and_then(|moment| DateTime::parse(moment).ok());
    Ok(Step {
        moment,
        reden: text("reden"),
        toelichting: text("toelichting"),
        materiaal,
        fotos,
        sleutel,
        ..Step::new(stap, Namens::Aannemer)
    })
}
