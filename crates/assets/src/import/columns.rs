// SPDX-License-Identifier: EUPL-1.2
//! Which column is what.

use super::{ColumnFault, Finding, OWN, Options, PLACE_KEY};

/// Names of a column that identifies, the best first. Compared without case, spaces, `_` and `-`.
const IDENTIFIES: &[&str] = &[
    "identificatie",
    "assetid",
    "assetnummer",
    "assetnr",
    "mastnummer",
    "mastnr",
    "lichtmastnummer",
    "kastnummer",
    "kastnr",
    "nummer",
    "nr",
    "code",
    "id",
    "objectid",
    "globalid",
    "guid",
    "uuid",
    "fid",
];
/// Names of a column that describes where something is.
const DESCRIBES: &[&str] = &["omschrijving", "adres", "locatie", "straat", "straatnaam", "openbareruimte", "naam"];

/// The columns of a file, by what they are for.
#[derive(Debug)]
pub(super) struct Columns {
    /// All, in order, without our own.
    pub(super) all: Vec<String>,
    /// Those of the identificatie; empty for the place, or when none was found.
    pub(super) key: Vec<String>,
    /// The place is the identificatie.
    pub(super) by_place: bool,
    /// That of the description.
    pub(super) name: Option<String>,
    /// That of the parent.
    pub(super) parent: Option<String>,
    /// That of the kind of the parent.
    pub(super) parent_kind: Option<String>,
}

impl Columns {
    /// Finds the columns that the options name, or that go by a usual name.
    pub(super) fn choose(present: &[String], options: &Options) -> Result<Self, Finding> {
        let named = |name: &String| find(present, name).ok_or_else(|| unknown(name, present));
        let own = |name: &str| present.iter().find(|column| **column == format!("{OWN}{name}")).cloned();
        let by_place = matches!(options.key.as_slice(), [only] if only == PLACE_KEY && find(present, only).is_none());
        let key = if by_place {
            Vec::new()
        } else if options.key.is_empty() {
            own("identificatie").or_else(|| usual(present, IDENTIFIES)).into_iter().collect()
        } else {
            options.key.iter().map(named).collect::<Result<_, _>>()?
        };
        let parent = options.parent.as_ref().map(named).transpose()?.or_else(|| own("ouder"));
        let parent_kind = match &options.parent_kind_column {
            Some(column) => Some(named(column)?),
            None => own("ouder_soort").filter(|_| parent.as_deref().is_some_and(|parent| parent.starts_with(OWN))),
        };
        let name = match &options.name {
            Some(name) => Some(named(name)?),
            None => own("omschrijving").or_else(|| usual(present, DESCRIBES)),
        };
        let all = present.iter().filter(|column| !column.starts_with(OWN)).cloned().collect();
        Ok(Self { all, key, by_place, name, parent, parent_kind })
    }
}

/// The column with this name; letter by letter, else without case.
pub(super) fn find(present: &[String], name: &str) -> Option<String> {
    let same = |column: &&String| column.as_str() == name;
    let alike = |column: &&String| column.eq_ignore_ascii_case(name);
    present.iter().find(same).or_else(|| present.iter().find(alike)).cloned()
}

/// The first of the usual names that is present.
pub(super) fn usual(present: &[String], names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| present.iter().find(|column| folded(column) == *name)).cloned()
}

/// A name without case, spaces, `_` and `-`.
fn folded(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, ' ' | '_' | '-' | '.')).flat_map(char::to_lowercase).collect()
}

/// A column that is not there.
pub(super) fn unknown(name: &str, present: &[String]) -> Finding {
    Finding::file(ColumnFault::Unknown { name: name.to_owned(), columns: present.to_vec() })
}
