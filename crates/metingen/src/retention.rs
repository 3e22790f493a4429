// SPDX-License-Identifier: EUPL-1.2
//! Throwing away what is kept long enough: observations per datastream, and later their series.

use waarmaker_api::{Cx, Result};
use waarmaker_db::{Error, Value};

use crate::record::day_of;

/// Datastreams that one call looks at.
const STREAMS: u32 = 50;
/// Observations that are thrown away of one datastream at a time.
const PORTION: i64 = 2_000;
/// Days of series that are thrown away of one datastream at a time.
const DAYS: i64 = 31;
/// Milliseconds of an hour.
const HOUR: i64 = 3_600_000;
/// Milliseconds of a day.
const DAY: i64 = 86_400_000;
/// How long a datastream is left alone when it is clean, in milliseconds.
const REST: i64 = 6 * 3_600_000;

/// Throws away old observations and old series, a bounded number of them; returns how many observations and days of series. Safe when several nodes do
/// it at once. Each has a term of its own; without one it is kept for ever.
pub fn tick(cx: &mut Cx<'_, '_>) -> Result<u64> {
    let now = cx.call.now.at.as_millisecond();
    let sql = format!(
        "SELECT id, bewaartermijn, bewaartermijn_reeks FROM datastreams WHERE opruimen <= $1 ORDER BY opruimen, id LIMIT {STREAMS}{}",
        cx.tx.dialect().for_update_skip_locked()
    );
    let due = cx.tx.query(&sql, &[now.into()], |row| Ok((row.int(0)?, row.opt_int(1)?, row.opt_int(2)?)))?;
    let mut gone = 0;
    for (id, days, series_days) in due {
        let observations = match days {
            Some(days) => remove(id, now - days * DAY, cx)?,
            None => 0,
        };
        let series = match series_days {
            Some(days) => remove_series(id, now - days * DAY, cx)?,
            None => 0,
        };
        gone += observations + series;
        let clean = observations < PORTION.unsigned_abs() && series < DAYS.unsigned_abs();
        let next = days.or(series_days).map(|_| now + REST);
        if clean {
            cx.tx.run("UPDATE datastreams SET opruimen = $2 WHERE id = $1", &[id.into(), next.into()])?;
        }
    }
    Ok(gone)
}

/// Removes a portion of the observations of a datastream before a moment; never the newest one.
fn remove(id: i64, before: i64, cx: &mut Cx<'_, '_>) -> Result<u64, Error> {
    let sql = "DELETE FROM observations WHERE datastream = $1 AND tijd < $2 AND tijd <= \
         (SELECT MAX(x.tijd) FROM (SELECT tijd FROM observations WHERE datastream = $1 AND tijd < $2 ORDER BY tijd LIMIT $3) AS x)";
    cx.tx.run(sql, &[id.into(), before.into(), PORTION.into()])
}

/// Removes the oldest days of series of a datastream that ended before a moment, with their hours; returns how many days.
fn remove_series(id: i64, before: i64, cx: &mut Cx<'_, '_>) -> Result<u64, Error> {
    let last = day_of(before);
    let sql = "SELECT dag FROM metingen_dag WHERE datastream = $1 AND dag < $2 ORDER BY dag LIMIT $3";
    let days = cx.tx.query(sql, &[id.into(), last.into(), DAYS.into()], |row| row.int(0))?;
    for day in &days {
        // A day of ours begins at most two hours before that of UTC, and all of it is before the moment.
        delete(id, ("metingen_uur", "uur"), (day * 24 - 2, day * 24 + 24), cx)?;
        delete(id, ("metingen_dag", "dag"), (*day, day + 1), cx)?;
    }
    if u64::try_from(days.len()).unwrap_or(u64::MAX) < DAYS.unsigned_abs() {
        // Of the day that is not over yet the hours that are.
        delete(id, ("metingen_uur", "uur"), (last * 24 - 2, before.div_euclid(HOUR)), cx)?;
    }
    Ok(u64::try_from(days.len()).unwrap_or_default())
}

/// Removes periods from a series and from that of words. Each is looked up by its key: the tables lie in the order of time.
fn delete(id: i64, (table, column): (&str, &str), (first, end): (i64, i64), cx: &mut Cx<'_, '_>) -> Result<(), Error> {
    if first >= end {
        return Ok(());
    }
    for table in [table.to_owned(), format!("{table}_tekst")] {
        let sql = format!(
            "DELETE FROM {table} WHERE datastream = $1 AND {column} IN \
             (WITH RECURSIVE r (n) AS (SELECT $2 UNION ALL SELECT n + 1 FROM r WHERE n + 1 < $3) SELECT n FROM r)"
        );
        cx.tx.run(&sql, &[id.into(), Value::from(first), Value::from(end)])?;
    }
    Ok(())
}
