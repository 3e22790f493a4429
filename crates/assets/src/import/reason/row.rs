// SPDX-License-Identifier: EUPL-1.2
//! A row that is wrong.

use serde::{Deserialize, Serialize};

use super::{Said, said};

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RowFault {
    /// A row of a CSV is too long.
    LongRow {
        /// Most bytes.
        most: usize,
    },
    /// A feature is too large.
    LongFeature {
        /// Most bytes.
        most: usize,
    },
    /// A row has another number of values than the header row.
    Ragged {
        /// Of the row.
        values: usize,
        /// Of the header row.
        header: usize,
    },
    /// A row has no place.
    NoPlace,
    /// A coordinate is no number.
    NotANumber,
    /// It is no feature.
    NotAFeature {
        /// What the reader says, in English.
        error: String,
    },
    /// A feature has no geometry.
    NoGeometry,
    /// A text has a control character.
    ControlCharacter,
    /// The row is of another kind.
    OtherKind {
        /// Its kind.
        kind: String,
        /// The kind that is imported.
        wanted: String,
    },
}

impl RowFault {
    pub(super) fn said(&self) -> Said {
        match self {
            Self::LongFeature { most } => {
                said("too-long", format!("Het feature is groter dan {most} bytes."), "Vereenvoudig de geometrie.")
            }
            Self::NotAFeature { error } => {
                said("not-geojson", format!("Dit is geen feature: {error}."), "Verwacht properties en geometry.")
            }
            Self::NoGeometry => said(
                "no-geometry",
                "Het feature heeft geen geometrie.",
                "Geef elk feature een plaats, of laat het weg.",
            ),
            Self::LongRow { most } => said(
                "too-long",
                format!("De rij is langer dan {most} bytes."),
                "Misschien is er een aanhalingsteken niet gesloten.",
            ),
            Self::Ragged { values, header } => said(
                "ragged",
                format!("De rij heeft {values} waarden, de kop heeft er {header}."),
                "Zet een waarde met een scheidingsteken erin tussen aanhalingstekens.",
            ),
            Self::NoPlace => said("no-geometry", "De rij heeft geen plaats.", "Vul beide coördinaten in."),
            Self::NotANumber => {
                said("not-a-number", "Dit is geen getal.", "Verwacht een getal, zoals 5,118501 of 136582.4.")
            }
            Self::ControlCharacter => {
                said("control-character", "De tekst bevat een stuurteken.", "Haal het teken weg.")
            }
            Self::OtherKind { kind, wanted } => said(
                "other-kind",
                format!("De rij is van de soort {kind}, niet {wanted}."),
                "Importeer elke soort apart.",
            ),
        }
    }
}
