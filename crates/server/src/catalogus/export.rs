// SPDX-License-Identifier: EUPL-1.2
//! Export: a catalogus with all its types as a file that the import takes.

use serde_json::{Value as Json, json};
use uuid::Uuid;
use waarmaker_api::{Cx, House, Result};
use waarmaker_core::Problem;
use waarmaker_resource::{Field, Record, Shape};

use super::{
    compare::{is_nothing, short},
    element::{CATALOGUS, Kind},
    toml_text::{self, Member},
};

/// A catalogus as a file.
pub(crate) fn export(cx: &mut Cx<'_, '_>, catalogus: Uuid) -> Result<String> {
    let record = cx.record(CATALOGUS.resource, catalogus)?.ok_or_else(Problem::not_found)?;
    let mut out = String::new();
    write(&CATALOGUS, "[catalogus]", catalogus, &record, cx, &mut out)?;
    for kind in CATALOGUS.parts {
        all(kind, "", catalogus, cx, &mut out)?;
    }
    Ok(out)
}

fn all(kind: &Kind, outer: &str, within: Uuid, cx: &mut Cx<'_, '_>, out: &mut String) -> Result<()> {
    let table = cx.room(kind.resource)?.kind.resource().table;
    let sql = format!("SELECT uuid, body FROM {table} WHERE {} = $1 ORDER BY id", kind.parent);
    let rows = cx.tx.query(&sql, &[within.into()], |row| Ok((row.uuid(0)?, row.bytes(1)?)))?;
    let path = format!("{outer}{}", kind.key);
    for (uuid, body) in rows {
        let record: Record = serde_json::from_slice(&body).map_err(Problem::internal)?;
        write(kind, &format!("[[{path}]]"), uuid, &record, cx, out)?;
        for part in kind.parts {
            all(part, &format!("{path}."), uuid, cx, out)?;
        }
    }
    Ok(())
}

fn write(kind: &Kind, header: &str, uuid: Uuid, record: &Record, cx: &mut Cx<'_, '_>, out: &mut String) -> Result<()> {
    let fields = cx.room(kind.resource)?.kind.resource().fields;
    let mut members = vec![Member { name: "uuid".to_owned(), value: json!(uuid), date: false }];
    for field in fields
        .iter()
        .filter(|field| !field.read_only && field.name != kind.parent && !kind.derived.contains(&field.name))
    {
        let value = record.get(field.name).unwrap_or(&Json::Null);
        if is_nothing(value) && !must_be_said(field) {
            continue;
        }
        let value = match (field.shape, value.as_str()) {
            (Shape::Link("statustype"), Some(url)) => statustype(url, cx)?,
            (Shape::Link("catalogus"), _) => continue,
            _ => tidy(field, value, cx.house),
        };
        if !is_nothing(&value) || must_be_said(field) {
            members.push(Member { name: field.name.to_owned(), value, date: matches!(field.shape, Shape::Date) });
        }
    }
    if kind.published {
        let value = record.get("concept").cloned().unwrap_or(Json::Bool(true));
        members.push(Member { name: "concept".to_owned(), value, date: false });
    }
    toml_text::element(out, header, &members);
    Ok(())
}

/// Whether leaving a member out would be refused.
fn must_be_said(field: &Field) -> bool {
    field.required && !matches!(field.shape, Shape::Link(_) | Shape::Group(_) | Shape::Date)
}

/// The omschrijving of a statustype.
fn statustype(url: &str, cx: &mut Cx<'_, '_>) -> Result<Json> {
    let Some(uuid) = cx.house.locate(url).map(|place| place.uuid) else { return Ok(Json::Null) };
    let record = cx.record("statustype", uuid)?.unwrap_or_default();
    Ok(record.get("omschrijving").cloned().unwrap_or(Json::Null))
}

/// A stored value as it stands in a file: without empty members of groups and without what the register sets.
fn tidy(field: &Field, value: &Json, house: &House) -> Json {
    match (field.shape, value) {
        (_, Json::String(text)) => Json::String(short(text, house)),
        (Shape::List(shape), Json::Array(list)) => {
            let element = Field { shape: *shape, ..*field };
            Json::Array(list.iter().map(|value| tidy(&element, value, house)).collect())
        }
        (Shape::Group(fields), Json::Object(group)) => {
            let kept = fields.iter().filter(|field| !field.read_only).filter_map(|field| {
                let value = group
                    .get(field.name)
                    .filter(|value| field.required || !(is_nothing(value) || **value == json!(false)))?;
                Some((field.name.to_owned(), tidy(field, value, house)))
            });
            Json::Object(kept.collect())
        }
        _ => value.clone(),
    }
}
