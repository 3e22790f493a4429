// SPDX-License-Identifier: EUPL-1.2
//! Forty lamps out behind one cabinet are one incident.

use serde_json::{Value as Json, json};
use uuid::Uuid;
use waarmaker_signalen::Status;
use waarmaker_testkit::{App, Client};

use super::{asset, device, incidenten, klok, lamp_uit, met, regel, status, stuur, wijzig};
use crate::engines::on_both_engines;

/// A cabinet with circuits of so many lamps each (`K1-1-1` …), and the rule.
async fn kast(app: &App, client: &Client<'_>, circuits: &[usize], bundeling: Json) -> Uuid {
    let kast = asset(app, "kast", "K1", None);
    for (circuit, lamps) in circuits.iter().enumerate() {
        let groep = asset(app, "groep", &format!("K1-{}", circuit + 1), Some(kast));
        for lamp in 1..=*lamps {
            let naam = naam(circuit + 1, lamp);
            let lamp = asset(app, "lichtmast", &naam, Some(groep));
            device(app, &naam, lamp);
        }
    }
    regel(client, &met(&lamp_uit(), json!({"bundeling": bundeling}))).await;
    kast
}

fn naam(circuit: usize, lamp: usize) -> String {
    format!("K1-{circuit}-{lamp}")
}

fn vijf() -> Json {
    json!({"aantal": 5, "venster": "PT10M", "wacht": "PT2M"})
}

async fn groepen(client: &Client<'_>) -> Vec<Json> {
    incidenten(client, "bron=groep").await
}

/// Lamps of a circuit that say something at a minute.
fn lampen(
    circuit: usize,
    lamps: std::ops::RangeInclusive<usize>,
    minute: i64,
    woord: &str,
) -> Vec<waarmaker_metingen::Measured> {
    lamps.map(|lamp| status(&naam(circuit, lamp), minute, woord)).collect()
}

#[test]
fn forty_lamps_behind_one_cabinet_are_one_incident_on_the_cabinet() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let kast = kast(app, &client, &[20, 20], vijf()).await;
        stuur(app, &[lampen(1, 1..=20, 0, "uit"), lampen(2, 1..=20, 0, "uit")].concat());
        let open = incidenten(&client, "status=open").await;
        let [group] = &open[..] else { panic!("{} incidents go out", open.len()) };
        assert!(group["asset"].as_str().unwrap().ends_with(&kast.to_string()));
        assert_eq!([&group["bron"], &group["aantalAssets"]], [&json!("groep"), &json!(40)]);
        assert_eq!(
            group["omschrijving"],
            "Kast K1, Domplein: 40 van 40 objecten (lichtmast) erachter hebben een storing"
        );
        assert_eq!(group["verzendenOp"], "2026-11-21T11:02:00Z");
        let parts = incidenten(&client, &format!("hoortBij={}", group["url"].as_str().unwrap())).await;
        assert_eq!(parts.len(), 40);
        assert!(parts.iter().all(|part| part["status"] == "samengevoegd"));
    });
}

#[test]
fn a_circuit_is_a_circuit_and_the_second_one_makes_it_the_cabinet() {
    on_both_engines(async |app| {
        let client = app.superuser();
        kast(app, &client, &[6, 6], vijf()).await;
        for (lamp, minute) in (1..=5).zip(0..) {
            stuur(app, &lampen(1, lamp..=lamp, minute, "uit"));
        }
        let circuit = groepen(&client).await;
        assert_eq!(
            (circuit.len(), &circuit[0]["assetIdentificatie"], &circuit[0]["aantalAssets"]),
            (1, &json!("K1-1"), &json!(5))
        );
        stuur(app, &lampen(2, 1..=5, 6, "uit"));
        let both = groepen(&client).await;
        let [circuit, cabinet] = &both[..] else { panic!("{both:?}") };
        assert_eq!([&circuit["status"], &circuit["hoortBij"]], [&json!("samengevoegd"), &cabinet["url"]]);
        assert_eq!(
            [&cabinet["assetIdentificatie"], &cabinet["aantalAssets"], &cabinet["status"]],
            [&json!("K1"), &json!(10), &json!("open")]
        );
        assert_eq!(incidenten(&client, "status=open").await.len(), 1);
    });
}

#[test]
fn few_lamps_are_incidents_of_their_own_that_wait_for_others() {
    on_both_engines(async |app| {
        let client = app.superuser();
        kast(app, &client, &[10], vijf()).await;
        stuur(app, &lampen(1, 1..=4, 0, "uit"));
        let open = incidenten(&client, "status=open").await;
        assert_eq!(open.len(), 4);
        assert!(open.iter().all(|incident| incident["verzendenOp"] == "2026-11-21T11:02:00Z"));
    });
}

#[test]
fn half_of_a_small_circuit_is_enough_by_percentage() {
    on_both_engines(async |app| {
        let client = app.superuser();
        kast(app, &client, &[4, 20], json!({"percentage": 50, "venster": "PT10M", "wacht": "PT2M"})).await;
        stuur(app, &lampen(2, 1..=3, 0, "uit"));
        assert!(groepen(&client).await.is_empty());
        stuur(app, &lampen(1, 1..=2, 1, "uit"));
        let group = groepen(&client).await;
        assert_eq!((group.len(), &group[0]["assetIdentificatie"]), (1, &json!("K1-1")));
    });
}

