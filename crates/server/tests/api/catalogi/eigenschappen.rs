// SPDX-License-Identifier: EUPL-1.2
//! `/eigenschappen`.

use serde_json::json;
use waarmaker_testkit::catalogi as build;

use super::{ROOT, writer};
use crate::engines::on_both_engines;

#[test]
fn an_eigenschap_has_every_member_in_the_order_of_the_standard() {
    on_both_engines(async |app| {
        let client = writer(app).await;
        let catalogus = build::catalogus(&client, "TEST").await;
        let zaaktype = build::create(&client, "zaaktypen", &build::zaaktype(&catalogus, "ZT")).await;
        let made =
            client.post(&format!("{ROOT}/eigenschappen"), &build::eigenschap(&zaaktype, "kleur")).await.expect(201);
        let members: Vec<&String> = made.as_object().unwrap().keys().collect();
        let wanted = [
            "url",
            "naam",
            "catalogus",
            "definitie",
            "specificatie",
            "toelichting",
            "zaaktype",
            "zaaktypeIdentificatie",
            "statustype",
            "beginGeldigheid",
            "eindeGeldigheid",
            "beginObject",
            "eindeObject",
        ];
        assert_eq!(members, wanted);
        let specificatie =
            json!({"groep": "", "formaat": "tekst", "lengte": "20", "kardinaliteit": "1", "waardenverzameling": []});
        assert_eq!(made["specificatie"], specificatie);
    });
}

/// ztc-015: a date has eight characters and a moment fourteen.
#[test]
fn the_length_of_a_date_is_fixed() {
    on_both_engines(async |app| {
        let client = writer(app).await;
        let catalogus = build::catalogus(&client, "TEST").await;
        let zaaktype = build::create(&client, "zaaktypen", &build::zaaktype(&catalogus, "ZT")).await;
        let mut body = build::eigenschap(&zaaktype, "dag");
        let path = format!("{ROOT}/eigenschappen");
        for (formaat, lengte, right) in [
            ("datum", "8", true),
            ("datum", "10", false),
            ("datum_tijd", "14", true),
            ("datum_tijd", "8", false),
            ("getal", "2,1", true),
        ] {
            body["specificatie"]["formaat"] = json!(formaat);
            body["specificatie"]["lengte"] = json!(lengte);
            let answer = client.post(&path, &body).await;
            if right {
                answer.expect(201);
            } else {
                assert_eq!(answer.problems(), ["specificatie.lengte/invalid"], "{formaat} {lengte}");
            }
        }
    });
}

#[test]
fn a_statustype_belongs_to_the_same_zaaktype() {
    on_both_engines(async |app| {
        let client = writer(app).await;
        let catalogus = build::catalogus(&client, "TEST").await;
        let zaaktype = build::create(&client, "zaaktypen", &build::zaaktype(&catalogus, "ZT")).await;
        let other = build::create(&client, "zaaktypen", &build::zaaktype(&catalogus, "ANDER")).await;
        let statustype = build::create(&client, "statustypen", &build::statustype(&other, 1)).await;
        let refused = ["statustype/relations-incorrect-zaaktype"];
        let mut body = build::eigenschap(&zaaktype, "kleur");
        body["statustype"] = json!(statustype);
        assert_eq!(client.post(&format!("{ROOT}/eigenschappen"), &body).await.problems(), refused);
        let mut body = build::zaaktype_informatieobjecttype(&zaaktype, "Brief");
        body["statustype"] = json!(statustype);
        assert_eq!(client.post(&format!("{ROOT}/zaaktype-informatieobjecttypen"), &body).await.problems(), refused);
    });
}
