// SPDX-License-Identifier: EUPL-1.2
//! `POST …/{uuid}/publish`.

use axum::http::Method;
use serde_json::json;
use waarmaker_api::{Choices, ReferencesSettings};
use waarmaker_testkit::catalogi as build;

use super::{ROOT, client, writer};
use crate::engines::{on_both_engines, on_both_engines_with};

#[test]
fn a_type_is_published_once_and_stays_so() {
    on_both_engines(async |app| {
        let client = writer(app).await;
        let catalogus = build::catalogus(&client, "TEST").await;
        for (path, body) in [
            ("zaaktypen", build::zaaktype(&catalogus, "ZT")),
            ("besluittypen", build::besluittype(&catalogus, "Besluit")),
            ("informatieobjecttypen", build::informatieobjecttype(&catalogus, "Brief")),
        ] {
            let url = build::create(&client, path, &body).await;
            // No body and no media type.
            for _ in 0..2 {
                let published = client.send(Method::POST, &format!("{url}/publish"), &[], None).await.expect(200);
                assert_eq!((&published["url"], &published["concept"]), (&json!(url), &json!(false)), "{path}");
            }
            assert_eq!(client.get(&url).await.expect(200)["concept"], false, "{path}");
        }
    });
}

#[test]
fn publishing_is_refused_where_it_does_not_belong() {
    on_both_engines(async |app| {
        let writer = writer(app).await;
        let catalogus = build::catalogus(&writer, "TEST").await;
        let zaaktype = build::create(&writer, "zaaktypen", &build::zaaktype(&catalogus, "ZT")).await;
        let publish = format!("{zaaktype}/publish");
        assert_eq!(writer.get(&publish).await.refusal(), (405, "method_not_allowed".to_owned()));
        let reader = client(app, "reader", "ztc", &["catalogi.lezen", "catalogi.geforceerd-schrijven"]).await;
        assert_eq!(reader.post(&publish, &json!({})).await.refusal(), (403, "permission_denied".to_owned()));
        let nowhere = format!("{ROOT}/zaaktypen/7a3b9a4e-63e5-4b0f-9d3c-9a0e2a9f5a11/publish");
        assert_eq!(writer.post(&nowhere, &json!({})).await.refusal(), (404, "not_found".to_owned()));
        assert_eq!(writer.post(&format!("{catalogus}/publish"), &json!({})).await.status, 404);
    });
}

/// ztc-012 was withdrawn in 1.3.2: without the choice of the installation a zaaktype is published before what it refers to.
#[test]
fn a_zaaktype_is_published_before_its_besluittypen() {
    on_both_engines(async |app| {
        let client = writer(app).await;
        let catalogus = build::catalogus(&client, "TEST").await;
        build::create(&client, "besluittypen", &build::besluittype(&catalogus, "Besluit")).await;
        let mut body = build::zaaktype(&catalogus, "ZT");
        body["besluittypen"] = json!(["Besluit"]);
        build::published(&client, "zaaktypen", &body).await;
    });
}

/// ztc-012: where the installation chooses so, relations are published first.
#[test]
fn an_installation_can_demand_published_relations() {
    let choices = Choices { publish_requires_published_relations: true, ..Choices::default() };
    on_both_engines_with(&choices, &ReferencesSettings::default(), &async |app| {
        let client = writer(app).await;
        let catalogus = build::catalogus(&client, "TEST").await;
        let brief =
            build::create(&client, "informatieobjecttypen", &build::informatieobjecttype(&catalogus, "Brief")).await;
        let mut body = build::besluittype(&catalogus, "Besluit");
        body["informatieobjecttypen"] = json!(["Brief"]);
        let besluittype = build::create(&client, "besluittypen", &body).await;
        let mut body = build::zaaktype(&catalogus, "ZT");
        body["besluittypen"] = json!(["Besluit"]);
        let zaaktype = build::create(&client, "zaaktypen", &body).await;
        let relation = build::zaaktype_informatieobjecttype(&zaaktype, "Brief");
        build::create(&client, "zaaktype-informatieobjecttypen", &relation).await;
        let refused = ["nonFieldErrors/concept-relation"];
        for url in [&zaaktype, &besluittype] {
            assert_eq!(client.post(&format!("{url}/publish"), &json!({})).await.problems(), refused);
        }
        build::publish(&client, &brief).await;
        assert_eq!(client.post(&format!("{zaaktype}/publish"), &json!({})).await.problems(), refused);
        build::publish(&client, &besluittype).await;
        build::publish(&client, &zaaktype).await;
    });
}
