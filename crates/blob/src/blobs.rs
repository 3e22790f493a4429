// SPDX-License-Identifier: EUPL-1.2
//! The door to a store of contents.

use std::{fmt, path::Path, sync::Arc};

use tokio::sync::watch;
use waarmaker_core::{Ids as _, RandomIds};
use waarmaker_db::Db;

use crate::{BlobSettings, Error, Receiver, StoreSettings, pool::Pool, scanner::Scanner, store::Store};

/// A store of contents: cheap to clone.
#[derive(Clone)]
pub struct Blobs(Arc<Parts>);

struct Parts {
    store: Store,
    chunk_bytes: usize,
    pool: Pool,
    scanner: Option<Scanner>,
    /// How many uploads are neither settled nor cleared away.
    open: watch::Sender<usize>,
}

impl fmt::Debug for Blobs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Blobs({})", self.0.store)
    }
}

impl Blobs {
    /// Opens a store. Nothing is fetched or written: whether it answers shows at its first use, or with [`Blobs::probe`].
    pub fn open(settings: &BlobSettings) -> Result<Self, Error> {
        if settings.chunk_bytes == 0 {
            return Err(Error::Settings("a chunk has at least one byte".to_owned()));
        }
        let pool = Pool::new(settings.chunk_bytes);
        Ok(Self(Arc::new(Parts {
            store: Store::open(&settings.store, pool.clone())?,
            pool,
            chunk_bytes: settings.chunk_bytes,
            scanner: settings.scanner.clone().map(Scanner::new),
            open: watch::Sender::new(0),
        })))
    }

    /// Opens a folder, which must exist, with chunks of the usual size and without a scanner.
    pub fn in_folder(folder: &Path) -> Result<Self, Error> {
        Self::open(&BlobSettings::new(StoreSettings::Folder(folder.to_owned())))
    }

    /// Starts to receive a content. What has been put is removed again unless it is kept in this database.
    pub fn receive(&self, db: &Db) -> Receiver {
        Receiver::new(self.clone(), db.clone())
    }

    /// Writes a few bytes, reads them back and removes them: whether the store answers, for a health check.
    pub async fn probe(&self) -> Result<(), Error> {
        self.0.store.probe(&format!("probe.{}", RandomIds.uuid())).await
    }

    /// Says whether the virus scanner answers; yes when there is none.
    pub async fn probe_scanner(&self) -> Result<(), Error> {
        match &self.0.scanner {
            Some(scanner) => scanner.ping().await,
            None => Ok(()),
        }
    }

    /// Waits until no upload is under way and everything that was refused has been cleared away.
    ///
    /// For an orderly stop, and for tests that look into the folder.
    pub async fn idle(&self) {
        let mut open = self.0.open.subscribe();
        // The sender lives as long as we do.
        drop(open.wait_for(|open| *open == 0).await);
    }

    pub(crate) fn store(&self) -> &Store {
        &self.0.store
    }

    pub(crate) fn chunk_bytes(&self) -> usize {
        self.0.chunk_bytes
    }

    pub(crate) fn pool(&self) -> &Pool {
        &self.0.pool
    }

    pub(crate) fn scanner(&self) -> Option<&Scanner> {
        self.0.scanner.as_ref()
    }

    pub(crate) fn opened(&self) -> Open {
        self.0.open.send_modify(|open| *open = open.saturating_add(1));
        Open(self.clone())
    }
}

/// Counts as an upload under way for as long as it lives.
pub(crate) struct Open(Blobs);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.0.open.send_modify(|open| *open = open.saturating_sub(1));
    }
}
