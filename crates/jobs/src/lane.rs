// SPDX-License-Identifier: EUPL-1.2
//! The jobs of one kind, several at once.

use std::{
    panic::AssertUnwindSafe,
    sync::Arc,
    time::{Duration, Instant},
};

use futures_util::{FutureExt as _, StreamExt as _, stream::FuturesUnordered};
use tokio::{sync::watch, time};
use uuid::Uuid;
use waarmaker_core::Clock;
use waarmaker_db::{Db, Error, Weight};
use waarmaker_events::{
    Listener,
    delivery::backoff::{milliseconds, pause},
};

use crate::{
    Handler, Outcome, Settings,
    queue::{self, Held},
};

/// Least time between two looks at the queue: what is written meanwhile goes together.
const LINGER: Duration = Duration::from_millis(20);
/// How often the queue is looked at when no bell rings: another process may have written, a moment may have come.
const LOOK: Duration = Duration::from_secs(1);
/// Pause after the database failed.
const TROUBLE: Duration = Duration::from_secs(1);
/// How often what waits is measured.
const MEASURE: Duration = Duration::from_secs(30);
/// Longest reason that is kept.
const LONGEST: usize = 500;

/// Does the jobs of one kind. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Lane {
    pub(crate) db: Db,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) me: Uuid,
    pub(crate) settings: Settings,
    pub(crate) handler: Arc<dyn Handler>,
}

impl Lane {
    fn now(&self) -> i64 {
        self.clock.now().as_millisecond()
    }

    /// Takes as many jobs as may be under way besides those that are.
    async fn claim(&self, under_way: usize) -> Result<Vec<Held>, Error> {
        let room = u32::try_from(self.settings.concurrency.max(1).saturating_sub(under_way)).unwrap_or(u32::MAX);
        let (kind, me, now) = (self.handler.kind(), self.me, self.now());
        if room == 0 || !self.db.read(Weight::Point, move |tx| queue::is_due(tx, kind, now)).await? {
            return Ok(Vec::new());
        }
        let until = now.saturating_add(milliseconds(self.settings.timeout).saturating_mul(2));
        self.db.write(move |tx| queue::claim(tx, kind, me, now, until, room)).await
    }

