// SPDX-License-Identifier: EUPL-1.2
//! Relations by name (handbook 3.4.2): written as names or URLs, read as the URLs of the versions that are valid.

use serde_json::{Value, json};
use waarmaker_testkit::{Client, catalogi as build};

use super::{ROOT, writer};
use crate::engines::on_both_engines;

/// A published informatieobjecttype with this name and period.
async fn brief(client: &Client<'_>, catalogus: &str, begin: &str, einde: Option<&str>) -> String {
    let mut body = build::informatieobjecttype(catalogus, "Brief");
    body["beginGeldigheid"] = json!(begin);
    body["eindeGeldigheid"] = json!(einde);
    build::published(client, "informatieobjecttypen", &body).await
}

async fn member(client: &Client<'_>, url: &str, member: &str) -> Value {
    client.get(url).await.expect(200)[member].clone()
}

#[test]
fn names_and_urls_are_both_accepted() {
    on_both_engines(async |app| {
        let client = writer(app).await;
        let catalogus = build::catalogus(&client, "TEST").await;
        let one = build::published(&client, "besluittypen", &build::besluittype(&catalogus, "Een")).await;
        let two = build::published(&client, "besluittypen", &build::besluittype(&catalogus, "Twee")).await;
        let deel = build::published(&client, "zaaktypen", &build::zaaktype(&catalogus, "DEEL")).await;
        let mut body = build::zaaktype(&catalogus, "ZT");
        body["besluittypen"] = json!([two, "Een", "Onbekend", "Een"]);
        body["deelzaaktypen"] = json!([deel]);
        let elsewhere = "https://elders.example.nl/zaaktypen/1";
        body["gerelateerdeZaaktypen"] = json!([
            {"zaaktype": elsewhere, "aardRelatie": "vervolg", "toelichting": "elders"},
            {"zaaktype": "DEEL", "aardRelatie": "bijdrage"},
            {"zaaktype": "NERGENS", "aardRelatie": "bijdrage"},
        ]);
        let made = client.post(&format!("{ROOT}/zaaktypen"), &body).await.expect(201);
        assert_eq!(made["besluittypen"], json!([two, one]));
        assert_eq!(made["besluittypeOmschrijving"], json!(["Twee", "Een", "Onbekend"]));
        assert_eq!(made["deelzaaktypen"], json!([deel]));
        assert_eq!(made["deelzaaktypeIdentificaties"], json!(["DEEL"]));
        assert_eq!(
            made["gerelateerdeZaaktypen"],
            json!([
                {"zaaktype": elsewhere, "aardRelatie": "vervolg", "toelichting": "elders", "zaaktypeIdentificatie": ""},
                {"zaaktype": deel, "aardRelatie": "bijdrage", "toelichting": "", "zaaktypeIdentificatie": "DEEL"},
            ])
        );
        let url = made["url"].as_str().unwrap();
        let again = client.patch(url, &json!({"omschrijving": "Anders"})).await.expect(200);
        assert_eq!(again["besluittypen"], made["besluittypen"], "a change of something else keeps the names");
        let expanded =
            client.get(&format!("{url}?expand=besluittypen,deelzaaktypen,gerelateerdeZaaktypen")).await.expect(200);
        assert_eq!(expanded["_expand"]["besluittypen"][1]["omschrijving"], "Een");
        assert_eq!(expanded["_expand"]["deelzaaktypen"][0]["identificatie"], "DEEL");
        assert_eq!(expanded["_expand"]["gerelateerdeZaaktypen"][0]["identificatie"], "DEEL");
    });
}

