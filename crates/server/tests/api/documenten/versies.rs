// SPDX-License-Identifier: EUPL-1.2
//! Versions.

use std::time::Duration;

use serde_json::{Value, json};

use super::kader::{DOCUMENTEN, HALLO, Kader};
use crate::engines::on_both_engines;

/// drc-010
#[test]
fn each_change_makes_a_version() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let first = kader.document(&json!({"inhoud": HALLO, "titel": "Een"})).await;
        let url = first["url"].as_str().unwrap();
        app.clock.advance(Duration::from_mins(1));
        let second = kader.patch(url, json!({"titel": "Twee"})).await;
        assert_eq!((&second["versie"], &second["beginRegistratie"]), (&json!(2), &json!("2026-11-21T11:01:00Z")));
        assert_eq!(second["inhoud"], format!("{url}/download?versie=2"));
        app.clock.advance(Duration::from_mins(1));
        kader.patch(url, json!({"titel": "Drie", "inhoud": "QW5kZXJz"})).await;
        let titel = async |query: &str| kader.admin.get(&format!("{url}{query}")).await.expect(200)["titel"].clone();
        assert_eq!(titel("").await, "Drie");
        for (query, expected) in [
            ("?versie=1", "Een"),
            ("?versie=2", "Twee"),
            ("?versie=3", "Drie"),
            ("?registratieOp=2026-11-21T11:00:00Z", "Een"),
            ("?registratieOp=2026-11-21T12:01:30%2B01:00", "Twee"),
            ("?registratieOp=2027-01-01", "Drie"),
            ("?versie=1&registratieOp=2027-01-01", "Een"),
        ] {
            assert_eq!(titel(query).await, expected, "{query}");
        }
        let contents = async |query: &str| kader.admin.get(&format!("{url}/download{query}")).await.body;
        assert_eq!(contents("").await, b"Anders");
        assert_eq!(contents("?versie=1").await, b"Hallo");
        assert_eq!(contents("?versie=2").await, b"Hallo");
        assert_eq!(contents("?registratieOp=2026-11-21T11:01:59Z").await, b"Hallo");
        let list = kader.admin.get(DOCUMENTEN).await.expect(200);
        assert_eq!((&list["count"], &list["results"][0]["versie"]), (&json!(1), &json!(3)));
    });
}

/// drc-010
#[test]
fn a_version_that_is_not_there_is_not_found() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let url = kader.url(&json!({"inhoud": HALLO})).await;
        for query in [
            "versie=0",
            "versie=2",
            "versie=-1",
            "registratieOp=2020-01-01T00:00:00Z",
            "versie=1&registratieOp=2020-01-01",
        ] {
            for path in ["", "/download"] {
                assert_eq!(kader.admin.get(&format!("{url}{path}?{query}")).await.refusal().0, 404, "{path} {query}");
            }
        }
        for (query, problem) in [
            ("versie=een", "versie/invalid"),
            ("registratieOp=gisteren", "registratieOp/invalid"),
            ("datumGeldigheid=2020-01-01", "nonFieldErrors/unknown-parameters"),
        ] {
            for path in ["", "/download"] {
                assert_eq!(kader.admin.get(&format!("{url}{path}?{query}")).await.problems(), [problem]);
            }
        }
    });
}

/// drc-010
#[test]
fn an_old_version_shows_the_lock_of_today_and_its_own_etag() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let url = kader.url(&json!({})).await;
        kader.patch(&url, json!({"titel": "Twee"})).await;
        let old = format!("{url}?versie=1");
        let read = kader.admin.get(&old).await;
        assert_eq!(read.json()["locked"], false);
        assert_ne!(read.header("etag"), kader.admin.get(&url).await.header("etag"));
        assert_eq!(kader.admin.head(&old).await.header("etag"), read.header("etag"));
        kader.lock(&url).await;
        assert_eq!(kader.admin.get(&old).await.expect(200)["locked"], true);
    });
}

/// drc-010
#[test]
fn an_old_version_takes_the_rights_that_it_took_then() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let url = kader.url(&json!({"vertrouwelijkheidaanduiding": "geheim", "inhoud": HALLO})).await;
        kader.patch(&url, json!({"vertrouwelijkheidaanduiding": "openbaar"})).await;
        let reader = kader.client("lezer", &["documenten.lezen"], "openbaar").await;
        reader.get(&url).await.expect(200);
        for path in ["?versie=1", "/download?versie=1"] {
            assert_eq!(reader.get(&format!("{url}{path}")).await.refusal().0, 403);
        }
    });
}

/// drc-010
#[test]
fn every_write_is_in_the_audit_trail_and_notified() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let url = kader.url(&json!({})).await;
        kader.patch(&url, json!({"titel": "Twee"})).await;
        let trail = kader.admin.get(&format!("{url}/audittrail")).await.expect(200);
        let acties: Vec<&Value> = trail.as_array().unwrap().iter().map(|record| &record["actie"]).collect();
        assert_eq!(acties, ["create", "partial_update"]);
        assert_eq!((&trail[0]["bron"], &trail[0]["resource"]), (&json!("drc"), &json!("enkelvoudiginformatieobject")));
        assert_eq!(trail[1]["wijzigingen"]["oud"]["titel"], "Aanvraag");
        let one =
            kader.admin.get(&format!("{url}/audittrail/{}", trail[0]["uuid"].as_str().unwrap())).await.expect(200);
        assert_eq!(one["wijzigingen"]["oud"], Value::Null);
    });
}
