// SPDX-License-Identifier: EUPL-1.2
//! What older clients send is understood (handbook 3.3).

use serde_json::json;
use waarmaker_testkit::catalogi as build;

use super::{ROOT, writer};
use crate::engines::on_both_engines;

#[test]
fn an_identificatie_may_be_a_number() {
    on_both_engines(async |app| {
        let client = writer(app).await;
        let catalogus = build::catalogus(&client, "TEST").await;
        let mut body = build::zaaktype(&catalogus, "");
        body["identificatie"] = json!(12_345);
        let made = client.post(&format!("{ROOT}/zaaktypen"), &body).await.expect(201);
        assert_eq!(made["identificatie"], "12345");
    });
}

#[test]
fn an_informatieobjectcategorie_may_be_left_out() {
    on_both_engines(async |app| {
        let client = writer(app).await;
        let catalogus = build::catalogus(&client, "TEST").await;
        let mut body = build::informatieobjecttype(&catalogus, "Brief");
        body.as_object_mut().unwrap().remove("informatieobjectcategorie");
        let made = client.post(&format!("{ROOT}/informatieobjecttypen"), &body).await.expect(201);
        assert_eq!(made["informatieobjectcategorie"], "");
    });
}

#[test]
fn members_that_the_server_sets_are_ignored() {
    on_both_engines(async |app| {
        let client = writer(app).await;
        let catalogus = build::catalogus(&client, "TEST").await;
        let mut body = build::zaaktype(&catalogus, "ZT");
        for (member, value) in [
            ("concept", json!(false)),
            ("url", json!("https://elders.example.nl")),
            ("statustypen", json!(["x"])),
            ("deelzaaktypeIdentificaties", json!(["x"])),
            ("beginObject", json!("1900-01-01")),
        ] {
            body[member] = value;
        }
        let made = client.post(&format!("{ROOT}/zaaktypen"), &body).await.expect(201);
        assert_eq!((&made["concept"], &made["statustypen"]), (&json!(true), &json!([])));
        assert_eq!((&made["beginObject"], &made["deelzaaktypeIdentificaties"]), (&json!("2020-01-01"), &json!([])));
    });
}

#[test]
fn a_served_zaaktype_can_be_sent_back() {
    on_both_engines(async |app| {
        let client = writer(app).await;
        let catalogus = build::catalogus(&client, "TEST").await;
        build::published(&client, "besluittypen", &build::besluittype(&catalogus, "Besluit")).await;
        let mut body = build::zaaktype(&catalogus, "ZT");
        body["besluittypen"] = json!(["Besluit"]);
        body["gerelateerdeZaaktypen"] = json!([{"zaaktype": "ZT", "aardRelatie": "vervolg", "toelichting": ""}]);
        let url = build::create(&client, "zaaktypen", &body).await;
        let read = client.get(&url).await.expect(200);
        assert_eq!(client.put(&url, &read).await.expect(200), read);
    });
}
