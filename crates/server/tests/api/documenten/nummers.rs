// SPDX-License-Identifier: EUPL-1.2
//! Numbers that are reserved for documents.

use serde_json::json;

use super::kader::{Kader, ROOT};
use crate::engines::on_both_engines;

#[test]
fn a_number_that_is_reserved_is_used_once_by_who_names_it() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let path = format!("{ROOT}/documentnummer_reserveren");
        let numbers = kader.admin.post(&path, &json!({"bronorganisatie": "000000000", "aantal": 2})).await.expect(201);
        assert_eq!(
            numbers,
            json!([{"documentnummer": "DOCUMENT-2026-0000000001"}, {"documentnummer": "DOCUMENT-2026-0000000002"}])
        );
        assert_eq!(kader.document(&json!({})).await["identificatie"], "DOCUMENT-2026-0000000003");
        let reserved = json!({"identificatie": "DOCUMENT-2026-0000000002"});
        kader.document(&reserved).await;
        assert_eq!(kader.refused(&reserved).await, ["identificatie/identificatie-niet-uniek"]);
        for (body, problem) in [
            (json!({}), "bronorganisatie/required"),
            (json!({"bronorganisatie": "123"}), "bronorganisatie/invalid-length"),
            (json!({"bronorganisatie": "000000000", "aantal": 0}), "aantal/min_value"),
        ] {
            assert_eq!(kader.admin.post(&path, &body).await.problems(), [problem]);
        }
        let reader = kader.client("lezer", &["documenten.lezen"], "geheim").await;
        assert_eq!(reader.post(&path, &json!({"bronorganisatie": "000000000"})).await.refusal().0, 403);
    });
}
