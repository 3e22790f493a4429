// SPDX-License-Identifier: EUPL-1.2
//! From observation to incident: every kind of condition, delay, recovery, and what a contractor does in between.

use serde_json::{Value as Json, json};
use waarmaker_core::DateTime;
use waarmaker_signalen::Status;
use waarmaker_testkit::{App, Client};

use super::{
    INCIDENTEN, MIN, NOON, asset, device, doe, incidenten, klok, lamp_uit, met, regel, stand, status, stuur, vermogen,
    wijzig,
};
use crate::engines::on_both_engines;

/// A lamp `L1` without a parent, and this rule.
async fn begin(app: &App, client: &Client<'_>, members: Json) {
    let lamp = asset(app, "lichtmast", "L1", None);
    device(app, "L1", lamp);
    regel(client, &met(&lamp_uit(), members)).await;
}

#[test]
fn a_lamp_that_says_it_is_off_is_an_incident_at_once_with_its_evidence() {
    on_both_engines(async |app| {
        let client = app.superuser();
        begin(app, &client, json!({"prioriteit": "hoog", "zaaktype": "LAMP"})).await;
        stuur(app, &[status("L1", 0, "aan"), status("L1", 1, "uit")]);
        let [incident] = &incidenten(&client, "").await[..] else { panic!() };
        assert_eq!(incident["nummer"].as_str().unwrap().get(..9), Some("INC-2026-"));
        assert_eq!(incident["omschrijving"], "Lichtmast L1, Domplein: Lamp is uit");
        assert_eq!(
            [&incident["bron"], &incident["prioriteit"], &incident["status"], &incident["zaaktype"]],
            ["sensor", "hoog", "open", "LAMP"]
        );
        assert_eq!([&incident["begin"], &incident["verzendenOp"]], ["2026-11-21T11:01:00Z", "2026-11-21T11:01:00Z"]);
        assert_eq!(incident["bewijs"][0]["resultaat"], "uit");
        let asset = incident["asset"].as_str().unwrap().to_owned();
        assert_eq!(incidenten(&client, &format!("asset={asset}")).await.len(), 1);
        assert_eq!(incidenten(&client, &format!("asset={}", asset.rsplit('/').next().unwrap())).await.len(), 1);
        assert_eq!(incidenten(&client, "prioriteit=laag").await.len(), 0);
        let trail = client.get(&format!("{}/audittrail", incident["url"].as_str().unwrap())).await.expect(200);
        assert_eq!(trail[0]["applicatieWeergave"], "Signalen");
    });
}

#[test]
fn it_stays_one_incident_however_often_it_is_said() {
    on_both_engines(async |app| {
        let client = app.superuser();
        begin(app, &client, json!({})).await;
        let batch = [status("L1", 1, "uit"), status("L1", 2, "uit"), status("L1", 3, "defect")];
        stuur(app, &batch);
        stuur(app, &batch);
        stuur(app, &[status("L1", 4, "uit"), status("L1", 4, "uit")]);
        assert_eq!(stand(&client).await, ["open"]);
        stuur(app, &[status("L1", 5, "aan")]);
        stuur(app, &batch);
        assert_eq!(stand(&client).await, ["hersteld"]);
        assert_eq!(incidenten(&client, "").await[0]["einde"], "2026-11-21T11:05:00Z");
        stuur(app, &[status("L1", 6, "uit")]);
        assert_eq!(stand(&client).await, ["hersteld", "open"]);
    });
}

#[test]
fn a_late_observation_changes_nothing() {
    on_both_engines(async |app| {
        let client = app.superuser();
        begin(app, &client, json!({})).await;
        stuur(app, &[status("L1", 10, "aan")]);
        stuur(app, &[status("L1", 5, "uit")]);
        assert!(stand(&client).await.is_empty());
        stuur(app, &[status("L1", 11, "uit")]);
        stuur(app, &[status("L1", 9, "aan")]);
        assert_eq!(stand(&client).await, ["open"]);
    });
}

