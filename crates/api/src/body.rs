// SPDX-License-Identifier: EUPL-1.2
//! From a record to its row: the document as it is stored, and the index columns.

use serde_json::Value as Json;
use uuid::Uuid;
use waarmaker_core::{DateTime, Problem, Vertrouwelijkheidaanduiding};
use waarmaker_db::Value;
use waarmaker_resource::{Column, ColumnKind, Record, Resource, geometry};

use crate::{House, Result};

/// Stands around each text of a [`ColumnKind::Words`] column; no text of a client can hold it.
pub(crate) const SEPARATOR: char = '\u{1f}';

/// The document: `url`, `uuid` where the resource shows it, then the members.
pub(crate) fn document(resource: &Resource, url: &str, uuid: Uuid, record: Record) -> Result<(Vec<u8>, Record)> {
    let mut whole = Record::with_capacity(record.len() + 2);
    whole.insert("url".to_owned(), Json::String(url.to_owned()));
    if resource.shows_uuid {
        whole.insert("uuid".to_owned(), Json::String(uuid.to_string()));
    }
    for (name, value) in record {
        whole.entry(name).or_insert(value);
    }
    let body = serde_json::to_vec(&whole).map_err(Problem::internal)?;
    Ok((body, whole))
}

/// The values of the index columns, in the order of the declaration.
pub(crate) fn columns(resource: &Resource, record: &Record, house: &House) -> Vec<Value> {
    resource.columns.iter().map(|column| value(column, at(record, column.path), house)).collect()
}

/// The member at a dotted path.
pub(crate) fn at<'r>(record: &'r Record, path: &str) -> &'r Json {
    let mut parts = path.split('.');
    let first = parts.next().and_then(|part| record.get(part)).unwrap_or(&Json::Null);
    parts.fold(first, |value, part| value.get(part).unwrap_or(&Json::Null))
}

fn value(column: &Column, json: &Json, house: &House) -> Value {
    match column.kind {
        ColumnKind::Int => json.as_i64().into(),
        ColumnKind::Bool => json.as_bool().map(i64::from).into(),
        ColumnKind::Bound(side) => geometry::bounds(json).and_then(|bounds| bounds.get(side).copied()).into(),
        ColumnKind::Words => match json.as_array() {
            Some(list) if !list.is_empty() => {
                let mut words = SEPARATOR.to_string();
                for word in list.iter().filter_map(Json::as_str) {
                    words.push_str(word);
                    words.push(SEPARATOR);
                }
                Value::Text(words)
            }
            _ => Value::Null,
        },
        _ => match json.as_str() {
            Some(text) if !text.is_empty() => from_text(column.kind, text, house),
            _ => Value::Null,
        },
    }
}

/// The value of a column of this kind for a text of the document or of a query parameter.
pub(crate) fn from_text(kind: ColumnKind, text: &str, house: &House) -> Value {
    match kind {
        ColumnKind::Link => house.locate(text).map(|place| place.uuid).into(),
        ColumnKind::Uuid => text.rsplit('/').next().and_then(|uuid| Uuid::try_parse(uuid).ok()).into(),
        ColumnKind::Level => {
            Vertrouwelijkheidaanduiding::parse(text).ok().map(Vertrouwelijkheidaanduiding::rank).into()
        }
        ColumnKind::Moment if text.len() > 10 => DateTime::parse(text).ok().map(|at| at.sort_key()).into(),
        _ => Value::from(text),
    }
}
