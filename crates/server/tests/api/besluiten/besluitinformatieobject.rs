// SPDX-License-Identifier: EUPL-1.2
//! Relations of a besluit with the documents in which it is recorded.

use axum::http::Method;
use serde_json::{Value, json};
use waarmaker_api::Choices;

use crate::{
    engines::{on_both_engines, on_both_engines_with},
    zaken::{
        elders::Elders,
        kader::{Kader, url_of},
        stukken::{NOBODY, brc, drc},
    },
};

const PATH: &str = "/besluiten/api/v1/besluitinformatieobjecten";

fn relation(besluit: &str, document: &str) -> Value {
    json!({"besluit": besluit, "informatieobject": document})
}

/// brc-005
#[test]
fn the_document_knows_the_besluit_as_long_as_the_besluit_is_recorded_in_it() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let besluit = url_of(&kader.besluit(&kader.besluittype().await, &json!({})).await);
        let document = kader.brief().await;
        let bio = kader.recorded(&besluit, &document).await;
        let members: Vec<&str> = bio.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(members, ["url", "informatieobject", "besluit"]);
        let mirrored = kader.mirrored(&besluit, &document).await;
        assert_eq!(mirrored.len(), 1);
        assert_eq!(
            (&mirrored[0]["object"], &mirrored[0]["informatieobject"], &mirrored[0]["objectType"]),
            (&json!(besluit), &json!(document), &json!("besluit"))
        );
        kader.admin.delete(&url_of(&bio)).await.expect(204);
        assert!(kader.mirrored(&besluit, &document).await.is_empty());
        assert_eq!(kader.admin.get(&url_of(&bio)).await.status, 404);
        kader.recorded(&besluit, &document).await;
    });
}

/// brc-003
#[test]
fn the_document_exists_and_is_one() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let besluit = url_of(&kader.besluit(&kader.besluittype().await, &json!({})).await);
        let document = kader.brief().await;
        let absent = document.replace(document.rsplit('/').next().unwrap(), NOBODY);
        for (url, code) in [
            (absent.as_str(), "bad-url"),
            ("http://testserver/documenten/api/v1/enkelvoudiginformatieobjecten/1", "bad-url"),
            ("https://niet-toegelaten.example.nl/1", "bad-url"),
            (&besluit, "invalid-resource"),
            (&kader.types.informatieobjecttype, "invalid-resource"),
        ] {
            let refused = kader.admin.post(PATH, &relation(&besluit, url)).await.problems();
            assert_eq!(refused, [format!("informatieobject/{code}")], "{url}");
        }
        assert_eq!(
            kader.admin.post(PATH, &json!({})).await.problems(),
            ["informatieobject/required", "besluit/required"]
        );
    });
}

#[test]
fn the_besluit_is_one_of_this_house() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let besluit = url_of(&kader.besluit(&kader.besluittype().await, &json!({})).await);
        let document = kader.brief().await;
        let absent = besluit.replace(besluit.rsplit('/').next().unwrap(), NOBODY);
        let bio = url_of(&kader.recorded(&besluit, &document).await);
        for (url, code) in [
            ("https://elders.example.nl/besluiten/1", "no_match"),
            (&absent, "does_not_exist"),
            (&bio, "incorrect_match"),
        ] {
            let refused = kader.admin.post(PATH, &relation(url, &document)).await.problems();
            assert_eq!(refused, [format!("besluit/{code}")], "{url}");
        }
    });
}

/// brc-003
#[test]
fn a_document_of_another_register_is_kept_on_this_side_alone() {
    let elders = Elders::start();
    on_both_engines_with(&Choices::default(), &elders.settings(), &async |app| {
        let kader = Kader::new(app).await;
        let besluit = url_of(&kader.besluit(&kader.besluittype().await, &json!({})).await);
        let refused = async |url: String| kader.admin.post(PATH, &relation(&besluit, &url)).await.problems();
        assert_eq!(refused(elders.url("/nergens")).await, ["informatieobject/bad-url"]);
        assert_eq!(refused(elders.url("/tekst")).await, ["informatieobject/invalid-resource"]);
        assert_eq!(refused(elders.url("/object")).await, ["informatieobject/invalid-resource"]);
        // brc-008
        let missing = ["nonFieldErrors/missing-besluittype-informatieobjecttype-relation"];
        assert_eq!(refused(elders.url("/andere/1")).await, missing);
        let document = elders.document(&kader.types.informatieobjecttype, "1");
        let bio = url_of(&kader.recorded(&besluit, &document).await);
        let list = kader.admin.get(&format!("{PATH}?informatieobject={document}")).await.expect(200);
        assert_eq!(list[0]["url"], bio);
        kader.admin.delete(&bio).await.expect(204);
    });
}

