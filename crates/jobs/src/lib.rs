// SPDX-License-Identifier: EUPL-1.2
//! A queue in the database: work that leaves the process, or that has to be done later.
//!
//! **What it is for.** [`enqueue`] writes a job in the transaction of what causes it: so nothing is sent about what was rolled back, and nothing
//! that was committed goes unsent. A `Runner` claims jobs that are due, runs the [`Handler`] of their kind, and tries again with growing pauses what
//! did not succeed. What was tried for long enough is a dead letter, which is shown and can be tried again.

use std::{future::Future, pin::Pin};

use serde_json::Value as Json;
use uuid::Uuid;
use waarmaker_db::{Error, Tx};

/// A job as it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// Which handler does it: `webhook`.
    pub kind: &'static str,
    /// Jobs with the same kind and subject are done one after the other, in the order they were written (a werkopdracht).
    pub subject: Uuid,
    /// What the handler needs. No secrets.
    pub body: Json,
    /// When it may be done first, in milliseconds since 1970; 0 is at once.
    pub due: i64,
}

/// A job that was claimed.
#[derive(Clone, Debug, PartialEq)]
pub struct Claimed {
    /// Its number.
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
    /// It will never succeed; the text says why, without personal data.
    Dead(String),
}

/// Does the jobs of one kind. What it does must be harmless when it is done twice: a crash after it and before its row is written repeats it.
pub trait Handler: Send + Sync {
    /// The kind.
    fn kind(&self) -> &'static str;
    /// Does a job.
    fn run<'a>(&'a self, job: &'a Claimed) -> Pin<Box<dyn Future<Output = Outcome> + Send + 'a>>;
}

/// Writes a job, in the transaction of what causes it.
pub fn enqueue(tx: &mut Tx<'_>, job: &Job) -> Result<(), Error> {
    let sql = "INSERT INTO jobs (soort, onderwerp, body, wanneer) VALUES ($1, $2, $3, $4)";
    let body = job.body.to_string().into_bytes();
    tx.run(sql, &[job.kind.into(), job.subject.into(), body.into(), job.due.into()]).map(|_| ())
}
