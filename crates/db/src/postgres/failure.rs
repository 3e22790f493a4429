// SPDX-License-Identifier: EUPL-1.2
//! What the server's errors mean.

use std::error::Error as StdError;
use std::io;

use ::postgres::error::{DbError, SqlState};

use crate::Error;
use crate::error::Said;

/// Whether running the whole transaction once more may help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Again {
    /// It lost against another transaction.
    Conflict,
    /// The connection is gone; nothing was committed.
    Lost,
}

/// Says whether a failure is one of those that pass.
pub(super) fn again(error: &::postgres::Error) -> Option<Again> {
    if is_lost(error) {
        return Some(Again::Lost);
    }
    let code = error.code()?;
    let conflict = [SqlState::T_R_SERIALIZATION_FAILURE, SqlState::T_R_DEADLOCK_DETECTED].contains(code);
    conflict.then_some(Again::Conflict)
}

/// Says whether the connection can no longer be used.
pub(super) fn is_lost(error: &::postgres::Error) -> bool {
    let broken = || error.source().is_some_and(<dyn StdError>::is::<io::Error>);
    match error.code() {
        Some(code) => code.code().starts_with("57P") || code.code().starts_with("08"),
        None => error.is_closed() || broken(),
    }
}

/// Says what an error of the driver means. The server's details are left out: they hold values.
pub(super) fn failure(error: ::postgres::Error, sql: &str) -> Error {
    let Some(said) = error.as_db_error() else {
        return if is_lost(&error) { Error::unavailable(error) } else { Error::statement(sql, error) };
    };
    let code = said.code();
    let words = Said(format!("{} {}: {}", said.severity(), code.code(), said.message()));
    match code.code().get(..2) {
        _ if *code == SqlState::UNIQUE_VIOLATION => Error::Unique { columns: columns(said) },
        _ if *code == SqlState::FOREIGN_KEY_VIOLATION => Error::ForeignKey,
        _ if *code == SqlState::QUERY_CANCELED => Error::Timeout,
        _ if *code == SqlState::LOCK_NOT_AVAILABLE => Error::Busy,
        Some("40") => Error::Busy,
        Some("54") => Error::TooBig,
        Some("08" | "28" | "3D" | "53" | "57" | "58") => Error::unavailable(words),
        _ => Error::statement(sql, words),
    }
}

/// Returns the columns of a unique index as SQLite names them; the server tells in `Key (a, b)=(…) already exists`.
fn columns(said: &DbError) -> String {
    let listed = || said.detail()?.split_once('(')?.1.split_once(")=(").map(|(columns, _)| columns);
    let table = said.table().unwrap_or_default();
    match listed() {
        Some(columns) => columns.split(", ").map(|column| format!("{table}.{column}")).collect::<Vec<_>>().join(", "),
        None => said.constraint().unwrap_or(table).to_owned(),
    }
}
