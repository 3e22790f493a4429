// SPDX-License-Identifier: EUPL-1.2
//! A CSV that cannot be read.

use serde::{Deserialize, Serialize};

use super::{Said, said};

/// Why a CSV cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CsvFault {
    /// The CSV cannot be read.
    Broken {
        /// What the reader says, in English.
        error: String,
    },
    /// It does not begin with the names of columns.
    NoHeader,
    /// The first line has one column only.
    OneColumn,
    /// A column has no name.
    Nameless {
        /// Its number, from 1.
        number: usize,
    },
    /// Two columns have the same name.
    DoubleColumn {
        /// The name.
        name: String,
    },
}

impl CsvFault {
    pub(super) fn said(&self) -> Said {
        match self {
            Self::Broken { error } => {
                said("broken-csv", format!("De CSV is niet te lezen: {error}."), "Herstel het bestand.")
            }
            Self::NoHeader => said(
                "no-header",
                "Het bestand begint niet met een rij met namen van kolommen.",
                "Zet de namen op de eerste regel.",
            ),
            Self::OneColumn => said(
                "no-header",
                "De eerste regel heeft maar één kolom.",
                "Verwacht namen van kolommen met ; , of een tab ertussen.",
            ),
            Self::Nameless { number } => {
                said("no-header", format!("Kolom {number} heeft geen naam."), "Geef elke kolom een naam.")
            }
            Self::DoubleColumn { name } => said(
                "double-column",
                format!("De kolom {name:?} staat twee keer in het bestand."),
                "Geef elke kolom een eigen naam.",
            ),
        }
    }
}
