// SPDX-License-Identifier: EUPL-1.2
//! From the words of a file to the body of a request.

use serde_json::{Map, Value as Json};
use waarmaker_resource::{Field, Record, Shape};

/// A value of TOML as JSON; a date becomes its text.
pub(super) fn json(value: toml::Value) -> Json {
    match value {
        toml::Value::String(text) => Json::String(text),
        toml::Value::Integer(number) => Json::from(number),
        toml::Value::Float(number) => Json::from(number),
        toml::Value::Boolean(truth) => Json::Bool(truth),
        toml::Value::Datetime(moment) => Json::String(moment.to_string()),
        toml::Value::Array(list) => Json::Array(list.into_iter().map(json).collect()),
        toml::Value::Table(table) => Json::Object(record(table)),
    }
}

/// A table as a record.
pub(super) fn record(table: toml::Table) -> Record {
    table.into_iter().map(|(name, value)| (name, json(value))).collect()
}

/// JSON as a value of TOML, without what is empty.
pub(super) fn toml(json: &Json) -> Option<toml::Value> {
    match json {
        Json::Null | Json::Bool(false) => None,
        Json::Bool(true) => Some(toml::Value::Boolean(true)),
        Json::Number(number) => number.as_i64().map(toml::Value::Integer),
        Json::String(text) => (!text.is_empty()).then(|| toml::Value::String(text.clone())),
        Json::Array(list) => (!list.is_empty()).then(|| toml::Value::Array(list.iter().filter_map(toml).collect())),
        Json::Object(members) => Some(toml::Value::Table(table(members))),
    }
}

/// A record as a table.
pub(super) fn table(members: &Map<String, Json>) -> toml::Table {
    members.iter().filter_map(|(name, value)| Some((name.clone(), toml(value)?))).collect()
}

/// Members that nobody knows: the API leaves them out, but who writes a file by hand wants to hear of a slip.
pub(super) fn unknown(fields: &[Field], given: &Record, path: &str, found: &mut Vec<String>) {
    for (name, value) in given {
        let at = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        let Some(field) = fields.iter().find(|field| field.name == name) else {
            let known: Vec<&str> = fields.iter().filter(|field| !field.read_only).map(|field| field.name).collect();
            found.push(format!("{at}: dit kent Waarmaker niet; bekend zijn {}", known.join(", ")));
            continue;
        };
        within(field.shape, value, &at, found);
    }
}

fn within(shape: Shape, value: &Json, at: &str, found: &mut Vec<String>) {
    match (shape, value) {
        (Shape::Group(fields), Json::Object(members)) => unknown(fields, members, at, found),
        (Shape::List(element), Json::Array(list)) => {
            for (i, value) in list.iter().enumerate() {
                within(*element, value, &format!("{at}.{i}"), found);
            }
        }
        _ => {}
    }
}
