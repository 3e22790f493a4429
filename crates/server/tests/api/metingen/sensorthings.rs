// SPDX-License-Identifier: EUPL-1.2
//! Entities: making them, reading them, following their links.

use serde_json::{Value, json};
use waarmaker_testkit::{App, Client};

use crate::engines::on_both_engines;

/// Root of the API.
pub(super) const ROOT: &str = "/sensorthings/v1.1";

/// A lamp post that measures its power and its state, with all that belongs to it.
pub(super) fn lamp(name: &str, lon: f64) -> Value {
    let stream = |property: &str, kind: &str, unit: &str| {
        json!({
            "name": format!("{property} van {name}"), "description": "gemeten in de mast",
            "observationType": format!("http://www.opengis.net/def/observationType/OGC-OM/2.0/{kind}"),
            "unitOfMeasurement": {"name": unit, "symbol": unit, "definition": null},
            "ObservedProperty": {"name": property, "definition": "https://bron.example/begrip", "description": ""},
            "Sensor": {"name": format!("meter {name}"), "description": "", "encodingType": "application/pdf", "metadata": "https://bron.example/meter.pdf"},
        })
    };
    json!({
        "name": name, "description": "lichtmast", "properties": {"apparaat": format!("dev-{name}"), "kleur": "groen", "hoogte": 6, "led": true},
        "Locations": [{
            "name": format!("plek {name}"), "description": "", "encodingType": "application/geo+json",
            "location": {"type": "Point", "coordinates": [lon, 52.09]},
        }],
        "Datastreams": [stream("vermogen", "OM_Measurement", "W"), stream("status", "OM_CategoryObservation", "")],
    })
}

/// Makes a lamp post; returns its URL and the ids of its two datastreams.
pub(super) async fn connect(client: &Client<'_>, name: &str, lon: f64) -> (String, i64, i64) {
    let thing = client.post(&format!("{ROOT}/Things"), &lamp(name, lon)).await.expect(201);
    let link = thing["@iot.selfLink"].as_str().unwrap().to_owned();
    let streams = client.get(&format!("{link}/Datastreams?$orderby=id")).await.expect(200);
    let id = |place: usize| streams["value"][place]["@iot.id"].as_i64().unwrap();
    (link, id(0), id(1))
}

/// Names of the entities in an answer.
pub(super) fn names(answer: &Value) -> Vec<String> {
    answer["value"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap_or_default().to_owned()).collect()
}

/// The names that a query finds.
pub(super) async fn find(client: &Client<'_>, query: &str) -> Vec<String> {
    names(&client.get(&format!("{ROOT}/{query}")).await.expect(200))
}

/// The answer to a query.
async fn ask(app: &App, query: &str) -> Value {
    app.superuser().get(&format!("{ROOT}/{query}")).await.expect(200)
}

#[test]
fn the_root_lists_the_entities_and_what_the_server_can() {
    on_both_engines(async |app| {
        let root = app.superuser().get(ROOT).await.expect(200);
        let url = |name: &str| format!("http://testserver{ROOT}/{name}");
        let listed: Vec<&Value> = root["value"].as_array().unwrap().iter().map(|one| &one["url"]).collect();
        for name in [
            "Things",
            "Locations",
            "HistoricalLocations",
            "Datastreams",
            "Sensors",
            "ObservedProperties",
            "Observations",
            "FeaturesOfInterest",
        ] {
            assert!(listed.contains(&&json!(url(name))), "{name}");
            assert_eq!(ask(app, name).await["value"], json!([]), "{name}");
        }
        assert!(root["serverSettings"]["conformance"].as_array().unwrap().len() > 5);
    });
}

#[test]
fn a_thing_is_made_with_all_that_belongs_to_it_and_read_by_its_links() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let answer = client.post(&format!("{ROOT}/Things"), &lamp("A", 5.12)).await;
        let thing = answer.expect(201);
        assert_eq!(answer.header("location"), thing["@iot.selfLink"]);
        assert_eq!((&thing["name"], &thing["properties"]["kleur"]), (&json!("A"), &json!("groen")));
        let link = thing["@iot.selfLink"].as_str().unwrap().to_owned();
        assert_eq!(client.get(&link).await.expect(200), thing);
        let streams = client.get(thing["Datastreams@iot.navigationLink"].as_str().unwrap()).await.expect(200);
        assert_eq!(names(&streams), ["vermogen van A", "status van A"]);
        let stream = &streams["value"][0];
        assert_eq!(stream["unitOfMeasurement"], json!({"name": "W", "symbol": "W", "definition": null}));
        assert_eq!(stream["phenomenonTime"], Value::Null);
        let stream = stream["@iot.selfLink"].as_str().unwrap();
        for (path, name) in [("Thing", "A"), ("ObservedProperty", "vermogen"), ("Sensor", "meter A")] {
            assert_eq!(client.get(&format!("{stream}/{path}")).await.expect(200)["name"], name);
        }
        assert_eq!(
            client.get(&format!("{stream}/Thing/Locations")).await.expect(200)["value"][0]["location"]["coordinates"],
            json!([5.12, 52.09])
        );
        let history = client.get(&format!("{link}/HistoricalLocations?$expand=Locations,Thing")).await.expect(200);
        assert_eq!(history["value"][0]["time"], "2026-11-21T11:00:00Z");
        assert_eq!(
            (&history["value"][0]["Locations"][0]["name"], &history["value"][0]["Thing"]["name"]),
            (&json!("plek A"), &json!("A"))
        );
    });
}

