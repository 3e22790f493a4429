// SPDX-License-Identifier: EUPL-1.2
//! The clock of the contract over a weekend: on schedule, in danger, missed; pauses; the arithmetic.

use axum::http::Method;
use serde_json::{Value, json};

use super::wereld::{Wereld, text};
use crate::engines::on_both_engines;

/// The term of an order for a norm.
fn term<'v>(order: &'v Value, norm: &str) -> &'v Value {
    order["termijnen"].as_array().unwrap().iter().find(|term| term["norm"] == norm).unwrap()
}

#[test]
fn working_hours_begin_after_the_weekend_and_a_term_comes_in_danger_and_is_missed() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        let order = wereld.order_for(wereld.lamp).await;
        let url = text(&order, "url");
        // Saturday 12:00; four working hours end on Monday 12:00.
        assert_eq!(text(term(&order, "aannemen"), "uiterlijk"), "2026-11-23T11:00:00Z");
        assert_eq!((text(&order, "uiterlijk"), text(&order, "bewaking")), ("2026-11-23T11:00:00Z", "op_schema"));
        wereld.later(46);
        assert_eq!(wereld.tick().await, 0);
        app.clock.advance(std::time::Duration::from_mins(75));
        assert_eq!(wereld.tick().await, 1);
        let danger = wereld.now_is(url).await;
        assert_eq!(
            (text(&danger, "bewaking"), text(term(&danger, "hersteld"), "bewaking")),
            ("in_gevaar", "op_schema")
        );
        wereld.later(1);
        assert_eq!((wereld.tick().await, wereld.tick().await), (1, 0));
        assert_eq!(text(&wereld.now_is(url).await, "bewaking"), "overschreden");
        let accepted = wereld.answer(&order, "accepteren", json!({})).await;
        assert_eq!(
            (text(term(&accepted, "aannemen"), "bewaking"), text(&accepted, "bewaking")),
            ("te_laat", "te_laat")
        );
        assert_eq!(text(&accepted, "uiterlijk"), "2026-11-24T15:00:00Z");
        let events = wereld.now_is(&format!("{url}/audittrail")).await;
        assert_eq!(events.as_array().unwrap().len(), 4);
    });
}

/// What waits in the queue about the terms of an order: kind and event.
async fn told(wereld: &Wereld<'_>) -> Vec<(String, String, Value)> {
    let sql = "SELECT soort, body FROM jobs WHERE opgegeven IS NULL ORDER BY id";
    let read = move |tx: &mut waarmaker_db::Tx<'_>| tx.query(sql, &[], |row| Ok((row.text(0)?, row.bytes(1)?)));
    let rows = wereld.app.db().read(waarmaker_db::Weight::Scan, read).await.unwrap();
    let read = |(soort, body): (String, Vec<u8>)| {
        let body: Value = serde_json::from_slice(&body).unwrap();
        (soort, text(&body, "gebeurtenis").to_owned(), body)
    };
    rows.into_iter().map(read).filter(|(_, event, _)| event != "aangeboden").collect()
}

#[test]
fn who_must_know_of_a_term_in_danger_or_missed_gets_a_message_over_the_weekend_and_once() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        super::verzending::by_mail(&wereld).await;
        let order = wereld.order_for(wereld.lamp).await;
        let uuid = text(&order, "uuid");
        let kinds = |all: &[(String, String, Value)]| -> Vec<String> {
            all.iter().map(|(soort, event, _)| format!("{soort} {event}")).collect()
        };
        // From Saturday noon until Monday ten o'clock nothing happens: no working hours, then two of four.
        for _ in 0..23 {
            wereld.later(2);
            wereld.tick().await;
        }
        assert!(told(&wereld).await.is_empty());
        app.clock.advance(std::time::Duration::from_mins(73));
        wereld.tick().await;
        wereld.tick().await;
        assert_eq!(kinds(&told(&wereld).await), ["mail in_gevaar", "escalatie in_gevaar"]);
        app.clock.advance(std::time::Duration::from_mins(47));
        wereld.tick().await;
        assert_eq!(told(&wereld).await.len(), 2, "the last moment itself is in time");
        app.clock.advance(std::time::Duration::from_millis(2));
        wereld.tick().await;
        wereld.tick().await;
        let all = told(&wereld).await;
        assert_eq!(
            kinds(&all),
            ["mail in_gevaar", "escalatie in_gevaar", "mail overschreden", "escalatie overschreden"]
        );
        assert_eq!([&all[3].2["norm"], &all[3].2["werkopdracht"]], ["aannemen", uuid]);
    });
}

