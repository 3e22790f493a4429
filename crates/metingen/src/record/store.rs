// SPDX-License-Identifier: EUPL-1.2
//! Rows of observations, of what is newest, and of the series.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use waarmaker_db::{Dialect, Error, Tx, Value};

use super::{Accepted, Reading, Resultaat, Series, Verdict};
use crate::batch;

/// What names an observation: its datastream and its moment.
type Key = (i64, i64);

/// Stores what was accepted and corrects the verdicts of what was there already; returns what is new, ordered by datastream and moment.
pub(super) fn store(
    accepted: Vec<Accepted>,
    now: i64,
    verdicts: &mut [Verdict],
    tx: &mut Tx<'_>,
) -> Result<Vec<Reading>, Error> {
    let mut batch = unique(accepted, verdicts);
    if batch.is_empty() {
        return Ok(Vec::new());
    }
    let latest = latest(&batch, tx)?;
    let inserted = insert(&batch, now, tx)?;
    if inserted.len() < batch.len() {
        let known: Vec<&Accepted> = batch.iter().filter(|one| !inserted.contains(&key(one))).collect();
        compare(&known, verdicts, tx)?;
        batch.retain(|one| inserted.contains(&key(one)));
    }
    let mut series = Series::default();
    for one in &batch {
        series.add(one.datastream, one.tijd, &one.resultaat);
    }
    series.write(tx)?;
    let readings = readings(batch, latest);
    write_latest(&readings, tx)?;
    Ok(readings)
}

const fn key(one: &Accepted) -> Key {
    (one.datastream, one.tijd)
}

/// One of each moment, in order; the first one counts.
fn unique(accepted: Vec<Accepted>, verdicts: &mut [Verdict]) -> Vec<Accepted> {
    let mut batch: Vec<Accepted> = accepted;
    batch.sort_by_key(|one| (one.datastream, one.tijd, one.place));
    let mut kept: Vec<Accepted> = Vec::with_capacity(batch.len());
    for one in batch {
        match kept.last() {
            Some(first) if key(first) == key(&one) => judge(one.place, one.resultaat == first.resultaat, verdicts),
            _ => kept.push(one),
        }
    }
    kept
}

/// The verdict about an observation of a moment that is there already.
fn judge(place: usize, same: bool, verdicts: &mut [Verdict]) {
    if let Some(verdict) = verdicts.get_mut(place) {
        *verdict = if same {
            Verdict::Duplicate
        } else {
            let reason = "Van dit tijdstip is al een andere waarde bekend: een meting verandert niet meer.";
            Verdict::Refused("conflict", reason.to_owned())
        };
    }
}

/// The newest moments of the datastreams of a batch, which nobody else changes until the commit.
fn latest(batch: &[Accepted], tx: &mut Tx<'_>) -> Result<HashMap<i64, i64>, Error> {
    let streams: BTreeSet<i64> = batch.iter().map(|one| one.datastream).collect();
    let streams: Vec<Value> = streams.into_iter().map(Value::from).collect();
    let tail = match tx.dialect() {
        Dialect::Sqlite => String::new(),
        Dialect::Postgres => format!("ORDER BY datastream{}", Dialect::Postgres.for_update()),
    };
    let mut latest = HashMap::with_capacity(streams.len());
    batch::among(tx, "SELECT datastream, tijd FROM laatste WHERE datastream IN", &tail, &streams, |row| {
        latest.insert(row.int(0)?, row.int(1)?);
        Ok(())
    })?;
    Ok(latest)
}

/// Inserts; returns the keys of what was not there yet.
fn insert(batch: &[Accepted], now: i64, tx: &mut Tx<'_>) -> Result<HashSet<Key>, Error> {
    let mut values = Vec::with_capacity(batch.len() * 6);
    for one in batch {
        let (number, text) = columns(&one.resultaat);
        values.extend([
            one.datastream.into(),
            one.tijd.into(),
            number,
            text,
            now.into(),
            Value::from(one.extra.as_ref()),
        ]);
    }
    let mut inserted = HashSet::with_capacity(batch.len());
    let head = "INSERT INTO observations (datastream, tijd, getal, tekst, ontvangen, extra) VALUES";
    let tail = "ON CONFLICT (datastream, tijd) DO NOTHING RETURNING datastream, tijd";
    batch::rows(tx, head, 6, tail, &values, |row| {
        inserted.insert((row.int(0)?, row.int(1)?));
        Ok(())
    })?;
    Ok(inserted)
}

/// A value as the two columns that hold it.
pub(crate) fn columns(resultaat: &Resultaat) -> (Value, Value) {
    match resultaat {
        Resultaat::Getal(number) => (Value::Real(*number), Value::Null),
        Resultaat::Tekst(text) => (Value::Null, Value::Text(text.clone())),
    }
}

/// Compares observations with what is stored for their moments.
fn compare(known: &[&Accepted], verdicts: &mut [Verdict], tx: &mut Tx<'_>) -> Result<(), Error> {
    let by_key: HashMap<Key, &Accepted> = known.iter().map(|one| (key(one), *one)).collect();
    let keys: Vec<Value> = known.iter().flat_map(|one| [one.datastream.into(), one.tijd.into()]).collect();
    let tail = ") SELECT o.datastream, o.tijd, o.getal, o.tekst FROM k CROSS JOIN observations o WHERE o.datastream = k.d AND o.tijd = k.t";
    batch::rows(tx, "WITH k (d, t) AS (VALUES", 2, tail, &keys, |row| {
        if let Some(one) = by_key.get(&(row.int(0)?, row.int(1)?)) {
            let same = match &one.resultaat {
                Resultaat::Getal(number) => row.opt_real(2)? == Some(*number),
                Resultaat::Tekst(text) => row.opt_str_ref(3)? == Some(text.as_str()),
            };
            judge(one.place, same, verdicts);
        }
        Ok(())
    })
}

/// What the watchers see: each with whether it is the newest of its datastream at that moment.
fn readings(batch: Vec<Accepted>, mut latest: HashMap<i64, i64>) -> Vec<Reading> {
    let reading = |one: Accepted| {
        let known = latest.entry(one.datastream).or_insert(i64::MIN);
        let newest = one.tijd > *known;
        *known = one.tijd.max(*known);
        let Accepted { datastream, asset, eigenschap, tijd, resultaat, .. } = one;
        Reading { datastream, asset, eigenschap, tijd, resultaat, newest }
    };
    batch.into_iter().map(reading).collect()
}

/// Keeps the newest value of each datastream.
fn write_latest(readings: &[Reading], tx: &mut Tx<'_>) -> Result<(), Error> {
    let newest: BTreeMap<i64, &Reading> =
        readings.iter().filter(|one| one.newest).map(|one| (one.datastream, one)).collect();
    let mut values = Vec::with_capacity(newest.len() * 4);
    for (datastream, one) in newest {
        let (number, text) = columns(&one.resultaat);
        values.extend([datastream.into(), one.tijd.into(), number, text]);
    }
    let tail = "ON CONFLICT (datastream) DO UPDATE SET tijd = excluded.tijd, getal = excluded.getal, tekst = excluded.tekst \
         WHERE excluded.tijd > laatste.tijd";
    batch::run(tx, "INSERT INTO laatste (datastream, tijd, getal, tekst) VALUES", 4, tail, &values)
}
