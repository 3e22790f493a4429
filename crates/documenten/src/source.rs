// SPDX-License-Identifier: EUPL-1.2
//! drc-004: whether the register of an object knows that a document belongs to it.
//!
//! A zaak or besluit of this house is looked up in the tables of its relations, whose names are all that documents know of them. The register
//! of a foreign object was asked before the transaction ([`questions`]); when it could not be, nothing is known.

use serde_json::Value;
use waarmaker_api::{Cx, Fetched, House, Result};

use crate::objectinformatieobject::{ObjectType, Objectinformatieobject};

/// What is known of a relation at its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// The source has it.
    Yes,
    /// The source does not have it.
    No,
    /// The source was not asked.
    Unknown,
}

/// Where relations are kept at the source: the collection below the root of its API, and what it calls the object.
const fn relations(of: ObjectType) -> (&'static str, &'static str) {
    match of {
        ObjectType::Zaak => ("zaakinformatieobjecten", "zaak"),
        ObjectType::Besluit => ("besluitinformatieobjecten", "besluit"),
        ObjectType::Verzoek => ("objectinformatieobjecten", "object"),
    }
}

/// Asks the source.
pub(crate) fn knows(relation: &Objectinformatieobject, cx: &mut Cx<'_, '_>) -> Result<Known> {
    if !relation.object.is_own() {
        let document = cx.house.outward(&relation.informatieobject.url());
        let question = question(relation.object_type, relation.object.as_str(), &document);
        return Ok(match question.and_then(|url| cx.call.foreign.get(&url)) {
            Some(Fetched::Json(answer)) if holds_any(answer) => Known::Yes,
            Some(_) => Known::No,
            None => Known::Unknown,
        });
    }
    let Some(place) = cx.house.locate(relation.object.as_str()) else { return Ok(Known::No) };
    let (table, column) = relations(relation.object_type);
    let name = place.room.kind.resource().name;
    if name != column {
        return Ok(Known::No);
    }
    let sql = format!("SELECT 1 FROM {table} WHERE {column} = $1 AND informatieobject = $2");
    let key = [place.uuid.into(), relation.informatieobject.url().into()];
    Ok(if cx.tx.one(&sql, &key, |row| row.int(0))?.is_some() { Known::Yes } else { Known::No })
}

/// The URLs to fetch before a body of a relation is judged: the question to the register of a foreign object.
pub(crate) fn questions(body: &Value, house: &House) -> Vec<String> {
    let text = |member: &str| body.get(member).and_then(Value::as_str);
    let kind = match text("objectType") {
        Some("zaak") => ObjectType::Zaak,
        Some("besluit") => ObjectType::Besluit,
        Some("verzoek") => ObjectType::Verzoek,
        _ => return Vec::new(),
    };
    let (Some(object), Some(document)) = (text("object"), text("informatieobject")) else { return Vec::new() };
    if house.origins.is_own(object) {
        return Vec::new();
    }
    // The source knows the document by the address that we give to the outside.
    let stored = house.origins.canonical(document).unwrap_or_else(|| document.to_owned());
    question(kind, object, &house.outward(&stored)).into_iter().collect()
}

/// `{root}/zaken/{uuid}` → `{root}/zaakinformatieobjecten?zaak=…&informatieobject=…`.
fn question(of: ObjectType, object: &str, document: &str) -> Option<String> {
    let (root, _) = object.trim_end_matches('/').rsplit_once('/')?;
    let (root, _) = root.rsplit_once('/')?;
    let (collection, parameter) = relations(of);
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair(parameter, object).append_pair("informatieobject", document);
    Some(format!("{root}/{collection}?{}", query.finish()))
}

/// Whether an answer is a list, paged or not, with anything in it.
fn holds_any(answer: &Value) -> bool {
    let list = answer.as_array().or_else(|| answer.get("results")?.as_array());
    list.is_some_and(|list| !list.is_empty())
}
