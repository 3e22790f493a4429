// SPDX-License-Identifier: EUPL-1.2
//! The delivery to one subscriber, a pass at a time.
//!
//! A pass reads the row of the subscriber and what waits for it, takes a batch after its cursor, sends, and writes what became of it in one
//! transaction. Nothing but that row is remembered between passes, so a pass that is cut off anywhere is simply done again.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
    time::{Duration, Instant},
};

use futures_util::{StreamExt as _, stream};
use uuid::Uuid;
use waarmaker_db::{Error, Weight};

use super::{
    Shared,
    abonnee::{self, Abonnee},
    backoff::{milliseconds, pause},
    chain::{Chain, Link, Plan, Run, queues},
    feed::Numbered,
    parked::{self, Again, MOST, New, Outcome, Parked},
    sink::{Failure, Sink},
    target::Callback,
};

/// Most messages of one pass.
const BATCH: usize = 256;
/// Fewest messages of one pass, for a subscriber that is slow.
const SMALL: usize = 8;
/// How long a pass should take at most: what was sent in it is sent again after a crash.
const PASS: Duration = Duration::from_secs(2);
/// How far a cursor may lag behind messages that its subscriber does not want, before that is written.
const LAG: i64 = 1000;

/// What follows a pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// Another pass.
    More,
    /// Nothing to do until a new message, or until this moment.
    Idle(Option<i64>),
    /// The subscriber is gone.
    Gone,
    /// Another process does the work.
    Lost,
}

/// Delivers to one subscriber.
pub(crate) struct Worker {
    shared: Arc<Shared>,
    uuid: Uuid,
    /// Everything up to this was judged; a cursor in the database may lag behind it.
    seen: i64,
    batch: usize,
    /// How many messages the last pass sent.
    pub(crate) sent: usize,
    target: Option<(Abonnee, Arc<dyn Sink>)>,
}

impl Worker {
    pub(crate) fn new(shared: Arc<Shared>, uuid: Uuid) -> Self {
        Self { shared, uuid, seen: 0, batch: 32, sent: 0, target: None }
    }

    /// How long it is until a moment; at least a little.
    pub(crate) fn until(&self, due: Option<i64>) -> Duration {
        let wait = due.map_or(i64::MAX, |due| due.saturating_sub(self.shared.now()).max(1));
        Duration::from_millis(wait.unsigned_abs())
    }

    /// Does one pass.
    pub(crate) async fn pass(&mut self) -> Result<Next, Error> {
        let (uuid, now) = (self.uuid, self.shared.now());
        self.sent = 0;
        let read = self
            .shared
            .db
            .read(Weight::Point, move |tx| Ok::<_, Error>((abonnee::load(tx, uuid)?, parked::load(tx, uuid)?)));
        let (Some(abonnee), parked) = read.await? else { return Ok(Next::Gone) };
        self.seen = self.seen.max(abonnee.stand);
        let Some(sink) = self.sink(&abonnee) else { return Ok(Next::Idle(None)) };
        let next = if abonnee.proef == 0 {
            self.deliver(&abonnee, &parked, &*sink, now).await?
        } else if abonnee.proef <= now {
            self.probe(&abonnee, &parked, &*sink, now).await?
        } else if self.expire(&abonnee, &parked, &*sink, now).await? {
            Next::More
        } else {
            Next::Idle(Some(abonnee.proef))
        };
        self.measure(&parked, now);
        Ok(next)
    }

    /// Where the messages go; made anew when the subscriber changed. `None` for a sink that this process does not have.
    fn sink(&mut self, abonnee: &Abonnee) -> Option<Arc<dyn Sink>> {
        let same = |known: &Abonnee| {
            (&known.callback, &known.auth, &known.kanalen) == (&abonnee.callback, &abonnee.auth, &abonnee.kanalen)
        };
        if let Some((_, sink)) = self.target.as_ref().filter(|(known, _)| same(known)) {
            return Some(Arc::clone(sink));
        }
        let sink: Arc<dyn Sink> = if abonnee.naam.is_empty() {
            let Shared { origin, outgoing, clock, .. } = &*self.shared;
            Arc::new(Callback::new(abonnee, origin, outgoing, clock))
        } else {
            Arc::clone(self.shared.sinks.iter().find(|sink| sink.name() == abonnee.naam)?)
        };
        self.target = Some((abonnee.clone(), Arc::clone(&sink)));
        Some(sink)
    }

