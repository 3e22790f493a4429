// SPDX-License-Identifier: EUPL-1.2
//! The one thread that writes, and the one that moves the log into the file.

use std::mem;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use rusqlite::hooks::Wal;

use super::connection::{Link, Role, connect, failure};
use crate::error::Said;
use crate::job::Job;
use crate::{Error, Settings, Tx};

/// How many writes share a commit at most.
const GROUP: usize = 256;
/// How long a group takes in further writes, so that the first does not wait for many slow ones.
const GROUP_TIME: Duration = Duration::from_millis(20);
/// Pages (of 4 kB) in the log from which it is moved into the file, on the other thread.
const CHECKPOINT_PAGES: usize = 2_000;
/// Pages in the log from which the writer itself starts it anew, so that it cannot grow without end.
const RESTART_PAGES: usize = 32_000;
/// How long the writer waits for readers of the old log then.
const RESTART_WAIT: Duration = Duration::from_millis(250);

/// What is sent to the writer.
pub(super) enum Message {
    /// A write.
    Job(Box<dyn Job>),
    /// Everything before this is done, nothing after it.
    Stop,
}

/// The writing connection and what belongs to it.
pub(super) struct Writer {
    link: Link,
    settings: Settings,
    log_pages: Arc<AtomicUsize>,
    restart_at: usize,
    checkpoints: Option<(SyncSender<()>, JoinHandle<()>)>,
    group: Vec<Entry>,
}

/// A job that has been run in this group, and whether its changes are in the transaction.
struct Entry {
    job: Box<dyn Job>,
    kept: bool,
}

impl Writer {
    pub(super) fn open(path: &Path, settings: &Settings) -> Result<Self, Error> {
        let mut link = Link::open(path, settings, Role::Writer)?;
        let log_pages = Arc::new(AtomicUsize::new(0));
        let pages = Arc::clone(&log_pages);
        let hook = move |_: &mut Wal, count: i32| {
            pages.store(usize::try_from(count).unwrap_or(0), Ordering::Relaxed);
            Ok(())
        };
        link.connection.wal_hook(Some(hook)).map_err(|error| failure(error, "wal_hook"))?;
        Ok(Self {
            link,
            settings: settings.clone(),
            log_pages,
            restart_at: RESTART_PAGES,
            checkpoints: Some(start_checkpoints(path, settings)?),
            group: Vec::with_capacity(GROUP),
        })
    }

    /// Works until it is told to stop or everybody has left.
    pub(super) fn work(mut self, queue: &Receiver<Message>) {
        while let Ok(Message::Job(job)) = queue.recv() {
            let stop = self.write_group(job, queue);
            self.keep_log_small();
            if stop {
                break;
            }
        }
        self.finish();
    }

    /// Runs a job and those queued behind it, commits once, and answers; returns whether a stop was among them.
    fn write_group(&mut self, mut first: Box<dyn Job>, queue: &Receiver<Message>) -> bool {
        if let Err(error) = self.link.begin(Role::Writer) {
            first.fail(error);
            first.answer();
            return false;
        }
        let closes = Instant::now() + GROUP_TIME;
        let mut stop = false;
        let mut next = Some(first);
        while let Some(job) = next.take() {
            let entry = self.run_apart(job);
            self.group.push(entry);
            // Some failures, such as a full disk, undo everything: what ran before in this group runs again, alone.
            if self.link.connection.is_autocommit() || self.group.len() >= GROUP || Instant::now() >= closes {
                break;
            }
            match queue.try_recv() {
                Ok(Message::Job(job)) => next = Some(job),
                Ok(Message::Stop) => stop = true,
                Err(_) => {}
            }
        }
        self.end_group();
        stop
    }

    /// Runs a job under a savepoint, so that its failure is its own.
    fn run_apart(&mut self, mut job: Box<dyn Job>) -> Entry {
        if let Err(error) = self.link.control("SAVEPOINT job") {
            job.fail(error);
            return Entry { job, kept: false };
        }
        let kept = job.run(&mut Tx::sqlite(self.link.session()));
        let ended = if kept {
            self.link.control("RELEASE job")
        } else {
            self.link.control("ROLLBACK TO job").and_then(|()| self.link.control("RELEASE job"))
        };
        if ended.is_err() {
            self.link.roll_back();
        }
        Entry { job, kept }
    }

