// SPDX-License-Identifier: EUPL-1.2
//! What can go wrong with a content, and what a client hears of it.

use std::{io, sync::Arc};

use waarmaker_core::Problem;
use waarmaker_db as db;

/// Why a content was not received, kept, read or checked.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The settings do not describe a store.
    #[error("the settings of the store of contents are wrong: {0}")]
    Settings(String),
    /// The store cannot be reached, is full, or refuses.
    #[error("{doing} {name} failed")]
    Store {
        /// What was attempted.
        doing: &'static str,
        /// The object; empty when it was about more than one.
        name: String,
        /// What the store says.
        #[source]
        source: Arc<object_store::Error>,
    },
    /// A chunk that a row names is not in the store.
    #[error("the chunk {0} is missing from the store")]
    Missing(String),
    /// A chunk in the store is not what it was: its size or its SHA-256 differs.
    #[error("the chunk {0} is damaged in the store")]
    Damaged(String),
    /// The scanner found a virus. The content has been discarded.
    #[error("the content holds the virus {signature}")]
    Infected {
        /// What the scanner calls it.
        signature: String,
    },
    /// The scanner cannot be reached, takes too long or gives no verdict. The content has been discarded.
    #[error("the virus scanner gave no verdict")]
    Scanner(#[source] Arc<io::Error>),
    /// The upload took longer than [`LONGEST_UPLOAD`](crate::LONGEST_UPLOAD), after which its chunks may be collected.
    #[error("the upload took too long")]
    TooSlow,
    /// The rows could not be read or written.
    #[error(transparent)]
    Database(#[from] db::Error),
}

impl Error {
    pub(crate) fn store(doing: &'static str, name: &str, source: object_store::Error) -> Self {
        Self::Store { doing, name: name.to_owned(), source: Arc::new(source) }
    }

    pub(crate) fn scanner(source: io::Error) -> Self {
        Self::Scanner(Arc::new(source))
    }
}

impl From<Error> for Problem {
    /// A virus is a 400 with `virus-found` on `inhoud`: the standard has no code for it. A store or a scanner that does not answer is a 503,
    /// for which trying again helps. Damage is our own fault, and a 500.
    fn from(error: Error) -> Self {
        match error {
            Error::Infected { signature } => {
                let reason =
                    format!("De virusscanner heeft {signature} in de inhoud gevonden. De inhoud is geweigerd.");
                Self::invalid_one("inhoud", "virus-found", reason)
            }
            Error::Store { .. } => {
                logged(&error, "De opslag van documenten is nu niet beschikbaar. Probeer het later opnieuw.")
            }
            Error::Scanner(_) => logged(&error, "De virusscanner is nu niet beschikbaar. Probeer het later opnieuw."),
            Error::TooSlow => Self::conflict("De upload heeft te lang geduurd. Begin opnieuw."),
            Error::Database(error) => error.into(),
            other => Self::internal(other),
        }
    }
}

/// A 503 keeps no source, so it is logged here.
fn logged(error: &Error, detail: &str) -> Problem {
    let source = std::error::Error::source(error).map(ToString::to_string);
    tracing::error!(%error, source, "contents cannot be handled");
    Problem::unavailable(detail)
}
