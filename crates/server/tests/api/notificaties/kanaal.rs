// SPDX-License-Identifier: EUPL-1.2
//! `/kanaal`.

use axum::http::Method;
use serde_json::json;

use super::{KANAAL, limited, with_receivers};

#[test]
fn a_kanaal_is_made_read_and_found_by_its_name() {
    with_receivers(async |app| {
        let client = app.superuser();
        let body = json!({"naam": "proef", "documentatieLink": "https://bron.example/docs", "filters": ["soort"]});
        let answer = client.post(KANAAL, &body).await;
        let made = answer.expect(201);
        assert_eq!(answer.header("location"), made["url"].as_str().unwrap());
        assert_eq!(answer.header("api-version"), "1.0.1");
        for member in ["naam", "documentatieLink", "filters"] {
            assert_eq!(made[member], body[member]);
        }
        assert_eq!(client.get(made["url"].as_str().unwrap()).await.expect(200), made);
        assert_eq!(client.get(&format!("{KANAAL}?naam=proef")).await.expect(200), json!([made]));
        assert_eq!(client.get(&format!("{KANAAL}?naam=onbekend")).await.expect(200), json!([]));
        let minimal = client.post(KANAAL, &json!({"naam": "kort"})).await.expect(201);
        assert_eq!((&minimal["documentatieLink"], &minimal["filters"]), (&json!(""), &json!([])));
    });
}

#[test]
fn a_name_is_of_one_kanaal_and_bad_members_are_told() {
    with_receivers(async |app| {
        let client = app.superuser();
        client.post(KANAAL, &json!({"naam": "proef"})).await.expect(201);
        let problems = async |body| client.post(KANAAL, &body).await.problems();
        assert_eq!(problems(json!({"naam": "proef"})).await, ["naam/unique"]);
        assert_eq!(problems(json!({})).await, ["naam/required"]);
        assert_eq!(
            problems(json!({"naam": "x".repeat(51), "documentatieLink": "hier", "filters": ["", "y".repeat(101)]}))
                .await,
            ["naam/max_length", "documentatieLink/invalid", "filters.0/blank", "filters.1/max_length"]
        );
        assert_eq!(client.get(&format!("{KANAAL}?page=1")).await.problems(), ["nonFieldErrors/unknown-parameters"]);
    });
}

#[test]
fn a_kanaal_is_neither_changed_nor_deleted() {
    with_receivers(async |app| {
        let client = app.superuser();
        let made = client.post(KANAAL, &json!({"naam": "proef"})).await.expect(201);
        for method in [Method::PUT, Method::PATCH, Method::DELETE] {
            assert_eq!(client.send(method, made["url"].as_str().unwrap(), &[], None).await.status, 405);
        }
    });
}

#[test]
fn the_kanalen_of_our_own_resources_are_there_once_with_their_kenmerken() {
    with_receivers(async |app| {
        waarmaker_notificaties::register_kanalen(&app.api.house, app.db()).await.unwrap();
        let all = app.superuser().get(KANAAL).await.expect(200);
        let all = all.as_array().unwrap();
        let filters = |naam: &str| {
            let found: Vec<_> = all.iter().filter(|kanaal| kanaal["naam"] == naam).collect();
            assert_eq!(found.len(), 1, "{naam}");
            found[0]["filters"].clone()
        };
        assert_eq!(filters("zaken"), json!(["bronorganisatie", "zaaktype", "vertrouwelijkheidaanduiding"]));
        assert_eq!(filters("zaaktypen"), json!(["catalogus"]));
        assert_eq!(filters("autorisaties"), json!([]));
    });
}

#[test]
fn scopes_decide_who_sees_and_makes_kanalen() {
    with_receivers(async |app| {
        let consumer = limited(app, "consument", &["notificaties.consumeren"]).await;
        let producer = limited(app, "bron", &["notificaties.publiceren"]).await;
        assert_eq!(consumer.post(KANAAL, &json!({"naam": "proef"})).await.status, 403);
        producer.post(KANAAL, &json!({"naam": "proef"})).await.expect(201);
        for client in [&consumer, &producer] {
            client.get(KANAAL).await.expect(200);
        }
        assert_eq!(app.anonymous().get(KANAAL).await.status, 403);
    });
}