#[test]
fn members_values_and_references_have_an_address_of_their_own() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let (link, power, _) = connect(&client, "A", 5.1).await;
        assert_eq!(client.get(&format!("{link}/name")).await.expect(200), json!({"name": "A"}));
        let value = client.get(&format!("{link}/properties/kleur/$value")).await;
        assert_eq!((value.status, value.body.as_slice()), (200, b"groen".as_slice()));
        assert!(value.header("content-type").starts_with("text/plain"));
        let reference = client.get(&format!("{link}/Datastreams/$ref")).await.expect(200);
        assert_eq!(
            reference["value"][0],
            json!({"@iot.selfLink": format!("http://testserver{ROOT}/Datastreams({power})")})
        );
        assert_eq!(client.get(&format!("{ROOT}/Datastreams/$count")).await.body, b"2");
        for path in [
            "Things(999)",
            "Things(1)/Dingen",
            "Dingen",
            "Things(abc)",
            "Things(1)/naam",
            "Things(999)/Datastreams",
            "Things/Datastreams",
        ] {
            assert_eq!(client.get(&format!("{ROOT}/{path}")).await.refusal(), (404, "not_found".to_owned()), "{path}");
        }
    });
}

#[test]
fn links_to_what_is_there_are_followed_and_doubles_are_refused() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let (link, power, _) = connect(&client, "A", 5.1).await;
        assert_eq!(client.post(&format!("{ROOT}/Things"), &lamp("A", 5.1)).await.refusal().0, 409);
        let sensor = client.get(&format!("{ROOT}/Datastreams({power})/Sensor")).await.expect(200)["@iot.id"].clone();
        let body = json!({
            "name": "branduren", "description": "", "observationType": "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement",
            "unitOfMeasurement": {"name": "uur", "symbol": "h", "definition": null},
            "ObservedProperty": {"name": "branduren", "definition": "x", "description": ""}, "Sensor": {"@iot.id": sensor},
        });
        let made = client.post(&format!("{link}/Datastreams"), &body).await.expect(201);
        assert_eq!(client.get(made["Thing@iot.navigationLink"].as_str().unwrap()).await.expect(200)["name"], "A");
        assert_eq!(client.post(&format!("{link}/Datastreams"), &body).await.refusal().0, 409);
        let foi = client.get(&format!("{ROOT}/FeaturesOfInterest")).await.expect(200);
        assert_eq!(foi["value"].as_array().unwrap().len(), 1, "all datastreams of a thing are about the same place");
        let moved = json!({"name": "nieuwe plek", "description": "", "encodingType": "application/geo+json", "location": {"type": "Point", "coordinates": [5.2, 52.1]}});
        client.post(&format!("{link}/Locations"), &moved).await.expect(201);
        assert_eq!(names(&client.get(&format!("{link}/Locations")).await.expect(200)), ["nieuwe plek"]);
        assert_eq!(
            client.get(&format!("{link}/HistoricalLocations")).await.expect(200)["value"].as_array().unwrap().len(),
            2
        );
    });
}