#[test]
fn a_url_that_leads_to_nothing_is_refused() {
    on_both_engines(async |app| {
        let client = writer(app).await;
        let catalogus = build::catalogus(&client, "TEST").await;
        let mut body = build::zaaktype(&catalogus, "ZT");
        let gone = format!("http://testserver{ROOT}/besluittypen/7a3b9a4e-63e5-4b0f-9d3c-9a0e2a9f5a11");
        body["besluittypen"] = json!(["Goed", gone]);
        body["deelzaaktypen"] = json!(["https://elders.example.nl/zaaktypen/1", catalogus]);
        body["gerelateerdeZaaktypen"] = json!([{"zaaktype": gone, "aardRelatie": "vervolg"}]);
        let refused = client.post(&format!("{ROOT}/zaaktypen"), &body).await;
        let wanted = [
            "besluittypen.1/does_not_exist",
            "deelzaaktypen.0/no_match",
            "deelzaaktypen.1/does_not_exist",
            "gerelateerdeZaaktypen.0.zaaktype/does_not_exist",
        ];
        assert_eq!(refused.problems(), wanted);
    });
}

#[test]
fn a_published_type_shows_the_published_version_of_the_day() {
    on_both_engines(async |app| {
        let client = writer(app).await;
        let catalogus = build::catalogus(&client, "TEST").await;
        let old = brief(&client, &catalogus, "2020-01-01", Some("2022-12-31")).await;
        let current = brief(&client, &catalogus, "2023-01-01", None).await;
        let mut body = build::besluittype(&catalogus, "Besluit");
        body["informatieobjecttypen"] = json!(["Brief"]);
        let besluittype = build::published(&client, "besluittypen", &body).await;
        let zaaktype = build::create(&client, "zaaktypen", &build::zaaktype(&catalogus, "ZT")).await;
        let relation = build::zaaktype_informatieobjecttype(&zaaktype, "Brief");
        let relation = build::create(&client, "zaaktype-informatieobjecttypen", &relation).await;
        build::publish(&client, &zaaktype).await;
        for (query, shown) in [
            ("", json!([current])),
            ("?datumGeldigheid=2022-12-30", json!([old])),
            // The last day of a version does not count here.
            ("?datumGeldigheid=2022-12-31", json!([])),
            ("?datumGeldigheid=2019-12-31", json!([])),
        ] {
            assert_eq!(
                member(&client, &format!("{besluittype}{query}"), "informatieobjecttypen").await,
                shown,
                "{query}"
            );
            assert_eq!(member(&client, &format!("{zaaktype}{query}"), "informatieobjecttypen").await, shown, "{query}");
            let one = shown.get(0).cloned().unwrap_or_else(|| json!(""));
            assert_eq!(member(&client, &format!("{relation}{query}"), "informatieobjecttype").await, one, "{query}");
        }
        let names =
            member(&client, &format!("{zaaktype}?datumGeldigheid=2019-12-31"), "informatieobjecttypeOmschrijving")
                .await;
        assert_eq!(names, json!(["Brief"]), "names do not depend on the day");
        assert_eq!(member(&client, &besluittype, "vastgelegdIn").await, json!(["Brief"]));
        let wrong = client.get(&format!("{besluittype}?datumGeldigheid=gisteren")).await;
        assert_eq!(wrong.problems(), ["datumGeldigheid/invalid"]);
    });
}

#[test]
fn relations_are_seen_from_both_sides() {
    on_both_engines(async |app| {
        let client = writer(app).await;
        let catalogus = build::catalogus(&client, "TEST").await;
        let brief = brief(&client, &catalogus, "2020-01-01", None).await;
        let mut body = build::besluittype(&catalogus, "Besluit");
        body["informatieobjecttypen"] = json!([brief]);
        let besluittype = build::published(&client, "besluittypen", &body).await;
        let mut body = build::zaaktype(&catalogus, "ZT");
        body["besluittypen"] = json!(["Besluit"]);
        let zaaktype = build::create(&client, "zaaktypen", &body).await;
        let relation = build::zaaktype_informatieobjecttype(&zaaktype, &brief);
        build::create(&client, "zaaktype-informatieobjecttypen", &relation).await;
        assert_eq!(member(&client, &besluittype, "zaaktypen").await, json!([]), "the zaaktype is not published yet");
        build::publish(&client, &zaaktype).await;
        assert_eq!(member(&client, &besluittype, "zaaktypen").await, json!([zaaktype]));
        assert_eq!(member(&client, &besluittype, "zaaktypeIdentificaties").await, json!(["ZT"]));
        assert_eq!(member(&client, &brief, "zaaktypen").await, json!([zaaktype]));
        assert_eq!(member(&client, &brief, "zaaktypeIdentificaties").await, json!(["ZT"]));
        assert_eq!(member(&client, &brief, "besluittypen").await, json!([besluittype]));
        assert_eq!(member(&client, &brief, "besluittypeOmschrijving").await, json!(["Besluit"]));
        assert_eq!(member(&client, &zaaktype, "informatieobjecttypen").await, json!([brief]));
    });
}

