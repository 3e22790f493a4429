// SPDX-License-Identifier: EUPL-1.2
//! zrc-029: `fields`, by which the client of `_zoek` says which members it wants of a zaak and of what the zaak refers to.
//!
//! A list holds names; `"*"` stands for all. An object in it goes on inside a member: a member that refers to something is expanded and shows only
//! the members in its list, a group (`processobject`) shows only those of its own. The member itself is shown as well. A name that a resource
//! does not have shows nothing: the standard's own example has some.

use std::collections::BTreeMap;

use serde_json::Value;
use waarmaker_api::House;
use waarmaker_core::Problems;
use waarmaker_resource::{Record, Resource, Shape};

/// Which members of a document are shown.
#[derive(Debug, Default)]
pub(crate) struct Projection {
    all: bool,
    names: Vec<String>,
    within: BTreeMap<String, Projection>,
}

impl Projection {
    /// Reads the member `fields` of a search for a resource; what is wrong with it is a problem.
    pub(crate) fn read(value: &Value, resource: &Resource, house: &House, problems: &mut Problems) -> Self {
        let mut projection = Self::default();
        if !projection.add(value) {
            problems.add("fields", "not_a_list", "Verwacht een lijst van namen en objecten van lijsten.");
        } else if projection.is_empty() {
            problems.add("fields", "empty", "Deze lijst mag niet leeg zijn.");
        } else {
            projection.check(resource, house, problems);
        }
        projection
    }

    fn is_empty(&self) -> bool {
        !self.all && self.names.is_empty() && self.within.is_empty()
    }

    /// Adds a list; `false` when it is none, here or below.
    fn add(&mut self, value: &Value) -> bool {
        let Some(list) = value.as_array() else { return false };
        list.iter().all(|element| match element {
            Value::String(name) if name == "*" => {
                self.all = true;
                true
            }
            Value::String(name) => {
                self.names.push(name.clone());
                true
            }
            Value::Object(members) => {
                members.iter().all(|(name, value)| self.within.entry(name.clone()).or_default().add(value))
            }
            _ => false,
        })
    }

    /// What is entered must refer to something, or be a group.
    fn check(&self, resource: &Resource, house: &House, problems: &mut Problems) {
        for (name, below) in &self.within {
            if let Some(expand) = resource.expand.iter().find(|expand| expand.name == name) {
                if let Some(room) = house.room(expand.target) {
                    below.check(room.kind.resource(), house, problems);
                }
            } else if !resource.field(name).is_some_and(|field| is_group(&field.shape)) {
                let name: String = name.chars().take(100).collect();
                problems.add(
                    "fields",
                    "invalid-expand-field",
                    format!("{name} verwijst nergens naar en is geen groep."),
                );
            }
        }
    }

    /// The paths to expand, as `expand` takes them.
    pub(crate) fn paths(&self, resource: &Resource, house: &House) -> Vec<String> {
        let mut paths = Vec::new();
        for (name, below) in &self.within {
            let Some(expand) = resource.expand.iter().find(|expand| expand.name == name) else { continue };
            paths.push(name.clone());
            if let Some(room) = house.room(expand.target) {
                paths.extend(below.paths(room.kind.resource(), house).into_iter().map(|path| format!("{name}.{path}")));
            }
        }
        paths
    }

    /// Takes away from a served document what was not asked for.
    pub(crate) fn apply(&self, document: &mut Record) {
        if !self.all {
            let entered = |name: &str| name == "_expand" || self.within.contains_key(name);
            document.retain(|name, _| entered(name) || self.names.iter().any(|known| known == name));
        }
        for (name, below) in &self.within {
            let expanded = document.get("_expand").is_some_and(|expanded| expanded.get(name).is_some());
            let value = if expanded {
                document.get_mut("_expand").and_then(|all| all.get_mut(name))
            } else {
                document.get_mut(name)
            };
            if let Some(value) = value {
                below.apply_to(value);
            }
        }
    }

    fn apply_to(&self, value: &mut Value) {
        match value {
            Value::Object(object) => self.apply(object),
            Value::Array(list) => {
                list.iter_mut().filter_map(Value::as_object_mut).for_each(|object| self.apply(object));
            }
            _ => {}
        }
    }
}

const fn is_group(shape: &Shape) -> bool {
    matches!(shape, Shape::Group(_) | Shape::List(Shape::Group(_)) | Shape::Union { .. } | Shape::Json)
}
