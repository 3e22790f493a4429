// SPDX-License-Identifier: EUPL-1.2
//! An identificatie that identifies nothing.

use serde::{Deserialize, Serialize};

use super::{Said, said};

/// What is wrong with the identificatie of a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeyFault {
    /// The identificatie is empty.
    Blank,
    /// The identificatie is too long.
    Long {
        /// Most characters.
        most: usize,
    },
    /// The identificatie was there before.
    Duplicate {
        /// Line where it was.
        first: u64,
        /// The place is the identificatie.
        by_place: bool,
    },
}

impl KeyFault {
    pub(super) fn said(&self) -> Said {
        match self {
            Self::Blank => said(
                "blank-key",
                "De identificatie is leeg.",
                "Vul de identificatie in, of kies een andere kolom met --key.",
            ),
            Self::Long { most } => said(
                "too-long",
                format!("De identificatie is langer dan {most} tekens."),
                "Kies een andere kolom met --key.",
            ),
            Self::Duplicate { first, by_place } => said(
                "duplicate",
                format!("Deze identificatie staat ook op regel {first}."),
                if *by_place {
                    "Laat één van de twee weg: hier staan er twee op dezelfde plaats."
                } else {
                    "Laat één van de twee rijen weg of verbeter het nummer."
                },
            ),
        }
    }
}
