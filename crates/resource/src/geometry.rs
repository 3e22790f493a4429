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

/// Reads a geometry, checked: a known type, closed rings, positions within bounds, no ring that crosses itself; the error is a sentence for people.
pub fn parse(value: &Value) -> Result<Geometry<f64>, String> {
    if !value.is_object() {
        return Err("Verwacht een GeoJSON-geometrie (een object met type en coordinates).".to_owned());
    }
    let mut positions = 0;
    coordinates(value).into_iter().try_for_each(|coordinates| walk(coordinates, &mut positions))?;
    let wrong =
        |_: serde_json::Error| "Dit is geen geldige GeoJSON-geometrie: controleer type en coordinates.".to_owned();
    let geometry = serde_json::from_value::<geojson::Geometry>(value.clone()).map_err(wrong)?;
    rings(&geometry.value)?;
    let geometry: Geometry<f64> =
        geometry.try_into().map_err(|_| "De geometrie kan niet gelezen worden.".to_owned())?;
    match geometry.check_validation() {
        Ok(()) => Ok(geometry),
        Err(_) => {
            Err("De geometrie is ongeldig: een ring snijdt zichzelf of een lijn heeft te weinig punten.".to_owned())
        }
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
        let rect = self.0.geometry().bounding_rect()?;
        Some([rect.min().x, rect.min().y, rect.max().x, rect.max().y])
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

/// Reads a geometry that was checked when it was stored.
pub fn stored(value: Value) -> Option<Geometry<f64>> {
    serde_json::from_value::<geojson::Geometry>(value).ok()?.try_into().ok()
}

/// West, south, east, north of a geometry that was checked, straight from its positions: it is asked for in every write.
pub fn bounds(value: &Value) -> Option<[f64; 4]> {
    let mut bounds = None;
    for coordinates in coordinates(value) {
        extend(coordinates, &mut bounds);
    }
    bounds
}

/// The `coordinates` of a geometry, or of all geometries of a collection, however deep.
fn coordinates(value: &Value) -> Vec<&Value> {
    let parts = value.get("geometries").and_then(Value::as_array).into_iter().flatten();
    value.get("coordinates").into_iter().chain(parts.flat_map(coordinates)).collect()
}

/// Widens the bounds by every position below a `coordinates` member.
fn extend(value: &Value, bounds: &mut Option<[f64; 4]>) {
    let Some(list) = value.as_array() else { return };
    match (list.first().and_then(Value::as_f64), list.get(1).and_then(Value::as_f64)) {
        (Some(x), Some(y)) => {
            let [west, south, east, north] = bounds.unwrap_or([x, y, x, y]);
            *bounds = Some([west.min(x), south.min(y), east.max(x), north.max(y)]);
        }
        _ => list.iter().for_each(|value| extend(value, bounds)),
    }
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
    if good {
        Ok(())
    } else {
        Err("Een ring van een polygoon heeft ten minste vier punten en eindigt waar hij begint.".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn nested() -> Value {
        let point = |x: f64, y: f64| json!({"type": "Point", "coordinates": [x, y]});
        json!({"type": "GeometryCollection", "geometries": [point(5.0, 52.0),
            {"type": "GeometryCollection", "geometries": [point(4.0, 53.0), {"type": "LineString", "coordinates": [[6.0, 52.5], [5.5, 51.0]]}]}]})
    }

    #[test]
    fn bounds_are_those_of_all_positions() {
        assert_eq!(bounds(&nested()), Some([4.0, 51.0, 6.0, 53.0]));
        assert_eq!(bounds(&json!({"type": "Point", "coordinates": [5, 52, 3]})), Some([5.0, 52.0, 5.0, 52.0]));
        assert_eq!(bounds(&Value::Null), None);
    }

    #[test]
    fn a_position_deep_in_a_collection_is_checked() {
        let mut far = nested();
        far["geometries"][1]["geometries"][0]["coordinates"][0] = json!(200);
        assert!(check(&nested()).is_ok() && check(&far).is_err());
    }

    #[test]
    fn an_area_covers_what_lies_in_it_or_on_its_border() {
        let square = json!({"type": "Polygon", "coordinates": [[[5, 52], [6, 52], [6, 53], [5, 53], [5, 52]]]});
        let area = Area::parse(&square).unwrap();
        let covers = |value: Value| area.covers(&stored(value).unwrap());
        assert!(covers(json!({"type": "Point", "coordinates": [5, 52.5]})) && covers(square.clone()));
        assert!(covers(json!({"type": "LineString", "coordinates": [[5.1, 52.1], [5.9, 52.9]]})));
        assert!(!covers(json!({"type": "LineString", "coordinates": [[5.1, 52.1], [6.1, 52.9]]})));
        assert!(!covers(json!({"type": "Point", "coordinates": [6.1, 52.5]})));
    }
}
