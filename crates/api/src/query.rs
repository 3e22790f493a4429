// SPDX-License-Identifier: EUPL-1.2
//! Query parameters: checked like a body, turned into conditions.

use std::{collections::HashMap, fmt::Write as _};

use serde_json::Value as Json;
use waarmaker_core::{Date, Problem, Problems, text::clean_text};
use waarmaker_db::{Dialect, Value, escape_like};
use waarmaker_resource::{ColumnKind, Comparison, Field, Filter, Resource, Shape, check_value};

use crate::{
    House, Result, Tree,
    body::{SEPARATOR, from_text},
};

/// Rows on a page, unless `pageSize` says otherwise.
const PAGE: u32 = 100;
/// Most rows on a page.
const MAX_PAGE: u32 = 500;

/// Conditions of a statement with their parameters.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Where {
    /// SQL that follows `WHERE`; empty for none. The table has alias `t`.
    pub sql: String,
    /// Values of `$1 …`.
    pub parameters: Vec<Value>,
    /// One of the conditions is a range: the rows that meet it lie together, perhaps all at the end.
    pub ranged: bool,
}

impl Where {
    /// Adds a condition.
    pub fn and(&mut self, condition: &str) {
        let _ = write!(self.sql, "{}{condition}", if self.sql.is_empty() { "" } else { " AND " });
    }
    /// Adds a parameter; returns its place in the statement.
    pub fn push(&mut self, value: impl Into<Value>) -> String {
        self.parameters.push(value.into());
        format!("${}", self.parameters.len())
    }
}

/// Which page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Number, from 1.
    pub number: u64,
    /// Rows on it.
    pub size: u32,
}

/// A list request, understood.
#[derive(Clone, Debug)]
pub struct Query {
    /// Conditions.
    pub condition: Where,
    /// Columns to sort by, with `true` for ascending; the id comes last.
    pub order: Vec<(&'static str, bool)>,
    /// Which page.
    pub page: Page,
    /// What to expand.
    pub expand: Tree,
    /// `datumGeldigheid`.
    pub on: Option<Date>,
}

/// The parameters of a URL or body that a list understands: name → text.
pub type Parameters = HashMap<String, String>;

/// Splits the query of a URL. A repeated parameter is a comma-separated list.
pub fn parameters(query: &str) -> Result<Parameters> {
    let mut all = Parameters::new();
    let mut problems = Problems::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        if clean_text(&name).is_err() || clean_text(&value).is_err() || value.contains('\u{fffd}') {
            problems.add(Problems::WHOLE, "invalid", "Een queryparameter bevat tekens die niet zijn toegestaan.");
            continue;
        }
        all.entry(name.into_owned())
            .and_modify(|old| {
                let _ = write!(old, ",{value}");
            })
            .or_insert_with(|| value.into_owned());
    }
    problems.into_result()?;
    Ok(all)
}

/// Refuses query parameters, for an operation that has none.
pub fn no_parameters(query: &str) -> Result<()> {
    if parameters(query)?.is_empty() {
        return Ok(());
    }
    let reason = "Deze bewerking heeft geen queryparameters.";
    Err(Problem::invalid_one(Problems::WHOLE, "unknown-parameters", reason))
}

impl Query {
    /// Reads the parameters of a list. Every problem is reported; a parameter that the resource does not have is
    /// `nonFieldErrors`/`unknown-parameters`.
    pub fn read(resource: &Resource, parameters: &Parameters, house: &House, dialect: Dialect) -> Result<Self> {
        let mut problems = Problems::new();
        unknown(resource, parameters, &mut problems);
        let condition = Filters { resource, house, dialect }.all(parameters, &mut problems);
        let order = order(resource, parameters.get("ordering"), &mut problems);
        let page = page(resource, parameters, &mut problems);
        let expand = Tree::read(resource, parameters.get("expand").map(String::as_str), house, &mut problems);
        let on = match parameters.get("datumGeldigheid").or_else(|| parameters.get("datum_geldigheid")) {
            Some(text) => Date::parse(text).ok(),
            None => None,
        };
        problems.into_result()?;
        Ok(Self { condition, order, page, expand, on })
    }
}

