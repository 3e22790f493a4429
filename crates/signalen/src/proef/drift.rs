// SPDX-License-Identifier: EUPL-1.2
//! Drift under a rule that is tried: on each day of the time.

use jiff::Timestamp;
use uuid::Uuid;
use waarmaker_api::Result;
use waarmaker_db::{Tx, Value};

use super::Gevonden;
use crate::{
    termijn::DAG,
    tick::{afwijking, dag_van},
    toestand::Grond,
};

/// Drift on each day of the time.
pub(super) fn drift(
    asset: Uuid,
    streams: impl Iterator<Item = i64>,
    (van, tot): (i64, i64),
    (dagen, basis, percentage): (i64, i64, i64),
    found: &mut Vec<Gevonden>,
    tx: &mut Tx<'_>,
) -> Result<usize> {
    let day = |millis: i64| Timestamp::from_millisecond(millis).map(dag_van).unwrap_or_default();
    let (first, last) = (day(van), day(tot));
    let mut seen = 0;
    for stream in streams {
        let sql = "SELECT dag, som, aantal FROM metingen_dag WHERE datastream = $1 AND dag >= $2 AND dag < $3 AND som IS NOT NULL ORDER BY dag";
        let values: [Value; 3] = [stream.into(), (first - dagen - basis).into(), (last + 1).into()];
        let days = tx.query(sql, &values, |row| Ok((row.int(0)?, row.real(1)?, row.int(2)?)))?;
        seen += days.len();
        let mut open: Option<usize> = None;
        for today in first..=last {
            let Some((recent, before, percent)) = afwijking(&days, today, (dagen, basis)) else { continue };
            #[expect(clippy::cast_precision_loss, reason = "a percentage")]
            let differs = percent.abs() > percentage as f64;
            match (differs, open) {
                (true, None) => {
                    let uitleg = format!("Het gemiddelde was {before:.2} en is nu {recent:.2}: {percent:+.0} %");
                    let grond = Grond {
                        datastream: stream.to_string(),
                        tijd: today * DAG,
                        resultaat: format!("{recent:.2}"),
                        uitleg,
                    };
                    open = Some(found.len());
                    let begin = (today - dagen) * DAG;
                    found.push(Gevonden { asset, begin, op: today * DAG, einde: None, bewijs: vec![grond] });
                }
                (false, Some(i)) => {
                    if let Some(known) = found.get_mut(i) {
                        known.einde = Some(today * DAG);
                    }
                    open = None;
                }
                _ => {}
            }
        }
    }
    Ok(seen)
}
