// SPDX-License-Identifier: EUPL-1.2
//! Relations of a zaak with documents, which are in another register.

use serde_json::{Value, json};
use waarmaker_api::Choices;
use waarmaker_testkit::App;

use super::{
    elders::Elders,
    kader::{Kader, url_of},
};
use crate::engines::on_both_engines_with;

const PATH: &str = "/zaken/api/v1/zaakinformatieobjecten";

/// Runs a test beside another register.
#[expect(clippy::needless_pass_by_value, reason = "a closure is written where it is used")]
fn beside(test: impl AsyncFn(&App, &Elders)) {
    let elders = Elders::start();
    on_both_engines_with(&Choices::default(), &elders.settings(), &async |app| test(app, &elders).await);
}

/// zrc-004
#[test]
fn the_server_says_what_the_relation_is() {
    beside(async |app, elders| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let document = elders.document(&kader.types.informatieobjecttype, "1");
        let body = json!({"zaak": zaak, "informatieobject": document, "titel": "Aanvraag", "aardRelatieWeergave": "Legt vast",
            "registratiedatum": "2001-01-01T00:00:00Z"});
        let zio = kader.made(PATH, &body).await;
        assert_eq!(zio["aardRelatieWeergave"], "Hoort bij, omgekeerd: kent");
        assert_eq!(zio["registratiedatum"], "2026-11-21T11:00:00Z");
        assert_eq!(
            (&zio["vernietigingsdatum"], &zio["status"], &zio["beschrijving"]),
            (&Value::Null, &Value::Null, &json!(""))
        );
        assert_eq!(kader.admin.get(&zaak).await.expect(200)["zaakinformatieobjecten"], json!([url_of(&zio)]));
        let members: Vec<&str> = zio.as_object().unwrap().keys().map(String::as_str).take(5).collect();
        assert_eq!(members, ["url", "uuid", "informatieobject", "zaak", "aardRelatieWeergave"]);
    });
}

/// zrc-004
#[test]
fn the_relation_can_be_described_but_not_moved() {
    beside(async |app, elders| {
        let kader = Kader::new(app).await;
        let (zaak, other) = (kader.zaak().await, kader.zaak().await);
        let document = |name: &str| elders.document(&kader.types.informatieobjecttype, name);
        let body = json!({"zaak": zaak, "informatieobject": document("1"), "titel": "Aanvraag"});
        let url = url_of(&kader.made(PATH, &body).await);
        let moved = kader.admin.patch(&url, &json!({"zaak": other, "informatieobject": document("2")})).await;
        assert_eq!(moved.problems(), ["zaak/wijzigen-niet-toegelaten", "informatieobject/wijzigen-niet-toegelaten"]);
        let status = json!({"zaak": zaak, "statustype": kader.types.begin, "datumStatusGezet": "2026-01-02T10:00:00Z"});
        let status = url_of(&kader.made("statussen", &status).await);
        let described =
            json!({"titel": "Bijlage", "status": status, "vernietigingsdatum": "2030-01-01T00:00:00+01:00"});
        let described = kader.admin.patch(&url, &described).await.expect(200);
        assert_eq!(
            (&described["titel"], &described["vernietigingsdatum"]),
            (&json!("Bijlage"), &json!("2029-12-31T23:00:00Z"))
        );
        assert_eq!(kader.admin.get(&status).await.expect(200)["zaakinformatieobjecten"], json!([url]));
        let whole = kader.admin.put(&url, &body).await.expect(200);
        assert_eq!((&whole["titel"], &whole["status"]), (&json!("Aanvraag"), &Value::Null));
        assert_eq!(whole["registratiedatum"], described["registratiedatum"]);
        assert_eq!(kader.admin.get(&status).await.expect(200)["zaakinformatieobjecten"], json!([]));
    });
}

#[test]
fn the_status_is_one_of_the_same_zaak() {
    beside(async |app, elders| {
        let kader = Kader::new(app).await;
        let (zaak, other) = (kader.zaak().await, kader.zaak().await);
        let status =
            json!({"zaak": other, "statustype": kader.types.begin, "datumStatusGezet": "2026-01-02T10:00:00Z"});
        let status = url_of(&kader.made("statussen", &status).await);
        let document = elders.document(&kader.types.informatieobjecttype, "1");
        let body = json!({"zaak": zaak, "informatieobject": document, "status": status});
        assert_eq!(kader.admin.post(PATH, &body).await.problems(), ["status/invalid"]);
    });
}

