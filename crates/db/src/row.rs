// SPDX-License-Identifier: EUPL-1.2
//! One row of a result, whichever engine it came from.

use ::postgres::types::{FromSql, Type};
use rusqlite::types::ValueRef;
use uuid::Uuid;

use crate::Error;

/// A row, read by the position of its columns, counted from 0.
#[derive(Clone, Copy)]
pub struct Row<'a>(Inner<'a>);

#[derive(Clone, Copy)]
enum Inner<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a ::postgres::Row),
}

type Result<T> = std::result::Result<T, Error>;

impl<'a> Row<'a> {
    pub(crate) const fn sqlite(row: &'a rusqlite::Row<'a>) -> Self {
        Self(Inner::Sqlite(row))
    }

    pub(crate) const fn postgres(row: &'a ::postgres::Row) -> Self {
        Self(Inner::Postgres(row))
    }

    /// Returns a number; also the result of `EXISTS` and of `SELECT 1`.
    pub fn int(&self, index: usize) -> Result<i64> {
        self.opt_int(index)?.ok_or(wrong(index, "a number"))
    }

    /// Returns a boolean that is stored as 0 or 1.
    pub fn bool(&self, index: usize) -> Result<bool> {
        self.int(index).map(|number| number != 0)
    }

    /// Returns a measurement.
    pub fn real(&self, index: usize) -> Result<f64> {
        self.opt_real(index)?.ok_or(wrong(index, "a measurement"))
    }

    /// Returns a text of its own.
    pub fn text(&self, index: usize) -> Result<String> {
        self.str_ref(index).map(str::to_owned)
    }

    /// Returns a text where it lies.
    pub fn str_ref(&self, index: usize) -> Result<&'a str> {
        self.opt_str_ref(index)?.ok_or(wrong(index, "text"))
    }

    /// Returns an id.
    pub fn uuid(&self, index: usize) -> Result<Uuid> {
        self.opt_uuid(index)?.ok_or(wrong(index, "an id"))
    }

    /// Returns a document of its own.
    pub fn bytes(&self, index: usize) -> Result<Vec<u8>> {
        self.bytes_ref(index).map(<[u8]>::to_vec)
    }

    /// Returns a document where it lies.
    pub fn bytes_ref(&self, index: usize) -> Result<&'a [u8]> {
        self.opt_bytes_ref(index)?.ok_or(wrong(index, "bytes"))
    }

    /// Returns a number, or nothing for `NULL`.
    pub fn opt_int(&self, index: usize) -> Result<Option<i64>> {
        match self.0 {
            Inner::Sqlite(row) => match column(row, index, "a number")? {
                ValueRef::Null => Ok(None),
                ValueRef::Integer(number) => Ok(Some(number)),
                _ => Err(wrong(index, "a number")),
            },
            Inner::Postgres(row) => Ok(get::<Option<Whole>>(row, index, "a number")?.map(|whole| whole.0)),
        }
    }

    /// Returns a measurement, or nothing for `NULL`.
    pub fn opt_real(&self, index: usize) -> Result<Option<f64>> {
        match self.0 {
            Inner::Sqlite(row) => match column(row, index, "a measurement")? {
                ValueRef::Null => Ok(None),
                ValueRef::Real(number) => Ok(Some(number)),
                _ => Err(wrong(index, "a measurement")),
            },
            Inner::Postgres(row) => get(row, index, "a measurement"),
        }
    }

    /// Returns a text of its own, or nothing for `NULL`.
    pub fn opt_text(&self, index: usize) -> Result<Option<String>> {
        Ok(self.opt_str_ref(index)?.map(str::to_owned))
    }

    /// Returns a text where it lies, or nothing for `NULL`.
    pub fn opt_str_ref(&self, index: usize) -> Result<Option<&'a str>> {
        match self.0 {
            Inner::Sqlite(row) => match column(row, index, "text")? {
                ValueRef::Null => Ok(None),
                ValueRef::Text(text) => std::str::from_utf8(text).map(Some).map_err(|_| wrong(index, "text")),
                _ => Err(wrong(index, "text")),
            },
            Inner::Postgres(row) => get(row, index, "text"),
        }
    }

    /// Returns an id, or nothing for `NULL`.
    pub fn opt_uuid(&self, index: usize) -> Result<Option<Uuid>> {
        match self.0 {
            Inner::Sqlite(row) => match column(row, index, "an id")? {
                ValueRef::Null => Ok(None),
                ValueRef::Blob(bytes) => Uuid::from_slice(bytes).map(Some).map_err(|_| wrong(index, "an id")),
                _ => Err(wrong(index, "an id")),
            },
            Inner::Postgres(row) => get(row, index, "an id"),
        }
    }

    /// Returns a document of its own, or nothing for `NULL`.
    pub fn opt_bytes(&self, index: usize) -> Result<Option<Vec<u8>>> {
        Ok(self.opt_bytes_ref(index)?.map(<[u8]>::to_vec))
    }

    /// Returns a document where it lies, or nothing for `NULL`.
    pub fn opt_bytes_ref(&self, index: usize) -> Result<Option<&'a [u8]>> {
        match self.0 {
            Inner::Sqlite(row) => match column(row, index, "bytes")? {
                ValueRef::Null => Ok(None),
                ValueRef::Blob(bytes) => Ok(Some(bytes)),
                _ => Err(wrong(index, "bytes")),
            },
            Inner::Postgres(row) => get(row, index, "bytes"),
        }
    }
}

const fn wrong(index: usize, wanted: &'static str) -> Error {
    Error::Column { index, wanted }
}

fn column<'a>(row: &'a rusqlite::Row<'a>, index: usize, wanted: &'static str) -> Result<ValueRef<'a>> {
    row.get_ref(index).map_err(|_| wrong(index, wanted))
}

fn get<'a, T: FromSql<'a>>(row: &'a ::postgres::Row, index: usize, wanted: &'static str) -> Result<T> {
    row.try_get(index).map_err(|_| wrong(index, wanted))
}

/// A number of whatever width PostgreSQL gives it, or a boolean.
struct Whole(i64);

impl<'a> FromSql<'a> for Whole {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> std::result::Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self(match *kind {
            Type::BOOL => i64::from(bool::from_sql(kind, raw)?),
            Type::INT2 => i64::from(i16::from_sql(kind, raw)?),
            Type::INT4 => i64::from(i32::from_sql(kind, raw)?),
            _ => i64::from_sql(kind, raw)?,
        }))
    }

    fn accepts(kind: &Type) -> bool {
        matches!(*kind, Type::BOOL | Type::INT2 | Type::INT4 | Type::INT8)
    }
}
