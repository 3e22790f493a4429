// SPDX-License-Identifier: EUPL-1.2
//! `/catalogussen`.

use serde_json::json;
use waarmaker_testkit::catalogi as build;

use super::{ROOT, listed, only};
use crate::engines::on_both_engines;

#[test]
fn a_catalogus_is_made_read_and_changed() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let url = build::catalogus(&client, "TEST").await;
        let made = client.get(&url).await;
        assert!(!made.header("etag").is_empty());
        let made = made.expect(200);
        let members: Vec<&String> = made.as_object().unwrap().keys().collect();
        let wanted = [
            "url",
            "domein",
            "rsin",
            "contactpersoonBeheerNaam",
            "contactpersoonBeheerTelefoonnummer",
            "contactpersoonBeheerEmailadres",
            "zaaktypen",
            "besluittypen",
            "besluittypeOmschrijving",
            "informatieobjecttypen",
            "informatieobjecttypeOmschrijving",
            "naam",
            "versie",
            "begindatumVersie",
        ];
        assert_eq!(members, wanted);
        let changed = client.patch(&url, &json!({"naam": "Proef"})).await.expect(200);
        assert_eq!((&changed["naam"], &changed["domein"]), (&json!("Proef"), &json!("TEST")));
        let body = json!({"domein": "ANDER", "rsin": "000000000", "contactpersoonBeheerNaam": "Iemand"});
        let replaced = client.put(&url, &body).await.expect(200);
        assert_eq!((&replaced["naam"], &replaced["domein"]), (&json!(null), &json!("ANDER")));
        assert_eq!(client.delete(&url).await.refusal(), (405, "method_not_allowed".to_owned()));
    });
}

#[test]
fn domein_and_rsin_are_unique_together() {
    on_both_engines(async |app| {
        let client = app.superuser();
        build::catalogus(&client, "TEST").await;
        let body = json!({"domein": "TEST", "rsin": "000000000", "contactpersoonBeheerNaam": "Iemand"});
        let again = client.post(&format!("{ROOT}/catalogussen"), &body).await;
        assert_eq!(again.problems(), ["nonFieldErrors/unique"]);
    });
}

#[test]
fn a_catalogus_lists_its_types_with_the_concepts() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let catalogus = build::catalogus(&client, "TEST").await;
        let zaaktype = build::create(&client, "zaaktypen", &build::zaaktype(&catalogus, "ZT")).await;
        let besluittype = build::create(&client, "besluittypen", &build::besluittype(&catalogus, "Besluit")).await;
        let mut later = build::besluittype(&catalogus, "Besluit");
        later["beginGeldigheid"] = json!("2030-01-01");
        let later = build::create(&client, "besluittypen", &later).await;
        let body = build::informatieobjecttype(&catalogus, "Brief");
        let informatieobjecttype = build::create(&client, "informatieobjecttypen", &body).await;
        let read = client.get(&format!("{catalogus}?expand=zaaktypen,besluittypen")).await.expect(200);
        assert_eq!(read["zaaktypen"], json!([zaaktype]));
        assert_eq!(read["besluittypen"], json!([besluittype, later]));
        assert_eq!(read["besluittypeOmschrijving"], json!(["Besluit"]));
        assert_eq!(read["informatieobjecttypen"], json!([informatieobjecttype]));
        assert_eq!(read["informatieobjecttypeOmschrijving"], json!(["Brief"]));
        assert_eq!(read["_expand"]["zaaktypen"][0]["identificatie"], "ZT");
        assert_eq!(read["_expand"]["besluittypen"].as_array().map(Vec::len), Some(2));
    });
}

#[test]
fn catalogussen_are_found_by_domein_and_rsin() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let one = build::catalogus(&client, "EEN").await;
        let two = build::catalogus(&client, "TWEE").await;
        assert_eq!(listed(&client, "catalogussen?domein=EEN").await, only(&one));
        assert_eq!(listed(&client, "catalogussen?domein__in=EEN,TWEE").await, [one.clone(), two.clone()]);
        assert_eq!(listed(&client, "catalogussen?rsin=000000000").await, [one.clone(), two.clone()]);
        assert_eq!(listed(&client, "catalogussen?rsin__in=111222333,000000000").await, [one, two]);
        let unknown = client.get(&format!("{ROOT}/catalogussen?naam=x")).await;
        assert_eq!(unknown.problems(), ["nonFieldErrors/unknown-parameters"]);
    });
}