#[test]
fn a_delay_waits_and_what_recovers_within_it_was_nothing() {
    on_both_engines(async |app| {
        let client = app.superuser();
        begin(app, &client, json!({"vertraging": "PT10M"})).await;
        stuur(app, &[status("L1", 0, "uit")]);
        klok(app, 9);
        assert!(stand(&client).await.is_empty());
        stuur(app, &[status("L1", 9, "aan"), status("L1", 10, "uit")]);
        klok(app, 19);
        assert!(stand(&client).await.is_empty());
        klok(app, 20);
        let [incident] = &incidenten(&client, "").await[..] else { panic!() };
        assert_eq!([&incident["begin"], &incident["vastgesteld"]], ["2026-11-21T11:10:00Z", "2026-11-21T11:20:00Z"]);
        klok(app, 21);
        assert_eq!(stand(&client).await, ["open"]);
    });
}

#[test]
fn a_delay_that_nobody_noticed_counts_all_the_same() {
    on_both_engines(async |app| {
        let client = app.superuser();
        begin(app, &client, json!({"vertraging": "PT10M"})).await;
        stuur(app, &[status("L1", 0, "uit")]);
        stuur(app, &[status("L1", 30, "aan")]);
        let [incident] = &incidenten(&client, "").await[..] else { panic!() };
        assert_eq!([&incident["status"], &incident["vastgesteld"]], ["hersteld", "2026-11-21T11:10:00Z"]);
    });
}

#[test]
fn a_threshold_with_a_recovery_of_its_own_does_not_flutter() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let low = json!({"soort": "drempel", "eigenschap": "vermogen", "vergelijking": "<", "waarde": 5});
        let high = json!({"soort": "drempel", "eigenschap": "vermogen", "vergelijking": ">", "waarde": 20});
        begin(app, &client, json!({"conditie": low, "herstel": {"conditie": high, "duur": "PT5M"}})).await;
        stuur(app, &[vermogen("L1", 0, 40.0), vermogen("L1", 1, 3.0), vermogen("L1", 2, 10.0)]);
        assert_eq!(stand(&client).await, ["open"]);
        stuur(app, &[vermogen("L1", 3, 25.0), vermogen("L1", 5, 10.0)]);
        klok(app, 9);
        assert_eq!(stand(&client).await, ["open"], "it did not last");
        stuur(app, &[vermogen("L1", 10, 25.0)]);
        klok(app, 15);
        assert_eq!(stand(&client).await, ["hersteld"]);
        assert_eq!(incidenten(&client, "").await[0]["einde"], "2026-11-21T11:10:00Z");
    });
}

#[test]
fn a_range_and_more_than_one_property() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let range =
            json!({"soort": "drempel", "eigenschap": "vermogen", "vergelijking": "buiten", "waarde": 10, "tot": 60});
        begin(app, &client, json!({"en": [range]})).await;
        stuur(app, &[vermogen("L1", 0, 40.0), status("L1", 0, "uit")]);
        assert!(stand(&client).await.is_empty());
        stuur(app, &[vermogen("L1", 1, 0.0)]);
        assert_eq!(stand(&client).await, ["open"]);
        assert_eq!(incidenten(&client, "").await[0]["bewijs"].as_array().unwrap().len(), 2);
        stuur(app, &[vermogen("L1", 2, 40.0)]);
        assert_eq!(stand(&client).await, ["hersteld"]);
    });
}

#[test]
fn a_rule_for_the_night_says_nothing_by_day() {
    on_both_engines(async |app| {
        let client = app.superuser();
        begin(app, &client, json!({"tijdvak": {"van": "22:00", "tot": "06:00"}})).await;
        stuur(app, &[status("L1", 0, "uit")]);
        assert!(stand(&client).await.is_empty());
        // 22:30 in Amsterdam.
        stuur(app, &[status("L1", 630, "uit")]);
        assert_eq!(stand(&client).await, ["open"]);
        // 07:30: that a lamp is on by day says nothing about the night either.
        stuur(app, &[status("L1", 1170, "aan")]);
        assert_eq!(stand(&client).await, ["open"]);
        stuur(app, &[status("L1", 2075, "aan")]);
        assert_eq!(stand(&client).await, ["hersteld"]);
    });
}

