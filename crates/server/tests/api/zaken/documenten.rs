// SPDX-License-Identifier: EUPL-1.2
//! Zaken with documents of this house: the mirror, what the caller may know, closing, archiving and deleting.

use serde_json::{Value, json};

use super::{
    kader::{Kader, url_of},
    stukken::{DOCUMENTEN, NOBODY, drc},
};
use crate::engines::on_both_engines;

const PATH: &str = "/zaken/api/v1/zaakinformatieobjecten";
const STATUSSEN: &str = "/zaken/api/v1/statussen";

fn relation(zaak: &str, document: &str) -> Value {
    json!({"zaak": zaak, "informatieobject": document})
}

/// zrc-005
#[test]
fn the_document_knows_the_zaak_as_long_as_the_zaak_has_it() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let (zaak, other, document) = (kader.zaak().await, kader.zaak().await, kader.brief().await);
        let zio = url_of(&kader.related(&zaak, &document).await);
        let mirrored = kader.mirrored(&zaak, &document).await;
        assert_eq!(mirrored.len(), 1);
        assert_eq!(
            (&mirrored[0]["object"], &mirrored[0]["informatieobject"], &mirrored[0]["objectType"]),
            (&json!(zaak), &json!(document), &json!("zaak"))
        );
        kader.related(&other, &document).await;
        // A description of the relation is not mirrored again.
        kader.admin.patch(&zio, &json!({"titel": "Aanvraag"})).await.expect(200);
        assert_eq!(kader.mirrored(&zaak, &document).await, mirrored);
        kader.admin.delete(&zio).await.expect(204);
        assert_eq!(kader.mirrored(&zaak, &document).await, Vec::<Value>::new());
        assert_eq!(kader.mirrored(&other, &document).await.len(), 1);
        assert_eq!(kader.admin.get(&url_of(&mirrored[0])).await.status, 404);
    });
}

/// zrc-005
#[test]
fn the_mirror_is_written_by_the_program_and_told_in_the_audit_trail_of_the_document() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let (zaak, document) = (kader.zaak().await, kader.brief().await);
        let rights = json!([
            kader.zrc(&["zaken.lezen", "zaken.bijwerken"]),
            drc(&kader.types.informatieobjecttype, &["documenten.lezen"])
        ]);
        let clerk = kader.client_with("klerk", &rights).await;
        let zio = url_of(&clerk.post(PATH, &relation(&zaak, &document)).await.expect(201));
        clerk.delete(&zio).await.expect(204);
        let trail = kader.admin.get(&format!("{document}/audittrail")).await.expect(200);
        let told = trail.as_array().unwrap().iter().filter(|record| record["resource"] == "objectinformatieobject");
        let told: Vec<_> = told.map(|record| (record["actie"].clone(), record["applicatieWeergave"].clone())).collect();
        let by = json!("Zaken API");
        assert_eq!(told, [(json!("create"), by.clone()), (json!("destroy"), by)]);
    });
}

/// zrc-005
#[test]
fn a_refused_relation_leaves_no_mirror() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let (zaak, document) = (kader.zaak().await, kader.brief().await);
        kader.related(&zaak, &document).await;
        assert_eq!(kader.admin.post(PATH, &relation(&zaak, &document)).await.problems(), ["nonFieldErrors/unique"]);
        assert_eq!(kader.mirrored(&zaak, &document).await.len(), 1);
        // zrc-017
        let strange = kader.document(&kader.other.informatieobjecttype, &json!({})).await;
        assert_eq!(
            kader.admin.post(PATH, &relation(&zaak, &strange)).await.problems(),
            ["nonFieldErrors/missing-zaaktype-informatieobjecttype-relation"]
        );
        assert_eq!(kader.mirrored(&zaak, &strange).await, Vec::<Value>::new());
    });
}

