// SPDX-License-Identifier: EUPL-1.2
//! What both engines promise, through the public door.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod concurrency;
mod postgres;
mod schema;
mod sqlite;
mod statements;
mod transactions;

use waarmaker_db::{Db, Error};

/// Makes the tables the tests play with.
pub(crate) fn play(db: &Db) {
    db.write_blocking(|tx| {
        let (blob, uuid, text) = (tx.dialect().blob_type(), tx.dialect().uuid_type(), tx.dialect().text_type());
        let strict = if tx.dialect() == waarmaker_db::Dialect::Sqlite { "STRICT" } else { "" };
        let (int, real) = if strict.is_empty() { ("BIGINT", "DOUBLE PRECISION") } else { ("INTEGER", "REAL") };
        tx.run(&format!("CREATE TABLE boom (id {int} PRIMARY KEY, naam {text} NOT NULL, soort {text}, UNIQUE (naam, soort)) {strict}"), &[])?;
        tx.run(&format!("CREATE TABLE tak (id {int} PRIMARY KEY, boom {int} NOT NULL REFERENCES boom (id)) {strict}"), &[])?;
        tx.run(
            &format!("CREATE TABLE alles (getal {int}, maat {real}, tekst {text}, sleutel {uuid}, document {blob}) {strict}"),
            &[],
        )
    })
    .unwrap();
}

/// Plants a tree.
pub(crate) fn plant(tx: &mut waarmaker_db::Tx<'_>, id: i64, naam: &str) -> Result<(), Error> {
    tx.run("INSERT INTO boom (id, naam, soort) VALUES ($1, $2, 'eik')", &[id.into(), naam.into()]).map(|_| ())
}

/// Returns the names of the trees.
pub(crate) fn trees(db: &Db) -> Vec<String> {
    db.read_blocking(|tx| tx.query("SELECT naam FROM boom ORDER BY id", &[], |row| row.text(0))).unwrap()
}