    /// A pass for a subscriber that answers: what waits and is due, then what is new.
    async fn deliver(
        &mut self,
        abonnee: &Abonnee,
        parked: &[Parked],
        sink: &dyn Sink,
        now: i64,
    ) -> Result<Next, Error> {
        let begin = Instant::now();
        let queues = queues(parked);
        let due: Vec<bool> = queues.iter().map(|queue| queue.first().is_some_and(|one| one.volgende <= now)).collect();
        let numbers = queues.iter().zip(&due).filter(|(_, due)| **due).flat_map(|(queue, _)| queue);
        let numbers: Vec<i64> = numbers.map(|parked| parked.volgnr).take(self.batch).collect();
        let bodies = if numbers.is_empty() { Vec::new() } else { self.shared.feed.these(numbers).await? };
        let bodies: HashMap<i64, Arc<Numbered>> = bodies.into_iter().map(|message| (message.volgnr, message)).collect();
        let mut plan = Plan::new(&queues, &due, &bodies);
        let fresh = if parked.len() < MOST { self.shared.feed.after(self.seen, self.batch).await? } else { Vec::new() };
        let last = fresh.last().map_or(self.seen, |message| message.volgnr);
        let full = fresh.len() >= self.batch;
        for message in fresh {
            if message.bericht.as_ref().is_some_and(|bericht| sink.wants(bericht)) {
                plan.add(message);
            }
        }
        if plan.chains.is_empty() && plan.held.is_empty() {
            return self.nothing(abonnee, &queues, last).await;
        }
        let run = Run {
            sink,
            failures: AtomicI64::new(abonnee.fouten),
            silent: AtomicBool::new(false),
            asked: AtomicI64::new(0),
            stopping: &self.shared.stopping,
        };
        let Plan { chains, held, .. } = plan;
        let chains: Vec<Chain> = stream::iter(chains)
            .map(|chain| run.send(chain))
            .buffer_unordered(self.shared.settings.concurrency.max(1))
            .collect()
            .await;
        self.sent = chains.iter().map(|chain| chain.arrived).sum();
        if self.sent == 0 && self.shared.stopping.load(Ordering::Relaxed) {
            return Ok(Next::Idle(None));
        }
        let outcome = self.outcome(abonnee, &run, chains, &held, last);
        self.adapt(begin.elapsed(), full);
        self.commit(outcome, last).await
    }

    /// A pass without anything to send. The cursor is written now and then only: reading what nobody here wants once more costs little.
    async fn nothing(&mut self, abonnee: &Abonnee, queues: &[Vec<&Parked>], last: i64) -> Result<Next, Error> {
        let moved = last > self.seen;
        self.seen = last;
        if last - abonnee.stand >= LAG {
            let outcome = Outcome { stand: (abonnee.stand, last), fouten: abonnee.fouten, ..Outcome::default() };
            return self.commit(outcome, last).await;
        }
        let due = queues.iter().filter_map(|queue| queue.first()).map(|parked| parked.volgende).min();
        Ok(if moved { Next::More } else { Next::Idle(due) })
    }

