// SPDX-License-Identifier: EUPL-1.2
//! Versions and their periods.

use serde_json::{Value, json};
use waarmaker_testkit::catalogi as build;

use super::{ROOT, writer};
use crate::engines::on_both_engines;

/// A version with a period.
fn version(mut body: Value, begin: &str, einde: Option<&str>) -> Value {
    body["beginGeldigheid"] = json!(begin);
    body["eindeGeldigheid"] = json!(einde);
    body
}

#[test]
fn a_period_does_not_end_before_it_begins() {
    on_both_engines(async |app| {
        let client = writer(app).await;
        let catalogus = build::catalogus(&client, "TEST").await;
        let body = version(build::zaaktype(&catalogus, "ZT"), "2026-01-02", Some("2026-01-01"));
        let refused = client.post(&format!("{ROOT}/zaaktypen"), &body).await;
        assert_eq!(refused.problems(), ["eindeGeldigheid/date-mismatch"]);
        let body = version(build::zaaktype(&catalogus, "ZT"), "2026-01-01", Some("2026-01-01"));
        build::published(&client, "zaaktypen", &body).await;
    });
}

/// ztc-016: published versions of one identificatie have no day in common; concepts may.
#[test]
fn published_versions_do_not_overlap() {
    on_both_engines(async |app| {
        let client = writer(app).await;
        let catalogus = build::catalogus(&client, "TEST").await;
        for (path, body) in [
            ("zaaktypen", build::zaaktype(&catalogus, "ZT")),
            ("besluittypen", build::besluittype(&catalogus, "Besluit")),
            ("informatieobjecttypen", build::informatieobjecttype(&catalogus, "Brief")),
        ] {
            let first = build::published(&client, path, &version(body.clone(), "2020-01-01", None)).await;
            let second = build::create(&client, path, &version(body.clone(), "2026-01-01", None)).await;
            let overlap = client.post(&format!("{second}/publish"), &json!({})).await;
            assert_eq!(overlap.problems(), ["beginGeldigheid/overlap"], "{path}");
            client.patch(&first, &json!({"eindeGeldigheid": "2026-01-01"})).await.expect(200);
            let touching = client.post(&format!("{second}/publish"), &json!({})).await;
            assert_eq!(touching.problems(), ["beginGeldigheid/overlap"], "{path}: both ends count");
            client.patch(&first, &json!({"eindeGeldigheid": "2025-12-31"})).await.expect(200);
            build::publish(&client, &second).await;
            let back = client.patch(&first, &json!({"eindeGeldigheid": null})).await;
            assert_eq!(back.problems(), ["beginGeldigheid/overlap"], "{path}");
        }
    });
}

/// ztc-016: also when two versions are published at the same moment.
#[test]
fn of_two_versions_that_are_published_at_once_one_is_refused() {
    on_both_engines(async |app| {
        let client = writer(app).await;
        let catalogus = build::catalogus(&client, "TEST").await;
        for identificatie in ["A", "B", "C", "D"] {
            let one = build::create(&client, "zaaktypen", &build::zaaktype(&catalogus, identificatie)).await;
            let two = build::create(&client, "zaaktypen", &build::zaaktype(&catalogus, identificatie)).await;
            let (one, two, body) = (format!("{one}/publish"), format!("{two}/publish"), json!({}));
            let (one, two) = tokio::join!(client.post(&one, &body), client.post(&two, &body));
            let (made, refused) = if one.status == 200 { (one, two) } else { (two, one) };
            made.expect(200);
            assert_eq!(refused.problems(), ["beginGeldigheid/overlap"]);
        }
    });
}

/// ztc-016 is about one catalogus and one identificatie.
#[test]
fn versions_of_another_name_or_catalogus_may_overlap() {
    on_both_engines(async |app| {
        let client = writer(app).await;
        let one = build::catalogus(&client, "EEN").await;
        let two = build::catalogus(&client, "TWEE").await;
        for (catalogus, identificatie) in [(&one, "A"), (&one, "B"), (&two, "A")] {
            build::published(&client, "zaaktypen", &build::zaaktype(catalogus, identificatie)).await;
        }
    });
}

/// beginObject and eindeObject are over all versions, also in what belongs to them.
#[test]
fn the_object_spans_all_versions() {
    on_both_engines(async |app| {
        let client = writer(app).await;
        let catalogus = build::catalogus(&client, "TEST").await;
        let body = build::zaaktype(&catalogus, "ZT");
        let second =
            build::create(&client, "zaaktypen", &version(body.clone(), "2022-01-01", Some("2023-12-31"))).await;
        let roltype = build::create(&client, "roltypen", &build::roltype(&second, "initiator")).await;
        let first = build::create(&client, "zaaktypen", &version(body.clone(), "2020-01-01", Some("2021-12-31"))).await;
        let span = async |url: &str| {
            let read = client.get(url).await.expect(200);
            let text = |member: &str| read[member].as_str().unwrap_or("-").to_owned();
            format!("{}/{}", text("beginObject"), text("eindeObject"))
        };
        for url in [&first, &second, &roltype] {
            assert_eq!(span(url).await, "2020-01-01/2023-12-31");
        }
        let third = build::create(&client, "zaaktypen", &version(body, "2024-01-01", None)).await;
        for url in [&first, &second, &third, &roltype] {
            assert_eq!(span(url).await, "2020-01-01/-");
        }
        client.delete(&first).await.expect(204);
        client.patch(&third, &json!({"identificatie": "ANDERS"})).await.expect(200);
        assert_eq!(span(&third).await, "2024-01-01/-");
        for url in [&second, &roltype] {
            assert_eq!(span(url).await, "2022-01-01/2023-12-31");
        }
    });
}
