// SPDX-License-Identifier: EUPL-1.2
//! `POST /notificaties`.

use serde_json::json;
use waarmaker_testkit::Receiver;

use super::{NOTIFICATIES, deliverer, kanaal, limited, message, rows, subscribe, with_receivers};

#[test]
fn a_message_of_another_producer_is_echoed_and_delivered_unchanged() {
    with_receivers(async |app| {
        let (client, receiver) = (app.superuser(), Receiver::start().await);
        kanaal(&client).await;
        subscribe(&client, &receiver).await;
        let producer = limited(app, "bron", &["notificaties.publiceren"]).await;
        let sent = message("x", 1);
        let answer = producer.post(NOTIFICATIES, &sent).await;
        assert_eq!(answer.expect(201), sent);
        assert_eq!(answer.header("api-version"), "1.0.1");
        deliverer(app).run_until_idle().await.unwrap();
        assert_eq!(receiver.accepted(), [sent]);
        assert_eq!(receiver.received()[0].content_type, "application/json");
    });
}

#[test]
fn the_kanaal_exists_and_its_filters_fit_the_kenmerken() {
    with_receivers(async |app| {
        let client = app.superuser();
        kanaal(&client).await;
        let problems = async |member: &str, value| {
            let mut body = message("x", 1);
            body[member] = value;
            client.post(NOTIFICATIES, &body).await.problems()
        };
        assert_eq!(problems("kanaal", json!("onbekend")).await, ["kanaal/message_kanaal"]);
        assert_eq!(problems("kenmerken", json!({"kleur": "rood"})).await, ["kenmerken/kenmerken_inconsistent"]);
        assert_eq!(problems("kenmerken", json!({"soort": {"a": 1}})).await, ["kenmerken.soort/invalid"]);
        assert_eq!(problems("kenmerken", json!({"soort": "x".repeat(1001)})).await, ["kenmerken.soort/max_length"]);
        assert_eq!(problems("hoofdObject", json!("hier")).await, ["hoofdObject/invalid"]);
        assert_eq!(problems("aanmaakdatum", json!("gisteren")).await, ["aanmaakdatum/invalid"]);
        assert_eq!(problems("actie", json!("x".repeat(101))).await, ["actie/max_length"]);
        let names = ["kanaal", "hoofdObject", "resource", "resourceUrl", "actie", "aanmaakdatum"];
        let required: Vec<String> = names.iter().map(|name| format!("{name}/required")).collect();
        assert_eq!(client.post(NOTIFICATIES, &json!({})).await.problems(), required);
        assert_eq!(rows(app, "outbox").await, 0);
        for kenmerken in [json!({}), json!({"soort": "a"}), json!({"soort": "a", "zaaktype": "b", "kleur": "rood"})] {
            let mut body = message("x", 1);
            body["kenmerken"] = kenmerken;
            client.post(NOTIFICATIES, &body).await.expect(201);
        }
    });
}

#[test]
fn only_a_producer_publishes() {
    with_receivers(async |app| {
        kanaal(&app.superuser()).await;
        let consumer = limited(app, "consument", &["notificaties.consumeren"]).await;
        let before = rows(app, "outbox").await;
        for client in [&consumer, &app.client("zonder"), &app.anonymous()] {
            assert_eq!(client.post(NOTIFICATIES, &message("x", 1)).await.status, 403);
            assert_eq!(client.post(NOTIFICATIES, &json!({})).await.status, 403);
        }
        assert_eq!(app.superuser().get(NOTIFICATIES).await.status, 405);
        assert_eq!(rows(app, "outbox").await, before);
    });
}
