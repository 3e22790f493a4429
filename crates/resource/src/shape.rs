// SPDX-License-Identifier: EUPL-1.2
//! The check of a body against its declaration, and its normal form.
//!
//! Everything that can be said about a value without looking anything up is said here, all of it at once, with the codes of the
//! standard (handbook 1.5). What passes is in normal form: members in the order of the standard, defaults filled in, moments in UTC,
//! references to ourselves with the origin replaced by its placeholder.

use serde_json::Value;
use waarmaker_core::{Date, DateTime, Duur, Origins, Problems, Rsin, Vertrouwelijkheidaanduiding};

use crate::{Field, Record, geometry};

/// Longest URL that the standard knows.
const MAX_URL: usize = 1000;
/// Most members of a map.
const MAX_MEMBERS: usize = 100;

/// What values a member takes.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// Text.
    Text,
    /// E-mail address.
    Email,
    /// Absolute URL of anything.
    Uri,
    /// URL of a resource of our own, by its name.
    Link(&'static str),
    /// `2026-11-21`.
    Date,
    /// Moment; stored in UTC.
    DateTime,
    /// ISO 8601 duration, kept as it was written.
    Duur,
    /// Truth value.
    Bool,
    /// Whole number within bounds.
    Int {
        /// Lowest.
        min: i64,
        /// Highest.
        max: i64,
    },
    /// Uuid.
    Uuid,
    /// RSIN, nine digits that pass the elfproef.
    Rsin,
    /// One of the wire names.
    Choice(&'static [&'static str]),
    /// Vertrouwelijkheidaanduiding.
    Level,
    /// `GeoJSON` geometry in longitude, latitude.
    Geometry,
    /// Bytes in base64.
    Base64,
    /// Anything.
    Json,
    /// Bytes: what a download answers, or a file in a form. Never a member of a JSON body.
    Binary,
    /// Object whose members are texts of at most 1000 characters, under names that are not known beforehand (kenmerken).
    Map,
    /// List.
    List(&'static Shape),
    /// Group of members.
    Group(&'static [Field]),
    /// Group whose members depend on the value of a sibling.
    Union {
        /// The sibling.
        by: &'static str,
        /// Its value → the members. A value that is not listed has no group.
        variants: &'static [(&'static str, &'static [Field])],
    },
    /// Group whose members depend on the value of one of them.
    Tagged {
        /// The member that decides; one of `common`.
        by: &'static str,
        /// The members that every value of it has; they come first.
        common: &'static [Field],
        /// Its value → the further members. A value that is not listed has none.
        variants: &'static [(&'static str, &'static [Field])],
    },
}

/// How complete a body must be.
#[derive(Clone, Copy, Debug)]
pub enum Given<'a> {
    /// `POST` and `PUT`: what is absent gets its default, what is required must be there.
    Whole,
    /// `PATCH` of this record: only what is given counts.
    Part(&'a Record),
}

/// Checks a body and brings it in normal form. Members that are unknown or set by the server are left out. Problems are named from the
/// root of the body.
pub fn check_body(fields: &[Field], body: &Value, given: Given<'_>, origins: &Origins) -> (Record, Problems) {
    let mut problems = Problems::new();
    let mut record = Record::new();
    let Some(body) = body.as_object() else {
        problems.add("nonFieldErrors", "invalid", "Ongeldige invoer: verwacht een object.");
        return (record, problems);
    };
    let old = if let Given::Part(old) = given { Some(old) } else { None };
    let mut check = Check { origins, problems: &mut problems, body, old };
    for field in fields.iter().filter(|field| !field.read_only) {
        match body.get(field.name) {
            None if old.is_some() => {}
            None if field.required => check.problems.add(field.name, "required", "Dit veld is verplicht."),
            None => {
                record.insert(field.name.to_owned(), empty(field));
            }
            Some(value) => {
                if let Some(value) = check.field(field, value, field.name) {
                    record.insert(field.name.to_owned(), value);
                }
            }
        }
    }
    (record, problems)
}

/// Checks one value, such as that of a query parameter, and brings it in normal form.
pub fn check_value(field: &Field, value: &Value, origins: &Origins) -> Result<Value, Problems> {
    let (mut problems, none) = (Problems::new(), Record::new());
    let mut check = Check { origins, problems: &mut problems, body: &none, old: None };
    match check.field(field, value, field.name) {
        Some(value) if problems.is_empty() => Ok(value),
        _ => Err(problems),
    }
}

/// Fills in every member that is not there yet with its empty value, also those that the server sets.
pub fn apply_defaults(fields: &[Field], record: &mut Record) {
    let mut whole = Record::with_capacity(fields.len());
    for field in fields {
        let value = record.remove(field.name).unwrap_or_else(|| empty(field));
        whole.insert(field.name.to_owned(), value);
    }
    *record = whole;
}

/// The value of a member that is absent.
fn empty(field: &Field) -> Value {
    if let Some(text) = field.default {
        return serde_json::from_str(text).unwrap_or(Value::Null);
    }
    if field.nullable {
        return Value::Null;
    }
    match field.shape {
        Shape::List(_) => Value::Array(Vec::new()),
        Shape::Bool => Value::Bool(false),
        Shape::Map => Value::Object(Record::new()),
        Shape::Int { min, .. } => Value::from(min.max(0)),
        Shape::Group(_) | Shape::Union { .. } | Shape::Tagged { .. } | Shape::Json | Shape::Geometry => Value::Null,
        _ => Value::String(String::new()),
    }
}

/// The check of one body: where it stands and what it found.
struct Check<'a> {
    origins: &'a Origins,
    problems: &'a mut Problems,
    body: &'a Record,
    old: Option<&'a Record>,
}

