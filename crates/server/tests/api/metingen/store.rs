// SPDX-License-Identifier: EUPL-1.2
//! The store behind the doors: duplicates, disorder, what is newest, series, retention, connecting assets, and what a batch costs.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use waarmaker_api::{Call, Cx, Result};
use waarmaker_assets::{Opgave, Outcome, Punt};
use waarmaker_auth::Caller;
use waarmaker_core::Problem;
use waarmaker_metingen::{
    Aangesloten, Aansluiting, Eigenschap, Measured, Periode, Resultaat, Seeding, Source, Verdict, aansluiten, latest,
    latest_in, record, seed, series, tick,
};
use waarmaker_testkit::App;

use crate::engines::on_both_engines;

/// Noon of the test.
const NOON: i64 = 1_795_258_800_000;
const MINUTE: i64 = 60_000;
const DAY: i64 = 86_400_000;

/// Does something as Waarmaker itself.
fn inside<T: Send + 'static>(app: &App, run: impl Fn(&mut Cx<'_, '_>) -> Result<T> + Send + 'static) -> T {
    let house = Arc::clone(&app.api.house);
    let write = move |tx: &mut waarmaker_db::Tx<'_>| {
        let (who, call) = (Caller::waarmaker("test"), Call::now(&house)?);
        run(&mut Cx::new(tx, &house, &who, &call))
    };
    std::thread::scope(|scope| scope.spawn(|| app.db().write_blocking(write)).join())
        .unwrap()
        .map_err(|problem: Problem| problem.to_string())
        .unwrap()
}

fn number(device: &str, property: &str, tijd: i64, value: f64) -> Measured {
    Measured {
        apparaat: device.to_owned(),
        eigenschap: property.to_owned(),
        tijd,
        resultaat: Resultaat::Getal(value),
        eenheid: None,
    }
}

fn word(device: &str, tijd: i64, value: &str) -> Measured {
    Measured { resultaat: Resultaat::Tekst(value.to_owned()), ..number(device, "status", tijd, 0.0) }
}

/// Makes so many lamp posts.
fn lamps(app: &App, count: u32) {
    inside(app, move |cx| {
        for place in 0..count {
            let opgave = Opgave {
                soort: "lichtmast".to_owned(),
                identificatie: format!("LM-{place:05}"),
                omschrijving: "Voorstraat".to_owned(),
                punt: Punt { lon: 5.1 + f64::from(place) / 100_000.0, lat: 52.09 },
                geometrie: None,
                ouder: None,
                attributen: serde_json::Map::new(),
            };
            assert_eq!(waarmaker_assets::save(&opgave, cx)?.outcome, Outcome::New);
        }
        Ok(())
    });
}

fn wish() -> Aansluiting {
    let property =
        |naam: &str, unit: Option<&str>| Eigenschap { naam: naam.to_owned(), eenheid: unit.map(str::to_owned) };
    Aansluiting {
        soort: "lichtmast".to_owned(),
        eigenschappen: vec![property("status", None), property("vermogen", Some("W"))],
        apparaat: "{identificatie}".to_owned(),
        bewaartermijn: Some(30),
        client: None,
        dry_run: false,
    }
}

fn connect(app: &App, wish: Aansluiting) -> Aangesloten {
    inside(app, move |cx| aansluiten(&wish, cx))
}

fn say(app: &App, measured: Vec<Measured>) -> Vec<Verdict> {
    inside(app, move |cx| record(&measured, &Source::default(), &[], cx))
}

fn codes(verdicts: &[Verdict]) -> Vec<&'static str> {
    let code = |verdict: &Verdict| match verdict {
        Verdict::Stored => "stored",
        Verdict::Duplicate => "duplicate",
        Verdict::Refused(code, reason) => {
            assert!(reason.len() > 20, "{reason}");
            code
        }
    };
    verdicts.iter().map(code).collect()
}

