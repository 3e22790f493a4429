// SPDX-License-Identifier: EUPL-1.2
//! Throw-away databases on both engines, for the tests of every crate to the right.
//!
//! SQLite databases are files in a temporary folder. PostgreSQL databases are made on the server that
//! `WAARMAKER_TEST_POSTGRES` names, or on a private one that is started once for the process and ends with it,
//! however the process ends. Both start as copies of a database that has been migrated once.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "a test that cannot have its database fails here"
)]

mod cluster;
mod template;

use std::fs;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use tempfile::TempDir;

use crate::{Db, Settings, Url, postgres};

/// A migrated, empty database that disappears with this value.
pub struct Scratch {
    db: Db,
    settings: Settings,
    keep: Keep,
}

/// What must be cleared away.
enum Keep {
    Folder(#[expect(dead_code, reason = "removed when it is dropped")] TempDir),
    Database(String),
}

impl Scratch {
    /// Makes a database on SQLite.
    pub fn sqlite() -> Self {
        static TEMPLATE: OnceLock<Vec<u8>> = OnceLock::new();
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("register.db");
        let template = TEMPLATE.get_or_init(|| {
            let template = folder.path().join("template.db");
            Db::migrate(&settings(Url::Sqlite(template.clone()))).expect("the migrations apply");
            fs::read(template).expect("the template")
        });
        fs::write(&path, template).expect("the copy of the template");
        Self::open(Url::Sqlite(path), Keep::Folder(folder))
    }

    /// Makes a database on PostgreSQL; nothing when no server can be had.
    pub fn postgres() -> Option<Self> {
        static NUMBER: AtomicU32 = AtomicU32::new(1);
        let server = server()?;
        let name = format!("waarmaker_test_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        postgres::apart(|| template::copy(server, &name));
        Some(Self::open(Url::Postgres(template::with_database(server, &name)), Keep::Database(name)))
    }

    /// Makes a database on every engine there is.
    pub fn every() -> Vec<Self> {
        std::iter::once(Self::sqlite()).chain(Self::postgres()).collect()
    }

    /// Returns the database.
    pub const fn db(&self) -> &Db {
        &self.db
    }

    /// Returns how to open it once more, as another process would.
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    fn open(url: Url, keep: Keep) -> Self {
        let settings = settings(url);
        let db = Db::connect(&settings).expect("the database opens");
        Self { db, settings, keep }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        self.db.clone().close_blocking();
        if let (Keep::Database(name), Some(server)) = (&self.keep, server()) {
            postgres::apart(|| template::remove(server, name));
        }
    }
}

/// Runs a test on every engine there is.
pub fn on_each_engine(test: impl Fn(&Db)) {
    for scratch in Scratch::every() {
        test(scratch.db());
    }
}

/// Returns the address of the server for tests, of which tests may do with their own databases what they like.
///
/// Nothing when `WAARMAKER_TEST_POSTGRES` is not set and PostgreSQL is not installed.
pub fn server() -> Option<&'static str> {
    static SERVER: OnceLock<Option<String>> = OnceLock::new();
    let server = SERVER.get_or_init(|| std::env::var("WAARMAKER_TEST_POSTGRES").ok().or_else(cluster::start));
    if server.is_none() {
        eprintln!("no PostgreSQL here: this test runs on SQLite only");
    }
    server.as_deref()
}

fn settings(url: Url) -> Settings {
    Settings { readers: 4, pool: 6, durable: false, ..Settings::new(url) }
}
