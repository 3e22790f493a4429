// SPDX-License-Identifier: EUPL-1.2
//! What can go wrong between a closure and its rows.

use std::sync::Arc;

/// The cause of an [`Error`]; shared, because every write of a group gets the error of its commit.
pub type Source = Arc<dyn std::error::Error + Send + Sync>;

/// Why a read or a write was not done.
///
/// No variant carries the values of a row: they may be personal data, and errors are logged.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A unique index already holds these values. The columns are `table.column, table.column` on both engines.
    #[error("there already is a row with the same {columns}")]
    Unique {
        /// The columns that must be unique together, in the order of the index.
        columns: String,
    },
    /// A row refers to one that is not there, or is deleted while others refer to it.
    #[error("a foreign key does not hold")]
    ForeignKey,
    /// Another process holds the lock too long, or a conflict with other writes remained after all retries.
    #[error("the database is busy")]
    Busy,
    /// A statement ran longer than the settings allow.
    #[error("the statement took too long")]
    Timeout,
    /// The engine cannot be reached, or its disk is full or broken.
    #[error("the database is unavailable")]
    Unavailable(#[source] Source),
    /// A value or a statement is larger than the engine takes.
    #[error("the value is too big for the database")]
    TooBig,
    /// The engine refuses the statement: a mistake in the program, or a `CHECK` or `NOT NULL` that does not hold.
    #[error("the statement failed: {sql}")]
    Statement {
        /// The text, with parameters and without values.
        sql: String,
        /// What the engine says.
        #[source]
        source: Source,
    },
    /// A column holds something else than what is asked of it, or does not exist.
    #[error("column {index} is not {wanted}")]
    Column {
        /// Counted from 0.
        index: usize,
        /// What was asked.
        wanted: &'static str,
    },
    /// A row holds what the program cannot read.
    #[error("a stored row cannot be read")]
    Row(#[source] Source),
    /// A statement failed, but the closure returned `Ok`. The transaction is rolled back.
    #[error("a failed statement was ignored")]
    Ignored,
    /// The settings do not describe a database.
    #[error("{0}")]
    Settings(String),
    /// The migrations could not be applied, or have not been.
    #[error("migrating the database failed")]
    Migration(#[source] Source),
    /// The database is being closed, or is.
    #[error("the database is closed")]
    ClosedDown,
    /// The closure panicked; its transaction is rolled back.
    #[error("the job panicked: {0}")]
    Panicked(String),
}

impl Error {
    /// Wraps why a row could not be read, inside the closure that maps it.
    pub fn row(source: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Row(Arc::new(source))
    }

    pub(crate) fn statement(sql: &str, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Statement { sql: sql.to_owned(), source: Arc::new(source) }
    }

    pub(crate) fn unavailable(source: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Unavailable(Arc::new(source))
    }

    pub(crate) fn migration(source: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Migration(Arc::new(source))
    }
}

/// What an engine says, in words only.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Said(pub(crate) String);

/// The parameters in a statement and those that are given are not the same.
pub(crate) fn wrong_parameters(sql: &str, wanted: usize, given: usize) -> Error {
    Error::statement(sql, Said(format!("the statement has {wanted} parameters, {given} are given")))
}
