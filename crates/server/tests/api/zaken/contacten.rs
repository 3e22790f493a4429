// SPDX-License-Identifier: EUPL-1.2
//! Klantcontacten, and relations with contactmomenten, verzoeken and besluiten in other registers.

use serde_json::json;

use super::kader::{Kader, url_of};
use crate::engines::on_both_engines;

#[test]
fn a_klantcontact_gets_an_identificatie() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let body = json!({"zaak": zaak, "datumtijd": "2026-11-21T12:00:00+01:00", "kanaal": "balie"});
        let made = kader.made("klantcontacten", &body).await;
        let identificatie = made["identificatie"].as_str().unwrap();
        assert!(
            identificatie.len() == 14 && identificatie.bytes().all(|byte| byte.is_ascii_hexdigit()),
            "{identificatie}"
        );
        assert_eq!(made["datumtijd"], "2026-11-21T11:00:00Z");
        let own = json!({"zaak": zaak, "datumtijd": "2026-01-01T12:00:00Z", "identificatie": "KC-1", "onderwerp": "parkeren"});
        let own = kader.made("klantcontacten", &own).await;
        assert_eq!(own["identificatie"], "KC-1");
        let list = kader.admin.get(&format!("/zaken/api/v1/klantcontacten?zaak={zaak}")).await.expect(200);
        assert_eq!((&list["count"], &list["results"][1]), (&json!(2), &own));
        assert_eq!(kader.admin.get(&url_of(&own)).await.expect(200), own);
        assert_eq!(kader.admin.delete(&url_of(&own)).await.status, 405);
    });
}

#[test]
fn a_klantcontact_has_taken_place() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let body = json!({"zaak": zaak, "datumtijd": "2026-11-21T11:00:01Z"});
        let answer = kader.admin.post("/zaken/api/v1/klantcontacten", &body).await;
        assert_eq!(answer.problems(), ["datumtijd/date-in-future"]);
    });
}

/// zrc-024 (old), zrc-025 (old)
#[test]
fn a_zaak_has_one_relation_with_each_contactmoment_and_verzoek() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let (zaak, other) = (kader.zaak().await, kader.zaak().await);
        for (path, member) in [("zaakcontactmomenten", "contactmoment"), ("zaakverzoeken", "verzoek")] {
            let body = |zaak: &str| json!({"zaak": zaak, member: "https://klant.example.nl/1"});
            let made = kader.made(path, &body(&zaak)).await;
            let twice = kader.admin.post(&super::kader::at(path), &body(&zaak)).await;
            assert_eq!(twice.problems(), ["nonFieldErrors/unique"], "{path}");
            kader.made(path, &body(&other)).await;
            let list = async |query: &str| kader.admin.get(&format!("/zaken/api/v1/{path}?{query}")).await.expect(200);
            assert_eq!(list(&format!("zaak={zaak}")).await, json!([made]));
            assert_eq!(list(&format!("{member}=https://klant.example.nl/1")).await.as_array().unwrap().len(), 2);
            assert_eq!(list(&format!("{member}=https://klant.example.nl/2")).await, json!([]));
            assert_eq!(kader.admin.put(&url_of(&made), &body(&zaak)).await.status, 405);
            kader.admin.delete(&url_of(&made)).await.expect(204);
            kader.made(path, &body(&zaak)).await;
        }
    });
}

#[test]
fn a_besluit_belongs_to_a_zaak_once_and_the_body_does_not_name_the_zaak() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let (zaak, other) = (kader.zaak().await, kader.zaak().await);
        let path = format!("{zaak}/besluiten");
        let body = json!({"besluit": "https://besluiten.example.nl/1"});
        let answer = kader.admin.post(&path, &body).await;
        let made = answer.expect(201);
        let members: Vec<&str> = made.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(members, ["url", "uuid", "besluit"]);
        assert!(answer.header("location").starts_with(&path));
        assert_eq!(kader.admin.post(&path, &body).await.problems(), ["nonFieldErrors/unique"]);
        assert_eq!(kader.admin.get(&path).await.expect(200), json!([made]));
        assert_eq!(kader.admin.get(&format!("{other}/besluiten")).await.expect(200), json!([]));
        let url = url_of(&made);
        assert_eq!(kader.admin.get(&url.replace(&zaak, &other)).await.status, 404);
        let expanded = kader.admin.get(&format!("{url}?expand=besluit")).await.expect(200);
        assert!(expanded["_expand"].as_object().unwrap().contains_key("besluit"));
        assert_eq!(kader.admin.patch(&url, &body).await.status, 405);
        kader.admin.delete(&url).await.expect(204);
        assert_eq!(kader.admin.get(&path).await.expect(200), json!([]));
    });
}
