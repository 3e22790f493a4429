// SPDX-License-Identifier: EUPL-1.2
//! Verzendingen.

use serde_json::{Value, json};

use super::kader::{Kader, ROOT, url_of};
use crate::engines::on_both_engines;

fn path() -> String {
    format!("{ROOT}/verzendingen")
}

fn body(document: &str) -> Value {
    json!({"informatieobject": document, "betrokkene": "https://personen.example.nl/1", "aardRelatie": "geadresseerde",
        "contactPersoon": "https://personen.example.nl/2"})
}

#[test]
fn a_verzending_tells_to_whom_a_document_went() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let (one, other) = (kader.url(&json!({})).await, kader.url(&json!({})).await);
        let made = kader.admin.post(&path(), &body(&one)).await.expect(201);
        assert_eq!(
            (&made["mijnOverheid"], &made["faxnummer"], &made["toelichting"]),
            (&json!(false), &Value::Null, &json!(""))
        );
        let url = url_of(&made);
        let adres = json!({"naamOpenbareRuimte": "Dorpsstraat", "huisnummer": 1, "woonplaatsnaam": "Ons Dorp"});
        let changed = kader.admin.patch(&url, &json!({"binnenlandsCorrespondentieadres": adres})).await.expect(200);
        assert_eq!(changed["binnenlandsCorrespondentieadres"]["postcode"], "");
        let whole = kader.admin.put(&url, &body(&one)).await.expect(200);
        assert_eq!(whole["binnenlandsCorrespondentieadres"], Value::Null);
        let moved = kader.admin.patch(&url, &json!({"informatieobject": other})).await;
        assert_eq!(moved.problems(), ["informatieobject/wijzigen-niet-toegelaten"]);
        let wrong = json!({"informatieobject": one, "correspondentiePostadres": {"postBusOfAntwoordnummer": 10_000, "postadresPostcode": "1234AB",
            "postadresType": "bus", "woonplaatsnaam": "Ons Dorp"}});
        assert_eq!(
            kader.admin.post(&path(), &wrong).await.problems(),
            [
                "betrokkene/required",
                "aardRelatie/required",
                "contactPersoon/required",
                "correspondentiePostadres.postBusOfAntwoordnummer/max_value",
                "correspondentiePostadres.postadresType/invalid_choice",
            ]
        );
        kader.admin.delete(&url).await.expect(204);
        assert_eq!(kader.admin.get(&url).await.refusal().0, 404);
    });
}

#[test]
fn verzendingen_are_listed_for_who_may_read_the_document() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let (one, secret) =
            (kader.url(&json!({})).await, kader.url(&json!({"vertrouwelijkheidaanduiding": "geheim"})).await);
        for document in [&one, &secret] {
            kader.admin.post(&path(), &body(document)).await.expect(201);
        }
        let reader = kader.client("lezer", &["documenten.lezen"], "openbaar").await;
        for (query, all, some) in [
            (String::new(), 2, 1),
            ("?aardRelatie=geadresseerde".to_owned(), 2, 1),
            ("?aardRelatie=afzender".to_owned(), 0, 0),
            (format!("?informatieobject={secret}"), 1, 0),
            ("?betrokkene=https://personen.example.nl/1".to_owned(), 2, 1),
        ] {
            let count = async |client: &waarmaker_testkit::Client<'_>| {
                client.get(&format!("{}{query}", path())).await.expect(200)["count"].clone()
            };
            assert_eq!((count(&kader.admin).await, count(&reader).await), (json!(all), json!(some)), "{query}");
        }
        assert_eq!(reader.post(&path(), &body(&one)).await.refusal().0, 403);
    });
}
