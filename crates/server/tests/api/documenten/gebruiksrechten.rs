// SPDX-License-Identifier: EUPL-1.2
//! Gebruiksrechten.

use serde_json::{Value, json};

use super::kader::{DOCUMENTEN, Kader, ROOT, url_of};
use crate::engines::on_both_engines;

async fn made(kader: &Kader<'_>, document: &str, begin: &str) -> String {
    let body = json!({"informatieobject": document, "startdatum": begin, "omschrijvingVoorwaarden": "Niet delen"});
    url_of(&kader.admin.post(&format!("{ROOT}/gebruiksrechten"), &body).await.expect(201))
}

/// drc-006
#[test]
fn a_document_tells_whether_it_has_gebruiksrechten() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        assert_eq!(kader.document(&json!({})).await["indicatieGebruiksrecht"], Value::Null);
        assert_eq!(kader.document(&json!({"indicatieGebruiksrecht": false})).await["indicatieGebruiksrecht"], false);
        let missing = ["indicatieGebruiksrecht/missing-gebruiksrechten"];
        assert_eq!(kader.refused(&json!({"indicatieGebruiksrecht": true})).await, missing);
        let url = kader.url(&json!({})).await;
        let lock = kader.lock(&url).await;
        let patch = async |body: Value| {
            let mut body = body;
            body["lock"] = json!(lock);
            kader.admin.patch(&url, &body).await
        };
        assert_eq!(patch(json!({"indicatieGebruiksrecht": true})).await.problems(), missing);
        let first = made(&kader, &url, "2026-01-01T00:00:00Z").await;
        let second = made(&kader, &url, "2026-02-01T00:00:00Z").await;
        let told = async || {
            let read = kader.admin.get(&url).await.expect(200);
            (read["indicatieGebruiksrecht"].clone(), read["versie"].clone())
        };
        // A consequence makes no version, and takes no lock.
        assert_eq!(told().await, (json!(true), json!(1)));
        for value in [json!(false), Value::Null] {
            let refused = patch(json!({"indicatieGebruiksrecht": value})).await.problems();
            assert_eq!(refused, ["indicatieGebruiksrecht/existing-gebruiksrechten"]);
        }
        kader.admin.put(&url, &kader.body(&json!({"lock": lock}))).await.expect(200);
        assert_eq!(told().await, (json!(true), json!(2)));
        kader.admin.delete(&first).await.expect(204);
        assert_eq!(told().await, (json!(true), json!(2)));
        kader.admin.delete(&second).await.expect(204);
        assert_eq!(told().await, (Value::Null, json!(2)));
    });
}

#[test]
fn gebruiksrechten_stay_with_their_document() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let (one, other) = (kader.url(&json!({})).await, kader.url(&json!({})).await);
        let url = made(&kader, &one, "2026-01-01T00:00:00Z").await;
        let moved = kader.admin.patch(&url, &json!({"informatieobject": other})).await;
        assert_eq!(moved.problems(), ["informatieobject/wijzigen-niet-toegelaten"]);
        let early = kader.admin.patch(&url, &json!({"einddatum": "2025-12-31T00:00:00Z"})).await;
        assert_eq!(early.problems(), ["einddatum/date-mismatch"]);
        let changed = kader.admin.patch(&url, &json!({"einddatum": "2027-01-01T00:00:00+01:00"})).await.expect(200);
        assert_eq!(changed["einddatum"], "2026-12-31T23:00:00Z");
        assert!(!kader.admin.head(&url).await.header("etag").is_empty());
        let trail = kader.admin.get(&format!("{one}/audittrail")).await.expect(200);
        assert_eq!(trail[1]["resource"], "gebruiksrechten");
    });
}

#[test]
fn gebruiksrechten_are_listed_by_document_and_moment() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let (one, other) =
            (kader.url(&json!({})).await, kader.url(&json!({"vertrouwelijkheidaanduiding": "geheim"})).await);
        made(&kader, &one, "2026-01-01T00:00:00Z").await;
        made(&kader, &one, "2026-03-01T00:00:00Z").await;
        made(&kader, &other, "2026-02-01T00:00:00Z").await;
        let reader = kader.client("lezer", &["documenten.lezen"], "openbaar").await;
        let path = format!("{ROOT}/gebruiksrechten");
        for (query, all, some) in [
            (String::new(), 3, 2),
            (format!("?informatieobject={one}"), 2, 2),
            (format!("?informatieobject={other}"), 1, 0),
            (format!("?informatieobject={one}0"), 0, 0),
            ("?startdatum__gt=2026-01-01T00:00:00Z".to_owned(), 2, 1),
            ("?startdatum__gte=2026-01-01T01:00:00%2B01:00&startdatum__lt=2026-03-01T00:00:00Z".to_owned(), 2, 1),
            ("?einddatum__lte=2030-01-01T00:00:00Z".to_owned(), 0, 0),
        ] {
            let count = async |client: &waarmaker_testkit::Client<'_>| {
                client.get(&format!("{path}{query}")).await.expect(200).as_array().unwrap().len()
            };
            assert_eq!((count(&kader.admin).await, count(&reader).await), (all, some), "{query}");
        }
        let expanded = kader
            .admin
            .get(&format!("{path}?informatieobject={other}&expand=informatieobject.informatieobjecttype"))
            .await;
        let expanded = expanded.expect(200)[0]["_expand"]["informatieobject"].clone();
        assert_eq!(
            (&expanded["url"], &expanded["_expand"]["informatieobjecttype"]["omschrijving"]),
            (&json!(other), &json!("Brief"))
        );
        assert_eq!(
            kader.admin.get(&format!("{DOCUMENTEN}?expand=auteur")).await.problems(),
            ["expand/invalid-expand-field"]
        );
    });
}
