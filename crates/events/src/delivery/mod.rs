// SPDX-License-Identifier: EUPL-1.2
//! From the outbox to subscribers: at least once, in order per main object, and nobody waits for another.
//!
//! A *sequencer* gives the rows of the outbox their number. Every subscriber has a *cursor* on these numbers and a *worker* that reads a batch after
//! it, sends, and writes the cursor once. What fails is parked with everything behind it about the same main object, and tried again with growing
//! pauses; the rest goes on. A subscriber that fails time after time is *silent*: its cursor stays where it is, and one message at a time finds
//! out whether it is back. What was tried for a day is a *dead letter*: [`failed()`] shows it, [`resend`] sends it again.
//!
//! Of several processes on one database one has the work (a lease). A crash at any moment loses nothing: what was sent and not written is sent once
//! more, from the first message on, so that the first arrivals of each main object are in order.
//!
//! To add a kind of receiver, implement [`Sink`] and hand it to [`Deliverer::new`]: everything above holds for it too.
//!
//! ```no_run
//! # use std::sync::Arc;
//! # use waarmaker_core::{SystemClock, RandomIds, Ids as _};
//! # use waarmaker_events::{Bell, delivery::{Deliverer, Settings}};
//! # async fn deliver(db: waarmaker_db::Db, bell: Bell) -> Result<(), Box<dyn std::error::Error>> {
//! let me = RandomIds.uuid();
//! let deliverer = Deliverer::new(db, Arc::new(SystemClock), me, "https://zgw.example", Settings::default(), Vec::new())?;
//! let running = deliverer.start(bell)?;
//! running.stop().await;
//! # Ok(())
//! # }
//! ```

mod abonnee;
pub mod backoff;
mod chain;
mod failed;
mod feed;
mod http;
mod lease;
mod parked;
mod round;
mod sequencer;
mod sink;
mod target;
mod worker;

use std::{
    fmt,
    sync::{Arc, atomic::AtomicBool},
    time::Duration,
};

use futures_util::future::try_join_all;
use thiserror::Error;
use uuid::Uuid;
use waarmaker_core::Clock;
use waarmaker_db::{Db, Error, Weight};

pub use self::{
    abonnee::{Subscription, Wanted, derived, put, remove},
    failed::{Failed, Selection, failed, resend},
    http::{Answered, Destination, Outgoing, Reach, Refused, secret_header},
    round::Running,
    sink::{Failure, Outcome, Sending, Sink},
    target::EventSink,
};
use self::{
    feed::Feed,
    sequencer::Step,
    worker::{Next, Worker},
};

/// How messages are delivered.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where they may go, and how long a request may take.
    pub reach: Reach,
    /// Main objects about which one subscriber gets messages at the same time.
    pub concurrency: usize,
    /// The pause after a first failure; each next one is twice as long.
    pub retry_first: Duration,
    /// The longest pause.
    pub retry_cap: Duration,
    /// How long a message is tried.
    pub give_up: Duration,
    /// How long messages that everybody has, and dead letters, are kept.
    pub retention: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            reach: Reach::default(),
            concurrency: 8,
            retry_first: Duration::from_secs(1),
            retry_cap: Duration::from_hours(1),
            give_up: Duration::from_hours(24),
            retention: Duration::from_hours(24 * 30),
        }
    }
}

