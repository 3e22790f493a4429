// SPDX-License-Identifier: EUPL-1.2
//! Rows of a file against what the register has, and writing what differs.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;
use waarmaker_api::{Cx, Result};
use waarmaker_db::{Dialect, Error, Tx, Value};

use super::{OnProgress, Options, Report, Row, Warning, parents};
use crate::{
    Asset, asset,
    rights::may_change,
    save::{Opgave, by, insert, replace, same, take_away},
};

/// Rows that are compared and written at once.
pub(super) const CHUNK: usize = 400;

/// A file that was read, ready to be stored.
#[derive(Clone, Debug)]
pub struct Batch {
    pub(super) options: Options,
    pub(super) rows: Vec<Row>,
    pub(super) report: Report,
}

impl Batch {
    /// What was found while reading.
    pub const fn report(&self) -> &Report {
        &self.report
    }

    /// How many rows can be stored, as far as reading tells.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is nothing to store.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Holds the rows against the register and writes what differs, all in the transaction of `cx`. With any finding nothing is written, unless the
    /// options say to skip rows with errors. Needs `assets.beheren`.
    pub fn store(&self, cx: &mut Cx<'_, '_>, progress: OnProgress<'_>) -> Result<Report> {
        may_change(cx)?;
        let mut report = self.report.clone();
        if report.fatal {
            return Ok(report);
        }
        fresh_plans(cx.tx)?;
        let rows = self.placed(&mut report, cx)?;
        if !(report.is_clean() || self.options.skip_errors) {
            return Ok(report);
        }
        let writer = Writer::new(cx, self.options.dry_run);
        let total = u64::try_from(rows.len()).unwrap_or(u64::MAX);
        let mut done = 0;
        for part in rows.chunks(CHUNK) {
            writer.part(&self.options.kind, part, &mut report, cx.tx)?;
            done += u64::try_from(part.len()).unwrap_or_default();
            progress(done, total);
        }
        if self.options.remove_missing {
            writer.remove_missing(&self.options.kind, &rows, &mut report, cx.tx)?;
        }
        report.written = !self.options.dry_run && report.new + report.changed + report.removed > 0;
        Ok(report)
    }

    /// The rows with their uuids and those of their parents.
    pub(super) fn placed(&self, report: &mut Report, cx: &mut Cx<'_, '_>) -> Result<Vec<parents::Placed<'_>>> {
        let names = self.rows.iter().map(|row| row.identificatie.as_str());
        let known = parents::uuids(&self.options.kind, names, true, cx.tx)?;
        let uuid = |row: &Row| known.get(&row.identificatie).copied();
        let rows = self.rows.iter().map(|row| match uuid(row) {
            Some(uuid) => (row, uuid, true),
            None => (row, cx.house.ids.uuid(), false),
        });
        let rows: Vec<_> = rows.collect();
        if self.rows.iter().all(|row| row.ouder.is_none()) {
            return Ok(rows.into_iter().map(|(row, uuid, _)| (row, uuid, None)).collect());
        }
        let rows = parents::resolve(rows, &self.options, report, cx.tx)?;
        Ok(parents::without_cycles(rows, report, cx.tx)?)
    }
}

/// Writes, or only counts.
pub(super) struct Writer {
    now: i64,
    door: String,
    dry_run: bool,
}

impl Writer {
    /// Writes at the moment and by whom the request says.
    pub(super) fn new(cx: &Cx<'_, '_>, dry_run: bool) -> Self {
        Self { now: cx.call.now.at.as_millisecond(), door: by(cx.who), dry_run }
    }

