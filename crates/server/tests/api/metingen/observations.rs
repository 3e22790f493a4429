// SPDX-License-Identifier: EUPL-1.2
//! Observations over HTTP: one by one, as data arrays, read back by filter and page.

use serde_json::{Value, json};
use waarmaker_testkit::Client;

use super::sensorthings::{ROOT, connect, form_urlencoded};
use crate::engines::on_both_engines;

/// Posts so many numbers, a minute apart, the last one a minute ago.
async fn measure(client: &Client<'_>, stream: i64, count: i64) {
    let rows: Vec<Value> = (0..count).map(|number| json!([moment(count - number), number])).collect();
    let body = json!([{"Datastream": {"@iot.id": stream}, "components": ["phenomenonTime", "result"], "dataArray@iot.count": count, "dataArray": rows}]);
    let answer = client.post(&format!("{ROOT}/CreateObservations"), &body).await.expect(201);
    assert!(answer.as_array().unwrap().iter().all(|one| one.as_str().unwrap().contains("/Observations('")), "{answer}");
}

/// So many minutes before the moment of the test.
fn moment(minutes: i64) -> String {
    let seconds = 1_795_258_800 - minutes * 60;
    jiff::Timestamp::from_second(seconds).unwrap().to_string()
}

/// The results that a query finds.
async fn results(client: &Client<'_>, query: &str) -> Vec<Value> {
    let answer = client.get(&format!("{ROOT}/{query}")).await.expect(200);
    answer["value"].as_array().unwrap().iter().map(|one| one["result"].clone()).collect()
}

#[test]
fn an_observation_is_stored_once_and_read_with_what_belongs_to_it() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let (_, power, status) = connect(&client, "A", 5.1).await;
        let body = json!({
            "phenomenonTime": "2026-11-21T12:00:00+01:00", "resultTime": "2026-11-21T11:00:01Z", "result": 61.5,
            "resultQuality": "goed", "parameters": {"firmware": "2.1"}, "Datastream": {"@iot.id": power},
        });
        let answer = client.post(&format!("{ROOT}/Observations"), &body).await;
        let made = answer.expect(201);
        assert_eq!(made["@iot.id"], format!("{power}-1795258800000"));
        assert_eq!(answer.header("location"), format!("http://testserver{ROOT}/Observations('{power}-1795258800000')"));
        for (member, value) in [
            ("phenomenonTime", json!("2026-11-21T11:00:00Z")),
            ("resultTime", json!("2026-11-21T11:00:01Z")),
            ("result", json!(61.5)),
            ("resultQuality", json!("goed")),
        ] {
            assert_eq!(made[member], value);
        }
        assert_eq!(client.get(made["@iot.selfLink"].as_str().unwrap()).await.expect(200), made);
        assert_eq!(
            client.post(&format!("{ROOT}/Observations"), &body).await.expect(200),
            made,
            "the same again is no other observation"
        );
        let mut other = body.clone();
        other["result"] = json!(62);
        assert_eq!(client.post(&format!("{ROOT}/Observations"), &other).await.refusal(), (409, "conflict".to_owned()));
        let expanded =
            client.get(&format!("{ROOT}/Observations?$expand=Datastream/Thing,FeatureOfInterest")).await.expect(200);
        assert_eq!(expanded["value"][0]["Datastream"]["Thing"]["name"], "A");
        assert_eq!(expanded["value"][0]["FeatureOfInterest"]["name"], "plek A");
        client.post(&format!("{ROOT}/Datastreams({status})/Observations"), &json!({"result": "aan"})).await.expect(201);
        assert_eq!(
            results(
                &client,
                "Observations?$filter=result%20eq%20'aan'%20and%20Datastream/ObservedProperty/name%20eq%20'status'"
            )
            .await,
            ["aan"]
        );
        let stream = client.get(&format!("{ROOT}/Datastreams({power})")).await.expect(200);
        assert_eq!(stream["phenomenonTime"], "2026-11-21T11:00:00Z/2026-11-21T11:00:00Z");
    });
}

