// SPDX-License-Identifier: EUPL-1.2
//! Roll-ups per hour and per day, added up in memory and written once.

use std::collections::BTreeMap;

use jiff::{Timestamp, tz::TimeZone};
use waarmaker_db::{Error, Tx, Value};

use super::Resultaat;
use crate::batch;

/// Milliseconds of an hour.
const HOUR: i64 = 3_600_000;
/// Milliseconds of a quarter: zones change at quarters of an hour, so a day of ours never ends within one.
const QUARTER: i64 = 900_000;
/// Milliseconds of a day of 24 hours.
const DAY: i64 = 24 * HOUR;

/// The zone in which days are counted.
static AMSTERDAM: TimeZone = jiff::tz::get!("Europe/Amsterdam");

/// The day of a moment as it is called in the Netherlands, counted from 1970-01-01.
pub(crate) fn day_of(at: i64) -> i64 {
    let offset = Timestamp::from_millisecond(at).map_or(0, |at| AMSTERDAM.to_offset(at).seconds());
    at.saturating_add(i64::from(offset) * 1000).div_euclid(DAY)
}

/// What is known of an hour or a day.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    count: i64,
    numbers: Option<Numbers>,
    first_at: i64,
    last_at: i64,
}

#[derive(Clone, Copy, Debug)]
struct Numbers {
    sum: f64,
    low: f64,
    high: f64,
    first: f64,
    last: f64,
}

impl Sum {
    fn add(&mut self, at: i64, number: Option<f64>) {
        let (is_first, is_last) = (self.count == 0 || at < self.first_at, self.count == 0 || at >= self.last_at);
        self.count += 1;
        if is_first {
            self.first_at = at;
        }
        if is_last {
            self.last_at = at;
        }
        let Some(number) = number else { return };
        let numbers =
            self.numbers.get_or_insert(Numbers { sum: 0.0, low: number, high: number, first: number, last: number });
        numbers.sum += number;
        numbers.low = numbers.low.min(number);
        numbers.high = numbers.high.max(number);
        if is_first {
            numbers.first = number;
        }
        if is_last {
            numbers.last = number;
        }
    }
}

/// Numbers of hours or days by (hour or day, datastream), and how often words were said in them.
type Sums = BTreeMap<(i64, i64), Sum>;
type Words = BTreeMap<(i64, i64, String), i64>;

/// The roll-ups of a batch.
#[derive(Debug, Default)]
pub(crate) struct Series {
    hours: Sums,
    days: Sums,
    hour_words: Words,
    day_words: Words,
    /// The quarter that was looked up last, with its day: batches are of one moment, mostly.
    quarter: Option<(i64, i64)>,
}

impl Series {
    /// Adds an observation.
    pub(crate) fn add(&mut self, datastream: i64, at: i64, resultaat: &Resultaat) {
        let (hour, day) = (at.div_euclid(HOUR), self.day(at));
        let number = match resultaat {
            Resultaat::Getal(number) => Some(*number),
            Resultaat::Tekst(text) => {
                *self.hour_words.entry((hour, datastream, text.clone())).or_default() += 1;
                *self.day_words.entry((day, datastream, text.clone())).or_default() += 1;
                None
            }
        };
        self.hours.entry((hour, datastream)).or_default().add(at, number);
        self.days.entry((day, datastream)).or_default().add(at, number);
    }

    fn day(&mut self, at: i64) -> i64 {
        let quarter = at.div_euclid(QUARTER);
        match self.quarter {
            Some((known, day)) if known == quarter => day,
            _ => {
                let day = day_of(at);
                self.quarter = Some((quarter, day));
                day
            }
        }
    }

    /// Adds what was added up to what is stored.
    pub(crate) fn write(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        write_sums(tx, "metingen_uur", "uur", &self.hours)?;
        write_sums(tx, "metingen_dag", "dag", &self.days)?;
        write_words(tx, "metingen_uur_tekst", "uur", &self.hour_words)?;
        write_words(tx, "metingen_dag_tekst", "dag", &self.day_words)
    }
}

fn write_sums(tx: &mut Tx<'_>, table: &str, period: &str, sums: &Sums) -> Result<(), Error> {
    let mut values = Vec::with_capacity(sums.len() * 10);
    for ((moment, datastream), sum) in sums {
        let number = |pick: fn(&Numbers) -> f64| Value::from(sum.numbers.as_ref().map(pick));
        values.extend([
            (*moment).into(),
            (*datastream).into(),
            sum.count.into(),
            number(|n| n.sum),
            number(|n| n.low),
            number(|n| n.high),
            sum.first_at.into(),
            number(|n| n.first),
            sum.last_at.into(),
            number(|n| n.last),
        ]);
    }
    let head = format!(
        "INSERT INTO {table} ({period}, datastream, aantal, som, minimum, maximum, eerste_tijd, eerste, laatste_tijd, laatste) VALUES"
    );
    batch::run(tx, &head, 10, &merge(table, period), &values)
}

/// Adds a new row to the one that is there.
fn merge(table: &str, period: &str) -> String {
    format!(
        "ON CONFLICT ({period}, datastream) DO UPDATE SET aantal = {table}.aantal + excluded.aantal, \
         som = COALESCE({table}.som + excluded.som, {table}.som, excluded.som), \
         minimum = CASE WHEN {table}.minimum <= excluded.minimum THEN {table}.minimum ELSE COALESCE(excluded.minimum, {table}.minimum) END, \
         maximum = CASE WHEN {table}.maximum >= excluded.maximum THEN {table}.maximum ELSE COALESCE(excluded.maximum, {table}.maximum) END, \
         eerste = CASE WHEN {table}.eerste_tijd <= excluded.eerste_tijd THEN COALESCE({table}.eerste, excluded.eerste) \
                  ELSE COALESCE(excluded.eerste, {table}.eerste) END, \
         eerste_tijd = CASE WHEN {table}.eerste_tijd <= excluded.eerste_tijd THEN {table}.eerste_tijd ELSE excluded.eerste_tijd END, \
         laatste = CASE WHEN {table}.laatste_tijd >= excluded.laatste_tijd THEN COALESCE({table}.laatste, excluded.laatste) \
                   ELSE COALESCE(excluded.laatste, {table}.laatste) END, \
         laatste_tijd = CASE WHEN {table}.laatste_tijd >= excluded.laatste_tijd THEN {table}.laatste_tijd ELSE excluded.laatste_tijd END"
    )
}

fn write_words(tx: &mut Tx<'_>, table: &str, period: &str, words: &Words) -> Result<(), Error> {
    let mut values = Vec::with_capacity(words.len() * 4);
    for ((moment, datastream, text), count) in words {
        values.extend([(*moment).into(), (*datastream).into(), text.into(), (*count).into()]);
    }
    let head = format!("INSERT INTO {table} ({period}, datastream, tekst, aantal) VALUES");
    let tail =
        format!("ON CONFLICT ({period}, datastream, tekst) DO UPDATE SET aantal = {table}.aantal + excluded.aantal");
    batch::run(tx, &head, 4, &tail, &values)
}
