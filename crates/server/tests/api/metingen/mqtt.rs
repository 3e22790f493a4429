// SPDX-License-Identifier: EUPL-1.2
//! A real broker, devices that publish, and the database behind it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use serde_json::json;
use waarmaker_api::{Cx, Result};
use waarmaker_core::Problem;
use waarmaker_db::Weight;
use waarmaker_metingen::{
    Reading, Watcher, Watchers,
    letters::{Filter, Letter, list},
    mapping::{Mapping, Topic, Topics},
    mqtt::{Broker as Address, Ingest, Publisher, Running, Settings, Tls, Version},
};
use waarmaker_testkit::{App, Broker, BrokerOptions};

use super::devices::{NOW, connect, reaches, rows, stored};
use crate::engines::on_both_engines;

const PATIENCE: Duration = Duration::from_secs(30);

fn topics() -> Topics {
    let topic = |pattern: &str, gateway| Topic {
        pattern: pattern.parse().unwrap(),
        gateway,
        mapping: Mapping::builtin("flat").unwrap(),
    };
    Topics::new(vec![topic("lampen/{apparaat}/meting", false), topic("poort/#", true)]).unwrap()
}

fn address(broker: &Broker, version: Version, client_id: &str) -> Address {
    Address { version, ..Address::at(&broker.url(), client_id).unwrap() }
}

async fn listen(app: &App, broker: Address) -> Running {
    listen_with(app, Settings::new(broker, topics()), &[]).await
}

async fn listen_with(app: &App, settings: Settings, watchers: Watchers) -> Running {
    Ingest::new(settings, Arc::clone(&app.api), watchers).unwrap().start().await.unwrap()
}

