// SPDX-License-Identifier: EUPL-1.2
//! The loop: messages in, batches to the database, acknowledgements out.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use futures_util::StreamExt as _;
use tokio::{
    sync::watch,
    task::JoinHandle,
    time::{Instant, sleep_until, timeout},
};
use waarmaker_api::http::Api;

use super::{
    Settings, SettingsError,
    link::{self, Arrived, Client, Events, Happened, Trouble, Wish},
    store::Store,
};
use crate::{
    Watchers,
    letters::{Parcel, Payload, Sort, save_topics},
    mapping::{Mapped, Message, Refusal},
};

/// Bytes that may wait for the database before no more is read.
const MAX_WAITING: usize = 64 << 20;
/// Messages that may wait for the database before no more is read.
const MAX_MESSAGES: usize = 50_000;
const FIRST_RETRY: Duration = Duration::from_millis(200);
const LONGEST_RETRY: Duration = Duration::from_secs(30);
/// How often the same trouble is logged.
const REMIND: Duration = Duration::from_mins(1);
/// How long stopping may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Listens to a broker.
pub struct Ingest {
    settings: Arc<Settings>,
    store: Store,
}

impl std::fmt::Debug for Ingest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Ingest").field(&self.settings).finish()
    }
}

impl Ingest {
    /// Messages of this broker go to this database, past these watchers.
    pub fn new(settings: Settings, api: Arc<Api>, watchers: Watchers) -> Result<Self, SettingsError> {
        settings.check()?;
        Ok(Self { settings: Arc::new(settings), store: Store { api, watchers } })
    }

    /// Starts listening, on the runtime of the caller. An error says which certificate file cannot be read, or how the database failed.
    pub async fn start(self) -> Result<Running, String> {
        let Self { settings, store } = self;
        let topics = settings.topics.clone();
        let saved = store.api.db.write(move |tx| save_topics(&topics, tx)).await;
        saved.map_err(|error: waarmaker_db::Error| format!("cannot write the topics: {error}"))?;
        let wish = Wish { session: settings.session, incoming: settings.window, outgoing: 1 };
        let (client, events) = link::open(&settings.broker, wish)?;
        let (stop, stopped) = watch::channel(false);
        let work = Work {
            settings,
            store,
            client,
            connection: 0,
            waiting: VecDeque::new(),
            weight: 0,
            since: None,
            storing: None,
            retry: None,
            pause: FIRST_RETRY,
            last: None,
        };
        Ok(Running { stop, task: tokio::spawn(work.run(events, stopped)) })
    }
}

/// An [`Ingest`] that listens. Dropped it ends at once, as when the process dies: what it had not acknowledged comes again.
#[derive(Debug)]
pub struct Running {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Running {
    /// Stops: what is on its way to the database is finished and acknowledged, the rest stays in the broker.
    pub async fn stop(mut self) {
        let _ = self.stop.send(true);
        let _ = timeout(PATIENCE, &mut self.task).await;
    }
}

/// A message that waits.
struct Waiting {
    topic: String,
    payload: Payload,
    arrived: i64,
    /// The connection that it came over, and the number to acknowledge it with.
    ticket: Option<(u64, u16)>,
}

/// A batch on its way.
struct Storing {
    task: JoinHandle<Vec<Sort>>,
    tickets: Vec<Option<(u64, u16)>>,
    begin: Instant,
}

struct Work {
    settings: Arc<Settings>,
    store: Store,
    client: Client,
    /// Number of the connection: a number to acknowledge with means something only on its own.
    connection: u64,
    waiting: VecDeque<Waiting>,
    weight: usize,
    /// When the first message that waits came.
    since: Option<Instant>,
    storing: Option<Storing>,
    retry: Option<Instant>,
    pause: Duration,
    /// The trouble that was logged last.
    last: Option<(Trouble, Instant)>,
}

impl Work {
    async fn run(mut self, mut events: Events, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            let full = self.weight >= MAX_WAITING || self.waiting.len() >= MAX_MESSAGES;
            let may_listen = self.retry.is_none() && !full;
            let due = self.due();
            tokio::select! {
                _ = stop.changed() => {}
                stored = finished(&mut self.storing) => self.stored(stored),
                () = until(self.retry) => self.retry = None,
                () = until(due) => self.send(),
                event = events.next(), if may_listen => match event {
                    Some(Ok(happened)) => self.happened(happened),
                    Some(Err(trouble)) => self.trouble(trouble),
                    None => break,
                },
            }
        }
        self.leave(&mut events).await;
    }

    /// When the messages that wait go to the database.
    fn due(&self) -> Option<Instant> {
        if self.storing.is_some() {
            return None;
        }
        let since = self.since?;
        Some(if self.waiting.len() >= self.settings.batch { since } else { since + self.settings.batch_wait })
    }

    fn happened(&mut self, happened: Happened) {
        match happened {
            Happened::Connected => {
                self.connection += 1;
                self.pause = FIRST_RETRY;
                self.last = None;
                let broker = &self.settings.broker;
                tracing::info!(host = broker.host, port = broker.port, "connected to the MQTT broker");
                metrics::gauge!("mqtt_connected").set(1.0);
                if let Err(reason) = self.client.subscribe(&self.settings.filters()) {
                    tracing::error!(reason, "cannot subscribe");
                }
            }
            Happened::Subscribed(refused) if !refused.is_empty() => {
                let reasons = refused.join(", ");
                tracing::error!(
                    reasons,
                    topics = self.settings.filters().join(", "),
                    "the MQTT broker does not let us listen: give our user the right to read these topics"
                );
            }
            Happened::Subscribed(_) => {
                tracing::info!(topics = self.settings.filters().join(", "), "listening to the MQTT broker");
            }
            Happened::Arrived(arrived) => self.arrived(arrived),
            _ => {}
        }
    }

