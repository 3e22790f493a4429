// SPDX-License-Identifier: EUPL-1.2
//! `/besluittypen`.

use serde_json::json;
use waarmaker_testkit::catalogi as build;

use super::{ROOT, selectielijst, writer};
use crate::{engines::on_both_engines, referentielijsten::import_builtin};

#[test]
fn a_besluittype_has_every_member_in_the_order_of_the_standard() {
    on_both_engines(async |app| {
        let client = writer(app).await;
        let catalogus = build::catalogus(&client, "TEST").await;
        let mut body = build::besluittype(&catalogus, "Besluit");
        // Read-only since 1.3; older clients still send it.
        body["zaaktypen"] = json!(["https://elders.example.nl/zaaktypen/1"]);
        body["concept"] = json!(false);
        let made = client.post(&format!("{ROOT}/besluittypen"), &body).await.expect(201);
        let members: Vec<&String> = made.as_object().unwrap().keys().collect();
        let wanted = [
            "url",
            "catalogus",
            "zaaktypen",
            "zaaktypeIdentificaties",
            "omschrijving",
            "omschrijvingGeneriek",
            "besluitcategorie",
            "reactietermijn",
            "publicatieIndicatie",
            "publicatietekst",
            "publicatietermijn",
            "toelichting",
            "informatieobjecttypen",
            "informatieobjecttypeOmschrijvingen",
            "beginGeldigheid",
            "eindeGeldigheid",
            "beginObject",
            "eindeObject",
            "concept",
            "resultaattypen",
            "resultaattypenOmschrijving",
            "vastgelegdIn",
        ];
        assert_eq!(members, wanted);
        assert_eq!((&made["zaaktypen"], &made["concept"]), (&json!([]), &json!(true)));
    });
}

#[test]
fn a_besluittype_without_a_name_relates_to_nothing() {
    on_both_engines(async |app| {
        let client = writer(app).await;
        let catalogus = build::catalogus(&client, "TEST").await;
        for _ in 0..2 {
            let mut body = build::besluittype(&catalogus, "");
            body["eindeGeldigheid"] = json!("2027-01-01");
            let url = build::published(&client, "besluittypen", &body).await;
            assert_eq!(client.get(&url).await.expect(200)["zaaktypen"], json!([]));
        }
    });
}

#[test]
fn a_besluittype_shows_the_resultaattypen_that_name_it() {
    on_both_engines(async |app| {
        import_builtin(app).await;
        let lijst = selectielijst(app, "nihil").await;
        let client = writer(app).await;
        let catalogus = build::catalogus(&client, "TEST").await;
        let besluittype = build::published(&client, "besluittypen", &build::besluittype(&catalogus, "Besluit")).await;
        let brief =
            build::published(&client, "informatieobjecttypen", &build::informatieobjecttype(&catalogus, "Brief")).await;
        let mut body = build::zaaktype(&catalogus, "ZT");
        body["selectielijstProcestype"] = json!(lijst.procestype);
        let zaaktype = build::create(&client, "zaaktypen", &body).await;
        let mut body = build::resultaattype(&zaaktype, &lijst.klasse, &lijst.resultaattypeomschrijving);
        body["besluittypen"] = json!(["Besluit"]);
        body["informatieobjecttypen"] = json!([brief]);
        let made = client.post(&format!("{ROOT}/resultaattypen"), &body).await.expect(201);
        assert_eq!(
            (&made["besluittypen"], &made["besluittypeOmschrijving"]),
            (&json!([besluittype]), &json!(["Besluit"]))
        );
        assert_eq!(made["informatieobjecttypen"], json!([brief]));
        assert_eq!(made["informatieobjecttypeOmschrijving"], json!(["Brief"]));
        build::publish(&client, &zaaktype).await;
        let read = client.get(&format!("{besluittype}?expand=resultaattypen")).await.expect(200);
        assert_eq!(read["resultaattypen"], json!([made["url"]]));
        assert_eq!(read["resultaattypenOmschrijving"], json!(["Verleend"]));
        assert_eq!(read["_expand"]["resultaattypen"][0]["url"], made["url"]);
    });
}
