// SPDX-License-Identifier: EUPL-1.2
//! Two nodes that do what is due at the same moment; what is tried again; what is forgotten.

use axum::http::Method;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use waarmaker_db::{Tx, Weight};
use waarmaker_testkit::App;

use super::{
    fotos::jpeg,
    wereld::{ROOT, Wereld, text},
};
use crate::engines::on_both_engines;

async fn count(app: &App, sql: &'static str) -> i64 {
    let read = move |tx: &mut Tx<'_>| tx.one(sql, &[], |row| row.int(0));
    app.db().read(Weight::Scan, read).await.unwrap().unwrap()
}

#[test]
fn two_nodes_at_once_make_one_zaak_and_one_order_of_each_incident() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        let mut incidents = Vec::new();
        for _ in 0..5 {
            incidents.push(wereld.incident(wereld.lamp).await);
        }
        tokio::join!(wereld.tick(), wereld.tick(), wereld.tick());
        for incident in incidents {
            assert_eq!(text(&wereld.order_of(incident).await, "status"), "aangeboden");
        }
        assert_eq!(
            (count(app, "SELECT COUNT(*) FROM zaken").await, count(app, "SELECT COUNT(*) FROM werkopdrachten").await),
            (5, 5)
        );
        assert_eq!(wereld.tick().await, 0);
    });
}

#[test]
fn a_zaak_with_a_locked_photo_is_closed_once_the_photo_is_free() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        let order = wereld.order_for(wereld.lamp).await;
        wereld.answer(&order, "accepteren", json!({})).await;
        let there = wereld.answer(&order, "terplaatse", json!({"fotos": [STANDARD.encode(jpeg("beeld"))]})).await;
        let foto = there["fotos"][0].as_str().unwrap().to_owned();
        let lock = wereld.admin.post(&format!("{foto}/lock"), &json!({})).await.expect(200);
        let done = wereld.answer(&order, "gereed", json!({})).await;
        let told = text(&done["mededelingen"][0], "tekst");
        assert!(told.contains("blijft open") && told.contains("opnieuw geprobeerd"), "{told}");
        let zaak = text(&order, "zaak");
        for minutes in [1, 2, 4] {
            assert_eq!(wereld.tick().await, 0, "not due yet");
            app.clock.advance(std::time::Duration::from_mins(minutes));
            assert_eq!(wereld.tick().await, 0, "still locked");
            assert!(wereld.now_is(zaak).await["einddatum"].is_null());
        }
        wereld.admin.post(&format!("{foto}/unlock"), &json!({"lock": lock["lock"]})).await.expect(204);
        app.clock.advance(std::time::Duration::from_mins(7));
        assert_eq!(wereld.tick().await, 0, "the pause is eight minutes by now");
        app.clock.advance(std::time::Duration::from_mins(1));
        assert_eq!((wereld.tick().await, wereld.tick().await), (1, 0));
        let closed = wereld.now_is(zaak).await;
        assert_eq!((text(&closed, "einddatum"), wereld.resultaat(&closed).await.as_str()), ("2026-11-21", "Hersteld"));
        let order = wereld.now_is(text(&order, "url")).await;
        assert_eq!(text(&order["mededelingen"][1], "tekst"), "De zaak is alsnog afgesloten.");
        assert_eq!(count(app, "SELECT COUNT(*) FROM werkopdracht_afsluitingen").await, 0);
    });
}

#[test]
fn a_key_tells_photos_of_one_size_apart_and_is_forgotten_after_a_month() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        let order = wereld.order_for(wereld.lamp).await;
        wereld.answer(&order, "accepteren", json!({})).await;
        let send = async |photo: &str| {
            let body: Value = json!({"fotos": [STANDARD.encode(jpeg(photo))]});
            let url = format!("{}/terplaatse", text(&order, "url"));
            wereld
                .aannemer
                .send(Method::POST, &url, &[("idempotency-key", "a-1")], Some(body.to_string().into_bytes()))
                .await
        };
        send("beeld").await.expect(200);
        assert_eq!(send("beeld").await.expect(200)["fotos"].as_array().unwrap().len(), 1);
        send("ander").await.expect(409);
        let kept = "SELECT COUNT(*) FROM werkopdracht_sleutels";
        wereld.later(29 * 24);
        wereld.tick().await;
        assert_eq!(count(app, kept).await, 1);
        wereld.later(2 * 24);
        wereld.tick().await;
        assert_eq!((count(app, kept).await, wereld.tick().await), (0, 0));
        assert_eq!(wereld.now_is(&format!("{ROOT}/werkopdrachten")).await["count"], 1);
    });
}
