// SPDX-License-Identifier: EUPL-1.2
//! Prints settings: as they are in force, and as a reference page.

use std::fmt::Write as _;

use toml::{Table, Value};

use crate::{Settings, keys};

/// The settings in force as TOML, each with its source in a comment and without any secret.
pub(crate) fn show(settings: &Settings) -> String {
    let values = Table::try_from(settings).unwrap_or_default();
    let mut out = String::new();
    let mut section = String::new();
    for key in keys::all() {
        if key.section != section {
            let gap = if section.is_empty() { "" } else { "\n" };
            section.clone_from(&key.section);
            let _ = writeln!(out, "{gap}[{section}]");
        }
        let value = at(&values, &key.path());
        let source = settings.source(&key.path());
        let _ = match value {
            Some(value) => writeln!(out, "{} = {value} # {source}", key.name),
            None => writeln!(out, "# {} is not set{}", key.name, meaning(settings, &key.path())),
        };
    }
    out
}

/// The value at a path.
fn at<'t>(table: &'t Table, path: &str) -> Option<&'t Value> {
    match path.split_once('.') {
        Some((section, rest)) => at(table.get(section)?.as_table()?, rest),
        None => table.get(path),
    }
}

/// What follows from a value that is not set.
fn meaning(settings: &Settings, key: &str) -> String {
    match key {
        "database.url" => format!(": {:?}", settings.database_url()),
        "data.blobs_dir" => format!(": {}", settings.blobs_dir().display()),
        _ => String::new(),
    }
}

/// The settings as a page of the reference: a table per section.
pub(crate) fn reference() -> String {
    let mut out = String::new();
    let mut section = String::new();
    for key in keys::all() {
        if key.section != section {
            section.clone_from(&key.section);
            let _ =
                write!(out, "\n## [{section}]\n\n| key | kind | default | environment | |\n|---|---|---|---|---|\n");
        }
        let default = match Value::try_from(&key.default) {
            Ok(value) => format!("`{value}`"),
            Err(_) => "–".to_owned(),
        };
        let description = key.description.replace('|', "\\|");
        let _ = writeln!(
            out,
            "| `{}` | {} | {default} | `{}` | {description} |",
            key.name,
            key.kind.word(),
            key.variable()
        );
    }
    out.trim_start().to_owned()
}