impl Check<'_> {
    fn problem(&mut self, name: &str, code: &'static str, reason: impl Into<String>) -> Option<Value> {
        self.problems.add(name, code, reason);
        None
    }

    /// A member: emptiness first, then its shape.
    fn field(&mut self, field: &Field, value: &Value, name: &str) -> Option<Value> {
        if value.is_null() {
            return if field.nullable {
                Some(Value::Null)
            } else {
                self.problem(name, "null", "Dit veld mag niet leeg (null) zijn.")
            };
        }
        if value.as_str() == Some("") {
            return self.blank(field, name);
        }
        self.shape(field, &field.shape, value, name)
    }

    /// The empty text: no value, where that is allowed.
    fn blank(&mut self, field: &Field, name: &str) -> Option<Value> {
        let text = matches!(field.shape, Shape::Text | Shape::Email);
        if matches!(field.shape, Shape::Json) || field.blank || (!field.required && text) {
            return Some(Value::String(String::new()));
        }
        match field.shape {
            Shape::Choice(_) | Shape::Level if field.required => {
                self.problem(name, "invalid_choice", "\"\" is geen geldige keuze.")
            }
            _ if field.nullable && !text => Some(Value::Null),
            Shape::List(_) => self.problem(name, "not_a_list", "Verwacht een lijst."),
            Shape::Group(_)
            | Shape::Union { .. }
            | Shape::Tagged { .. }
            | Shape::Geometry
            | Shape::Map
            | Shape::Bool
            | Shape::Int { .. } => self.problem(name, "invalid", "Ongeldige waarde."),
            Shape::Date | Shape::DateTime | Shape::Duur => {
                self.problem(name, "invalid", "Een lege tekst is geen geldige waarde.")
            }
            _ if field.required => self.problem(name, "blank", "Dit veld mag niet leeg zijn."),
            _ => Some(empty(field)),
        }
    }

    fn shape(&mut self, field: &Field, shape: &Shape, value: &Value, name: &str) -> Option<Value> {
        match shape {
            Shape::Json => Some(value.clone()),
            Shape::Binary => self.problem(name, "invalid", "Verwacht een bestand."),
            Shape::Bool if value.is_boolean() => Some(value.clone()),
            Shape::Bool => self.problem(name, "invalid", "Verwacht true of false."),
            Shape::Int { min, max } => self.int(value, *min, *max, name),
            Shape::List(element) => self.list(field, element, value, name),
            Shape::Map => self.map(value, name),
            Shape::Group(fields) => self.group(fields, value, name),
            Shape::Union { by, variants } => self.union(by, variants, value, name),
            Shape::Tagged { by, common, variants } => self.tagged(by, common, variants, value, name),
            Shape::Geometry => match geometry::check(value) {
                Ok(()) => Some(value.clone()),
                Err(reason) => self.problem(name, "invalid", reason),
            },
            Shape::Text if value.is_i64() || value.is_u64() => self.text(field, shape, &value.to_string(), name),
            _ => match value.as_str() {
                Some(text) => self.text(field, shape, text, name),
                None => self.problem(name, "invalid", "Verwacht een tekst."),
            },
        }
    }

    fn int(&mut self, value: &Value, min: i64, max: i64, name: &str) -> Option<Value> {
        match value.as_i64() {
            None => self.problem(name, "invalid", "Verwacht een geheel getal."),
            Some(number) if number < min => self.problem(name, "min_value", format!("Moet ten minste {min} zijn.")),
            Some(number) if number > max => self.problem(name, "max_value", format!("Mag ten hoogste {max} zijn.")),
            Some(number) => Some(number.into()),
        }
    }

    fn list(&mut self, field: &Field, element: &Shape, value: &Value, name: &str) -> Option<Value> {
        let Some(values) = value.as_array() else {
            return self.problem(name, "not_a_list", "Verwacht een lijst.");
        };
        if field.required && field.min.is_some() && values.is_empty() {
            return self.problem(name, "empty", "Deze lijst mag niet leeg zijn.");
        }
        let before = self.problems.len();
        let item = Field { required: true, nullable: false, shape: *element, ..*field };
        let list = values.iter().enumerate().filter_map(|(i, value)| self.field(&item, value, &format!("{name}.{i}")));
        let list: Vec<Value> = list.collect();
        (self.problems.len() == before).then_some(Value::Array(list))
    }

    /// Texts by name; a URL of ourselves among them in stored form.
    fn map(&mut self, value: &Value, name: &str) -> Option<Value> {
        let Some(members) = value.as_object() else {
            return self.problem(name, "invalid", "Verwacht een object.");
        };
        if members.len() > MAX_MEMBERS {
            return self.problem(name, "max_length", format!("Mag niet meer dan {MAX_MEMBERS} namen hebben."));
        }
        let before = self.problems.len();
        let mut map = Record::new();
        for (key, value) in members {
            let path = format!("{name}.{}", short(key));
            let text = value.as_str().map(str::to_owned).or_else(|| value.as_i64().map(|number| number.to_string()));
            match text {
                _ if key.is_empty() || key.chars().count() > 100 => {
                    self.problem(&path, "invalid", "Een naam heeft 1 tot en met 100 tekens.");
                }
                None if value.is_null() => {
                    self.problem(&path, "null", "Dit veld mag niet leeg (null) zijn.");
                }
                None => {
                    self.problem(&path, "invalid", "Verwacht een tekst.");
                }
                Some(text) if text.is_empty() => {
                    self.problem(&path, "blank", "Dit veld mag niet leeg zijn.");
                }
                Some(text) if text.chars().count() > MAX_URL => {
                    self.problem(&path, "max_length", format!("Mag niet langer zijn dan {MAX_URL} tekens."));
                }
                Some(text) => {
                    map.insert(key.clone(), self.canonical(&text));
                }
            }
        }
        (self.problems.len() == before).then_some(Value::Object(map))
    }

    fn group(&mut self, fields: &[Field], value: &Value, name: &str) -> Option<Value> {
        let Some(group) = value.as_object() else {
            return self.problem(name, "invalid", "Verwacht een object.");
        };
        let before = self.problems.len();
        let mut record = Record::new();
        for field in fields.iter().filter(|field| !field.read_only) {
            let path = format!("{name}.{}", field.name);
            let value = match group.get(field.name) {
                None if field.required => self.problem(&path, "required", "Dit veld is verplicht."),
                // A group that may not be `null` is left out.
                None => Some(empty(field)).filter(|value| field.nullable || !value.is_null()),
                Some(value) => match &field.shape {
                    // The sibling of a union in a group is a member of that group.
                    Shape::Union { by, variants } => {
                        let by = group.get(*by).and_then(Value::as_str).unwrap_or_default();
                        self.variant(by, variants, value, &path)
                    }
                    _ => self.field(field, value, &path),
                },
            };
            if let Some(value) = value {
                record.insert(field.name.to_owned(), value);
            }
        }
        (self.problems.len() == before).then_some(Value::Object(record))
    }

    fn union(&mut self, by: &str, variants: &[(&str, &[Field])], value: &Value, name: &str) -> Option<Value> {
        let sibling = self.body.get(by).or_else(|| self.old.and_then(|old| old.get(by)));
        let key = sibling.and_then(Value::as_str).unwrap_or_default().to_owned();
        self.variant(&key, variants, value, name)
    }

    fn variant(&mut self, key: &str, variants: &[(&str, &[Field])], value: &Value, name: &str) -> Option<Value> {
        match variants.iter().find(|(variant, _)| *variant == key) {
            Some((_, fields)) => self.group(fields, value, name),
            None => Some(Value::Null),
        }
    }

    /// A group that decides itself which further members it has; those of other values are unknown, and left out.
    fn tagged(
        &mut self,
        by: &str,
        common: &[Field],
        variants: &[(&str, &[Field])],
        value: &Value,
        name: &str,
    ) -> Option<Value> {
        let key = value.get(by).and_then(Value::as_str).unwrap_or_default();
        let whole = self.group(common, value, name);
        let Some((_, further)) = variants.iter().find(|(variant, _)| *variant == key) else { return whole };
        let further = self.group(further, value, name);
        let (Value::Object(mut whole), Value::Object(further)) = (whole?, further?) else { return None };
        whole.extend(further);
        Some(Value::Object(whole))
    }

    /// Everything that is written as text.
    fn text(&mut self, field: &Field, shape: &Shape, text: &str, name: &str) -> Option<Value> {
        // A URL is counted in bytes: one that is well formed is ASCII, and an index has room for so many bytes.
        let is_url = matches!(shape, Shape::Uri | Shape::Link(_));
        let length = if is_url { text.len() } else { text.chars().count() };
        let max = field.max.map_or(if is_url { MAX_URL } else { usize::MAX }, |max| max as usize);
        if length > max {
            return self.problem(name, "max_length", format!("Mag niet langer zijn dan {max} tekens."));
        }
        if field.min.is_some_and(|min| length < min as usize) && matches!(shape, Shape::Text) {
            return self.problem(name, "min_length", "De tekst is te kort.");
        }
        match shape {
            Shape::Uri if uri(text) => Some(self.canonical(text)),
            Shape::Uri => self.problem(name, "invalid", "Voer een geldige URL in."),
            Shape::Link(_) => Some(self.canonical(text)),
            Shape::Choice(names) if !names.contains(&text) => {
                self.problem(name, "invalid_choice", format!("\"{}\" is geen geldige keuze.", short(text)))
            }
            Shape::Text if field.pattern.is_some_and(|pattern| !matches(pattern, text)) => {
                self.problem(name, "invalid", "De tekst heeft niet de juiste vorm.")
            }
            _ => match normal(shape, text) {
                Ok(text) => Some(Value::String(text)),
                Err((code, reason)) => self.problem(name, code, reason),
            },
        }
    }

    fn canonical(&self, url: &str) -> Value {
        Value::String(self.origins.canonical(url).unwrap_or_else(|| url.to_owned()))
    }
}

