// SPDX-License-Identifier: EUPL-1.2
//! Which columns identify a row, proved over the whole file.

use std::collections::{HashMap, HashSet};

use super::{ColumnFault, Finding, KeyFault, Options, Report, Row, columns::Columns, plain};
use crate::save::MAX_IDENTIFICATIE;

/// Most columns of which combinations are tried.
const MOST_COLUMNS: usize = 12;
/// Most combinations that are suggested.
const MOST_SUGGESTIONS: usize = 3;
/// Rows that are shown when another key is suggested.
const EXAMPLES: usize = 5;

/// Gives every row its identificatie and leaves out those of which it is not unique, with a finding. An error when another combination of columns would
/// identify all rows: then it is for the caller to choose.
pub(super) fn identify(
    rows: Vec<Row>,
    columns: &Columns,
    options: &Options,
    report: &mut Report,
) -> Result<Vec<Row>, Finding> {
    report.key.clone_from(if columns.by_place { &options.key } else { &columns.key });
    if columns.key.is_empty() && !columns.by_place {
        report.suggestions = combinations(&rows, columns);
        return Err(no_key(columns, report));
    }
    let mut seen: HashMap<String, u64> = HashMap::with_capacity(rows.len());
    let (mut good, mut twice) = (Vec::with_capacity(rows.len()), Vec::new());
    for mut row in rows {
        row.identificatie = identificatie(&row, columns);
        if let Some(finding) = unusable(&row, &columns.key) {
            report.add(finding);
        } else if let Some(first) = seen.get(&row.identificatie) {
            twice.push((*first, row));
        } else {
            seen.insert(row.identificatie.clone(), row.line);
            good.push(row);
        }
    }
    if twice.is_empty() {
        return Ok(good);
    }
    let chosen = !options.key.is_empty() && options.skip_errors;
    let all = good.iter().chain(twice.iter().map(|(_, row)| row));
    report.suggestions = if chosen { Vec::new() } else { combinations(all, columns) };
    let shown = if report.suggestions.is_empty() { twice.len() } else { EXAMPLES };
    let count = twice.len();
    for (first, row) in twice.into_iter().take(shown) {
        report.add(duplicate(first, &row, columns));
    }
    if report.suggestions.is_empty() { Ok(good) } else { Err(not_unique(count, columns, report)) }
}

/// The values of the key with a space between them, or the place.
fn identificatie(row: &Row, columns: &Columns) -> String {
    if columns.by_place {
        return format!("{:.6},{:.6}", row.punt.lon, row.punt.lat);
    }
    let values: Vec<String> =
        columns.key.iter().map(|name| row.attributen.get(name).map(plain).unwrap_or_default()).collect();
    if values.iter().all(String::is_empty) { String::new() } else { values.join(" ").trim().to_owned() }
}

fn unusable(row: &Row, key: &[String]) -> Option<Finding> {
    let column = key.join(",");
    if row.identificatie.is_empty() {
        return Some(Finding::at((row.line, &column), "", KeyFault::Blank));
    }
    let fault = KeyFault::Long { most: MAX_IDENTIFICATIE };
    (row.identificatie.chars().count() > MAX_IDENTIFICATIE)
        .then(|| Finding::at((row.line, &column), &row.identificatie, fault))
}

fn duplicate(first: u64, row: &Row, columns: &Columns) -> Finding {
    let by_place = columns.by_place;
    let column = if by_place { "plaats".to_owned() } else { columns.key.join(",") };
    Finding::at((row.line, &column), &row.identificatie, KeyFault::Duplicate { first, by_place })
}

fn no_key(columns: &Columns, report: &Report) -> Finding {
    Finding::file(ColumnFault::NoKey { columns: columns.all.clone(), suggestions: report.suggestions.clone() })
}

fn not_unique(count: usize, columns: &Columns, report: &Report) -> Finding {
    let key = if columns.by_place { Vec::new() } else { columns.key.clone() };
    let (rows, suggestions) = (report.rows, report.suggestions.clone());
    Finding::file(ColumnFault::NotUnique { key, count, rows, suggestions })
}

/// The smallest combinations of columns that identify every row.
fn combinations<'r>(rows: impl IntoIterator<Item = &'r Row>, columns: &Columns) -> Vec<Vec<String>> {
    let rows: Vec<&Row> = rows.into_iter().collect();
    let coded = candidates(&rows, columns);
    let place = |name: &str| columns.all.iter().position(|column| column == name);
    for size in 1..=3 {
        let mut found: Vec<Vec<String>> = choices(coded.len(), size)
            .into_iter()
            .filter_map(|choice| {
                let chosen: Vec<&Coded> = choice.iter().filter_map(|i| coded.get(*i)).collect();
                unique(&chosen, rows.len()).then(|| chosen.iter().map(|one| one.name.clone()).collect())
            })
            .collect();
        if !found.is_empty() {
            let with_key = |names: &Vec<String>| columns.key.iter().any(|key| names.contains(key));
            for names in &mut found {
                names.sort_by_key(|name| place(name));
            }
            found.sort_by_key(|names| !with_key(names));
            found.truncate(MOST_SUGGESTIONS);
            return found;
        }
    }
    Vec::new()
}

/// A column with a number for each distinct value.
struct Coded {
    name: String,
    values: Vec<u32>,
    distinct: usize,
}

/// The columns that can be part of a key: filled everywhere, not the same everywhere, no fractions. Those with most distinct values first.
fn candidates(rows: &[&Row], columns: &Columns) -> Vec<Coded> {
    let mut all: Vec<Coded> = columns.all.iter().filter_map(|name| coded(rows, name)).collect();
    all.sort_by_key(|one| (!columns.key.contains(&one.name), std::cmp::Reverse(one.distinct)));
    all.truncate(MOST_COLUMNS);
    all
}

fn coded(rows: &[&Row], name: &str) -> Option<Coded> {
    let mut codes: HashMap<String, u32> = HashMap::new();
    let mut values = Vec::with_capacity(rows.len());
    for row in rows {
        let value = row.attributen.get(name).filter(|value| !value.is_object() && !value.is_array()).map(plain)?;
        let fraction = row.attributen.get(name).is_some_and(serde_json::Value::is_f64) && value.contains('.');
        if value.is_empty() || fraction {
            return None;
        }
        let next = u32::try_from(codes.len()).ok()?;
        values.push(*codes.entry(value).or_insert(next));
    }
    let distinct = codes.len();
    (distinct > 1).then(|| Coded { name: name.to_owned(), values, distinct })
}

/// Whether these columns together have as many distinct values as there are rows.
fn unique(columns: &[&Coded], rows: usize) -> bool {
    let most = columns.iter().try_fold(1_usize, |product, column| product.checked_mul(column.distinct));
    if most.is_some_and(|most| most < rows) {
        return false;
    }
    let value = |column: usize, row: usize| columns.get(column).and_then(|one| one.values.get(row)).copied();
    let mut seen = HashSet::with_capacity(rows);
    (0..rows).all(|row| seen.insert([value(0, row), value(1, row), value(2, row)]))
}

/// All choices of `size` (1, 2 or 3) out of `count`, in order.
fn choices(count: usize, size: usize) -> Vec<Vec<usize>> {
    if size == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for smaller in choices(count, size - 1) {
        let from = smaller.last().map_or(0, |last| last + 1);
        all.extend((from..count).map(|next| smaller.iter().copied().chain([next]).collect()));
    }
    all
}
