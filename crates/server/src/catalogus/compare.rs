// SPDX-License-Identifier: EUPL-1.2
//! From the members of a file to a body for the pipeline, and whether it says what is stored already.

use serde_json::Value as Json;
use waarmaker_api::House;
use waarmaker_core::{Problems, origin::splice};
use waarmaker_resource::{Component, Field, Given, Record, Resource, Shape, check_body};

use super::{Node, element::Kind};

/// Lists of the Referentielijsten API that a file refers to as `procestypen/UUID`.
const LISTS: &[&str] = &["procestypen/", "resultaten/", "resultaattypeomschrijvingen/", "communicatiekanalen/"];

/// Root of the Referentielijsten API in use: an external one, or ours.
pub(super) fn lists_root(house: &House) -> String {
    let own = || format!("{}{}", house.origins.for_host(""), Component::REFERENTIELIJSTEN.root);
    house.choices.external_referentielijsten.clone().unwrap_or_else(own)
}

/// The members of an element as a body: without what is about the file only, and with references to the selection list as URLs.
pub(super) fn body(kind: &Kind, node: &Node, resource: &Resource, house: &House) -> Record {
    let members = node.members().into_iter().flatten().filter(|(key, _)| !kind.is_ours(key));
    let mut body: Record = members.map(|(key, node)| (key.clone(), node.json())).collect();
    let root = lists_root(house);
    for field in resource.fields {
        if let (Shape::Uri | Shape::List(Shape::Uri), Some(value)) = (field.shape, body.get_mut(field.name)) {
            absolute(value, &root);
        }
    }
    body
}

fn absolute(value: &mut Json, root: &str) {
    match value {
        Json::String(text) if LISTS.iter().any(|list| text.starts_with(list)) => *text = format!("{root}/{text}"),
        Json::Array(list) => list.iter_mut().for_each(|value| absolute(value, root)),
        _ => {}
    }
}

/// The keys of an element, with dots, that mean nothing.
pub(super) fn unknown_keys(kind: &Kind, node: &Node, resource: &Resource) -> Vec<String> {
    let mut unknown = Vec::new();
    for (key, node) in node.members().into_iter().flatten().filter(|(key, _)| !kind.is_ours(key)) {
        match resource.fields.iter().find(|field| field.name == key && *key != kind.parent) {
            Some(field) if !field.read_only && !kind.derived.contains(&field.name) => {
                unknown_within(field, node, key, &mut unknown);
            }
            _ => unknown.push(key.clone()),
        }
    }
    unknown
}

fn unknown_within(field: &Field, node: &Node, path: &str, unknown: &mut Vec<String>) {
    match field.shape {
        Shape::Group(fields) => {
            for (key, node) in node.members().into_iter().flatten() {
                let path = format!("{path}.{key}");
                match fields.iter().find(|field| field.name == key && !field.read_only) {
                    Some(field) => unknown_within(field, node, &path, unknown),
                    None => unknown.push(path),
                }
            }
        }
        Shape::List(shape) => {
            let element = Field { shape: *shape, ..*field };
            for (i, node) in node.elements().unwrap_or_default().iter().enumerate() {
                unknown_within(&element, node, &format!("{path}.{i}"), unknown);
            }
        }
        _ => {}
    }
}

/// The members of a body that differ from what is stored.
pub(super) fn differences(
    resource: &Resource,
    body: &Record,
    stored: &Record,
    house: &House,
) -> Result<Vec<&'static str>, Problems> {
    let body = Json::Object(body.clone());
    let (given, problems) = check_body(resource.fields, &body, Given::Part(stored), &house.origins);
    if !problems.is_empty() {
        return Err(problems);
    }
    let differs = |field: &&Field| {
        given.get(field.name).is_some_and(|given| !alike(given, stored.get(field.name).unwrap_or(&Json::Null)))
    };
    Ok(resource.fields.iter().filter(differs).map(|field| field.name).collect())
}

/// Whether two values say the same: nothing is nothing however it is written, and the order of names in a list does not matter.
fn alike(given: &Json, stored: &Json) -> bool {
    match (given, stored) {
        (Json::Array(given), Json::Array(stored)) if given.iter().chain(stored).all(Json::is_string) => {
            let sorted = |list: &[Json]| {
                let mut texts: Vec<String> = list.iter().filter_map(Json::as_str).map(str::to_owned).collect();
                texts.sort_unstable();
                texts.dedup();
                texts
            };
            sorted(given) == sorted(stored)
        }
        (Json::Array(given), Json::Array(stored)) => {
            given.len() == stored.len() && given.iter().zip(stored).all(|(given, stored)| alike(given, stored))
        }
        // A group may have members that follow from the others, such as the identificatie beside a zaaktype.
        (Json::Object(given), Json::Object(stored)) => {
            given.iter().all(|(key, given)| alike(given, stored.get(key).unwrap_or(&Json::Null)))
        }
        _ => given == stored || (is_nothing(given) && is_nothing(stored)),
    }
}

/// Whether a value is an empty one.
pub(super) fn is_nothing(value: &Json) -> bool {
    match value {
        Json::Null => true,
        Json::String(text) => text.is_empty(),
        Json::Array(list) => list.is_empty(),
        Json::Object(group) => group.values().all(is_nothing),
        Json::Bool(_) | Json::Number(_) => false,
    }
}

/// A stored text as it stands in a file: with our own address written out, or the selection list by its short name.
pub(super) fn short(text: &str, house: &House) -> String {
    let mut whole = Vec::new();
    splice(text.as_bytes(), house.origins.for_host(""), &mut whole);
    let whole = String::from_utf8(whole).unwrap_or_default();
    let below = whole.strip_prefix(&lists_root(house)).and_then(|below| below.strip_prefix('/'));
    match below {
        Some(below) if LISTS.iter().any(|list| below.starts_with(list)) => below.to_owned(),
        _ => whole,
    }
}
