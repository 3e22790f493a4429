// SPDX-License-Identifier: EUPL-1.2
//! A place that cannot be.

use serde::{Deserialize, Serialize};

use super::{Said, said};

/// What is wrong with a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PlaceFault {
    /// It is no place on earth.
    NotOnEarth,
    /// It looks like RD in a file of WGS 84.
    LooksLikeRd,
    /// It can be no place in RD.
    NotRd,
    /// The geometry is wrong.
    Bad {
        /// What is wrong, in Dutch.
        reason: String,
    },
    /// The geometry is empty.
    Empty,
    /// Two numbers stand in the wrong order.
    Swapped {
        /// Which.
        which: Swapped,
    },
    /// Both numbers are 0.
    Zero,
    /// It is outside the Netherlands.
    Abroad,
}

/// Two numbers of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Swapped {
    /// Of RD.
    Xy,
    /// Of WGS 84.
    LonLat,
}

impl PlaceFault {
    pub(super) fn said(&self) -> Said {
        let abroad = "Controleer de coördinaten, of gebruik --anywhere als het toch klopt.";
        match self {
            Self::NotOnEarth => {
                said("outside", "Dit is geen plaats op aarde.", "Controleer de coördinaten en het stelsel (--crs).")
            }
            Self::LooksLikeRd => said(
                "outside",
                "Dit lijken RD-coördinaten, maar het bestand is in WGS84.",
                "Gebruik één stelsel in het hele bestand, of noem het: --crs rd.",
            ),
            Self::NotRd => said(
                "outside",
                "Dit kan geen plaats in het RD-stelsel zijn.",
                "x ligt tussen -7000 en 300000, y tussen 289000 en 629000 meter.",
            ),
            Self::Bad { reason } => said("bad-geometry", reason, "Herstel de geometrie."),
            Self::Empty => {
                said("no-geometry", "De geometrie is leeg.", "Geef elk feature een plaats, of laat het weg.")
            }
            Self::Swapped { which } => {
                let what = match which {
                    Swapped::Xy => "x en y",
                    Swapped::LonLat => "Lengtegraad en breedtegraad",
                };
                let advice = "Verwissel de twee kolommen: eerst x of lengtegraad, dan y of breedtegraad.";
                said("swapped", format!("{what} staan in de verkeerde volgorde."), advice)
            }
            Self::Zero => said("outside", "De plaats is niet ingevuld (0, 0).", abroad),
            Self::Abroad => said("outside", "De plaats ligt niet in Nederland.", abroad),
        }
    }
}
