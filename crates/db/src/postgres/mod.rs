// SPDX-License-Identifier: EUPL-1.2
//! The engine for scale: a fixed number of threads, each with a connection.

mod failure;
mod queue;
mod session;
mod tls;
mod worker;

use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use ::postgres::{Client, Config};

use crate::db::Weight;
use crate::job::Job;
use crate::{Error, Settings};

pub(crate) use session::Session;
pub(crate) use tls::connect;

use queue::{Access, Queue};
use worker::Worker;

/// How long a connection may take to be made; the server is near or it is not there.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// The threads and their queue.
pub(crate) struct Engine {
    queue: Arc<Queue>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Engine {
    /// Proves that the server answers and starts the threads; they connect when they get their first job.
    pub(crate) fn open(url: &str, settings: &Settings) -> Result<Self, Error> {
        let config = config(url, settings)?;
        apart(|| connect(&config).and_then(|client| Client::close(client).map_err(Error::unavailable)))?;
        let size = settings.pool.max(2);
        let queue = Arc::new(Queue::new(size / 2));
        let start = |number| {
            let worker = Worker::new(config.clone(), Arc::clone(&queue));
            thread::Builder::new().name(format!("db-{number}")).spawn(move || worker.work())
        };
        let threads = (1..=size).map(start).collect::<Result<Vec<_>, _>>();
        if threads.is_err() {
            queue.close();
        }
        Ok(Self { queue, threads: Mutex::new(threads.map_err(Error::unavailable)?) })
    }

    /// Queues a read.
    pub(crate) fn read(&self, weight: Weight, job: Box<dyn Job>) {
        self.queue.push(if weight == Weight::Scan { Access::Scan } else { Access::Point }, job);
    }

    /// Queues a write.
    pub(crate) fn write(&self, job: Box<dyn Job>) {
        self.queue.push(Access::Write, job);
    }

    /// Finishes what is queued and closes every connection.
    pub(crate) fn close(&self) {
        self.queue.close();
        let threads = std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            if thread.join().is_err() {
                tracing::error!("a thread of the database panicked");
            }
        }
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.queue.close();
    }
}

/// Reads the address and adds what every connection of ours has.
pub(crate) fn config(url: &str, settings: &Settings) -> Result<Config, Error> {
    let mut config: Config =
        url.parse().map_err(|_| Error::Settings("the address of PostgreSQL cannot be read".to_owned()))?;
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(CONNECT_TIMEOUT);
    }
    if config.get_application_name().is_none() {
        config.application_name("waarmaker");
    }
    let limit = settings.statement_timeout.as_millis();
    let options = config.get_options().unwrap_or_default();
    let options = format!(
        "{options} -c statement_timeout={limit} -c idle_in_transaction_session_timeout={limit} -c timezone=UTC"
    );
    config.options(options.trim_start());
    Ok(config)
}

/// Runs what uses the driver on a thread of its own: the driver blocks, which a thread of the async runtime may not.
pub(crate) fn apart<T: Send>(f: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| scope.spawn(f).join()).unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}
