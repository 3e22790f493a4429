// SPDX-License-Identifier: EUPL-1.2
//! Filling the lists: all of an import or nothing.

mod fault;
mod known;
mod read;
mod soort;

use std::fmt;

use serde_json::Value;
use waarmaker_api::{Adopted, Cx, Result as Stored, adopt};
use waarmaker_resource::{Given, Record, check_body};

pub use fault::{Fault, ImportError};
use known::Known;
use read::Element;
use soort::Soort;

/// A file to import.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// Name, for messages.
    pub name: &'a str,
    /// Content: JSON.
    pub bytes: &'a [u8],
}

/// What became of the elements of one list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Were not here yet.
    pub new: usize,
    /// Were here, and are now different.
    pub changed: usize,
    /// Were here already, just so.
    pub unchanged: usize,
}

/// What an import did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Procestypen.
    pub procestypen: Count,
    /// Resultaten.
    pub resultaten: Count,
    /// Resultaattypeomschrijvingen.
    pub resultaattypeomschrijvingen: Count,
    /// Communicatiekanalen.
    pub communicatiekanalen: Count,
}

impl Report {
    fn count(&mut self, soort: Soort, adopted: Adopted) {
        let count = match soort {
            Soort::Procestype => &mut self.procestypen,
            Soort::Resultaat => &mut self.resultaten,
            Soort::Resultaattypeomschrijving => &mut self.resultaattypeomschrijvingen,
            Soort::Communicatiekanaal => &mut self.communicatiekanalen,
        };
        match adopted {
            Adopted::New => count.new += 1,
            Adopted::Changed => count.changed += 1,
            Adopted::Unchanged => count.unchanged += 1,
        }
    }
}

impl fmt::Display for Report {
    /// One line for each list that the import had elements of.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lists = [
            ("procestypen", self.procestypen),
            ("resultaten", self.resultaten),
            ("resultaattypeomschrijvingen", self.resultaattypeomschrijvingen),
            ("communicatiekanalen", self.communicatiekanalen),
        ];
        let mut lists = lists.iter().filter(|(_, count)| *count != Count::default()).peekable();
        if lists.peek().is_none() {
            return f.write_str("geen elementen");
        }
        while let Some((name, Count { new, changed, unchanged })) = lists.next() {
            let end = if lists.peek().is_some() { "\n" } else { "" };
            write!(f, "{name}: {new} nieuw, {changed} gewijzigd, {unchanged} ongewijzigd{end}")?;
        }
        Ok(())
    }
}

/// Imports files, which may refer to each other and to what was imported before, in any order.
///
/// A file is a list of elements, either as the makers of the selection list keep them (`model`, `pk`, `fields`) or as an API of this shape answers
/// them (`url` and the members; also a page with `results`, or one element). Uuids are kept; what is here already is brought up to date, and
/// what a file leaves out stays. With any fault nothing is written, and all faults are told.
pub fn import(cx: &mut Cx<'_, '_>, sources: &[Source<'_>]) -> Result<Report, ImportError> {
    let mut faults = Vec::new();
    let mut elements: Vec<Element> = sources.iter().flat_map(|source| read::elements(source, &mut faults)).collect();
    let known = Known::of(&elements, &mut faults);
    for element in &mut elements {
        known.complete(element, cx, &mut faults)?;
        check(element, cx, &mut faults);
    }
    if !faults.is_empty() {
        let file = |fault: &Fault| sources.iter().position(|source| source.name == fault.file);
        faults.sort_by_key(|fault| (file(fault), fault.line));
        faults.dedup();
        return Err(ImportError::Faults(faults));
    }
    elements.sort_by_key(|element| element.soort);
    let mut report = Report::default();
    for element in elements {
        let soort = element.soort;
        report.count(soort, store(element, cx)?);
    }
    Ok(report)
}

/// The URL of the page that follows an answer of an API, for whoever fetches them.
pub fn next_page(bytes: &[u8]) -> Option<String> {
    let page: Record = serde_json::from_slice(bytes).ok()?;
    page.get("next").and_then(Value::as_str).filter(|url| !url.is_empty()).map(str::to_owned)
}

/// Brings the members of an element in normal form.
fn check(element: &mut Element, cx: &Cx<'_, '_>, faults: &mut Vec<Fault>) {
    let body = Value::Object(std::mem::take(&mut element.record));
    let (record, problems) = check_body(element.soort.fields(), &body, Given::Whole, &cx.house.origins);
    faults.extend(problems.iter().map(|param| element.fault(&param.name, param.reason.clone())));
    element.record = record;
}

/// Writes an element, and remembers the key that files have for it.
fn store(element: Element, cx: &mut Cx<'_, '_>) -> Stored<Adopted> {
    let (soort, uuid) = (element.soort, element.uuid);
    let adopted = adopt(cx.room(soort.name())?, uuid, element.record, cx)?;
    if let Some(key) = element.key {
        let sql = "INSERT INTO selectielijst_sleutels (soort, sleutel, uuid) VALUES ($1, $2, $3) \
                   ON CONFLICT (soort, sleutel) DO UPDATE SET uuid = excluded.uuid";
        cx.tx.run(sql, &[soort.name().into(), key.into(), uuid.into()])?;
    }
    Ok(adopted)
}
