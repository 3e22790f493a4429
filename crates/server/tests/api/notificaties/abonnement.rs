// SPDX-License-Identifier: EUPL-1.2
//! `/abonnement`.

use serde_json::{Value, json};
use waarmaker_db::{Error, Weight};
use waarmaker_testkit::{App, Receiver};

use super::{ABONNEMENT, body, deliverer, kanaal, limited, publish, rows, subscribe, with_receivers};

/// Everything that is kept of writes, as text.
async fn trail(app: &App) -> String {
    let read = |tx: &mut waarmaker_db::Tx<'_>| {
        let bodies =
            tx.query("SELECT body FROM audittrails UNION ALL SELECT body FROM abonnementen", &[], |row| row.bytes(0))?;
        Ok::<_, Error>(bodies.concat())
    };
    String::from_utf8(app.db().read(Weight::Scan, read).await.unwrap()).unwrap()
}

#[test]
fn an_abonnement_is_made_read_changed_and_deleted() {
    with_receivers(async |app| {
        let (client, receiver) = (app.superuser(), Receiver::start().await);
        kanaal(&client).await;
        let answer = client.post(ABONNEMENT, &body(&receiver)).await;
        let made = answer.expect(201);
        let url = made["url"].as_str().unwrap();
        assert_eq!(answer.header("location"), url);
        assert_eq!(made["callbackUrl"], receiver.url("/berichten"));
        assert_eq!(made["kanalen"], json!([{"filters": {}, "naam": "proef"}]));
        assert_eq!(client.get(url).await.expect(200), made);
        assert_eq!(client.get(ABONNEMENT).await.expect(200), json!([made]));
        let filters = json!([{"naam": "proef", "filters": {"soort": "b"}}]);
        let patched = client.patch(url, &json!({"kanalen": filters})).await.expect(200);
        assert_eq!(patched["kanalen"][0]["filters"], json!({"soort": "b"}));
        let put = client.put(url, &body(&receiver)).await.expect(200);
        assert_eq!(put, made);
        assert_eq!(client.delete(url).await.status, 204);
        assert_eq!(client.get(url).await.status, 404);
        assert_eq!(rows(app, "abonnees").await, 0);
    });
}

#[test]
fn the_secret_is_sent_and_never_shown_or_remembered_elsewhere() {
    with_receivers(async |app| {
        let (client, receiver) = (app.superuser(), Receiver::start().await);
        kanaal(&client).await;
        let url = subscribe(&client, &receiver).await;
        let shown = client.get(&url).await.expect(200);
        assert_eq!(shown["auth"], "Bearer ********");
        // Who sends back what was shown changes nothing.
        let mut again = shown.clone();
        again["kanalen"][0]["filters"] = json!({"soort": "*"});
        client.put(&url, &again).await.expect(200);
        publish(&client, &["x"], 0..1).await;
        let mut deliverer = deliverer(app);
        deliverer.run_until_idle().await.unwrap();
        assert_eq!(receiver.received()[0].authorization, "Bearer geheim");
        assert_eq!(client.patch(&url, &json!({"auth": "zonder schema"})).await.expect(200)["auth"], "********");
        publish(&client, &["x"], 1..2).await;
        deliverer.run_until_idle().await.unwrap();
        assert_eq!(receiver.received()[1].authorization, "zonder schema");
        let trail = trail(app).await;
        assert!(
            trail.contains("********") && !trail.contains("geheim\"") && !trail.contains("zonder schema"),
            "{trail}"
        );
    });
}

#[test]
fn a_secret_goes_only_to_the_host_that_it_was_given_for() {
    with_receivers(async |app| {
        let (client, receiver, other) = (app.superuser(), Receiver::start().await, Receiver::start().await);
        kanaal(&client).await;
        let url = subscribe(&client, &receiver).await;
        let moved = json!({"callbackUrl": other.url("/")});
        assert_eq!(client.patch(&url, &moved).await.problems(), ["auth/required"]);
        client.patch(&url, &json!({"callbackUrl": receiver.url("/ander/pad")})).await.expect(200);
        client.patch(&url, &json!({"callbackUrl": other.url("/"), "auth": "Bearer nieuw"})).await.expect(200);
    });
}

