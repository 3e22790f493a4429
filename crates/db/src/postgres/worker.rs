// SPDX-License-Identifier: EUPL-1.2
//! A thread with a connection.

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use ::postgres::{Client, Config, IsolationLevel};

use super::connect;
use super::failure::{Again, again, failure, is_lost};
use super::queue::{Access, Queue};
use super::session::{Session, Statements};
use crate::error::Said;
use crate::job::Job;
use crate::{Error, Tx};

/// How often a transaction is tried; with the pauses below, 12 tries take about a second.
const TRIES: u32 = 12;
/// The pause before the second try, doubled for every further one, and at most.
const FIRST_PAUSE_MICROS: u64 = 500;
const LONGEST_PAUSE_MICROS: u64 = 200_000;

/// A connection, or the place of one.
pub(super) struct Worker {
    config: Config,
    queue: Arc<Queue>,
    link: Option<Link>,
}

struct Link {
    client: Client,
    statements: Statements,
}

/// How one try went.
enum Outcome {
    /// The job has its result.
    Done,
    /// Nothing was committed; the job may be run again, and if it cannot be, this is why.
    Again(Again, Error),
}

impl Worker {
    pub(super) const fn new(config: Config, queue: Arc<Queue>) -> Self {
        Self { config, queue, link: None }
    }

    /// Works until the queue is closed and empty.
    pub(super) fn work(mut self) {
        while let Some((access, mut job)) = self.queue.pop() {
            self.do_job(access, &mut *job);
            self.queue.done(access);
            job.answer();
        }
    }

    /// Tries a job until it has its result.
    fn do_job(&mut self, access: Access, job: &mut dyn Job) {
        for attempt in 1..=TRIES {
            match self.attempt(access, job) {
                Outcome::Done => return,
                Outcome::Again(why, error) => {
                    if why == Again::Lost {
                        self.link = None;
                    }
                    if attempt == TRIES || !job.can_run() {
                        return job.fail(error);
                    }
                    pause(attempt);
                }
            }
        }
    }

    fn attempt(&mut self, access: Access, job: &mut dyn Job) -> Outcome {
        let link = match self.link.take() {
            Some(link) if !link.client.is_closed() => link,
            _ => match connect(&self.config) {
                Ok(client) => Link { client, statements: Statements::default() },
                Err(error) => {
                    job.fail(error);
                    return Outcome::Done;
                }
            },
        };
        let link = self.link.insert(link);
        let mut builder = link.client.build_transaction();
        if access != Access::Write {
            builder = builder.isolation_level(IsolationLevel::RepeatableRead).read_only(true);
        }
        match builder.start() {
            Ok(transaction) => transact(job, Session::new(transaction, &mut link.statements)),
            Err(error) => Outcome::Again(again(&error).unwrap_or(Again::Lost), failure(error, "BEGIN")),
        }
    }
}

/// Runs a job in a transaction that has begun, and ends it.
fn transact(job: &mut dyn Job, session: Session<'_>) -> Outcome {
    let mut tx = Tx::postgres(session);
    let kept = job.run(&mut tx);
    let Some(session) = tx.into_postgres() else { return Outcome::Done };
    let (ended, verdict) = session.end(kept);
    match (verdict, ended) {
        (Some(Again::Conflict), _) => Outcome::Again(Again::Conflict, Error::Busy),
        (Some(Again::Lost), ended) => {
            let gone = Error::unavailable(Said("the connection was lost".to_owned()));
            Outcome::Again(Again::Lost, ended.err().map_or(gone, |error| failure(error, "ROLLBACK")))
        }
        (None, Err(error)) if kept => commit_failed(job, error),
        (None, _) => Outcome::Done,
    }
}

/// A commit that lost against another transaction can be tried again; of one whose answer was lost nobody knows.
fn commit_failed(job: &mut dyn Job, error: ::postgres::Error) -> Outcome {
    if !is_lost(&error) && again(&error) == Some(Again::Conflict) {
        return Outcome::Again(Again::Conflict, Error::Busy);
    }
    job.fail(failure(error, "COMMIT"));
    Outcome::Done
}

/// Sleeps, on a thread of our own, about twice as long as before; by chance, so that rivals do not meet again.
fn pause(attempt: u32) {
    let longest = FIRST_PAUSE_MICROS.saturating_mul(1 << attempt.min(20)).min(LONGEST_PAUSE_MICROS);
    let chance = RandomState::new().hash_one(attempt);
    thread::sleep(Duration::from_micros(longest / 2 + chance % (longest / 2 + 1)));
}
