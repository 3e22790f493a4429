// SPDX-License-Identifier: EUPL-1.2
//! NATS JetStream as it is: every test starts a server of its own, and waits for what happens, never for time to pass.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests")]

mod engine;
mod server;

use std::{collections::BTreeMap, fs, net::TcpListener, sync::Arc, time::Duration};

use async_nats::jetstream::{self, message::StreamMessage};
use serde_json::{Value, json};
use tokio::{
    sync::{mpsc, watch},
    task::JoinSet,
};
use uuid::Uuid;
use waarmaker_events::{
    Bericht,
    cloudevents::{CloudEvent, Profile, Selection},
    delivery::Sink as _,
    nats::{Failure, Login, NatsSink, Settings},
};

use self::server::NatsServer;

fn profile() -> Profile {
    Profile::new("urn:nld:oin:00000001823288444000:systeem:waarmaker", "nl.utrecht").unwrap()
}

fn settings(url: &str) -> Settings {
    Settings { servers: vec![url.to_owned()], ..Settings::default() }
}

fn sink(settings: Settings) -> NatsSink {
    NatsSink::new(profile(), settings).unwrap()
}

/// Notification `volgnr` about zaak `zaak`.
fn bericht(volgnr: i64, zaak: u128) -> Bericht {
    let zaak = Uuid::from_u128(zaak);
    let url = format!("\u{7f}/zaken/api/v1/zaken/{zaak}");
    let stored = json!({
        "kanaal": "zaken",
        "hoofdObject": url,
        "resource": "zaak",
        "resourceUrl": url,
        "actie": "partial_update",
        "aanmaakdatum": "2026-11-21T11:00:00Z",
        "kenmerken": {"bronorganisatie": "000000000"},
    });
    let stored = serde_json::to_vec(&stored).unwrap();
    Bericht::new(volgnr, "zaken".to_owned(), zaak, &stored, "https://zgw.example").unwrap()
}

/// All messages of the stream, in order, read over a connection of our own.
async fn stream(url: &str) -> Vec<StreamMessage> {
    let context = jetstream::new(async_nats::connect(url).await.unwrap());
    let mut stream = context.get_stream("WAARMAKER").await.unwrap();
    let last = stream.info().await.unwrap().state.last_sequence;
    let mut messages = Vec::new();
    for sequence in 1..=last {
        messages.push(stream.get_raw_message(sequence).await.unwrap());
    }
    messages
}

fn event(message: &StreamMessage) -> Value {
    serde_json::from_slice(&message.payload).unwrap()
}

/// The sequences of the events in the stream, per main object, in the order of the stream.
fn per_zaak(messages: &[StreamMessage]) -> BTreeMap<String, Vec<i64>> {
    let mut zaken: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for event in messages.iter().map(event) {
        let sequence = event["sequence"].as_str().unwrap().parse().unwrap();
        zaken.entry(event["subject"].as_str().unwrap().to_owned()).or_default().push(sequence);
    }
    zaken
}

