// SPDX-License-Identifier: EUPL-1.2
//! Borders as maps draw them: no finer than can be seen.

use geo::{Coord, LineString, MultiPolygon, Simplify as _};
use serde_json::{Value as Json, json};

/// A border as a `GeoJSON` geometry for a map that is `breedte` degrees wide: what is less than half a thousandth of that is smoothed away.
pub fn tekening(grens: &MultiPolygon<f64>, breedte: f64) -> Json {
    let fine = grens.simplify((breedte / 2_000.0).clamp(0.000_005, 0.001));
    let ring = |ring: &LineString<f64>| ring.0.iter().map(place).collect::<Vec<_>>();
    let polygons: Vec<Json> = fine
        .iter()
        .map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(ring).collect::<Vec<_>>())
        .map(Json::from)
        .collect();
    json!({"type": "MultiPolygon", "coordinates": polygons})
}

/// A place to a decimetre.
fn place(coord: &Coord<f64>) -> Json {
    let round = |degrees: f64| (degrees * 1e6).round() / 1e6;
    json!([round(coord.x), round(coord.y)])
}
