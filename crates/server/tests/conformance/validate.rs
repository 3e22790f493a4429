// SPDX-License-Identifier: EUPL-1.2
//! Whether a value is what a schema of `OpenAPI` 3.0 says. `oneOf` counts as `anyOf`: the official contracts use it where several alternatives hold.

use serde_json::Value;
use waarmaker_core::{Date, DateTime, Duur};

use crate::spec::{Node, Spec};

/// A validator of values against the schemas of one document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Validator<'s> {
    pub(crate) spec: &'s Spec,
    /// A member that the schema does not know is wrong.
    pub(crate) strict: bool,
}

impl<'s> Validator<'s> {
    /// All that is wrong with a value, each with its place.
    pub(crate) fn problems(&self, schema: Node<'s>, value: &Value) -> Vec<String> {
        let mut problems = Vec::new();
        self.whole(schema, value, "", &mut problems);
        problems
    }

    /// A value at the place of a schema, with the members that no part of the schema knows.
    fn whole(&self, schema: Node<'s>, value: &Value, at: &str, problems: &mut Vec<String>) {
        self.part(schema, value, at, &mut Vec::new(), problems);
        let Value::Object(members) = value else { return };
        let known = self.spec.facts(&[schema], false).properties;
        if self.strict && !known.is_empty() {
            for name in members.keys().filter(|name| !known.contains_key(name.as_str())) {
                problems.push(format!("{at}.{name}: not in the contract"));
            }
        }
    }

    /// A value against one part of a schema. `way` holds the discriminators that were followed for this value.
    fn part(&self, schema: Node<'s>, value: &Value, at: &str, way: &mut Vec<*const Value>, problems: &mut Vec<String>) {
        let schema = self.spec.follow(schema);
        if value.is_null() && schema.value["nullable"] == true {
            return;
        }
        plain(schema, value, at, problems);
        self.members(schema, value, at, problems);
        for part in schema.list("allOf") {
            self.part(part, value, at, way, problems);
        }
        self.alternatives(schema, value, at, way, problems);
    }

    fn members(&self, schema: Node<'s>, value: &Value, at: &str, problems: &mut Vec<String>) {
        if let Value::Object(members) = value {
            for (name, property) in schema.get("properties").into_iter().flat_map(Node::members) {
                if let Some(value) = members.get(name) {
                    self.whole(property, value, &format!("{at}.{name}"), problems);
                }
            }
            for name in schema.list("required").filter_map(|name| name.value.as_str()) {
                if !members.contains_key(name) {
                    problems.push(format!("{at}.{name}: missing"));
                }
            }
        }
        if let (Value::Array(list), Some(items)) = (value, schema.get("items")) {
            for value in list {
                self.whole(items, value, &format!("{at}[]"), problems);
            }
        }
    }

    fn alternatives(
        &self,
        schema: Node<'s>,
        value: &Value,
        at: &str,
        way: &mut Vec<*const Value>,
        problems: &mut Vec<String>,
    ) {
        let by = schema.get("discriminator").map(|discriminator| discriminator.text("propertyName"));
        let chosen = by.and_then(|by| value.get(by)).and_then(Value::as_str);
        if let Some(chosen) = chosen {
            let here: *const Value = schema.value;
            if !way.contains(&here) {
                way.push(here);
                match self.spec.mapping(schema).get(chosen) {
                    Some(variant) => self.part(*variant, value, at, way, problems),
                    None => problems.push(format!("{at}: {chosen} is no variant")),
                }
                way.pop();
            }
            return;
        }
        let each = schema.list("oneOf").chain(schema.list("anyOf")).map(|part| {
            let mut problems = Vec::new();
            self.part(part, value, at, way, &mut problems);
            problems
        });
        let least = each.min_by_key(Vec::len);
        problems.extend(least.into_iter().flatten());
    }
}