#[test]
fn a_page_deep_in_is_found_by_its_key_in_both_directions() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let (_, power, _) = connect(&client, "A", 5.1).await;
        let (_, other, _) = connect(&client, "B", 5.2).await;
        measure(&client, power, 25).await;
        measure(&client, other, 3).await;
        for (order, expected) in [("asc", (0..25).collect::<Vec<i64>>()), ("desc", (0..25).rev().collect())] {
            let mut next = Some(format!(
                "{ROOT}/Datastreams({power})/Observations?$orderby=phenomenonTime%20{order}&$top=10&$count=true"
            ));
            let mut seen = Vec::new();
            while let Some(link) = next {
                let page = client.get(&link).await.expect(200);
                assert_eq!(page["@iot.count"], 25);
                seen.extend(page["value"].as_array().unwrap().iter().map(|one| one["result"].as_i64().unwrap()));
                next = page["@iot.nextLink"].as_str().map(str::to_owned);
                assert!(next.as_ref().is_none_or(|next| next.contains("skiptoken")));
            }
            assert_eq!(seen, expected);
        }
        let page = client.get(&format!("{ROOT}/Observations?$top=24")).await.expect(200);
        let rest = client.get(page["@iot.nextLink"].as_str().unwrap()).await.expect(200);
        assert_eq!(rest["value"].as_array().unwrap().len(), 4, "the next page goes on in the next datastream");
        assert_eq!(
            results(&client, "Observations?$orderby=phenomenonTime%20desc,Datastream/id&$top=3&$skip=1").await,
            [json!(2), json!(23), json!(1)]
        );
    });
}

#[test]
fn observations_are_found_by_time_value_and_datastream() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let (link, power, _) = connect(&client, "A", 5.1).await;
        measure(&client, power, 10).await;
        let of_stream = format!("Datastream/id eq {power}");
        for (filter, expected) in [
            ("result ge 8".to_owned(), vec![8, 9]),
            (
                format!("{of_stream} and phenomenonTime ge {} and phenomenonTime lt {}", moment(4), moment(2)),
                vec![6, 7],
            ),
            (format!("phenomenonTime gt '{}'", moment(2)), vec![9]),
            ("phenomenonTime gt now() sub duration'PT2M30S'".to_owned(), vec![8, 9]),
            ("result mul 2 add 1 eq 7 or result sub 1 lt 0".to_owned(), vec![0, 3]),
            ("result div 0 gt 1".to_owned(), vec![]),
            ("minute(phenomenonTime) eq 59".to_owned(), vec![9]),
            (format!("id eq '{power}-1795258740000'"), vec![9]),
            ("result gt 100 or not (result lt 9)".to_owned(), vec![9]),
        ] {
            let found = results(&client, &format!("Observations?$filter={}", form_urlencoded(&filter))).await;
            assert_eq!(found, expected.into_iter().map(Value::from).collect::<Vec<_>>(), "{filter}");
        }
        assert_eq!(results(&client, "Observations?$orderby=result%20desc&$top=2").await, [json!(9), json!(8)]);
        let latest = client
            .get(&format!(
                "{link}?$expand=Datastreams($orderby=id;$expand=Observations($orderby=phenomenonTime%20desc;$top=1))"
            ))
            .await
            .expect(200);
        let observations = &latest["Datastreams"][0]["Observations"];
        assert_eq!((observations.as_array().unwrap().len(), &observations[0]["result"]), (1, &json!(9)));
    });
}

#[test]
fn data_arrays_come_in_and_go_out() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let (_, power, status) = connect(&client, "A", 5.1).await;
        let body = json!([
            {"Datastream": {"@iot.id": power}, "components": ["phenomenonTime", "result"], "dataArray": [[moment(3), 1], [moment(2), "warm"], [moment(-10), 2], [moment(3), 1], [moment(3), 5], [moment(1)]]},
            {"Datastream": {"@iot.id": status}, "components": ["result", "phenomenonTime", "FeatureOfInterest/id"], "dataArray": [["aan", moment(3), 1]]},
            {"Datastream": {"@iot.id": 999}, "components": ["result"], "dataArray": [[1]]},
        ]);
        let answer = client.post(&format!("{ROOT}/CreateObservations"), &body).await.expect(201);
        let good: Vec<bool> =
            answer.as_array().unwrap().iter().map(|one| !one.as_str().unwrap().starts_with("error")).collect();
        assert_eq!(good, [true, false, false, true, false, false, true, false], "{answer}");
        let out = client.get(&format!("{ROOT}/Observations?$resultFormat=dataArray&$count=true")).await.expect(200);
        assert_eq!(out["@iot.count"], 2);
        let first = &out["value"][0];
        assert_eq!(first["components"], json!(["id", "phenomenonTime", "resultTime", "result"]));
        assert_eq!(first["dataArray"][0][3], 1);
        assert_eq!(first["Datastream@iot.navigationLink"], format!("http://testserver{ROOT}/Datastreams({power})"));
    });
}
