// SPDX-License-Identifier: EUPL-1.2
//! Who may do what, and bad input: always a 4xx that says what to do, never a 5xx.

use axum::http::Method;
use serde_json::{Value, json};
use waarmaker_testkit::{App, Client};

use super::sensorthings::{ROOT, connect, form_urlencoded, lamp};
use crate::engines::on_both_engines;

/// A client with these scopes.
async fn limited<'a>(app: &'a App, client_id: &str, scopes: &[&str]) -> Client<'a> {
    let autorisaties = json!([{"component": "sig", "scopes": scopes}]);
    let body = json!({"clientIds": [client_id], "label": client_id, "autorisaties": autorisaties});
    app.superuser().post("/autorisaties/api/v1/applicaties", &body).await.expect(201);
    app.client(client_id)
}

fn observe(stream: i64, result: &Value) -> Value {
    json!({"result": result, "Datastream": {"@iot.id": stream}})
}

#[test]
fn reading_writing_and_being_a_device_are_rights_of_their_own() {
    on_both_engines(async |app| {
        let all = app.superuser();
        let (_, strange, _) = connect(&all, "vreemd", 5.1).await;
        let mut own = lamp("eigen", 5.2);
        own["properties"]["client"] = json!("apparaat-7");
        let own = all.post(&format!("{ROOT}/Things"), &own).await.expect(201);
        let streams = all.get(own["Datastreams@iot.navigationLink"].as_str().unwrap()).await.expect(200);
        let mine =
            streams["value"].as_array().unwrap().iter().map(|one| one["@iot.id"].as_i64().unwrap()).min().unwrap();
        let (nobody, reader, writer, device) = (
            limited(app, "niemand", &["signalen.lezen"]).await,
            limited(app, "lezer", &["metingen.lezen"]).await,
            limited(app, "schrijver", &["metingen.schrijven"]).await,
            limited(app, "apparaat-7", &["metingen.eigen"]).await,
        );
        for stranger in [&nobody, &app.anonymous()] {
            assert_eq!(stranger.get(&format!("{ROOT}/Things")).await.refusal(), (403, "permission_denied".to_owned()));
            assert_eq!(stranger.post(&format!("{ROOT}/Observations"), &observe(mine, &json!(1))).await.status, 403);
        }
        assert_eq!(reader.get(&format!("{ROOT}/Things")).await.expect(200)["value"].as_array().unwrap().len(), 2);
        assert_eq!(reader.post(&format!("{ROOT}/Observations"), &observe(mine, &json!(1))).await.status, 403);
        writer.post(&format!("{ROOT}/Observations"), &observe(strange, &json!(1))).await.expect(201);
        device.post(&format!("{ROOT}/Observations"), &observe(mine, &json!(1))).await.expect(201);
        assert_eq!(device.post(&format!("{ROOT}/Observations"), &observe(strange, &json!(2))).await.status, 403);
        assert_eq!(device.post(&format!("{ROOT}/Things"), &lamp("nieuw", 5.3)).await.status, 403);
        for (query, count) in [
            ("Things", 1),
            ("Datastreams", 2),
            ("Locations", 1),
            ("HistoricalLocations", 1),
            ("FeaturesOfInterest", 1),
            ("Observations", 1),
            ("Sensors?$expand=Datastreams", 4),
            (&format!("Datastreams({strange})/Observations"), -1),
            (&format!("Datastreams({mine})/Observations"), 1),
        ] {
            let answer = device.get(&format!("{ROOT}/{query}")).await;
            if count < 0 {
                assert_eq!(answer.status, 404, "{query}");
            } else {
                assert_eq!(
                    answer.expect(200)["value"].as_array().unwrap().len(),
                    usize::try_from(count).unwrap(),
                    "{query}"
                );
            }
        }
        let sensors = device.get(&format!("{ROOT}/Sensors?$expand=Datastreams")).await.expect(200);
        let seen: usize =
            sensors["value"].as_array().unwrap().iter().map(|one| one["Datastreams"].as_array().unwrap().len()).sum();
        assert_eq!(seen, 2, "what hangs on a shared entity is under the same right");
    });
}

