// SPDX-License-Identifier: EUPL-1.2
//! A besluit and its zaak.

use serde_json::{Value, json};

use crate::{
    engines::on_both_engines,
    zaken::{
        kader::{Kader, url_of},
        stukken::{NOBODY, besluit, brc},
    },
};

const PATH: &str = "/besluiten/api/v1/besluiten";

/// brc-006
#[test]
fn the_zaak_lists_the_besluit_as_long_as_there_is_one() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let besluittype = kader.besluittype().await;
        let zaak = kader.zaak().await;
        kader.besluit(&besluittype, &json!({})).await;
        assert!(kader.besluiten_of(&zaak).await.is_empty());
        let made = url_of(&kader.besluit(&besluittype, &json!({"zaak": zaak})).await);
        assert_eq!(kader.besluiten_of(&zaak).await, std::slice::from_ref(&made));
        kader.admin.put(&made, &besluit(&besluittype, &json!({"zaak": zaak, "toelichting": "t"}))).await.expect(200);
        kader.admin.patch(&made, &json!({"toelichting": "u"})).await.expect(200);
        assert_eq!(kader.besluiten_of(&zaak).await, std::slice::from_ref(&made));
        kader.admin.delete(&made).await.expect(204);
        assert!(kader.besluiten_of(&zaak).await.is_empty());
        let trail = kader.admin.get(&format!("{zaak}/audittrail")).await.expect(200);
        let told: Vec<_> = trail
            .as_array()
            .unwrap()
            .iter()
            .filter(|one| one["resource"] == "zaakbesluit")
            .map(|one| (one["actie"].clone(), one["applicatieWeergave"].clone()))
            .collect();
        let by = json!("Besluiten API");
        assert_eq!(told, [(json!("create"), by.clone()), (json!("destroy"), by)]);
    });
}

/// brc-006
#[test]
fn a_closed_zaak_lists_new_besluiten_too_whatever_the_caller_may_do_there() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let besluittype = kader.besluittype().await;
        let zaak = kader.zaak().await;
        kader.close(&zaak).await;
        let rights = json!([
            brc(&besluittype, &["besluiten.lezen", "besluiten.aanmaken", "besluiten.verwijderen"]),
            kader.zrc(&["zaken.lezen"])
        ]);
        let clerk = kader.client_with("klerk", &rights).await;
        let made = url_of(&clerk.post(PATH, &besluit(&besluittype, &json!({"zaak": zaak}))).await.expect(201));
        assert_eq!(kader.besluiten_of(&zaak).await, std::slice::from_ref(&made));
        clerk.delete(&made).await.expect(204);
        assert!(kader.besluiten_of(&zaak).await.is_empty());
    });
}

/// brc-006, zrc-021
#[test]
fn besluiten_that_are_taken_at_the_same_time_are_all_listed_and_all_count() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        kader.procedure(&json!({"afleidingswijze": "ingangsdatum_besluit"}));
        let besluittype = kader.besluittype().await;
        let zaak = kader.zaak().await;
        kader.close(&zaak).await;
        let post = async |day: &str| {
            let body = besluit(&besluittype, &json!({"zaak": zaak, "ingangsdatum": day}));
            url_of(&kader.admin.post(PATH, &body).await.expect(201))
        };
        let made = tokio::join!(post("2020-01-01"), post("2022-02-02"), post("2021-01-01"), post("2019-01-01"));
        let mut listed = kader.besluiten_of(&zaak).await;
        let mut expected = vec![made.0.clone(), made.1.clone(), made.2, made.3];
        listed.sort();
        expected.sort();
        assert_eq!(listed, expected);
        assert_eq!(kader.now(&zaak).await["archiefactiedatum"], "2032-02-02");
        let move_on = async |url: &str, day: &str| {
            kader.admin.patch(url, &json!({"ingangsdatum": day})).await.expect(200);
        };
        tokio::join!(move_on(&made.0, "2023-03-03"), move_on(&made.1, "2018-01-01"));
        assert_eq!(kader.now(&zaak).await["archiefactiedatum"], "2033-03-03");
    });
}

