// SPDX-License-Identifier: EUPL-1.2
//! The door to a database.

use std::sync::Arc;

use crate::job::{Read, Write, answer, answer_blocking};
use crate::{Dialect, Error, MigrationReport, Settings, Tx, Url, migrations, postgres, sqlite};

/// How much work a read is expected to be; decides which thread does it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// A few rows by key: microseconds.
    Point,
    /// A list, a search or an export.
    Scan,
}

/// A database: cheap to clone, shared by everybody who works with it.
#[derive(Clone)]
pub struct Db {
    engine: Engine,
}

#[derive(Clone)]
enum Engine {
    Sqlite(Arc<sqlite::Engine>),
    Postgres(Arc<postgres::Engine>),
}

impl Db {
    /// Opens a database and starts the threads that serve it. Blocks; call it before the async work starts.
    ///
    /// Applies pending migrations when the settings say so, and otherwise refuses a database that is behind.
    pub fn open(settings: &Settings) -> Result<Self, Error> {
        if settings.migrate {
            Self::migrate(settings)?;
        } else {
            migrations::refuse_pending(settings)?;
        }
        Self::connect(settings)
    }

    /// Opens a database whose migrations are known to be applied.
    pub(crate) fn connect(settings: &Settings) -> Result<Self, Error> {
        let engine = match &settings.url {
            Url::Sqlite(path) => Engine::Sqlite(Arc::new(sqlite::Engine::open(path, settings)?)),
            Url::Postgres(url) => Engine::Postgres(Arc::new(postgres::Engine::open(url, settings)?)),
        };
        Ok(Self { engine })
    }

    /// Applies the pending migrations in one transaction; safe when several nodes start at once. Blocks.
    pub fn migrate(settings: &Settings) -> Result<MigrationReport, Error> {
        migrations::apply(settings)
    }

    /// Returns which engine this is.
    pub const fn engine(&self) -> Dialect {
        match self.engine {
            Engine::Sqlite(_) => Dialect::Sqlite,
            Engine::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Runs a closure that reads; all its statements see one snapshot and none can write.
    pub async fn read<T, E, F>(&self, weight: Weight, f: F) -> Result<T, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        match (&self.engine, weight) {
            (Engine::Sqlite(engine), Weight::Point) => engine.read(f),
            (Engine::Sqlite(engine), Weight::Scan) => sqlite::Engine::scan(engine, f).await,
            (Engine::Postgres(engine), _) => {
                let (job, reply) = Read::boxed(f);
                engine.read(weight, job);
                answer(reply).await
            }
        }
    }

    /// Runs a closure that writes, as one transaction; the answer comes after the commit is on disk.
    ///
    /// The closure may be run more than once, and must change nothing but its `Tx`. It is finished even when the
    /// caller stops waiting.
    pub async fn write<T, E, F>(&self, f: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (job, reply) = Write::boxed(f);
        match &self.engine {
            Engine::Sqlite(engine) => engine.write(job),
            Engine::Postgres(engine) => engine.write(job),
        }
        answer(reply).await
    }

    /// Does what [`Db::read`] does, from a plain thread.
    pub fn read_blocking<T, E, F>(&self, f: F) -> Result<T, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        match &self.engine {
            Engine::Sqlite(engine) => engine.read(f),
            Engine::Postgres(engine) => {
                let (job, reply) = Read::boxed(f);
                engine.read(Weight::Point, job);
                answer_blocking(reply)
            }
        }
    }

    /// Does what [`Db::write`] does, from a plain thread.
    pub fn write_blocking<T, E, F>(&self, f: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (job, reply) = Write::boxed(f);
        match &self.engine {
            Engine::Sqlite(engine) => engine.write(job),
            Engine::Postgres(engine) => engine.write(job),
        }
        answer_blocking(reply)
    }

    /// Says whether the database answers.
    pub async fn ping(&self) -> Result<(), Error> {
        self.read(Weight::Point, |tx| tx.one("SELECT 1", &[], |row| row.int(0))).await.map(|_| ())
    }

    /// Refuses new work, finishes the queued writes, checkpoints and stops the threads.
    ///
    /// Every clone is closed with it: their reads and writes end in [`Error::ClosedDown`].
    pub async fn close(self) {
        if tokio::task::spawn_blocking(move || self.close_blocking()).await.is_err() {
            tracing::error!("closing the database did not finish");
        }
    }

    /// Does what [`Db::close`] does, from a plain thread.
    pub fn close_blocking(self) {
        match &self.engine {
            Engine::Sqlite(engine) => engine.close(),
            Engine::Postgres(engine) => engine.close(),
        }
    }
}
