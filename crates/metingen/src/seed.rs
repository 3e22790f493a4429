// SPDX-License-Identifier: EUPL-1.2
//! Fills a register with very many observations, for measuring: nobody wants to wait for a hundred million messages.

use waarmaker_db::{Error, Tx, Value};

use crate::batch;
use crate::record::{Resultaat, Series, day_of};

/// What is filled in, in portions: `for portion in 0..seeding.portions()`, each in a transaction of its own.
#[derive(Clone, Copy, Debug)]
pub struct Seeding {
    /// First row of the datastreams, which hold numbers and follow each other.
    pub first: i64,
    /// Number of datastreams.
    pub streams: i64,
    /// Observations of each.
    pub per_stream: i64,
    /// Moment of the first, in milliseconds since 1970.
    pub from: i64,
    /// Milliseconds between two of one datastream.
    pub step: i64,
}

/// Datastreams of a portion.
const STREAMS: i64 = 20;
/// Milliseconds of an hour.
const HOUR: i64 = 3_600_000;

impl Seeding {
    /// How many portions there are: first those of observations, then those of the series, a day in each.
    pub fn portions(&self) -> i64 {
        self.stream_portions() + self.days() + 1
    }

    const fn stream_portions(&self) -> i64 {
        (self.streams + STREAMS - 1) / STREAMS
    }

    const fn end(&self) -> i64 {
        self.from + (self.per_stream - 1) * self.step
    }

    fn days(&self) -> i64 {
        day_of(self.end()) - day_of(self.from) + 1
    }
}

/// Fills in a portion: observations in the order of their key, with what is newest; series in theirs. All datastreams say the same at the same
/// moments: the number of the observation, modulo 24, so that what is read can be checked.
pub fn seed(tx: &mut Tx<'_>, seeding: Seeding, portion: i64) -> Result<(), Error> {
    if portion == 0 {
        let mut series = Series::default();
        for place in 0..seeding.per_stream {
            series.add(seeding.first, seeding.from + place * seeding.step, &Resultaat::Getal(number(place)));
        }
        series.write(tx)?;
    }
    match portion - seeding.stream_portions() {
        day @ 0.. => copy_series(tx, seeding, day),
        _ => observations(tx, seeding, seeding.first + portion * STREAMS),
    }
}

fn observations(tx: &mut Tx<'_>, seeding: Seeding, first: i64) -> Result<(), Error> {
    let last = (first + STREAMS).min(seeding.first + seeding.streams);
    let sql = "INSERT INTO observations (datastream, tijd, getal, ontvangen) \
         WITH RECURSIVE r (n) AS (SELECT CAST(0 AS BIGINT) UNION ALL SELECT n + 1 FROM r WHERE n + 1 < $4) \
         SELECT CAST($1 AS BIGINT), $2 + n * $3, CAST(n % 24 AS DOUBLE PRECISION), $2 + n * $3 FROM r";
    for stream in first..last {
        tx.run(sql, &[stream, seeding.from, seeding.step, seeding.per_stream].map(Value::from))?;
    }
    let newest = Value::Real(number(seeding.per_stream - 1));
    let newest: Vec<Value> =
        (first..last).flat_map(|stream| [stream.into(), seeding.end().into(), newest.clone()]).collect();
    batch::run(tx, "INSERT INTO laatste (datastream, tijd, getal) VALUES", 3, "", &newest)
}

/// Gives the other datastreams the hours and the day that the first one has.
fn copy_series(tx: &mut Tx<'_>, seeding: Seeding, day: i64) -> Result<(), Error> {
    let hour = seeding.from.div_euclid(HOUR) + day * 24;
    copy(tx, "metingen_uur", "uur", seeding, (hour, hour + 23))?;
    let day = day_of(seeding.from) + day;
    copy(tx, "metingen_dag", "dag", seeding, (day, day))
}

fn copy(tx: &mut Tx<'_>, table: &str, period: &str, seeding: Seeding, (first, last): (i64, i64)) -> Result<(), Error> {
    let columns = "aantal, som, minimum, maximum, eerste_tijd, eerste, laatste_tijd, laatste";
    let sql = format!(
        "INSERT INTO {table} ({period}, datastream, {columns}) \
         WITH RECURSIVE r (n) AS (SELECT $1 + 1 UNION ALL SELECT n + 1 FROM r WHERE n + 1 < $1 + $2) \
         SELECT m.{period}, r.n, {columns} FROM {table} m CROSS JOIN r WHERE m.{period} = $3 AND m.datastream = $1 AND r.n < $1 + $2"
    );
    for moment in first..=last {
        tx.run(&sql, &[seeding.first, seeding.streams, moment].map(Value::from))?;
    }
    Ok(())
}

fn number(place: i64) -> f64 {
    i32::try_from(place % 24).map_or(0.0, f64::from)
}
