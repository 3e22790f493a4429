// SPDX-License-Identifier: EUPL-1.2
//! Options and columns that do not fit.

use serde::{Deserialize, Serialize};

use super::{Said, said};
use crate::save::SOORT;

/// Why a file cannot be read with these options.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ColumnFault {
    /// No kind can have this name.
    Kind {
        /// The name.
        kind: String,
    },
    /// Leaving out rows with errors and removing what is missing do not go together.
    SkipAndRemove,
    /// The file has no such column.
    Unknown {
        /// Its name.
        name: String,
        /// Those that it has.
        columns: Vec<String>,
    },
    /// It does not show which columns are the place.
    NoPlace {
        /// The columns of the file.
        columns: Vec<String>,
    },
    /// It does not show which column identifies.
    NoKey {
        /// The columns of the file.
        columns: Vec<String>,
        /// Columns that together would.
        suggestions: Vec<Vec<String>>,
    },
    /// The columns that were chosen do not identify every row.
    NotUnique {
        /// The columns; empty for the place.
        key: Vec<String>,
        /// Rows with an identificatie that was there before.
        count: usize,
        /// Rows of the file.
        rows: u64,
        /// Columns that together would identify.
        suggestions: Vec<Vec<String>>,
    },
    /// It does not show which column is the code or the name of an area.
    Area {
        /// Which of the two.
        column: AreaColumn,
        /// The columns of the file.
        columns: Vec<String>,
    },
}

/// A column that every file of areas has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AreaColumn {
    /// Of the code.
    Code,
    /// Of the name.
    Name,
}

impl AreaColumn {
    const fn option(self) -> &'static str {
        match self {
            Self::Code => "--code",
            Self::Name => "--name",
        }
    }
}

impl ColumnFault {
    pub(super) fn said(&self) -> Said {
        match self {
            Self::Kind { kind } => said("wrong-kind", format!("{kind:?} kan geen soort zijn."), SOORT),
            Self::SkipAndRemove => said(
                "options",
                "Overslaan van fouten en verwijderen van wat ontbreekt kunnen niet samen.",
                "Een rij met een fout zou dan verwijderd worden: herstel de fouten eerst.",
            ),
            Self::Unknown { name, columns } => said(
                "unknown-column",
                format!("Het bestand heeft geen kolom {name:?}."),
                format!("De kolommen zijn: {}.", columns.join(", ")),
            ),
            Self::NoPlace { columns } => said(
                "no-place-columns",
                "Het is niet duidelijk in welke kolommen de plaats staat.",
                format!("Noem ze: --x KOLOM --y KOLOM. De kolommen zijn: {}.", columns.join(", ")),
            ),
            Self::Area { column, columns } => said(
                "no-key",
                "Het is niet duidelijk in welke kolom code en naam staan.",
                format!("Noem de kolom met {}. De kolommen zijn: {}.", column.option(), columns.join(", ")),
            ),
            Self::NoKey { columns, suggestions } => said(
                "no-key",
                "Het is niet duidelijk welke kolom de identificatie is.",
                advice(suggestions).unwrap_or_else(|| {
                    let columns = columns.join(", ");
                    format!("Noem de kolommen met --key, of gebruik --key plaats. De kolommen zijn: {columns}.")
                }),
            ),
            Self::NotUnique { key, count, rows, suggestions } => {
                let name = if key.is_empty() { "De plaats".to_owned() } else { key.join(" + ") };
                let problem = format!(
                    "{name} is niet uniek: {count} van {rows} rijen hebben een identificatie die al eerder in het bestand staat."
                );
                said("not-unique", problem, advice(suggestions).unwrap_or_default())
            }
        }
    }
}

/// What suggestions come down to.
fn advice(suggestions: &[Vec<String>]) -> Option<String> {
    let ways: Vec<String> = suggestions.iter().map(|columns| format!("--key {}", columns.join(","))).collect();
    (!ways.is_empty()).then(|| format!("Samen wel uniek: {}.", ways.join(" of ")))
}