/// Why there is no delivery.
#[derive(Debug, Error)]
pub enum StartError {
    /// TLS cannot be set up.
    #[error("setting up connections to subscribers")]
    Connections(#[source] reqwest::Error),
    /// The rows of the sinks cannot be written.
    #[error("preparing the delivery in the database")]
    Database(#[from] Error),
    /// There is no thread for it.
    #[error("starting the thread that delivers")]
    Thread(#[source] std::io::Error),
}

/// What sequencer and workers share.
pub(crate) struct Shared {
    db: Db,
    clock: Arc<dyn Clock>,
    me: Uuid,
    origin: Arc<str>,
    settings: Settings,
    sinks: Vec<Arc<dyn Sink>>,
    outgoing: Outgoing,
    feed: Feed,
    stopping: AtomicBool,
}

impl Shared {
    /// The moment in milliseconds since 1970.
    fn now(&self) -> i64 {
        self.clock.now().as_millisecond()
    }

    /// Takes or keeps the work.
    async fn lead(&self, anew: bool) -> Result<bool, Error> {
        let (me, now) = (self.me, self.now());
        let sinks: Vec<String> = self.sinks.iter().map(|sink| sink.name().to_owned()).collect();
        let take = move |tx: &mut waarmaker_db::Tx<'_>| {
            let ours = lease::take(tx, me, now, anew)?;
            if ours && anew {
                abonnee::keep_sinks(tx, &sinks)?;
            }
            Ok::<_, Error>(ours)
        };
        self.db.write(take).await
    }

    /// Gives numbers to all that is in the outbox; `false` when the work is not ours any more.
    async fn sequence(&self) -> Result<bool, Error> {
        while self.db.read(Weight::Point, sequencer::is_waiting).await? {
            let (me, now) = (self.me, self.now());
            match self.db.write(move |tx| sequencer::step(tx, me, now)).await? {
                Step::Deposed => return Ok(false),
                Step::Done(last, more) => {
                    self.feed.latest.send_if_modified(|latest| std::mem::replace(latest, last) != last);
                    if !more {
                        break;
                    }
                }
            }
        }
        Ok(true)
    }

    /// Forgets what everybody has had for long enough.
    async fn forget(&self) -> Result<(), Error> {
        let (me, before) = (self.me, self.now() - backoff::milliseconds(self.settings.retention));
        while self.db.write(move |tx| sequencer::forget(tx, me, before)).await? {}
        Ok(())
    }

    async fn subscribers(&self) -> Result<Vec<Uuid>, Error> {
        self.db.read(Weight::Point, abonnee::all).await
    }
}

/// Delivers messages: in the background after [`start`](Self::start), or step by step in a test.
pub struct Deliverer {
    shared: Arc<Shared>,
    led: bool,
}

impl fmt::Debug for Deliverer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Deliverer").field("me", &self.shared.me).finish_non_exhaustive()
    }
}

impl Deliverer {
    /// A deliverer for this database. `me` names this process among those on the database; `origin` stands in the URLs of messages: the first
    /// of the base URLs.
    pub fn new(
        db: Db,
        clock: Arc<dyn Clock>,
        me: Uuid,
        origin: &str,
        settings: Settings,
        sinks: Vec<Arc<dyn Sink>>,
    ) -> Result<Self, StartError> {
        let outgoing = Outgoing::new(settings.reach.clone()).map_err(StartError::Connections)?;
        let feed = Feed::new(db.clone(), origin);
        let stopping = AtomicBool::new(false);
        let shared = Shared { db, clock, me, origin: origin.into(), settings, sinks, outgoing, feed, stopping };
        Ok(Self { shared: Arc::new(shared), led: false })
    }

    /// Delivers everything that can be delivered now, and returns when the next message may be tried, in milliseconds since 1970. Nothing happens
    /// when another process has the work.
    pub async fn run_until_idle(&mut self) -> Result<Option<i64>, Error> {
        if !self.shared.lead(!self.led).await? {
            return Ok(None);
        }
        self.led = true;
        loop {
            if !self.shared.sequence().await? {
                return Ok(None);
            }
            let workers = self.shared.subscribers().await?.into_iter();
            let due = try_join_all(workers.map(|uuid| until_idle(Worker::new(Arc::clone(&self.shared), uuid)))).await?;
            self.shared.forget().await?;
            if !self.shared.db.read(Weight::Point, sequencer::is_waiting).await? {
                return Ok(due.into_iter().flatten().min());
            }
        }
    }
}

async fn until_idle(mut worker: Worker) -> Result<Option<i64>, Error> {
    loop {
        match worker.pass().await? {
            Next::More => {}
            Next::Idle(due) => return Ok(due),
            Next::Gone | Next::Lost => return Ok(None),
        }
    }
}