/// Listens once, so that the broker knows the session and keeps what comes.
async fn introduce(app: &App, broker: &Broker, version: Version) {
    let marker = format!("poort/{version:?}");
    connect(app, &[&marker]);
    let running = listen(app, address(broker, version, "node-1")).await;
    let before = rows(app, "observations").await;
    let mut publisher = Publisher::start(&address(broker, Version::V311, "marker")).unwrap();
    // The first ones may come before the subscription does.
    for i in 0.. {
        let payload = json!({"apparaat": marker, "tijd": NOW - 100_000 - i, "status": "aan"}).to_string();
        publisher.publish("poort/x".to_owned(), payload).await.unwrap();
        tokio::time::sleep(Duration::from_millis(10)).await;
        if rows(app, "observations").await > before {
            break;
        }
        assert!(i < 3000, "nothing comes: {}", broker.log());
    }
    // What was still on its way comes before the last one.
    let last = json!({"apparaat": marker, "tijd": NOW - 50_000, "status": "aan"}).to_string();
    publisher.publish("poort/x".to_owned(), last).await.unwrap();
    let begin = std::time::Instant::now();
    while !stored(app).await.iter().any(|(device, _, moment, _)| *device == marker && *moment == NOW - 50_000) {
        assert!(begin.elapsed() < PATIENCE, "the last one does not come: {}", broker.log());
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    publisher.finish(PATIENCE).await;
    running.stop().await;
}

fn payload(i: i64) -> String {
    json!({"tijd": NOW - i, "status": "aan", "vermogen": 60.5}).to_string()
}

async fn letters(app: &App) -> Vec<Letter> {
    app.db().read(Weight::Scan, |tx| list(&Filter::default(), 1000, tx)).await.unwrap()
}

fn start_over(app: &App) {
    app.write(|tx| tx.run("DELETE FROM observations", &[]).map(|_| ()));
}

#[test]
fn what_devices_publish_is_stored_and_what_is_wrong_is_a_letter_with_both_versions() {
    on_both_engines(async |app: &App| {
        let broker = Broker::start();
        connect(app, &["L-1", "L-2"]);
        for (version, round) in [(Version::V311, 1), (Version::V5, 2)] {
            introduce(app, &broker, version).await;
            start_over(app);
            let running = listen(app, address(&broker, version, "node-1")).await;
            let mut device = Publisher::start(&address(&broker, version, "device")).unwrap();
            let mut say =
                async |topic: &str, payload: Vec<u8>| device.publish(topic.to_owned(), payload).await.unwrap();
            say("lampen/L-1/meting", payload(round).into_bytes()).await;
            say("lampen/L-1/meting", payload(round).into_bytes()).await;
            say("lampen/L-2/meting", json!({"apparaat": "L-1", "tijd": NOW, "status": "uit"}).to_string().into_bytes())
                .await;
            say("lampen/L-9/meting", payload(1).into_bytes()).await;
            say("lampen/L-1/meting", b"{\"tijd\": \"\xff\"}".to_vec()).await;
            say("lampen/L-1/meting", json!({"tijd": NOW + 3_600_000_000, "status": "aan"}).to_string().into_bytes())
                .await;
            say(
                "poort/west",
                json!({"apparaat": "L-2", "tijd": NOW - round, "status": "uit"}).to_string().into_bytes(),
            )
            .await;
            assert_eq!(device.finish(PATIENCE).await, 7);
            reaches(app, "observations", 3).await;
            running.stop().await;
            let at = NOW - round;
            let told = |device: &str, property: &str, value: &str| {
                (device.to_owned(), property.to_owned(), at, value.to_owned())
            };
            assert_eq!(
                stored(app).await,
                [told("L-1", "status", "aan"), told("L-1", "vermogen", "60.5"), told("L-2", "status", "uit")]
            );
            // The same message is the same letter.
            let letters = letters(app).await;
            let told: Vec<_> = letters.iter().map(|l| (l.code.as_str(), l.apparaat.as_deref(), l.aantal)).collect();
            assert_eq!(
                told,
                [
                    ("not-yours", Some("L-2"), round),
                    ("unknown-device", Some("L-9"), round),
                    ("not-utf8", Some("L-1"), round),
                    ("future", Some("L-1"), round),
                ]
            );
            assert!(letters[0].reden.contains("L-1") && letters[0].onderwerp == "lampen/L-2/meting", "{letters:?}");
        }
    });
}

#[test]
fn what_comes_while_nobody_listens_waits_in_the_broker() {
    on_both_engines(async |app: &App| {
        let broker = Broker::start();
        connect(app, &["L-1"]);
        for version in [Version::V311, Version::V5] {
            introduce(app, &broker, version).await;
            start_over(app);
            let mut device = Publisher::start(&address(&broker, Version::V311, "device")).unwrap();
            for i in 0..500 {
                device.publish("lampen/L-1/meting".to_owned(), payload(i)).await.unwrap();
            }
            assert_eq!(device.finish(PATIENCE).await, 500);
            assert_eq!(rows(app, "observations").await, 0);
            let running = listen(app, address(&broker, version, "node-1")).await;
            reaches(app, "observations", 1000).await;
            running.stop().await;
        }
        assert_eq!(letters(app).await, []);
    });
}

#[test]
fn two_nodes_divide_the_stream_and_each_message_is_stored_once() {
    on_both_engines(async |app: &App| {
        static SEEN: [Count; 2] = [Count(AtomicUsize::new(0)), Count(AtomicUsize::new(0))];
        static FIRST: &[&dyn Watcher] = &[&SEEN[0]];
        static SECOND: &[&dyn Watcher] = &[&SEEN[1]];
        let broker = Broker::start();
        connect(app, &["L-1"]);
        introduce(app, &broker, Version::V5).await;
        start_over(app);
        for seen in &SEEN {
            seen.0.store(0, Ordering::SeqCst);
        }
        let one = listen_with(app, Settings::new(address(&broker, Version::V5, "node-1"), topics()), FIRST).await;
        let two = listen_with(app, Settings::new(address(&broker, Version::V5, "node-2"), topics()), SECOND).await;
        let mut device = Publisher::start(&address(&broker, Version::V311, "device")).unwrap();
        let mut sent = 0;
        // Until both have had something: the second one may need a moment to subscribe.
        while sent < 1000 || SEEN.iter().any(|seen| seen.0.load(Ordering::SeqCst) == 0) {
            device.publish("lampen/L-1/meting".to_owned(), payload(sent)).await.unwrap();
            sent += 1;
            assert!(sent < 100_000, "only one of the nodes gets messages");
        }
        device.finish(PATIENCE).await;
        reaches(app, "observations", 2 * sent).await;
        one.stop().await;
        two.stop().await;
        let seen: usize = SEEN.iter().map(|seen| seen.0.load(Ordering::SeqCst)).sum();
        assert_eq!(i64::try_from(seen).unwrap(), 2 * sent, "each observation is seen by one node");
    });
}

/// Counts what it sees.
struct Count(AtomicUsize);

impl Watcher for Count {
    fn watch(&self, readings: &[Reading], _: &mut Cx<'_, '_>) -> Result<()> {
        self.0.fetch_add(readings.len(), Ordering::SeqCst);
        Ok(())
    }
}

#[test]
fn a_broker_that_is_killed_and_comes_back_gets_us_back_and_what_it_kept_is_stored() {
    on_both_engines(async |app: &App| {
        let mut broker = Broker::with(&BrokerOptions { persistence: true, ..BrokerOptions::default() });
        connect(app, &["L-1"]);
        introduce(app, &broker, Version::V5).await;
        start_over(app);
        let running = listen(app, address(&broker, Version::V5, "node-1")).await;
        let mut device = Publisher::start(&address(&broker, Version::V311, "device")).unwrap();
        for i in 0..2000 {
            device.publish("lampen/L-1/meting".to_owned(), payload(i)).await.unwrap();
            if i == 1000 {
                broker.kill();
                broker.again();
            }
        }
        // Mosquitto says to the device that it has a message, and writes it to disk up to a second later: what it had not delivered by then is lost
        // with it. What it did deliver is stored, whatever happened to the connection; and everything after it came back is stored.
        assert_eq!(device.finish(PATIENCE).await, 2000);
        let last = NOW - 1999;
        let begin = std::time::Instant::now();
        while !stored(app).await.iter().any(|(_, _, at, _)| *at == last) {
            assert!(begin.elapsed() < PATIENCE, "the stream does not go on");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        running.stop().await;
        let found = stored(app).await;
        let has = |i: i64| found.iter().filter(|(_, _, at, _)| *at == NOW - i).count() == 2;
        let missing: Vec<i64> = (1001..2000).filter(|i| !has(*i)).collect();
        assert!(missing.is_empty(), "missing of what was published after it came back: {missing:?}");
    });
}

#[test]
fn a_payload_of_ten_megabytes_becomes_a_letter_without_its_content_and_the_stream_goes_on() {
    on_both_engines(async |app: &App| {
        let broker = Broker::start();
        connect(app, &["L-1"]);
        for version in [Version::V311, Version::V5] {
            introduce(app, &broker, version).await;
            start_over(app);
            let running = listen(app, address(&broker, version, "node-1")).await;
            let mut device = Publisher::start(&address(&broker, Version::V311, "device")).unwrap();
            let mut large = json!({"tijd": NOW, "status": "aan", "x": ""}).to_string();
            large.insert_str(large.len() - 2, &"x".repeat(10 << 20));
            device.publish("lampen/L-1/meting".to_owned(), large).await.unwrap();
            device.publish("lampen/L-1/meting".to_owned(), payload(1)).await.unwrap();
            assert_eq!(device.finish(PATIENCE).await, 2);
            reaches(app, "observations", 2).await;
            running.stop().await;
        }
        let letters = letters(app).await;
        let letter = &letters[0];
        assert_eq!((letters.len(), letter.code.as_str(), letter.aantal, &letter.body), (1, "too-large", 2, &None));
        assert!(letter.grootte > 10 << 20 && letter.sha256.len() == 64, "{letter:?}");
    });
}

#[test]
fn with_tls_only_a_node_with_the_right_certificates_is_let_in() {
    on_both_engines(async |app: &App| {
        let options = BrokerOptions { tls: true, client_certificates: true, ..BrokerOptions::default() };
        let broker = Broker::with(&options);
        connect(app, &["L-1"]);
        for version in [Version::V311, Version::V5] {
            start_over(app);
            let known = Tls { root: Some(broker.root()), identity: Some(broker.identity()) };
            let with = |tls: Tls, name: &str| Address { tls: Some(tls), ..address(&broker, version, name) };
            let strangers = [
                with(Tls { identity: None, ..known.clone() }, "no-certificate"),
                with(Tls { root: None, ..known.clone() }, "trusts-others"),
            ];
            for stranger in strangers {
                let mut publisher = Publisher::start(&stranger).unwrap();
                publisher.publish("lampen/L-1/meting".to_owned(), payload(1)).await.unwrap();
                let begin = std::time::Instant::now();
                while publisher.trouble().is_none() {
                    assert!(begin.elapsed() < PATIENCE, "{stranger:?} gets in");
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
                assert_eq!(publisher.finish(Duration::ZERO).await, 0, "{stranger:?}");
            }
            let running = listen(app, with(known.clone(), "node-1")).await;
            let mut device = Publisher::start(&with(known, "device")).unwrap();
            // Until it has subscribed nothing is kept for it.
            let mut sent = 0;
            while rows(app, "observations").await == 0 {
                device.publish("lampen/L-1/meting".to_owned(), payload(sent)).await.unwrap();
                sent += 1;
                assert!(sent < 5000, "nothing comes: {}", broker.log());
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            device.finish(PATIENCE).await;
            running.stop().await;
        }
        let none = Tls { root: Some("/bestaat/niet.pem".into()), identity: None };
        let settings = Settings::new(Address { tls: Some(none), ..address(&broker, Version::V5, "x") }, topics());
        let refused = Ingest::new(settings, Arc::clone(&app.api), &[]).unwrap().start().await.unwrap_err();
        assert!(refused.contains("/bestaat/niet.pem"), "{refused}");
    });
}

#[test]
fn a_wrong_password_is_tried_on_until_it_is_right() {
    on_both_engines(async |app: &App| {
        let user = Some(("waarmaker".to_owned(), "een goed wachtwoord".to_owned()));
        let mut broker = Broker::with(&BrokerOptions { user: user.clone(), ..BrokerOptions::default() });
        connect(app, &["L-1"]);
        for version in [Version::V311, Version::V5] {
            let wrong = Some(("waarmaker".to_owned(), "fout".to_owned()));
            let publisher =
                Publisher::start(&Address { login: wrong.clone(), ..address(&broker, version, "device") }).unwrap();
            let begin = std::time::Instant::now();
            let trouble = loop {
                if let Some(trouble) = publisher.trouble() {
                    break trouble;
                }
                assert!(begin.elapsed() < PATIENCE, "no trouble");
                tokio::time::sleep(Duration::from_millis(10)).await;
            };
            assert!(trouble.contains("check the user and password") && !trouble.contains("fout"), "{trouble}");
            let running = listen(app, Address { login: wrong, ..address(&broker, version, "node-1") }).await;
            broker.kill();
            broker.again();
            running.stop().await;
        }
        start_over(app);
        let running = listen(app, Address { login: user.clone(), ..address(&broker, Version::V5, "node-1") }).await;
        let mut device =
            Publisher::start(&Address { login: user, ..address(&broker, Version::V311, "device") }).unwrap();
        let mut sent = 0;
        while rows(app, "observations").await == 0 {
            device.publish("lampen/L-1/meting".to_owned(), payload(sent)).await.unwrap();
            sent += 1;
            assert!(sent < 5000, "nothing comes: {}", broker.log());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        running.stop().await;
    });
}

/// Fails as a database would, for all or for one device.
struct Failing {
    all: AtomicBool,
    tried: AtomicUsize,
}

impl Watcher for Failing {
    fn watch(&self, readings: &[Reading], _: &mut Cx<'_, '_>) -> Result<()> {
        self.tried.fetch_add(1, Ordering::SeqCst);
        let poison = readings.iter().any(|reading| reading.tijd == NOW - 13);
        if self.all.load(Ordering::SeqCst) || poison {
            return Err(Problem::internal(std::io::Error::other("the disk is full")));
        }
        Ok(())
    }
}

#[test]
fn while_storing_fails_nothing_is_acknowledged_and_what_fails_alone_becomes_a_letter() {
    on_both_engines(async |app: &App| {
        static FAILING: Failing = Failing { all: AtomicBool::new(false), tried: AtomicUsize::new(0) };
        static WATCHERS: &[&dyn Watcher] = &[&FAILING];
        let broker = Broker::start();
        connect(app, &["L-1"]);
        introduce(app, &broker, Version::V5).await;
        start_over(app);
        FAILING.all.store(true, Ordering::SeqCst);
        FAILING.tried.store(0, Ordering::SeqCst);
        let mut device = Publisher::start(&address(&broker, Version::V311, "device")).unwrap();
        for i in 0..20 {
            device.publish("lampen/L-1/meting".to_owned(), payload(i)).await.unwrap();
        }
        assert_eq!(device.finish(PATIENCE).await, 20);
        let settings = || Settings::new(address(&broker, Version::V5, "node-1"), topics());
        let running = listen_with(app, settings(), WATCHERS).await;
        while FAILING.tried.load(Ordering::SeqCst) < 2 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert_eq!((rows(app, "observations").await, letters(app).await), (0, Vec::new()));
        // This process ends here without an answer of the database; the next one gets the same messages.
        drop(running);
        FAILING.all.store(false, Ordering::SeqCst);
        let running = listen_with(app, settings(), WATCHERS).await;
        reaches(app, "observations", 38).await;
        reaches(app, "dode_letters", 1).await;
        running.stop().await;
        let letters = letters(app).await;
        assert_eq!((letters[0].code.as_str(), letters[0].apparaat.as_deref()), ("failed", Some("L-1")));
        assert_eq!(letters[0].body.as_deref(), Some(payload(13).as_bytes()));
    });
}
