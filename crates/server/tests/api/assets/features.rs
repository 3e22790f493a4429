// SPDX-License-Identifier: EUPL-1.2
//! OGC API Features: pages, boxes, filters, links and refusals.

use std::{collections::BTreeSet, time::Duration};

use waarmaker_assets::import::Options;

use super::*;
use crate::engines::on_both_engines;

const LAMPS: &str = "/assets/ogc/v1/collections/lichtmast/items";

fn rels(body: &Value) -> BTreeSet<&str> {
    body["links"].as_array().unwrap().iter().filter_map(|link| link["rel"].as_str()).collect()
}

fn href<'b>(body: &'b Value, rel: &str) -> Option<&'b str> {
    body["links"].as_array().unwrap().iter().find(|link| link["rel"] == rel).and_then(|link| link["href"].as_str())
}

fn numbers(body: &Value) -> Vec<&str> {
    let features = body["features"].as_array().unwrap();
    assert_eq!(body["numberReturned"], features.len());
    features.iter().map(|feature| feature["properties"]["identificatie"].as_str().unwrap()).collect()
}

#[test]
fn every_link_of_the_landing_page_leads_somewhere() {
    on_both_engines(async |app| {
        import(app, lamps(1), &options("lichtmast")).await;
        let client = app.superuser();
        let landing = client.get(ROOT).await.expect(200);
        assert_eq!(rels(&landing), ["alternate", "conformance", "data", "self", "service-desc"].into());
        for link in landing["links"].as_array().unwrap() {
            let answer = client.get(link["href"].as_str().unwrap()).await;
            answer.expect(200);
            assert_eq!(answer.header("content-type"), link["type"].as_str().unwrap());
        }
        let conformance = client.get(&format!("{ROOT}/conformance")).await.expect(200);
        for class in ["core", "oas30", "geojson"] {
            let uri = format!("http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{class}");
            assert!(conformance["conformsTo"].as_array().unwrap().contains(&json!(uri)));
        }
        let contract = client.get(&format!("{ROOT}/api")).await.expect(200);
        assert_eq!(contract["openapi"], "3.0.3");
        assert!(contract["paths"]["/collections/{collectionId}/items"]["get"].is_object());
    });
}

#[test]
fn each_kind_is_a_collection_with_its_extent() {
    on_both_engines(async |app| {
        import(app, lamps(3), &options("lichtmast")).await;
        import(app, lamps(1), &options("kast")).await;
        let square = json!({"type": "Polygon", "coordinates": [square(5.0, 52.0, 0.5)]});
        let area = collection(&[feature(&json!({"code": "B1", "naam": "Buurt"}), &square)]);
        areas(app, area, &AreaOptions { kind: "buurt".to_owned(), ..AreaOptions::default() }).await;
        let client = app.superuser();
        let body = client.get(&format!("{ROOT}/collections")).await.expect(200);
        let ids: Vec<&Value> = body["collections"].as_array().unwrap().iter().map(|one| &one["id"]).collect();
        assert_eq!(json!(ids), json!(["kast", "lichtmast", "gebieden-buurt"]));
        let one = client.get(&format!("{ROOT}/collections/lichtmast")).await.expect(200);
        assert_eq!(body["collections"][1], one);
        assert_eq!(one["extent"]["spatial"]["bbox"], json!([[5.101, 52.1, 5.103, 52.1]]));
        for collection in body["collections"].as_array().unwrap() {
            for link in collection["links"].as_array().unwrap() {
                client.get(link["href"].as_str().unwrap()).await.expect(200);
            }
        }
        let areas =
            client.get(&format!("{ROOT}/collections/gebieden-buurt/items?bbox=5.1,52.1,5.2,52.2")).await.expect(200);
        let area = &areas["features"][0];
        assert_eq!((&area["properties"]["naam"], &area["geometry"]), (&json!("Buurt"), &square));
        let none =
            client.get(&format!("{ROOT}/collections/gebieden-buurt/items?bbox=6.1,52.1,6.2,52.2")).await.expect(200);
        assert_eq!(none["numberReturned"], 0);
        let id = area["id"].as_str().unwrap();
        let alone = client.get(&format!("{ROOT}/collections/gebieden-buurt/items/{id}")).await.expect(200);
        assert_eq!(alone["geometry"], square);
    });
}

