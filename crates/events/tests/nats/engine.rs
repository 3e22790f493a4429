// SPDX-License-Identifier: EUPL-1.2
//! From the outbox to a stream, on both engines: what the delivery makes of a server that goes and comes back.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use jiff::Timestamp;
use tokio::sync::mpsc;
use uuid::Uuid;
use waarmaker_core::{DateTime, FakeClock};
use waarmaker_db::{Db, Error, testing::Scratch};
use waarmaker_events::{
    Bericht,
    delivery::{Deliverer, Sending, Settings, Sink},
    nats::NatsSink,
    outbox::{Notification, put},
};
use waarmaker_resource::{Op, Record};

use crate::{per_zaak, server::NatsServer, settings, sink, stream};

const COUNT: usize = 600;
const ZAKEN: usize = 9;

/// The stream, and a word about each message that is in it.
struct Watched(NatsSink, mpsc::UnboundedSender<i64>);

impl Sink for Watched {
    fn name(&self) -> &'static str {
        "nats"
    }

    fn wants(&self, bericht: &Bericht) -> bool {
        self.0.wants(bericht)
    }

    fn send<'a>(&'a self, bericht: &'a Bericht) -> Sending<'a> {
        Box::pin(async move {
            Sink::send(&self.0, bericht).await?;
            self.1.send(bericht.volgnr).unwrap();
            Ok(())
        })
    }
}

/// Somebody else who gets everything.
#[derive(Default)]
struct Other(AtomicUsize);

impl Sink for Other {
    fn name(&self) -> &'static str {
        "other"
    }

    fn wants(&self, _: &Bericht) -> bool {
        true
    }

    fn send<'a>(&'a self, _: &'a Bericht) -> Sending<'a> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Box::pin(async { Ok(()) })
    }
}

/// A deliverer with the stream and somebody else, and the clock it goes by.
struct Delivery {
    deliverer: Deliverer,
    clock: Arc<FakeClock>,
    other: Arc<Other>,
    published: mpsc::UnboundedReceiver<i64>,
}

impl Delivery {
    /// Makes one that has begun: what is written from here on is for both.
    async fn begin(db: &Db, url: &str) -> Self {
        let (done, published) = mpsc::unbounded_channel();
        let (clock, other) = (Arc::new(FakeClock::new(start())), Arc::new(Other::default()));
        let sinks: Vec<Arc<dyn Sink>> = vec![Arc::new(Watched(sink(settings(url)), done)), Arc::clone(&other) as _];
        let (db, shown) = (db.clone(), Arc::clone(&clock) as _);
        let mut deliverer =
            Deliverer::new(db, shown, Uuid::from_u128(1), "https://zgw.example", Settings::default(), sinks).unwrap();
        assert_eq!(deliverer.run_until_idle().await.unwrap(), None);
        Self { deliverer, clock, other, published }
    }

    /// Delivers until nothing waits any more, as time goes by.
    async fn finish(&mut self) {
        while let Some(due) = self.deliverer.run_until_idle().await.unwrap() {
            self.clock.set(Timestamp::from_millisecond(due).unwrap());
        }
    }
}

fn start() -> Timestamp {
    "2026-11-21T11:00:00Z".parse().unwrap()
}

/// Writes notifications about zaken in turn, as writes do.
async fn write(db: &Db) {
    db.write(|tx| {
        for number in 0..COUNT {
            let zaak = Uuid::from_u128((number % ZAKEN).try_into().unwrap());
            let url = format!("\u{7f}/zaken/api/v1/zaken/{zaak}");
            let notification = Notification {
                kanaal: "zaken",
                hoofdobject: zaak,
                hoofdobject_url: &url,
                resource: "zaak",
                resource_url: &url,
                op: Op::Patch,
                at: DateTime::from_timestamp(start()).unwrap(),
                kenmerken: &Record::new(),
            };
            put(tx, &notification)?;
        }
        Ok::<_, Error>(())
    })
    .await
    .unwrap();
}

/// Everything is in the stream once, and in order per zaak.
async fn check(url: &str) {
    let zaken = per_zaak(&stream(url).await);
    assert_eq!(zaken.len(), ZAKEN);
    for (zaak, volgnrs) in &zaken {
        assert!(volgnrs.is_sorted_by(|one, next| one < next), "twice or out of order for {zaak}: {volgnrs:?}");
    }
    let mut all: Vec<i64> = zaken.into_values().flatten().collect();
    all.sort_unstable();
    assert_eq!(all, (1..=i64::try_from(COUNT).unwrap()).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_away_holds_only_its_own_cursor() {
    for scratch in Scratch::every() {
        let mut server = NatsServer::start();
        let mut delivery = Delivery::begin(scratch.db(), &server.url()).await;
        server.kill();
        write(scratch.db()).await;
        let due = delivery.deliverer.run_until_idle().await.unwrap();
        assert_eq!(delivery.other.0.load(Ordering::Relaxed), COUNT);
        assert!(delivery.published.try_recv().is_err(), "nothing can be in the stream");
        assert!(due.unwrap() > start().as_millisecond(), "it is tried again later");

        server.go_on();
        delivery.finish().await;
        assert_eq!(delivery.other.0.load(Ordering::Relaxed), COUNT);
        check(&server.url()).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_by_the_delivery_when_the_server_is_killed_in_the_middle() {
    for scratch in Scratch::every() {
        let mut server = NatsServer::start();
        let mut delivery = Delivery::begin(scratch.db(), &server.url()).await;
        write(scratch.db()).await;
        let (_, mut published) = mpsc::unbounded_channel();
        std::mem::swap(&mut published, &mut delivery.published);
        let delivering = tokio::spawn(async move { delivery.finish().await });
        for _ in 0..2 {
            for _ in 0..150 {
                published.recv().await.unwrap();
            }
            server.kill();
            server.go_on();
        }
        delivering.await.unwrap();
        check(&server.url()).await;
    }
}