    /// Commits and answers everybody.
    fn end_group(&mut self) {
        let mut group = mem::take(&mut self.group);
        let committed =
            if self.link.connection.is_autocommit() { Err(None) } else { self.link.control("COMMIT").map_err(Some) };
        if committed.is_err() {
            self.link.roll_back();
        }
        for Entry { mut job, kept } in group.drain(..) {
            match &committed {
                Err(Some(error @ Error::Unavailable(_))) if kept => job.fail(error.clone()),
                Err(_) if kept => self.run_alone(&mut *job),
                _ => {}
            }
            job.answer();
        }
        self.group = group;
    }

    /// Runs a job whose group was lost, in a transaction of its own: what spoiled the group may not concern it.
    fn run_alone(&mut self, job: &mut dyn Job) {
        if let Err(error) = self.link.begin(Role::Writer) {
            return job.fail(error);
        }
        let kept = job.run(&mut Tx::sqlite(self.link.session()));
        if self.link.connection.is_autocommit() {
            if kept {
                job.fail(Error::unavailable(Said("the transaction was undone by the engine".to_owned())));
            }
        } else if !kept {
            self.link.roll_back();
        } else if let Err(error) = self.link.control("COMMIT") {
            self.link.roll_back();
            job.fail(error);
        }
    }

    /// Asks for a checkpoint when the log has grown, and starts it anew when that did not help.
    fn keep_log_small(&mut self) {
        let pages = self.log_pages.load(Ordering::Relaxed);
        if pages < CHECKPOINT_PAGES {
            self.restart_at = RESTART_PAGES;
            return;
        }
        if pages >= self.restart_at {
            let restarted = self
                .link
                .connection
                .busy_timeout(RESTART_WAIT)
                .and_then(|()| checkpoint(&self.link.connection, "RESTART"));
            let reset = self.link.connection.busy_timeout(self.settings.busy_timeout);
            if !matches!((restarted, reset), (Ok(true), Ok(()))) {
                tracing::warn!(
                    pages,
                    "the log of the database cannot be started anew yet: a long read or another checkpoint uses it"
                );
                self.restart_at = pages + CHECKPOINT_PAGES;
            }
        } else if let Some((asked, _)) = &self.checkpoints {
            let _ = asked.try_send(()); // full: one is on its way
        }
    }

    fn finish(mut self) {
        if let Some((asked, thread)) = self.checkpoints.take() {
            drop(asked);
            drop(thread.join());
        }
        let ended = self
            .link
            .connection
            .execute_batch("PRAGMA optimize")
            .and_then(|()| checkpoint(&self.link.connection, "TRUNCATE"));
        match ended {
            Ok(true) => tracing::debug!("the database is closed"),
            Ok(false) => tracing::debug!("the database is closed; its log is still in use"),
            Err(error) => tracing::warn!(%error, "the last checkpoint failed; the next start will do it"),
        }
    }
}

fn start_checkpoints(path: &Path, settings: &Settings) -> Result<(SyncSender<()>, JoinHandle<()>), Error> {
    let connection = connect(path, settings)?;
    let level = if settings.durable { "full" } else { "off" };
    connection.pragma_update(None, "synchronous", level).map_err(|error| failure(error, "PRAGMA synchronous"))?;
    let (asked, asks) = sync_channel(1);
    let work = move || {
        while asks.recv().is_ok() {
            if let Err(error) = checkpoint(&connection, "PASSIVE") {
                tracing::warn!(%error, "a checkpoint failed");
            }
        }
    };
    let thread = thread::Builder::new().name("db-checkpoint".to_owned()).spawn(work);
    Ok((asked, thread.map_err(Error::unavailable)?))
}

/// Moves the log into the file; returns whether nobody stood in the way.
fn checkpoint(connection: &Connection, mode: &str) -> rusqlite::Result<bool> {
    connection
        .query_one(&format!("PRAGMA wal_checkpoint({mode})"), [], |row| row.get::<_, i64>(0))
        .map(|busy| busy == 0)
}
