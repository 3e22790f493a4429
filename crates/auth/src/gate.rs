// SPDX-License-Identifier: EUPL-1.2
//! The condition that authorisation adds to a statement.

use std::fmt::Write as _;

use waarmaker_db::{Error, Tx, Value};
use waarmaker_resource::{Component, Guard};

use crate::Caller;

/// A caller before one resource with the scopes of one operation.
#[derive(Clone, Copy, Debug)]
pub struct Gate<'a> {
    /// Who asks.
    pub caller: &'a Caller,
    /// The component of the resource.
    pub component: Component,
    /// What decides who may reach a row.
    pub guard: Guard,
    /// Scopes, any of which suffices.
    pub scopes: &'a [&'a str],
}

/// Column of documents that says whether they may be published.
const PUBLISHED: &str = "is_gereed_voor_publicatie";

impl Gate<'_> {
    /// Whether every row is open: the caller may do everything, or the resource is public.
    pub fn open(&self) -> bool {
        self.any_type() && !self.published_only()
    }

    /// Whether the caller may see only those rows of this resource that are ready to be published, or belong to such a row. Kept counts say
    /// nothing about that.
    pub fn published_only(&self) -> bool {
        self.caller.published_only
            && self.component == Component::DOCUMENTEN
            && matches!(self.guard, Guard::Own { .. } | Guard::Parent { .. })
    }

    /// Whether rows of all types and levels are open.
    fn any_type(&self) -> bool {
        self.caller.all || matches!(self.guard, Guard::Public)
    }

    /// The condition on the row that decides, with alias `alias`, for a caller that may see only what is ready to be published.
    pub fn published(&self, alias: &str) -> String {
        if self.published_only() { format!("{alias}.{PUBLISHED} = 1") } else { "1 = 1".to_owned() }
    }

    /// Stage one (handbook 1.3): the caller has one of the scopes somewhere in the component.
    pub fn opens_at_all(&self, tx: &mut Tx<'_>) -> Result<bool, Error> {
        if self.any_type() {
            return Ok(true);
        }
        let sql = format!("SELECT 1 FROM rechten r WHERE r.client_id = $1 AND ({}) LIMIT 1", self.granted());
        let client = Value::from(self.caller.client_id.as_str());
        Ok(tx.one(&sql, &[client], |row| row.int(0))?.is_some())
    }

    /// Stage two: the condition under which a row with alias `alias` may be reached. Pushes its parameters.
    pub fn condition(&self, alias: &str, parameters: &mut Vec<Value>) -> String {
        if self.open() {
            return "1 = 1".to_owned();
        }
        match self.guard {
            Guard::Public | Guard::Component => {
                let sql = format!(
                    "EXISTS (SELECT 1 FROM rechten r WHERE r.client_id = ${} AND ({}))",
                    self.client(parameters),
                    self.granted()
                );
                sql
            }
            Guard::Own { type_column, level_column } => {
                let typed =
                    self.typed(&format!("{alias}.{type_column}"), &Guard::level(level_column, alias), parameters);
                if self.published_only() { format!("({typed} AND {})", self.published(alias)) } else { typed }
            }
            Guard::Parent { column, table, type_column, level_column, .. } => {
                let typed = self.typed(&format!("g.{type_column}"), &Guard::level(level_column, "g"), parameters);
                let published =
                    if self.published_only() { format!(" AND {}", self.published("g")) } else { String::new() };
                format!("EXISTS (SELECT 1 FROM {table} g WHERE g.uuid = {alias}.{column} AND {typed}{published})")
            }
        }
    }

    /// The condition for a type and level that stand in the two expressions (columns of a kept count, or parameters).
    pub fn typed(&self, type_expression: &str, level_expression: &str, parameters: &mut Vec<Value>) -> String {
        if self.any_type() {
            return "1 = 1".to_owned();
        }
        format!(
            "EXISTS (SELECT 1 FROM rechten r WHERE r.client_id = ${} AND ({}) AND (r.type IS NULL OR (r.type = {type_expression} AND r.niveau >= {level_expression})))",
            self.client(parameters),
            self.granted()
        )
    }

    /// Whether the caller has one of the scopes for this type and level.
    pub fn allows(&self, tx: &mut Tx<'_>, of_type: uuid::Uuid, level: i64) -> Result<bool, Error> {
        if self.any_type() {
            return Ok(true);
        }
        let mut parameters = vec![Value::from(of_type), Value::from(level)];
        let condition = self.typed("$1", "$2", &mut parameters);
        Ok(tx.one(&format!("SELECT 1 WHERE {condition}"), &parameters, |row| row.int(0))?.is_some())
    }

    fn client(&self, parameters: &mut Vec<Value>) -> usize {
        parameters.push(Value::from(self.caller.client_id.as_str()));
        parameters.len()
    }

    /// The scopes as a condition on `r`. Scopes are constants of the program, never input.
    pub(crate) fn granted(&self) -> String {
        let mut sql = String::new();
        for scope in self.scopes {
            let component = Component::of_scope(scope).unwrap_or(self.component.code);
            let or = if sql.is_empty() { "" } else { " OR " };
            let _ = write!(sql, "{or}(r.component = '{component}' AND r.scope = '{scope}')");
        }
        if sql.is_empty() { "1 = 0".to_owned() } else { sql }
    }
}
