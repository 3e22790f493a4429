// SPDX-License-Identifier: EUPL-1.2
//! What hangs on what: names in the file become uuids, and nothing may hang on itself.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;
use waarmaker_db::{Error, Tx, Value};

use super::{Finding, OWN, Options, ParentFault, Report, Row, columns::Columns, plain};
use crate::save::is_soort;

/// Values in one statement.
const CHUNK: usize = 400;
/// Most levels above an asset.
const DEEPEST: usize = 32;

/// Reads kind and identificatie of the parent of every row. Our own columns are no attributes any more after this.
pub(super) fn name(rows: Vec<Row>, columns: &Columns, options: &Options, report: &mut Report) -> Vec<Row> {
    let mut named = Vec::with_capacity(rows.len());
    for mut row in rows {
        match parent(&row, columns, options) {
            Ok(ouder) => row.ouder = ouder,
            Err(finding) => {
                report.add(finding);
                continue;
            }
        }
        row.attributen.retain(|name, _| !name.starts_with(OWN));
        named.push(row);
    }
    named
}

fn parent(row: &Row, columns: &Columns, options: &Options) -> Result<Option<(String, String)>, Finding> {
    let value = |name: &Option<String>| name.as_ref().and_then(|name| row.attributen.get(name)).map(plain);
    let Some(identificatie) = value(&columns.parent).filter(|text| !text.is_empty()) else { return Ok(None) };
    let kind = value(&columns.parent_kind).filter(|kind| !kind.is_empty());
    let kind = kind.or_else(|| options.parent_kind.clone()).unwrap_or_else(|| options.kind.clone());
    let column = columns.parent.as_deref().unwrap_or_default();
    if !is_soort(&kind) {
        return Err(Finding::at((row.line, column), &kind, ParentFault::Kind));
    }
    if kind == options.kind && identificatie == row.identificatie {
        return Err(Finding::at((row.line, column), &identificatie, ParentFault::Itself));
    }
    Ok(Some((kind, identificatie)))
}

/// Uuids of assets of a kind by identificatie, those that were removed only when asked for.
pub(super) fn uuids<'a>(
    soort: &str,
    identificaties: impl Iterator<Item = &'a str>,
    removed_too: bool,
    tx: &mut Tx<'_>,
) -> Result<HashMap<String, Uuid>, Error> {
    let all: Vec<&str> = identificaties.collect();
    let mut found = HashMap::with_capacity(all.len());
    let alive = if removed_too { "" } else { " AND verwijderd IS NULL" };
    for part in all.chunks(CHUNK) {
        let places: Vec<String> = (2..part.len() + 2).map(|i| format!("${i}")).collect();
        let sql = format!(
            "SELECT identificatie, uuid FROM assets WHERE soort = $1 AND identificatie IN ({}){alive}",
            places.join(", ")
        );
        let parameters: Vec<Value> = [soort].iter().chain(part).map(|text| Value::from(*text)).collect();
        found.extend(tx.query(&sql, &parameters, |row| Ok((row.text(0)?, row.uuid(1)?)))?);
    }
    Ok(found)
}

/// Rows with their own uuid and that of their parent.
pub(super) type Placed<'r> = (&'r Row, Uuid, Option<Uuid>);

/// Finds the parents of all rows, in the file itself and in the register. Rows without a parent that there should be are left out, and what hangs on
/// those as well.
pub(super) fn resolve<'r>(
    rows: Vec<(&'r Row, Uuid, bool)>,
    options: &Options,
    report: &mut Report,
    tx: &mut Tx<'_>,
) -> Result<Vec<Placed<'r>>, Error> {
    let mut here: HashMap<&str, (Uuid, bool)> =
        rows.iter().map(|(row, uuid, known)| (row.identificatie.as_str(), (*uuid, *known))).collect();
    let others = elsewhere(&rows, &here, options, tx)?;
    let mut left: Vec<(&Row, Uuid, bool)> = rows;
    loop {
        let count = left.len();
        let mut gone = Vec::new();
        left.retain(|(row, _, known)| {
            let there = row.ouder.as_ref().is_none_or(|(kind, name)| {
                (*kind == options.kind && here.contains_key(name.as_str()))
                    || others.contains_key(&(kind.clone(), name.clone()))
            });
            if !there {
                report.add(unknown(row));
                if !known {
                    gone.push(row.identificatie.as_str());
                }
            }
            there
        });
        for name in gone {
            here.remove(name);
        }
        if left.len() == count {
            break;
        }
    }
    let uuid = |(kind, name): &(String, String)| {
        let own = here.get(name.as_str()).filter(|_| *kind == options.kind).map(|(uuid, _)| *uuid);
        own.or_else(|| others.get(&(kind.clone(), name.clone())).copied())
    };
    Ok(left.into_iter().map(|(row, own, _)| (row, own, row.ouder.as_ref().and_then(uuid))).collect())
}