/// zrc-003
#[test]
fn a_document_of_this_house_exists_and_is_one() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let (zaak, document) = (kader.zaak().await, kader.brief().await);
        let absent = document.replace(document.rsplit('/').next().unwrap(), NOBODY);
        assert_eq!(kader.admin.post(PATH, &relation(&zaak, &absent)).await.problems(), ["informatieobject/bad-url"]);
        kader.related(&zaak, &document).await;
        let mirror = url_of(&kader.mirrored(&zaak, &document).await[0]);
        for other in [&mirror, &kader.types.informatieobjecttype] {
            assert_eq!(
                kader.admin.post(PATH, &relation(&zaak, other)).await.problems(),
                ["informatieobject/invalid-resource"]
            );
        }
    });
}

/// zrc-003, zrc-006
#[test]
fn a_document_that_the_caller_may_not_read_does_not_exist_for_the_caller() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let (zaak, seen) = (kader.zaak().await, kader.brief().await);
        let secret = json!({"vertrouwelijkheidaanduiding": "geheim"});
        let hidden = kader.document(&kader.types.informatieobjecttype, &secret).await;
        let strange = kader.document(&kader.other.informatieobjecttype, &json!({})).await;
        let absent = seen.replace(seen.rsplit('/').next().unwrap(), NOBODY);
        let rights = json!([
            kader.zrc(&["zaken.lezen", "zaken.bijwerken"]),
            drc(&kader.types.informatieobjecttype, &["documenten.lezen"])
        ]);
        let clerk = kader.client_with("klerk", &rights).await;
        let without = kader.client("zaaksysteem", &["zaken.lezen", "zaken.bijwerken"]).await;
        let answer = async |client: &waarmaker_testkit::Client<'_>, url: &str| {
            let mut problem = client.post(PATH, &relation(&zaak, url)).await.expect(400);
            problem["instance"] = Value::Null;
            problem
        };
        // One and the same answer, word for word, whether or not there is a document.
        let nothing = answer(&clerk, &absent).await;
        assert_eq!(nothing["invalidParams"][0]["code"], "bad-url");
        for url in [&hidden, &strange] {
            assert_eq!(answer(&clerk, url).await, nothing, "{url}");
        }
        assert_eq!(answer(&without, &seen).await, nothing);
        clerk.post(PATH, &relation(&zaak, &seen)).await.expect(201);
        // On a closed zaak as well: what is told is that it is closed.
        kader.close(&zaak).await;
        for url in [&absent, &hidden, &strange] {
            let refused = clerk.post(PATH, &relation(&zaak, url)).await;
            assert_eq!(refused.refusal(), (403, "permission_denied".to_owned()), "{url}");
        }
    });
}

/// zrc-003
#[test]
fn an_application_that_sees_only_what_is_published_relates_only_that() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let hidden = kader.brief().await;
        let published = json!({"isGereedVoorPublicatie": true});
        let seen = kader.document(&kader.types.informatieobjecttype, &published).await;
        let rights = json!([
            kader.zrc(&["zaken.lezen", "zaken.bijwerken"]),
            drc(&kader.types.informatieobjecttype, &["documenten.lezen"])
        ]);
        let client = app.client("website");
        let body = json!({"clientIds": ["website"], "label": "Website", "autorisaties": rights, "alleenIsGereedVoorPublicatie": true});
        kader.made("/autorisaties/api/v1/applicaties", &body).await;
        assert_eq!(client.post(PATH, &relation(&zaak, &hidden)).await.problems(), ["informatieobject/bad-url"]);
        client.post(PATH, &relation(&zaak, &seen)).await.expect(201);
    });
}

/// zrc-005, drc-008
#[test]
fn a_document_that_is_deleted_meanwhile_is_not_related() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        for _ in 0..4 {
            let document = kader.brief().await;
            let body = relation(&zaak, &document);
            let (made, gone) = tokio::join!(kader.admin.post(PATH, &body), kader.admin.delete(&document));
            if made.status == 201 {
                assert_eq!(gone.problems(), ["nonFieldErrors/pending-relations"]);
            } else {
                assert!([400, 409].contains(&made.status), "{}", String::from_utf8_lossy(&made.body));
                assert_eq!(gone.status, 204, "{}", String::from_utf8_lossy(&gone.body));
            }
        }
    });
}

