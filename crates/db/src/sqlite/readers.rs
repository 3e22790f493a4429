// SPDX-License-Identifier: EUPL-1.2
//! The reading connections.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::connection::{Link, Role};
use crate::{Error, Settings};

/// A stack of idle connections.
///
/// There is no limit on those in use: a point read occupies its thread, so there are never more than threads, and
/// scans need a permit. Nobody ever waits for a connection, only the number that is kept is bounded.
pub(super) struct Readers {
    path: PathBuf,
    settings: Settings,
    idle: Mutex<Vec<Link>>,
    scans: Arc<Semaphore>,
    closed: AtomicBool,
}

impl Readers {
    pub(super) fn new(path: PathBuf, settings: Settings) -> Self {
        let scans = Arc::new(Semaphore::new(settings.readers.max(1)));
        Self { path, settings, idle: Mutex::default(), scans, closed: AtomicBool::new(false) }
    }

    /// Waits until one more scan may run.
    pub(super) async fn permit(&self) -> Result<OwnedSemaphorePermit, Error> {
        Arc::clone(&self.scans).acquire_owned().await.map_err(|_| Error::ClosedDown)
    }

    /// Takes an idle connection, or opens one: 0.1 ms.
    pub(super) fn take(&self) -> Result<Link, Error> {
        if self.closed.load(Ordering::Acquire) {
            return Err(Error::ClosedDown);
        }
        let idle = self.idle().pop();
        idle.map_or_else(|| Link::open(&self.path, &self.settings, Role::Reader), Ok)
    }

    /// Keeps a connection for the next, unless there are enough or it is stuck in a transaction.
    pub(super) fn give_back(&self, link: Link) {
        if !link.connection.is_autocommit() || self.closed.load(Ordering::Acquire) {
            return;
        }
        let mut idle = self.idle();
        if idle.len() < self.settings.readers.max(1) {
            idle.push(link);
        }
    }

    /// Refuses further reads and closes the idle connections; those in use close when they are done.
    pub(super) fn close(&self) {
        self.closed.store(true, Ordering::Release);
        self.scans.close();
        self.idle().clear();
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Link>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
