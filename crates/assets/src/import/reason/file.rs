// SPDX-License-Identifier: EUPL-1.2
//! A file that cannot be read as a whole.

use serde::{Deserialize, Serialize};

use super::{Said, said};

/// Why a file as a whole cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FileFault {
    /// There is nothing in it.
    Empty,
    /// It has no rows.
    NoRows,
    /// Nobody knows the encoding that was named.
    UnknownEncoding {
        /// Its name.
        name: String,
    },
    /// The encoding cannot be told for sure.
    UnsureEncoding {
        /// Why not.
        why: Unsure,
    },
    /// It is not in the encoding that was named.
    WrongEncoding {
        /// Its name.
        name: String,
    },
}

/// Why an encoding cannot be told for sure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unsure {
    /// There are bytes of zero.
    Zeroes,
    /// A part is UTF-8, a part is not.
    Mixed,
    /// As Latin-1 it has signs in the middle of words.
    Signs,
}

impl Unsure {
    const fn dutch(self) -> &'static str {
        match self {
            Self::Zeroes => "het bestand bevat nulbytes",
            Self::Mixed => "een deel van de tekst is UTF-8 en een ander deel niet",
            Self::Signs => "als Latin-1 gelezen staan er tekens midden in woorden die daar niet horen",
        }
    }
}

impl FileFault {
    pub(super) fn said(&self) -> Said {
        match self {
            Self::Empty => said("empty", "Het bestand is leeg.", "Kies een bestand met gegevens."),
            Self::NoRows => said("empty", "Het bestand bevat geen rijen.", "Kies een bestand met gegevens."),
            Self::UnknownEncoding { name } => said(
                "unknown-encoding",
                format!("De tekencodering {name:?} is niet bekend."),
                "Kies bijvoorbeeld utf-8, latin-1, windows-1252 of utf-16le.",
            ),
            Self::UnsureEncoding { why } => said(
                "unsure-encoding",
                format!("De tekencodering is niet zeker: {}.", why.dutch()),
                "Noem de tekencodering: --encoding utf-8, --encoding latin-1 of een andere. Of sla het bestand op als UTF-8.",
            ),
            Self::WrongEncoding { name } => said(
                "wrong-encoding",
                format!("Het bestand is geen {name}."),
                "Noem een andere tekencodering, of laat --encoding weg.",
            ),
        }
    }
}