#[test]
fn following_next_gives_every_feature_once() {
    on_both_engines(async |app| {
        import(app, lamps(25), &options("lichtmast")).await;
        let client = app.superuser();
        let mut url = Some(format!("{LAMPS}?limit=10"));
        let mut seen = Vec::new();
        while let Some(page) = url {
            let body = client.get(&page).await.expect(200);
            assert!(numbers(&body).len() <= 10);
            seen.extend(numbers(&body).iter().map(|number| (*number).to_owned()));
            url = href(&body, "next").map(str::to_owned);
        }
        assert_eq!((seen.len(), seen.iter().collect::<BTreeSet<_>>().len()), (25, 25));
        let all = client.get(LAMPS).await.expect(200);
        assert_eq!((&all["numberMatched"], href(&all, "next")), (&json!(25), None));
        assert_eq!(rels(&all), ["alternate", "collection", "self"].into());
    });
}

#[test]
fn a_box_finds_points_lines_and_polygons_that_touch_it() {
    on_both_engines(async |app| {
        let line = json!({"type": "LineString", "coordinates": [[5.0, 52.0], [5.4, 52.4]]});
        let file = collection(&[
            feature(&json!({"nummer": "in"}), &at(5.15, 52.15)),
            feature(&json!({"nummer": "uit"}), &at(5.5, 52.5)),
            feature(&json!({"nummer": "lijn"}), &line),
        ]);
        import(app, file, &options("lichtmast")).await;
        let client = app.superuser();
        let body = client.get(&format!("{LAMPS}?bbox=5.1,52.1,5.2,52.2")).await.expect(200);
        let mut found = numbers(&body);
        found.sort_unstable();
        assert_eq!(found, ["in", "lijn"]);
        let body = client.get(&format!("{LAMPS}?bbox=5.1,52.1,0,5.2,52.2,100&limit=1")).await.expect(200);
        let next = client.get(href(&body, "next").unwrap()).await.expect(200);
        assert_eq!((numbers(&body).len(), numbers(&next).len()), (1, 1));
        assert_ne!(numbers(&body), numbers(&next));
        let around = client.get(&format!("{LAMPS}?bbox=5.45,52.4,-170,52.6")).await.expect(200);
        assert_eq!(numbers(&around), ["uit"], "a box across the antimeridian");
    });
}

#[test]
fn features_are_given_in_the_national_grid_when_asked() {
    on_both_engines(async |app| {
        import(app, "nummer;x;y\n1;155000;463000\n", &options("lichtmast")).await;
        let client = app.superuser();
        let rd = "http://www.opengis.net/def/crs/EPSG/0/28992";
        let answer = client.get(&format!("{LAMPS}?crs={rd}&bbox=154000,462000,156000,464000&bbox-crs={rd}")).await;
        let body = answer.expect(200);
        assert_eq!(body["features"][0]["geometry"]["coordinates"], json!([155_000.0, 463_000.0]));
        assert_eq!(answer.header("content-crs"), format!("<{rd}>"));
        let id = body["features"][0]["id"].as_str().unwrap();
        let alone = client.get(&format!("{LAMPS}/{id}?crs={rd}")).await.expect(200);
        assert_eq!(alone["geometry"]["coordinates"], json!([155_000.0, 463_000.0]));
    });
}

