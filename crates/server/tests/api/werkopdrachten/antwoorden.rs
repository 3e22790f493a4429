// SPDX-License-Identifier: EUPL-1.2
//! Answers of contractors: in order, twice, wrong, and those of another.

use axum::http::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::wereld::{ROOT, Wereld, text};
use crate::engines::on_both_engines;

#[test]
fn the_same_answer_again_is_harmless_and_another_is_a_conflict() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        let order = wereld.order_for(wereld.lamp).await;
        let body = json!({"toelichting": "Morgen"});
        let (once, twice) =
            (wereld.answer(&order, "accepteren", body.clone()).await, wereld.answer(&order, "accepteren", body).await);
        assert_eq!(once, twice);
        let url = text(&order, "url");
        wereld.aannemer.post(&format!("{url}/accepteren"), &json!({"toelichting": "Overmorgen"})).await.expect(409);
        let refused =
            wereld.aannemer.post(&format!("{url}/weigeren"), &json!({"reden": "Toch niet"})).await.expect(409);
        assert!(text(&refused, "detail").contains("in te trekken"), "{refused}");
    });
}

#[test]
fn a_step_out_of_order_says_what_to_do_first() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        let order = wereld.order_for(wereld.lamp).await;
        let url = text(&order, "url");
        for step in ["terplaatse", "gereed", "hervatten"] {
            let refused = wereld.aannemer.post(&format!("{url}/{step}"), &json!({})).await.expect(409);
            assert!(text(&refused, "detail").contains("accepteren"), "{step}: {refused}");
        }
        wereld.answer(&order, "accepteren", json!({})).await;
        wereld.aannemer.post(&format!("{url}/hervatten"), &json!({})).await.expect(409);
        wereld.answer(&order, "gereed", json!({})).await;
        let refused = wereld.aannemer.post(&format!("{url}/geendefect"), &json!({"reden": "Niets"})).await.expect(409);
        assert!(text(&refused, "detail").contains("gemeente"), "{refused}");
    });
}

#[test]
fn an_idempotency_key_gives_one_step_and_cannot_be_used_for_another() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        let order = wereld.order_for(wereld.lamp).await;
        let send = async |step: &str, body: Value| {
            let url = format!("{}/{step}", text(&order, "url"));
            wereld
                .aannemer
                .send(Method::POST, &url, &[("idempotency-key", "a-1")], Some(body.to_string().into_bytes()))
                .await
        };
        send("accepteren", json!({})).await.expect(200);
        wereld.answer(&order, "terplaatse", json!({})).await;
        assert_eq!(text(&send("accepteren", json!({})).await.expect(200), "status"), "ter_plaatse");
        send("gereed", json!({})).await.expect(409);
    });
}

#[test]
fn an_answer_for_the_order_of_another_is_refused_and_recorded() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        let order = wereld.order_for(wereld.lamp).await;
        let (other, _) = wereld.other().await;
        let url = text(&order, "url");
        let refused = other.post(&format!("{url}/accepteren"), &json!({})).await.expect(403);
        assert!(text(&refused, "detail").contains("niet aan u gegeven"), "{refused}");
        other.get(url).await.expect(403);
        assert_eq!(other.get(&format!("{ROOT}/werkopdrachten")).await.expect(200)["count"], 0);
        let trail = wereld.now_is(&format!("{url}/audittrail")).await;
        let last = trail.as_array().unwrap().iter().find(|entry| entry["resultaat"] == 403).unwrap();
        assert_eq!(text(last, "applicatieWeergave"), "straatwerk");
        assert_eq!(text(&wereld.now_is(url).await, "status"), "aangeboden");
        other.post(&format!("{ROOT}/werkopdrachten/{}/accepteren", Uuid::from_u128(7)), &json!({})).await.expect(404);
        app.anonymous().post(&format!("{url}/accepteren"), &json!({})).await.expect(403);
        app.client("niemand").post(&format!("{url}/accepteren"), &json!({})).await.expect(403);
        other.post(&format!("{url}/toewijzen"), &json!({"contract": wereld.contract})).await.expect(403);
        other.post(&format!("{url}/intrekken"), &json!({"reden": "x"})).await.expect(403);
    });
}

