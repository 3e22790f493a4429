// SPDX-License-Identifier: EUPL-1.2
//! `/statustypen`.

use serde_json::json;
use waarmaker_testkit::catalogi as build;

use super::{ROOT, writer};
use crate::engines::on_both_engines;

#[test]
fn a_statustype_has_every_member_in_the_order_of_the_standard() {
    on_both_engines(async |app| {
        let client = writer(app).await;
        let catalogus = build::catalogus(&client, "TEST").await;
        let zaaktype = build::create(&client, "zaaktypen", &build::zaaktype(&catalogus, "ZT")).await;
        let mut body = build::statustype(&zaaktype, 1);
        body["checklistitemStatustype"] =
            json!([{"itemnaam": "Plattegrond", "vraagstelling": "Is er een plattegrond?"}]);
        let made = client.post(&format!("{ROOT}/statustypen"), &body).await.expect(201);
        let members: Vec<&String> = made.as_object().unwrap().keys().collect();
        let wanted = [
            "url",
            "omschrijving",
            "omschrijvingGeneriek",
            "statustekst",
            "zaaktype",
            "catalogus",
            "zaaktypeIdentificatie",
            "volgnummer",
            "isEindstatus",
            "informeren",
            "doorlooptijd",
            "toelichting",
            "checklistitemStatustype",
            "eigenschappen",
            "beginGeldigheid",
            "eindeGeldigheid",
            "beginObject",
            "eindeObject",
        ];
        assert_eq!(members, wanted);
        assert_eq!((&made["catalogus"], &made["zaaktypeIdentificatie"]), (&json!(catalogus), &json!("ZT")));
        assert_eq!(made["beginGeldigheid"], "2020-01-01");
        assert_eq!(made["checklistitemStatustype"][0]["verplicht"], false);
    });
}

#[test]
fn the_highest_volgnummer_is_the_end() {
    on_both_engines(async |app| {
        let client = writer(app).await;
        let catalogus = build::catalogus(&client, "TEST").await;
        let zaaktype = build::create(&client, "zaaktypen", &build::zaaktype(&catalogus, "ZT")).await;
        let two = build::create(&client, "statustypen", &build::statustype(&zaaktype, 2)).await;
        let one = build::create(&client, "statustypen", &build::statustype(&zaaktype, 1)).await;
        let three = client.post(&format!("{ROOT}/statustypen"), &build::statustype(&zaaktype, 3)).await.expect(201);
        assert_eq!(three["isEindstatus"], true);
        let three = three["url"].as_str().unwrap().to_owned();
        let ends = async |wanted: [bool; 3]| {
            for (url, wanted) in [&one, &two, &three].into_iter().zip(wanted) {
                let read = client.get(url).await;
                if read.status == 200 {
                    assert_eq!(read.expect(200)["isEindstatus"], wanted, "{url}");
                }
            }
        };
        ends([false, false, true]).await;
        let moved = client.patch(&one, &json!({"volgnummer": 9})).await.expect(200);
        assert_eq!(moved["isEindstatus"], true);
        ends([true, false, false]).await;
        client.patch(&one, &json!({"volgnummer": 1})).await.expect(200);
        ends([false, false, true]).await;
        client.delete(&three).await.expect(204);
        ends([false, true, false]).await;
    });
}

#[test]
fn a_volgnummer_is_unique_in_a_zaaktype() {
    on_both_engines(async |app| {
        let client = writer(app).await;
        let catalogus = build::catalogus(&client, "TEST").await;
        let zaaktype = build::create(&client, "zaaktypen", &build::zaaktype(&catalogus, "ZT")).await;
        build::create(&client, "statustypen", &build::statustype(&zaaktype, 1)).await;
        let again = client.post(&format!("{ROOT}/statustypen"), &build::statustype(&zaaktype, 1)).await;
        assert_eq!(again.problems(), ["nonFieldErrors/unique"]);
        for (volgnummer, code) in [(0, "min_value"), (10_000, "max_value")] {
            let refused = client.post(&format!("{ROOT}/statustypen"), &build::statustype(&zaaktype, volgnummer)).await;
            assert_eq!(refused.problems(), [format!("volgnummer/{code}")]);
        }
    });
}

/// The eigenschappen of a statustype and the statustype of an eigenschap are one relation.
#[test]
fn eigenschappen_and_statustypen_refer_to_each_other() {
    on_both_engines(async |app| {
        let client = writer(app).await;
        let catalogus = build::catalogus(&client, "TEST").await;
        let zaaktype = build::create(&client, "zaaktypen", &build::zaaktype(&catalogus, "ZT")).await;
        let eigenschap = build::create(&client, "eigenschappen", &build::eigenschap(&zaaktype, "kleur")).await;
        let mut body = build::statustype(&zaaktype, 1);
        body["eigenschappen"] = json!([eigenschap]);
        let one = build::create(&client, "statustypen", &body).await;
        assert_eq!(client.get(&eigenschap).await.expect(200)["statustype"], json!(one));
        let two = build::create(&client, "statustypen", &build::statustype(&zaaktype, 2)).await;
        client.patch(&eigenschap, &json!({"statustype": two})).await.expect(200);
        assert_eq!(client.get(&one).await.expect(200)["eigenschappen"], json!([]));
        assert_eq!(client.get(&two).await.expect(200)["eigenschappen"], json!([eigenschap]));
        client.patch(&one, &json!({"eigenschappen": [eigenschap]})).await.expect(200);
        assert_eq!(client.get(&two).await.expect(200)["eigenschappen"], json!([]));
        let kept = client.put(&one, &build::statustype(&zaaktype, 1)).await.expect(200);
        assert_eq!(kept["eigenschappen"], json!([eigenschap]), "a body that does not mention them leaves them");
        client.delete(&one).await.expect(204);
        assert_eq!(client.get(&eigenschap).await.expect(200)["statustype"], json!(null));
    });
}

#[test]
fn eigenschappen_belong_to_the_same_zaaktype() {
    on_both_engines(async |app| {
        let client = writer(app).await;
        let catalogus = build::catalogus(&client, "TEST").await;
        let zaaktype = build::create(&client, "zaaktypen", &build::zaaktype(&catalogus, "ZT")).await;
        let other = build::create(&client, "zaaktypen", &build::zaaktype(&catalogus, "ANDER")).await;
        let eigenschap = build::create(&client, "eigenschappen", &build::eigenschap(&other, "kleur")).await;
        let mut body = build::statustype(&zaaktype, 1);
        body["eigenschappen"] = json!([eigenschap]);
        let refused = client.post(&format!("{ROOT}/statustypen"), &body).await;
        assert_eq!(refused.problems(), ["eigenschappen.0/relations-incorrect-zaaktype"]);
    });
}
