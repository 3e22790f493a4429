// SPDX-License-Identifier: EUPL-1.2
//! Resultaten.

use serde_json::{Value, json};

use super::kader::{Kader, url_of};
use crate::engines::on_both_engines;

const RESULTATEN: &str = "/zaken/api/v1/resultaten";

#[test]
fn a_zaak_has_one_resultaat_and_shows_it() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let body = json!({"zaak": zaak, "resultaattype": kader.types.resultaattype, "toelichting": "toegekend"});
        let made = kader.admin.post(RESULTATEN, &body).await.expect(201);
        let members: Vec<&String> = made.as_object().unwrap().keys().collect();
        assert_eq!(members, ["url", "uuid", "zaak", "resultaattype", "toelichting"]);
        let url = url_of(&made);
        assert_eq!(kader.now(&zaak).await["resultaat"], url);
        assert_eq!(kader.admin.post(RESULTATEN, &body).await.problems(), ["zaak/unique"]);
        let changed = kader.admin.patch(&url, &json!({"toelichting": "anders"})).await.expect(200);
        assert_eq!(changed["toelichting"], "anders");
        kader.admin.put(&url, &body).await.expect(200);
        let list = kader
            .admin
            .get(&format!("{RESULTATEN}?zaak={zaak}&resultaattype={}", kader.types.resultaattype))
            .await
            .expect(200);
        assert_eq!(list["count"], 1);
        let shown = kader.admin.get(&format!("{url}?expand=zaak,resultaattype.zaaktype")).await.expect(200);
        assert_eq!(shown["_expand"]["resultaattype"]["_expand"]["zaaktype"]["omschrijving"], "Aanvraag");
        assert_eq!(kader.admin.delete(&url).await.status, 204);
        assert_eq!(kader.now(&zaak).await["resultaat"], Value::Null);
        kader.admin.post(RESULTATEN, &body).await.expect(201);
    });
}

/// zrc-020
#[test]
fn a_resultaattype_of_another_zaaktype_is_refused() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        let body = json!({"zaak": zaak, "resultaattype": kader.other.resultaattype});
        assert_eq!(kader.admin.post(RESULTATEN, &body).await.problems(), ["nonFieldErrors/zaaktype-mismatch"]);
    });
}

#[test]
fn a_resultaat_keeps_its_zaak_and_type() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let (zaak, other) = (kader.zaak().await, kader.zaak().await);
        let url = kader.resultaat(&zaak).await;
        let problems = kader
            .admin
            .patch(&url, &json!({"zaak": other, "resultaattype": kader.other.resultaattype}))
            .await
            .problems();
        assert_eq!(problems, ["zaak/wijzigen-niet-toegelaten", "resultaattype/wijzigen-niet-toegelaten"]);
    });
}

/// zrc-007
#[test]
fn the_resultaat_of_a_closed_zaak_changes_only_by_force() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaak = kader.zaak().await;
        kader.close(&zaak).await;
        let url = kader.now(&zaak).await["resultaat"].as_str().unwrap().to_owned();
        let body = json!({"zaak": zaak, "resultaattype": kader.types.resultaattype});
        let client = kader.client("gewoon", &["zaken.bijwerken"]).await;
        let denied = (403, "permission_denied".to_owned());
        // That the zaak is closed is said before that it has a resultaat (handbook 11, point 2).
        assert_eq!(client.post(RESULTATEN, &body).await.refusal(), denied);
        assert_eq!(client.put(&url, &body).await.refusal(), denied);
        assert_eq!(client.patch(&url, &json!({"toelichting": "x"})).await.refusal(), denied);
        assert_eq!(client.delete(&url).await.refusal(), denied);
        let forced = kader.client("sterk", &["zaken.geforceerd-bijwerken"]).await;
        assert_eq!(forced.post(RESULTATEN, &body).await.problems(), ["zaak/unique"]);
        forced.put(&url, &body).await.expect(200);
        forced.patch(&url, &json!({"toelichting": "x"})).await.expect(200);
        assert_eq!(forced.delete(&url).await.status, 204);
        forced.post(RESULTATEN, &body).await.expect(201);
    });
}