fn unknown(resource: &Resource, parameters: &Parameters, problems: &mut Problems) {
    let known = |name: &str| match name {
        "expand" => !resource.expand.is_empty(),
        "page" => resource.paged,
        "pageSize" => resource.sizes,
        "ordering" => !resource.orders.is_empty(),
        _ => resource.filters.iter().any(|filter| filter.is_named(name)),
    };
    let mut names: Vec<&str> = parameters.keys().map(String::as_str).filter(|name| !known(name)).collect();
    names.sort_unstable();
    if !names.is_empty() {
        let names: String = names.join(", ").chars().take(200).collect();
        problems.add(Problems::WHOLE, "unknown-parameters", format!("Onbekende queryparameters: {names}."));
    }
    for filter in resource.filters.iter().filter(|filter| filter.required && value_of(filter, parameters).is_none()) {
        problems.add(filter.parameter, "required", "Deze queryparameter is verplicht.");
    }
}

/// The text that is given for a filter.
fn value_of<'p>(filter: &Filter, parameters: &'p Parameters) -> Option<&'p str> {
    let found = parameters.get(filter.parameter).or_else(|| {
        let mut names = parameters.iter().filter(|(name, _)| filter.is_named(name));
        names.next().map(|(_, text)| text)
    });
    found.map(String::as_str)
}

fn page(resource: &Resource, parameters: &Parameters, problems: &mut Problems) -> Page {
    let mut number = |name: &str, default: u64, max: u64| match parameters.get(name) {
        None => default,
        Some(text) => match text.parse::<u64>() {
            Ok(number) if (1..=max).contains(&number) => number,
            _ => {
                problems.add(name, "invalid", format!("Verwacht een geheel getal van 1 tot en met {max}."));
                default
            }
        },
    };
    let size = if resource.sizes { number("pageSize", PAGE.into(), MAX_PAGE.into()) } else { PAGE.into() };
    let number = if resource.paged { number("page", 1, i64::MAX.unsigned_abs()) } else { 1 };
    Page { number, size: u32::try_from(size).unwrap_or(PAGE) }
}

fn order(resource: &Resource, text: Option<&String>, problems: &mut Problems) -> Vec<(&'static str, bool)> {
    let Some(text) = text.filter(|_| !resource.orders.is_empty()) else { return Vec::new() };
    let mut order = Vec::new();
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let (name, ascending) = part.strip_prefix('-').map_or((part, true), |name| (name, false));
        match resource.orders.iter().find(|order| order.name == name) {
            Some(found) if !order.iter().any(|(column, _)| *column == found.column) => {
                order.push((found.column, ascending));
            }
            Some(_) => {}
            None => problems.add("ordering", "invalid_choice", "Deze sortering bestaat niet."),
        }
    }
    order
}

/// The filters of one resource, on their way to SQL.
struct Filters<'a> {
    resource: &'a Resource,
    house: &'a House,
    dialect: Dialect,
}

