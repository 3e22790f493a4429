// SPDX-License-Identifier: EUPL-1.2
//! Reading what is newest, and series per hour and per day; they cost the same with a hundred million observations as with a thousand.

use uuid::Uuid;
use waarmaker_db::{Error, Row, Tx, Value};

use crate::batch;
use crate::record::{Resultaat, day_of};

/// What was said last by a datastream.
#[derive(Clone, Debug, PartialEq)]
pub struct Laatste {
    /// Row of the datastream.
    pub datastream: i64,
    /// Asset of the thing.
    pub asset: Option<Uuid>,
    /// Name of the observed property.
    pub eigenschap: String,
    /// Unit.
    pub eenheid: String,
    /// When, in milliseconds since 1970.
    pub tijd: i64,
    /// What.
    pub resultaat: Resultaat,
}

const LATEST: &str = "SELECT d.id, t.asset, p.naam, d.eenheid, l.tijd, l.getal, l.tekst FROM things t JOIN datastreams d ON d.thing = t.id \
     JOIN observed_properties p ON p.id = d.observed_property JOIN laatste l ON l.datastream = d.id WHERE";

fn read(row: &Row<'_>) -> Result<Laatste, Error> {
    let resultaat = match row.opt_real(5)? {
        Some(number) => Resultaat::Getal(number),
        None => Resultaat::Tekst(row.opt_text(6)?.unwrap_or_default()),
    };
    let (datastream, asset, eigenschap) = (row.int(0)?, row.opt_uuid(1)?, row.text(2)?);
    Ok(Laatste { datastream, asset, eigenschap, eenheid: row.text(3)?, tijd: row.int(4)?, resultaat })
}

/// What the datastreams of a thing said last.
pub fn latest(tx: &mut Tx<'_>, thing: i64) -> Result<Vec<Laatste>, Error> {
    tx.query(&format!("{LATEST} t.id = $1 ORDER BY p.naam"), &[thing.into()], read)
}

/// What was last said about these assets.
pub fn latest_of(tx: &mut Tx<'_>, assets: &[Uuid]) -> Result<Vec<Laatste>, Error> {
    let values: Vec<Value> = assets.iter().map(|asset| Value::from(*asset)).collect();
    let mut found = Vec::new();
    batch::among(tx, &format!("{LATEST} t.asset IN"), "", &values, |row| {
        found.push(read(row)?);
        Ok(())
    })?;
    found.sort_by_key(|one| one.datastream);
    found.dedup_by_key(|one| one.datastream);
    Ok(found)
}

/// What was last said about the assets of a kind within bounds (west, south, east, north), at most so many.
pub fn latest_in(tx: &mut Tx<'_>, soort: &str, bounds: [f64; 4], most: u32) -> Result<Vec<Laatste>, Error> {
    let [west, south, east, north] = bounds;
    let sql = "SELECT a.uuid FROM assets a WHERE a.lat >= $2 AND a.lat <= $4 AND a.lon >= $1 AND a.lon <= $3 AND a.soort = $5 \
         AND a.verwijderd IS NULL LIMIT $6";
    let values = [west.into(), south.into(), east.into(), north.into(), soort.into(), most.into()];
    let assets = tx.query(sql, &values, |row| row.uuid(0))?;
    latest_of(tx, &assets)
}

/// Length of the steps of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Periode {
    /// Hours of UTC.
    Uur,
    /// Days as they are called in the Netherlands.
    Dag,
}

/// An hour or a day of a datastream.
#[derive(Clone, Debug, PartialEq)]
pub struct Punt {
    /// Number of the hour or the day since 1970.
    pub periode: i64,
    /// Number of observations.
    pub aantal: i64,
    /// Mean of the numbers.
    pub gemiddelde: Option<f64>,
    /// Lowest number.
    pub minimum: Option<f64>,
    /// Highest number.
    pub maximum: Option<f64>,
    /// First number.
    pub eerste: Option<f64>,
    /// Last number.
    pub laatste: Option<f64>,
    /// How often each word was said.
    pub woorden: Vec<(String, i64)>,
}

/// Most steps of a series: a year of hours.
const STEPS: i64 = 9_000;

/// The series of a datastream from a moment until another (milliseconds since 1970); at most a year of hours or 24 years of days.
pub fn series(tx: &mut Tx<'_>, datastream: i64, from: i64, until: i64, per: Periode) -> Result<Vec<Punt>, Error> {
    let (table, column, first, last) = match per {
        Periode::Uur => {
            ("metingen_uur", "uur", from.div_euclid(3_600_000), until.saturating_sub(1).div_euclid(3_600_000))
        }
        Periode::Dag => ("metingen_dag", "dag", day_of(from), day_of(until.saturating_sub(1))),
    };
    let last = last.min(first.saturating_add(STEPS));
    let steps =
        "WITH RECURSIVE stappen (n) AS (SELECT CAST($2 AS BIGINT) UNION ALL SELECT n + 1 FROM stappen WHERE n < $3)";
    let sql = format!(
        "{steps} SELECT m.{column}, m.aantal, m.som, m.minimum, m.maximum, m.eerste, m.laatste FROM stappen CROSS JOIN {table} m \
         WHERE m.{column} = stappen.n AND m.datastream = $1 ORDER BY m.{column}"
    );
    let values = [Value::from(datastream), Value::from(first), Value::from(last)];
    let mut points = tx.query(&sql, &values, |row| {
        let aantal = row.int(1)?;
        Ok(Punt {
            periode: row.int(0)?,
            aantal,
            gemiddelde: row.opt_real(2)?.map(|sum| sum / count(aantal)).filter(|mean| mean.is_finite()),
            minimum: row.opt_real(3)?,
            maximum: row.opt_real(4)?,
            eerste: row.opt_real(5)?,
            laatste: row.opt_real(6)?,
            woorden: Vec::new(),
        })
    })?;
    let sql = format!(
        "{steps} SELECT m.{column}, m.tekst, m.aantal FROM stappen CROSS JOIN {table}_tekst m WHERE m.{column} = stappen.n AND m.datastream = $1 \
         ORDER BY m.{column}, m.tekst"
    );
    tx.each(&sql, &values, |row| {
        let at = row.int(0)?;
        if let Ok(place) = points.binary_search_by_key(&at, |point| point.periode)
            && let Some(point) = points.get_mut(place)
        {
            point.woorden.push((row.text(1)?, row.int(2)?));
        }
        Ok(())
    })?;
    Ok(points)
}

#[expect(clippy::cast_precision_loss, reason = "a mean needs no more than fifteen digits of a count")]
const fn count(aantal: i64) -> f64 {
    aantal as f64
}