#[test]
fn connecting_assets_is_done_once_however_often_it_is_asked() {
    on_both_engines(async |app| {
        lamps(app, 150);
        let expected = Aangesloten { assets: 150, things: 150, datastreams: 300, botsingen: vec![] };
        assert_eq!(connect(app, Aansluiting { dry_run: true, ..wish() }), expected);
        assert_eq!(connect(app, wish()), expected);
        assert_eq!(connect(app, wish()), Aangesloten { things: 0, datastreams: 0, ..expected.clone() });
        let more = Aansluiting {
            eigenschappen: vec![Eigenschap { naam: "branduren".to_owned(), eenheid: Some("h".to_owned()) }],
            ..wish()
        };
        assert_eq!(connect(app, more), Aangesloten { things: 0, datastreams: 150, ..expected });
        let client = app.superuser();
        let thing = client.get("/sensorthings/v1.1/Things?$filter=properties/apparaat%20eq%20'LM-00007'&$expand=Locations,Datastreams($expand=Sensor,ObservedProperty)").await.expect(200);
        let thing = &thing["value"][0];
        assert_eq!(
            (&thing["Locations"][0]["location"]["type"], thing["Datastreams"].as_array().unwrap().len()),
            (&"Point".into(), 3)
        );
    });
}

#[test]
fn duplicates_and_disorder_are_harmless_and_late_ones_roll_up_too() {
    on_both_engines(async |app| {
        lamps(app, 2);
        connect(app, wish());
        let lm = "LM-00000";
        let batch = vec![
            number(lm, "vermogen", NOON - 10 * MINUTE, 60.0),
            number(lm, "vermogen", NOON, 20.0),
            number(lm, "vermogen", NOON - 10 * MINUTE, 60.0),
            number(lm, "vermogen", NOON - 10 * MINUTE, 61.0),
            word(lm, NOON, "aan"),
            word("LM-00001", NOON, "uit"),
        ];
        assert_eq!(codes(&say(app, batch.clone())), ["stored", "stored", "duplicate", "conflict", "stored", "stored"]);
        assert_eq!(
            codes(&say(app, batch)),
            ["duplicate", "duplicate", "duplicate", "conflict", "duplicate", "duplicate"]
        );
        assert_eq!(
            codes(&say(app, vec![number(lm, "vermogen", NOON - 20 * MINUTE, 100.0), word(lm, NOON - MINUTE, "uit")])),
            ["stored", "stored"]
        );
        let (newest, hours, days, words) = inside(app, |cx| {
            let thing = cx.tx.one("SELECT id FROM things WHERE apparaat = 'LM-00000'", &[], |row| row.int(0))?.unwrap();
            let newest = latest(cx.tx, thing)?;
            let [status, power] = [newest[0].datastream, newest[1].datastream];
            let hours = series(cx.tx, power, NOON - DAY, NOON + DAY, Periode::Uur)?;
            Ok((
                newest,
                hours,
                series(cx.tx, power, NOON - DAY, NOON + DAY, Periode::Dag)?,
                series(cx.tx, status, NOON - DAY, NOON + DAY, Periode::Dag)?,
            ))
        });
        assert_eq!(
            (newest[0].resultaat.clone(), newest[1].resultaat.clone(), newest[1].tijd),
            (Resultaat::Tekst("aan".to_owned()), Resultaat::Getal(20.0), NOON)
        );
        assert_eq!(
            hours.iter().map(|hour| (hour.aantal, hour.gemiddelde)).collect::<Vec<_>>(),
            [(2, Some(80.0)), (1, Some(20.0))]
        );
        let day = &days[0];
        assert_eq!(
            (day.aantal, day.gemiddelde, day.minimum, day.maximum, day.eerste, day.laatste),
            (3, Some(60.0), Some(20.0), Some(100.0), Some(100.0), Some(20.0))
        );
        assert_eq!(words[0].woorden, [("aan".to_owned(), 1), ("uit".to_owned(), 1)]);
    });
}