/// zrc-006
#[test]
fn documents_are_shown_in_place_to_whoever_may_read_them() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let (zaak, seen) = (kader.zaak().await, kader.brief().await);
        let secret = json!({"vertrouwelijkheidaanduiding": "geheim"});
        let hidden = kader.document(&kader.types.informatieobjecttype, &secret).await;
        kader.related(&zaak, &seen).await;
        kader.related(&zaak, &hidden).await;
        let rights =
            json!([kader.zrc(&["zaken.lezen"]), drc(&kader.types.informatieobjecttype, &["documenten.lezen"])]);
        let reader = kader.client_with("lezer", &rights).await;
        let path = format!("{zaak}?expand=zaakinformatieobjecten.informatieobject.informatieobjecttype");
        let titles = async |client: &waarmaker_testkit::Client<'_>| {
            let shown = client.get(&path).await.expect(200);
            let relations = shown["_expand"]["zaakinformatieobjecten"].as_array().unwrap().clone();
            let of = |relation: &Value| relation["_expand"]["informatieobject"]["url"].clone();
            relations.iter().map(of).collect::<Vec<_>>()
        };
        assert_eq!(titles(&kader.admin).await, [json!(seen), json!(hidden)]);
        assert_eq!(titles(&reader).await, [json!(seen), Value::Null]);
        let list = kader.admin.get(&format!("{PATH}?zaak={zaak}&expand=informatieobject")).await.expect(200);
        assert_eq!(list[0]["_expand"]["informatieobject"]["titel"], "Brief");
        let whole = kader.admin.get(&path).await.expect(200);
        let document = &whole["_expand"]["zaakinformatieobjecten"][0]["_expand"]["informatieobject"];
        assert_eq!(document["_expand"]["informatieobjecttype"]["omschrijving"], "Brief bij Aanvraag");
    });
}

/// zrc-007
#[test]
fn a_zaak_is_not_closed_while_it_is_unknown_whether_a_document_has_gebruiksrechten() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        kader.resultaat(&zaak).await;
        kader.related(&zaak, &kader.brief().await).await;
        let unknown = kader.document(&kader.types.informatieobjecttype, &json!({"indicatieGebruiksrecht": null})).await;
        let zio = url_of(&kader.related(&zaak, &unknown).await);
        let eind = json!({"zaak": zaak, "statustype": kader.types.eind, "datumStatusGezet": "2026-02-01T10:00:00Z"});
        assert_eq!(
            kader.admin.post(STATUSSEN, &eind).await.problems(),
            ["nonFieldErrors/indicatiegebruiksrecht-unset"]
        );
        assert_eq!(kader.now(&zaak).await["einddatum"], Value::Null);
        // Another status does not close it.
        kader.status(&zaak, &kader.types.begin, "2026-01-15T10:00:00Z").await;
        kader.admin.delete(&zio).await.expect(204);
        kader.admin.post(STATUSSEN, &eind).await.expect(201);
        assert_eq!(kader.now(&zaak).await["einddatum"], "2026-02-01");
    });
}

/// zrc-007
#[test]
fn a_zaak_is_not_closed_while_somebody_writes_on_a_document() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        kader.resultaat(&zaak).await;
        let document = kader.brief().await;
        kader.related(&zaak, &document).await;
        let lock = kader.admin.post(&format!("{document}/lock"), &json!({})).await.expect(200);
        let eind = json!({"zaak": zaak, "statustype": kader.types.eind, "datumStatusGezet": "2026-02-01T10:00:00Z"});
        assert_eq!(kader.admin.post(STATUSSEN, &eind).await.problems(), ["nonFieldErrors/informatieobject-locked"]);
        kader.admin.post(&format!("{document}/unlock"), &json!({"lock": lock["lock"]})).await.expect(204);
        kader.admin.post(STATUSSEN, &eind).await.expect(201);
    });
}

