// SPDX-License-Identifier: EUPL-1.2
//! Storing a file in portions, each a transaction of its own, so that others can write in between.
//!
//! All is checked before anything is written. What hangs on something comes after it, so that after every portion all that is stored is whole. Between
//! two portions the register may change: a portion that does not fit any more writes nothing, and the file is held against the register anew.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use waarmaker_api::{Cx, Result};
use waarmaker_db::{Error, Tx, Value};

use super::{
    Areas, Batch, Report, Warning, parents,
    store::{CHUNK, Writer, fresh_plans},
};
use crate::{asset, rights::may_change};

/// How much of a file is stored: what is kept between two portions, in the same transaction as the portion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tally {
    /// Rows that were looked at.
    pub rows: u64,
    /// Rows of those that were new.
    pub new: u64,
    /// Rows of those that differed.
    pub changed: u64,
    /// Assets that were not in the file and are removed.
    pub removed: u64,
    /// Assets of those on which something hangs.
    pub holding: u64,
    /// All is done.
    pub ready: bool,
}

impl Tally {
    /// The rows at which it is, at most so many.
    fn slice<'r, T>(&self, rows: &'r [T], most: usize) -> &'r [T] {
        let from = usize::try_from(self.rows).unwrap_or(usize::MAX).min(rows.len());
        rows.get(from..rows.len().min(from.saturating_add(most.max(1)))).unwrap_or_default()
    }

    /// The same with what was counted in some rows.
    fn plus(self, rows: usize, counted: &Report) -> Self {
        Self {
            rows: self.rows + count(rows),
            new: self.new + counted.new,
            changed: self.changed + counted.changed,
            ..self
        }
    }

    /// What an import of so many rows did.
    fn report(self, total: u64, before: &Report) -> Report {
        let mut report = before.clone();
        (report.new, report.changed, report.removed) = (self.new, self.changed, self.removed);
        report.unchanged = total.saturating_sub(self.new + self.changed);
        report.written = self.new + self.changed + self.removed > 0;
        if self.holding > 0 {
            report.warnings.push(Warning::Holding { count: self.holding });
        }
        report
    }
}

fn count(rows: usize) -> u64 {
    u64::try_from(rows).unwrap_or(u64::MAX)
}

/// A row of the file with its uuid and that of what it hangs on.
#[derive(Clone, Copy, Debug)]
struct Place {
    row: usize,
    uuid: Uuid,
    ouder: Option<Uuid>,
}

/// A file of assets that was held against the register, ready to be stored in portions.
#[derive(Clone, Debug)]
pub struct Plan {
    batch: Batch,
    places: Vec<Place>,
    report: Report,
}

impl Batch {
    /// Holds the rows against the register, without writing. Needs `assets.beheren`.
    pub fn plan(self, cx: &mut Cx<'_, '_>) -> Result<Plan> {
        may_change(cx)?;
        let mut report = self.report.clone();
        let mut places = Vec::new();
        if !report.fatal {
            fresh_plans(cx.tx)?;
            let at: HashMap<&str, usize> =
                self.rows.iter().enumerate().map(|(i, row)| (row.identificatie.as_str(), i)).collect();
            let rows = self.placed(&mut report, cx)?;
            let place = |(row, uuid, ouder): &parents::Placed<'_>| {
                at.get(row.identificatie.as_str()).map(|row| Place { row: *row, uuid: *uuid, ouder: *ouder })
            };
            places = rows.iter().filter_map(place).collect();
            parents_first(&mut places);
        }
        Ok(Plan { batch: self, places, report })
    }
}

/// Puts what hangs on something in the file after it; the order stays that of the file otherwise, so that it is the same each time.
fn parents_first(places: &mut [Place]) {
    let above: HashMap<Uuid, Uuid> = places.iter().filter_map(|place| Some((place.uuid, place.ouder?))).collect();
    if above.is_empty() {
        return;
    }
    let level = |place: &Place| {
        let (mut at, mut level) = (place.uuid, 0_usize);
        while let Some(next) = above.get(&at).filter(|_| level < above.len()) {
            (at, level) = (*next, level + 1);
        }
        level
    };
    places.sort_by_cached_key(level);
}

impl Plan {
    /// What is wrong, and what was found out about the file.
    pub const fn report(&self) -> &Report {
        &self.report
    }

    /// Whether it may be stored: nothing is wrong, or what is wrong is to be left out.
    pub const fn may_be_stored(&self) -> bool {
        !self.report.fatal && (self.report.findings.is_empty() || self.batch.options.skip_errors)
    }

    /// How many rows will be stored.
    pub fn total(&self) -> u64 {
        count(self.places.len())
    }

