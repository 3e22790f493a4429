// SPDX-License-Identifier: EUPL-1.2
//! Dead letters: who may see them, storing them again, and how long they are kept.

use std::{sync::Arc, time::Duration};

use serde_json::{Value, json};
use waarmaker_api::{Call, Cx};
use waarmaker_auth::Caller;
use waarmaker_core::Problem;
use waarmaker_metingen::{
    letters::{Keep, tick},
    mapping::{Mapping, Topic, Topics},
    mqtt::{Broker as Address, Ingest, Publisher, Settings},
};
use waarmaker_testkit::{App, Broker};

use super::devices::{NOW, connect, datastream, reaches, rows, stored};
use crate::engines::on_both_engines;

const LETTERS: &str = "/signalen/api/v1/dode-letters";

/// Publishes messages and waits until each is a letter.
async fn publish(app: &App, messages: &[(&str, String)]) {
    let broker = Broker::start();
    let topic = |pattern: &str, mapping: &str, gateway| Topic {
        pattern: pattern.parse().unwrap(),
        gateway,
        mapping: Mapping::builtin(mapping).unwrap(),
    };
    let topics = [
        topic("lampen/{apparaat}/meting", "flat", false),
        topic("v1.1/Datastreams({datastream})/Observations", "sensorthings", false),
        topic("klaar", "flat", true),
    ];
    let settings = Settings::new(Address::at(&broker.url(), "node-1").unwrap(), Topics::new(topics.into()).unwrap());
    let running = Ingest::new(settings, Arc::clone(&app.api), &[]).unwrap().start().await.unwrap();
    let mut device = Publisher::start(&Address::at(&broker.url(), "device").unwrap()).unwrap();
    // Until it has subscribed nothing is kept for it.
    while rows(app, "dode_letters").await == 0 {
        device.publish("klaar".to_owned(), "geen json").await.unwrap();
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    for (topic, payload) in messages {
        device.publish((*topic).to_owned(), payload.clone()).await.unwrap();
    }
    device.finish(Duration::from_secs(30)).await;
    reaches(app, "dode_letters", 1 + i64::try_from(messages.len()).unwrap()).await;
    running.stop().await;
}

fn reading(status: &str) -> String {
    json!({"tijd": NOW, "status": status}).to_string()
}

#[test]
fn a_letter_is_stored_again_once_its_device_is_known() {
    on_both_engines(async |app: &App| {
        let messages = [
            ("lampen/L-1/meting", reading("aan")),
            ("lampen/L-2/meting", reading("uit")),
            ("lampen/L-2/meting", "{".to_owned()),
        ];
        publish(app, &messages).await;
        let client = app.superuser();
        let all = client.get(LETTERS).await.expect(200);
        assert_eq!(all["perCode"], json!({"not-json": 2, "unknown-device": 2}));
        let found = client.get(&format!("{LETTERS}?code=unknown-device&apparaat=L-1")).await.expect(200);
        let letter = &found["results"][0];
        assert_eq!(
            (found["results"].as_array().unwrap().len(), &letter["onderwerp"]),
            (1, &json!("lampen/L-1/meting"))
        );
        let url = format!("{LETTERS}/{}", letter["nummer"]);
        assert_eq!(client.get(&url).await.expect(200)["bericht"], reading("aan"));
        // Nothing has changed yet: it stays, with one more attempt.
        let again = client.post(&format!("{url}/replay"), &Value::Null).await.expect(200);
        assert_eq!(
            (&again["pogingen"], &again["opgeslagen"], &again["code"]),
            (&json!(1), &Value::Null, &json!("unknown-device"))
        );
        connect(app, &["L-1", "L-2"]);
        let again = client.post(&format!("{url}/replay"), &Value::Null).await.expect(200);
        assert_eq!((&again["pogingen"], &again["opgeslagen"]), (&json!(2), &json!("2026-11-21T11:00:00Z")));
        assert_eq!(stored(app).await, [("L-1".to_owned(), "status".to_owned(), NOW, "aan".to_owned())]);
        // Twice does no harm.
        client.post(&format!("{url}/replay"), &Value::Null).await.expect(200);
        assert_eq!(rows(app, "observations").await, 1);
        let left = client.get(LETTERS).await.expect(200);
        assert_eq!(left["perCode"], json!({"not-json": 2, "unknown-device": 1}));
        let all = client.get(&format!("{LETTERS}?alle=true")).await.expect(200);
        assert_eq!(all["results"].as_array().unwrap().len(), 4);
    });
}

#[test]
fn an_observation_of_an_unknown_datastream_is_a_letter_and_that_of_another_device_too() {
    on_both_engines(async |app: &App| {
        connect(app, &["L-1"]);
        let known = datastream(app, "L-1", "vermogen").await;
        let observation =
            |result: Value| json!({"phenomenonTime": "2026-11-21T11:00:00Z", "result": result}).to_string();
        let (own, other) = (format!("v1.1/Datastreams({known})/Observations"), "v1.1/Datastreams(999999)/Observations");
        publish(app, &[(other, observation(json!(5))), (&own, observation(json!("veel")))]).await;
        let found = app.superuser().get(LETTERS).await.expect(200);
        assert_eq!(found["perCode"], json!({"not-json": 1, "unknown-datastream": 1, "wrong-type": 1}));
    });
}

#[test]
fn only_who_manages_signals_sees_letters() {
    on_both_engines(async |app: &App| {
        let nobody = app.client("niemand");
        for url in [LETTERS.to_owned(), format!("{LETTERS}/1")] {
            assert_eq!(nobody.get(&url).await.status, 403, "{url}");
            assert!(matches!(app.anonymous().get(&url).await.status, 401 | 403), "{url}");
        }
        assert_eq!(nobody.post(&format!("{LETTERS}/1/replay"), &Value::Null).await.status, 403);
        let client = app.superuser();
        assert_eq!(client.get(&format!("{LETTERS}/1")).await.status, 404);
        assert_eq!(client.get(&format!("{LETTERS}/x")).await.status, 404);
        assert_eq!(client.delete(LETTERS).await.status, 405);
        let mut wrong = client.get(&format!("{LETTERS}?sinds=gisteren&alle=ja&x=1")).await.problems();
        wrong.sort();
        assert_eq!(wrong, ["alle/invalid", "sinds/invalid", "x/unknown-parameters"]);
    });
}

#[test]
fn without_the_scope_a_letter_is_neither_seen_nor_replayed_and_nothing_changes() {
    on_both_engines(async |app: &App| {
        connect(app, &["L-1"]);
        let insert = "INSERT INTO dode_letters (bron, onderwerp, apparaat, code, reden, ontvangen, laatst, aantal, pogingen, grootte, sha256, body)
            VALUES ('mqtt', 'lampen/L-1/meting', 'L-1', 'unknown-device', '', 0, 0, 1, 0, 2, 'x', $1)";
        app.write(move |tx| tx.run(insert, &[reading("aan").into_bytes().into()]).map(|_| ()));
        let admin = app.superuser();
        let number = admin.get(LETTERS).await.expect(200)["results"][0]["nummer"].clone();
        let others = [
            ("lezer", json!(["signalen.lezen", "metingen.lezen", "metingen.schrijven", "assets.beheren"])),
            ("melder", json!(["signalen.melden", "metingen.eigen"])),
        ];
        let look = "SELECT pogingen, herhaald, laatst FROM dode_letters";
        let state = async || {
            let read = |tx: &mut waarmaker_db::Tx<'_>| {
                tx.query(look, &[], |row| Ok((row.int(0)?, row.opt_int(1)?, row.int(2)?)))
            };
            app.db().read(waarmaker_db::Weight::Scan, read).await.unwrap()
        };
        let before = state().await;
        for (name, scopes) in others {
            let client = app.client(name);
            let body =
                json!({"clientIds": [name], "label": name, "autorisaties": [{"component": "sig", "scopes": scopes}]});
            admin.post("/autorisaties/api/v1/applicaties", &body).await.expect(201);
            client.get(LETTERS).await.expect(403);
            client.get(&format!("{LETTERS}/{number}")).await.expect(403);
            client.post(&format!("{LETTERS}/{number}/replay"), &Value::Null).await.expect(403);
        }
        assert_eq!((state().await, rows(app, "observations").await), (before, 0));
        // With the scope alone it goes.
        let client = app.client("beheer");
        let body = json!({"clientIds": ["beheer"], "label": "beheer", "autorisaties": [{"component": "sig", "scopes": ["signalen.beheren"]}]});
        admin.post("/autorisaties/api/v1/applicaties", &body).await.expect(201);
        client.get(&format!("{LETTERS}/{number}")).await.expect(200);
        client.post(&format!("{LETTERS}/{number}/replay"), &Value::Null).await.expect(200);
        assert_eq!(state().await[0].0, 1);
    });
}

#[test]
fn letters_are_kept_for_days_and_not_more_than_so_many() {
    on_both_engines(async |app: &App| {
        let messages: Vec<(&str, String)> = (0..5).map(|i| ("lampen/L-1/meting", format!("geen json {i}"))).collect();
        publish(app, &messages).await;
        clear(app, Keep::default()).await;
        assert_eq!(rows(app, "dode_letters").await, 6);
        clear(app, Keep { most: 2, ..Keep::default() }).await;
        assert_eq!(rows(app, "dode_letters").await, 2);
        app.clock.advance(Duration::from_hours(31 * 24));
        clear(app, Keep::default()).await;
        assert_eq!(rows(app, "dode_letters").await, 0);
    });
}

async fn clear(app: &App, keep: Keep) {
    let house = Arc::clone(&app.api.house);
    let write = move |tx: &mut waarmaker_db::Tx<'_>| {
        let call = Call::now(&house)?;
        tick(keep, &mut Cx::new(tx, &house, &Caller::waarmaker("Metingen"), &call)).map(|_| ())
    };
    app.db().write::<(), Problem, _>(write).await.unwrap();
}
