// SPDX-License-Identifier: EUPL-1.2
//! A queue in the database: work that leaves the process, or that has to be done later.
//!
//! **What it is for.** [`enqueue`] writes a job in the transaction of what causes it: so nothing is sent about what was rolled back, and nothing
//! that was committed goes unsent. A [`Runner`] claims jobs that are due, runs the [`Handler`] of their kind, and tries again with growing pauses what
//! did not succeed. What was tried for long enough is a dead letter: [`letters()`] shows it, [`retry`] has it tried again.
//!
//! **What it promises.** *At least once*: a process that dies with a job in its hands holds it until the end of its lease, then another (or the
//! same after its restart) does it once more. *In order*: of jobs of one kind about one subject there is never more than one under way, and one that
//! is tried again holds back those behind it; one for a later moment does not. *Side by side*: kinds do not wait for each other, and of each
//! kind [`Settings::concurrency`] jobs are under way at once. Several processes on one database share the work.
//!
//! **What it is not.** It is no scheduler of everything periodic: that is a function `tick` of its crate. It is not the delivery of notifications
//! either, whose many readers each have a place of their own in one stream (`waarmaker_events::delivery`). A job holds uuids, no personal data
//! and no secrets: the handler reads what it needs when it runs, as it is then.
//!
//! **How to add one more.** Implement [`Handler`] in the crate that knows what is to be done, hand it to [`Runner::new`] and write jobs of its kind.
//!
//! ```no_run
//! # use std::{future::Future, pin::Pin, sync::Arc};
//! # use waarmaker_core::{Ids as _, RandomIds, SystemClock};
//! # use waarmaker_events::Bell;
//! use waarmaker_jobs::{Claimed, Handler, Outcome, Runner, Settings};
//!
//! struct Ping;
//!
//! impl Handler for Ping {
//!     fn kind(&self) -> &'static str {
//!         "ping"
//!     }
//!     fn run<'a>(&'a self, _job: &'a Claimed) -> Pin<Box<dyn Future<Output = Outcome> + Send + 'a>> {
//!         Box::pin(async { Outcome::Done })
//!     }
//! }
//!
//! # async fn serve(db: waarmaker_db::Db, bell: Bell) {
//! let me = RandomIds.uuid();
//! let runner = Runner::new(db, Arc::new(SystemClock), me, Settings::default(), vec![Arc::new(Ping)]);
//! let running = runner.start(&bell);
//! running.stop().await;
//! # }
//! ```

mod lane;
mod letters;
mod queue;
mod runner;

use std::{future::Future, pin::Pin, time::Duration};

use serde_json::Value as Json;
use uuid::Uuid;
use waarmaker_db::{Error, Tx};

pub use crate::{
    letters::{Letter, Selection, letters, retry},
    runner::{Runner, Running},
};

/// A job as it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// Which handler does it: `webhook`.
    pub kind: &'static str,
    /// Jobs with the same kind and subject are done one after the other, in the order they were written (a werkopdracht).
    pub subject: Uuid,
    /// What the handler needs. No secrets, no personal data.
    pub body: Json,
    /// When it may be done first, in milliseconds since 1970; 0 is at once.
    pub due: i64,
}

/// A job that was claimed.
#[derive(Clone, Debug, PartialEq)]
pub struct Claimed {
    /// Its number; never given to another job.
    pub id: i64,
    /// See [`Job::subject`].
    pub subject: Uuid,
    /// See [`Job::body`].
    pub body: Json,
    /// How often it was tried before.
    pub attempts: u32,
}

/// How an attempt ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Done.
    Done,
    /// It may succeed later; the text says why not now, without personal data.
    Retry(String),
    /// As [`Retry`](Self::Retry), and not before so much time has passed, because the other side asked for that.
    RetryAfter(String, Duration),
    /// It went well and is to be done again after so much time: looking whether something has changed.
    Repeat(Duration),
    /// It will never succeed; the text says why, without personal data.
    Dead(String),
}

/// Does the jobs of one kind. What it does must be harmless when it is done twice: a crash after it and before its row is written repeats it.
pub trait Handler: Send + Sync {
    /// The kind.
    fn kind(&self) -> &'static str;

    /// Does a job.
    fn run<'a>(&'a self, job: &'a Claimed) -> Pin<Box<dyn Future<Output = Outcome> + Send + 'a>>;

    /// Tells what depends on a job that it was given up, before that is written; nothing unless a handler says otherwise.
    fn given_up<'a>(&'a self, _job: &'a Claimed, _reason: &'a str) -> Pin<Box<dyn Future<Output = ()> + Send + 'a>> {
        Box::pin(std::future::ready(()))
    }
}

/// How jobs are done.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Jobs of one kind that are under way at once.
    pub concurrency: usize,
    /// How long one attempt may take; a process that dies during one is succeeded after twice this time.
    pub timeout: Duration,
    /// The pause after a first failure; each next one is twice as long, less up to half by chance.
    pub retry_first: Duration,
    /// The longest pause.
    pub retry_cap: Duration,
    /// How long a job is tried.
    pub give_up: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            concurrency: 8,
            timeout: Duration::from_mins(1),
            retry_first: Duration::from_secs(5),
            retry_cap: Duration::from_hours(1),
            give_up: Duration::from_hours(72),
        }
    }
}

/// Writes a job, in the transaction of what causes it.
pub fn enqueue(tx: &mut Tx<'_>, job: &Job) -> Result<(), Error> {
    let sql = "INSERT INTO jobs (soort, onderwerp, gepland, wanneer, body) VALUES ($1, $2, $3, $4, $5)";
    let body = job.body.to_string().into_bytes();
    let due = job.due;
    tx.run(sql, &[job.kind.into(), job.subject.into(), due.into(), due.into(), body.into()]).map(|_| ())
}