/// The parents that are not in the file.
fn elsewhere(
    rows: &[(&Row, Uuid, bool)],
    here: &HashMap<&str, (Uuid, bool)>,
    options: &Options,
    tx: &mut Tx<'_>,
) -> Result<HashMap<(String, String), Uuid>, Error> {
    let mut wanted: HashMap<&str, HashSet<&str>> = HashMap::new();
    for (kind, name) in rows.iter().filter_map(|(row, ..)| row.ouder.as_ref()) {
        let own = *kind == options.kind;
        if !(own && (here.contains_key(name.as_str()) || options.remove_missing)) {
            wanted.entry(kind).or_default().insert(name);
        }
    }
    let mut found = HashMap::new();
    for (kind, names) in wanted {
        let uuids = uuids(kind, names.into_iter(), false, tx)?;
        found.extend(uuids.into_iter().map(|(name, uuid)| ((kind.to_owned(), name), uuid)));
    }
    Ok(found)
}

fn unknown(row: &Row) -> Finding {
    let (kind, name) = row.ouder.clone().unwrap_or_default();
    Finding::at((row.line, "ouder"), &name, ParentFault::Unknown { kind })
}

/// Leaves out the rows that would hang on themselves, also by way of others, with a finding for each.
pub(super) fn without_cycles<'r>(
    rows: Vec<Placed<'r>>,
    report: &mut Report,
    tx: &mut Tx<'_>,
) -> Result<Vec<Placed<'r>>, Error> {
    let mut above: HashMap<Uuid, Uuid> = stored_above(&rows, tx)?;
    for (_, uuid, ouder) in &rows {
        match ouder {
            Some(ouder) => drop(above.insert(*uuid, *ouder)),
            None => drop(above.remove(uuid)),
        }
    }
    let mut ends: HashSet<Uuid> = HashSet::new();
    let mut good = Vec::with_capacity(rows.len());
    for placed in rows {
        let (row, uuid, _) = placed;
        match walk(uuid, &above, &ends) {
            Ok(path) => {
                ends.extend(path);
                good.push(placed);
            }
            Err(fault) => {
                let name = row.ouder.as_ref().map(|(_, name)| name.clone()).unwrap_or_default();
                report.add(Finding::at((row.line, "ouder"), &name, fault));
            }
        }
    }
    Ok(good)
}

/// Walks up from an asset until there is nothing above; `ends` are known to come to an end.
fn walk(from: Uuid, above: &HashMap<Uuid, Uuid>, ends: &HashSet<Uuid>) -> Result<Vec<Uuid>, ParentFault> {
    let mut path = vec![from];
    let mut at = from;
    while let Some(next) = above.get(&at).filter(|_| !ends.contains(&at)) {
        if *next == from {
            return Err(ParentFault::Below);
        }
        if path.contains(next) {
            return Err(ParentFault::Ring);
        }
        if path.len() > DEEPEST {
            return Err(ParentFault::Deep);
        }
        path.push(*next);
        at = *next;
    }
    Ok(path)
}

/// What hangs above the parents that are not in the file, level by level.
fn stored_above(rows: &[Placed<'_>], tx: &mut Tx<'_>) -> Result<HashMap<Uuid, Uuid>, Error> {
    let own: HashSet<Uuid> = rows.iter().map(|(_, uuid, _)| *uuid).collect();
    let mut above = HashMap::new();
    let mut asked: HashSet<Uuid> = HashSet::new();
    let mut level: Vec<Uuid> = rows.iter().filter_map(|(_, _, ouder)| *ouder).collect();
    for _ in 0..DEEPEST {
        level.retain(|uuid| !own.contains(uuid) && asked.insert(*uuid));
        if level.is_empty() {
            break;
        }
        let mut next = Vec::new();
        for part in level.chunks(CHUNK) {
            let places: Vec<String> = (1..=part.len()).map(|i| format!("${i}")).collect();
            let sql =
                format!("SELECT uuid, ouder FROM assets WHERE uuid IN ({}) AND ouder IS NOT NULL", places.join(", "));
            let parameters: Vec<Value> = part.iter().map(|uuid| Value::from(*uuid)).collect();
            for (uuid, ouder) in tx.query(&sql, &parameters, |row| Ok((row.uuid(0)?, row.uuid(1)?)))? {
                above.insert(uuid, ouder);
                next.push(ouder);
            }
        }
        level = next;
    }
    Ok(above)
}