#[test]
fn silence_is_an_incident_until_something_is_heard() {
    on_both_engines(async |app| {
        let client = app.superuser();
        begin(app, &client, json!({"conditie": {"soort": "stilte", "duur": "PT6H"}})).await;
        let never = asset(app, "lichtmast", "L2", None);
        device(app, "L2", never);
        stuur(app, &[status("L1", 0, "aan")]);
        klok(app, 359);
        assert!(stand(&client).await.is_empty());
        klok(app, 361);
        klok(app, 362);
        let [incident] = &incidenten(&client, "").await[..] else { panic!() };
        assert_eq!([&incident["begin"], &incident["vastgesteld"]], ["2026-11-21T11:00:00Z", "2026-11-21T17:00:00Z"]);
        stuur(app, &[vermogen("L1", 370, 1.0)]);
        assert_eq!(stand(&client).await, ["hersteld"]);
        klok(app, 800);
        assert_eq!(stand(&client).await, ["hersteld", "open"]);
    });
}

#[test]
fn flapping_is_counted_and_ends_when_it_keeps_still() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let conditie = json!({"soort": "flapperen", "eigenschap": "status", "aantal": 4, "venster": "PT10M"});
        begin(app, &client, json!({"conditie": conditie})).await;
        for minute in 0..4 {
            stuur(app, &[status("L1", minute, if minute % 2 == 0 { "aan" } else { "uit" })]);
            stuur(app, &[status("L1", minute, if minute % 2 == 0 { "aan" } else { "uit" })]);
        }
        assert!(stand(&client).await.is_empty(), "three changes");
        stuur(app, &[status("L1", 4, "aan")]);
        let [incident] = &incidenten(&client, "").await[..] else { panic!() };
        assert_eq!([&incident["begin"], &incident["vastgesteld"]], ["2026-11-21T11:01:00Z", "2026-11-21T11:04:00Z"]);
        klok(app, 10);
        assert_eq!(stand(&client).await, ["open"]);
        klok(app, 12);
        assert_eq!(stand(&client).await, ["hersteld"]);
        // Four changes in a longer time are nothing.
        for minute in [30, 36, 42, 48, 54] {
            stuur(app, &[status("L1", minute, if minute % 12 == 6 { "uit" } else { "aan" })]);
        }
        assert_eq!(stand(&client).await, ["hersteld"]);
    });
}

#[test]
fn drift_of_daily_means_is_seen_before_it_fails() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let conditie = json!({"soort": "drift", "eigenschap": "vermogen", "dagen": 3, "basis": 10, "percentage": 15});
        begin(app, &client, json!({"conditie": conditie, "prioriteit": "laag"})).await;
        let days = |change: f64| {
            (1..=13).map(move |ago| vermogen("L1", -ago * 1440, if ago <= 3 { 40.0 * change } else { 40.0 }))
        };
        stuur(app, &days(1.3).collect::<Vec<_>>());
        klok(app, 1);
        let [incident] = &incidenten(&client, "").await[..] else { panic!() };
        assert_eq!(incident["bewijs"][0]["uitleg"], "Het gemiddelde was 40.00 en is nu 52.00: +30 %");
        klok(app, 2);
        stuur(app, &(1..=3).map(|later| vermogen("L1", later * 1440, 41.0)).collect::<Vec<_>>());
        klok(app, 4 * 1440);
        assert_eq!(stand(&client).await, ["hersteld"]);
    });
}

#[test]
fn what_a_contractor_accepted_the_contractor_decides() {
    on_both_engines(async |app| {
        let client = app.superuser();
        begin(app, &client, json!({})).await;
        stuur(app, &[status("L1", 0, "uit")]);
        let incident = incidenten(&client, "").await[0].clone();
        wijzig(app, &incident, |incident| {
            incident.status = Status::Opgedragen;
            incident.aanvaard = DateTime::parse("2026-11-21T11:00:30Z").ok();
        });
        stuur(app, &[status("L1", 1, "aan")]);
        let noted = incidenten(&client, "").await[0].clone();
        assert_eq!([&noted["status"], &noted["sensorHersteld"]], ["opgedragen", "2026-11-21T11:01:00Z"]);
        stuur(app, &[status("L1", 2, "uit")]);
        let again = incidenten(&client, "").await;
        assert_eq!(again.len(), 1);
        assert_eq!(again[0]["sensorHersteld"], Json::Null);
    });
}