#[test]
fn an_auth_that_cannot_be_a_header_is_refused() {
    with_receivers(async |app| {
        let (client, receiver) = (app.superuser(), Receiver::start().await);
        kanaal(&client).await;
        let problems = async |auth: Value| {
            let mut body = body(&receiver);
            body["auth"] = auth;
            client.post(ABONNEMENT, &body).await.problems()
        };
        assert_eq!(problems(json!("a\r\nX-Ander: b")).await, ["auth/invalid"]);
        assert_eq!(problems(json!("Bearer é")).await, ["auth/invalid"]);
        assert_eq!(problems(json!("Bearer ********")).await, ["auth/invalid"]);
        assert_eq!(problems(json!("x".repeat(9000))).await, ["auth/max_length"]);
        assert_eq!(problems(json!("")).await, ["auth/blank"]);
        assert_eq!(problems(json!(null)).await, ["auth/null"]);
    });
}

#[test]
fn kanalen_exist_and_know_the_filters() {
    with_receivers(async |app| {
        let (client, receiver) = (app.superuser(), Receiver::start().await);
        kanaal(&client).await;
        let problems = async |kanalen: Value| {
            let mut body = body(&receiver);
            body["kanalen"] = kanalen;
            client.post(ABONNEMENT, &body).await.problems()
        };
        assert_eq!(problems(json!([{"naam": "onbekend"}])).await, ["naam/kanaal_naam"]);
        let filters = "filters/inconsistent-abonnement-filters";
        assert_eq!(problems(json!([{"naam": "proef", "filters": {"kleur": "rood"}}])).await, [filters]);
        assert_eq!(problems(json!([{"naam": "proef", "filters": {"soort": "a", "kleur": "rood"}}])).await, [filters]);
        // A kanaal without filters cannot be filtered.
        assert_eq!(problems(json!([{"naam": "autorisaties", "filters": {"label": "x"}}])).await, [filters]);
        let both = json!([{"naam": "onbekend"}, {"naam": "proef", "filters": {"kleur": "rood"}}]);
        assert_eq!(problems(both).await, ["naam/kanaal_naam", filters]);
        assert_eq!(problems(json!("proef")).await, ["kanalen/not_a_list"]);
        assert_eq!(problems(json!([{"filters": {}}])).await, ["kanalen.0.naam/required"]);
        assert_eq!(
            problems(json!([{"naam": "proef", "filters": {"soort": ["a"]}}, {"naam": "proef", "filters": []}])).await,
            ["kanalen.0.filters.soort/invalid", "kanalen.1.filters/invalid"]
        );
        assert_eq!(
            client.post(ABONNEMENT, &json!({})).await.problems(),
            ["callbackUrl/required", "auth/required", "kanalen/required"]
        );
        assert_eq!((rows(app, "abonnementen").await, rows(app, "abonnees").await), (0, 0));
        // Snake case and camel case are the same name.
        let mut fine = body(&receiver);
        fine["kanalen"] = json!([{"naam": "proef", "filters": {"zaak_type": "*"}}]);
        client.post(ABONNEMENT, &fine).await.expect(201);
    });
}

#[test]
fn scopes_decide_who_sees_and_makes_abonnementen() {
    with_receivers(async |app| {
        let (client, receiver) = (app.superuser(), Receiver::start().await);
        kanaal(&client).await;
        let consumer = limited(app, "consument", &["notificaties.consumeren"]).await;
        let producer = limited(app, "bron", &["notificaties.publiceren"]).await;
        let url = subscribe(&consumer, &receiver).await;
        assert_eq!(producer.post(ABONNEMENT, &body(&receiver)).await.status, 403);
        assert_eq!(producer.patch(&url, &json!({})).await.status, 403);
        assert_eq!(producer.delete(&url).await.status, 403);
        for client in [&consumer, &producer] {
            assert_eq!(client.get(&url).await.expect(200)["auth"], "Bearer ********");
        }
        assert_eq!(app.anonymous().post(ABONNEMENT, &body(&receiver)).await.status, 403);
        assert_eq!(consumer.delete(&url).await.status, 204);
    });
}
