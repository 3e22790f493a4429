// SPDX-License-Identifier: EUPL-1.2
//! Applications that may see only documents that are ready to be published.

use axum::http::Method;
use serde_json::{Value, json};
use waarmaker_testkit::Client;

use super::kader::{DOCUMENTEN, HALLO, Kader, ROOT, url_of};
use crate::{engines::on_both_engines, zaken::kader::Kader as Zaken};

const SCOPES: &[&str] = &[
    "documenten.lezen",
    "documenten.bijwerken",
    "documenten.aanmaken",
    "documenten.lock",
    "documenten.verwijderen",
    "audittrails.lezen",
];

/// Gives a document gebruiksrechten and a verzending; returns their URLs.
async fn furnish(kader: &Kader<'_>, document: &str) -> [String; 2] {
    let rechten =
        json!({"informatieobject": document, "startdatum": "2026-01-01T00:00:00Z", "omschrijvingVoorwaarden": "x"});
    let verzending = json!({"informatieobject": document, "betrokkene": "https://example.nl/1", "aardRelatie": "afzender",
        "contactPersoon": "https://example.nl/2"});
    let rechten = kader.admin.post(&format!("{ROOT}/gebruiksrechten"), &rechten).await.expect(201);
    let verzending = kader.admin.post(&format!("{ROOT}/verzendingen"), &verzending).await.expect(201);
    [url_of(&rechten), url_of(&verzending)]
}

async fn sees(client: &Client<'_>, path: &str) -> Value {
    let list = client.get(path).await.expect(200);
    match list.get("count") {
        Some(count) => {
            assert_eq!(count, list["results"].as_array().unwrap().len());
            count.clone()
        }
        None => json!(list.as_array().unwrap().len()),
    }
}

#[test]
fn what_is_not_ready_to_be_published_is_behind_every_door() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let ready = kader.url(&json!({"isGereedVoorPublicatie": true, "inhoud": HALLO})).await;
        let parts_of_ready = furnish(&kader, &ready).await;
        let mut hidden = Vec::new();
        for more in [json!({"isGereedVoorPublicatie": false, "inhoud": HALLO}), json!({"inhoud": HALLO})] {
            let url = kader.url(&more).await;
            let parts = furnish(&kader, &url).await;
            hidden.push((url, parts));
        }
        let limited = kader.client_with("site", SCOPES, "zeer_geheim", true).await;
        let all = json!({"clientIds": ["alles"], "label": "alles", "heeftAlleAutorisaties": true, "alleenIsGereedVoorPublicatie": true});
        let mighty = app.client("alles");
        kader.admin.post("/autorisaties/api/v1/applicaties", &all).await.expect(201);
        let free = kader.client("vrij", SCOPES, "zeer_geheim").await;
        for client in [&limited, &mighty] {
            for path in [
                "enkelvoudiginformatieobjecten",
                "gebruiksrechten",
                "verzendingen",
                "enkelvoudiginformatieobjecten?bronorganisatie=000000000",
            ] {
                let path = format!("{ROOT}/{path}");
                assert_eq!((sees(client, &path).await, sees(&free, &path).await), (json!(1), json!(3)), "{path}");
            }
            for url in [&ready, &format!("{ready}/audittrail"), &parts_of_ready[0], &parts_of_ready[1]] {
                client.get(url).await.expect(200);
            }
            assert_eq!(client.get(&format!("{ready}/download")).await.status, 200);
            for (url, parts) in &hidden {
                let uuid = url.rsplit('/').next().unwrap();
                let found = client.post(&format!("{DOCUMENTEN}/_zoek"), &json!({"uuid__in": [uuid]})).await.expect(200);
                assert_eq!((&found["count"], &found["results"]), (&json!(0), &json!([])));
                for door in [
                    url,
                    &format!("{url}/download"),
                    &format!("{url}/audittrail"),
                    &parts[0],
                    &parts[1],
                    &format!("{url}?versie=1"),
                ] {
                    assert_eq!(client.get(door).await.refusal().0, 403, "{door}");
                }
                assert_eq!(client.head(url).await.status, 403);
                assert_eq!(client.post(&format!("{url}/lock"), &json!({})).await.refusal().0, 403);
                assert_eq!(client.patch(url, &json!({"isGereedVoorPublicatie": true})).await.refusal().0, 403);
                assert_eq!(client.delete(url).await.refusal().0, 403);
                let rechten = json!({"informatieobject": url, "startdatum": "2026-01-01T00:00:00Z", "omschrijvingVoorwaarden": "x"});
                assert_eq!(client.post(&format!("{ROOT}/gebruiksrechten"), &rechten).await.refusal().0, 403);
            }
        }
        // From the moment on that it is ready.
        kader.patch(&hidden[0].0, json!({"isGereedVoorPublicatie": true})).await;
        limited.get(&hidden[0].0).await.expect(200);
        assert_eq!(limited.get(&format!("{}?versie=1", hidden[0].0)).await.refusal().0, 403);
        assert_eq!(sees(&limited, DOCUMENTEN).await, json!(2));
    });
}

#[test]
fn what_is_not_ready_is_not_shown_by_a_zaak_either() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaken = Zaken::new(app).await;
        let zaak = zaken.zaak().await;
        let document = kader.url(&json!({"informatieobjecttype": zaken.types.informatieobjecttype})).await;
        zaken.made("zaakinformatieobjecten", &json!({"zaak": zaak, "informatieobject": document})).await;
        let site = app.client("site");
        let body = json!({"clientIds": ["site"], "label": "site", "heeftAlleAutorisaties": true, "alleenIsGereedVoorPublicatie": true});
        kader.admin.post("/autorisaties/api/v1/applicaties", &body).await.expect(201);
        let path = format!("/zaken/api/v1/zaakinformatieobjecten?zaak={zaak}&expand=informatieobject");
        let shown =
            async |client: &Client<'_>| client.get(&path).await.expect(200)[0]["_expand"]["informatieobject"].clone();
        assert_eq!(shown(&kader.admin).await["url"], document);
        assert_eq!(shown(&site).await, json!({}));
        assert_eq!(sees(&site, &format!("{ROOT}/objectinformatieobjecten")).await, json!(0));
        kader.patch(&document, json!({"isGereedVoorPublicatie": true})).await;
        assert_eq!(shown(&site).await["url"], document);
        assert_eq!(sees(&site, &format!("{ROOT}/objectinformatieobjecten")).await, json!(1));
    });
}

#[test]
fn the_limit_goes_with_the_applicatie() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let url = kader.url(&json!({})).await;
        let site = kader.client_with("site", SCOPES, "zeer_geheim", true).await;
        assert_eq!(site.get(&url).await.refusal().0, 403);
        let consumer = kader.admin.get("/autorisaties/api/v1/applicaties/consumer?clientId=site").await.expect(200);
        let freed = json!({"alleenIsGereedVoorPublicatie": false}).to_string().into_bytes();
        kader.admin.send(Method::PATCH, &url_of(&consumer), &[], Some(freed)).await.expect(200);
        site.get(&url).await.expect(200);
    });
}
