// SPDX-License-Identifier: EUPL-1.2
//! `POST /zaken/_zoek`.

use axum::http::Method;
use serde_json::{Value, json};

use super::kader::{Kader, url_of};
use crate::engines::on_both_engines;

const ZOEK: &str = "/zaken/api/v1/zaken/_zoek";

/// The identificaties of the zaken that a search finds.
async fn found(kader: &Kader<'_>, body: &Value) -> Vec<String> {
    let list = kader.admin.post(ZOEK, body).await.expect(200);
    let names: Vec<String> = list["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|zaak| zaak["identificatie"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(list["count"], names.len(), "{body}");
    names
}

/// A zaak at a place.
async fn placed(kader: &Kader<'_>, identificatie: &str, geometry: Value) -> String {
    url_of(&kader.zaak_with(&json!({"identificatie": identificatie, "zaakgeometrie": geometry})).await)
}

fn square(west: f64, south: f64, east: f64, north: f64) -> Value {
    json!({"type": "Polygon", "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]]})
}

#[test]
fn zaken_are_found_in_an_area() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let point = |x: f64, y: f64| json!({"type": "Point", "coordinates": [x, y]});
        placed(&kader, "in", point(5.2, 52.2)).await;
        placed(&kader, "border", point(5.0, 52.5)).await;
        placed(&kader, "corner", point(5.9, 52.9)).await;
        placed(&kader, "line", json!({"type": "LineString", "coordinates": [[5.1, 52.1], [5.3, 52.3]]})).await;
        placed(&kader, "crossing", json!({"type": "LineString", "coordinates": [[5.1, 52.1], [7.0, 52.3]]})).await;
        placed(&kader, "out", point(4.0, 52.2)).await;
        kader.zaak_with(&json!({"identificatie": "nowhere"})).await;
        let within = |area: Value| json!({"zaakgeometrie": {"within": area}});
        assert_eq!(found(&kader, &within(square(5.0, 52.0, 6.0, 53.0))).await, ["in", "border", "corner", "line"]);
        // A triangle has the same bounds as the square, not the same corner.
        let triangle =
            json!({"type": "Polygon", "coordinates": [[[5.0, 52.0], [6.0, 52.0], [5.0, 53.0], [5.0, 52.0]]]});
        assert_eq!(found(&kader, &within(triangle)).await, ["in", "border", "line"]);
        assert_eq!(found(&kader, &within(point(5.2, 52.2))).await, ["in"]);
        let both = json!({"zaakgeometrie": {"within": square(5.0, 52.0, 6.0, 53.0)}, "identificatie": "line"});
        assert_eq!(found(&kader, &both).await, ["line"]);
        let ordered = json!({"zaakgeometrie": {"within": square(5.0, 52.0, 6.0, 53.0)}, "ordering": "-identificatie"});
        assert_eq!(found(&kader, &ordered).await, ["line", "in", "corner", "border"]);
    });
}

#[test]
fn an_area_is_a_geometry() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let refused =
            async |geometry: Value| kader.admin.post(ZOEK, &json!({"zaakgeometrie": geometry})).await.problems();
        assert_eq!(refused(json!({})).await, ["zaakgeometrie.within/required"]);
        assert_eq!(refused(json!({"within": {"type": "Cirkel"}})).await, ["zaakgeometrie.within/invalid"]);
        assert_eq!(refused(json!("hier")).await, ["zaakgeometrie/invalid"]);
    });
}

#[test]
fn zaken_are_found_by_lists_and_by_the_filters_of_the_list() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let mut uuids = Vec::new();
        for (name, zaaktype) in
            [("A", &kader.types.zaaktype), ("B", &kader.other.zaaktype), ("C", &kader.types.zaaktype)]
        {
            let zaak = kader.zaak_with(&json!({"identificatie": name, "zaaktype": zaaktype})).await;
            uuids.push(zaak["uuid"].as_str().unwrap().to_owned());
        }
        assert_eq!(found(&kader, &json!({"uuid__in": [uuids[0], uuids[1]]})).await, ["A", "B"]);
        assert_eq!(found(&kader, &json!({"uuid__in": []})).await, Vec::<String>::new());
        assert_eq!(found(&kader, &json!({"zaaktype__in": [kader.other.zaaktype]})).await, ["B"]);
        let two = json!({"zaaktype__in": [kader.other.zaaktype, kader.types.zaaktype], "ordering": "-identificatie"});
        assert_eq!(found(&kader, &two).await, ["C", "B", "A"]);
        assert_eq!(found(&kader, &json!({"zaaktype__in": ["https://elders.example/1"]})).await, Vec::<String>::new());
        assert_eq!(
            found(&kader, &json!({"identificatie": "C", "einddatum__isnull": true, "onbekend": 1})).await,
            ["C"]
        );
        assert_eq!(found(&kader, &json!({"bronorganisatie__in": ["111222333"]})).await, Vec::<String>::new());
        let wrong = kader
            .admin
            .post(ZOEK, &json!({"uuid__in": ["x"], "startdatum": "gisteren", "identificatie": {}}))
            .await
            .problems();
        assert_eq!(wrong, ["identificatie/invalid"]);
        let wrong = kader.admin.post(ZOEK, &json!({"uuid__in": ["x"], "startdatum": "gisteren"})).await.problems();
        assert_eq!(wrong, ["uuid__in/invalid", "startdatum/invalid"]);
    });
}