#[test]
fn what_is_done_at_once_is_not_shown_before_the_clock_began() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        app.clock.advance(std::time::Duration::from_millis(141_900));
        let order = wereld.order_for(wereld.lamp).await;
        app.clock.advance(std::time::Duration::from_millis(50));
        let accepted = wereld.answer(&order, "accepteren", json!({})).await;
        let words = wereld.now_is(&format!("{}/klok", text(&order, "url"))).await;
        let words = text(&words, "tekst");
        assert!(words.contains("De klok begint op zaterdag 21 november 2026 om 12:02:21 uur."), "{words}");
        assert!(words.contains("Gedaan op zaterdag 21 november 2026 om 12:02:21 uur: op tijd."), "{words}");
        let begin = text(&accepted["termijnen"][0]["verklaring"], "begin");
        assert_eq!((begin, text(&accepted, "aangeboden")), ("2026-11-21T11:02:21.9Z", "2026-11-21T11:02:21.900000Z"));
        assert_eq!(text(&accepted["termijnen"][0], "behaald"), "2026-11-21T11:02:21.950000Z");
    });
}

#[test]
fn a_moment_in_the_past_counts_for_the_clock() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        let order = wereld.order_for(wereld.lamp).await;
        wereld.later(72);
        wereld.tick().await;
        let accepted = wereld.answer(&order, "accepteren", json!({"moment": "2026-11-23T09:00:00+01:00"})).await;
        assert_eq!(text(term(&accepted, "aannemen"), "bewaking"), "behaald");
    });
}

#[test]
fn a_pause_stops_the_clock_and_stands_in_the_arithmetic_with_its_reason() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        let order = wereld.order_for(wereld.lamp).await;
        wereld.later(48);
        wereld.answer(&order, "accepteren", json!({})).await;
        let url = text(&order, "url");
        wereld.aannemer.post(&format!("{url}/pauze"), &json!({})).await.expect(400);
        let paused = wereld.answer(&order, "pauze", json!({"reden": "Wacht op netbeheerder"})).await;
        assert!(term(&paused, "hersteld")["uiterlijk"].is_null() && paused["uiterlijk"].is_null());
        wereld.aannemer.post(&format!("{url}/pauze"), &json!({"reden": "Iets anders"})).await.expect(409);
        wereld.later(24);
        let resumed = wereld.answer(&order, "hervatten", json!({})).await;
        // Two working days from Monday 08:00 are Tuesday 16:00; the pause took eight working hours of them.
        assert_eq!(text(term(&resumed, "hersteld"), "uiterlijk"), "2026-11-25T15:00:00Z");
        assert_eq!(resumed["pauzes"][0]["einde"], resumed["stappen"][3]["moment"]);
        let plain = wereld.aannemer.send(Method::GET, &format!("{url}/klok"), &[("accept", "text/plain")], None).await;
        let words = String::from_utf8(plain.body.clone()).unwrap();
        assert!(plain.header("content-type").starts_with("text/plain"));
        assert!(words.contains("Wacht op netbeheerder") && words.contains("OVL-2026"), "{words}");
        let data = wereld.aannemer.get(&format!("{url}/klok")).await.expect(200);
        assert_eq!((text(&data, "nummer"), text(&data, "tekst")), ("WO-2026-0000001", words.as_str()));
    });
}