#[test]
fn bad_observations_are_refused_with_a_reason() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let (_, power, status) = connect(&client, "A", 5.1).await;
        let post = async |stream: i64, members: Value| {
            let mut body = members;
            body["Datastream"] = json!({"@iot.id": stream});
            let answer = client.post(&format!("{ROOT}/Observations"), &body).await;
            assert!(!answer.json()["message"].as_str().unwrap().is_empty());
            answer.refusal()
        };
        let code = |code: &str| (400, code.to_owned());
        assert_eq!(post(power, json!({"result": "warm"})).await, code("wrong-type"));
        assert_eq!(post(status, json!({"result": 5})).await, code("wrong-type"));
        assert_eq!(post(status, json!({"result": "x".repeat(501)})).await, code("too-long"));
        assert_eq!(post(power, json!({"result": 1, "phenomenonTime": "2031-01-01T00:00:00Z"})).await, code("future"));
        assert_eq!(post(power, json!({"result": 1, "phenomenonTime": "2026-11-21T11:05:01Z"})).await, code("future"));
        assert_eq!(post(power, json!({"result": 1, "phenomenonTime": "1999-12-31T23:59:59Z"})).await, code("past"));
        assert_eq!(post(power, json!({"result": 1, "phenomenonTime": "10000-01-01T00:00:00Z"})).await, code("invalid"));
        assert_eq!(post(power, json!({"result": 1, "phenomenonTime": "gisteren"})).await, code("invalid"));
        assert_eq!(
            post(power, json!({"result": 1, "phenomenonTime": "2026-11-21T11:00:00Z/2026-11-21T10:00:00Z"})).await,
            code("invalid")
        );
        assert_eq!(post(power, json!({"result": [1]})).await, code("invalid"));
        assert_eq!(post(power, json!({"result": null})).await, code("invalid"));
        assert_eq!(post(power, json!({"resultaat": 1})).await, code("unknown-property"));
        assert_eq!(post(999, json!({"result": 1})).await, code("unknown-link"));
        assert_eq!(
            client.post(&format!("{ROOT}/Observations"), &json!({"result": 1})).await.refusal(),
            code("invalid")
        );
        let raw = async |body: &[u8]| {
            client.send(Method::POST, &format!("{ROOT}/Observations"), &[], Some(body.to_vec())).await.refusal()
        };
        assert_eq!(raw(b"{\"result\": NaN}").await, code("parse_error"));
        assert_eq!(raw(b"{\"result\": \"a\\u0000b\"}").await, code("invalid"));
        assert_eq!(raw(&vec![b' '; 10 << 20]).await, (413, "payload_too_large".to_owned()));
        assert_eq!(raw("[".repeat(10_000).as_bytes()).await, code("parse_error"));
        assert_eq!(raw(b"[]").await, code("invalid"));
        let stored = client.get(&format!("{ROOT}/Observations/$count")).await.body;
        assert_eq!(stored, b"0");
    });
}

#[test]
fn bad_entities_are_refused_and_leave_nothing_behind() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let mut bodies = vec![
            json!([]),
            json!({}),
            json!({"name": ""}),
            json!({"name": 5}),
            json!({"name": "x", "dinges": 1}),
            json!({"name": "x", "properties": []}),
        ];
        for (pointer, value) in [
            ("/Locations/0/location/coordinates", json!([500, 52])),
            ("/Locations/0/location/coordinates", json!(["a", "b"])),
            ("/Locations/0/encodingType", json!("")),
            ("/Datastreams/0/unitOfMeasurement", json!("W")),
            ("/Datastreams/1/ObservedProperty", json!({"@iot.id": 99})),
            ("/Datastreams/1/Sensor", Value::Null),
            ("/properties/apparaat", json!("x".repeat(201))),
            ("/properties/client", json!(7)),
            ("/Datastreams/1/name", json!("x".repeat(501))),
            ("/Datastreams/1/@iot.id", json!(1)),
        ] {
            let mut body = lamp("A", 5.1);
            match body.pointer_mut(pointer) {
                Some(member) => *member = value,
                None => body["Datastreams"][1]["@iot.id"] = value,
            }
            bodies.push(body);
        }
        for body in [json!({"asset": "geen uuid"}), json!({"asset": "00000000-0000-4000-8000-000000000000"})] {
            bodies.push(json!({"name": "x", "properties": body}));
        }
        for body in bodies {
            let answer = client.post(&format!("{ROOT}/Things"), &body).await;
            assert_eq!(answer.status, 400, "{body} {}", answer.json());
        }
        for name in ["Things", "Locations", "Datastreams", "ObservedProperties", "Sensors", "HistoricalLocations"] {
            assert_eq!(client.get(&format!("{ROOT}/{name}/$count")).await.body, b"0", "{name}");
        }
        let (link, ..) = connect(&client, "A", 5.1).await;
        assert_eq!(client.post(&link, &json!({})).await.status, 405);
        for method in [Method::PUT, Method::PATCH, Method::DELETE] {
            assert_eq!(
                client.send(method, &link, &[], Some(b"{}".to_vec())).await.refusal(),
                (405, "method_not_allowed".to_owned())
            );
        }
    });
}

/// Filters of things that are wrong, or hardly right.
const STRANGE: &[&str] = &[
    "",
    "(",
    ")",
    "name eq",
    "eq 'A'",
    "name eq 'A",
    "name = 'A'",
    "dinges eq 1",
    "name/dinges eq 1",
    "Datastreams eq 1",
    "Datastreams/",
    "/name eq 'A'",
    "name gt 5",
    "id eq 'A'",
    "properties eq 5",
    "properties/a'b eq 1",
    "properties/\"x eq 1",
    "name",
    "5",
    "'A'",
    "null",
    "name add 1 eq 2",
    "length(5) eq 1",
    "length() eq 1",
    "bestaatniet(name)",
    "substring(name,'a') eq 'b'",
    "geo.distance(Locations/location,geography'POINT(a b)') lt 1",
    "geo.distance(Locations/location,geography'POINT(1 2)') eq name",
    "st_within(Locations/location,geography'POLYGON((1 2,3 4))')",
    "geo.length(Locations/location) gt 1",
    "duration'nooit' eq 1",
    "name eq 1e999",
    "id eq 99999999999999999999",
    "id div 0 eq 1",
    "id mod 0 eq 1",
    "true eq true",
    "(true) eq (name eq 'A')",
    "not name",
    "year(name) eq 1",
    "now() eq 5",
    "name eq 'A' and",
    "name eq 'A' 'B'",
    "concat(name,name,name) eq 'x'",
    "f(1,2,3,4,5,6,7)",
    "9999-12-31T23:59:59Z lt now()",
    "properties/hoogte add 1e308 mul 1e308 gt 1",
    "name eq 'A'; DROP TABLE things",
    "substring(name,0 sub 5,0 sub 1) eq 'A'",
    "substring(name,1e300) eq 'A'",
    "id mod 1e300 eq 1",
];

