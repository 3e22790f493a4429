// SPDX-License-Identifier: EUPL-1.2
//! Applying the migrations that are embedded in the program, one tree for each engine.

use std::fs::File;
use std::path::Path;

use refinery::{Migration, Report, Runner};
use rusqlite::Connection;

use crate::error::Said;
use crate::{Error, Settings, Url, postgres, sqlite};

mod for_sqlite {
    refinery::embed_migrations!("../../migrations/sqlite");
}

mod for_postgres {
    refinery::embed_migrations!("../../migrations/postgres");
}

/// One lock for all nodes that start at once; the number is arbitrary and must stay the same.
const LOCK: &str = "SELECT pg_advisory_lock(7092251811)";

/// Where refinery keeps what was applied.
const HISTORY: &str = "refinery_schema_history";

/// Which migrations were applied, in order; empty when the database was up to date.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MigrationReport {
    /// Number and name of each.
    pub applied: Vec<(i32, String)>,
}

impl From<Report> for MigrationReport {
    fn from(report: Report) -> Self {
        let applied = report.applied_migrations().iter();
        Self { applied: applied.map(|migration| (migration.version(), migration.name().to_owned())).collect() }
    }
}

/// Applies what is pending, all of it in one transaction, while no other process does the same.
pub(crate) fn apply(settings: &Settings) -> Result<MigrationReport, Error> {
    let report = match &settings.url {
        Url::Sqlite(path) => apply_sqlite(path, settings),
        Url::Postgres(url) => postgres::apart(|| apply_postgres(url, settings)),
    }?;
    for (number, name) in &report.applied {
        tracing::info!(number, name, "applied a migration");
    }
    Ok(report)
}

/// Refuses a database that lacks migrations of this program; one that is ahead is fine, for a newer node may run beside us.
pub(crate) fn refuse_pending(settings: &Settings) -> Result<(), Error> {
    let applied = match &settings.url {
        Url::Sqlite(path) => applied_sqlite(path, settings),
        Url::Postgres(url) => postgres::apart(|| applied_postgres(url, settings)),
    }?;
    let runner = match &settings.url {
        Url::Sqlite(_) => for_sqlite::migrations::runner(),
        Url::Postgres(_) => for_postgres::migrations::runner(),
    };
    let lacks = |wanted: &&Migration| !applied.iter().any(|done| done.version() == wanted.version());
    match runner.get_migrations().iter().filter(lacks).count() {
        0 => Ok(()),
        pending => Err(Error::migration(Said(format!("{pending} migrations are pending; migrate the database first")))),
    }
}

fn applied_sqlite(path: &Path, settings: &Settings) -> Result<Vec<Migration>, Error> {
    let mut connection = sqlite::connect(path, settings)?;
    if !connection.table_exists(None, HISTORY).map_err(Error::migration)? {
        return Ok(Vec::new());
    }
    for_sqlite::migrations::runner().get_applied_migrations(&mut connection).map_err(Error::migration)
}

fn applied_postgres(url: &str, settings: &Settings) -> Result<Vec<Migration>, Error> {
    let mut client = postgres::connect(&postgres::config(url, settings)?)?;
    let known = client.query_one("SELECT to_regclass($1) IS NOT NULL", &[&HISTORY]).map_err(Error::migration)?;
    if !known.try_get::<_, bool>(0).map_err(Error::migration)? {
        return Ok(Vec::new());
    }
    for_postgres::migrations::runner().get_applied_migrations(&mut client).map_err(Error::migration)
}

/// An older node may start beside a newer one, so a migration we do not know is no reason to stop.
fn prepared(runner: Runner) -> Runner {
    runner.set_grouped(true).set_abort_missing(false)
}

fn apply_sqlite(path: &Path, settings: &Settings) -> Result<MigrationReport, Error> {
    let mut connection = sqlite::connect(path, settings)?;
    // A file of its own: closing any handle of the database file would drop SQLite's own locks in this process.
    let guard = File::create(path.with_added_extension("migrating")).map_err(Error::migration)?;
    guard.lock().map_err(Error::migration)?;
    // A table is altered by building it anew, which foreign keys would stand in the way of.
    connection.pragma_update(None, "foreign_keys", false).map_err(Error::migration)?;
    let report = prepared(for_sqlite::migrations::runner()).run(&mut connection).map_err(Error::migration)?;
    if !report.applied_migrations().is_empty() {
        check_references(&connection)?;
    }
    connection.close().map_err(|(_, error)| Error::migration(error))?;
    Ok(report.into())
}

fn check_references(connection: &Connection) -> Result<(), Error> {
    let broken = connection.query_one("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get::<_, i64>(0));
    match broken.map_err(Error::migration)? {
        0 => Ok(()),
        rows => Err(Error::migration(Said(format!("{rows} rows refer to nothing after the migrations")))),
    }
}

fn apply_postgres(url: &str, settings: &Settings) -> Result<MigrationReport, Error> {
    let mut config = postgres::config(url, settings)?;
    config.options("-c statement_timeout=0"); // building an index takes as long as it takes
    let mut client = postgres::connect(&config)?;
    client.batch_execute(LOCK).map_err(Error::migration)?;
    let report = prepared(for_postgres::migrations::runner()).run(&mut client).map_err(Error::migration)?;
    client.close().map_err(Error::migration)?; // gives the lock back
    Ok(report.into())
}

/// Returns a number that changes with the migrations, so that a template made from others is not used.
#[cfg(feature = "testing")]
pub(crate) fn fingerprint() -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};

    let mut hasher = DefaultHasher::new();
    for migration in for_postgres::migrations::runner().get_migrations() {
        migration.checksum().hash(&mut hasher);
    }
    hasher.finish()
}
