// SPDX-License-Identifier: EUPL-1.2
//! `/aannemers`.

use serde_json::{Value, json};
use uuid::Uuid;
use waarmaker_contracten::{Kanaal, kanaal, kanaal_of_contract};
use waarmaker_db::{Error, Tx, Weight};
use waarmaker_testkit::App;

use super::{AANNEMERS, CONTRACTEN, aannemer, body, limited, with};
use crate::engines::on_both_engines;

const SECRET: &str = "een geheim van enige lengte";

fn webhook(url: &str) -> Value {
    json!({"soort": "webhook", "url": url, "geheim": SECRET})
}

/// Everything that is served, audited or told, as text.
async fn everything(app: &App) -> String {
    let read = |tx: &mut Tx<'_>| {
        let sql = "SELECT body FROM audittrails UNION ALL SELECT body FROM aannemers UNION ALL SELECT body FROM contracten \
                   UNION ALL SELECT body FROM outbox";
        Ok::<_, Error>(tx.query(sql, &[], |row| row.bytes(0))?.concat())
    };
    String::from_utf8(app.db().read(Weight::Scan, read).await.unwrap()).unwrap()
}

fn uuid(made: &Value) -> Uuid {
    Uuid::try_parse(made["uuid"].as_str().unwrap()).unwrap()
}

async fn channel(app: &App, uuid: Uuid, of_contract: bool) -> Option<Kanaal> {
    let read = move |tx: &mut Tx<'_>| if of_contract { kanaal_of_contract(tx, uuid) } else { kanaal(tx, uuid) };
    let found: Result<Option<Kanaal>, Error> = app.db().read(Weight::Point, read).await;
    found.unwrap()
}

#[test]
fn an_aannemer_is_made_read_changed_and_deleted() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let body = json!({
            "naam": "Lichtwacht BV", "kvkNummer": "12345678", "contact": {"naam": "Storingsdienst", "email": "dienst@lichtwacht.example"},
            "escalatiecontacten": [{"naam": "Chef", "email": "chef@lichtwacht.example", "niveau": 2}],
        });
        let made = client.post(AANNEMERS, &body).await.expect(201);
        let url = made["url"].as_str().unwrap();
        assert_eq!((&made["kanaal"], &made["escalatiecontacten"][0]["niveau"]), (&json!(null), &json!(2)));
        assert_eq!(client.get(url).await.expect(200), made);
        assert_eq!(client.get(&format!("{AANNEMERS}?naam__icontains=lichtw")).await.expect(200)["count"], 1);
        assert_eq!(client.post(AANNEMERS, &body).await.problems(), ["naam/unique"]);
        let letters = client.patch(url, &json!({"kvkNummer": "abcdefgh"})).await;
        assert_eq!(letters.problems(), ["kvkNummer/invalid"]);
        let patched = client.patch(url, &json!({"kvkNummer": "87654321"})).await.expect(200);
        assert_eq!(patched["kvkNummer"], "87654321");
        assert_eq!(client.delete(url).await.status, 204);
    });
}

#[test]
fn the_secret_of_a_channel_is_for_the_sender_alone() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let body = json!({"naam": "A", "kanaal": webhook("https://93.184.216.34/orders")});
        let made = client.post(AANNEMERS, &body).await.expect(201);
        let url = made["url"].as_str().unwrap();
        assert_eq!(made["kanaal"]["geheim"], "********");
        let expected = Kanaal::Webhook { url: "https://93.184.216.34/orders".to_owned(), geheim: SECRET.to_owned() };
        assert_eq!(channel(app, uuid(&made), false).await, Some(expected.clone()));
        // Who sends back what was shown, or changes something else, changes nothing.
        client.put(url, &made).await.expect(200);
        client.patch(url, &json!({"naam": "B"})).await.expect(200);
        assert_eq!(channel(app, uuid(&made), false).await, Some(expected));
        // To another host it has to be given again.
        let mut moved = made.clone();
        moved["kanaal"]["url"] = json!("https://93.184.216.35/orders");
        assert_eq!(client.put(url, &moved).await.problems(), ["kanaal.geheim/required"]);
        assert!(!everything(app).await.contains(SECRET));
        client.patch(url, &json!({"kanaal": null})).await.expect(200);
        assert_eq!(channel(app, uuid(&made), false).await, None);
        let left = app.db().read(Weight::Point, |tx: &mut Tx<'_>| {
            tx.one("SELECT COUNT(*) FROM kanaalgeheimen", &[], |row| row.int(0))
        });
        let left: Result<Option<i64>, Error> = left.await;
        assert_eq!(left.unwrap(), Some(0));
    });
}

