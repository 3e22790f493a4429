// SPDX-License-Identifier: EUPL-1.2
//! Channels `zaaktypen`, `besluittypen` and `informatieobjecttypen`.

use serde_json::{Value, json};
use waarmaker_core::ORIGIN as PLACEHOLDER;
use waarmaker_testkit::{App, ORIGIN, catalogi as build};

use super::writer;
use crate::engines::on_both_engines;

/// The notifications that wait in the outbox.
fn outbox(app: &App) -> Vec<Value> {
    let read = || app.db().read_blocking(|tx| tx.query("SELECT body FROM outbox ORDER BY id", &[], |row| row.bytes(0)));
    let bodies: Result<Vec<Vec<u8>>, waarmaker_db::Error> =
        std::thread::scope(|scope| scope.spawn(read).join()).unwrap();
    let served = |body: Vec<u8>| String::from_utf8(body).unwrap().replace(PLACEHOLDER, ORIGIN);
    bodies.unwrap().into_iter().map(|body| serde_json::from_str(&served(body)).unwrap()).collect()
}

#[test]
fn types_are_notified_on_their_own_channel_with_the_catalogus() {
    on_both_engines(async |app| {
        let client = writer(app).await;
        let catalogus = build::catalogus(&client, "TEST").await;
        let before = outbox(app).len();
        for (path, resource, body) in [
            ("zaaktypen", "zaaktype", build::zaaktype(&catalogus, "ZT")),
            ("besluittypen", "besluittype", build::besluittype(&catalogus, "Besluit")),
            ("informatieobjecttypen", "informatieobjecttype", build::informatieobjecttype(&catalogus, "Brief")),
        ] {
            let start = outbox(app).len();
            let url = build::create(&client, path, &body).await;
            client.put(&url, &body).await.expect(200);
            client.patch(&url, &json!({"omschrijving": "Anders"})).await.expect(200);
            client.delete(&url).await.expect(204);
            let sent = outbox(app).split_off(start);
            let actions: Vec<&str> = sent.iter().map(|message| message["actie"].as_str().unwrap()).collect();
            assert_eq!(actions, ["create", "update", "partial_update", "destroy"], "{path}");
            for message in sent {
                assert_eq!((&message["kanaal"], &message["resource"]), (&json!(path), &json!(resource)));
                assert_eq!((&message["hoofdObject"], &message["resourceUrl"]), (&json!(url), &json!(url)));
                assert_eq!(message["kenmerken"], json!({"catalogus": catalogus}));
            }
        }
        assert_eq!(outbox(app).len(), before + 12, "a catalogus has no channel");
    });
}

#[test]
fn publishing_is_notified_as_a_change() {
    on_both_engines(async |app| {
        let client = writer(app).await;
        let catalogus = build::catalogus(&client, "TEST").await;
        let zaaktype = build::published(&client, "zaaktypen", &build::zaaktype(&catalogus, "ZT")).await;
        let count = outbox(app).len();
        let message = outbox(app).pop().unwrap();
        assert_eq!((&message["actie"], &message["hoofdObject"]), (&json!("partial_update"), &json!(zaaktype)));
        build::publish(&client, &zaaktype).await;
        assert_eq!(outbox(app).len(), count, "publishing again changes nothing");
    });
}

#[test]
fn what_belongs_to_a_zaaktype_is_notified_with_the_zaaktype() {
    on_both_engines(async |app| {
        let client = writer(app).await;
        let catalogus = build::catalogus(&client, "TEST").await;
        let zaaktype = build::create(&client, "zaaktypen", &build::zaaktype(&catalogus, "ZT")).await;
        for (path, resource, body) in [
            ("statustypen", "statustype", build::statustype(&zaaktype, 1)),
            ("roltypen", "roltype", build::roltype(&zaaktype, "initiator")),
            (
                "zaaktype-informatieobjecttypen",
                "zaakinformatieobjecttype",
                build::zaaktype_informatieobjecttype(&zaaktype, "Brief"),
            ),
        ] {
            let url = build::create(&client, path, &body).await;
            let message = outbox(app).pop().unwrap();
            assert_eq!((&message["kanaal"], &message["resource"]), (&json!("zaaktypen"), &json!(resource)));
            assert_eq!((&message["hoofdObject"], &message["resourceUrl"]), (&json!(zaaktype), &json!(url)));
            assert_eq!(message["kenmerken"], json!({"catalogus": catalogus}));
        }
    });
}
