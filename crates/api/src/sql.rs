// SPDX-License-Identifier: EUPL-1.2
//! The fixed statements of a resource, made once from its declaration.

use waarmaker_resource::Resource;

/// Statements whose text depends on the declaration alone.
pub(crate) struct Statements {
    /// Document by uuid.
    pub(crate) body: String,
    /// New row: uuid, document, then the columns.
    pub(crate) insert: String,
    /// Changed row: uuid, document, then the columns.
    pub(crate) update: String,
    /// Row away.
    pub(crate) delete: String,
}

impl Statements {
    pub(crate) fn of(resource: &Resource) -> Self {
        let table = resource.table;
        let names: String = resource.columns.iter().map(|column| format!(", {}", column.name)).collect();
        let places: String = (0..resource.columns.len()).map(|i| format!(", ${}", i + 3)).collect();
        let sets = resource.columns.iter().enumerate().map(|(i, column)| format!(", {} = ${}", column.name, i + 3));
        Self {
            body: format!("SELECT body FROM {table} WHERE uuid = $1"),
            insert: format!("INSERT INTO {table} (uuid, body{names}) VALUES ($1, $2{places})"),
            update: format!("UPDATE {table} SET body = $2{} WHERE uuid = $1", sets.collect::<String>()),
            delete: format!("DELETE FROM {table} WHERE uuid = $1"),
        }
    }
}
