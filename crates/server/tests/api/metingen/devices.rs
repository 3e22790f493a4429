// SPDX-License-Identifier: EUPL-1.2
//! Devices with what they measure, and looking at what was stored.

use std::time::{Duration, Instant};

use waarmaker_db::{Tx, Value, Weight};
use waarmaker_testkit::App;

/// Now, on the clock of the test.
pub(super) const NOW: i64 = 1_795_258_800_000;

/// What every device of these tests measures: name, kind, unit.
const MEASURES: &[(&str, &str, &str)] =
    &[("status", "tekst", ""), ("vermogen", "getal", "W"), ("spanning", "getal", "V"), ("branduren", "getal", "h")];

/// Makes devices, each with four datastreams.
pub(super) fn connect(app: &App, names: &[&str]) {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    app.write(move |tx| {
        let sensor = id(
            tx,
            "INSERT INTO sensors (naam, omschrijving, encoding_type, metadata, properties) VALUES ($1, '', '', '\"\"', '{}') RETURNING id",
            &["meter".into()],
        )?;
        let mut properties = Vec::new();
        for (name, ..) in MEASURES {
            let known = tx.one("SELECT id FROM observed_properties WHERE naam = $1", &[(*name).into()], |row| row.int(0))?;
            let insert = "INSERT INTO observed_properties (naam, definition, omschrijving, properties) VALUES ($1, '', '', '{}') RETURNING id";
            properties.push(match known {
                Some(known) => known,
                None => id(tx, insert, &[(*name).into()])?,
            });
        }
        for name in &names {
            let insert = "INSERT INTO things (apparaat, naam, omschrijving, properties) VALUES ($1, $1, '', '{}') RETURNING id";
            let thing = id(tx, insert, &[name.into()])?;
            for ((property, soort, unit), number) in MEASURES.iter().zip(&properties) {
                stream(tx, &[thing.into(), (*number).into(), sensor.into(), (*property).into(), (*soort).into(), (*unit).into()])?;
            }
        }
        Ok(())
    });
}

fn stream(tx: &mut Tx<'_>, values: &[Value]) -> Result<i64, waarmaker_db::Error> {
    let insert = "INSERT INTO datastreams (thing, observed_property, sensor, naam, omschrijving, soort, observation_type, eenheid, eenheid_naam, \
         eenheid_definitie, properties) VALUES ($1, $2, $3, $4, '', $5, '', $6, '', '', '{}') RETURNING id";
    id(tx, insert, values)
}

fn id(tx: &mut Tx<'_>, sql: &str, values: &[Value]) -> Result<i64, waarmaker_db::Error> {
    Ok(tx.one(sql, values, |row| row.int(0))?.unwrap())
}

/// The number of a datastream.
pub(super) async fn datastream(app: &App, device: &str, property: &str) -> i64 {
    let values = [device.into(), property.into()];
    let sql = "SELECT d.id FROM datastreams d JOIN things t ON t.id = d.thing JOIN observed_properties p ON p.id = d.observed_property \
         WHERE t.apparaat = $1 AND p.naam = $2";
    app.db().read(Weight::Point, move |tx| tx.one(sql, &values, |row| row.int(0))).await.unwrap().unwrap()
}

/// How many rows a table has.
pub(super) async fn rows(app: &App, table: &str) -> i64 {
    let sql = format!("SELECT COUNT(*) FROM {table}");
    app.db().read(Weight::Scan, move |tx| tx.one(&sql, &[], |row| row.int(0))).await.unwrap().unwrap()
}

/// Everything that was stored: device, property, moment and value as text.
pub(super) async fn stored(app: &App) -> Vec<(String, String, i64, String)> {
    let sql = "SELECT t.apparaat, p.naam, o.tijd, o.getal, o.tekst FROM observations o JOIN datastreams d ON d.id = o.datastream \
         JOIN things t ON t.id = d.thing JOIN observed_properties p ON p.id = d.observed_property ORDER BY t.apparaat, p.naam, o.tijd";
    let read = move |tx: &mut Tx<'_>| {
        tx.query(sql, &[], |row| {
            let value = match row.opt_real(3)? {
                Some(number) => number.to_string(),
                None => row.text(4)?,
            };
            Ok((row.text(0)?, row.text(1)?, row.int(2)?, value))
        })
    };
    app.db().read(Weight::Scan, read).await.unwrap()
}

/// Asks until so many rows are there; then looks whether it stays so.
pub(super) async fn reaches(app: &App, table: &str, wanted: i64) {
    let begin = Instant::now();
    loop {
        let found = rows(app, table).await;
        if found >= wanted {
            assert_eq!(found, wanted, "{table}");
            return;
        }
        assert!(begin.elapsed() < Duration::from_mins(1), "{table}: {found} rows, not {wanted}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
