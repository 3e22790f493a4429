// SPDX-License-Identifier: EUPL-1.2
//! The list of all settings, derived from the schema and thereby from the structs.

use serde_json::Value;

use crate::Settings;

/// The start of every variable of the environment that is a setting.
pub const PREFIX: &str = "WAARMAKER_";

/// One setting: what it is called and what it may hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    /// The section of the file, without brackets; `signalen.mqtt` is a section in a section.
    pub section: String,
    /// The key in that section.
    pub name: String,
    /// What kind of value it holds.
    pub kind: Kind,
    /// The value when nobody gives one; `null` when there is none.
    pub default: Value,
    /// What it is for: the doc comment of the field.
    pub description: String,
}

/// What kind of value a setting holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text, a path or one of a few words.
    Text,
    /// A whole number.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// A list of values.
    List,
}

impl Kind {
    /// The word for it in the reference.
    pub fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Integer => "number",
            Self::Boolean => "true or false",
            Self::List => "list",
        }
    }
}

impl Key {
    /// The setting as `section.key`.
    pub fn path(&self) -> String {
        format!("{}.{}", self.section, self.name)
    }

    /// The variable of the environment: `WAARMAKER_SECTION__KEY`.
    pub fn variable(&self) -> String {
        format!("{PREFIX}{}", self.path().replace('.', "__")).to_uppercase()
    }
}

/// Every setting, in the order of declaration.
pub fn all() -> Vec<Key> {
    let schema = Settings::schema();
    let mut keys = Vec::new();
    for (section, property) in members(&schema) {
        of_section(&schema, section, resolve(&schema, property), &mut keys);
    }
    keys
}

/// The settings of a section, and after them those of the sections in it.
fn of_section(schema: &Value, section: &str, declared: &Value, keys: &mut Vec<Key>) {
    let (sections, leaves): (Vec<_>, Vec<_>) =
        members(declared).partition(|(_, property)| members(resolve(schema, property)).next().is_some());
    for (name, leaf) in leaves {
        keys.push(Key {
            section: section.to_owned(),
            name: name.clone(),
            kind: kind(resolve(schema, leaf)),
            default: leaf.get("default").cloned().unwrap_or(Value::Null),
            description: text(leaf, "description"),
        });
    }
    for (name, inner) in sections {
        of_section(schema, &format!("{section}.{name}"), resolve(schema, inner), keys);
    }
}

/// The properties of an object schema.
fn members(schema: &Value) -> impl Iterator<Item = (&String, &Value)> {
    schema.get("properties").and_then(Value::as_object).into_iter().flatten()
}

/// Follows a `$ref` into `$defs`.
fn resolve<'a>(schema: &'a Value, property: &'a Value) -> &'a Value {
    property
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|reference| schema.pointer(reference.trim_start_matches('#')))
        .unwrap_or(property)
}

/// Reads the kind off a schema; `["string", "null"]` is an optional text.
fn kind(schema: &Value) -> Kind {
    let name = match schema.get("type") {
        Some(Value::Array(names)) => names.first().and_then(Value::as_str),
        Some(name) => name.as_str(),
        None => None,
    };
    match name {
        Some("integer") => Kind::Integer,
        Some("boolean") => Kind::Boolean,
        Some("array") => Kind::List,
        _ => Kind::Text,
    }
}

/// A member of text, or nothing; line breaks of the source become spaces.
fn text(schema: &Value, member: &str) -> String {
    schema.get(member).and_then(Value::as_str).unwrap_or_default().replace('\n', " ")
}

/// The candidate that is most like `wanted`, when one is like it at all.
pub(crate) fn nearest<'a>(wanted: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .map(|candidate| (strsim::jaro_winkler(wanted, candidate), candidate))
        .filter(|(likeness, _)| *likeness > 0.7)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, candidate)| candidate)
}
