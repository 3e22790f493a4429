// SPDX-License-Identifier: EUPL-1.2
//! Documents that are deleted.

use serde_json::json;

use super::kader::{HALLO, Kader, ROOT, url_of};
use crate::{engines::on_both_engines, zaken::kader::Kader as Zaken};

/// drc-008
#[test]
fn with_a_document_goes_everything_that_belongs_to_it() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let url = kader.url(&json!({"inhoud": HALLO})).await;
        kader.patch(&url, json!({"inhoud": "QW5kZXJz"})).await;
        let rechten =
            json!({"informatieobject": url, "startdatum": "2026-01-01T00:00:00Z", "omschrijvingVoorwaarden": "x"});
        let rechten = url_of(&kader.admin.post(&format!("{ROOT}/gebruiksrechten"), &rechten).await.expect(201));
        let verzending = json!({"informatieobject": url, "betrokkene": "https://example.nl/1", "aardRelatie": "afzender",
            "contactPersoon": "https://example.nl/2"});
        let verzending = url_of(&kader.admin.post(&format!("{ROOT}/verzendingen"), &verzending).await.expect(201));
        kader.admin.delete(&url).await.expect(204);
        for gone in [
            url.clone(),
            rechten,
            verzending,
            format!("{url}/audittrail"),
            format!("{url}/download"),
            format!("{url}?versie=1"),
        ] {
            assert_eq!(kader.admin.get(&gone).await.refusal().0, 404, "{gone}");
        }
        let list = kader.admin.get(&format!("{ROOT}/gebruiksrechten?informatieobject={url}")).await.expect(200);
        assert_eq!(list, json!([]));
        let left = || {
            let sql = "SELECT (SELECT COUNT(*) FROM inhoud_delen) + (SELECT COUNT(*) FROM documentinhouden) + (SELECT COUNT(*) FROM documentversies)";
            app.db().read_blocking(move |tx| tx.one(sql, &[], |row| row.int(0)))
        };
        let left: Result<Option<i64>, waarmaker_db::Error> =
            std::thread::scope(|scope| scope.spawn(left).join()).unwrap();
        assert_eq!(left.unwrap(), Some(0));
    });
}

/// drc-008
#[test]
fn a_document_of_a_zaak_stays() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaken = Zaken::new(app).await;
        let zaak = zaken.zaak().await;
        let document = kader.url(&json!({"informatieobjecttype": zaken.types.informatieobjecttype})).await;
        let zio =
            url_of(&zaken.made("zaakinformatieobjecten", &json!({"zaak": zaak, "informatieobject": document})).await);
        assert_eq!(kader.admin.delete(&document).await.problems(), ["nonFieldErrors/pending-relations"]);
        kader.admin.get(&document).await.expect(200);
        zaken.admin.delete(&zio).await.expect(204);
        kader.admin.delete(&document).await.expect(204);
    });
}

/// drc-008
#[test]
fn a_locked_document_goes_by_force_only() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let url = kader.url(&json!({"bestandsomvang": 10})).await;
        let clerk = kader.client("klerk", &["documenten.verwijderen"], "geheim").await;
        assert_eq!(clerk.delete(&url).await.problems(), ["nonFieldErrors/destroy-locked"]);
        let chief =
            kader.client("chef", &["documenten.verwijderen", "documenten.geforceerd-bijwerken"], "geheim").await;
        chief.delete(&url).await.expect(204);
    });
}