/// Publishes numbers 1 to `count` of `zaken` main objects: each its own in order, all of them at once. A message that fails is sent again as soon as
/// `is_up` says that the server is there; `done` hears of each that was acknowledged.
async fn publish(
    sink: &Arc<NatsSink>,
    count: i64,
    zaken: i64,
    is_up: &watch::Receiver<bool>,
    done: &mpsc::UnboundedSender<i64>,
) {
    let mut tasks = JoinSet::new();
    for zaak in 0..zaken {
        let (sink, mut is_up, done) = (Arc::clone(sink), is_up.clone(), done.clone());
        tasks.spawn(async move {
            for volgnr in (1..=count).filter(|volgnr| volgnr % zaken == zaak) {
                let bericht = bericht(volgnr, zaak.try_into().unwrap());
                while let Err(failure) = sink.publish(&bericht).await {
                    assert!(matches!(failure, Failure::Away(_)), "{failure}");
                    is_up.wait_for(|up| *up).await.unwrap();
                }
                done.send(volgnr).unwrap();
            }
        });
    }
    tasks.join_all().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_arrive_as_events_in_the_order_of_their_main_object() {
    let server = NatsServer::start();
    let sink = Arc::new(sink(settings(&server.url())));
    let (_up, is_up) = watch::channel(true);
    let (done, _acknowledged) = mpsc::unbounded_channel();
    publish(&sink, 300, 7, &is_up, &done).await;

    let messages = stream(&server.url()).await;
    assert_eq!(messages.len(), 300);
    for message in &messages {
        assert_eq!(message.subject.as_str(), "waarmaker.zaken.zaak.partial_update");
        assert_eq!(message.headers.get("Content-Type").unwrap().as_str(), "application/cloudevents+json");
        let event = event(message);
        assert_eq!(message.headers.get("Nats-Msg-Id").unwrap().as_str(), event["id"]);
        assert_eq!(event["type"], "nl.utrecht.zaken.zaak-gewijzigd");
        assert_eq!(event["specversion"], "1.0");
    }
    let zaken = per_zaak(&messages);
    assert_eq!(zaken.len(), 7);
    assert!(zaken.values().all(|volgnrs| volgnrs.is_sorted()), "{zaken:?}");
}

#[tokio::test]
async fn the_server_drops_what_is_sent_twice() {
    let server = NatsServer::start();
    let (first, second) = (sink(settings(&server.url())), sink(settings(&server.url())));
    for sink in [&first, &first, &second] {
        sink.publish(&bericht(1, 1)).await.unwrap();
    }
    second.publish(&bericht(2, 1)).await.unwrap();
    let messages = stream(&server.url()).await;
    let ids: Vec<Value> = messages.iter().map(|message| event(message)["id"].clone()).collect();
    let expected = [1, 2].map(|volgnr| json!(CloudEvent::new(&profile(), &bericht(volgnr, 1)).id()));
    assert_eq!(ids, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_when_the_server_is_killed_in_the_middle() {
    let mut server = NatsServer::start();
    let sink = Arc::new(sink(settings(&server.url())));
    let (up, is_up) = watch::channel(true);
    let (done, mut acknowledged) = mpsc::unbounded_channel();
    let publishing = tokio::spawn(async move { publish(&sink, 900, 8, &is_up, &done).await });
    for _ in 0..3 {
        for _ in 0..200 {
            acknowledged.recv().await.unwrap();
        }
        up.send_replace(false);
        server.kill();
        server.go_on();
        up.send_replace(true);
    }
    publishing.await.unwrap();

    let zaken = per_zaak(&stream(&server.url()).await);
    for (zaak, volgnrs) in &zaken {
        assert!(volgnrs.is_sorted_by(|one, next| one < next), "twice or out of order for {zaak}: {volgnrs:?}");
    }
    let mut all: Vec<i64> = zaken.into_values().flatten().collect();
    all.sort_unstable();
    assert_eq!(all, (1..=900).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_server_that_is_away_or_silent_takes_bounded_time() {
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let failure = sink(settings(&format!("nats://{nobody}"))).publish(&bericht(1, 1)).await.unwrap_err();
    assert!(matches!(&failure, Failure::Away(reason) if reason.contains("cannot connect")), "{failure}");

    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let timeout = Duration::from_millis(200);
    let settings = Settings { timeout, ..settings(&format!("nats://{}", silent.local_addr().unwrap())) };
    let failure = sink(settings).publish(&bericht(1, 1)).await.unwrap_err();
    assert!(matches!(failure, Failure::Away(_)), "{failure}");
}

#[tokio::test]
async fn without_leave_to_make_the_stream_it_has_to_be_there() {
    let server = NatsServer::start();
    let careful = sink(Settings { create_stream: false, ..settings(&server.url()) });
    let failure = careful.publish(&bericht(1, 1)).await.unwrap_err();
    assert!(matches!(&failure, Failure::Away(reason) if reason.contains("create_stream")), "{failure}");

    sink(settings(&server.url())).publish(&bericht(1, 1)).await.unwrap();
    careful.publish(&bericht(2, 1)).await.unwrap();
    assert_eq!(stream(&server.url()).await.len(), 2);
}

#[tokio::test]
async fn a_message_never_lands_in_the_stream_of_somebody_else() {
    let server = NatsServer::start();
    let context = jetstream::new(async_nats::connect(server.url()).await.unwrap());
    let theirs = jetstream::stream::Config {
        name: "THEIRS".to_owned(),
        subjects: vec!["waarmaker.zaken.>".to_owned()],
        ..Default::default()
    };
    context.create_stream(theirs).await.unwrap();
    let failure = sink(settings(&server.url())).publish(&bericht(1, 1)).await.unwrap_err();
    assert!(matches!(failure, Failure::Away(_)), "{failure}");
    let mut stream = context.get_stream("THEIRS").await.unwrap();
    assert_eq!(stream.info().await.unwrap().state.messages, 0);
}

#[tokio::test]
async fn a_message_that_is_too_large_is_refused_for_good_and_the_next_goes() {
    let server = NatsServer::start_with("max_payload: 1200\n");
    let sink = sink(settings(&server.url()));
    let mut large = bericht(1, 1);
    large.message.kenmerken.insert("zaaktype".to_owned(), json!("x".repeat(2000)));
    let failure = sink.publish(&large).await.unwrap_err();
    assert!(matches!(failure, Failure::Refused(_)), "{failure}");
    sink.publish(&bericht(2, 1)).await.unwrap();
}

#[tokio::test]
async fn logging_in_takes_the_right_secret() {
    let users = "authorization { users = [{ user: \"waarmaker\", password: \"geheim\" }] }\n";
    let server = NatsServer::start_with(users);
    let with = |password: &str| {
        let login = Login::User { name: "waarmaker".to_owned(), password: password.to_owned() };
        sink(Settings { login, ..settings(&server.url()) })
    };
    let failure = with("anders").publish(&bericht(1, 1)).await.unwrap_err();
    assert!(matches!(&failure, Failure::Away(reason) if reason.contains("uthorization")), "{failure}");
    with("geheim").publish(&bericht(1, 1)).await.unwrap();

    let server = NatsServer::start_with("authorization { token: \"sleutel\" }\n");
    let with = |token: &str| sink(Settings { login: Login::Token(token.to_owned()), ..settings(&server.url()) });
    assert!(with("anders").publish(&bericht(1, 1)).await.is_err());
    with("sleutel").publish(&bericht(1, 1)).await.unwrap();
}

#[tokio::test]
async fn a_user_who_may_publish_and_hear_answers_can_do_enough() {
    let users = r#"authorization { users = [
        { user: "beheer", password: "b" },
        { user: "waarmaker", password: "w", permissions: { publish: "waarmaker.>", subscribe: "_INBOX.>" } },
    ] }
    "#;
    let server = NatsServer::start_with(users);
    let with = |name: &str, password: &str, create_stream| {
        let login = Login::User { name: name.to_owned(), password: password.to_owned() };
        sink(Settings { login, create_stream, ..settings(&server.url()) })
    };
    with("beheer", "b", true).publish(&bericht(1, 1)).await.unwrap();
    with("waarmaker", "w", false).publish(&bericht(2, 1)).await.unwrap();
}

#[tokio::test]
async fn an_encrypted_server_has_to_show_a_certificate_that_is_trusted() {
    let folder = tempfile::tempdir().unwrap();
    let certificate = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let (cert, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
    fs::write(&cert, certificate.cert.pem()).unwrap();
    fs::write(&key, certificate.signing_key.serialize_pem()).unwrap();
    let server = NatsServer::start_with(&format!("tls {{ cert_file: {cert:?}, key_file: {key:?} }}\n"));
    let with = |scheme: &str, root: Option<&std::path::Path>| {
        let url = format!("{scheme}://localhost:{}", server.port());
        sink(Settings { tls_root: root.map(Into::into), ..settings(&url) })
    };
    with("tls", Some(&cert)).publish(&bericht(1, 1)).await.unwrap();
    with("nats", Some(&cert)).publish(&bericht(2, 1)).await.unwrap();
    assert!(with("tls", None).publish(&bericht(3, 1)).await.is_err());
    assert!(with("tls", Some(&key)).publish(&bericht(3, 1)).await.is_err());

    let plain = NatsServer::start();
    let url = format!("tls://localhost:{}", plain.port());
    let failure = sink(Settings { tls_root: Some(cert), ..settings(&url) }).publish(&bericht(1, 1)).await;
    assert!(failure.is_err(), "nothing is sent in the clear");
}

#[tokio::test]
async fn only_what_is_selected_is_wanted() {
    let only = |kanaal: &str| {
        let selection = Selection { kanalen: vec![kanaal.to_owned()], types: Vec::new() };
        sink(Settings { selection, ..settings("nats://127.0.0.1:4222") })
    };
    assert!(only("zaken").wants(&bericht(1, 1)) && !only("besluiten").wants(&bericht(1, 1)));
}