/// The same of observations.
const STRANGE_RESULTS: [&str; 6] = [
    "result mul 1e300 gt 1",
    "result mod 7 eq 1",
    "result add result gt 'a'",
    "resultTime gt 2026-01-01T00:00:00Z",
    "parameters/a/b eq 5",
    "phenomenonTime add duration'P9999D' gt now()",
];

#[test]
fn no_query_makes_the_server_fail() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let (_, power, _) = connect(&client, "A", 5.1).await;
        client.post(&format!("{ROOT}/Observations"), &observe(power, &json!(1e300))).await.expect(201);
        let deep = format!("{}name eq 'A'{}", "(".repeat(200), ")".repeat(200));
        let long = (0..400).map(|number| format!("id eq {number}")).collect::<Vec<_>>().join(" or ");
        let nots = format!("{} true", "not ".repeat(300));
        for filter in [deep.as_str(), long.as_str(), nots.as_str()].iter().chain(STRANGE) {
            for query in [
                format!("Things?$filter={}", form_urlencoded(filter)),
                format!("Things?$orderby={}", form_urlencoded(filter)),
            ] {
                let answer = client.get(&format!("{ROOT}/{query}")).await;
                assert!(
                    matches!(answer.status, 200 | 400 | 414),
                    "{query}: {} {}",
                    answer.status,
                    String::from_utf8_lossy(&answer.body)
                );
            }
        }
        for filter in STRANGE_RESULTS {
            let answer = client.get(&format!("{ROOT}/Observations?$filter={}", form_urlencoded(filter))).await;
            assert!(
                matches!(answer.status, 200 | 400),
                "{filter}: {} {}",
                answer.status,
                String::from_utf8_lossy(&answer.body)
            );
        }
    });
}

#[test]
fn an_unknown_option_or_a_strange_address_is_told() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let (link, ..) = connect(&client, "A", 5.1).await;
        for query in [
            "$dinges=1",
            "dinges=1",
            "$top=-1",
            "$top=veel",
            "$skip=99999999999",
            "$skip=-1",
            "$count=ja",
            "$select=dinges",
            "$expand=Dingen",
            "$expand=Datastreams(",
            "$expand=Datastreams($top=x)",
            "$expand=Datastreams($dinges=1)",
            "$expand=Datastreams,Datastreams",
            "$resultFormat=csv",
            "$resultFormat=dataArray",
            "$skiptoken=x",
            "$top=1&$top=2",
            "$filter=name%20eq%20'%00'",
            "$filter=%FF",
            "$expand=Datastreams/Thing/Datastreams/Thing/Datastreams/Thing/Datastreams",
            "$orderby=name%20omhoog",
            "$orderby=,",
            "$skiptoken=1&$orderby=name",
        ] {
            let answer = client.get(&format!("{ROOT}/Things?{query}")).await;
            assert_eq!(answer.status, 400, "{query}: {}", String::from_utf8_lossy(&answer.body));
            assert!(answer.json()["message"].is_string() && answer.json()["type"] == "error");
        }
        for query in ["$filter=true", "$top=1", "$orderby=name", "$count=true"] {
            assert_eq!(client.get(&format!("{link}?{query}")).await.status, 400, "{query}");
        }
        for path in [
            "Things(",
            "Things(1))",
            "Things(1)/%00",
            "Things(1)/%zz",
            "Things('1",
            "Observations(1)",
            "Observations('x-y')",
            "Things(99999999999999999999)",
            "Things(1)/Datastreams(2)/Thing/Datastreams(1)/Thing/Datastreams/Thing/x/y/z/a/b/c",
        ] {
            let status = client.get(&format!("{ROOT}/{path}")).await.status;
            assert!(matches!(status, 400 | 404), "{path}: {status}");
        }
        assert_eq!(
            client.get(&format!("{ROOT}/Things?$top=0&$count=true")).await.expect(200),
            json!({"@iot.count": 1, "value": []})
        );
        assert_eq!(client.get(&format!("{ROOT}/Things?$top=1000000")).await.status, 200);
        let wide = "$expand=Datastreams($expand=Thing($expand=Datastreams($expand=Thing)))";
        assert_eq!(client.get(&format!("{ROOT}/Things?{wide}")).await.status, 200);
    });
}
