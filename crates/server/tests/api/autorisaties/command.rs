// SPDX-License-Identifier: EUPL-1.2
//! What the command line does with an Applicatie.

use std::sync::Arc;

use serde_json::{Value, json};
use uuid::Uuid;
use waarmaker_api::{Call, Cx};
use waarmaker_auth::Caller;
use waarmaker_autorisaties::give_all;
use waarmaker_core::Problem;
use waarmaker_testkit::App;

use super::{APPLICATIES, applicatie, everything, with};
use crate::engines::on_both_engines;

async fn give(app: &App, client_id: &str, label: &str) -> Result<Uuid, Problem> {
    let (house, client_id, label) = (Arc::clone(&app.api.house), client_id.to_owned(), label.to_owned());
    app.db()
        .write(move |tx: &mut waarmaker_db::Tx<'_>| {
            let (who, call) = (Caller::waarmaker("Opdrachtregel"), Call::now(&house)?);
            give_all(&mut Cx::new(tx, &house, &who, &call), &client_id, &label)
        })
        .await
}

async fn consumer(app: &App, client_id: &str) -> Value {
    app.superuser().get(&format!("{APPLICATIES}/consumer?clientId={client_id}")).await.expect(200)
}

#[test]
fn a_client_gets_an_applicatie_that_may_do_everything() {
    on_both_engines(async |app| {
        let uuid = give(app, "beheer", "Beheer").await.unwrap();
        let url = format!("http://testserver{APPLICATIES}/{uuid}");
        let whole = json!({
            "url": url, "clientIds": ["beheer"], "label": "Beheer", "heeftAlleAutorisaties": true, "alleenIsGereedVoorPublicatie": false,
            "autorisaties": []
        });
        assert_eq!(app.client("beheer").get(&url).await.expect(200), whole);
        assert_eq!(give(app, "beheer", "Beheerder").await.unwrap(), uuid);
        assert_eq!(consumer(app, "beheer").await["label"], "Beheerder");
    });
}

#[test]
fn the_applicatie_that_a_client_has_is_replaced() {
    on_both_engines(async |app| {
        let made = app.superuser().post(APPLICATIES, &applicatie("a")).await.expect(201);
        give(app, "a", "Alles").await.unwrap();
        let found = consumer(app, "a").await;
        assert_eq!(
            (&found["url"], &found["heeftAlleAutorisaties"], &found["autorisaties"]),
            (&made["url"], &json!(true), &json!([]))
        );
    });
}

#[test]
fn others_that_share_an_applicatie_keep_what_they_have() {
    on_both_engines(async |app| {
        let mut body = with("a", &json!([{"component": "ac", "scopes": ["autorisaties.lezen"]}]));
        body["clientIds"] = json!(["a", "b"]);
        app.superuser().post(APPLICATIES, &body).await.expect(201);
        give(app, "a", "Alles").await.unwrap();
        let (a, b) = (consumer(app, "a").await, consumer(app, "b").await);
        assert_ne!(a["url"], b["url"]);
        assert_eq!((&a["clientIds"], &a["heeftAlleAutorisaties"]), (&json!(["a"]), &json!(true)));
        assert_eq!((&b["clientIds"], &b["heeftAlleAutorisaties"]), (&json!(["b"]), &json!(false)));
        assert_eq!(app.client("b").post(APPLICATIES, &everything("c")).await.status, 403);
    });
}

#[test]
fn a_client_id_that_the_standard_cannot_hold_is_refused() {
    on_both_engines(async |app| {
        let problem = give(app, &"x".repeat(51), "Te lang").await.unwrap_err();
        assert_eq!(problem.invalid_params[0].name, "clientIds.0");
    });
}