/// Choice 8 of the handbook (11): while the one that refers is a concept it shows concepts, for want of published versions.
#[test]
fn a_concept_shows_concepts() {
    on_both_engines(async |app| {
        let client = writer(app).await;
        let catalogus = build::catalogus(&client, "TEST").await;
        let body = build::informatieobjecttype(&catalogus, "Brief");
        let concept = build::create(&client, "informatieobjecttypen", &body).await;
        let mut body = build::besluittype(&catalogus, "Besluit");
        body["informatieobjecttypen"] = json!(["Brief"]);
        let besluittype = build::create(&client, "besluittypen", &body).await;
        let mut body = build::zaaktype(&catalogus, "ZT");
        body["besluittypen"] = json!(["Besluit"]);
        body["gerelateerdeZaaktypen"] = json!([{"zaaktype": "ZT", "aardRelatie": "vervolg"}]);
        let zaaktype = build::create(&client, "zaaktypen", &body).await;
        let relation = build::zaaktype_informatieobjecttype(&zaaktype, "Brief");
        let relation = build::create(&client, "zaaktype-informatieobjecttypen", &relation).await;
        assert_eq!(member(&client, &zaaktype, "besluittypen").await, json!([besluittype]));
        assert_eq!(member(&client, &zaaktype, "gerelateerdeZaaktypen").await[0]["zaaktype"], json!(zaaktype));
        assert_eq!(member(&client, &besluittype, "zaaktypen").await, json!([zaaktype]));
        assert_eq!(member(&client, &concept, "zaaktypen").await, json!([zaaktype]));
        assert_eq!(member(&client, &concept, "besluittypen").await, json!([besluittype]));
        assert_eq!(member(&client, &relation, "informatieobjecttype").await, json!(concept));
        assert_eq!(member(&client, &zaaktype, "informatieobjecttypen").await, json!([concept]));
        build::publish(&client, &zaaktype).await;
        assert_eq!(member(&client, &zaaktype, "besluittypen").await, json!([]));
        assert_eq!(member(&client, &zaaktype, "informatieobjecttypen").await, json!([]));
        assert_eq!(member(&client, &relation, "informatieobjecttype").await, json!(""));
        build::publish(&client, &concept).await;
        assert_eq!(member(&client, &relation, "informatieobjecttype").await, json!(concept));
    });
}

#[test]
fn names_resolve_within_the_own_catalogus() {
    on_both_engines(async |app| {
        let client = writer(app).await;
        let here = build::catalogus(&client, "HIER").await;
        let there = build::catalogus(&client, "DAAR").await;
        build::published(&client, "besluittypen", &build::besluittype(&there, "Besluit")).await;
        let mut body = build::zaaktype(&here, "ZT");
        body["besluittypen"] = json!(["Besluit"]);
        let zaaktype = build::create(&client, "zaaktypen", &body).await;
        assert_eq!(member(&client, &zaaktype, "besluittypen").await, json!([]));
        client.patch(&zaaktype, &json!({"catalogus": there})).await.expect(200);
        assert_eq!(member(&client, &zaaktype, "besluittypen").await.as_array().map(Vec::len), Some(1));
    });
}