#[test]
fn what_still_fails_after_it_was_mended_is_a_new_incident_that_names_the_old_one() {
    on_both_engines(async |app| {
        let client = app.superuser();
        begin(app, &client, json!({"vertraging": "PT5M"})).await;
        stuur(app, &[status("L1", 0, "uit")]);
        klok(app, 5);
        let incident = incidenten(&client, "").await[0].clone();
        wijzig(app, &incident, |incident| incident.status = Status::Gesloten);
        klok(app, 20);
        assert_eq!(stand(&client).await, ["gesloten"]);
        stuur(app, &[status("L1", 20, "uit")]);
        klok(app, 25);
        let all = incidenten(&client, "").await;
        assert_eq!(all.len(), 2);
        assert_eq!(all[1]["vorigIncident"], incident["url"]);
        stuur(app, &[status("L1", 30, "aan")]);
        assert_eq!(stand(&client).await, ["gesloten", "hersteld"]);
    });
}

#[test]
fn what_is_more_than_the_maximum_of_a_day_waits_for_the_next() {
    on_both_engines(async |app| {
        let client = app.superuser();
        begin(app, &client, json!({"maximumPerDag": 2})).await;
        for number in 2..=4 {
            let name = format!("L{number}");
            let lamp = asset(app, "lichtmast", &name, None);
            device(app, &name, lamp);
            stuur(app, &[status(&name, number, "uit")]);
        }
        assert_eq!(stand(&client).await.len(), 2);
        klok(app, 700);
        assert_eq!(stand(&client).await.len(), 2);
        klok(app, 721);
        assert_eq!(stand(&client).await.len(), 3);
    });
}

#[test]
fn people_change_words_and_close_and_nothing_else() {
    on_both_engines(async |app| {
        let client = app.superuser();
        begin(app, &client, json!({})).await;
        stuur(app, &[status("L1", 0, "uit")]);
        let url = incidenten(&client, "").await[0]["url"].as_str().unwrap().to_owned();
        client.patch(&url, &json!({"toelichting": "Bekend bij ons.", "prioriteit": "spoed"})).await.expect(200);
        assert_eq!(
            client.patch(&url, &json!({"aantalAssets": 7})).await.problems(),
            ["aantalAssets/wijzigen-niet-toegelaten"]
        );
        assert_eq!(client.patch(&url, &json!({"status": "hersteld"})).await.problems(), ["status/invalid"]);
        let closed = client.patch(&url, &json!({"status": "gesloten"})).await.expect(200);
        assert_eq!(closed["einde"], "2026-11-21T11:00:00Z");
        let body = json!({"omschrijving": "x", "asset": closed["asset"], "bron": "sensor", "prioriteit": "laag",
            "begin": "2026-11-21T11:00:00Z", "vastgesteld": "2026-11-21T11:00:00Z"});
        assert_eq!(client.post(INCIDENTEN, &body).await.status, 403);
    });
}

#[test]
fn a_normal_reading_writes_nothing() {
    on_both_engines(async |app| {
        let client = app.superuser();
        begin(app, &client, json!({})).await;
        for minute in 0..5 {
            stuur(app, &[status("L1", minute, "aan"), vermogen("L1", minute, 40.0)]);
        }
        let rows = doe(app, |cx| Ok(cx.tx.one("SELECT COUNT(*) FROM toestanden", &[], |row| row.int(0))?));
        assert_eq!(rows, Some(0));
        stuur(app, &[status("L1", 6, "uit"), status("L1", 7, "aan")]);
        let rows = doe(app, |cx| Ok(cx.tx.one("SELECT COUNT(*) FROM toestanden", &[], |row| row.int(0))?));
        assert_eq!((rows, NOON % MIN), (Some(0), 0));
    });
}