/// brc-006, zrc-023
#[test]
fn a_zaak_that_is_deleted_meanwhile_is_no_besluits() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let besluittype = kader.besluittype().await;
        for _ in 0..4 {
            let zaak = kader.zaak().await;
            let body = besluit(&besluittype, &json!({"zaak": zaak}));
            let (made, gone) = tokio::join!(kader.admin.post(PATH, &body), kader.admin.delete(&zaak));
            assert_eq!(gone.status, 204, "{}", String::from_utf8_lossy(&gone.body));
            match made.status {
                201 => assert_eq!(kader.now(&url_of(&made.json())).await["zaak"], ""),
                400 => assert_eq!(made.problems(), ["zaak/bad-url"]),
                status => assert_eq!(status, 409, "{}", String::from_utf8_lossy(&made.body)),
            }
        }
    });
}

/// brc-006
#[test]
fn the_zaak_is_one_of_this_house() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let besluittype = kader.besluittype().await;
        for (url, code) in [
            (format!("http://testserver/zaken/api/v1/zaken/{NOBODY}"), "bad-url"),
            ("http://testserver/zaken/api/v1/zaken/xyz".to_owned(), "bad-url"),
            ("https://elders.example.nl/zaken/1".to_owned(), "bad-url"),
            (besluittype.clone(), "invalid-resource"),
        ] {
            let refused = kader.admin.post(PATH, &besluit(&besluittype, &json!({"zaak": url}))).await.problems();
            assert_eq!(refused, [format!("zaak/{code}")], "{url}");
        }
        assert_eq!(kader.admin.get(PATH).await.expect(200)["count"], 0);
    });
}

/// brc-006
#[test]
fn a_zaak_that_the_caller_may_not_read_does_not_exist_for_the_caller() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let besluittype = kader.besluittype().await;
        let (zaak, strange) = (kader.zaak().await, kader.zaak_of(&kader.other).await);
        let absent = zaak.replace(zaak.rsplit('/').next().unwrap(), NOBODY);
        let rights = json!([brc(&besluittype, &["besluiten.aanmaken"]), kader.zrc(&["zaken.lezen"])]);
        let clerk = kader.client_with("klerk", &rights).await;
        let mut answers = Vec::new();
        for url in [&absent, &strange] {
            let mut problem = clerk.post(PATH, &besluit(&besluittype, &json!({"zaak": url}))).await.expect(400);
            problem["instance"] = Value::Null;
            answers.push(problem);
        }
        assert_eq!(answers[0]["invalidParams"][0]["code"], "bad-url");
        assert_eq!(answers[0], answers[1]);
        clerk.post(PATH, &besluit(&besluittype, &json!({"zaak": zaak}))).await.expect(201);
    });
}

/// brc-007
#[test]
fn the_besluittype_is_one_of_the_zaaktype_of_the_zaak() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let besluittype = kader.besluittype().await;
        let strange = kader.besluittype_named("Ander besluit").await;
        let zaak = kader.zaak().await;
        let refused = ["nonFieldErrors/zaaktype-mismatch"];
        let post = async |besluittype: &str, zaak: &str| {
            kader.admin.post(PATH, &besluit(besluittype, &json!({"zaak": zaak}))).await.problems()
        };
        assert_eq!(post(&strange, &zaak).await, refused);
        assert_eq!(post(&besluittype, &kader.zaak_of(&kader.other).await).await, refused);
        assert!(kader.besluiten_of(&zaak).await.is_empty());
        // What is wrong with a member comes first, and alone.
        let future = besluit(&strange, &json!({"zaak": zaak, "datum": "2027-01-01"}));
        assert_eq!(kader.admin.post(PATH, &future).await.problems(), ["datum/future_not_allowed"]);
        // Another version of the type has the same omschrijving.
        kader.admin.patch(&besluittype, &json!({"eindeGeldigheid": "2025-12-31"})).await.expect(200);
        let old = kader.now(&besluittype).await;
        let version = json!({"catalogus": old["catalogus"], "omschrijving": old["omschrijving"], "publicatieIndicatie": false,
            "informatieobjecttypen": [], "beginGeldigheid": "2026-01-01"});
        let version = url_of(&kader.made("/catalogi/api/v1/besluittypen", &version).await);
        kader.admin.post(&format!("{version}/publish"), &json!({})).await.expect(200);
        kader.besluit(&version, &json!({"zaak": zaak})).await;
    });
}

/// brc-001
#[test]
fn a_besluittype_with_besluiten_is_not_deleted() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let besluittype = kader.besluittype().await;
        let made = url_of(&kader.besluit(&besluittype, &json!({})).await);
        assert_eq!(kader.admin.delete(&besluittype).await.problems(), ["nonFieldErrors/pending-relations"]);
        kader.admin.delete(&made).await.expect(204);
        kader.admin.delete(&besluittype).await.expect(204);
    });
}
