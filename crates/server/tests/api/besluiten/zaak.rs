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
        assert_eq!(kader.besluiten_of(&zaak).await, [made.clone()]);
        kader.admin.put(&made, &besluit(&besluittype, &json!({"zaak": zaak, "toelichting": "t"}))).await.expect(200);
        kader.admin.patch(&made, &json!({"toelichting": "u"})).await.expect(200);
        assert_eq!(kader.besluiten_of(&zaak).await, [made.clone()]);
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
        assert_eq!(kader.besluiten_of(&zaak).await, [made.clone()]);
        clerk.delete(&made).await.expect(204);
        assert!(kader.besluiten_of(&zaak).await.is_empty());
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