/// brc-008
#[test]
fn the_type_of_the_document_is_one_of_the_besluittype() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let besluit = url_of(&kader.besluit(&kader.besluittype().await, &json!({})).await);
        let strange = kader.document(&kader.other.informatieobjecttype, &json!({})).await;
        assert_eq!(
            kader.admin.post(PATH, &relation(&besluit, &strange)).await.problems(),
            ["nonFieldErrors/missing-besluittype-informatieobjecttype-relation"]
        );
        assert!(kader.mirrored(&besluit, &strange).await.is_empty());
        // Another version of the type has the same omschrijving.
        let old = kader.now(&kader.types.informatieobjecttype).await;
        let end = json!({"eindeGeldigheid": "2025-12-31"});
        kader.admin.patch(&kader.types.informatieobjecttype, &end).await.expect(200);
        let version = json!({"catalogus": old["catalogus"], "omschrijving": old["omschrijving"], "vertrouwelijkheidaanduiding": "openbaar",
            "beginGeldigheid": "2026-01-01", "informatieobjectcategorie": "brief"});
        let version = url_of(&kader.made("/catalogi/api/v1/informatieobjecttypen", &version).await);
        kader.admin.post(&format!("{version}/publish"), &json!({})).await.expect(200);
        kader.recorded(&besluit, &kader.document(&version, &json!({})).await).await;
    });
}

/// brc-003
#[test]
fn a_besluit_is_recorded_in_a_document_once() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let besluittype = kader.besluittype().await;
        let first = url_of(&kader.besluit(&besluittype, &json!({})).await);
        let second = url_of(&kader.besluit(&besluittype, &json!({})).await);
        let document = kader.brief().await;
        kader.recorded(&first, &document).await;
        assert_eq!(kader.admin.post(PATH, &relation(&first, &document)).await.problems(), ["nonFieldErrors/unique"]);
        kader.recorded(&second, &document).await;
        kader.recorded(&first, &kader.brief().await).await;
        let list =
            async |query: &str| kader.admin.get(&format!("{PATH}?{query}")).await.expect(200).as_array().unwrap().len();
        assert_eq!(list("").await, 3);
        assert_eq!(list(&format!("informatieobject={document}")).await, 2);
        assert_eq!(list(&format!("besluit={first}")).await, 2);
        assert_eq!(list(&format!("besluit={first}&informatieobject={document}")).await, 1);
        assert_eq!(list("besluit=https://elders.example.nl/besluiten/1").await, 0);
        assert_eq!(kader.admin.get(&format!("{PATH}?page=1")).await.problems(), ["nonFieldErrors/unknown-parameters"]);
    });
}

/// brc-004
#[test]
fn a_relation_is_not_changed() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let besluit = url_of(&kader.besluit(&kader.besluittype().await, &json!({})).await);
        let document = kader.brief().await;
        let bio = kader.recorded(&besluit, &document).await;
        let refused = (405, "method_not_allowed".to_owned());
        assert_eq!(kader.admin.put(&url_of(&bio), &relation(&besluit, &document)).await.refusal(), refused);
        assert_eq!(kader.admin.patch(&url_of(&bio), &json!({})).await.refusal(), refused);
        assert_eq!(kader.now(&url_of(&bio)).await, bio);
    });
}

/// brc-003
#[test]
fn a_document_that_the_caller_may_not_read_does_not_exist_for_the_caller() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let besluittype = kader.besluittype().await;
        let besluit = url_of(&kader.besluit(&besluittype, &json!({})).await);
        let secret = json!({"vertrouwelijkheidaanduiding": "geheim"});
        let hidden = kader.document(&kader.types.informatieobjecttype, &secret).await;
        let seen = kader.brief().await;
        let absent = seen.replace(seen.rsplit('/').next().unwrap(), NOBODY);
        let rights = json!([
            brc(&besluittype, &["besluiten.lezen", "besluiten.aanmaken"]),
            drc(&kader.types.informatieobjecttype, &["documenten.lezen"])
        ]);
        let clerk = kader.client_with("klerk", &rights).await;
        let mut answers = Vec::new();
        for url in [&absent, &hidden] {
            let mut problem = clerk.post(PATH, &relation(&besluit, url)).await.expect(400);
            problem["instance"] = Value::Null;
            answers.push(problem);
        }
        assert_eq!(answers[0]["invalidParams"][0]["code"], "bad-url");
        assert_eq!(answers[0], answers[1]);
        let bio = url_of(&clerk.post(PATH, &relation(&besluit, &seen)).await.expect(201));
        // The mirror was written all the same: that takes no rights on documents.
        assert_eq!(kader.mirrored(&besluit, &seen).await.len(), 1);
        let shown = clerk.get(&format!("{bio}?expand=informatieobject,besluit")).await.expect(200);
        assert_eq!(shown["_expand"]["informatieobject"]["url"], seen);
        assert_eq!(shown["_expand"]["besluit"]["url"], besluit);
        let blind = kader.client_with("blind", &json!([brc(&besluittype, &["besluiten.lezen"])])).await;
        let shown = blind.get(&format!("{PATH}?expand=informatieobject")).await.expect(200);
        assert_eq!(
            (&shown[0]["informatieobject"], &shown[0]["_expand"]["informatieobject"]),
            (&json!(seen), &json!({}))
        );
    });
}

/// The contract has no `HEAD` and no `ETag`; the text of the standard asks for both.
#[test]
fn a_relation_that_did_not_change_is_not_sent_again() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let besluit = url_of(&kader.besluit(&kader.besluittype().await, &json!({})).await);
        let bio = url_of(&kader.recorded(&besluit, &kader.brief().await).await);
        let head = kader.admin.head(&bio).await;
        let tag = head.header("etag").to_owned();
        assert!(head.status == 200 && head.body.is_empty() && !tag.is_empty());
        assert_eq!(kader.admin.send(Method::GET, &bio, &[("if-none-match", &tag)], None).await.status, 304);
    });
}