    /// What a finished import did.
    pub fn outcome(&self, tally: Tally) -> Report {
        tally.report(self.total(), &self.report)
    }

    /// Writes the next rows, at most so many, in the transaction of `cx`, and returns how far it is then; as far as before when the register has
    /// changed so that the file has to be planned anew. Needs `assets.beheren`.
    pub fn portion(&self, from: Tally, most: usize, cx: &mut Cx<'_, '_>) -> Result<Tally> {
        may_change(cx)?;
        fresh_plans(cx.tx)?;
        let writer = Writer::new(cx, false);
        let mut tally = from;
        for part in from.slice(&self.places, most).chunks(CHUNK) {
            if !self.fits(part, cx.tx)? {
                return Ok(tally);
            }
            let rows: Vec<parents::Placed<'_>> = part.iter().filter_map(|place| self.placed(*place)).collect();
            let mut counted = Report::default();
            writer.part(&self.batch.options.kind, &rows, &mut counted, cx.tx)?;
            tally = tally.plus(part.len(), &counted);
        }
        if tally.rows < self.total() {
            return Ok(tally);
        }
        if !self.batch.options.remove_missing {
            return Ok(Tally { ready: true, ..tally });
        }
        self.remove(&writer, tally, most, cx.tx)
    }

    fn placed(&self, place: Place) -> Option<parents::Placed<'_>> {
        self.batch.rows.get(place.row).map(|row| (row, place.uuid, place.ouder))
    }

    /// Whether these rows are still new or known as they were, and what they hang on is there.
    fn fits(&self, part: &[Place], tx: &mut Tx<'_>) -> Result<bool, Error> {
        let rows = || part.iter().filter_map(|place| Some((place, self.batch.rows.get(place.row)?)));
        let names = rows().map(|(_, row)| row.identificatie.as_str());
        let known = parents::uuids(&self.batch.options.kind, names, true, tx)?;
        let same = |place: &Place, name: &str| known.get(name).is_none_or(|uuid| *uuid == place.uuid);
        if !rows().all(|(place, row)| same(place, &row.identificatie)) {
            return Ok(false);
        }
        let own: HashSet<Uuid> = part.iter().map(|place| place.uuid).collect();
        let above: HashSet<Uuid> =
            part.iter().filter_map(|place| place.ouder).filter(|uuid| !own.contains(uuid)).collect();
        let above: Vec<Uuid> = above.into_iter().collect();
        Ok(alive(&above, tx)? == count(above.len()))
    }

    /// Removes assets of the kind that are not in the file, at most so many.
    fn remove(&self, writer: &Writer, tally: Tally, most: usize, tx: &mut Tx<'_>) -> Result<Tally> {
        let present = self.places.iter().map(|place| place.uuid).collect();
        let mut missing = Writer::missing(&self.batch.options.kind, &present, tx)?;
        let holding = if tally.removed == 0 { count(asset::child_counts(tx, &missing)?.len()) } else { tally.holding };
        let ready = missing.len() <= most.max(1);
        missing.truncate(most.max(1));
        writer.take_away(&missing, tx)?;
        Ok(Tally { removed: tally.removed + count(missing.len()), holding, ready, ..tally })
    }
}

/// How many of these assets are in the register.
fn alive(uuids: &[Uuid], tx: &mut Tx<'_>) -> Result<u64, Error> {
    if uuids.is_empty() {
        return Ok(0);
    }
    let places: Vec<String> = (1..=uuids.len()).map(|i| format!("${i}")).collect();
    let sql = format!("SELECT COUNT(*) FROM assets WHERE uuid IN ({}) AND verwijderd IS NULL", places.join(", "));
    let parameters: Vec<Value> = uuids.iter().map(|uuid| Value::from(*uuid)).collect();
    let found = tx.one(&sql, &parameters, |row| row.int(0))?;
    Ok(found.and_then(|count| u64::try_from(count).ok()).unwrap_or_default())
}

impl Areas {
    /// Whether they may be stored: nothing is wrong.
    pub fn may_be_stored(&self) -> bool {
        self.report().is_clean()
    }

    /// What a finished import did.
    pub fn outcome(&self, tally: Tally) -> Report {
        tally.report(count(self.len()), self.report())
    }

    /// Writes the next areas, at most so many, in the transaction of `cx`, and returns how far it is then. Needs `assets.beheren`.
    pub fn portion(&self, from: Tally, most: usize, cx: &mut Cx<'_, '_>) -> Result<Tally> {
        may_change(cx)?;
        let part = from.slice(&self.rows, most);
        let mut counted = Report::default();
        for area in part {
            self.one(area, &mut counted, cx)?;
        }
        let tally = from.plus(part.len(), &counted);
        Ok(Tally { ready: tally.rows >= count(self.len()), ..tally })
    }
}
