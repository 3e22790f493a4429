// SPDX-License-Identifier: EUPL-1.2
//! What is wrong with a file, told so that it can be found.

use std::fmt;

use waarmaker_core::Problem;

/// Where something stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) file: String,
    pub(super) line: usize,
    pub(super) element: Option<usize>,
}

impl Place {
    pub(super) fn fault(&self, field: impl Into<String>, reason: impl Into<String>) -> Fault {
        Fault {
            file: self.file.clone(),
            line: self.line,
            element: self.element,
            field: field.into(),
            reason: reason.into(),
        }
    }
}

/// One thing that is wrong with an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Name of the file.
    pub file: String,
    /// Line, counted from 1.
    pub line: usize,
    /// Element of the list, counted from 1; `None` when the file as a whole is meant.
    pub element: Option<usize>,
    /// Member, as the file spells it; empty when the element as a whole is meant.
    pub field: String,
    /// What is the matter, in Dutch.
    pub reason: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, regel {}", self.file, self.line)?;
        if let Some(element) = self.element {
            write!(f, ", element {element}")?;
        }
        if !self.field.is_empty() {
            write!(f, ", veld {}", self.field)?;
        }
        write!(f, ": {}", self.reason)
    }
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The files are not right: everything that was found, in the order of the files.
    #[error("{}", lines(.0))]
    Faults(Vec<Fault>),
    /// The files are right, but could not be stored.
    #[error(transparent)]
    Store(#[from] Problem),
}

impl From<waarmaker_db::Error> for ImportError {
    fn from(error: waarmaker_db::Error) -> Self {
        Self::Store(error.into())
    }
}

fn lines(faults: &[Fault]) -> String {
    faults.iter().map(Fault::to_string).collect::<Vec<_>>().join("\n")
}
