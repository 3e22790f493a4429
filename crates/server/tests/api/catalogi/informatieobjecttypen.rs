// SPDX-License-Identifier: EUPL-1.2
//! `/informatieobjecttypen`.

use serde_json::json;
use waarmaker_testkit::catalogi as build;

use super::{ROOT, writer};
use crate::engines::on_both_engines;

#[test]
fn an_informatieobjecttype_has_every_member_in_the_order_of_the_standard() {
    on_both_engines(async |app| {
        let client = writer(app).await;
        let catalogus = build::catalogus(&client, "TEST").await;
        let mut body = build::informatieobjecttype(&catalogus, "Brief");
        let generiek = json!({
            "informatieobjecttypeOmschrijvingGeneriek": "brief",
            "definitieInformatieobjecttypeOmschrijvingGeneriek": "Een geschreven bericht",
            "herkomstInformatieobjecttypeOmschrijvingGeneriek": "KING",
            "hierarchieInformatieobjecttypeOmschrijvingGeneriek": "document",
            "opmerkingInformatieobjecttypeOmschrijvingGeneriek": null,
        });
        body["omschrijvingGeneriek"] = generiek.clone();
        let made = client.post(&format!("{ROOT}/informatieobjecttypen"), &body).await.expect(201);
        let members: Vec<&String> = made.as_object().unwrap().keys().collect();
        let wanted = [
            "url",
            "catalogus",
            "omschrijving",
            "vertrouwelijkheidaanduiding",
            "beginGeldigheid",
            "eindeGeldigheid",
            "beginObject",
            "eindeObject",
            "concept",
            "zaaktypen",
            "zaaktypeIdentificaties",
            "besluittypen",
            "besluittypeOmschrijving",
            "informatieobjectcategorie",
            "trefwoord",
            "omschrijvingGeneriek",
        ];
        assert_eq!(members, wanted);
        assert_eq!(made["omschrijvingGeneriek"], generiek);
        let url = made["url"].as_str().unwrap();
        let part = json!({"omschrijvingGeneriek": {"informatieobjecttypeOmschrijvingGeneriek": "brief"}});
        let problems = client.patch(url, &part).await.problems();
        assert_eq!(problems.len(), 3, "{problems:?}");
    });
}
