// SPDX-License-Identifier: EUPL-1.2
//! Members of a document.

use serde_json::{Value, json};
use waarmaker_testkit::catalogi;

use super::kader::{DOCUMENTEN, HALLO, Kader, url_of};
use crate::engines::on_both_engines;

#[test]
fn a_document_has_the_members_of_the_standard_in_their_order() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let made = kader
            .document(&json!({"inhoud": HALLO, "bestandsomvang": 5, "onbekend": 1, "versie": 9, "locked": true}))
            .await;
        let members: Vec<&str> = made.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(
            members,
            [
                "url",
                "identificatie",
                "bronorganisatie",
                "creatiedatum",
                "titel",
                "vertrouwelijkheidaanduiding",
                "isGereedVoorPublicatie",
                "tonenAanInitiator",
                "auteur",
                "status",
                "inhoudIsVervallen",
                "formaat",
                "taal",
                "versie",
                "beginRegistratie",
                "bestandsnaam",
                "inhoud",
                "bestandsomvang",
                "link",
                "beschrijving",
                "ontvangstdatum",
                "verzenddatum",
                "indicatieGebruiksrecht",
                "verschijningsvorm",
                "ondertekening",
                "integriteit",
                "informatieobjecttype",
                "locked",
                "bestandsdelen",
                "trefwoorden",
                "lock",
            ]
        );
        let url = url_of(&made);
        assert_eq!((&made["versie"], &made["locked"], &made["lock"]), (&json!(1), &json!(false), &json!("")));
        assert_eq!(made["beginRegistratie"], "2026-11-21T11:00:00Z");
        assert_eq!(made["inhoud"], format!("{url}/download?versie=1"));
        assert_eq!((&made["bestandsomvang"], &made["bestandsdelen"]), (&json!(5), &json!([])));
        let mut read = kader.admin.get(&url).await.expect(200);
        read["lock"] = json!("");
        assert_eq!(read, made);
    });
}

/// drc-001
#[test]
fn the_informatieobjecttype_exists_and_is_published() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let concept = catalogi::informatieobjecttype(&kader.catalogus, "Concept");
        let concept = catalogi::create(&kader.admin, "informatieobjecttypen", &concept).await;
        let code = async |url: &str| kader.refused(&json!({"informatieobjecttype": url})).await;
        assert_eq!(code(&concept).await, ["informatieobjecttype/not-published"]);
        assert_eq!(code(&kader.catalogus).await, ["informatieobjecttype/invalid-resource"]);
        let nowhere = format!("{}0", &kader.brief[..kader.brief.len() - 1]);
        assert_eq!(code(&nowhere).await, ["informatieobjecttype/bad-url"]);
        let url = kader.url(&json!({})).await;
        let lock = kader.lock(&url).await;
        let changed = kader.admin.patch(&url, &json!({"lock": lock, "informatieobjecttype": concept})).await;
        assert_eq!(changed.problems(), ["informatieobjecttype/not-published"]);
        kader.admin.patch(&url, &json!({"lock": lock, "informatieobjecttype": kader.nota})).await.expect(200);
    });
}

/// drc-007
#[test]
fn a_document_is_as_confidential_as_its_type_unless_it_says_otherwise() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let level = async |more: Value| kader.document(&more).await["vertrouwelijkheidaanduiding"].clone();
        assert_eq!(level(json!({})).await, "openbaar");
        assert_eq!(level(json!({"vertrouwelijkheidaanduiding": ""})).await, "openbaar");
        assert_eq!(level(json!({"vertrouwelijkheidaanduiding": "geheim"})).await, "geheim");
    });
}

/// drc-005
#[test]
fn what_was_received_is_finished() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        for status in ["in_bewerking", "ter_vaststelling"] {
            let body = json!({"ontvangstdatum": "2026-01-01", "status": status});
            assert_eq!(kader.refused(&body).await, ["status/invalid_for_received"]);
        }
        let url = kader.url(&json!({"ontvangstdatum": "2026-01-01", "status": "definitief"})).await;
        let lock = kader.lock(&url).await;
        let patched = kader.admin.patch(&url, &json!({"lock": lock, "status": "in_bewerking"})).await;
        assert_eq!(patched.problems(), ["status/invalid_for_received"]);
    });
}

#[test]
fn an_identificatie_is_used_once_by_an_organisation() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let first = kader.document(&json!({})).await;
        assert_eq!(first["identificatie"], "DOCUMENT-2026-0000000001");
        let url = kader.url(&json!({"identificatie": "A"})).await;
        assert_eq!(kader.refused(&json!({"identificatie": "A"})).await, ["identificatie/identificatie-niet-uniek"]);
        kader.document(&json!({"identificatie": "A", "bronorganisatie": "517439943"})).await;
        let lock = kader.lock(&url).await;
        let taken = json!({"lock": lock, "identificatie": first["identificatie"]});
        assert_eq!(kader.admin.patch(&url, &taken).await.problems(), ["identificatie/identificatie-niet-uniek"]);
        kader.admin.patch(&url, &json!({"lock": lock, "identificatie": "B"})).await.expect(200);
    });
}

#[test]
fn an_empty_group_is_no_group() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let empty = json!({"integriteit": {"algoritme": "", "waarde": "", "datum": null}, "ondertekening": {"soort": "", "datum": null}});
        let made = kader.document(&empty).await;
        assert_eq!((&made["integriteit"], &made["ondertekening"]), (&Value::Null, &Value::Null));
        let whole = json!({"integriteit": {"algoritme": "md5", "waarde": "x", "datum": "2026-01-01"},
            "ondertekening": {"soort": "pki", "datum": "2026-01-01"}});
        let made = kader.document(&whole).await;
        assert_eq!((&made["integriteit"], &made["ondertekening"]), (&whole["integriteit"], &whole["ondertekening"]));
        let half = json!({"integriteit": {"algoritme": "md5", "waarde": ""}, "ondertekening": {"soort": "", "datum": "2026-01-01"}});
        assert_eq!(
            kader.refused(&half).await,
            ["ondertekening.soort/invalid_choice", "integriteit.waarde/blank", "integriteit.datum/required"]
        );
    });
}

#[test]
fn a_file_name_has_no_separators_and_no_control_characters() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        for name in ["../etc/passwd", "a\\b.pdf", "a\nb", "a\u{7}b", "..", "a\rb"] {
            assert_eq!(kader.refused(&json!({"bestandsnaam": name})).await, ["bestandsnaam/invalid"], "{name:?}");
        }
        let made = kader.document(&json!({"bestandsnaam": "één \"twee\"; drie.pdf"})).await;
        assert_eq!(made["bestandsnaam"], "één \"twee\"; drie.pdf");
    });
}

#[test]
fn shapes_are_judged_all_at_once() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let answer = kader
            .admin
            .post(DOCUMENTEN, &json!({"taal": "nl", "bestandsomvang": -1, "status": "af", "inhoud": 5}))
            .await;
        assert_eq!(
            answer.problems(),
            [
                "bronorganisatie/required",
                "creatiedatum/required",
                "titel/required",
                "auteur/required",
                "status/invalid_choice",
                "taal/min_length",
                "inhoud/invalid",
                "bestandsomvang/min_value",
                "informatieobjecttype/required",
            ]
        );
        assert_eq!(kader.refused(&json!({"inhoud": 5})).await, ["inhoud/invalid"]);
        assert_eq!(kader.refused(&json!({"inhoud": ["SGFsbG8="]})).await, ["inhoud/invalid"]);
    });
}
