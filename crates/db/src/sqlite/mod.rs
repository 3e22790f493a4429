// SPDX-License-Identifier: EUPL-1.2
//! The embedded engine: one writer, many readers.

mod connection;
mod readers;
mod session;
mod writer;

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::{self, JoinHandle};

use crate::job::{Job, call};
use crate::{Error, Settings, Tx};

pub(crate) use connection::connect;
pub(crate) use session::Session;

use connection::Role;
use readers::Readers;
use writer::{Message, Writer};

/// The writer thread and the readers of one file.
pub(crate) struct Engine {
    readers: Readers,
    queue: mpsc::Sender<Message>,
    writer: Mutex<Option<JoinHandle<()>>>,
}

impl Engine {
    /// Opens the file and starts the writer.
    pub(crate) fn open(path: &Path, settings: &Settings) -> Result<Self, Error> {
        let writer = Writer::open(path, settings)?;
        let (queue, jobs) = mpsc::channel();
        let thread = thread::Builder::new().name("db-writer".to_owned()).spawn(move || writer.work(&jobs));
        Ok(Self {
            readers: Readers::new(path.to_owned(), settings.clone()),
            queue,
            writer: Mutex::new(Some(thread.map_err(Error::unavailable)?)),
        })
    }

    /// Reads on the calling thread.
    pub(crate) fn read<T, E: From<Error>>(&self, f: impl FnOnce(&mut Tx<'_>) -> Result<T, E>) -> Result<T, E> {
        let mut reader = self.readers.take()?;
        reader.begin(Role::Reader)?;
        let result = call(&mut Tx::sqlite(reader.session()), f);
        reader.end();
        self.readers.give_back(reader);
        result
    }

    /// Reads on a thread that may block, when fewer than the allowed number of scans are running.
    pub(crate) async fn scan<T, E, F>(engine: &Arc<Self>, f: F) -> Result<T, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let permit = engine.readers.permit().await?;
        let engine = Arc::clone(engine);
        let scan = tokio::task::spawn_blocking(move || {
            let result = engine.read(f);
            drop(permit);
            result
        });
        scan.await.unwrap_or_else(|_| Err(Error::ClosedDown.into()))
    }

    /// Queues a write; after the end of the writer it is dropped, which its caller sees as closed down.
    pub(crate) fn write(&self, job: Box<dyn Job>) {
        drop(self.queue.send(Message::Job(job)));
    }

    /// Finishes the queued writes, checkpoints and closes every connection.
    pub(crate) fn close(&self) {
        drop(self.queue.send(Message::Stop));
        self.readers.close();
        let thread = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if thread.is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the writer of the database panicked");
        }
    }
}