/// zrc-022
#[test]
fn a_zaak_is_archived_when_all_its_documents_are() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let document =
            async |status: &str| kader.document(&kader.types.informatieobjecttype, &json!({"status": status})).await;
        kader.related(&zaak, &document("gearchiveerd").await).await;
        let unfinished = url_of(&kader.related(&zaak, &document("definitief").await).await);
        let archived = json!({"archiefnominatie": "vernietigen", "archiefactiedatum": "2036-01-01", "archiefstatus": "gearchiveerd"});
        assert_eq!(kader.admin.patch(&zaak, &archived).await.problems(), ["archiefstatus/documents-not-archived"]);
        // All that is missing is told at once.
        assert_eq!(
            kader.admin.patch(&zaak, &json!({"archiefstatus": "overgedragen"})).await.problems(),
            [
                "archiefstatus/documents-not-archived",
                "archiefnominatie/archiefnominatie-not-set",
                "archiefactiedatum/archiefactiedatum-not-set"
            ]
        );
        kader.admin.delete(&unfinished).await.expect(204);
        assert_eq!(kader.admin.patch(&zaak, &archived).await.expect(200)["archiefstatus"], "gearchiveerd");
        // An archived zaak gets no more documents.
        let late = relation(&zaak, &document("gearchiveerd").await);
        assert_eq!(kader.admin.post(PATH, &late).await.problems(), ["zaak/invalid"]);
    });
}

/// zrc-023
#[test]
fn with_a_zaak_go_the_mirrors_of_its_documents_and_of_those_of_its_deelzaken() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let deelzaak = url_of(&kader.zaak_with(&json!({"hoofdzaak": zaak})).await);
        let (first, second) = (kader.brief().await, kader.brief().await);
        kader.related(&zaak, &first).await;
        kader.related(&deelzaak, &first).await;
        kader.related(&deelzaak, &second).await;
        let mut mirrors = kader.mirrored(&zaak, &first).await;
        mirrors.extend(kader.mirrored(&deelzaak, &first).await);
        mirrors.extend(kader.mirrored(&deelzaak, &second).await);
        assert_eq!(mirrors.len(), 3);
        // drc-008: a document that belongs to a zaak stays.
        assert_eq!(kader.admin.delete(&first).await.problems(), ["nonFieldErrors/pending-relations"]);
        kader.admin.delete(&zaak).await.expect(204);
        for mirror in &mirrors {
            assert_eq!(kader.admin.get(&url_of(mirror)).await.status, 404);
        }
        let left = kader.admin.get(&format!("{DOCUMENTEN}/objectinformatieobjecten")).await.expect(200);
        assert_eq!(left, json!([]));
        kader.admin.delete(&first).await.expect(204);
    });
}

/// zrc-017
#[test]
fn any_version_of_the_informatieobjecttype_will_do() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        kader.related(&zaak, &kader.brief().await).await;
        let old = kader.now(&kader.types.informatieobjecttype).await;
        kader
            .admin
            .patch(&kader.types.informatieobjecttype, &json!({"eindeGeldigheid": "2025-12-31"}))
            .await
            .expect(200);
        let version = json!({"catalogus": old["catalogus"], "omschrijving": old["omschrijving"], "vertrouwelijkheidaanduiding": "openbaar",
            "beginGeldigheid": "2026-01-01", "informatieobjectcategorie": "brief"});
        let version = url_of(&kader.made("/catalogi/api/v1/informatieobjecttypen", &version).await);
        kader.admin.post(&format!("{version}/publish"), &json!({})).await.expect(200);
        kader.related(&zaak, &kader.document(&version, &json!({})).await).await;
    });
}