#[test]
fn what_cannot_be_true_is_refused_with_its_own_code() {
    on_both_engines(async |app| {
        lamps(app, 2);
        connect(app, Aansluiting { client: Some("apparaat-7".to_owned()), ..wish() });
        let lm = "LM-00000";
        let unit = |unit: &str| Measured { eenheid: Some(unit.to_owned()), ..number(lm, "vermogen", NOON, 1.0) };
        let batch = vec![
            number("spook", "vermogen", NOON, 1.0),
            number("a\0b", "vermogen", NOON, 1.0),
            number(lm, "geur", NOON, 1.0),
            unit("kW"),
            unit("W"),
            word(lm, NOON, "x\0"),
            number(lm, "vermogen", NOON, f64::NAN),
            number(lm, "vermogen", NOON, f64::INFINITY),
            number(lm, "status", NOON, 1.0),
            number(lm, "vermogen", NOON + 6 * MINUTE, 1.0),
            number(lm, "vermogen", 0, 1.0),
            number(lm, "vermogen", i64::MAX, 1.0),
            number(lm, "vermogen", i64::MIN, 1.0),
            number(lm, "vermogen", NOON + 4 * MINUTE, 1.0),
        ];
        assert_eq!(
            codes(&say(app, batch)),
            [
                "unknown-device",
                "unknown-device",
                "unknown-datastream",
                "wrong-unit",
                "stored",
                "wrong-type",
                "not-finite",
                "not-finite",
                "wrong-type",
                "future",
                "past",
                "future",
                "past",
                "stored",
            ]
        );
        let speak = |source: Source, device: &'static str| {
            inside(app, move |cx| record(&[number(device, "vermogen", NOON - MINUTE, 1.0)], &source, &[], cx))
        };
        let device = |name: &str| Source { device: Some(name.to_owned()), client: None };
        let client = |name: &str| Source { client: Some(name.to_owned()), device: None };
        assert_eq!(codes(&speak(device("LM-00001"), lm)), ["not-yours"]);
        assert_eq!(codes(&speak(client("apparaat-8"), lm)), ["not-yours"]);
        assert_eq!(codes(&speak(device(lm), lm)), ["stored"]);
        assert_eq!(codes(&speak(client("apparaat-7"), "LM-00001")), ["stored"]);
        assert!(say(app, vec![]).is_empty());
    });
}

#[test]
fn old_observations_go_and_their_series_stay() {
    on_both_engines(async |app| {
        lamps(app, 1);
        connect(app, wish());
        say(app, (0..50).map(|day| number("LM-00000", "vermogen", NOON - day * DAY, 1.0)).collect());
        app.clock.advance(Duration::from_hours(7));
        assert_eq!(inside(app, tick), 20, "those of more than thirty days ago");
        assert_eq!(inside(app, tick), 0);
        let (left, days) = inside(app, |cx| {
            let stream = cx.tx.one("SELECT datastream FROM laatste", &[], |row| row.int(0))?.unwrap();
            let left = cx.tx.one("SELECT COUNT(*) FROM observations", &[], |row| row.int(0))?.unwrap();
            Ok((left, series(cx.tx, stream, NOON - 60 * DAY, NOON + DAY, Periode::Dag)?.len()))
        });
        assert_eq!((left, days), (30, 50));
    });
}

