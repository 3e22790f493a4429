// SPDX-License-Identifier: EUPL-1.2
//! The members of a resource as rows of a table, for people. Kinds and limits are in the words of JSON Schema, which every maker of a client knows.

use waarmaker_resource::{Field, Resource, Shape};

use super::{schema::names, shown};

/// A table of members: those of the resource itself, or of a group that depends on a value.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    /// Of which member these are, and when they are there; `None` for the resource itself.
    pub(crate) when: Option<When>,
    pub(crate) rows: Vec<Row>,
}

/// When a group has the members of a table.
#[derive(Clone, Debug)]
pub(crate) struct When {
    /// The group.
    pub(crate) group: String,
    /// The member that decides.
    pub(crate) by: String,
    /// Its value.
    pub(crate) value: String,
}

/// One member.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "a row of a table: each is a fact of its own")]
pub(crate) struct Row {
    /// Name with dots; `[]` behind that of a list.
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) limits: String,
    pub(crate) required: bool,
    pub(crate) read_only: bool,
    pub(crate) nullable: bool,
    pub(crate) deprecated: bool,
    pub(crate) doc: &'static str,
}

/// The members of a resource in tables, the resource itself first.
pub(crate) fn tables(resource: &Resource) -> Vec<Table> {
    let own = |name, shape, doc| Field { read_only: true, doc, ..Field::new(name, shape) };
    let mut fields = vec![own("url", Shape::Uri, "Adres van dit object.")];
    if resource.shows_uuid {
        fields.push(own("uuid", Shape::Uuid, "Uuid van dit object; het laatste deel van zijn adres."));
    }
    fields.extend(shown(resource));
    let mut all = vec![Table::default()];
    walk("", &fields, 0, &mut all);
    all
}

fn walk(prefix: &str, fields: &[Field], table: usize, all: &mut Vec<Table>) {
    for field in fields {
        let name = if prefix.is_empty() { field.name.to_owned() } else { format!("{prefix}.{}", field.name) };
        member(&name, prefix, field, table, all);
    }
}

fn member(name: &str, prefix: &str, field: &Field, table: usize, all: &mut Vec<Table>) {
    let (inner, name) = match field.shape {
        Shape::List(element) => (*element, format!("{name}[]")),
        shape => (shape, name.to_owned()),
    };
    if let Some(table) = all.get_mut(table) {
        table.rows.push(Row {
            name: name.clone(),
            kind: kind(&field.shape),
            limits: limits(field, &inner),
            required: field.required,
            read_only: field.read_only,
            nullable: field.nullable,
            deprecated: field.deprecated,
            doc: field.doc,
        });
    }
    match inner {
        Shape::Group(fields) => walk(&name, fields, table, all),
        Shape::Union { by, variants } => {
            let by = if prefix.is_empty() { by.to_owned() } else { format!("{prefix}.{by}") };
            variant(&name, &by, variants, all);
        }
        Shape::Tagged { by, common, variants } => {
            walk(&name, common, table, all);
            variant(&name, &format!("{name}.{by}"), variants, all);
        }
        _ => {}
    }
}

fn variant(name: &str, by: &str, variants: &[(&str, &[Field])], all: &mut Vec<Table>) {
    for (value, fields) in variants.iter().filter(|(_, fields)| !fields.is_empty()) {
        let when = When { group: name.to_owned(), by: by.to_owned(), value: (*value).to_owned() };
        all.push(Table { when: Some(when), rows: Vec::new() });
        walk(name, fields, all.len() - 1, all);
    }
}

/// The kind of value, in the words of JSON Schema.
pub(crate) fn kind(shape: &Shape) -> String {
    match shape {
        Shape::Text | Shape::Rsin => "string".to_owned(),
        Shape::Choice(_) | Shape::Level => "enum".to_owned(),
        Shape::Email => "email".to_owned(),
        Shape::Uri => "uri".to_owned(),
        Shape::Link(target) => format!("uri ({target})"),
        Shape::Date => "date".to_owned(),
        Shape::DateTime => "date-time".to_owned(),
        Shape::Duur => "duration".to_owned(),
        Shape::Bool => "boolean".to_owned(),
        Shape::Int { .. } => "integer".to_owned(),
        Shape::Uuid => "uuid".to_owned(),
        Shape::Geometry => "GeoJSON".to_owned(),
        Shape::Map => "object<string>".to_owned(),
        Shape::Json => "JSON".to_owned(),
        Shape::Base64 => "base64".to_owned(),
        Shape::Binary => "binary".to_owned(),
        Shape::List(element) => format!("array<{}>", kind(element)),
        Shape::Group(_) | Shape::Union { .. } | Shape::Tagged { .. } => "object".to_owned(),
    }
}

/// Bounds and values.
fn limits(field: &Field, shape: &Shape) -> String {
    match shape {
        Shape::Choice(_) | Shape::Level => names(shape).join(", "),
        Shape::Rsin => "9 cijfers, elfproef".to_owned(),
        Shape::Int { min, max } => match (*min != i64::MIN, *max != i64::MAX) {
            (true, true) => format!("{min}–{max}"),
            (true, false) => format!("≥ {min}"),
            (false, true) => format!("≤ {max}"),
            (false, false) => String::new(),
        },
        Shape::Uri | Shape::Link(_) => format!("≤ {}", field.max.unwrap_or(1000)),
        _ => field.max.map_or_else(String::new, |max| format!("≤ {max}")),
    }
}