    /// What a pass came to, as it is written.
    fn outcome(
        &self,
        abonnee: &Abonnee,
        run: &Run<'_>,
        chains: Vec<Chain>,
        held: &[Arc<Numbered>],
        last: i64,
    ) -> Outcome {
        let now = self.shared.now();
        let mut outcome = Outcome {
            stand: (abonnee.stand, last),
            fouten: run.failures.load(Ordering::Relaxed),
            ..Outcome::default()
        };
        for Chain { links, arrived, failure } in chains {
            for (i, Link { message, parked }) in links.into_iter().enumerate() {
                let failed = if i == arrived { failure.as_ref() } else { None };
                match (parked, failed) {
                    (Some(parked), _) if i < arrived => outcome.delivered.push(parked.id),
                    (None, _) if i < arrived => {}
                    (Some(parked), Some(failure)) => outcome.again.push(self.again(&parked, failure, now)),
                    (Some(_), None) => {}
                    (None, failed) => outcome.new.push(self.waiting(&message, failed, now)),
                }
            }
        }
        outcome.new.extend(held.iter().map(|message| self.waiting(message, None, now)));
        outcome.new.sort_unstable_by_key(|new| new.volgnr);
        if run.silent.load(Ordering::Relaxed) {
            outcome.stil_sinds = now;
            outcome.fouten = outcome.fouten.max(1);
            outcome.proef = now + run.asked.load(Ordering::Relaxed).max(self.pause(outcome.fouten, 0));
        }
        outcome
    }

    fn pause(&self, failures: i64, volgnr: i64) -> i64 {
        let settings = &self.shared.settings;
        pause(settings.retry_first, settings.retry_cap, failures, self.uuid, volgnr)
    }

    /// A waiting message that failed once more.
    fn again(&self, parked: &Parked, failure: &Failure, now: i64) -> Again {
        let given_up = now - parked.eerste >= milliseconds(self.shared.settings.give_up);
        let volgende = now + self.pause(parked.pogingen + 1, parked.volgnr);
        Again { id: parked.id, volgende, given_up, fout: failure.reason.clone() }
    }

    /// A new message that failed, or that waits behind one that did.
    fn waiting(&self, message: &Numbered, failure: Option<&Failure>, now: i64) -> New {
        let (pogingen, volgende) = failure.map_or((0, 0), |_| (1, now + self.pause(1, message.volgnr)));
        let fout = failure.map(|failure| failure.reason.clone()).unwrap_or_default();
        let Numbered { volgnr, hoofdobject, .. } = *message;
        New { volgnr, hoofdobject, pogingen, volgende, given_up: false, fout }
    }

    /// Sends one message to a subscriber that was silent. When it arrives everything goes on.
    async fn probe(&mut self, abonnee: &Abonnee, parked: &[Parked], sink: &dyn Sink, now: i64) -> Result<Next, Error> {
        let firsts = queues(parked).into_iter().filter_map(|queue| queue.first().copied());
        let chosen = firsts.min_by_key(|parked| (parked.pogingen, parked.volgnr)).cloned();
        let message = if let Some(parked) = &chosen {
            self.shared.feed.these(vec![parked.volgnr]).await?.pop()
        } else {
            let fresh = self.shared.feed.after(self.seen, BATCH).await?;
            let wanted = |message: &&Arc<Numbered>| message.bericht.as_ref().is_some_and(|bericht| sink.wants(bericht));
            let found = fresh.iter().find(wanted).cloned();
            if found.is_none() {
                self.seen = fresh.last().map_or(self.seen, |message| message.volgnr);
                return Ok(if fresh.is_empty() { Next::Idle(None) } else { Next::More });
            }
            found
        };
        let Some(message) = message else { return Ok(Next::Idle(None)) };
        let last = if chosen.is_some() { abonnee.stand } else { message.volgnr };
        let mut outcome = Outcome { stand: (abonnee.stand, last), ..Outcome::default() };
        let sent = match &message.bericht {
            Some(bericht) => sink.send(bericht).await,
            None => Ok(()),
        };
        match sent {
            Ok(()) => {
                self.sent = 1;
                outcome.delivered.extend(chosen.map(|parked| parked.id));
                outcome.revived = true;
            }
            Err(failure) => {
                let now = self.shared.now().max(now);
                outcome.fouten = abonnee.fouten + 1;
                outcome.stil_sinds = if abonnee.stil_sinds > 0 { abonnee.stil_sinds } else { now };
                let asked = failure.retry_after.map_or(0, milliseconds);
                outcome.proef = now + asked.max(self.pause(outcome.fouten, 0));
                match chosen {
                    Some(parked) => outcome.again.push(self.again(&parked, &failure, now)),
                    None => outcome.new.push(self.waiting(&message, Some(&failure), now)),
                }
            }
        }
        self.commit(outcome, last).await
    }

