// SPDX-License-Identifier: EUPL-1.2
//! From a shape to the JSON Schema that `OpenAPI` 3.0 speaks.
//!
//! What may be empty is said as the standard says it: `""` is one of the values, or a [`BLANK`] stands beside the format. A group whose
//! members depend on a value is a `oneOf` with a discriminator, except in a `PATCH`, where that value need not be sent.

use serde_json::{Map, Value, json};
use waarmaker_core::Vertrouwelijkheidaanduiding;
use waarmaker_resource::{Field, Shape};

use super::Schemas;

/// Name of the schema of the empty text.
pub(super) const BLANK: &str = "BlankEnum";

/// Longest URL of the standard.
const MAX_URL: u32 = 1000;

/// What a schema is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// What we answer: every member, also those that the server sets.
    Answer,
    /// The body of `POST`, and of `PUT` when that has the same members.
    Whole,
    /// The body of `PUT`, when it has members of its own.
    Replace,
    /// The body of `PATCH`: nothing is required.
    Part,
}

/// The members of a group whose presence depends on the value of one of them.
struct Choice<'f> {
    by: &'f str,
    values: Vec<&'f str>,
}

/// A reference to a schema of the document.
pub(super) fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

impl Schemas<'_> {
    /// The schema of a group of members. `lead` comes first; `name` is that of the schema, for the parts of it that need one.
    pub(super) fn object(&mut self, name: &str, lead: &[(&str, Value)], fields: &[Field], mode: Mode) -> Value {
        let changes = matches!(mode, Mode::Replace | Mode::Part);
        let hidden = |field: &Field| (field.write_only && !changes) || (field.read_only && mode != Mode::Answer);
        let shown: Vec<&Field> = fields.iter().filter(|field| !hidden(field)).collect();
        let choice = if mode == Mode::Part { None } else { choice(&shown) };
        let plain = shown.iter().filter(|field| choice.is_none() || !matches!(field.shape, Shape::Union { .. }));
        let mut properties: Map<String, Value> =
            lead.iter().map(|(name, schema)| ((*name).to_owned(), schema.clone())).collect();
        for field in plain.clone() {
            let part = format!("{name}{}", capital(field.name));
            let schema = self.field(&part, field, mode);
            properties.insert(field.name.to_owned(), schema);
        }
        let required: Vec<&str> = match mode {
            Mode::Answer => lead
                .iter()
                .map(|(name, _)| *name)
                .chain(plain.filter(|field| is_present(field, lead)).map(|field| field.name))
                .collect(),
            Mode::Whole => plain.filter(|field| field.required).map(|field| field.name).collect(),
            Mode::Replace => plain.filter(|field| field.required || field.write_only).map(|field| field.name).collect(),
            Mode::Part => Vec::new(),
        };
        let base = group(properties, &required);
        match choice {
            None => base,
            Some(choice) => {
                self.insert(&format!("{name}Basis"), base);
                self.by_sibling(name, &choice, &shown, mode)
            }
        }
    }

    /// One schema per value of the member that decides, each with the groups that go with that value.
    fn by_sibling(&mut self, name: &str, choice: &Choice<'_>, fields: &[&Field], mode: Mode) -> Value {
        let variants = choice.values.iter().map(|value| {
            let mut properties = Map::new();
            properties.insert(choice.by.to_owned(), json!({"type": "string", "enum": [value]}));
            for field in fields {
                let Shape::Union { variants, .. } = field.shape else { continue };
                let part = format!("{name}{}{}", capital(field.name), camel(value));
                let Some((_, members)) = variants.iter().find(|(key, _)| key == value) else { continue };
                let schema = nullable(self.object(&part, &[], members, mode), field.nullable);
                properties.insert(field.name.to_owned(), described(schema, field, mode));
            }
            let schema =
                json!({"allOf": [reference(&format!("{name}Basis")), {"type": "object", "properties": properties}]});
            ((*value).to_owned(), schema)
        });
        let variants: Vec<(String, Value)> = variants.collect();
        self.discriminated(name, choice.by, variants)
    }

    /// A group that decides itself which further members it has.
    fn tagged(&mut self, name: &str, by: &str, common: &[Field], variants: &[(&str, &[Field])], mode: Mode) -> Value {
        let values: Vec<&str> =
            common.iter().find(|field| field.name == by).map(|field| names(&field.shape)).unwrap_or_default();
        let schemas = values.iter().map(|value| {
            let only = json!({"type": "string", "enum": [value]});
            let further = variants.iter().find(|(key, _)| key == value).map(|(_, fields)| *fields).unwrap_or_default();
            let all: Vec<Field> = common.iter().chain(further).copied().collect();
            let mut schema = self.object(&format!("{name}{}", camel(value)), &[], &all, mode);
            if let Some(property) = schema.pointer_mut(&format!("/properties/{by}")) {
                *property = only;
            }
            ((*value).to_owned(), schema)
        });
        let schemas: Vec<(String, Value)> = schemas.collect();
        self.discriminated(name, by, schemas)
    }

    fn discriminated(&mut self, name: &str, by: &str, variants: Vec<(String, Value)>) -> Value {
        let mut mapping = Map::new();
        let mut references = Vec::with_capacity(variants.len());
        for (value, schema) in variants {
            let variant = format!("{value}_{name}");
            mapping.insert(value, json!(format!("#/components/schemas/{variant}")));
            references.push(reference(&variant));
            self.insert(&variant, schema);
        }
        json!({"oneOf": references, "discriminator": {"propertyName": by, "mapping": mapping}})
    }

    /// The schema of one member.
    pub(super) fn field(&mut self, name: &str, field: &Field, mode: Mode) -> Value {
        let shape = field.answer.filter(|_| mode == Mode::Answer).unwrap_or(field.shape);
        let schema = self.value(name, field, &shape, mode);
        let schema = if may_be_blank(field, mode) { self.with_blank(schema) } else { schema };
        described(nullable(schema, field.nullable), field, mode)
    }

    /// Adds the empty text to what a schema allows.
    fn with_blank(&mut self, mut schema: Value) -> Value {
        let Some(facts) = schema.as_object_mut() else { return schema };
        if let Some(names) = facts.get_mut("enum").and_then(Value::as_array_mut) {
            names.push(json!(""));
            return schema;
        }
        let least = facts.get("minLength").is_some_and(|min| min != 0);
        if !facts.contains_key("format") && !facts.contains_key("pattern") && !least {
            return schema;
        }
        self.insert(BLANK, json!({"type": "string", "enum": [""]}));
        json!({"anyOf": [schema, reference(BLANK)]})
    }

    /// The schema of a value, without what is said about the member that holds it. A group that is sent in a `PATCH` is sent whole.
    pub(super) fn value(&mut self, name: &str, field: &Field, shape: &Shape, mode: Mode) -> Value {
        let mode = if mode == Mode::Answer { mode } else { Mode::Whole };
        match shape {
            Shape::Bool => json!({"type": "boolean"}),
            Shape::Int { min, max } => int(*min, *max),
            Shape::Json => json!({}),
            Shape::Binary => json!({"type": "string", "format": "binary"}),
            Shape::Map => {
                json!({"type": "object", "additionalProperties": {"type": "string", "minLength": 1, "maxLength": 1000}})
            }
            Shape::Geometry => {
                self.geometry();
                reference("GeoJSONGeometry")
            }
            Shape::List(element) => {
                let item = Field { required: true, nullable: false, default: None, shape: **element, ..*field };
                let items = self.value(name, &item, element, mode);
                let least =
                    if field.required && field.min.is_some() && mode != Mode::Answer { json!(1) } else { Value::Null };
                with(json!({"type": "array", "items": items}), "minItems", least)
            }
            Shape::Group(fields) => self.object(name, &[], fields, mode),
            Shape::Tagged { by, common, variants } => self.tagged(name, by, common, variants, mode),
            // In a `PATCH` the value that decides need not be sent.
            Shape::Union { variants, .. } => {
                let any: Vec<Value> = variants
                    .iter()
                    .map(|(key, fields)| self.object(&format!("{name}{}", camel(key)), &[], fields, mode))
                    .collect();
                json!({"anyOf": any})
            }
            _ => text(field, shape),
        }
    }

    /// The schemas of `GeoJSON` (RFC 7946).
    pub(super) fn geometry(&mut self) {
        if self.has("GeoJSONGeometry") {
            return;
        }
        let point = json!({"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 3, "description": "Lengtegraad en breedtegraad, eventueel met hoogte."});
        self.insert("Point2D", point);
        let list = |of: Value| json!({"type": "array", "items": of});
        let kinds = [
            ("Point", reference("Point2D")),
            ("MultiPoint", list(reference("Point2D"))),
            ("LineString", list(reference("Point2D"))),
            ("MultiLineString", list(list(reference("Point2D")))),
            ("Polygon", list(list(reference("Point2D")))),
            ("MultiPolygon", list(list(list(reference("Point2D"))))),
        ];
        let mut variants = Vec::new();
        for (kind, coordinates) in kinds {
            let schema = json!({"type": "object", "required": ["type", "coordinates"],
                "properties": {"type": {"type": "string", "enum": [kind]}, "coordinates": coordinates}});
            self.insert(kind, schema);
            variants.push(kind);
        }
        let collection = json!({"type": "object", "required": ["type", "geometries"],
            "properties": {"type": {"type": "string", "enum": ["GeometryCollection"]}, "geometries": list(reference("GeoJSONGeometry"))}});
        self.insert("GeometryCollection", collection);
        variants.push("GeometryCollection");
        let mapping: Map<String, Value> =
            variants.iter().map(|kind| ((*kind).to_owned(), json!(format!("#/components/schemas/{kind}")))).collect();
        let any: Vec<Value> = variants.iter().map(|kind| reference(kind)).collect();
        self.insert(
            "GeoJSONGeometry",
            json!({"oneOf": any, "discriminator": {"propertyName": "type", "mapping": mapping}}),
        );
    }
}

/// The schema of a text.
fn text(field: &Field, shape: &Shape) -> Value {
    let mut schema = json!({"type": "string"});
    let max = match shape {
        Shape::Uri | Shape::Link(_) => Some(field.max.unwrap_or(MAX_URL)),
        _ => field.max,
    };
    let filled = field.required && !field.blank;
    match shape {
        Shape::Uri | Shape::Link(_) => schema = with(schema, "format", json!("uri")),
        Shape::Date => schema = with(schema, "format", json!("date")),
        Shape::DateTime => schema = with(schema, "format", json!("date-time")),
        Shape::Duur => schema = with(schema, "format", json!("duration")),
        Shape::Email => schema = with(schema, "format", json!("email")),
        Shape::Base64 => schema = with(schema, "format", json!("byte")),
        Shape::Uuid => schema = with(schema, "format", json!("uuid")),
        Shape::Rsin => {
            return with(
                with(with(schema, "pattern", json!("^[0-9]{9}$")), "minLength", json!(9)),
                "maxLength",
                json!(9),
            );
        }
        Shape::Level => return with(schema, "enum", json!(Vertrouwelijkheidaanduiding::NAMES)),
        Shape::Choice(names) => return with(schema, "enum", json!(names)),
        _ => {
            let least = field.min.or(filled.then_some(1));
            schema = with(schema, "minLength", least.map_or(Value::Null, |min| json!(min)));
            schema = with(schema, "pattern", field.pattern.map_or(Value::Null, |pattern| json!(pattern)));
        }
    }
    with(schema, "maxLength", max.map_or(Value::Null, |max| json!(max)))
}

fn int(min: i64, max: i64) -> Value {
    let bound = |value: i64, none: i64| if value == none { Value::Null } else { json!(value) };
    // A bound at the end of what the program can count is no bound of the standard, but tells how wide the number is.
    let kind = json!({"type": "integer"});
    let kind = if max == i64::MAX && min == 0 { with(kind, "format", json!("int64")) } else { kind };
    with(with(kind, "minimum", bound(min, i64::MIN)), "maximum", bound(max, i64::MAX))
}

/// Whether `""` is one of the values: as a body is checked, and as an absent member is stored.
fn may_be_blank(field: &Field, mode: Mode) -> bool {
    // A name of which no version is valid is answered as `""`.
    let nameless = mode == Mode::Answer && field.answer.is_some();
    if field.blank || nameless || field.default == Some("\"\"") {
        return true;
    }
    let texts = matches!(
        field.shape,
        Shape::Text
            | Shape::Email
            | Shape::Uri
            | Shape::Link(_)
            | Shape::Choice(_)
            | Shape::Level
            | Shape::Uuid
            | Shape::Rsin
    );
    texts && !field.required && !(mode == Mode::Answer && (field.read_only || field.default.is_some()))
}

/// Whether a member is in every answer. The pipeline fills in the members of a resource, and in a group those that can be sent. A group that
/// may not be `null` is left out where there is none.
fn is_present(field: &Field, lead: &[(&str, Value)]) -> bool {
    let whole = matches!(
        field.shape,
        Shape::Group(_) | Shape::Union { .. } | Shape::Tagged { .. } | Shape::Json | Shape::Geometry
    );
    field.required || ((!lead.is_empty() || !field.read_only) && (!whole || field.nullable))
}

/// Adds `null` to what a schema allows.
fn nullable(mut schema: Value, yes: bool) -> Value {
    if !yes {
        return schema;
    }
    if schema.get("$ref").is_some() {
        return json!({"allOf": [schema], "nullable": true});
    }
    if let Some(facts) = schema.as_object_mut() {
        facts.insert("nullable".to_owned(), json!(true));
        if let Some(names) = facts.get_mut("enum").and_then(Value::as_array_mut) {
            names.push(Value::Null);
        }
    }
    schema
}

/// Adds what is said about a member.
fn described(schema: Value, field: &Field, mode: Mode) -> Value {
    let mut about = Map::new();
    if !field.doc.is_empty() {
        about.insert("description".to_owned(), json!(field.doc));
    }
    if mode == Mode::Answer && field.read_only {
        about.insert("readOnly".to_owned(), json!(true));
    }
    if field.write_only {
        about.insert("writeOnly".to_owned(), json!(true));
    }
    if field.deprecated {
        about.insert("deprecated".to_owned(), json!(true));
    }
    let default = field
        .default
        .filter(|_| matches!(mode, Mode::Whole | Mode::Replace))
        .and_then(|text| serde_json::from_str(text).ok());
    if let Some(default) = default {
        about.insert("default".to_owned(), default);
    }
    if about.is_empty() {
        return schema;
    }
    let mut schema = if schema.get("$ref").is_some() { json!({"allOf": [schema]}) } else { schema };
    if let Some(facts) = schema.as_object_mut() {
        facts.extend(about);
    }
    schema
}

/// The member that decides about the unions among these members, with its values.
fn choice<'f>(fields: &[&'f Field]) -> Option<Choice<'f>> {
    let by = fields.iter().find_map(|field| if let Shape::Union { by, .. } = field.shape { Some(by) } else { None })?;
    let values = fields.iter().find(|field| field.name == by).map(|field| names(&field.shape))?;
    Some(Choice { by, values })
}

/// The wire names of a choice.
pub(super) fn names(shape: &Shape) -> Vec<&'static str> {
    match shape {
        Shape::Choice(names) => names.to_vec(),
        Shape::Level => Vertrouwelijkheidaanduiding::NAMES.to_vec(),
        _ => Vec::new(),
    }
}

fn group(properties: Map<String, Value>, required: &[&str]) -> Value {
    let mut group = Map::new();
    group.insert("type".to_owned(), json!("object"));
    group.insert("properties".to_owned(), Value::Object(properties));
    if !required.is_empty() {
        group.insert("required".to_owned(), json!(required));
    }
    Value::Object(group)
}

/// Adds a fact, unless it is `null`.
pub(super) fn with(mut schema: Value, name: &str, value: Value) -> Value {
    if let (Some(facts), false) = (schema.as_object_mut(), value.is_null()) {
        facts.insert(name.to_owned(), value);
    }
    schema
}

/// `brondatumArchiefprocedure` → `BrondatumArchiefprocedure`.
pub(super) fn capital(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// `natuurlijk_persoon` → `NatuurlijkPersoon`.
fn camel(name: &str) -> String {
    name.split(['_', '-']).map(capital).collect()
}
