// SPDX-License-Identifier: EUPL-1.2
//! What documents refer to, inside the answer.

use serde_json::json;

use super::kader::{DOCUMENTEN, Kader, ROOT, url_of};
use crate::{engines::on_both_engines, zaken::kader::Kader as Zaken};

/// drc-011, drc-012
#[test]
fn what_a_document_refers_to_can_be_shown_in_place_across_components_and_to_any_depth() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let url = kader.url(&json!({})).await;
        let rechten =
            json!({"informatieobject": url, "startdatum": "2026-01-01T00:00:00Z", "omschrijvingVoorwaarden": "x"});
        let rechten = url_of(&kader.admin.post(&format!("{ROOT}/gebruiksrechten"), &rechten).await.expect(201));
        let path = format!("{rechten}?expand=informatieobject.informatieobjecttype.catalogus.informatieobjecttypen");
        let mut shown = kader.admin.get(&path).await.expect(200);
        for (member, expected) in
            [("informatieobject", &url), ("informatieobjecttype", &kader.brief), ("catalogus", &kader.catalogus)]
        {
            assert_eq!(shown[member], *expected);
            shown = shown["_expand"][member].clone();
        }
        assert_eq!(shown["_expand"]["informatieobjecttypen"].as_array().unwrap().len(), 2);
        let listed = kader.admin.get(&format!("{DOCUMENTEN}?expand=informatieobjecttype")).await.expect(200);
        assert_eq!(listed["results"][0]["_expand"]["informatieobjecttype"]["omschrijving"], "Brief");
    });
}

/// drc-013
#[test]
fn a_member_that_is_no_reference_cannot_be_expanded() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let url = kader.url(&json!({})).await;
        for path in ["titel", "bestaatniet", "informatieobjecttype.titel"] {
            for place in [&url, DOCUMENTEN] {
                let refused = kader.admin.get(&format!("{place}?expand={path}")).await;
                assert_eq!(refused.problems(), ["expand/invalid-expand-field"], "{path}");
            }
        }
    });
}

/// drc-014
#[test]
fn a_document_that_may_not_be_read_is_not_shown_in_place() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaken = Zaken::new(app).await;
        let zaak = zaken.zaak().await;
        let document = kader.url(&json!({"informatieobjecttype": zaken.types.informatieobjecttype})).await;
        zaken.made("zaakinformatieobjecten", &json!({"zaak": zaak, "informatieobject": document})).await;
        let clerk = zaken.client("klerk", &["zaken.lezen"]).await;
        let path = format!("/zaken/api/v1/zaakinformatieobjecten?zaak={zaak}&expand=informatieobject");
        assert_eq!(clerk.get(&path).await.expect(200)[0]["_expand"]["informatieobject"], json!({}));
        assert_eq!(kader.admin.get(&path).await.expect(200)[0]["_expand"]["informatieobject"]["url"], document);
    });
}
