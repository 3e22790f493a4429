// SPDX-License-Identifier: EUPL-1.2
//! JSON that cannot be read as features.

use serde::{Deserialize, Serialize};

use super::{Said, said};

/// Why JSON cannot be read as features.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum JsonFault {
    /// The JSON cannot be read.
    Broken {
        /// Line, from 1.
        line: u64,
        /// Position in that line.
        position: usize,
        /// It is a number that JSON does not have.
        nan: bool,
    },
    /// It is JSON without features.
    NoFeatures,
    /// It names a system of coordinates that is not known here.
    UnknownCrs {
        /// Its name.
        name: String,
    },
    /// Areas are read from `GeoJSON` only.
    NotGeojson,
}

impl JsonFault {
    pub(super) fn said(&self) -> Said {
        match self {
            Self::Broken { line, position, nan } => said(
                "broken-json",
                format!("De JSON is niet te lezen: fout op regel {line}, positie {position}."),
                if *nan {
                    "NaN en Infinity zijn geen JSON: geef zo'n coördinaat een getal, of laat de rij weg."
                } else {
                    "Het bestand is afgebroken of beschadigd: maak het opnieuw."
                },
            ),
            Self::NoFeatures => said(
                "not-geojson",
                "Dit is JSON, maar geen GeoJSON met features.",
                "Verwacht een FeatureCollection met een lid features.",
            ),
            Self::UnknownCrs { name } => said(
                "unknown-crs",
                format!("Het bestand noemt een coördinatenstelsel dat hier niet bekend is: {name:?}."),
                "Zet het bestand om naar WGS84 of RD, of noem het stelsel als het bestand zich vergist: --crs rd.",
            ),
            Self::NotGeojson => {
                said("not-geojson", "Dit is geen GeoJSON.", "Gebieden worden alleen uit GeoJSON gelezen.")
            }
        }
    }
}