#[test]
fn filters_look_at_members_properties_links_and_places() {
    on_both_engines(async |app| {
        let client = app.superuser();
        for (name, lon) in [("A", 5.1), ("B", 5.2), ("Ça'C", 5.3)] {
            connect(&client, name, lon).await;
        }
        for (filter, expected) in [
            ("name eq 'A'", vec!["A"]),
            ("name ne 'A' and not startswith(name,'B')", vec!["Ça'C"]),
            ("name eq 'Ça''C'", vec!["Ça'C"]),
            ("tolower(name) eq 'ça''c'", vec!["Ça'C"]),
            ("substringof('a',name) or (name eq 'A')", vec!["A", "Ça'C"]),
            ("endswith(name,'C') and length(name) eq 4", vec!["Ça'C"]),
            ("indexof(name,'''') eq 2", vec!["Ça'C"]),
            ("substring(name,1,1) eq 'a'", vec!["Ça'C"]),
            ("concat(concat(name,'-'),trim(' x ')) eq 'A-x'", vec!["A"]),
            (
                "properties/kleur eq 'groen' and properties/hoogte gt 5.5 and properties/led eq true",
                vec!["A", "B", "Ça'C"],
            ),
            ("properties/hoogte add 1 lt 7", vec![]),
            ("properties/hoogte mod 4 eq 2 and properties/hoogte div 0 eq 1", vec![]),
            ("properties/onbekend eq null and properties/apparaat eq 'dev-B'", vec!["B"]),
            ("Datastreams/name eq 'vermogen van B'", vec!["B"]),
            ("Datastreams/ObservedProperty/name eq 'status' and Locations/name eq 'plek A'", vec!["A"]),
            ("geo.distance(Locations/location, geography'POINT(5.1 52.09)') lt 0.05", vec!["A"]),
            (
                "st_within(Locations/location, geography'POLYGON((5.15 52,5.4 52,5.4 53,5.15 53,5.15 52))')",
                vec!["B", "Ça'C"],
            ),
            ("geo.intersects(Locations/location, geography'POINT(5.2 52.09)')", vec!["B"]),
            ("true", vec!["A", "B", "Ça'C"]),
            (
                "id gt 0 and HistoricalLocations/time le now() and year(HistoricalLocations/time) eq 2026",
                vec!["A", "B", "Ça'C"],
            ),
            (
                "date(HistoricalLocations/time) eq '2026-11-21' and hour(HistoricalLocations/time) eq 11",
                vec!["A", "B", "Ça'C"],
            ),
            ("HistoricalLocations/time gt now() sub duration'PT1M' and name eq 'B'", vec!["B"]),
        ] {
            let query = form_urlencoded(filter);
            assert_eq!(find(&client, &format!("Things?$orderby=id&$filter={query}")).await, expected, "{filter}");
        }
        assert_eq!(
            find(&client, "Datastreams?$filter=unitOfMeasurement/symbol%20eq%20'W'%20and%20Thing/name%20eq%20'B'")
                .await,
            ["vermogen van B"]
        );
        assert_eq!(
            find(&client, "Locations?$filter=Things/properties/kleur%20eq%20'groen'&$orderby=name%20desc&$top=1").await,
            ["plek Ça'C"]
        );
        assert_eq!(
            find(&client, "Datastreams?$orderby=Thing/name%20desc,ObservedProperty/name&$top=2").await,
            ["status van Ça'C", "vermogen van Ça'C"]
        );
    });
}

/// A text as the value of a query parameter.
pub(super) fn form_urlencoded(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[test]
fn expand_select_order_and_pages_work_together() {
    on_both_engines(async |app| {
        let client = app.superuser();
        for number in 0..7 {
            connect(&client, &format!("L{number}"), 5.0 + f64::from(number) / 100.0).await;
        }
        let query = "Things?$select=name,id&$expand=Datastreams($select=name;$expand=ObservedProperty($select=name);$filter=ObservedProperty/name%20eq%20'status';$count=true),Locations/HistoricalLocations&$top=2&$count=true";
        let page = ask(app, query).await;
        assert_eq!((&page["@iot.count"], names(&page)), (&json!(7), vec!["L0".to_owned(), "L1".to_owned()]));
        let first = &page["value"][0];
        assert_eq!(first["Datastreams"], json!([{"name": "status van L0", "ObservedProperty": {"name": "status"}}]));
        assert_eq!((&first["Datastreams@iot.count"], &first["properties"]), (&json!(1), &Value::Null));
        assert_eq!(first["Locations"][0]["HistoricalLocations"].as_array().unwrap().len(), 1);
        let (mut seen, mut next) = (names(&page), page["@iot.nextLink"].as_str().map(str::to_owned));
        while let Some(link) = next {
            let page = client.get(&link).await.expect(200);
            assert_eq!(page["value"][0]["Datastreams"].as_array().unwrap().len(), 1);
            seen.extend(names(&page));
            next = page["@iot.nextLink"].as_str().map(str::to_owned);
        }
        assert_eq!(seen, ["L0", "L1", "L2", "L3", "L4", "L5", "L6"]);
        assert_eq!(find(&client, "Things?$orderby=name%20desc&$skip=5").await, ["L1", "L0"]);
        let page = ask(app, "Things?$orderby=name%20desc&$top=3").await;
        let next = client.get(page["@iot.nextLink"].as_str().unwrap()).await.expect(200);
        assert_eq!(names(&next), ["L3", "L2", "L1"]);
        let nested = ask(app, "Things?$top=1&$expand=Datastreams($top=1)").await;
        let more = nested["value"][0]["Datastreams@iot.nextLink"].as_str().unwrap();
        assert_eq!(names(&client.get(more).await.expect(200)), ["status van L0"]);
    });
}
