// SPDX-License-Identifier: EUPL-1.2
//! The two forms of open data, each written as a beginning, rows and an end, so that it can leave in parts.

use serde_json::json;

use super::{
    LICENTIE,
    rij::{COLUMNS, feature, line},
};
use crate::data::Plek;

/// Media type of `GeoJSON` (RFC 7946).
pub(super) const GEOJSON: &str = "application/geo+json";

/// One of the two forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Vorm {
    Geojson,
    Csv,
}

impl Vorm {
    /// Where it is served.
    pub(super) const fn path(self) -> &'static str {
        match self {
            Self::Geojson => "/open-data/storingen.geojson",
            Self::Csv => "/open-data/storingen.csv",
        }
    }

    /// Its media type.
    pub(super) const fn kind(self) -> &'static str {
        match self {
            Self::Geojson => GEOJSON,
            Self::Csv => "text/csv; charset=utf-8; header=present",
        }
    }

    /// The name under which it is kept, when it is a file.
    pub(super) const fn file(self) -> Option<&'static str> {
        match self {
            Self::Geojson => None,
            Self::Csv => Some("storingen.csv"),
        }
    }

    /// What stands before the rows, with the address of the next page.
    pub(super) fn begin(self, next: Option<&str>) -> String {
        if self == Self::Csv {
            return format!("{}\r\n", COLUMNS.join(","));
        }
        let mut links = vec![json!({"rel": "license", "href": LICENTIE})];
        links.extend(next.map(|href| json!({"rel": "next", "href": href, "type": GEOJSON})));
        format!("{{\"type\":\"FeatureCollection\",\"links\":{},\"features\":[", serde_json::Value::from(links))
    }

    /// Adds rows; `first` when nothing stands before them.
    pub(super) fn rows(self, rows: &[Plek], first: bool, text: &mut String) {
        for (at, plek) in rows.iter().enumerate() {
            match self {
                Self::Csv => line(text, plek),
                Self::Geojson => {
                    text.push_str(if first && at == 0 { "" } else { "," });
                    text.push_str(&feature(plek).to_string());
                }
            }
        }
    }

    /// What stands after the rows. Without it the text is no `GeoJSON`: an answer that was cut off does not look whole.
    pub(super) const fn end(self) -> &'static str {
        match self {
            Self::Geojson => "]}",
            Self::Csv => "",
        }
    }
}
