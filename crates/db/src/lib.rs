// SPDX-License-Identifier: EUPL-1.2
//! The only crate that knows SQL drivers.
//!
//! **What it is for.** One [`Db`] and one [`Tx`] in front of two engines: SQLite, embedded and the default, and
//! PostgreSQL for scale. A write is a closure over a `Tx` that runs as one transaction; a read is a closure that sees
//! one snapshot. Nobody gets an answer to a write before its commit is on disk. Domain code is synchronous and is
//! the same for both engines.
//!
//! **What it is not.** Not an ORM and not a query builder: statements are text with `$1, $2 …`, written by hand or
//! generated from a resource in the crates to the right. It knows no resource, no caller and no HTTP.
//!
//! **How SQLite is driven.** One writer thread commits in groups: it takes a job, runs it under a savepoint, goes on
//! with whatever has been queued meanwhile, commits once and only then answers everybody. A job that fails or panics
//! is rolled back to its savepoint and takes nobody with it. Checkpoints have a thread of their own. Point reads run
//! on the calling thread with a pooled connection, scans on the blocking pool.
//!
//! **How PostgreSQL is driven.** A fixed number of threads, each with a connection, take jobs from one queue; scans
//! never occupy all of them. Writes are `READ COMMITTED`: what a rule relies on must be locked with
//! [`Dialect::for_update`], guarded by a unique index, or the write asks for [`Tx::serializable`]. Deadlocks and
//! serialisation failures are retried, which is why a write is an `Fn`: it must not have effects outside its `Tx`.
//!
//! **Types.** `BLOB`/`BYTEA` for stored documents, `BLOB`/`UUID` for ids, `TEXT`/`TEXT COLLATE "C"` for text, dates
//! and times (ISO 8601, so that they sort), `INTEGER`/`BIGINT` for numbers and for booleans (0 or 1),
//! `REAL`/`DOUBLE PRECISION` for measurements. SQLite tables are `STRICT`.
//!
//! **A statement that fails ends its transaction**, on both engines: a closure that swallows such an error and
//! returns `Ok` is answered with [`Error::Ignored`]. Use `ON CONFLICT` where a conflict is expected.
//!
//! **How to add a migration.** One file with the same name in `migrations/sqlite` and in `migrations/postgres`,
//! `V<number>__<words>.sql`. All pending files are applied in one transaction. A test compares the two schemas.
//!
//! **How to add a dialect function.** Only for what truly differs between the engines: a method on [`Dialect`] that
//! returns SQL, with a test that runs it on both.
//!
//! ```
//! use waarmaker_db::{Db, Error, Settings, Url};
//! # let folder = tempfile::tempdir().unwrap();
//! # let path = folder.path().join("register.db");
//! let db = Db::open(&Settings::new(Url::Sqlite(path)))?;
//! db.write_blocking(|tx| tx.run("INSERT INTO instellingen (naam, waarde) VALUES ($1, $2)", &["taal".into(), "nl".into()]))?;
//! let taal = db.read_blocking(|tx| {
//!     tx.one("SELECT waarde FROM instellingen WHERE naam = $1", &["taal".into()], |row| row.text(0))
//! })?;
//! assert_eq!(taal.as_deref(), Some("nl"));
//! db.close_blocking();
//! # Ok::<(), Error>(())
//! ```

mod db;
mod dialect;
mod error;
mod job;
mod migrations;
mod postgres;
mod problem;
mod row;
mod settings;
mod sqlite;
#[cfg(feature = "testing")]
pub mod testing;
mod tx;
mod value;

pub use crate::db::{Db, Weight};
pub use crate::dialect::{Dialect, escape_like};
pub use crate::error::{Error, Source};
pub use crate::migrations::MigrationReport;
pub use crate::row::Row;
pub use crate::settings::{Settings, Url};
pub use crate::tx::Tx;
pub use crate::value::Value;
