// SPDX-License-Identifier: EUPL-1.2
//! Running statements in a transaction that somebody else begins and ends.

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, ToSql};

use super::connection::{Deadline, failure};
use crate::error::wrong_parameters;
use crate::tx::EachRow;
use crate::{Error, Row, Value};

/// What a [`Tx`](crate::Tx) on SQLite works with.
pub(crate) struct Session<'a> {
    connection: &'a Connection,
    deadline: &'a Deadline,
}

impl<'a> Session<'a> {
    pub(super) const fn new(connection: &'a Connection, deadline: &'a Deadline) -> Self {
        Self { connection, deadline }
    }

    pub(crate) fn rows(&self, sql: &str, params: &[Value], each: EachRow<'_>) -> Result<(), Error> {
        let mut statement = self.bound(sql, params)?;
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().map_err(|error| failure(error, sql))? {
            if each(&Row::sqlite(row))?.is_break() {
                break;
            }
        }
        Ok(())
    }

    pub(crate) fn run(&self, sql: &str, params: &[Value]) -> Result<u64, Error> {
        let changed = self.bound(sql, params)?.raw_execute().map_err(|error| failure(error, sql))?;
        Ok(u64::try_from(changed).unwrap_or(u64::MAX))
    }

    pub(crate) fn prepare(&self, sql: &str) -> Result<(), Error> {
        self.connection.prepare_cached(sql).map(|_| ()).map_err(|error| failure(error, sql))
    }

    /// Prepares a statement, or finds it prepared, and binds.
    ///
    /// SQLite takes `$3` for a name and numbers the names as they appear, so each place is asked for its name.
    fn bound(&self, sql: &str, params: &[Value]) -> Result<CachedStatement<'a>, Error> {
        self.deadline.start();
        let mut statement = self.connection.prepare_cached(sql).map_err(|error| failure(error, sql))?;
        let mut highest = 0;
        for place in 1..=statement.parameter_count() {
            let number = statement.parameter_name(place).and_then(|name| name.get(1..)?.parse::<usize>().ok());
            let value = number.and_then(|number| params.get(number.checked_sub(1)?));
            let (Some(number), Some(value)) = (number, value) else {
                return Err(wrong_parameters(sql, number.unwrap_or(place), params.len()));
            };
            highest = highest.max(number);
            statement.raw_bind_parameter(place, Bound(value)).map_err(|error| failure(error, sql))?;
        }
        if highest == params.len() { Ok(statement) } else { Err(wrong_parameters(sql, highest, params.len())) }
    }
}

/// A value on its way into a statement, not copied on our side.
struct Bound<'a>(&'a Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            Value::Null => ValueRef::Null,
            Value::Int(number) => ValueRef::Integer(*number),
            Value::Real(number) => ValueRef::Real(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Uuid(id) => ValueRef::Blob(id.as_bytes()),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}
