// SPDX-License-Identifier: EUPL-1.2
//! Orders as service requests of Open311.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use serde_json::json;
use waarmaker_testkit::{Receiver, Reply};

use super::{
    verzending::{channel, jobs, runner, with_channels},
    wereld::{Wereld, text},
};

async fn by_open311(wereld: &Wereld<'_>, receiver: &Receiver) {
    let kanaal = json!({
        "soort": "open311", "url": receiver.url("/georeport/v2"), "geheim": "sleutel-van-utrecht", "jurisdictionId": "utrecht.example",
        "serviceCode": "LAMP",
    });
    channel(wereld, kanaal).await;
}

/// A `GeoReport` server that gives tokens, answers in JSON or in XML, and closes requests when told.
fn serve(receiver: &Receiver, xml: bool) -> Arc<Mutex<&'static str>> {
    let state = Arc::new(Mutex::new("open"));
    let kept = Arc::clone(&state);
    receiver.answer(move |received, _| {
        let status = *kept.lock().unwrap();
        let records = match (received.method.as_str(), received.path.split('?').next().unwrap()) {
            ("POST", "/georeport/v2/requests.json") => ("request", vec![("token", "t-1")]),
            ("GET", "/georeport/v2/tokens/t-1.json") if status == "open" => ("request", vec![("token", "t-1")]),
            ("GET", "/georeport/v2/tokens/t-1.json") => ("request", vec![("service_request_id", "638344")]),
            ("GET", "/georeport/v2/requests/638344.json") => {
                let shown = if status == "closed" { "closed" } else { "open" };
                (
                    "request",
                    vec![("service_request_id", "638344"), ("status", shown), ("status_notes", "Lamp & kap vervangen")],
                )
            }
            _ => return Reply::Status(404),
        };
        if xml {
            let member = |(name, value): &(&str, &str)| format!("<{name}>{}</{name}>", value.replace('&', "&amp;"));
            let members = records.1.iter().map(member).collect::<Vec<_>>().concat();
            return Reply::Body(
                200,
                "text/xml",
                format!("<?xml version=\"1.0\"?><service_requests><request>{members}</request></service_requests>"),
            );
        }
        let record: serde_json::Map<String, serde_json::Value> =
            records.1.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
        Reply::Body(200, "application/json", json!([record]).to_string())
    });
    state
}

#[test]
fn an_order_is_posted_followed_and_closed_when_it_is_closed_there() {
    for xml in [false, true] {
        with_channels(async |app| {
            let (wereld, receiver) = (Wereld::new(app).await, Receiver::start().await);
            by_open311(&wereld, &receiver).await;
            let state = serve(&receiver, xml);
            let order = wereld.order_for(wereld.lamp).await;
            let mut runner = runner(app, None);
            runner.run_until_idle().await.unwrap();
            let posted = String::from_utf8(receiver.received()[0].raw.clone()).unwrap();
            for field in [
                "api_key=sleutel-van-utrecht",
                "jurisdiction_id=utrecht.example",
                "service_code=LAMP",
                "lat=52.09",
                "long=5.12",
                "attribute%5Bwerkopdracht%5D=WO-2026-0000001",
            ] {
                assert!(posted.contains(field), "{field} in {posted}");
            }
            app.clock.advance(Duration::from_mins(2));
            runner.run_until_idle().await.unwrap();
            assert_eq!(text(&wereld.now_is(text(&order, "url")).await, "externNummer"), "");
            *state.lock().unwrap() = "known";
            app.clock.advance(Duration::from_mins(2));
            runner.run_until_idle().await.unwrap();
            let now = wereld.now_is(text(&order, "url")).await;
            assert_eq!((text(&now, "externNummer"), text(&now, "status")), ("638344", "aangeboden"));
            assert_eq!(text(&now["verzonden"], "staat"), "afgeleverd");
            *state.lock().unwrap() = "closed";
            app.clock.advance(Duration::from_mins(6));
            assert_eq!(runner.run_until_idle().await.unwrap(), None);
            let now = wereld.now_is(text(&order, "url")).await;
            assert_eq!(text(&now, "status"), "gereed");
            assert_eq!(text(now["stappen"].as_array().unwrap().last().unwrap(), "toelichting"), "Lamp & kap vervangen");
            assert!(
                receiver.received().iter().filter(|one| one.method == "GET").all(|one| !one.path.contains("api_key"))
            );
            assert_eq!(receiver.received().iter().filter(|one| one.method == "POST").count(), 1);
        });
    }
}

#[test]
fn what_the_other_side_says_is_wrong_is_a_dead_letter_in_its_words() {
    with_channels(async |app| {
        let (wereld, receiver) = (Wereld::new(app).await, Receiver::start().await);
        by_open311(&wereld, &receiver).await;
        let errors = json!([{"code": 400, "description": "service_code LAMP is unknown"}]).to_string();
        receiver.answer(move |_, count| {
            if count == 0 { Reply::Status(500) } else { Reply::Body(400, "application/json", errors.clone()) }
        });
        let order = wereld.order_for(wereld.lamp).await;
        let mut runner = runner(app, None);
        runner.run_until_idle().await.unwrap();
        app.clock.advance(Duration::from_mins(1));
        runner.run_until_idle().await.unwrap();
        let left = jobs(app).await;
        assert_eq!((left.len(), left[0].next), (1, None));
        assert_eq!(left[0].error, "HTTP 400: service_code LAMP is unknown");
        let now = wereld.now_is(text(&order, "url")).await;
        assert_eq!(text(&now["verzonden"], "staat"), "mislukt");
    });
}