#[test]
fn a_channel_must_have_what_its_kind_needs() {
    on_both_engines(async |app| {
        let client = app.superuser();
        for (kanaal, problem) in [
            (json!({"soort": "webhook", "geheim": SECRET}), "kanaal.url/required"),
            (json!({"soort": "webhook", "url": "https://93.184.216.34/"}), "kanaal.geheim/required"),
            (
                json!({"soort": "webhook", "url": "https://93.184.216.34/", "geheim": "kort"}),
                "kanaal.geheim/min_length",
            ),
            (
                json!({"soort": "webhook", "url": "https://93.184.216.34/", "geheim": "********"}),
                "kanaal.geheim/required",
            ),
            (json!({"soort": "open311", "url": "https://93.184.216.34/"}), "kanaal.serviceCode/required"),
            (json!({"soort": "mail"}), "kanaal.adres/required"),
            (json!({"soort": "mail", "adres": "geen adres"}), "kanaal.adres/invalid"),
            (json!({"soort": "postduif"}), "kanaal.soort/invalid_choice"),
            (webhook("https://127.0.0.1/orders"), "kanaal.url/invalid-url"),
            (webhook("https://10.0.0.1/orders"), "kanaal.url/invalid-url"),
            (webhook("https://localhost/orders"), "kanaal.url/invalid-url"),
            (webhook("http://testserver/orders"), "kanaal.url/invalid-url"),
        ] {
            let answer = client.post(AANNEMERS, &json!({"naam": "A", "kanaal": kanaal})).await;
            assert_eq!(answer.problems(), [problem], "{kanaal}");
        }
        let open311 = json!({"soort": "open311", "url": "https://93.184.216.34/api", "serviceCode": "lamp", "jurisdictionId": "utrecht.nl"});
        let made = client.post(AANNEMERS, &json!({"naam": "A", "kanaal": open311})).await.expect(201);
        assert!(
            matches!(channel(app, uuid(&made), false).await, Some(Kanaal::Open311 { api_key, .. }) if api_key.is_empty())
        );
    });
}

#[test]
fn a_contract_may_have_a_channel_of_its_own() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let mail = json!({"soort": "mail", "adres": "dienst@lichtwacht.example"});
        let made = client.post(AANNEMERS, &json!({"naam": "A", "kanaal": mail})).await.expect(201);
        let contract = body("K-1", made["url"].as_str().unwrap(), "lichtmast");
        let contract = client.post(CONTRACTEN, &contract).await.expect(201);
        let of_aannemer = Kanaal::Mail { adres: "dienst@lichtwacht.example".to_owned() };
        assert_eq!(channel(app, uuid(&contract), true).await, Some(of_aannemer));
        let own = json!({"kanaal": webhook("https://93.184.216.34/k1")});
        let patched = client.patch(contract["url"].as_str().unwrap(), &own).await.expect(200);
        assert_eq!(patched["kanaal"]["geheim"], "********");
        let own = Kanaal::Webhook { url: "https://93.184.216.34/k1".to_owned(), geheim: SECRET.to_owned() };
        assert_eq!(channel(app, uuid(&contract), true).await, Some(own));
    });
}

#[test]
fn an_aannemer_stays_while_a_contract_names_it() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let url = aannemer(&client, "A").await;
        client.post(CONTRACTEN, &body("K-1", &url, "lichtmast")).await.expect(201);
        let answer = client.delete(&url).await;
        assert_eq!(answer.problems(), ["nonFieldErrors/pending-relations"]);
        assert!(answer.json()["invalidParams"][0]["reason"].as_str().unwrap().contains("K-1"));
    });
}

#[test]
fn who_may_read_may_not_change() {
    on_both_engines(async |app| {
        let url = aannemer(&app.superuser(), "A").await;
        let reader = limited(app, "lezer", &["signalen.lezen"]).await;
        assert_eq!(reader.get(&url).await.status, 200);
        assert_eq!(reader.patch(&url, &json!({"naam": "B"})).await.status, 403);
        let contract = with(body("K-1", &url, "lichtmast"), &json!({}));
        assert_eq!(reader.post(CONTRACTEN, &contract).await.status, 403);
        assert_eq!(limited(app, "ander", &["assets.lezen"]).await.get(&url).await.status, 403);
        assert_eq!(app.anonymous().get(&url).await.status, 403);
    });
}
