// SPDX-License-Identifier: EUPL-1.2
//! What is wrong with a file, told so that it can be found.

use std::fmt;

use waarmaker_core::Problem;

use super::Report;

/// One thing that is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    /// The file as it was named.
    pub(crate) file: String,
    /// The line, from 1.
    pub(crate) line: usize,
    /// The element: `zaaktypen MELDING`.
    pub(crate) place: String,
    /// The member; empty when the element as a whole is meant.
    pub(crate) field: String,
    /// What is the matter.
    pub(crate) reason: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: ", self.file, self.line)?;
        for part in [&self.place, &self.field].into_iter().filter(|part| !part.is_empty()) {
            write!(f, "{part}: ")?;
        }
        f.write_str(&self.reason)
    }
}

/// Why a transaction with a file is rolled back.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// The file is not right: everything that was found.
    Findings(Vec<Finding>),
    /// It could not be stored.
    Failed(Problem),
    /// It was only tried.
    Tried(Report),
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self::Failed(problem)
    }
}

impl From<waarmaker_db::Error> for Refusal {
    fn from(error: waarmaker_db::Error) -> Self {
        Self::Failed(error.into())
    }
}