#[test]
fn a_seeded_register_answers_like_one_that_was_told() {
    on_both_engines(async |app| {
        lamps(app, 30);
        connect(
            app,
            Aansluiting {
                eigenschappen: vec![Eigenschap { naam: "vermogen".to_owned(), eenheid: Some("W".to_owned()) }],
                ..wish()
            },
        );
        let first = inside(app, |cx| Ok(cx.tx.one("SELECT MIN(id) FROM datastreams", &[], |row| row.int(0))?.unwrap()));
        let seeding = Seeding { first, streams: 30, per_stream: 96, from: NOON - 2 * DAY, step: 30 * MINUTE };
        for portion in 0..seeding.portions() {
            inside(app, move |cx| Ok(seed(cx.tx, seeding, portion)?));
        }
        let (hours, days, newest, around) = inside(app, move |cx| {
            let hours = series(cx.tx, first + 29, NOON - 3 * DAY, NOON, Periode::Uur)?;
            let days = series(cx.tx, first + 29, NOON - 3 * DAY, NOON, Periode::Dag)?;
            let told = cx.tx.one("SELECT COUNT(*) FROM observations", &[], |row| row.int(0))?.unwrap();
            Ok((hours, days, told, latest_in(cx.tx, "lichtmast", [5.0, 52.0, 5.10005, 53.0], 100)?))
        });
        assert_eq!((hours.len(), hours[0].aantal, hours[0].gemiddelde), (48, 2, Some(0.5)));
        assert_eq!((days.iter().map(|day| day.aantal).sum::<i64>(), newest, around.len()), (96, 30 * 96, 6));
        assert_eq!(around[0].resultaat, Resultaat::Getal(23.0));
    });
}

#[test]
fn series_have_a_term_of_their_own_and_all_that_is_older_goes_in_portions() {
    on_both_engines(async |app| {
        lamps(app, 1);
        connect(app, Aansluiting { bewaartermijn: None, ..wish() });
        let client = app.superuser();
        let thing = client.get("/sensorthings/v1.1/Things").await.expect(200)["value"][0]["@iot.id"].clone();
        let stream = json!({"name": "stand", "description": "", "observationType": "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement",
            "unitOfMeasurement": {"name": "uur", "symbol": "h", "definition": ""}, "properties": {"bewaartermijnReeks": 10},
            "Thing": {"@iot.id": thing}, "Sensor": {"name": "s", "description": "", "encodingType": "text/plain", "metadata": "x"},
            "ObservedProperty": {"name": "branduren", "description": "", "definition": ""}});
        client.post("/sensorthings/v1.1/Datastreams", &stream).await.expect(201);
        let spread =
            |property: &'static str| (0..400).map(move |day| number("LM-00000", property, NOON - day * 2 * DAY, 1.0));
        say(app, spread("branduren").chain(spread("vermogen")).collect());
        say(app, vec![word("LM-00000", NOON - 300 * DAY, "aan")]);
        app.clock.advance(Duration::from_hours(7));
        let mut portions = 0;
        while inside(app, tick) > 0 {
            portions += 1;
        }
        assert!(portions > 10, "{portions} portions");
        let counts = |table: &'static str, column: &'static str| {
            inside(app, move |cx| {
                let sql = format!(
                    "SELECT p.naam, COUNT(*), MIN(m.{column}) FROM {table} m JOIN datastreams d ON d.id = m.datastream \
                     JOIN observed_properties p ON p.id = d.observed_property GROUP BY p.naam ORDER BY p.naam"
                );
                Ok(cx.tx.query(&sql, &[], |row| Ok((row.text(0)?, row.int(1)?, row.int(2)?)))?)
            })
        };
        let (days, hours) = (counts("metingen_dag", "dag"), counts("metingen_uur", "uur"));
        let number = |all: &[(String, i64, i64)]| {
            all.iter().map(|(name, count, _)| format!("{name} {count}")).collect::<Vec<_>>()
        };
        // Today and every second day since; of the tenth day the hour of noon is over.
        assert_eq!(number(&days), ["branduren 6", "status 1", "vermogen 400"]);
        assert_eq!(number(&hours), ["branduren 5", "status 1", "vermogen 400"]);
        let kept = inside(app, |cx| Ok(cx.tx.one("SELECT COUNT(*) FROM observations", &[], |row| row.int(0))?));
        assert_eq!(kept, Some(801), "observations have no term here");
    });
}
