// SPDX-License-Identifier: EUPL-1.2
//! What an expression stands for, and how that is said in SQL.

use waarmaker_api::Result;
use waarmaker_core::Problem;
use waarmaker_db::{Dialect, Value};

use super::lex::moment;
use super::refusal::bad;

/// An expression as SQL, with its type.
#[derive(Clone, Debug)]
pub(super) enum Typed {
    /// Literals, which become a parameter when it is known against what they stand.
    LitNumber(f64),
    LitText(String),
    LitBool(bool),
    Null,
    /// Well-known text of a geometry.
    LitGeo(String),
    /// A whole number.
    Int(String),
    Number(String),
    Text(String),
    Bool(String),
    /// Milliseconds since 1970.
    Moment(String),
    /// Milliseconds.
    Duration(String),
    /// First and last moment.
    Interval(String, String),
    /// Column of JSON with the keys that lead to a member.
    Json(String, Vec<String>),
    /// Result of the observation with this alias.
    Outcome(String),
    /// Id of the observation with this alias.
    ObservationId(String),
    /// Longitude and latitude.
    Place(String, String),
    /// Square of a distance in degrees.
    Square(String),
}

/// Parameters of a statement that is being made.
#[derive(Debug)]
pub(super) struct Parameters<'a> {
    pub(super) dialect: Dialect,
    pub(super) values: &'a mut Vec<Value>,
}

impl Parameters<'_> {
    /// Adds a parameter; returns its place.
    pub(super) fn push(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    /// As a number.
    pub(super) fn number(&mut self, typed: &Typed) -> Result<String> {
        Ok(match typed {
            Typed::LitNumber(number) => self.push(*number),
            Typed::Int(sql) => format!("CAST({sql} AS DOUBLE PRECISION)"),
            Typed::Number(sql) => sql.clone(),
            Typed::Outcome(alias) => format!("{alias}.getal"),
            Typed::Json(column, path) => self.json_number(column, path),
            Typed::Null => "NULL".to_owned(),
            _ => return Err(mismatch("een getal")),
        })
    }

    /// As a text.
    pub(super) fn text(&mut self, typed: &Typed) -> Result<String> {
        Ok(match typed {
            Typed::LitText(text) => {
                let place = self.push(text.as_str());
                format!("CAST({place} AS TEXT)")
            }
            Typed::Text(sql) => sql.clone(),
            Typed::Outcome(alias) => format!("{alias}.tekst"),
            Typed::ObservationId(alias) => {
                format!("(CAST({alias}.datastream AS TEXT) || '-' || CAST({alias}.tijd AS TEXT))")
            }
            Typed::Json(column, path) => self.json_text(column, path),
            Typed::Null => "NULL".to_owned(),
            _ => return Err(mismatch("een tekst")),
        })
    }

    /// As a moment.
    pub(super) fn moment(&mut self, typed: &Typed) -> Result<String> {
        match typed {
            Typed::Moment(sql) => Ok(sql.clone()),
            Typed::LitText(text) => {
                let at = moment(text).ok_or_else(|| mismatch("een tijdstip zoals 2026-11-21T12:00:00Z"))?;
                Ok(self.push(at))
            }
            _ => Err(mismatch("een tijdstip zoals 2026-11-21T12:00:00Z")),
        }
    }

    /// A whole number where the other side is one, so that an index serves.
    pub(super) fn whole(&mut self, typed: &Typed) -> Result<String> {
        match typed {
            Typed::Int(sql) => Ok(sql.clone()),
            Typed::LitNumber(number) => match as_whole(*number) {
                Some(whole) => Ok(self.push(whole)),
                None => Ok(self.push(*number)),
            },
            other => self.number(other),
        }
    }

    fn json_path(&mut self, path: &[String]) -> String {
        let (open, between, close) = match self.dialect {
            Dialect::Sqlite => ("$.\"", "\".\"", "\""),
            Dialect::Postgres => ("{\"", "\",\"", "\"}"),
        };
        self.push(format!("{open}{}{close}", path.join(between)))
    }

    fn json_text(&mut self, column: &str, path: &[String]) -> String {
        let place = self.json_path(path);
        match self.dialect {
            Dialect::Sqlite => format!("CAST(json_extract({column}, {place}) AS TEXT)"),
            Dialect::Postgres => format!("(CAST({column} AS JSONB) #>> CAST({place} AS TEXT[]))"),
        }
    }

    fn json_number(&mut self, column: &str, path: &[String]) -> String {
        let place = self.json_path(path);
        match self.dialect {
            Dialect::Sqlite => format!(
                "(CASE WHEN json_type({column}, {place}) IN ('integer', 'real') THEN CAST(json_extract({column}, {place}) AS REAL) END)"
            ),
            Dialect::Postgres => format!(
                "(CASE WHEN jsonb_typeof(CAST({column} AS JSONB) #> CAST({place} AS TEXT[])) = 'number' \
                 THEN CAST(CAST({column} AS JSONB) #>> CAST({place} AS TEXT[]) AS DOUBLE PRECISION) END)"
            ),
        }
    }

    /// Whether a member of JSON is this truth value.
    pub(super) fn json_bool(&mut self, column: &str, path: &[String], wanted: bool) -> String {
        let place = self.json_path(path);
        match self.dialect {
            Dialect::Sqlite => format!("json_type({column}, {place}) = '{wanted}'"),
            Dialect::Postgres => {
                format!("(CAST({column} AS JSONB) #> CAST({place} AS TEXT[])) = CAST('{wanted}' AS JSONB)")
            }
        }
    }
}

/// A whole number that a double holds exactly.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the number is whole and within the range in which doubles are exact"
)]
pub(super) fn as_whole(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0).then_some(number as i64)
}

pub(super) fn mismatch(wanted: &str) -> Problem {
    bad("invalid-filter", format!("De uitdrukking vergelijkt dingen die niet bij elkaar horen: hier hoort {wanted}."))
}
