// SPDX-License-Identifier: EUPL-1.2
//! Throwing away what is kept long enough: observations per datastream, and later their series.

use waarmaker_api::{Cx, Result};
use waarmaker_db::{Error, Value};

/// Datastreams that one call looks at.
const STREAMS: u32 = 50;
/// Observations that are thrown away of one datastream at a time.
const PORTION: i64 = 2_000;
/// Milliseconds of a day.
const DAY: i64 = 86_400_000;
/// How long a datastream is left alone when it is clean, in milliseconds.
const REST: i64 = 6 * 3_600_000;

/// Throws away old observations, a bounded number of them; returns how many. Safe when several nodes do it at once. Hours and days stay, until the
/// term of the series (`bewaartermijn_reeks`) is over.
pub fn tick(cx: &mut Cx<'_, '_>) -> Result<u64> {
    let now = cx.call.now.at.as_millisecond();
    let sql = format!(
        "SELECT id, bewaartermijn, bewaartermijn_reeks FROM datastreams WHERE opruimen <= $1 ORDER BY opruimen, id LIMIT {STREAMS}{}",
        cx.tx.dialect().for_update_skip_locked()
    );
    let due = cx.tx.query(&sql, &[now.into()], |row| Ok((row.int(0)?, row.opt_int(1)?, row.opt_int(2)?)))?;
    let mut gone = 0;
    for (id, days, series_days) in due {
        let Some(days) = days else {
            cx.tx.run("UPDATE datastreams SET opruimen = NULL WHERE id = $1", &[id.into()])?;
            continue;
        };
        let removed = remove(id, now - days * DAY, cx)?;
        gone += removed;
        if let Some(days) = series_days {
            remove_series(id, now - days * DAY, cx)?;
        }
        if removed < PORTION.unsigned_abs() {
            cx.tx.run("UPDATE datastreams SET opruimen = $2 WHERE id = $1", &[id.into(), (now + REST).into()])?;
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

/// Removes hours and days from before a moment: those of the last days before it, since a call comes several times a day.
fn remove_series(id: i64, before: i64, cx: &mut Cx<'_, '_>) -> Result<(), Error> {
    let (hour, day) = (before.div_euclid(3_600_000), before.div_euclid(DAY));
    for (table, column, last) in [("metingen_uur", "uur", hour), ("metingen_dag", "dag", day)] {
        let first = if column == "uur" { last - 31 * 24 } else { last - 31 };
        for table in [table.to_owned(), format!("{table}_tekst")] {
            let sql = format!(
                "DELETE FROM {table} WHERE datastream = $1 AND {column} IN (WITH RECURSIVE r (n) AS (SELECT $2 UNION ALL SELECT n + 1 FROM r WHERE n + 1 < $3) SELECT n FROM r)"
            );
            cx.tx.run(&sql, &[id.into(), Value::from(first), Value::from(last)])?;
        }
    }
    Ok(())
}