#[test]
fn features_are_found_by_number_parent_kind_and_moment() {
    on_both_engines(async |app| {
        import(app, "nummer;lon;lat\nK1;5,1;52,1\n", &options("kast")).await;
        app.clock.advance(Duration::from_hours(1));
        let file = "nummer;op;lon;lat\n1;K1;5,1;52,1\n2;;5,2;52,1\n";
        let hanging = Options { parent: Some("op".into()), parent_kind: Some("kast".into()), ..options("lichtmast") };
        import(app, file, &hanging).await;
        let client = app.superuser();
        for (query, expected) in [
            ("identificatie=2", vec!["2"]),
            ("identificatie=3", vec![]),
            ("ouder=K1", vec!["1"]),
            ("ouder=K2", vec![]),
            ("soort=lichtmast", vec!["1", "2"]),
            ("soort=kast", vec![]),
            ("datetime=2026-11-21T12:00:00Z", vec!["1", "2"]),
            ("datetime=2026-11-21T11:30:00Z/..", vec!["1", "2"]),
            ("datetime=../2026-11-21T11:30:00Z", vec![]),
        ] {
            let body = client.get(&format!("{LAMPS}?{query}")).await.expect(200);
            assert_eq!(numbers(&body), expected, "{query}");
        }
        let body = client.get(&format!("{LAMPS}?identificatie=1")).await.expect(200);
        let parent = body["features"][0]["properties"]["ouder"].as_str().unwrap();
        assert_eq!(client.get(parent).await.expect(200)["properties"]["identificatie"], "K1");
        assert_eq!(numbers(&client.get(&format!("{LAMPS}?ouder={parent}")).await.expect(200)), ["1"]);
    });
}

#[test]
fn an_attribute_with_a_name_of_ours_is_shown_beside_it() {
    on_both_engines(async |app| {
        let file = collection(&[feature(&json!({"nummer": "1", "soort": "led", "versie": "x"}), &at(5.1, 52.1))]);
        import(app, file, &options("lichtmast")).await;
        let body = app.superuser().get(LAMPS).await.expect(200);
        let properties = &body["features"][0]["properties"];
        assert_eq!(
            (&properties["soort"], &properties["bron_soort"], &properties["bron_versie"]),
            (&json!("lichtmast"), &json!("led"), &json!("x"))
        );
    });
}

#[test]
fn what_is_asked_wrongly_is_refused_with_code_and_description() {
    on_both_engines(async |app| {
        import(app, lamps(2), &options("lichtmast")).await;
        let client = app.superuser();
        for query in [
            "bbox=1,2,3",
            "bbox=a,b,c,d",
            "bbox=NaN,0,1,1",
            "bbox=5,53,6,52",
            "bbox=5,52,600,53",
            "bbox=",
            "limit=0",
            "limit=-1",
            "limit=x",
            "limit=99999999999999999999",
            "datetime=gisteren",
            "datetime=../..",
            "datetime=2027-01-01T00:00:00Z/2026-01-01T00:00:00Z",
            "crs=EPSG:3857",
            "bbox-crs=x",
            "after=x",
            "after=1-2",
            "after=7ff8000000000000-0-0",
            "f=html",
            "zomaar=1",
            "Limit=1",
        ] {
            let answer = client.get(&format!("{LAMPS}?{query}")).await;
            let body = answer.expect(400);
            assert!(
                body["code"].is_string() && body["description"].as_str().is_some_and(|text| text.len() > 10),
                "{query}: {body}"
            );
        }
        for path in [
            "/collections/bank",
            "/collections/bank/items",
            "/collections/gebieden-x/items",
            "/zomaar",
            "/collections/lichtmast/items/x",
            "/collections/lichtmast/items/00000000-0000-4000-8000-000000000000",
            "/collections/lichtmast/items/x/versies/y",
        ] {
            let body = client.get(&format!("{ROOT}{path}")).await.expect(404);
            assert!(body["code"] == "not_found" && body["description"].is_string(), "{path}: {body}");
        }
        client.get(&format!("{LAMPS}?limit=100000")).await.expect(200);
        let head = client.head(LAMPS).await;
        assert_eq!((head.status, head.body.len()), (200, 0));
    });
}
