// SPDX-License-Identifier: EUPL-1.2
//! Changing what is published with a forced scope: the exceptions of ztc-009 and ztc-010.

use serde_json::json;
use waarmaker_testkit::catalogi as build;

use super::{ROOT, client, selectielijst};
use crate::{engines::on_both_engines, referentielijsten::import_builtin};

/// ztc-009: a correctie changes a published type, and keeps it published.
#[test]
fn a_correctie_changes_a_published_type() {
    on_both_engines(async |app| {
        let (_, zaaktype) = super::published_zaaktype(&app.superuser()).await;
        let forced = client(app, "corrector", "ztc", &["catalogi.geforceerd-schrijven"]).await;
        let changed = forced.patch(&zaaktype, &json!({"trefwoorden": ["feest"]})).await.expect(200);
        assert_eq!((&changed["trefwoorden"], &changed["concept"]), (&json!(["feest"]), &json!(false)));
        assert_eq!(forced.delete(&zaaktype).await.refusal(), (403, "permission_denied".to_owned()));
        let remover = client(app, "remover", "ztc", &["catalogi.geforceerd-verwijderen"]).await;
        remover.delete(&zaaktype).await.expect(204);
        assert_eq!(remover.patch(&zaaktype, &json!({})).await.refusal(), (403, "permission_denied".to_owned()));
    });
}

/// ztc-010: a correctie adds to, changes and deletes what belongs to a published zaaktype.
#[test]
fn a_correctie_extends_a_published_zaaktype() {
    on_both_engines(async |app| {
        let (_, zaaktype) = super::published_zaaktype(&app.superuser()).await;
        let scopes = ["catalogi.lezen", "catalogi.geforceerd-schrijven", "catalogi.geforceerd-verwijderen"];
        let forced = client(app, "corrector", "ztc", &scopes).await;
        let bodies = [
            ("statustypen", build::statustype(&zaaktype, 1)),
            ("roltypen", build::roltype(&zaaktype, "initiator")),
            ("eigenschappen", build::eigenschap(&zaaktype, "kleur")),
            ("zaakobjecttypen", build::zaakobjecttype(&zaaktype)),
            ("zaaktype-informatieobjecttypen", build::zaaktype_informatieobjecttype(&zaaktype, "Brief")),
        ];
        for (path, body) in bodies {
            let url = build::create(&forced, path, &body).await;
            forced.put(&url, &body).await.expect(200);
            forced.patch(&url, &json!({})).await.expect(200);
            forced.delete(&url).await.expect(204);
        }
    });
}

/// ztc-010: a resultaattype is never added to a published zaaktype, whoever asks: zaken would be archived otherwise.
#[test]
fn a_resultaattype_is_not_added_by_a_correctie() {
    on_both_engines(async |app| {
        import_builtin(app).await;
        let lijst = selectielijst(app, "nihil").await;
        let client = app.superuser();
        let catalogus = build::catalogus(&client, "TEST").await;
        let mut body = build::zaaktype(&catalogus, "ZT");
        body["selectielijstProcestype"] = json!(lijst.procestype);
        let zaaktype = build::create(&client, "zaaktypen", &body).await;
        let body = build::resultaattype(&zaaktype, &lijst.klasse, &lijst.resultaattypeomschrijving);
        let before = build::create(&client, "resultaattypen", &body).await;
        build::publish(&client, &zaaktype).await;
        let added = client.post(&format!("{ROOT}/resultaattypen"), &body).await;
        assert_eq!(added.problems(), ["nonFieldErrors/non-concept-zaaktype"]);
        let changed = client.patch(&before, &json!({"toelichting": "Uitleg"})).await.expect(200);
        assert_eq!(changed["toelichting"], "Uitleg");
    });
}

/// ztc-010: the statustype of a relation with an informatieobjecttype is taken away by a correctie.
#[test]
fn a_correctie_takes_a_statustype_away() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let catalogus = build::catalogus(&client, "TEST").await;
        let zaaktype = build::create(&client, "zaaktypen", &build::zaaktype(&catalogus, "ZT")).await;
        let statustype = build::create(&client, "statustypen", &build::statustype(&zaaktype, 1)).await;
        let mut body = build::zaaktype_informatieobjecttype(&zaaktype, "Brief");
        body["statustype"] = json!(statustype);
        let relation = build::create(&client, "zaaktype-informatieobjecttypen", &body).await;
        build::publish(&client, &zaaktype).await;
        let changed = client.patch(&relation, &json!({"statustype": null})).await.expect(200);
        assert_eq!(changed["statustype"], json!(null));
    });
}
