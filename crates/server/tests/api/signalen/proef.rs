// SPDX-License-Identifier: EUPL-1.2
//! `POST /signalen/api/v1/regels/_try`: what a rule would have raised.

use serde_json::{Value as Json, json};

use super::{REGELS, asset, device, doe, incidenten, klok, lamp_uit, met, regel, status, stuur, vermogen};
use crate::engines::on_both_engines;

fn vraag(regel: &Json) -> Json {
    json!({"regel": regel, "van": "2026-11-21T10:00:00Z", "tot": "2026-11-21T20:00:00Z"})
}

#[test]
fn trying_shows_what_would_have_been_raised_and_writes_nothing() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let lamp = asset(app, "lichtmast", "L1", None);
        device(app, "L1", lamp);
        stuur(
            app,
            &[
                status("L1", 0, "aan"),
                status("L1", 10, "uit"),
                status("L1", 15, "aan"),
                status("L1", 20, "uit"),
                status("L1", 60, "aan"),
            ],
        );
        let rule = met(&lamp_uit(), json!({"vertraging": "PT10M"}));
        let path = format!("{REGELS}/_try");
        let found = client.post(&path, &vraag(&rule)).await.expect(200);
        let [one] = &found["incidenten"].as_array().unwrap()[..] else { panic!("{found}") };
        assert_eq!(
            [&one["identificatie"], &one["begin"], &one["vastgesteld"], &one["einde"], &one["echt"]],
            [
                &json!("L1"),
                &json!("2026-11-21T11:20:00Z"),
                &json!("2026-11-21T11:30:00Z"),
                &json!("2026-11-21T12:00:00Z"),
                &json!(false)
            ]
        );
        assert_eq!(found["perDag"], json!({"2026-11-21": 1}));
        assert!(incidenten(&client, "").await.is_empty());
        let rows = doe(app, |cx| Ok(cx.tx.one("SELECT COUNT(*) FROM toestanden", &[], |row| row.int(0))?));
        assert_eq!(rows, Some(0));
        assert_eq!(client.post(&path, &vraag(&json!({"naam": "x"}))).await.problems(), ["conditie/required"]);
        assert_eq!(
            client.post(&path, &json!({"van": "2026-11-21T10:00:00Z", "tot": "2027-11-21T10:00:00Z"})).await.problems(),
            ["tot/max_value"]
        );
        let by_name = json!({"naam": "geen", "van": "2026-11-21T10:00:00Z", "tot": "2026-11-22T10:00:00Z"});
        assert_eq!(client.post(&path, &by_name).await.problems(), ["naam/does_not_exist"]);
        assert_eq!(app.client("niemand").post(&path, &vraag(&rule)).await.status, 403);
    });
}

#[test]
fn what_was_wrong_already_when_the_time_begins_is_seen() {
    on_both_engines(async |app| {
        let client = app.superuser();
        for naam in ["L1", "L2", "L3"] {
            let lamp = asset(app, "lichtmast", naam, None);
            device(app, naam, lamp);
        }
        let rule = lamp_uit();
        regel(&client, &rule).await;
        stuur(app, &[status("L1", 0, "uit"), status("L2", 0, "uit"), status("L2", 10, "aan"), status("L3", 5, "aan")]);
        stuur(app, &[vermogen("L3", 5, 1.0), status("L1", 50, "aan")]);
        let path = format!("{REGELS}/_try");
        let ask = |regel: &Json| json!({"regel": regel, "van": "2026-11-21T11:30:00Z", "tot": "2026-11-21T12:30:00Z"});
        let found = client.post(&path, &ask(&rule)).await.expect(200);
        let [one] = &found["incidenten"].as_array().unwrap()[..] else { panic!("{found}") };
        assert_eq!(
            [&one["identificatie"], &one["begin"], &one["vastgesteld"], &one["einde"], &one["echt"]],
            [
                &json!("L1"),
                &json!("2026-11-21T11:00:00Z"),
                &json!("2026-11-21T11:30:00Z"),
                &json!("2026-11-21T11:50:00Z"),
                &json!(true)
            ]
        );
        assert_eq!([&found["echt"], &found["waarnemingen"]], [1, 1]);
        let silent = json!({"naam": "Stil", "soort": "lichtmast", "conditie": {"soort": "stilte", "eigenschap": "vermogen", "duur": "PT10M"}});
        let found = client.post(&path, &ask(&silent)).await.expect(200);
        let [one] = &found["incidenten"].as_array().unwrap()[..] else { panic!("{found}") };
        assert_eq!([&one["identificatie"], &one["vastgesteld"]], ["L3", "2026-11-21T11:30:00Z"]);
    });
}

#[test]
fn trying_finds_the_same_as_running() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let kast = asset(app, "kast", "K1", None);
        for number in 1..=6 {
            let naam = format!("L{number}");
            let lamp = asset(app, "lichtmast", &naam, Some(kast));
            device(app, &naam, lamp);
        }
        let rule = met(&lamp_uit(), json!({"bundeling": {"aantal": 5, "venster": "PT10M", "wacht": "PT2M"}}));
        let silent = json!({"naam": "Stil", "soort": "lichtmast", "conditie": {"soort": "stilte", "eigenschap": "vermogen", "duur": "PT1H"}});
        regel(&client, &rule).await;
        regel(&client, &silent).await;
        stuur(app, &[vermogen("L1", 0, 1.0), status("L6", 0, "uit"), status("L6", 1, "aan")]);
        stuur(app, &(1..=5).map(|i| status(&format!("L{i}"), 10 + i, "uit")).collect::<Vec<_>>());
        klok(app, 90);
        let real = incidenten(&client, "bron=sensor").await;
        assert_eq!(real.len(), 7);
        let path = format!("{REGELS}/_try");
        let by_name = |naam: &str| json!({"naam": naam, "van": "2026-11-21T10:00:00Z", "tot": "2026-11-21T12:30:00Z"});
        let found = client.post(&path, &by_name("Lamp is uit")).await.expect(200);
        assert_eq!((found["incidenten"].as_array().unwrap().len(), &found["echt"]), (6, &json!(6)));
        assert!(found["incidenten"].as_array().unwrap().iter().all(|one| one["echt"] == true), "{found}");
        let groups = found["groepen"].as_array().unwrap();
        assert_eq!((groups.len(), &groups[0]["identificatie"], &groups[0]["aantal"]), (1, &json!("K1"), &json!(5)));
        assert_eq!(found["perDag"], json!({"2026-11-21": 2}));
        let found = client.post(&path, &by_name("Stil")).await.expect(200);
        assert_eq!((found["incidenten"].as_array().unwrap().len(), &found["incidenten"][0]["echt"]), (1, &json!(true)));
    });
}
