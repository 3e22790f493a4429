// SPDX-License-Identifier: EUPL-1.2
//! A transaction, as domain code sees it.

use std::ops::ControlFlow;

use crate::{Dialect, Error, Row, Value, postgres, sqlite};

/// One transaction: a snapshot for a read; for a write, everything or nothing.
///
/// Statements take `$1, $2 …` in any order and any number of times, are prepared once for a connection, and must not
/// begin or end transactions themselves.
pub struct Tx<'a> {
    session: Session<'a>,
    failed: bool,
}

enum Session<'a> {
    Sqlite(sqlite::Session<'a>),
    Postgres(postgres::Session<'a>),
}

/// What is done with each row; [`ControlFlow::Break`] ends the statement.
pub(crate) type EachRow<'f> = &'f mut dyn FnMut(&Row<'_>) -> Result<ControlFlow<()>, Error>;

impl<'a> Tx<'a> {
    pub(crate) const fn sqlite(session: sqlite::Session<'a>) -> Self {
        Self { session: Session::Sqlite(session), failed: false }
    }

    pub(crate) const fn postgres(session: postgres::Session<'a>) -> Self {
        Self { session: Session::Postgres(session), failed: false }
    }

    pub(crate) fn into_postgres(self) -> Option<postgres::Session<'a>> {
        match self.session {
            Session::Sqlite(_) => None,
            Session::Postgres(session) => Some(session),
        }
    }

    pub(crate) const fn failed(&self) -> bool {
        self.failed
    }

    /// Returns which SQL this transaction speaks.
    pub const fn dialect(&self) -> Dialect {
        match self.session {
            Session::Sqlite(_) => Dialect::Sqlite,
            Session::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Runs a statement and returns what `map` makes of each row.
    ///
    /// A `map` that can fail for reasons of its own wraps them with [`Error::row`].
    pub fn query<T>(
        &mut self,
        sql: &str,
        params: &[Value],
        mut map: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        let mut rows = Vec::new();
        self.rows(sql, params, &mut |row| {
            rows.push(map(row)?);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(rows)
    }

    /// Runs a statement and returns what `map` makes of its first row, if there is one.
    pub fn one<T>(
        &mut self,
        sql: &str,
        params: &[Value],
        mut map: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        let mut first = None;
        self.rows(sql, params, &mut |row| {
            first = Some(map(row)?);
            Ok(ControlFlow::Break(()))
        })?;
        Ok(first)
    }

    /// Runs a statement and hands over its rows one at a time, so that a large result is never in memory at once.
    pub fn each(
        &mut self,
        sql: &str,
        params: &[Value],
        mut visit: impl FnMut(&Row<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.rows(sql, params, &mut |row| visit(row).map(ControlFlow::Continue))
    }

    /// Runs a statement that returns no rows; returns how many it changed.
    pub fn run(&mut self, sql: &str, params: &[Value]) -> Result<u64, Error> {
        let done = match &mut self.session {
            Session::Sqlite(session) => session.run(sql, params),
            Session::Postgres(session) => session.run(sql, params),
        };
        self.noted(done)
    }

    /// Compiles a statement without running it; how a test checks every registered statement on both engines.
    pub fn prepare(&mut self, sql: &str) -> Result<(), Error> {
        let done = match &mut self.session {
            Session::Sqlite(session) => session.prepare(sql),
            Session::Postgres(session) => session.prepare(sql),
        };
        self.noted(done)
    }

    /// Takes `count` numbers, none of which was or will be given out again, from a sequence.
    ///
    /// On PostgreSQL `name` is a sequence; there numbers can be skipped, because a transaction that fails does not give them back. SQLite keeps
    /// the last one in the table `nummers`.
    pub fn numbers(&mut self, name: &str, count: u32) -> Result<Vec<i64>, Error> {
        let parameters = [Value::from(name), Value::from(count)];
        let numbers = self.query(self.dialect().take_numbers(), &parameters, |row| row.int(0))?;
        Ok(match (self.dialect(), numbers.first()) {
            (Dialect::Sqlite, Some(last)) => (last - i64::from(count) + 1..=*last).collect(),
            _ => numbers,
        })
    }

    /// Makes this write behave as if it were the only one, for a rule that reads more than it can lock.
    ///
    /// Must come before any other statement. SQLite always behaves so.
    pub fn serializable(&mut self) -> Result<(), Error> {
        match self.session {
            Session::Sqlite(_) => Ok(()),
            Session::Postgres(_) => self.run("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE", &[]).map(|_| ()),
        }
    }

    fn rows(&mut self, sql: &str, params: &[Value], each: EachRow<'_>) -> Result<(), Error> {
        let done = match &mut self.session {
            Session::Sqlite(session) => session.rows(sql, params, each),
            Session::Postgres(session) => session.rows(sql, params, each),
        };
        self.noted(done)
    }

    fn noted<T>(&mut self, done: Result<T, Error>) -> Result<T, Error> {
        self.failed |= done.is_err();
        done
    }
}