/// The normal form of a text of this shape, or the code and reason of the problem.
fn normal(shape: &Shape, text: &str) -> Result<String, (&'static str, String)> {
    let invalid = |what: &str| ("invalid", format!("Dit is geen geldige {what}."));
    match shape {
        Shape::Date => Date::parse(text).map(|date| date.to_string()).map_err(|_| invalid("datum (JJJJ-MM-DD)")),
        Shape::DateTime => {
            DateTime::parse(text).map(|at| at.to_string()).map_err(|_| invalid("datum en tijd (ISO 8601)"))
        }
        Shape::Duur => Duur::parse(text).map(|duur| duur.as_str().to_owned()).map_err(|_| invalid("duur (ISO 8601)")),
        Shape::Uuid => uuid::Uuid::try_parse(text).map(|uuid| uuid.to_string()).map_err(|_| invalid("UUID")),
        Shape::Email if !email(text) => Err(invalid("e-mailadres")),
        Shape::Rsin => {
            Rsin::parse(text).map(|_| text.to_owned()).map_err(|error| (error.code, error.reason.into_owned()))
        }
        Shape::Level if !Vertrouwelijkheidaanduiding::NAMES.contains(&text) => {
            Err(("invalid_choice", format!("\"{}\" is geen geldige keuze.", short(text))))
        }
        _ => Ok(text.to_owned()),
    }
}

