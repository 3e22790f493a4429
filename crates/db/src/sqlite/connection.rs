// SPDX-License-Identifier: EUPL-1.2
//! One connection, set up for what it has to do, and what the engine's errors mean.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, ErrorCode, ffi};

use super::Session;
use crate::{Error, Settings};

/// Prepared statements kept by a connection; about 3 kB each.
const STATEMENTS: usize = 512;
/// File-backed, not anonymous memory: what is read is shared by all connections and with the page cache.
const MMAP_BYTES: i64 = 1 << 30;
/// How many steps of the virtual machine lie between two looks at the clock: about 0.1 ms.
const STEPS: i32 = 10_000;

/// What a connection is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Snapshots; cannot write.
    Reader,
    /// The one that writes.
    Writer,
}

/// A connection with its deadline.
pub(super) struct Link {
    pub(super) connection: Connection,
    deadline: Deadline,
}

impl Link {
    /// Opens the file and sets the connection up.
    pub(super) fn open(path: &Path, settings: &Settings, role: Role) -> Result<Self, Error> {
        let mut connection = connect(path, settings)?;
        let deadline = Deadline::new(settings.statement_timeout);
        set_up(&mut connection, settings, role, deadline.clone()).map_err(|error| failure(error, "PRAGMA"))?;
        Ok(Self { connection, deadline })
    }

    /// Begins a snapshot or, waiting for other processes, a write.
    pub(super) fn begin(&mut self, role: Role) -> Result<(), Error> {
        match role {
            Role::Reader => self.control("BEGIN"),
            Role::Writer => self.control("BEGIN IMMEDIATE"),
        }
    }

    /// Ends a snapshot. A reader that cannot is left in its transaction, and must not be used again.
    pub(super) fn end(&mut self) {
        if self.control("COMMIT").is_err() {
            self.roll_back();
        }
    }

    /// Undoes everything, when there still is something to undo.
    pub(super) fn roll_back(&mut self) {
        if !self.connection.is_autocommit()
            && let Err(error) = self.control("ROLLBACK")
        {
            tracing::error!(%error, "rolling back failed");
        }
    }

    /// Runs a statement that steers the transaction; it is never cut short.
    pub(super) fn control(&mut self, sql: &str) -> Result<(), Error> {
        self.deadline.clear();
        let done = self.connection.prepare_cached(sql).and_then(|mut statement| statement.raw_execute());
        done.map(|_| ()).map_err(|error| failure(error, sql))
    }

    /// Returns what a [`Tx`](crate::Tx) works with.
    pub(super) const fn session(&self) -> Session<'_> {
        Session::new(&self.connection, &self.deadline)
    }
}

/// Opens the file for whatever purpose, making it and its folder when they are not there.
pub(crate) fn connect(path: &Path, settings: &Settings) -> Result<Connection, Error> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(Error::unavailable)?;
    }
    let connection = Connection::open(path).map_err(Error::unavailable)?;
    connection.busy_timeout(settings.busy_timeout).map_err(Error::unavailable)?;
    connection.pragma_update(None, "journal_mode", "wal").map_err(|error| failure(error, "PRAGMA journal_mode"))?;
    Ok(connection)
}

fn set_up(connection: &mut Connection, settings: &Settings, role: Role, deadline: Deadline) -> rusqlite::Result<()> {
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.pragma_update(None, "synchronous", if settings.durable { "full" } else { "off" })?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "temp_store", "memory")?;
    connection.pragma_update(None, "mmap_size", MMAP_BYTES)?;
    connection.pragma_update(None, "wal_autocheckpoint", 0)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    match role {
        // Clean pages are read through the map; the cache only holds those that are still in the log.
        Role::Reader => connection.pragma_update(None, "cache_size", -1_024)?,
        // Changed pages stay here until the commit of the group.
        Role::Writer => connection.pragma_update(None, "cache_size", -16_384)?,
    }
    connection.pragma_update(None, "query_only", role == Role::Reader)?;
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    connection.create_scalar_function("lower_case", 1, flags, |call| {
        Ok(call.get_raw(0).as_str_or_null()?.map(str::to_lowercase))
    })?;
    connection.progress_handler(STEPS, Some(move || deadline.has_passed()))
}

/// When the running statement must be over; shared with the handler that looks at the clock.
#[derive(Clone)]
pub(super) struct Deadline {
    origin: Instant,
    /// Milliseconds after the origin; 0 is never.
    at: Arc<AtomicU64>,
    limit: Duration,
}

impl Deadline {
    fn new(limit: Duration) -> Self {
        Self { origin: Instant::now(), at: Arc::default(), limit }
    }

    /// Starts the clock for a statement.
    pub(super) fn start(&self) {
        let at = self.origin.elapsed().saturating_add(self.limit).as_millis();
        self.at.store(u64::try_from(at).unwrap_or(0).max(1), Ordering::Relaxed);
    }

    fn clear(&self) {
        self.at.store(0, Ordering::Relaxed);
    }

    fn has_passed(&self) -> bool {
        match self.at.load(Ordering::Relaxed) {
            0 => false,
            at => self.origin.elapsed().as_millis() > u128::from(at),
        }
    }
}

/// Says what an error of the driver means.
pub(crate) fn failure(error: rusqlite::Error, sql: &str) -> Error {
    let rusqlite::Error::SqliteFailure(code, message) = &error else { return Error::statement(sql, error) };
    match (code.code, code.extended_code) {
        (_, ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID) => {
            let columns =
                message.as_deref().and_then(|text| text.split_once(": ")).map_or("key", |(_, columns)| columns);
            Error::Unique { columns: columns.to_owned() }
        }
        (_, ffi::SQLITE_CONSTRAINT_FOREIGNKEY) => Error::ForeignKey,
        (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => Error::Busy,
        (ErrorCode::OperationInterrupted, _) => Error::Timeout,
        (ErrorCode::TooBig, _) => Error::TooBig,
        (
            ErrorCode::SystemIoFailure
            | ErrorCode::DiskFull
            | ErrorCode::CannotOpen
            | ErrorCode::DatabaseCorrupt
            | ErrorCode::NotADatabase
            | ErrorCode::OutOfMemory
            | ErrorCode::FileLockingProtocolFailed,
            _,
        ) => Error::unavailable(error),
        _ => Error::statement(sql, error),
    }
}
