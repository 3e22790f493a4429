// SPDX-License-Identifier: EUPL-1.2
//! Features of a `GeoJSON` file.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::{Map, Value as Json, value::RawValue};

use super::{Contents, Finding, JsonFault, MAX_ROW, Raw, Report, RowFault, Shape};
use crate::Crs;

#[derive(Deserialize)]
struct Whole<'a> {
    #[serde(default, rename = "type")]
    kind: String,
    #[serde(borrow)]
    features: Option<Vec<&'a RawValue>>,
    crs: Option<Json>,
}

#[derive(Deserialize)]
struct Feature {
    id: Option<Json>,
    properties: Option<Map<String, Json>>,
    geometry: Option<Json>,
}

/// Reads all features. Each is read by itself, so that what is wrong with one is told with the number of its line.
pub(super) fn read(text: &str, report: &mut Report) -> Result<Contents, Finding> {
    let whole: Whole<'_> = serde_json::from_str(text).map_err(|error| broken(&error, text))?;
    let crs = whole.crs.as_ref().filter(|crs| !crs.is_null()).map(system).transpose()?;
    let alone: Option<&RawValue> = if whole.kind == "Feature" {
        Some(serde_json::from_str(text).map_err(|error| broken(&error, text))?)
    } else {
        None
    };
    let features = match (whole.features, alone) {
        (Some(features), _) => features,
        (None, Some(feature)) => vec![feature],
        (None, None) => {
            return Err(Finding::file(JsonFault::NoFeatures));
        }
    };
    let mut lines = Lines { text, at: 0, line: 1 };
    let (mut rows, mut columns, mut known) = (Vec::with_capacity(features.len()), Vec::new(), HashSet::new());
    for raw in features {
        match feature(raw, lines.of(raw.get())) {
            Ok(row) => {
                for name in row.attributes.keys().filter(|name| !known.contains(*name)).cloned().collect::<Vec<_>>() {
                    known.insert(name.clone());
                    columns.push(name);
                }
                rows.push(row);
            }
            Err(finding) => report.add(finding),
        }
    }
    Ok(Contents { rows, columns, crs })
}

fn broken(error: &serde_json::Error, text: &str) -> Finding {
    let line = u64::try_from(error.line()).unwrap_or_default().max(1);
    let around = text.lines().nth(error.line().saturating_sub(1)).unwrap_or_default();
    let around: String = around.chars().skip(error.column().saturating_sub(20)).take(40).collect();
    let nan = around.contains("NaN") || around.contains("Infinity");
    let fault = JsonFault::Broken { line, position: error.column(), nan };
    Finding { line, value: around, ..Finding::file(fault) }
}

/// The system that the member `crs` names.
fn system(crs: &Json) -> Result<Crs, Finding> {
    let name = crs.pointer("/properties/name").or_else(|| crs.pointer("/properties/code")).map(super::plain);
    let name = name.unwrap_or_default();
    Crs::named(&name).ok_or_else(|| Finding::file(JsonFault::UnknownCrs { name }))
}

/// Numbers of lines, for places that come one after another.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line on which a part of the text begins.
    fn of(&mut self, part: &str) -> u64 {
        let place = part.as_ptr().addr().saturating_sub(self.text.as_ptr().addr());
        let between = self.text.as_bytes().get(self.at..place).unwrap_or_default();
        let breaks = memchr::memchr_iter(b'\n', between).count();
        self.line += u64::try_from(breaks).unwrap_or_default();
        self.at = place.max(self.at);
        self.line
    }
}

fn feature(raw: &RawValue, line: u64) -> Result<Raw, Finding> {
    if raw.get().len() > MAX_ROW {
        return Err(Finding::at((line, ""), "", RowFault::LongFeature { most: MAX_ROW }));
    }
    let unreadable =
        |error: serde_json::Error| Finding::at((line, ""), "", RowFault::NotAFeature { error: error.to_string() });
    let feature: Feature = serde_json::from_str(raw.get()).map_err(unreadable)?;
    let mut attributes = feature.properties.unwrap_or_default();
    if let Some(id) = feature.id
        && !attributes.contains_key("id")
        && !attributes.keys().any(|name| name.starts_with(super::OWN))
    {
        attributes.insert("id".to_owned(), id);
    }
    let Some(geometry) = feature.geometry.filter(|geometry| !geometry.is_null()) else {
        return Err(Finding::at((line, "geometry"), "", RowFault::NoGeometry));
    };
    Ok(Raw { line, attributes, shape: shape(geometry) })
}

/// A plain point as two numbers, everything else as it is.
fn shape(geometry: Json) -> Shape {
    let point = geometry.get("type").is_some_and(|kind| kind == "Point");
    let position = geometry.get("coordinates").and_then(Json::as_array).filter(|_| point);
    match position.map(Vec::as_slice) {
        Some([x, y]) => match (x.as_f64(), y.as_f64()) {
            (Some(x), Some(y)) => Shape::Point(x, y),
            _ => Shape::Other(geometry),
        },
        _ => Shape::Other(geometry),
    }
}