    /// Gives up what is too old for a subscriber that has been silent for too long; says whether there was any.
    async fn expire(&mut self, abonnee: &Abonnee, parked: &[Parked], sink: &dyn Sink, now: i64) -> Result<bool, Error> {
        let before = now - milliseconds(self.shared.settings.give_up);
        if abonnee.stil_sinds > before {
            return Ok(false);
        }
        let fresh = self.shared.feed.after(abonnee.stand, BATCH).await?;
        let old: Vec<_> = fresh.into_iter().take_while(|message| message.aangemaakt <= before).collect();
        if old.is_empty() && !parked.iter().any(|parked| parked.eerste <= before) {
            return Ok(false);
        }
        let last = old.last().map_or(abonnee.stand, |message| message.volgnr);
        let wanted = old.iter().filter(|message| message.bericht.as_ref().is_some_and(|bericht| sink.wants(bericht)));
        let letter = |message: &Arc<Numbered>| New {
            given_up: true,
            fout: "the subscriber did not answer".to_owned(),
            ..self.waiting(message, None, now)
        };
        let outcome = Outcome {
            stand: (abonnee.stand, last),
            fouten: abonnee.fouten,
            stil_sinds: abonnee.stil_sinds,
            proef: abonnee.proef,
            new: wanted.map(letter).collect(),
            expired: Some(before),
            ..Outcome::default()
        };
        Ok(self.commit(outcome, last).await? == Next::More)
    }

    /// Writes what a pass came to.
    async fn commit(&mut self, outcome: Outcome, last: i64) -> Result<Next, Error> {
        let (uuid, me, now) = (self.uuid, self.shared.me, self.shared.now());
        self.count(&outcome);
        let done = self.shared.db.write(move |tx| parked::commit(tx, me, uuid, now, &outcome)).await?;
        if !done {
            return Ok(Next::Lost);
        }
        self.seen = self.seen.max(last);
        Ok(Next::More)
    }

    /// Larger batches for who is quick, smaller ones for who is slow.
    fn adapt(&mut self, took: Duration, full: bool) {
        if took > PASS {
            self.batch = (self.batch / 2).max(SMALL);
        } else if full && took < PASS / 2 {
            self.batch = (self.batch * 2).min(BATCH);
        }
    }

    fn count(&self, outcome: &Outcome) {
        let failed = outcome.again.len() + outcome.new.iter().filter(|new| new.pogingen > 0).count();
        let dead = outcome.again.iter().filter(|again| again.given_up).count()
            + outcome.new.iter().filter(|new| new.given_up).count();
        let abonnee = || self.uuid.to_string();
        for (name, number) in [
            ("notificaties_delivered_total", self.sent),
            ("notificaties_failed_total", failed),
            ("notificaties_given_up_total", dead),
        ] {
            if number > 0 {
                metrics::counter!(name, "abonnee" => abonnee()).increment(number as u64);
            }
        }
        if failed > 0 {
            let reason = outcome.again.first().map(|again| &again.fout);
            let reason = reason.or(outcome.new.iter().find(|new| new.pogingen > 0).map(|new| &new.fout));
            let silent = outcome.proef > 0;
            tracing::warn!(abonnee = %self.uuid, failed, silent, reason, "notifications were not delivered");
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "a gauge")]
    fn measure(&self, parked: &[Parked], now: i64) {
        let latest = *self.shared.feed.latest.borrow();
        let waiting = parked.len() as f64 + (latest - self.seen).max(0) as f64;
        let oldest = parked.iter().map(|parked| parked.eerste).min();
        let age = oldest.map_or(0.0, |oldest| (now - oldest) as f64 / 1e3);
        let abonnee = self.uuid.to_string();
        metrics::gauge!("notificaties_waiting", "abonnee" => abonnee.clone()).set(waiting);
        metrics::gauge!("notificaties_oldest_seconds", "abonnee" => abonnee).set(age);
    }
}
