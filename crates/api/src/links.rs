// SPDX-License-Identifier: EUPL-1.2
//! References of a body to our own resources: they must exist, be of the right kind, and be within reach of the caller.

use serde_json::Value as Json;
use waarmaker_auth::Gate;
use waarmaker_core::Problems;
use waarmaker_db::Value;
use waarmaker_resource::{Field, Guard, Op, Record, Resource, Shape};

use crate::{Cx, Fetched, Result};

/// Checks every reference in a checked body. `old` is the record before: a reference that did not change is not looked up again.
pub(crate) fn check(
    resource: &Resource,
    record: &Record,
    old: Option<&Record>,
    cx: &mut Cx<'_, '_>,
    problems: &mut Problems,
) -> Result<()> {
    for field in resource.fields.iter().filter(|field| !field.read_only) {
        let Some(value) = record.get(field.name) else { continue };
        if old.and_then(|old| old.get(field.name)) != Some(value) {
            member(resource, &field.shape, value, field.name, cx, problems)?;
        }
    }
    Ok(())
}

fn member(
    resource: &Resource,
    shape: &Shape,
    value: &Json,
    name: &str,
    cx: &mut Cx<'_, '_>,
    problems: &mut Problems,
) -> Result<()> {
    match (shape, value) {
        (Shape::Link(target), Json::String(url)) if !url.is_empty() => link(resource, target, url, name, cx, problems),
        (Shape::List(element), Json::Array(list)) => list
            .iter()
            .enumerate()
            .try_for_each(|(i, value)| member(resource, element, value, &format!("{name}.{i}"), cx, problems)),
        (Shape::Group(fields), Json::Object(group)) => fields.iter().try_for_each(|field: &Field| {
            let value = group.get(field.name).unwrap_or(&Json::Null);
            member(resource, &field.shape, value, &format!("{name}.{}", field.name), cx, problems)
        }),
        _ => Ok(()),
    }
}

/// One reference. Within a component a wrong one is `no_match`, `incorrect_match` or `does_not_exist`; to another component it is `bad-url`
/// or `invalid-resource` (handbook 1.14).
fn link(
    resource: &Resource,
    target: &str,
    url: &str,
    name: &str,
    cx: &mut Cx<'_, '_>,
    problems: &mut Problems,
) -> Result<()> {
    let room = cx.room(target)?;
    let near = room.kind.resource().component == resource.component;
    let mut refuse = |near_code: &'static str, far_code: &'static str, reason: &str| {
        problems.add(name, if near { near_code } else { far_code }, reason);
        Ok(())
    };
    let Some(place) = cx.house.locate(url) else {
        let answered = matches!(cx.call.foreign.get(url), Some(Fetched::Json(_) | Fetched::NotJson));
        let far = if answered { "invalid-resource" } else { "bad-url" };
        return refuse("no_match", far, "De URL verwijst niet naar een object van deze API.");
    };
    if place.room.kind.resource().name != target {
        return refuse("incorrect_match", "invalid-resource", "De URL verwijst naar een ander soort object.");
    }
    if reachable(resource, target, place.uuid, cx)? {
        return Ok(());
    }
    refuse("does_not_exist", "bad-url", "Het object waarnaar verwezen wordt bestaat niet.")
}

/// Whether the target exists and, when its rows are guarded and it is not what the new resource itself is authorised by, may be read.
fn reachable(resource: &Resource, target: &str, uuid: uuid::Uuid, cx: &mut Cx<'_, '_>) -> Result<bool> {
    let room = cx.room(target)?;
    let other = room.kind.resource();
    let mut parameters = vec![Value::from(uuid)];
    let owner = matches!(resource.guard, Guard::Parent { parent, .. } if parent == target);
    let condition = match other.guard {
        Guard::Own { .. } | Guard::Parent { .. } if !owner => {
            let scopes = other.scopes(Op::Read).unwrap_or_default();
            Gate { caller: cx.who, component: other.component, guard: other.guard, scopes }
                .condition("t", &mut parameters)
        }
        _ => "1 = 1".to_owned(),
    };
    let sql = format!("SELECT 1 FROM {} t WHERE t.uuid = $1 AND {condition}", other.table);
    let found: Option<i64> = cx.tx.one(&sql, &parameters, |row| row.int(0))?;
    Ok(found.is_some())
}