impl Filters<'_> {
    fn all(&self, parameters: &Parameters, problems: &mut Problems) -> Where {
        let mut condition = Where::default();
        let mut through: Vec<((&str, &str), String)> = Vec::new();
        for filter in self.resource.filters {
            let given = value_of(filter, parameters).filter(|text| !text.is_empty());
            let Some(text) = given.or(filter.default) else { continue };
            let alias = if filter.through.is_some() { "u" } else { "t" };
            let Some(sql) = self.one(filter, text, alias, &mut condition, problems) else { continue };
            let sql = filter.also.map_or(sql.clone(), |also| format!("{sql} AND {alias}.{also}"));
            match filter.through {
                None => condition.and(&sql),
                Some(key) => match through.iter_mut().find(|(known, _)| *known == key) {
                    Some((_, all)) => {
                        let _ = write!(all, " AND {sql}");
                    }
                    None => through.push((key, sql)),
                },
            }
        }
        for ((table, column), sql) in through {
            // From the rows of the other table to ours, never the other way around: they are the fewer.
            condition.and(&format!("t.uuid IN (SELECT u.{column} FROM {table} u WHERE {sql})"));
        }
        condition
    }

    /// The condition of one filter; `None` when there is none or its value is wrong.
    fn one(
        &self,
        filter: &Filter,
        text: &str,
        alias: &str,
        condition: &mut Where,
        problems: &mut Problems,
    ) -> Option<String> {
        let column = format!("{alias}.{}", filter.column);
        let mut checked = |text: &str| self.checked(filter, text, problems);
        match filter.comparison {
            Comparison::Ignore => {
                checked(text)?;
                None
            }
            Comparison::IsNull => match text {
                "true" | "True" | "1" => Some(format!("{column} IS NULL")),
                "false" | "False" | "0" => Some(format!("{column} IS NOT NULL")),
                _ => {
                    problems.add(filter.parameter, "invalid", "Verwacht true of false.");
                    None
                }
            },
            Comparison::Case(cases) => {
                let found = cases.iter().find(|(value, _)| *value == text).map(|(_, sql)| (*sql).to_owned());
                if found.is_none() {
                    problems.add(filter.parameter, "invalid_choice", "Dit is geen geldige keuze.");
                }
                found
            }
            Comparison::Sql(sql) => {
                let place = condition.push(checked(text)?);
                Some(format!("({})", sql.replace('?', &place)))
            }
            Comparison::Has => {
                let words = text.split(',').map(|word| format!("{SEPARATOR}{}{SEPARATOR}", word.trim()));
                let any: Vec<String> =
                    words.map(|word| self.dialect.contains(&column, &condition.push(word))).collect();
                Some(format!("({})", any.join(" OR ")))
            }
            Comparison::In => {
                let values: Vec<String> =
                    text.split(',').map(str::trim).filter(|part| !part.is_empty()).filter_map(checked).collect();
                let places: Vec<String> =
                    values.iter().map(|value| condition.push(self.value(filter, value))).collect();
                Some(if places.is_empty() {
                    "1 = 0".to_owned()
                } else {
                    format!("{column} IN ({})", places.join(", "))
                })
            }
            Comparison::Contains => {
                let place = condition.push(escape_like(text));
                Some(self.dialect.icontains(&column, &place))
            }
            Comparison::Is | Comparison::Gt | Comparison::Gte | Comparison::Lt | Comparison::Lte => {
                let value = self.value(filter, &checked(text)?);
                // A reference to nothing of ours: no row has it (handbook 1.7).
                if value == Value::Null {
                    return Some("1 = 0".to_owned());
                }
                condition.ranged |=
                    !matches!(filter.comparison, Comparison::Is) && !matches!(filter.shape, Shape::Level);
                let place = condition.push(value);
                Some(format!("{column} {} {place}", operator(filter.comparison)))
            }
        }
    }

    /// The text of a value in normal form, or a problem.
    fn checked(&self, filter: &Filter, text: &str, problems: &mut Problems) -> Option<String> {
        let field = Field { name: filter.parameter, shape: filter.shape, ..Field::BASE };
        let value = match filter.shape {
            Shape::Bool => match text {
                "true" | "True" | "1" => Json::Bool(true),
                "false" | "False" | "0" => Json::Bool(false),
                _ => Json::String(text.to_owned()),
            },
            Shape::Int { .. } => text.parse::<i64>().map_or_else(|_| Json::String(text.to_owned()), Json::from),
            // A name or a URL: the latter in stored form.
            Shape::Text if matches!(filter.comparison, Comparison::Sql(_)) => {
                Json::String(self.house.origins.canonical(text).unwrap_or_else(|| text.to_owned()))
            }
            // A filter refers to whatever: what is no reference of ours matches nothing.
            Shape::Link(_) => return self.checked(&Filter { shape: Shape::Uri, ..*filter }, text, problems),
            _ => Json::String(text.to_owned()),
        };
        match check_value(&field, &value, &self.house.origins) {
            Ok(Json::String(text)) => Some(text),
            Ok(Json::Bool(value)) => Some(i64::from(value).to_string()),
            Ok(value) => Some(value.to_string()),
            Err(found) => {
                problems.extend(found);
                None
            }
        }
    }

    /// Whether the column of a filter is [`ColumnKind::Uuid`].
    fn holds_uuid(&self, filter: &Filter) -> bool {
        self.resource.columns.iter().any(|column| column.name == filter.column && column.kind == ColumnKind::Uuid)
    }

    /// The value that the column is compared with.
    fn value(&self, filter: &Filter, text: &str) -> Value {
        let kind = match (filter.shape, filter.through) {
            (Shape::Link(_), _) => ColumnKind::Link,
            (Shape::Level, _) => ColumnKind::Level,
            (Shape::Bool | Shape::Int { .. }, _) => return text.parse::<i64>().ok().into(),
            (Shape::DateTime, _) => ColumnKind::Moment,
            (Shape::Uuid, _) => return uuid::Uuid::try_parse(text).ok().into(),
            (_, None) if self.holds_uuid(filter) => ColumnKind::Uuid,
            _ => ColumnKind::Text,
        };
        from_text(kind, text, self.house)
    }
}

const fn operator(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Gt => ">",
        Comparison::Gte => ">=",
        Comparison::Lt => "<",
        Comparison::Lte => "<=",
        _ => "=",
    }
}

/// Turns a page out of range into the answer of the standard.
pub(crate) fn beyond(page: Page, count: i64) -> Result<()> {
    let pages = u64::try_from(count).unwrap_or(0).div_ceil(page.size.into()).max(1);
    if page.number > pages {
        return Err(Problem::not_found_because("Deze pagina bestaat niet."));
    }
    Ok(())
}