/// What a schema says of the value itself.
fn plain(schema: Node<'_>, value: &Value, at: &str, problems: &mut Vec<String>) {
    let mut wrong = |what: String| problems.push(format!("{at}: {what}"));
    let fits = match schema.text("type") {
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => true,
    };
    if !fits {
        return wrong(format!("{} is no {}", brief(value), schema.text("type")));
    }
    if schema.value.get("enum").is_some() && !schema.list("enum").any(|one| one.value == value) {
        wrong(format!("{} is none of the values", brief(value)));
    }
    let length = match value {
        Value::String(text) => Some(("Length", text.chars().count())),
        Value::Array(list) => Some(("Items", list.len())),
        _ => None,
    };
    if length.is_some_and(|(kind, length)| !fits_length(schema, kind, length as u64)) {
        wrong(format!("{} has the wrong length", brief(value)));
    }
    if let Some(number) = value.as_i64() {
        let bound = |name: &str| schema.value.get(name).and_then(Value::as_i64);
        if bound("minimum").is_some_and(|min| number < min) || bound("maximum").is_some_and(|max| number > max) {
            wrong(format!("{number} is out of bounds"));
        }
    }
    if let Value::String(text) = value {
        if !formatted(schema.text("format"), text) {
            wrong(format!("{} is no {}", brief(value), schema.text("format")));
        }
        if !patterned(schema.text("pattern"), text) {
            wrong(format!("{} does not fit {}", brief(value), schema.text("pattern")));
        }
    }
}

fn fits_length(schema: Node<'_>, kind: &str, length: u64) -> bool {
    let bound = |side: &str| schema.value.get(format!("{side}{kind}")).and_then(Value::as_u64);
    bound("max").is_none_or(|max| length <= max) && bound("min").is_none_or(|min| length >= min)
}

fn formatted(format: &str, text: &str) -> bool {
    match format {
        "uri" => text.contains("://") || text.starts_with("urn:"),
        "date" => Date::parse(text).is_ok(),
        "date-time" => DateTime::parse(text).is_ok(),
        "duration" => Duur::parse(text).is_ok(),
        "uuid" => uuid::Uuid::try_parse(text).is_ok(),
        "email" => text.contains('@'),
        _ => true,
    }
}

fn patterned(pattern: &str, text: &str) -> bool {
    match pattern {
        "" => true,
        "^[0-9]{9}$" => text.len() == 9 && text.chars().all(|c| c.is_ascii_digit()),
        "^[1-9][0-9]{9}$" => text.len() == 10 && !text.starts_with('0') && text.chars().all(|c| c.is_ascii_digit()),
        "^[0-9]*$" => text.chars().all(|c| c.is_ascii_digit()),
        "^[A-Z]*$" => text.chars().all(|c| c.is_ascii_uppercase()),
        "[a-z\\_]+" => text.chars().any(|c| c.is_ascii_lowercase() || c == '_'),
        other => panic!("teach the validator the pattern {other}"),
    }
}

fn brief(value: &Value) -> String {
    value.to_string().chars().take(60).collect()
}

/// A value that fits a schema, with every member that it may have.
pub(crate) fn sample(spec: &Spec, schema: Node<'_>) -> Value {
    let schema = spec.follow(schema);
    if let Some(first) = schema.list("enum").find(|one| !one.value.is_null() && one.value != "") {
        return first.value.clone();
    }
    if let Some(first) = schema.list("anyOf").chain(schema.list("oneOf")).chain(schema.list("allOf")).next() {
        return sample(spec, first);
    }
    let text = match (schema.text("format"), schema.text("pattern")) {
        ("uri", _) => "https://example.nl/iets",
        ("date", _) => "2026-01-02",
        ("date-time", _) => "2026-01-02T10:00:00Z",
        ("duration", _) => "P1D",
        ("email", _) => "naam@example.nl",
        ("uuid", _) => "3fb27a6e-5c1d-4b8a-9e0f-123456789abc",
        (_, "^[0-9]{9}$") => "111222333",
        (_, "^[1-9][0-9]{9}$") => "1234567890",
        (_, "^[A-Z]*$") => "VOORB",
        _ => "voorbeeld",
    };
    let max = schema.value.get("maxLength").and_then(Value::as_u64).unwrap_or(100);
    match schema.text("type") {
        "string" => text.chars().take(usize::try_from(max).unwrap()).collect::<String>().into(),
        "boolean" => true.into(),
        "integer" => schema.value.get("minimum").cloned().unwrap_or_else(|| 1.into()),
        "array" => vec![sample(spec, schema.get("items").unwrap())].into(),
        "object" => {
            let members = schema.get("properties").into_iter().flat_map(Node::members);
            members
                .map(|(name, property)| (name.to_owned(), sample(spec, property)))
                .collect::<serde_json::Map<_, _>>()
                .into()
        }
        _ => serde_json::json!({"vrij": "te kiezen"}),
    }
}