#[test]
fn wrong_answers_are_refused_with_the_member_and_the_reason() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        let order = wereld.order_for(wereld.lamp).await;
        let url = text(&order, "url");
        let wrong =
            async |step: &str, body: Value| wereld.aannemer.post(&format!("{url}/{step}"), &body).await.problems();
        assert_eq!(wrong("weigeren", json!({})).await, ["reden/required"]);
        assert_eq!(wrong("accepteren", json!({"moment": "2026-11-22T12:00:00Z"})).await, ["moment/date-in-future"]);
        assert_eq!(
            wrong("accepteren", json!({"moment": "2026-11-20T12:00:00Z"})).await,
            ["moment/before-previous-step"]
        );
        assert_eq!(wrong("accepteren", json!({"moment": "gisteren"})).await, ["moment/invalid"]);
        assert_eq!(wrong("accepteren", json!({"toelichting": "x".repeat(2001)})).await, ["toelichting/max_length"]);
        let materiaal = json!([{"omschrijving": "Lamp", "aantal": 0}]);
        assert_eq!(wrong("accepteren", json!({"materiaal": materiaal})).await.len(), 1);
        wereld.aannemer.post(&format!("{url}/accepteren?x=1"), &json!({})).await.expect(400);
        wereld.aannemer.get(&format!("{url}/accepteren")).await.expect(405);
        let csv = [("content-type", "text/csv")];
        wereld.aannemer.send(Method::POST, &format!("{url}/accepteren"), &csv, Some(b"x".to_vec())).await.expect(415);
        let key = [("idempotency-key", "met spatie")];
        wereld.aannemer.send(Method::POST, &format!("{url}/accepteren"), &key, None).await.expect(400);
        wereld.admin.post(&format!("{ROOT}/werkopdrachten"), &json!({})).await.expect(405);
        wereld.admin.patch(url, &json!({"status": "gereed"})).await.expect(405);
        assert_eq!(text(&wereld.now_is(url).await, "status"), "aangeboden");
    });
}

#[test]
fn the_municipality_withdraws_and_assigns_with_a_reason_and_a_party_that_exist() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        let order = wereld.order_for(wereld.lamp).await;
        let url = text(&order, "url");
        let post = async |step: &str, body: Value| wereld.admin.post(&format!("{url}/{step}"), &body).await;
        assert_eq!(post("intrekken", json!({})).await.problems(), ["reden/required"]);
        post("toewijzen", json!({"aannemer": wereld.aannemer_url, "contract": null})).await.expect(409);
        let withdrawn = post("intrekken", json!({"reden": "Wordt vervangen"})).await.expect(200);
        assert_eq!(text(&withdrawn, "status"), "ingetrokken");
        assert_eq!(post("intrekken", json!({"reden": "Wordt vervangen"})).await.expect(200), withdrawn);
        post("intrekken", json!({"reden": "Anders"})).await.expect(409);
        let zaak = wereld.now_is(text(&order, "zaak")).await;
        assert_eq!(wereld.resultaat(&zaak).await, "Ingetrokken");
        let own = wereld.order_for(wereld.bak).await;
        let assign = async |body: Value| wereld.admin.post(&format!("{}/toewijzen", text(&own, "url")), &body).await;
        assert_eq!(assign(json!({})).await.problems(), ["nonFieldErrors/required"]);
        let (_, other) = wereld.other().await;
        let both = json!({"contract": wereld.contract, "aannemer": other});
        assert_eq!(assign(both).await.problems(), ["aannemer/mismatch"]);
        let ghost = format!("http://testserver{ROOT}/contracten/{}", Uuid::from_u128(9));
        assert_eq!(assign(json!({"contract": ghost})).await.problems(), ["contract/does_not_exist"]);
        let given = assign(json!({"contract": wereld.contract})).await.expect(200);
        assert_eq!((text(&given, "status"), given["termijnen"].as_array().unwrap().len()), ("aangeboden", 2));
    });
}
