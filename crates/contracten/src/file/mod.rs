// SPDX-License-Identifier: EUPL-1.2
//! Contractors and contracts in a file (TOML) that a functional manager can read and keep: by name, number and code instead of by URL.
//!
//! The members are those of the API. A contract names its `aannemer` by name, its areas as `"buurt:BU03440111"`, single assets as
//! `"lichtmast:12345"`. Importing a file again changes nothing; what is in the register and not in the file is left alone.

mod export;
mod import;
mod lenient;

use serde::Serialize;
use waarmaker_core::Problem;

pub use export::export;
pub use import::import;

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Contractors.
    pub aannemers: Counts,
    /// Contracts.
    pub contracten: Counts,
    /// What deserves a look, such as contracts that overlap.
    pub waarschuwingen: Vec<String>,
}

/// How many were made, changed, and as they were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Made.
    pub nieuw: usize,
    /// Changed.
    pub gewijzigd: usize,
    /// Already so.
    pub gelijk: usize,
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file is wrong: a line for each thing.
    #[error("{}", .0.join("\n"))]
    Findings(Vec<String>),
    /// It was only tried; this is what it would do.
    #[error("only tried")]
    Tried(Report),
    /// Something went wrong on our side.
    #[error(transparent)]
    Failed(#[from] Problem),
}

impl From<waarmaker_db::Error> for ImportError {
    fn from(error: waarmaker_db::Error) -> Self {
        Self::Failed(Problem::from(error))
    }
}