/// zrc-003
#[test]
fn the_document_exists_and_is_one() {
    beside(async |app, elders| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let refused = async |url: String| {
            kader.admin.post(PATH, &json!({"zaak": zaak, "informatieobject": url})).await.problems()
        };
        assert_eq!(refused(elders.url("/nergens")).await, ["informatieobject/bad-url"]);
        assert_eq!(refused("https://niet-toegelaten.example.nl/1".to_owned()).await, ["informatieobject/bad-url"]);
        assert_eq!(
            refused(format!("{}/documenten/api/v1/enkelvoudiginformatieobjecten/1", waarmaker_testkit::ORIGIN)).await,
            ["informatieobject/bad-url"]
        );
        assert_eq!(refused(elders.url("/tekst")).await, ["informatieobject/invalid-resource"]);
        assert_eq!(refused(elders.url("/object")).await, ["informatieobject/invalid-resource"]);
        assert_eq!(refused(zaak.clone()).await, ["informatieobject/invalid-resource"]);
    });
}

/// zrc-017
#[test]
fn the_type_of_the_document_is_one_of_the_zaaktype() {
    beside(async |app, elders| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let code = "nonFieldErrors/missing-zaaktype-informatieobjecttype-relation";
        for url in [elders.document(&kader.other.informatieobjecttype, "1"), elders.url("/andere/1")] {
            assert_eq!(
                kader.admin.post(PATH, &json!({"zaak": zaak, "informatieobject": url})).await.problems(),
                [code]
            );
        }
        // Another version of the type has the same omschrijving.
        let old = kader.admin.get(&kader.types.informatieobjecttype).await.expect(200);
        kader
            .admin
            .patch(&kader.types.informatieobjecttype, &json!({"eindeGeldigheid": "2025-12-31"}))
            .await
            .expect(200);
        let version = json!({"catalogus": old["catalogus"], "omschrijving": old["omschrijving"], "vertrouwelijkheidaanduiding": "openbaar",
            "beginGeldigheid": "2026-01-01", "informatieobjectcategorie": "brief"});
        let version = url_of(&kader.made("/catalogi/api/v1/informatieobjecttypen", &version).await);
        kader.made(PATH, &json!({"zaak": zaak, "informatieobject": elders.document(&version, "2")})).await;
    });
}

/// zrc-003
#[test]
fn a_document_is_related_to_a_zaak_once() {
    beside(async |app, elders| {
        let kader = Kader::new(app).await;
        let (zaak, other) = (kader.zaak().await, kader.zaak().await);
        let document = elders.document(&kader.types.informatieobjecttype, "1");
        let body = json!({"zaak": zaak, "informatieobject": document});
        let url = url_of(&kader.made(PATH, &body).await);
        assert_eq!(kader.admin.post(PATH, &body).await.problems(), ["nonFieldErrors/unique"]);
        kader.made(PATH, &json!({"zaak": other, "informatieobject": document})).await;
        let list =
            async |query: &str| kader.admin.get(&format!("{PATH}?{query}")).await.expect(200).as_array().unwrap().len();
        assert_eq!(list(&format!("informatieobject={document}")).await, 2);
        assert_eq!(list(&format!("informatieobject={document}&zaak={zaak}")).await, 1);
        assert_eq!(list(&format!("zaak={zaak}0")).await, 0);
        kader.admin.delete(&url).await.expect(204);
        assert_eq!(list(&format!("zaak={zaak}")).await, 0);
        assert_eq!(kader.admin.get(&zaak).await.expect(200)["zaakinformatieobjecten"], json!([]));
        kader.made(PATH, &body).await;
    });
}

#[test]
fn an_archived_zaak_gets_no_more_documents() {
    beside(async |app, elders| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let archived = json!({"archiefnominatie": "vernietigen", "archiefactiedatum": "2036-01-01", "archiefstatus": "gearchiveerd"});
        kader.admin.patch(&zaak, &archived).await.expect(200);
        let body = json!({"zaak": zaak, "informatieobject": elders.document(&kader.types.informatieobjecttype, "1")});
        assert_eq!(kader.admin.post(PATH, &body).await.problems(), ["zaak/invalid"]);
    });
}

/// zrc-007
#[test]
fn a_closed_zaak_gets_documents_by_force_only() {
    beside(async |app, elders| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let document = |name: &str| json!({"zaak": zaak, "informatieobject": elders.document(&kader.types.informatieobjecttype, name)});
        let url = url_of(&kader.made(PATH, &document("1")).await);
        kader.close(&zaak).await;
        let clerk = kader.client("klerk", &["zaken.lezen", "zaken.bijwerken", "zaken.verwijderen"]).await;
        let denied = (403, "permission_denied".to_owned());
        assert_eq!(clerk.post(PATH, &document("2")).await.refusal(), denied);
        assert_eq!(clerk.patch(&url, &json!({"titel": "t"})).await.refusal(), denied);
        assert_eq!(clerk.delete(&url).await.refusal(), denied);
        // What is wrong with the body comes first.
        assert_eq!(clerk.post(PATH, &document("1")).await.problems(), ["nonFieldErrors/unique"]);
        let forced = kader.client("chef", &["zaken.geforceerd-bijwerken"]).await;
        forced.post(PATH, &document("2")).await.expect(201);
        forced.patch(&url, &json!({"titel": "t"})).await.expect(200);
        forced.delete(&url).await.expect(204);
    });
}