    fn arrived(&mut self, arrived: Arrived) {
        metrics::counter!("mqtt_messages_received_total").increment(1);
        let payload = Payload::new(arrived.payload, self.settings.max_payload_bytes);
        self.weight += payload.weight() + arrived.topic.len();
        self.since.get_or_insert_with(Instant::now);
        self.waiting.push_back(Waiting {
            topic: arrived.topic,
            payload,
            arrived: self.store.api.house.clock.now().as_millisecond(),
            ticket: arrived.pkid.map(|pkid| (self.connection, pkid)),
        });
    }

    fn trouble(&mut self, trouble: Trouble) {
        metrics::gauge!("mqtt_connected").set(0.0);
        let now = Instant::now();
        let known = self.last.as_ref().is_some_and(|(last, at)| *last == trouble && now - *at < REMIND);
        if !known {
            let broker = &self.settings.broker;
            let user = broker.login.as_ref().map_or("", |(user, _)| user.as_str());
            tracing::warn!(
                host = broker.host,
                port = broker.port,
                user,
                client_id = broker.client_id,
                reason = trouble.what,
                advice = trouble.advice,
                "no connection to the MQTT broker: it is tried again"
            );
            self.last = Some((trouble, now));
        }
        self.retry = Some(now + self.pause);
        self.pause = (self.pause * 2).min(LONGEST_RETRY);
    }

    /// Sends what waits to the database, as one batch.
    fn send(&mut self) {
        let count = self.waiting.len().min(self.settings.batch);
        let batch: Vec<Waiting> = self.waiting.drain(..count).collect();
        self.weight -= batch.iter().map(|one| one.payload.weight() + one.topic.len()).sum::<usize>();
        self.since = (!self.waiting.is_empty()).then(Instant::now);
        #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
        metrics::gauge!("mqtt_messages_waiting").set(self.waiting.len() as f64);
        let tickets = batch.iter().map(|one| one.ticket).collect();
        let (store, settings) = (self.store.clone(), Arc::clone(&self.settings));
        let task = tokio::spawn(async move {
            let parcels = batch.into_iter().map(|one| parcel(one, &settings)).collect();
            store.all(parcels).await
        });
        self.storing = Some(Storing { task, tickets, begin: Instant::now() });
    }

    /// Acknowledges a batch that was committed.
    fn stored(&mut self, (sorted, storing): (Option<Vec<Sort>>, Storing)) {
        let Some(sorted) = sorted else {
            // It did not say that it committed: the broker sends these again, on a new connection.
            self.client.leave();
            tracing::error!(
                messages = storing.tickets.len(),
                "a batch of messages ended without an answer: nothing of it is acknowledged"
            );
            return;
        };
        count(&sorted, storing.begin);
        let mut acked = 0;
        for (connection, pkid) in storing.tickets.into_iter().flatten() {
            if connection == self.connection && self.client.acknowledge(pkid).is_ok() {
                acked += 1;
            }
        }
        metrics::counter!("mqtt_messages_acked_total").increment(acked);
    }

    /// Finishes what is on its way, sends the acknowledgements and says farewell.
    async fn leave(mut self, events: &mut Events) {
        if self.storing.is_some() {
            let stored = finished(&mut self.storing).await;
            self.stored(stored);
        }
        self.client.leave();
        let farewell = async {
            while let Some(Ok(happened)) = events.next().await {
                if matches!(happened, Happened::Left) {
                    break;
                }
            }
        };
        let _ = timeout(Duration::from_secs(2), farewell).await;
        metrics::gauge!("mqtt_connected").set(0.0);
    }
}

/// What a message means.
fn parcel(waiting: Waiting, settings: &Settings) -> Parcel {
    let Waiting { topic, payload, arrived, .. } = waiting;
    let mapped = match &payload {
        Payload::Kept(bytes) => settings.topics.read(Message { topic: &topic, payload: bytes, arrived }),
        Payload::TooLarge { size, .. } => {
            let reason = format!("Het bericht is {size} bytes; het meeste is {}.", settings.max_payload_bytes);
            Mapped { refused: vec![Refusal::new("too-large", reason)], ..Mapped::default() }
        }
    };
    Parcel { topic, payload, arrived, mapped }
}

fn count(sorted: &[Sort], begin: Instant) {
    let sum = |of: fn(&Sort) -> u64| sorted.iter().map(of).sum::<u64>();
    metrics::counter!("mqtt_observations_stored_total").increment(sum(|sort| sort.stored));
    metrics::counter!("mqtt_observations_duplicate_total").increment(sum(|sort| sort.duplicates));
    metrics::counter!("mqtt_messages_refused_total").increment(sum(|sort| u64::from(sort.refused.is_some())));
    metrics::counter!("mqtt_batches_total").increment(1);
    metrics::histogram!("mqtt_batch_seconds").record(begin.elapsed().as_secs_f64());
}

/// Waits for a batch; for ever when there is none.
async fn finished(storing: &mut Option<Storing>) -> (Option<Vec<Sort>>, Storing) {
    let sorted = match storing {
        Some(storing) => (&mut storing.task).await.ok(),
        None => std::future::pending().await,
    };
    match storing.take() {
        Some(storing) => (sorted, storing),
        None => std::future::pending().await,
    }
}

async fn until(moment: Option<Instant>) {
    match moment {
        Some(moment) => sleep_until(moment).await,
        None => std::future::pending().await,
    }
}