    /// Does a job and writes what became of it.
    async fn carry_out(&self, held: Held) -> Result<(), Error> {
        let begin = Instant::now();
        let doing = AssertUnwindSafe(self.handler.run(&held.job)).catch_unwind();
        let outcome = match time::timeout(self.settings.timeout, doing).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_)) => Outcome::Retry("the program failed".to_owned()),
            Err(_) => Outcome::Retry("it took too long".to_owned()),
        };
        let kind = self.handler.kind();
        metrics::histogram!("jobs_duration_seconds", "kind" => kind).record(begin.elapsed().as_secs_f64());
        let (label, done) = match outcome {
            Outcome::Done => ("done", self.done(&held).await),
            Outcome::Retry(why) => ("retry", self.again(&held, &why, Duration::ZERO).await),
            Outcome::RetryAfter(why, wait) => ("retry", self.again(&held, &why, wait).await),
            Outcome::Repeat(wait) => ("done", self.repeat(&held, wait).await),
            Outcome::Dead(why) => ("dead", self.give_up(&held, &why).await),
        };
        metrics::counter!("jobs_total", "kind" => kind, "outcome" => label).increment(1);
        done
    }

    async fn done(&self, held: &Held) -> Result<(), Error> {
        let (id, me) = (held.job.id, self.me);
        tracing::debug!(kind = self.handler.kind(), job = id, subject = %held.job.subject, "a job is done");
        self.db.write(move |tx| queue::done(tx, id, me)).await
    }

    /// Plans a job anew.
    async fn repeat(&self, held: &Held, wait: Duration) -> Result<(), Error> {
        let (id, me, due) = (held.job.id, self.me, self.now().saturating_add(milliseconds(wait)));
        self.db.write(move |tx| queue::repeat(tx, id, me, due)).await
    }

    /// Has a job tried again, unless it was tried for long enough.
    async fn again(&self, held: &Held, why: &str, wait: Duration) -> Result<(), Error> {
        let (settings, now) = (&self.settings, self.now());
        if now.saturating_sub(held.first) >= milliseconds(settings.give_up) {
            return self.give_up(held, why).await;
        }
        let failures = i64::from(held.job.attempts) + 1;
        let pause = pause(settings.retry_first, settings.retry_cap, failures, held.job.subject, held.job.id);
        let due = now.saturating_add(pause.max(milliseconds(wait)));
        let (id, me, why) = (held.job.id, self.me, short(why));
        let (kind, attempts) = (self.handler.kind(), failures);
        tracing::info!(kind, job = id, subject = %held.job.subject, attempts, reason = why, "a job is tried again later");
        self.db.write(move |tx| queue::again(tx, id, me, due, &why)).await
    }

    async fn give_up(&self, held: &Held, why: &str) -> Result<(), Error> {
        let (id, me, now, why) = (held.job.id, self.me, self.now(), short(why));
        let kind = self.handler.kind();
        tracing::warn!(kind, job = id, subject = %held.job.subject, reason = why, "a job was given up: waarmaker jobs failed");
        let telling = AssertUnwindSafe(self.handler.given_up(&held.job, &why)).catch_unwind();
        if !matches!(time::timeout(self.settings.timeout, telling).await, Ok(Ok(()))) {
            tracing::error!(kind, job = id, "that a job was given up could not be told");
        }
        self.db.write(move |tx| queue::give_up(tx, id, me, now, &why)).await
    }

    /// Does everything that can be done now; says whether there was anything.
    pub(crate) async fn drain(&self) -> Result<bool, Error> {
        let (mut under_way, mut any) = (FuturesUnordered::new(), false);
        loop {
            for held in self.claim(under_way.len()).await? {
                any = true;
                under_way.push(self.carry_out(held));
            }
            match under_way.next().await {
                Some(done) => done?,
                None => return Ok(any),
            }
        }
    }

    /// When a job may be tried next.
    pub(crate) async fn next(&self) -> Result<Option<i64>, Error> {
        let (kind, now) = (self.handler.kind(), self.now());
        self.db.read(Weight::Point, move |tx| queue::next(tx, kind, now)).await
    }

    /// Does jobs until it is told to stop; finishes those that are under way then.
    pub(crate) async fn work(self, mut bell: Listener, mut stopped: watch::Receiver<bool>) {
        let mut under_way = FuturesUnordered::new();
        let mut measured: Option<Instant> = None;
        while !*stopped.borrow() {
            if measured.is_none_or(|measured| measured.elapsed() >= MEASURE) {
                measured = Some(Instant::now());
                self.measure().await;
            }
            let claimed = match self.claim(under_way.len()).await {
                Ok(claimed) => claimed,
                Err(Error::ClosedDown) => break,
                Err(error) => {
                    tracing::warn!(%error, kind = self.handler.kind(), "jobs cannot be taken from the queue now");
                    time::sleep(TROUBLE).await;
                    continue;
                }
            };
            for held in claimed {
                under_way.push(self.carry_out(held));
            }
            let sleep = async {
                time::sleep(LINGER).await;
                let _ = time::timeout(LOOK, bell.wait()).await;
            };
            tokio::select! {
                Some(done) = under_way.next() => report(done),
                () = sleep => {}
                _ = stopped.changed() => {}
            }
        }
        while let Some(done) = under_way.next().await {
            report(done);
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "a gauge")]
    async fn measure(&self) {
        let (kind, now) = (self.handler.kind(), self.now());
        if let Ok((waiting, oldest, dead)) = self.db.read(Weight::Scan, move |tx| queue::waiting(tx, kind, now)).await {
            metrics::gauge!("jobs_waiting", "kind" => kind).set(waiting as f64);
            let age = oldest.map_or(0.0, |oldest| (now - oldest) as f64 / 1e3);
            metrics::gauge!("jobs_oldest_seconds", "kind" => kind).set(age);
            metrics::gauge!("jobs_dead", "kind" => kind).set(dead as f64);
        }
    }
}

/// What cannot be written now is done again at the end of its lease.
fn report(done: Result<(), Error>) {
    match done {
        Ok(()) | Err(Error::ClosedDown) => {}
        Err(error) => tracing::warn!(%error, "what became of a job could not be written: it is done again"),
    }
}

/// A reason that is not too long to keep, without control characters.
fn short(why: &str) -> String {
    why.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).take(LONGEST).collect()
}
