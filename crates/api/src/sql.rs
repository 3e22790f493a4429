// SPDX-License-Identifier: EUPL-1.2
//! The fixed statements of a resource, made once from its declaration.

use waarmaker_resource::Resource;

/// Statements whose text depends on the declaration alone.
pub(crate) struct Statements {
    /// Document by uuid, whoever asks.
    pub(crate) body: String,
    /// New row: uuid, document, then the columns.
    pub(crate) insert: String,
    /// Changed row: uuid, document, then the columns.
    pub(crate) update: String,
    /// Changed document of a row whose columns stay: no index is touched. uuid, document.
    pub(crate) body_only: String,
    /// Row away.
    pub(crate) delete: String,
}

impl Statements {
    pub(crate) fn of(resource: &Resource) -> Self {
        let table = resource.table;
        let (mut names, mut places, mut sets) = (String::new(), String::new(), String::new());
        for (i, column) in resource.columns.iter().enumerate() {
            let (name, place) = (column.name, (i + 3).to_string());
            names.extend([", ", name]);
            places.extend([", $", &place]);
            sets.extend([", ", name, " = $", &place]);
        }
        Self {
            body: format!("SELECT body FROM {table} WHERE uuid = $1"),
            insert: format!("INSERT INTO {table} (uuid, body{names}) VALUES ($1, $2{places})"),
            update: format!("UPDATE {table} SET body = $2{sets} WHERE uuid = $1"),
            body_only: format!("UPDATE {table} SET body = $2 WHERE uuid = $1"),
            delete: format!("DELETE FROM {table} WHERE uuid = $1"),
        }
    }
}