    /// Compares and writes some rows.
    pub(super) fn part(
        &self,
        kind: &str,
        rows: &[parents::Placed<'_>],
        report: &mut Report,
        tx: &mut Tx<'_>,
    ) -> Result<()> {
        let old = stored(rows.iter().map(|(_, uuid, _)| *uuid), tx)?;
        let mut new = Vec::new();
        for (row, uuid, ouder) in rows {
            let opgave = opgave(kind, row, *ouder);
            match old.get(uuid) {
                None => new.push((*uuid, opgave)),
                Some((old, None)) if same(old, &opgave) => report.unchanged += 1,
                Some((old, removed)) => {
                    report.changed += 1;
                    if !self.dry_run {
                        replace(old, *removed, &opgave, self.now, &self.door, tx)?;
                    }
                }
            }
        }
        report.new += u64::try_from(new.len()).unwrap_or_default();
        if !self.dry_run {
            let new: Vec<(Uuid, &Opgave)> = new.iter().map(|(uuid, opgave)| (*uuid, opgave)).collect();
            insert(&new, self.now, &self.door, tx)?;
        }
        Ok(())
    }

    /// Removes the assets of the kind that are not among the rows.
    fn remove_missing(
        &self,
        kind: &str,
        rows: &[parents::Placed<'_>],
        report: &mut Report,
        tx: &mut Tx<'_>,
    ) -> Result<()> {
        let present: HashSet<Uuid> = rows.iter().map(|(_, uuid, _)| *uuid).collect();
        let missing = Self::missing(kind, &present, tx)?;
        report.removed = u64::try_from(missing.len()).unwrap_or_default();
        let holding = asset::child_counts(tx, &missing)?.len();
        if holding > 0 {
            report.warnings.push(Warning::Holding { count: u64::try_from(holding).unwrap_or(u64::MAX) });
        }
        if !self.dry_run {
            self.take_away(&missing, tx)?;
        }
        Ok(())
    }

    /// The assets of a kind that are not among these.
    pub(super) fn missing(kind: &str, present: &HashSet<Uuid>, tx: &mut Tx<'_>) -> Result<Vec<Uuid>, Error> {
        let sql = "SELECT uuid FROM assets WHERE soort = $1 AND verwijderd IS NULL";
        let all = tx.query(sql, &[kind.into()], |row| row.uuid(0))?;
        Ok(all.into_iter().filter(|uuid| !present.contains(uuid)).collect())
    }

    /// Removes these assets.
    pub(super) fn take_away(&self, uuids: &[Uuid], tx: &mut Tx<'_>) -> Result<()> {
        for old in asset::get_many(tx, uuids)? {
            take_away(&old, self.now, &self.door, tx)?;
        }
        Ok(())
    }
}

/// Has PostgreSQL plan every statement of this transaction anew: a plan that was kept from when the table was empty reads all of it each time (measured:
/// minutes instead of seconds for 100,000 rows).
pub(super) fn fresh_plans(tx: &mut Tx<'_>) -> Result<(), Error> {
    match tx.dialect() {
        Dialect::Sqlite => Ok(()),
        Dialect::Postgres => tx.run("SET LOCAL plan_cache_mode = force_custom_plan", &[]).map(|_| ()),
    }
}

fn opgave(kind: &str, row: &Row, ouder: Option<Uuid>) -> Opgave {
    Opgave {
        soort: kind.to_owned(),
        identificatie: row.identificatie.clone(),
        omschrijving: row.omschrijving.clone(),
        punt: row.punt,
        geometrie: row.geometrie.clone(),
        ouder,
        attributen: row.attributen.clone(),
    }
}

/// Assets as they are stored, with the moment of removal of those that were.
fn stored(uuids: impl Iterator<Item = Uuid>, tx: &mut Tx<'_>) -> Result<HashMap<Uuid, (Asset, Option<i64>)>, Error> {
    let uuids: Vec<Value> = uuids.map(Value::from).collect();
    let places: Vec<String> = (1..=uuids.len()).map(|i| format!("${i}")).collect();
    let sql = format!("SELECT {}, a.verwijderd FROM assets a WHERE a.uuid IN ({})", asset::COLUMNS, places.join(", "));
    let rows = tx.query(&sql, &uuids, |row| Ok((asset::row(row)?, row.opt_int(12)?)))?;
    Ok(rows.into_iter().map(|(asset, removed)| (asset.uuid, (asset, removed))).collect())
}
