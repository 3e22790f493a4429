// SPDX-License-Identifier: EUPL-1.2
//! An area that is wrong.

use serde::{Deserialize, Serialize};

use super::{Said, said};

/// What is wrong with an area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AreaFault {
    /// Its code was there before.
    Duplicate {
        /// Line where it was.
        first: u64,
    },
    /// It is no polygon.
    NotPolygon,
    /// Its coordinates can be no RD.
    NotRd,
    /// Its border is wrong.
    Bad {
        /// What is wrong, in Dutch.
        reason: String,
    },
    /// It is outside the Netherlands.
    Abroad {
        /// Its corner in the south-west: longitude and latitude.
        from: String,
        /// Its corner in the north-east.
        to: String,
    },
    /// Its code is empty or too long.
    Code,
}

impl AreaFault {
    pub(super) fn said(&self) -> Said {
        match self {
            Self::Duplicate { first } => said(
                "duplicate",
                format!("Deze code staat ook op regel {first}."),
                "Geef elk gebied een eigen code; een gebied van losse delen is één MultiPolygon.",
            ),
            Self::NotPolygon => {
                said("not-polygon", "Een gebied is een Polygon of MultiPolygon.", "Laat dit feature weg.")
            }
            Self::NotRd => said("outside", "De coördinaten kunnen geen RD zijn.", "Noem het stelsel: --crs wgs84."),
            Self::Bad { reason } => {
                said("bad-geometry", reason, "Herstel de grens, bijvoorbeeld in een GIS-programma.")
            }
            Self::Abroad { from, to } => said(
                "outside",
                format!("Het gebied ligt niet in Nederland: {from} tot {to}."),
                "Controleer de coördinaten en het stelsel, of gebruik --anywhere als het toch klopt.",
            ),
            Self::Code => said("blank-key", "De code ontbreekt of is te lang.", "Vul een code in."),
        }
    }
}