#[test]
fn a_search_asks_for_something() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        for nothing in [json!({}), json!({"onbekend": 1}), json!({"identificatie": null})] {
            assert_eq!(kader.admin.post(ZOEK, &nothing).await.problems(), ["nonFieldErrors/empty_search_body"]);
        }
        assert_eq!(kader.admin.get(ZOEK).await.status, 405);
        let body = json!({"identificatie": "A"}).to_string().into_bytes();
        let missing = kader.admin.send(Method::POST, ZOEK, &[("accept-crs", "")], Some(body)).await;
        assert_eq!(missing.refusal(), (412, "precondition_failed".to_owned()));
    });
}

#[test]
fn a_search_is_paged() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let place = json!({"type": "Point", "coordinates": [5.2, 52.2]});
        for number in 0..101 {
            placed(&kader, &format!("Z{number:03}"), place.clone()).await;
        }
        for body in
            [json!({"zaakgeometrie": {"within": square(5.0, 52.0, 6.0, 53.0)}}), json!({"startdatum": "2026-01-01"})]
        {
            let first = kader.admin.post(ZOEK, &body).await.expect(200);
            assert_eq!((&first["count"], first["results"].as_array().unwrap().len()), (&json!(101), 100));
            assert_eq!(
                (&first["next"], &first["previous"]),
                (&json!(format!("http://testserver{ZOEK}?page=2")), &Value::Null)
            );
            let second = kader.admin.post(first["next"].as_str().unwrap(), &body).await.expect(200);
            assert_eq!((&second["results"][0]["identificatie"], &second["next"]), (&json!("Z100"), &Value::Null));
            assert_eq!(kader.admin.post(&format!("{ZOEK}?page=3"), &body).await.status, 404);
        }
        assert_eq!(
            kader.admin.post(&format!("{ZOEK}?startdatum=x"), &json!({"identificatie": "A"})).await.problems(),
            ["nonFieldErrors/unknown-parameters"]
        );
    });
}

/// zrc-006
#[test]
fn a_search_finds_what_the_caller_may_read() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let place = json!({"type": "Point", "coordinates": [5.2, 52.2]});
        let mut uuids = Vec::new();
        for zaaktype in [&kader.types.zaaktype, &kader.other.zaaktype] {
            let zaak = kader.zaak_with(&json!({"zaaktype": zaaktype, "zaakgeometrie": place})).await;
            uuids.push(zaak["uuid"].clone());
        }
        let client = kader.client("lezer", &["zaken.lezen"]).await;
        for body in [json!({"zaakgeometrie": {"within": square(5.0, 52.0, 6.0, 53.0)}}), json!({"uuid__in": uuids})] {
            let list = client.post(ZOEK, &body).await.expect(200);
            assert_eq!((&list["count"], list["results"].as_array().unwrap().len()), (&json!(1), 1), "{body}");
            assert_eq!(list["results"][0]["uuid"], uuids[0]);
        }
        let other = kader.client("schrijver", &["zaken.bijwerken"]).await;
        assert_eq!(other.post(ZOEK, &json!({})).await.refusal(), (403, "permission_denied".to_owned()));
    });
}

/// zrc-029
#[test]
fn fields_say_what_is_shown_and_expanded() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let object = json!({"datumkenmerk": "d", "identificatie": "1", "objecttype": "o", "registratie": "r"});
        let zaak = url_of(&kader.zaak_with(&json!({"identificatie": "A", "processobject": object})).await);
        let status = kader.status(&zaak, &kader.types.begin, "2026-01-02T10:00:00Z").await;
        let search = async |fields: Value| {
            let body = json!({"identificatie": "A", "fields": fields});
            kader.admin.post(ZOEK, &body).await.expect(200)["results"][0].clone()
        };
        let shown = search(
            json!(["url", "identificatie", "bestaatniet", {"zaaktype": ["identificatie", {"catalogus": ["domein"]}],
            "status": ["*"], "processobject": ["identificatie"]}]),
        )
        .await;
        let expected = json!({"url": zaak, "identificatie": "A", "zaaktype": kader.types.zaaktype, "status": url_of(&status),
            "processobject": {"identificatie": "1"},
            "_expand": {"zaaktype": {"identificatie": "Aanvraag", "catalogus": kader.now(&kader.types.zaaktype).await["catalogus"],
                "_expand": {"catalogus": {"domein": "KADER"}}}, "status": status}});
        assert_eq!(shown, expected);
        let all = search(json!(["*", {"rollen": ["url"]}])).await;
        assert_eq!((&all["omschrijving"], &all["_expand"]), (&json!(""), &json!({"rollen": []})));
        assert_eq!(search(json!(["identificatie"])).await, json!({"identificatie": "A"}));
    });
}

/// zrc-029
#[test]
fn fields_are_names_and_lists_and_exclude_expand() {
    on_both_engines(async |app| {
        let kader = Kader::new(app).await;
        let refused = async |body: Value| kader.admin.post(ZOEK, &body).await.problems();
        assert_eq!(refused(json!({"fields": "url"})).await, ["fields/not_a_list"]);
        assert_eq!(refused(json!({"fields": [1]})).await, ["fields/not_a_list"]);
        assert_eq!(refused(json!({"fields": []})).await, ["fields/empty"]);
        assert_eq!(refused(json!({"fields": [{"omschrijving": ["x"]}]})).await, ["fields/invalid-expand-field"]);
        assert_eq!(refused(json!({"fields": ["url"], "expand": "status"})).await, ["fields/invalid"]);
        assert_eq!(refused(json!({"identificatie": "A", "expand": "kleur"})).await, ["expand/invalid-expand-field"]);
        kader.zaak_with(&json!({"identificatie": "A"})).await;
        let shown =
            kader.admin.post(ZOEK, &json!({"identificatie": "A", "expand": "zaaktype, status"})).await.expect(200);
        assert_eq!(shown["results"][0]["_expand"]["zaaktype"]["omschrijving"], "Aanvraag");
    });
}
