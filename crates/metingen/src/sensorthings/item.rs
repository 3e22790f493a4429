// SPDX-License-Identifier: EUPL-1.2
//! From a row to an entity as it is served.

use jiff::Timestamp;
use serde_json::{Map, Value as Json, json};
use waarmaker_core::ORIGIN;
use waarmaker_db::{Error, Row};

use super::ROOT;
use super::model::{Entity, Kind, Shape, with_alias};
use super::options::Options;
use super::place::{Id, key_columns};
use super::typed::as_whole;

/// An entity on its way out.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) id: Id,
    pub(super) json: Map<String, Json>,
}

/// The columns that [`read`] reads, of a row with alias `t`.
pub(super) fn columns(entity: &Entity) -> String {
    let mut all = vec![key_columns(entity).to_owned()];
    all.extend(entity.fields.iter().flat_map(|field| field.columns.iter().map(|column| with_alias(column, "t"))));
    let mut named = Vec::new();
    for (index, column) in all
        .iter()
        .flat_map(
            |columns| if columns.starts_with('(') { vec![columns.as_str()] } else { columns.split(", ").collect() },
        )
        .enumerate()
    {
        named.push(format!("{column} AS c{index}"));
    }
    named.join(", ")
}

/// URL of an entity, in stored form.
pub(super) fn self_link(entity: &Entity, id: Id) -> String {
    format!("{ORIGIN}{ROOT}/{}({})", entity.name, id.in_url())
}

/// Reads an entity, from this column on.
pub(super) fn read(row: &Row<'_>, from: usize, entity: &Entity, options: &Options) -> Result<Item, Error> {
    let is_observation = entity.kind == Kind::Observations;
    let id = if is_observation { Id::Observation(row.int(from)?, row.int(from + 1)?) } else { Id::Row(row.int(from)?) };
    let mut at = from + if is_observation { 2 } else { 1 };
    let wanted = |name: &str| options.select.as_ref().is_none_or(|names| names.iter().any(|one| one == name));
    let mut members = Map::new();
    if options.select.is_none() || wanted("id") || wanted("@iot.id") {
        members.insert("@iot.id".to_owned(), id.json());
    }
    let link = self_link(entity, id);
    if options.select.is_none() || wanted("@iot.selfLink") {
        members.insert("@iot.selfLink".to_owned(), link.clone().into());
    }
    for field in entity.fields {
        if wanted(field.name) {
            let value = value(row, at, field.shape, field.name)?;
            if !(value.is_null() && field.shape == Shape::Extra && field.name != "resultTime") {
                members.insert(field.name.to_owned(), value);
            }
        }
        at += field.columns.len();
    }
    for nav in entity.navs.iter().filter(|nav| wanted(nav.name)) {
        members.insert(format!("{}@iot.navigationLink", nav.name), format!("{link}/{}", nav.name).into());
    }
    Ok(Item { id, json: members })
}

fn value(row: &Row<'_>, at: usize, shape: Shape, name: &str) -> Result<Json, Error> {
    let text = |column: usize| row.opt_str_ref(column);
    Ok(match shape {
        Shape::Text => text(at)?.into(),
        Shape::Json | Shape::Geo => stored(text(at)?)?,
        Shape::Moment => moment(row.int(at)?).into(),
        Shape::Interval => match (row.opt_int(at)?, row.opt_int(at + 1)?) {
            (Some(first), Some(last)) => format!("{}/{}", moment(first), moment(last)).into(),
            (None, Some(last)) => format!("{}/{}", moment(last), moment(last)).into(),
            _ => Json::Null,
        },
        Shape::Unit => {
            let nothing = |text: Option<&str>| text.filter(|text| !text.is_empty()).map_or(Json::Null, Json::from);
            json!({"name": nothing(text(at)?), "symbol": nothing(text(at + 1)?), "definition": nothing(text(at + 2)?)})
        }
        Shape::Result => match (row.opt_real(at)?, text(at + 1)?) {
            (Some(value), _) => number(value),
            (None, Some(word)) if row.str_ref(at + 2)? == "waarheid" => (word == "true").into(),
            (None, word) => word.into(),
        },
        Shape::Extra => stored(text(at)?)?.get(name).cloned().unwrap_or_default(),
        Shape::Phenomenon => {
            let start = moment(row.int(at)?);
            match stored(text(at + 1)?)?.get("until").and_then(Json::as_str) {
                Some(until) => format!("{start}/{until}").into(),
                None => start.into(),
            }
        }
    })
}

fn stored(text: Option<&str>) -> Result<Json, Error> {
    text.map_or(Ok(Json::Null), |text| serde_json::from_str(text).map_err(Error::row))
}

/// A number without `.0` where it is whole; `null` where a sum became too large.
pub(crate) fn number(value: f64) -> Json {
    as_whole(value).map_or_else(|| json!(value), Json::from)
}

/// A moment in UTC.
pub(crate) fn moment(at: i64) -> String {
    Timestamp::from_millisecond(at).map(|at| at.to_string()).unwrap_or_default()
}
