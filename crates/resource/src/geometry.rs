// SPDX-License-Identifier: EUPL-1.2
//! `GeoJSON` geometries (RFC 7946): what may be stored, and what lies within what.

use geo::{BoundingRect, Geometry, Intersects, PreparedGeometry, Relate, Validation};
use serde_json::Value;

/// Most positions that one geometry may have.
const MAX_POSITIONS: usize = 20_000;

/// Checks a geometry: a known type, closed rings, positions of two or three finite numbers within -180..180 and -90..90, no ring that
/// crosses itself.
pub(crate) fn check(value: &Value) -> Result<(), String> {
    parse(value).map(|_| ())
}

/// Reads a geometry, with the checks of [`check`]; the error is a sentence for people.
pub fn parse(value: &Value) -> Result<Geometry<f64>, String> {
    if !value.is_object() {
        return Err("Verwacht een GeoJSON-geometrie (een object met type en coordinates).".to_owned());
    }
    let mut positions = 0;
    walk(value.get("coordinates").unwrap_or(&Value::Null), &mut positions)?;
    for geometry in value.get("geometries").and_then(Value::as_array).into_iter().flatten() {
        walk(geometry.get("coordinates").unwrap_or(&Value::Null), &mut positions)?;
    }
    let wrong = |_: serde_json::Error| "Dit is geen geldige GeoJSON-geometrie: controleer type en coordinates.".to_owned();
    let geometry = serde_json::from_value::<geojson::Geometry>(value.clone()).map_err(wrong)?;
    rings(&geometry.value)?;
    let geometry: Geometry<f64> = geometry.try_into().map_err(|_| "De geometrie kan niet gelezen worden.".to_owned())?;
    match geometry.check_validation() {
        Ok(()) => Ok(geometry),
        Err(_) => Err("De geometrie is ongeldig: een ring snijdt zichzelf of een lijn heeft te weinig punten.".to_owned()),
    }
}

/// An area to search in: a geometry with an index of its own, so that many others can be held against it.
pub struct Area(PreparedGeometry<'static, Geometry<f64>>);

impl Area {
    /// Reads an area; the error is a sentence for people.
    pub fn parse(value: &Value) -> Result<Self, String> {
        parse(value).map(|geometry| Self(PreparedGeometry::from(geometry)))
    }

    /// West, south, east, north.
    pub fn bounds(&self) -> Option<[f64; 4]> {
        bounds(self.0.geometry())
    }

    /// Whether another geometry lies within it or on its border.
    pub fn covers(&self, other: &Geometry<f64>) -> bool {
        match other {
            Geometry::Point(point) => self.0.geometry().intersects(point),
            other => other.relate(&self.0).is_coveredby(),
        }
    }
}

impl std::fmt::Debug for Area {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Area").field(&self.bounds()).finish()
    }
}

/// West, south, east, north.
pub fn bounds(geometry: &Geometry<f64>) -> Option<[f64; 4]> {
    let rect = geometry.bounding_rect()?;
    Some([rect.min().x, rect.min().y, rect.max().x, rect.max().y])
}

/// Checks every position below a `coordinates` member.
fn walk(value: &Value, positions: &mut usize) -> Result<(), String> {
    let Some(list) = value.as_array() else { return Ok(()) };
    if !list.first().is_some_and(Value::is_number) {
        return list.iter().try_for_each(|value| walk(value, positions));
    }
    *positions += 1;
    if *positions > MAX_POSITIONS {
        return Err(format!("De geometrie heeft meer dan {MAX_POSITIONS} punten."));
    }
    let (x, y) = (list.first().and_then(Value::as_f64), list.get(1).and_then(Value::as_f64));
    match (x, y, list.len()) {
        (Some(x), Some(y), 2 | 3) if x.abs() <= 180.0 && y.abs() <= 90.0 => Ok(()),
        _ => Err("Een punt bestaat uit lengtegraad (-180 tot 180) en breedtegraad (-90 tot 90).".to_owned()),
    }
}

/// Rings of polygons must be closed and have at least four positions (RFC 7946 3.1.6).
fn rings(value: &geojson::GeometryValue) -> Result<(), String> {
    use geojson::GeometryValue::{GeometryCollection, MultiPolygon, Polygon};
    let closed = |ring: &Vec<geojson::Position>| ring.len() >= 4 && ring.first() == ring.last();
    let good = match value {
        Polygon { coordinates } => !coordinates.is_empty() && coordinates.iter().all(closed),
        MultiPolygon { coordinates } => coordinates.iter().flatten().all(closed),
        GeometryCollection { geometries } => return geometries.iter().try_for_each(|geometry| rings(&geometry.value)),
        _ => true,
    };
    if good { Ok(()) } else { Err("Een ring van een polygoon heeft ten minste vier punten en eindigt waar hij begint.".to_owned()) }
}
