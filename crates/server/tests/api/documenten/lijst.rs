// SPDX-License-Identifier: EUPL-1.2
//! The list of documents and the search.

use serde_json::{Value, json};
use waarmaker_testkit::Client;

use super::kader::{DOCUMENTEN, Kader, url_of};
use crate::{engines::on_both_engines, zaken::kader::Kader as Zaken};

async fn titles(client: &Client<'_>, query: &str) -> Vec<String> {
    let list = client.get(&format!("{DOCUMENTEN}{query}")).await.expect(200);
    let all: Vec<Value> = list["results"].as_array().unwrap().clone();
    assert_eq!(list["count"], all.len());
    all.iter().map(|document| document["titel"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn documents_are_found_by_what_they_say() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        kader.document(&json!({"titel": "A", "identificatie": "1", "trefwoorden": ["bouw", "vergunning"]})).await;
        kader.document(&json!({"titel": "B", "identificatie": "1", "bronorganisatie": "517439943", "trefwoorden": ["aanvraag"]})).await;
        kader.document(&json!({"titel": "C", "vertrouwelijkheidaanduiding": "geheim", "trefwoorden": ["bouw"]})).await;
        let reader = kader.client("lezer", &["documenten.lezen"], "openbaar").await;
        for (query, all, some) in [
            ("", vec!["A", "B", "C"], vec!["A", "B"]),
            ("?identificatie=1", vec!["A", "B"], vec!["A", "B"]),
            ("?identificatie=1&bronorganisatie=517439943", vec!["B"], vec!["B"]),
            ("?trefwoorden=bouw", vec!["A", "C"], vec!["A"]),
            ("?trefwoorden=aanvraag,vergunning", vec!["A", "B"], vec!["A", "B"]),
            ("?trefwoorden=bou", vec![], vec![]),
        ] {
            assert_eq!(
                (titles(&kader.admin, query).await, titles(&reader, query).await),
                (all.into_iter().map(str::to_owned).collect(), some.into_iter().map(str::to_owned).collect()),
                "{query}"
            );
        }
        let unknown = kader.admin.get(&format!("{DOCUMENTEN}?titel=A")).await;
        assert_eq!(unknown.problems(), ["nonFieldErrors/unknown-parameters"]);
        assert_eq!(kader.admin.get(&format!("{DOCUMENTEN}?page=2")).await.refusal().0, 404);
        let writer = kader.client("schrijver", &["documenten.bijwerken"], "openbaar").await;
        assert_eq!(writer.get(DOCUMENTEN).await.refusal().0, 403);
    });
}

#[test]
fn documents_are_found_by_the_object_that_they_belong_to() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let zaken = Zaken::new(app).await;
        let (zaak, other) = (zaken.zaak().await, zaken.zaak().await);
        let document =
            kader.url(&json!({"titel": "A", "informatieobjecttype": zaken.types.informatieobjecttype})).await;
        kader.document(&json!({"titel": "B"})).await;
        zaken.made("zaakinformatieobjecten", &json!({"zaak": zaak, "informatieobject": document})).await;
        for (query, found) in [
            (format!("?objectinformatieobjecten_object={zaak}"), vec!["A"]),
            (format!("?objectinformatieobjecten_object={other}"), vec![]),
            ("?objectinformatieobjecten_objectType=zaak".to_owned(), vec!["A"]),
            ("?objectinformatieobjecten_objectType=besluit".to_owned(), vec![]),
            (format!("?objectinformatieobjecten_object={zaak}&objectinformatieobjecten_objectType=besluit"), vec![]),
        ] {
            assert_eq!(titles(&kader.admin, &query).await, found, "{query}");
        }
        let wrong = kader.admin.get(&format!("{DOCUMENTEN}?objectinformatieobjecten_objectType=pand")).await;
        assert_eq!(wrong.problems(), ["objectinformatieobjecten_objectType/invalid_choice"]);
        let reader = kader.client("lezer", &["documenten.lezen"], "zeer_geheim").await;
        assert_eq!(titles(&reader, &format!("?objectinformatieobjecten_object={zaak}")).await, Vec::<String>::new());
    });
}

#[test]
fn a_search_finds_documents_by_uuid() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let one = kader.url(&json!({"titel": "A"})).await;
        let two =
            kader.url(&json!({"titel": "B", "identificatie": "B", "vertrouwelijkheidaanduiding": "geheim"})).await;
        let uuid = |url: &str| url.rsplit('/').next().unwrap().to_owned();
        let path = format!("{DOCUMENTEN}/_zoek");
        let reader = kader.client("lezer", &["documenten.lezen"], "openbaar").await;
        let found = async |client: &Client<'_>, body: Value| {
            let found = client.post(&path, &body).await.expect(200);
            assert_eq!(found["count"], found["results"].as_array().unwrap().len());
            found["results"].as_array().unwrap().iter().map(url_of).collect::<Vec<_>>()
        };
        let both = json!({"uuid__in": [uuid(&one), uuid(&two)]});
        assert_eq!(found(&kader.admin, both.clone()).await, [one.clone(), two.clone()]);
        assert_eq!(found(&reader, both).await, std::slice::from_ref(&one));
        assert_eq!(
            found(&kader.admin, json!({"identificatie": "B", "bronorganisatie": "000000000"})).await,
            std::slice::from_ref(&two)
        );
        assert_eq!(
            found(&kader.admin, json!({"uuid__in": [uuid(&one)], "identificatie": "B"})).await,
            Vec::<String>::new()
        );
        assert_eq!(found(&kader.admin, json!({"uuid__in": []})).await, Vec::<String>::new());
        let expanded = kader
            .admin
            .post(&path, &json!({"uuid__in": [uuid(&one)], "expand": "informatieobjecttype"}))
            .await
            .expect(200);
        assert_eq!(expanded["results"][0]["_expand"]["informatieobjecttype"]["url"], kader.brief);
        for empty in [json!({}), json!({"expand": "informatieobjecttype"}), json!({"onbekend": 1})] {
            assert_eq!(kader.admin.post(&path, &empty).await.problems(), ["nonFieldErrors/empty_search_body"]);
        }
        assert_eq!(kader.admin.post(&path, &json!({"uuid__in": ["x"]})).await.problems(), ["uuid__in/invalid"]);
        assert_eq!(kader.admin.post(&path, &json!([])).await.problems(), ["nonFieldErrors/invalid"]);
        let writer = kader.client("schrijver", &["documenten.bijwerken"], "openbaar").await;
        assert_eq!(writer.post(&path, &json!({"identificatie": "B"})).await.refusal().0, 403);
    });
}
