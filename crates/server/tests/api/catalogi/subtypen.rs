// SPDX-License-Identifier: EUPL-1.2
//! `/roltypen`, `/zaakobjecttypen` and `/zaaktype-informatieobjecttypen`, and what all that belongs to a zaaktype takes over from it.

use serde_json::json;
use waarmaker_testkit::catalogi as build;

use super::{ROOT, writer};
use crate::engines::on_both_engines;

#[test]
fn members_stand_in_the_order_of_the_standard() {
    on_both_engines(async |app| {
        let client = writer(app).await;
        let catalogus = build::catalogus(&client, "TEST").await;
        let zaaktype = build::create(&client, "zaaktypen", &build::zaaktype(&catalogus, "ZT")).await;
        for (path, body, wanted) in [
            (
                "roltypen",
                build::roltype(&zaaktype, "initiator"),
                "url zaaktype zaaktypeIdentificatie omschrijving omschrijvingGeneriek catalogus beginGeldigheid eindeGeldigheid \
                 beginObject eindeObject",
            ),
            (
                "zaakobjecttypen",
                build::zaakobjecttype(&zaaktype),
                "url anderObjecttype beginGeldigheid eindeGeldigheid beginObject eindeObject objecttype relatieOmschrijving zaaktype \
                 zaaktypeIdentificatie resultaattypen resultaattypeOmschrijving statustypen catalogus",
            ),
            (
                "zaaktype-informatieobjecttypen",
                build::zaaktype_informatieobjecttype(&zaaktype, "Brief"),
                "url zaaktype zaaktypeIdentificatie catalogus informatieobjecttype volgnummer richting statustype",
            ),
        ] {
            let answer = client.post(&format!("{ROOT}/{path}"), &body).await;
            let made = answer.expect(201);
            let members: Vec<&str> = made.as_object().unwrap().keys().map(String::as_str).collect();
            assert_eq!(members.join(" "), wanted);
            assert_eq!((&made["zaaktype"], &made["zaaktypeIdentificatie"]), (&json!(zaaktype), &json!("ZT")));
            assert_eq!(made["catalogus"], json!(catalogus));
        }
    });
}

#[test]
fn what_follows_from_the_zaaktype_follows_its_changes() {
    on_both_engines(async |app| {
        let client = writer(app).await;
        let catalogus = build::catalogus(&client, "TEST").await;
        let other = build::catalogus(&client, "ANDER").await;
        let zaaktype = build::create(&client, "zaaktypen", &build::zaaktype(&catalogus, "ZT")).await;
        let roltype = build::create(&client, "roltypen", &build::roltype(&zaaktype, "initiator")).await;
        let relation = build::zaaktype_informatieobjecttype(&zaaktype, "Brief");
        let relation = build::create(&client, "zaaktype-informatieobjecttypen", &relation).await;
        let change = json!({"identificatie": "NIEUW", "catalogus": other, "beginGeldigheid": "2021-01-01", "eindeGeldigheid": "2029-12-31"});
        client.patch(&zaaktype, &change).await.expect(200);
        let read = client.get(&roltype).await.expect(200);
        assert_eq!((&read["zaaktypeIdentificatie"], &read["catalogus"]), (&json!("NIEUW"), &json!(other)));
        assert_eq!((&read["beginGeldigheid"], &read["eindeGeldigheid"]), (&json!("2021-01-01"), &json!("2029-12-31")));
        assert_eq!(client.get(&relation).await.expect(200)["catalogus"], json!(other));
        let found = client.get(&format!("{ROOT}/roltypen?status=alles&zaaktypeIdentificatie=NIEUW")).await.expect(200);
        assert_eq!(found["count"], 1);
    });
}

#[test]
fn references_to_nothing_are_refused() {
    on_both_engines(async |app| {
        let client = writer(app).await;
        let catalogus = build::catalogus(&client, "TEST").await;
        let gone = format!("http://testserver{ROOT}/zaaktypen/7a3b9a4e-63e5-4b0f-9d3c-9a0e2a9f5a11");
        for (zaaktype, code) in [
            (gone.as_str(), "does_not_exist"),
            (catalogus.as_str(), "incorrect_match"),
            ("https://elders.example.nl/1", "no_match"),
        ] {
            let refused = client.post(&format!("{ROOT}/roltypen"), &build::roltype(zaaktype, "initiator")).await;
            assert_eq!(refused.problems(), [format!("zaaktype/{code}")]);
        }
    });
}
