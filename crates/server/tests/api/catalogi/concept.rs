// SPDX-License-Identifier: EUPL-1.2
//! What is published is locked: ztc-009 and ztc-010 for a client without correctie.

use serde_json::{Value, json};
use waarmaker_testkit::catalogi as build;

use super::{ROOT, selectielijst, writer};
use crate::{engines::on_both_engines, referentielijsten::import_builtin};

const LOCKED: [&str; 1] = ["nonFieldErrors/non-concept-object"];
const ZAAKTYPE_LOCKED: [&str; 1] = ["nonFieldErrors/non-concept-zaaktype"];

/// One body of each kind of type that is published.
fn types(catalogus: &str) -> [(&'static str, Value); 3] {
    [
        ("zaaktypen", build::zaaktype(catalogus, "ZT")),
        ("besluittypen", build::besluittype(catalogus, "Besluit")),
        ("informatieobjecttypen", build::informatieobjecttype(catalogus, "Brief")),
    ]
}

/// ztc-009: a concept is changed and deleted freely.
#[test]
fn a_concept_is_free() {
    on_both_engines(async |app| {
        let client = writer(app).await;
        let catalogus = build::catalogus(&client, "TEST").await;
        for (path, body) in types(&catalogus) {
            let url = build::create(&client, path, &body).await;
            let changed = client.patch(&url, &json!({"omschrijving": "Anders"})).await.expect(200);
            assert_eq!(changed["omschrijving"], "Anders", "{path}");
            assert_eq!(client.put(&url, &body).await.expect(200)["omschrijving"], body["omschrijving"], "{path}");
            client.delete(&url).await.expect(204);
            assert_eq!(client.get(&url).await.status, 404, "{path}");
        }
    });
}

/// ztc-009: a published type is not replaced, changed or deleted.
#[test]
fn a_published_type_is_locked() {
    on_both_engines(async |app| {
        let client = writer(app).await;
        let catalogus = build::catalogus(&client, "TEST").await;
        for (path, body) in types(&catalogus) {
            let url = build::published(&client, path, &body).await;
            assert_eq!(client.put(&url, &body).await.problems(), LOCKED, "{path}");
            assert_eq!(client.patch(&url, &json!({"omschrijving": "Anders"})).await.problems(), LOCKED, "{path}");
            assert_eq!(client.delete(&url).await.problems(), LOCKED, "{path}");
            assert_eq!(client.get(&url).await.expect(200)["omschrijving"], body["omschrijving"], "{path}");
        }
    });
}

/// ztc-009: only the end of a published type may change, and then nothing else with it.
#[test]
fn the_end_of_a_published_type_may_change() {
    on_both_engines(async |app| {
        let client = writer(app).await;
        let catalogus = build::catalogus(&client, "TEST").await;
        for (path, body) in types(&catalogus) {
            let url = build::published(&client, path, &body).await;
            let ended = client.patch(&url, &json!({"eindeGeldigheid": "2027-01-01"})).await.expect(200);
            assert_eq!(ended["eindeGeldigheid"], "2027-01-01", "{path}");
            let more = json!({"eindeGeldigheid": "2028-01-01", "omschrijving": "Anders"});
            assert_eq!(client.patch(&url, &more).await.problems(), LOCKED, "{path}");
        }
    });
}

/// What can be added to a zaaktype.
fn additions(zaaktype: &str, klasse: &super::Selectielijst) -> [(&'static str, Value); 6] {
    [
        ("statustypen", build::statustype(zaaktype, 1)),
        ("roltypen", build::roltype(zaaktype, "initiator")),
        ("eigenschappen", build::eigenschap(zaaktype, "kleur")),
        ("zaakobjecttypen", build::zaakobjecttype(zaaktype)),
        ("zaaktype-informatieobjecttypen", build::zaaktype_informatieobjecttype(zaaktype, "Brief")),
        ("resultaattypen", build::resultaattype(zaaktype, &klasse.klasse, &klasse.resultaattypeomschrijving)),
    ]
}

/// ztc-010: what belongs to a published zaaktype is not made, replaced, changed or deleted.
#[test]
fn what_belongs_to_a_published_zaaktype_is_locked() {
    on_both_engines(async |app| {
        import_builtin(app).await;
        let lijst = selectielijst(app, "nihil").await;
        let client = writer(app).await;
        let catalogus = build::catalogus(&client, "TEST").await;
        let mut body = build::zaaktype(&catalogus, "ZT");
        body["selectielijstProcestype"] = json!(lijst.procestype);
        let zaaktype = build::create(&client, "zaaktypen", &body).await;
        let bodies = additions(&zaaktype, &lijst);
        let mut made = Vec::new();
        for (path, body) in &bodies {
            made.push(build::create(&app.superuser(), path, body).await);
        }
        build::publish(&client, &zaaktype).await;
        for ((path, body), url) in bodies.iter().zip(&made) {
            let mut another = body.clone();
            if *path == "statustypen" {
                another["volgnummer"] = json!(2);
            }
            assert_eq!(client.post(&format!("{ROOT}/{path}"), &another).await.problems(), ZAAKTYPE_LOCKED, "{path}");
            assert_eq!(client.put(url, body).await.problems(), ZAAKTYPE_LOCKED, "{path}");
            assert_eq!(client.patch(url, &json!({"toelichting": "x"})).await.problems(), ZAAKTYPE_LOCKED, "{path}");
            assert_eq!(client.delete(url).await.problems(), ZAAKTYPE_LOCKED, "{path}");
        }
    });
}

/// ztc-010: moving something from or to a published zaaktype changes that zaaktype.
#[test]
fn nothing_moves_to_a_published_zaaktype() {
    on_both_engines(async |app| {
        let client = writer(app).await;
        let catalogus = build::catalogus(&client, "TEST").await;
        let locked = build::published(&client, "zaaktypen", &build::zaaktype(&catalogus, "VAST")).await;
        let free = build::create(&client, "zaaktypen", &build::zaaktype(&catalogus, "VRIJ")).await;
        let roltype = build::create(&client, "roltypen", &build::roltype(&free, "initiator")).await;
        assert_eq!(client.patch(&roltype, &json!({"zaaktype": locked})).await.problems(), ZAAKTYPE_LOCKED);
        assert_eq!(client.get(&free).await.expect(200)["roltypen"], json!([roltype]));
    });
}

/// ztc-010: while the zaaktype is a concept everything is free.
#[test]
fn what_belongs_to_a_concept_is_free() {
    on_both_engines(async |app| {
        import_builtin(app).await;
        let lijst = selectielijst(app, "nihil").await;
        let client = writer(app).await;
        let catalogus = build::catalogus(&client, "TEST").await;
        let mut body = build::zaaktype(&catalogus, "ZT");
        body["selectielijstProcestype"] = json!(lijst.procestype);
        let zaaktype = build::create(&client, "zaaktypen", &body).await;
        for (path, body) in additions(&zaaktype, &lijst) {
            let url = build::create(&client, path, &body).await;
            client.put(&url, &body).await.expect(200);
            client.patch(&url, &json!({})).await.expect(200);
            client.delete(&url).await.expect(204);
        }
    });
}