#[test]
fn late_joiners_join_and_a_lamp_that_was_out_long_before_does_not() {
    on_both_engines(async |app| {
        let client = app.superuser();
        kast(app, &client, &[10], vijf()).await;
        stuur(app, &lampen(1, 10..=10, 0, "uit"));
        stuur(app, &lampen(1, 1..=5, 30, "uit"));
        assert_eq!(groepen(&client).await[0]["aantalAssets"], 5);
        assert_eq!(incidenten(&client, "status=open").await.len(), 2, "the group, and the lamp that was out before");
        stuur(app, &lampen(1, 6..=7, 90, "uit"));
        assert_eq!(groepen(&client).await[0]["aantalAssets"], 7);
        assert_eq!(incidenten(&client, "status=open").await.len(), 2);
    });
}

#[test]
fn a_group_recovers_with_its_members_and_lets_go_who_still_fails() {
    on_both_engines(async |app| {
        let client = app.superuser();
        kast(app, &client, &[8], vijf()).await;
        stuur(app, &lampen(1, 1..=8, 0, "uit"));
        stuur(app, &lampen(1, 1..=3, 20, "aan"));
        let group = groepen(&client).await[0].clone();
        assert_eq!([&group["status"], &group["aantalAssets"]], [&json!("open"), &json!(5)]);
        stuur(app, &lampen(1, 4..=4, 21, "aan"));
        let group = groepen(&client).await[0].clone();
        assert_eq!([&group["status"], &group["einde"]], ["hersteld", "2026-11-21T11:21:00Z"]);
        let left = incidenten(&client, "status=open").await;
        assert_eq!(left.len(), 4);
        assert!(left.iter().all(|one| one["hoortBij"].is_null() && one["verzendenOp"] == "2026-11-21T11:23:00Z"));
        stuur(app, &lampen(1, 5..=8, 22, "aan"));
        assert!(incidenten(&client, "status=open").await.is_empty());
    });
}

#[test]
fn a_closed_group_closes_its_members_and_who_still_fails_begins_anew() {
    on_both_engines(async |app| {
        let client = app.superuser();
        kast(app, &client, &[6], vijf()).await;
        stuur(app, &lampen(1, 1..=6, 0, "uit"));
        let group = groepen(&client).await[0].clone();
        klok(app, 60);
        wijzig(app, &group, |incident| incident.status = Status::Gesloten);
        assert!(incidenten(&client, "status=samengevoegd").await.is_empty());
        stuur(app, &lampen(1, 1..=5, 61, "aan"));
        stuur(app, &lampen(1, 6..=6, 61, "uit"));
        let open = incidenten(&client, "status=open").await;
        let [again] = &open[..] else { panic!("{open:?}") };
        assert_eq!([&again["assetIdentificatie"], &again["vorigIncident"]], [&json!("K1-1-6"), &group["url"]]);
    });
}

#[test]
fn the_rule_of_the_newest_failure_decides_and_what_another_kind_of_rule_raised_does_not_count() {
    on_both_engines(async |app| {
        let client = app.superuser();
        kast(app, &client, &[12], json!({"aantal": 3, "venster": "PT10M", "wacht": "PT2M"})).await;
        let power = |naam: &str, members: Json| {
            let rule = json!({"naam": naam, "soort": "lichtmast",
                "conditie": {"soort": "drempel", "eigenschap": "vermogen", "vergelijking": "<", "waarde": 5}});
            met(&rule, members)
        };
        regel(&client, &power("Los", json!({"bundelen": false}))).await;
        let low = |lamps: std::ops::RangeInclusive<usize>, minute: i64| {
            lamps.map(|lamp| super::vermogen(&naam(1, lamp), minute, 1.0)).collect::<Vec<_>>()
        };
        stuur(app, &low(1..=5, 0));
        stuur(app, &lampen(1, 6..=7, 1, "uit"));
        assert!(groepen(&client).await.is_empty(), "two of its own and five that count for nothing");
        // A rule with a higher threshold raises the newest: four are not enough for it, though they would be for the other.
        let url = client.get(&format!("{}?naam=Los", super::REGELS)).await.expect(200)["results"][0]["url"].clone();
        let six = json!({"bundelen": true, "bundeling": {"aantal": 6, "venster": "PT10M", "wacht": "PT2M"}});
        client.patch(url.as_str().unwrap(), &met(&six, json!({"actief": false}))).await.expect(200);
        let other = power("Zes", met(&six, json!({"prioriteit": "hoog"})));
        regel(&client, &other).await;
        stuur(app, &low(8..=9, 2));
        assert!(groepen(&client).await.is_empty(), "four, and six are needed");
        stuur(app, &lampen(1, 10..=10, 3, "uit"));
        assert_eq!(groepen(&client).await[0]["aantalAssets"], 5, "three are enough for the rule of the newest");
    });
}

#[test]
fn without_bundling_every_lamp_is_its_own_and_leaves_at_once() {
    on_both_engines(async |app| {
        let client = app.superuser();
        kast(app, &client, &[0], vijf()).await;
        let url = incidenten(&client, "").await;
        assert!(url.is_empty());
        let rules = client.get(super::REGELS).await.expect(200);
        client.patch(rules["results"][0]["url"].as_str().unwrap(), &json!({"bundelen": false})).await.expect(200);
        let groep = asset(app, "groep", "G", None);
        for lamp in 1..=6 {
            let naam = naam(1, lamp);
            let lamp = asset(app, "lichtmast", &naam, Some(groep));
            device(app, &naam, lamp);
        }
        stuur(app, &lampen(1, 1..=6, 0, "uit"));
        let open = incidenten(&client, "status=open").await;
        assert_eq!(open.len(), 6);
        assert!(open.iter().all(|incident| incident["verzendenOp"] == "2026-11-21T11:00:00Z"));
    });
}
