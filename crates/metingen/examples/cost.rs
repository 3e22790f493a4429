// SPDX-License-Identifier: EUPL-1.2
//! Prints what storing an observation costs, and what reading costs when there are many:
//! `cargo run --release -p waarmaker-metingen --example cost -- FOLDER [OBSERVATIONS PER DATASTREAM]`.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    reason = "a measurement may stop"
)]

use std::{path::PathBuf, sync::Arc, time::Instant};

use waarmaker_api::{Call, Choices, Cx, House, Result};
use waarmaker_auth::Caller;
use waarmaker_core::{Origins, Problem, RandomIds, SystemClock};
use waarmaker_db::{Db, Settings, Tx, Url};
use waarmaker_metingen::{
    Aansluiting, Eigenschap, Measured, Periode, Resultaat, Seeding, Source, Verdict, aansluiten, latest, latest_in,
    record, seed, series,
};

const DAY: i64 = 86_400_000;
const LAMPS: i64 = 5_000;

fn inside<T: Send + 'static>(
    db: &Db,
    house: &Arc<House>,
    run: impl Fn(&mut Cx<'_, '_>) -> Result<T> + Send + 'static,
) -> T {
    let house = Arc::clone(house);
    db.write_blocking(move |tx: &mut Tx<'_>| {
        let (who, call) = (Caller::waarmaker("cost"), Call::now(&house)?);
        run(&mut Cx::new(tx, &house, &who, &call))
    })
    .map_err(|problem: Problem| problem.to_string())
    .unwrap()
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let db = Db::open(&Settings::new(Url::Sqlite(PathBuf::from(&arguments[1]).join("cost.db")))).unwrap();
    let origins = Origins::new(vec!["http://localhost".to_owned()]);
    let house = Arc::new(House::new(&[], origins, Choices::default(), Arc::new(SystemClock), Arc::new(RandomIds)));
    let sql = "INSERT INTO assets (uuid, soort, identificatie, omschrijving, lon, lat, versie, gewijzigd, door, attributen) \
         VALUES ($1, 'lichtmast', $2, '', $3, 52.09, 1, 0, '', $4)";
    inside(&db, &house, move |cx| {
        for place in 0..LAMPS {
            let lon = 5.0 + place as f64 / 10_000.0;
            cx.tx.run(
                sql,
                &[cx.house.ids.uuid().into(), format!("LM-{place:05}").into(), lon.into(), b"{}".as_slice().into()],
            )?;
        }
        Ok(())
    });
    let property =
        |naam: &str, unit: Option<&str>| Eigenschap { naam: naam.to_owned(), eenheid: unit.map(str::to_owned) };
    let wish = Aansluiting {
        soort: "lichtmast".to_owned(),
        eigenschappen: vec![property("vermogen", Some("W")), property("status", None)],
        apparaat: "{identificatie}".to_owned(),
        bewaartermijn: None,
        client: None,
        dry_run: false,
    };
    let start = Instant::now();
    let done = inside(&db, &house, move |cx| aansluiten(&wish, cx));
    println!("connecting {} datastreams: {:?}", done.datastreams, start.elapsed());
    let now = Call::now(&house).unwrap().now.at.as_millisecond();
    for size in [200, 1_000] {
        batches(&db, &house, size, now - DAY + size);
    }
    if let Some(per_stream) = arguments.get(2).and_then(|count| count.parse().ok()) {
        many(&db, &house, per_stream, now);
    }
    db.close_blocking();
}

/// Twenty thousand observations in batches of this size, half of them words.
fn batches(db: &Db, house: &Arc<House>, size: i64, from: i64) {
    let start = Instant::now();
    for round in 0..20_000 / size {
        let batch: Vec<Measured> = (0..size)
            .map(|place| {
                let number = round * size + place;
                let is_word = (number / LAMPS) % 2 == 1;
                Measured {
                    apparaat: format!("LM-{:05}", number % LAMPS),
                    eigenschap: if is_word { "status" } else { "vermogen" }.to_owned(),
                    tijd: from + number / LAMPS * 60_000,
                    resultaat: if is_word { Resultaat::Tekst("aan".to_owned()) } else { Resultaat::Getal(60.0) },
                    eenheid: None,
                }
            })
            .collect();
        let verdicts = inside(db, house, move |cx| record(&batch, &Source::default(), &[], cx));
        assert!(verdicts.iter().all(|verdict| *verdict == Verdict::Stored));
    }
    println!("batches of {size}: {:.1} µs an observation", start.elapsed().as_secs_f64() * 1e6 / 20_000.0);
}

/// Fills the datastreams of power, and reads.
fn many(db: &Db, house: &Arc<House>, per_stream: i64, now: i64) {
    let first =
        db.read_blocking(|tx| tx.one("SELECT MIN(id) FROM datastreams", &[], |row| row.int(0))).unwrap().unwrap();
    db.write_blocking(|tx| tx.run("DELETE FROM laatste", &[])).unwrap();
    let step = 360 * DAY / per_stream;
    let seeding = Seeding { first, streams: LAMPS, per_stream, from: now - 365 * DAY, step };
    let start = Instant::now();
    for portion in 0..seeding.portions() {
        inside(db, house, move |cx| Ok(seed(cx.tx, seeding, portion)?));
    }
    println!("{} observations seeded: {:?}", LAMPS * per_stream, start.elapsed());
    let timed = |what: &str, run: fn(&mut Tx<'_>, i64, i64) -> Result<usize>| {
        for again in ["first", "again"] {
            let start = Instant::now();
            let found = db.read_blocking(move |tx| run(tx, first + 777, now)).unwrap();
            println!("{what}, {again}: {:?} ({found} found)", start.elapsed());
        }
    };
    timed("latest of a thing", |tx, _, _| Ok(latest(tx, 800)?.len()));
    timed("latest of a neighbourhood", |tx, _, _| Ok(latest_in(tx, "lichtmast", [5.1, 52.0, 5.2, 53.0], 1000)?.len()));
    timed("a week of hours", |tx, stream, now| {
        Ok(series(tx, stream, now - 60 * DAY, now - 53 * DAY, Periode::Uur)?.len())
    });
    timed("a year of hours", |tx, stream, now| Ok(series(tx, stream, now - 365 * DAY, now, Periode::Uur)?.len()));
    timed("a year of days", |tx, stream, now| Ok(series(tx, stream, now - 365 * DAY, now, Periode::Dag)?.len()));
}