/// At most 50 characters of a text, for a message.
fn short(text: &str) -> String {
    text.chars().take(50).collect()
}

/// An absolute http(s) URL with a host and without white space.
fn uri(text: &str) -> bool {
    let rest = text.strip_prefix("http://").or_else(|| text.strip_prefix("https://"));
    rest.is_some_and(|rest| {
        !rest.is_empty() && !rest.starts_with(['/', '?', '#', ':']) && !rest.contains(char::is_whitespace)
    })
}

/// An address that a mail server could accept: one `@`, a local part, a domain with a dot.
fn email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    !local.is_empty()
        && !local.chars().any(|c| c.is_whitespace() || c == '@' || c == '<' || c == '>')
        && domain.contains('.')
        && domain.split('.').all(label)
}

/// The few patterns of the standard.
fn matches(pattern: &str, text: &str) -> bool {
    match pattern {
        "^[0-9]*$" => text.chars().all(|c| c.is_ascii_digit()),
        "^[A-Z]*$" => text.chars().all(|c| c.is_ascii_uppercase()),
        "^[1-9][0-9]{9}$" => text.len() == 10 && !text.starts_with('0') && text.chars().all(|c| c.is_ascii_digit()),
        "[a-z\\_]+" => text.chars().any(|c| c.is_ascii_lowercase() || c == '_'),
        _ => true,
    }
}
