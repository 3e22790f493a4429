// SPDX-License-Identifier: EUPL-1.2
//! A place on earth.

use serde_json::{Value as Json, json};

/// A place: WGS84 (OGC CRS84), degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Punt {
    /// Longitude, −180 to 180.
    pub lon: f64,
    /// Latitude, −90 to 90.
    pub lat: f64,
}

impl Punt {
    /// The place as a `GeoJSON` point.
    pub fn geojson(self) -> Json {
        json!({"type": "Point", "coordinates": [self.lon, self.lat]})
    }
}
