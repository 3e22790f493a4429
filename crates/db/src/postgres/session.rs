// SPDX-License-Identifier: EUPL-1.2
//! Running statements in a transaction of the server.

use std::collections::HashMap;
use std::error::Error as StdError;

use ::postgres::fallible_iterator::FallibleIterator;
use ::postgres::types::private::BytesMut;
use ::postgres::types::{Format, IsNull, ToSql, Type, to_sql_checked};
use ::postgres::{Statement, Transaction};

use super::failure::{Again, again, failure};
use crate::error::wrong_parameters;
use crate::tx::EachRow;
use crate::{Error, Row, Value};

/// Prepared statements kept by a connection.
const STATEMENTS: usize = 512;

/// What a [`Tx`](crate::Tx) on PostgreSQL works with.
pub(crate) struct Session<'a> {
    transaction: Transaction<'a>,
    statements: &'a mut Statements,
    again: Option<Again>,
}

impl<'a> Session<'a> {
    pub(super) const fn new(transaction: Transaction<'a>, statements: &'a mut Statements) -> Self {
        Self { transaction, statements, again: None }
    }

    /// Ends the transaction; without a commit it is undone.
    pub(super) fn end(self, commit: bool) -> (Result<(), ::postgres::Error>, Option<Again>) {
        let ended = if commit { self.transaction.commit() } else { self.transaction.rollback() };
        (ended, self.again)
    }

    pub(crate) fn rows(&mut self, sql: &str, params: &[Value], each: EachRow<'_>) -> Result<(), Error> {
        let statement = self.statement(sql, params)?;
        let again = &mut self.again;
        let mut note = |error| noted(again, error, sql);
        let mut rows = self.transaction.query_raw(&statement, params.iter().map(Bound)).map_err(&mut note)?;
        while let Some(row) = rows.next().map_err(&mut note)? {
            if each(&Row::postgres(&row))?.is_break() {
                break;
            }
        }
        Ok(())
    }

    pub(crate) fn run(&mut self, sql: &str, params: &[Value]) -> Result<u64, Error> {
        let statement = self.statement(sql, params)?;
        let again = &mut self.again;
        let mut note = |error| noted(again, error, sql);
        let mut rows = self.transaction.query_raw(&statement, params.iter().map(Bound)).map_err(&mut note)?;
        while rows.next().map_err(&mut note)?.is_some() {}
        Ok(rows.rows_affected().unwrap_or(0))
    }

    pub(crate) fn prepare(&mut self, sql: &str) -> Result<(), Error> {
        self.transaction.prepare(sql).map(|_| ()).map_err(|error| noted(&mut self.again, error, sql))
    }

    /// Prepares a statement or finds it prepared. The server is told the types we send, and finds out that of a `NULL`.
    fn statement(&mut self, sql: &str, params: &[Value]) -> Result<Statement, Error> {
        let known = self.statements.get(sql);
        let statement = known.map_or_else(|| self.new_statement(sql, params), Ok)?;
        match statement.params().len() {
            wanted if wanted == params.len() => Ok(statement),
            wanted => Err(wrong_parameters(sql, wanted, params.len())),
        }
    }

    fn new_statement(&mut self, sql: &str, params: &[Value]) -> Result<Statement, Error> {
        let types = params.iter().take(highest_parameter(sql)).map(kind).collect::<Vec<_>>();
        let prepared = self.transaction.prepare_typed(sql, &types);
        let statement = prepared.map_err(|error| noted(&mut self.again, error, sql))?;
        self.statements.put(sql, statement.clone());
        Ok(statement)
    }
}

fn noted(verdict: &mut Option<Again>, error: ::postgres::Error, sql: &str) -> Error {
    *verdict = verdict.or_else(|| again(&error));
    failure(error, sql)
}

/// Returns the highest number after a `$`; the server would also accept types for parameters that do not occur.
fn highest_parameter(sql: &str) -> usize {
    let number = |text: &str| text.split(|letter: char| !letter.is_ascii_digit()).next()?.parse().ok();
    sql.split('$').skip(1).filter_map(number).max().unwrap_or(0)
}

fn kind(value: &Value) -> Type {
    match value {
        Value::Null => Type::UNKNOWN,
        Value::Int(_) => Type::INT8,
        Value::Real(_) => Type::FLOAT8,
        Value::Text(_) => Type::TEXT,
        Value::Uuid(_) => Type::UUID,
        Value::Bytes(_) => Type::BYTEA,
    }
}

/// The prepared statements of one connection; the one not used for longest makes room.
#[derive(Default)]
pub(super) struct Statements {
    by_sql: HashMap<Box<str>, (Statement, u64)>,
    uses: u64,
}

impl Statements {
    fn get(&mut self, sql: &str) -> Option<Statement> {
        self.uses += 1;
        let (statement, used) = self.by_sql.get_mut(sql)?;
        *used = self.uses;
        Some(statement.clone())
    }

    fn put(&mut self, sql: &str, statement: Statement) {
        if self.by_sql.len() >= STATEMENTS
            && let Some(oldest) = self.by_sql.iter().min_by_key(|(_, (_, used))| *used).map(|(sql, _)| sql.clone())
        {
            self.by_sql.remove(&oldest);
        }
        self.by_sql.insert(sql.into(), (statement, self.uses));
    }
}

/// A value on its way to the server.
#[derive(Debug)]
struct Bound<'a>(&'a Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn StdError + Sync + Send>> {
        match self.0 {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(number) => int_to_sql(*number, kind, out),
            Value::Real(number) => number.to_sql_checked(kind, out),
            Value::Text(text) => text.to_sql_checked(kind, out),
            Value::Uuid(id) => id.to_sql_checked(kind, out),
            Value::Bytes(bytes) => bytes.to_sql_checked(kind, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true // what does not fit is refused in `to_sql`, and NULL fits everywhere
    }

    fn encode_format(&self, _: &Type) -> Format {
        Format::Binary
    }

    to_sql_checked!();
}

/// Writes a number in the width the server asks for: it does when a statement was prepared with a `NULL`.
fn int_to_sql(number: i64, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn StdError + Sync + Send>> {
    match *kind {
        Type::INT2 => i16::try_from(number)?.to_sql_checked(kind, out),
        Type::INT4 => i32::try_from(number)?.to_sql_checked(kind, out),
        Type::BOOL => (number != 0).to_sql_checked(kind, out),
        _ => number.to_sql_checked(kind, out),
    }
}
