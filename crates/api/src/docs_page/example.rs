// SPDX-License-Identifier: EUPL-1.2
//! An example of a request, with values that have the right shape.

use serde_json::{Map, Value, json};
use uuid::Uuid;
use waarmaker_resource::{Field, Resource, Shape};

use crate::{
    House,
    openapi::{Operation, Place, shown},
};

/// A uuid for examples.
const UUID: Uuid = Uuid::from_u128(0x3fb2_7a6e_5c1d_4b8a_9e0f_1234_5678_9abc);

/// The request as a command.
pub(super) fn curl(house: &House, resource: &Resource, operation: &Operation, origin: &str) -> String {
    let mut path = operation.path.clone();
    for parameter in operation.parameters.iter().filter(|parameter| parameter.place == Place::Path) {
        path = path.replace(&format!("{{{}}}", parameter.name), &UUID.to_string());
    }
    let query: Vec<String> = operation
        .parameters
        .iter()
        .filter(|parameter| parameter.place == Place::Query && parameter.required)
        .map(|parameter| format!("{}=waarde", parameter.name))
        .collect();
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    let verb = match operation.method {
        "get" => String::new(),
        "head" => " --head".to_owned(),
        method => format!(" -X {}", method.to_uppercase()),
    };
    let mut lines = vec![format!("curl{verb} '{origin}{}{path}{query}'", resource.component.root)];
    if !operation.scopes.is_empty() {
        lines.push("-H \"Authorization: Bearer $TOKEN\"".to_owned());
    }
    let header = |name: &str| {
        operation
            .parameters
            .iter()
            .any(|parameter| parameter.place == Place::Header && parameter.required && parameter.name == name)
    };
    for (name, value) in
        [("Accept-Crs", "EPSG:4326"), ("Content-Crs", "EPSG:4326"), ("Content-Type", "application/json")]
    {
        if header(name) {
            lines.push(format!("-H '{name}: {value}'"));
        }
    }
    if operation.body.is_some() {
        let body = body(house, resource, operation, origin);
        lines.push(format!("-d '{}'", serde_json::to_string_pretty(&body).unwrap_or_default()));
    }
    lines.join(" \\\n  ")
}

/// A body with what is required; of a `PATCH`, with one member.
fn body(house: &House, resource: &Resource, operation: &Operation, origin: &str) -> Value {
    let extra = resource.extras.iter().find(|extra| extra.id == operation.id);
    let fields = match extra {
        Some(extra) => extra.body.unwrap_or_default().to_vec(),
        None => shown(resource),
    };
    let sample = Sample { house, origin };
    if extra.is_none() && operation.method == "patch" {
        let writable = fields
            .iter()
            .filter(|field| !field.read_only && matches!(field.shape, Shape::Text))
            .min_by_key(|field| field.required);
        let members = writable.map(|field| (field.name.to_owned(), sample.value(field, &field.shape)));
        return Value::Object(members.into_iter().collect());
    }
    sample.group(&fields)
}

/// Makes values.
struct Sample<'a> {
    house: &'a House,
    origin: &'a str,
}

impl Sample<'_> {
    fn group(&self, fields: &[Field]) -> Value {
        let required = fields.iter().filter(|field| field.required && !field.read_only);
        let members: Map<String, Value> =
            required.map(|field| (field.name.to_owned(), self.value(field, &field.shape))).collect();
        Value::Object(members)
    }

    fn value(&self, field: &Field, shape: &Shape) -> Value {
        match shape {
            Shape::Text => {
                let text = if field.pattern == Some("^[A-Z]*$") { "VOORB" } else { "voorbeeld" };
                json!(text.chars().take(field.max.unwrap_or(20) as usize).collect::<String>())
            }
            Shape::Email => json!("naam@example.nl"),
            Shape::Uri => json!("https://example.nl/iets"),
            Shape::Link(target) => match self.house.room(target) {
                Some(room) => json!(format!(
                    "{}{}/{}/{UUID}",
                    self.origin,
                    room.kind.resource().component.root,
                    room.kind.resource().path
                )),
                None => json!("https://example.nl/iets"),
            },
            Shape::Date => json!("2026-11-21"),
            Shape::DateTime => json!("2026-11-21T12:00:00Z"),
            Shape::Duur => json!("P30D"),
            Shape::Bool => json!(true),
            Shape::Int { min, .. } => json!((*min).max(1)),
            Shape::Uuid => json!(UUID),
            Shape::Rsin => json!("111222333"),
            Shape::Choice(names) => json!(names.first()),
            Shape::Level => json!("openbaar"),
            Shape::Map => json!({"zaaktype": "*"}),
            Shape::Geometry => json!({"type": "Point", "coordinates": [5.12, 52.09]}),
            Shape::Base64 => json!("SGFsbG8="),
            Shape::Binary => json!("…"),
            Shape::Json | Shape::Union { .. } => json!({}),
            Shape::List(element) => json!([self.value(field, element)]),
            Shape::Group(fields) | Shape::Tagged { common: fields, .. } => self.group(fields),
        }
    }
}
