// SPDX-License-Identifier: EUPL-1.2
//! `OpenAPI` documents: reading them, following references, and gathering all that a schema says.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
    sync::Arc,
};

use serde_json::Value;
use waarmaker_api::{Choices, House, openapi};
use waarmaker_core::{Origins, SeededIds, SystemClock};
use waarmaker_resource::Component;

/// A document with the files that it refers to.
#[derive(Debug)]
pub(crate) struct Spec {
    files: BTreeMap<String, Value>,
    home: String,
}

/// A place in a document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node<'s> {
    pub(crate) file: &'s str,
    pub(crate) value: &'s Value,
}

/// The components of the standard with the file of their official contract.
pub(crate) const OFFICIAL: &[(Component, &str)] = &[
    (Component::ZAKEN, "zaken-1.7.0.yaml"),
    (Component::CATALOGI, "catalogi-1.3.3.yaml"),
    (Component::DOCUMENTEN, "documenten-1.7.0.yaml"),
    (Component::BESLUITEN, "besluiten-1.1.0.yaml"),
    (Component::NOTIFICATIES, "notificaties-1.0.1.yaml"),
    (Component::AUTORISATIES, "autorisaties-1.1.0.yaml"),
];

/// The house with all resources, without a database.
pub(crate) fn house() -> House {
    let origins = Origins::new(vec!["http://testserver".to_owned()]);
    House::new(&waarmaker::kinds(), origins, Choices::default(), Arc::new(SystemClock), Arc::new(SeededIds::new(1)))
}

impl Spec {
    /// The official contract; `None`, said aloud, where the folder with contracts is absent.
    pub(crate) fn official(file: &str) -> Option<Self> {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/zgw/openapi");
        if !folder.join(file).is_file() {
            eprintln!(
                "SKIPPED, NOT PROVED: conformance to {file}: the official contracts are not at {}",
                folder.display()
            );
            return None;
        }
        let mut spec = Self { files: BTreeMap::new(), home: file.to_owned() };
        let mut wanted = vec![file.to_owned()];
        while let Some(name) = wanted.pop() {
            let text = fs::read_to_string(folder.join(&name)).unwrap();
            let value: Value = serde_yaml_ng::from_str(&text).unwrap();
            let mut others = BTreeSet::new();
            outside(&value, &mut others);
            spec.files.insert(name, value);
            wanted.extend(others.into_iter().filter(|other| !spec.files.contains_key(other)));
        }
        Some(spec)
    }

    /// Our contract.
    pub(crate) fn ours(house: &House, component: Component) -> Self {
        Self::of(serde_json::from_slice(&openapi::document(house, component).unwrap()).unwrap())
    }

    /// A document that stands by itself.
    pub(crate) fn of(document: Value) -> Self {
        Self { files: [(String::new(), document)].into(), home: String::new() }
    }

    /// The document itself.
    pub(crate) fn root(&self) -> Node<'_> {
        Node { file: &self.home, value: &self.files[&self.home] }
    }

    /// The operation at a path.
    pub(crate) fn operation(&self, path: &str, method: &str) -> Option<Node<'_>> {
        self.root().get("paths")?.get(path)?.get(method)
    }

    /// All operations: path, method, operation.
    pub(crate) fn operations(&self) -> Vec<(&str, &str, Node<'_>)> {
        let mut all = Vec::new();
        for (path, item) in self.root().get("paths").unwrap().members() {
            for (method, operation) in item.members() {
                if ["get", "head", "post", "put", "patch", "delete"].contains(&method) {
                    all.push((path, method, operation));
                }
            }
        }
        all
    }

    /// Follows a reference, if this is one.
    pub(crate) fn follow<'s>(&'s self, node: Node<'s>) -> Node<'s> {
        let Some(reference) = node.value.get("$ref").and_then(Value::as_str) else { return node };
        self.follow(self.at(node.file, reference))
    }

    /// The place that a reference in a file leads to.
    pub(crate) fn at<'s>(&'s self, file: &'s str, reference: &str) -> Node<'s> {
        let (other, pointer) = reference.split_once('#').unwrap();
        let other = other.trim_start_matches("./");
        let (file, document) = if other.is_empty() {
            (file, &self.files[file])
        } else {
            self.files.get_key_value(other).map(|(name, value)| (name.as_str(), value)).unwrap()
        };
        let value = document.pointer(pointer).unwrap_or_else(|| panic!("{reference} leads nowhere"));
        Node { file, value }
    }

    /// The places that the values of a discriminator lead to.
    pub(crate) fn mapping<'s>(&'s self, node: Node<'s>) -> BTreeMap<&'s str, Node<'s>> {
        let Some(discriminator) = node.get("discriminator") else { return BTreeMap::new() };
        if let Some(mapping) = discriminator.get("mapping") {
            return mapping
                .members()
                .map(|(value, target)| (value, self.at(node.file, target.value.as_str().unwrap())))
                .collect();
        }
        // Without a mapping the values are the names of schemas: of the alternatives, or else of all.
        let named = |part: Node<'s>| {
            part.text("$ref").rsplit_once('/').map(|(_, name)| (name, self.at(part.file, part.text("$ref"))))
        };
        let alternatives: BTreeMap<_, _> = node.list("oneOf").filter_map(named).collect();
        if !alternatives.is_empty() {
            return alternatives;
        }
        let by = discriminator.text("propertyName");
        let values = node.get("properties").and_then(|all| all.get(by)).and_then(|one| one.get("enum"));
        let schemas = self.files[node.file].pointer("/components/schemas").unwrap();
        let values = values.and_then(|values| values.value.as_array()).into_iter().flatten().filter_map(Value::as_str);
        values.filter_map(|value| Some((value, Node { file: node.file, value: schemas.get(value)? }))).collect()
    }

    /// Gathers all that a schema says. Alternatives are taken together: their members all count, their limits at their loosest. The variants
    /// of a discriminator are such alternatives, unless they are looked at one by one.
    pub(crate) fn facts<'s>(&'s self, nodes: &[Node<'s>], one_by_one: bool) -> Facts<'s> {
        let each = nodes.iter().map(|node| {
            let mut facts = Facts::default();
            self.gather(*node, &mut facts, one_by_one, &mut Vec::new());
            facts
        });
        Facts::any(each.collect())
    }

    fn gather<'s>(&'s self, node: Node<'s>, facts: &mut Facts<'s>, one_by_one: bool, way: &mut Vec<*const Value>) {
        let here: *const Value = node.value;
        if way.contains(&here) {
            return;
        }
        way.push(here);
        if let Some(reference) = node.value.get("$ref").and_then(Value::as_str) {
            self.gather(self.at(node.file, reference), facts, one_by_one, way);
        }
        facts.add(node);
        for part in node.list("allOf") {
            self.gather(part, facts, one_by_one, way);
        }
        let mut any: Vec<Node<'_>> = node.list("oneOf").chain(node.list("anyOf")).collect();
        if any.is_empty() && !one_by_one {
            any.extend(self.mapping(node).into_values());
        }
        let any = any.into_iter().map(|part| {
            let mut facts = Facts::default();
            self.gather(part, &mut facts, one_by_one, way);
            facts
        });
        let any: Vec<Facts<'_>> = any.collect();
        if !any.is_empty() {
            facts.and(Facts::any(any));
        }
        way.pop();
    }
}

/// Files outside this one that a document refers to.
fn outside(value: &Value, files: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            let reference = members.get("$ref").and_then(Value::as_str).and_then(|reference| reference.split_once('#'));
            let file = reference.map(|(file, _)| file).filter(|file| !file.is_empty());
            files.extend(file.map(|file| file.trim_start_matches("./").to_owned()));
            members.values().for_each(|value| outside(value, files));
        }
        Value::Array(list) => list.iter().for_each(|value| outside(value, files)),
        _ => {}
    }
}

impl<'s> Node<'s> {
    /// A member.
    pub(crate) fn get(self, name: &str) -> Option<Self> {
        Some(Node { file: self.file, value: self.value.get(name)? })
    }
    /// A member that is text; empty when it is not there.
    pub(crate) fn text(self, name: &str) -> &'s str {
        self.value.get(name).and_then(Value::as_str).unwrap_or_default()
    }
    /// The members.
    pub(crate) fn members(self) -> impl Iterator<Item = (&'s str, Self)> {
        self.value
            .as_object()
            .into_iter()
            .flatten()
            .map(move |(name, value)| (name.as_str(), Node { file: self.file, value }))
    }
    /// The elements of a member that is a list.
    pub(crate) fn list(self, name: &str) -> impl Iterator<Item = Self> + use<'s> {
        self.value
            .get(name)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .map(move |value| Node { file: self.file, value })
    }
}

/// All that a schema says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts<'s> {
    pub(crate) types: BTreeSet<&'s str>,
    pub(crate) format: BTreeSet<&'s str>,
    pub(crate) properties: BTreeMap<&'s str, Vec<Node<'s>>>,
    pub(crate) required: BTreeSet<&'s str>,
    /// Values as JSON text; `None` when all are allowed.
    pub(crate) values: Option<BTreeSet<String>>,
    pub(crate) bounds: BTreeMap<&'static str, i64>,
    pub(crate) nullable: bool,
    pub(crate) read_only: bool,
    pub(crate) items: Vec<Node<'s>>,
}

/// Limits whose loosest value is the highest.
const UPPER: &[&str] = &["maxLength", "maximum", "maxItems"];
/// Limits whose loosest value is the lowest.
const LOWER: &[&str] = &["minLength", "minimum", "minItems"];

impl<'s> Facts<'s> {
    /// What one place says.
    fn add(&mut self, node: Node<'s>) {
        let text = |name: &str| node.value.get(name).and_then(Value::as_str);
        self.types.extend(text("type"));
        self.format.extend(text("format"));
        for (name, property) in node.get("properties").into_iter().flat_map(Node::members) {
            self.properties.entry(name).or_default().push(property);
        }
        self.required.extend(node.list("required").filter_map(|name| name.value.as_str()));
        if node.value.get("enum").is_some() {
            let values = node.list("enum").map(|value| value.value.to_string()).collect::<BTreeSet<_>>();
            let both = match self.values.take() {
                Some(old) => old.intersection(&values).cloned().collect(),
                None => values,
            };
            self.values = Some(both);
        }
        for &name in UPPER.iter().chain(LOWER) {
            self.bounds.extend(node.value.get(name).and_then(Value::as_i64).map(|bound| (name, bound)));
        }
        self.nullable |= node.value["nullable"] == true;
        self.read_only |= node.value["readOnly"] == true;
        self.items.extend(node.get("items"));
    }

    /// An object that says nothing, which the standard puts beside a schema for "nothing to show".
    fn is_empty_object(&self) -> bool {
        self.properties.is_empty() && self.values.is_none() && self.types.iter().all(|kind| *kind == "object")
    }

    /// Both hold.
    fn and(&mut self, other: Self) {
        self.types.extend(other.types);
        self.format.extend(other.format);
        for (name, nodes) in other.properties {
            self.properties.entry(name).or_default().extend(nodes);
        }
        self.required.extend(other.required);
        self.values = match (self.values.take(), other.values) {
            (Some(old), Some(new)) => Some(old.intersection(&new).cloned().collect()),
            (old, new) => old.or(new),
        };
        self.bounds.extend(other.bounds);
        self.nullable |= other.nullable;
        self.read_only |= other.read_only;
        self.items.extend(other.items);
    }

    /// One of these holds.
    fn any(mut all: Vec<Self>) -> Self {
        if all.iter().any(|one| !one.is_empty_object()) {
            all.retain(|one| !one.is_empty_object());
        }
        let mut all = all.into_iter();
        let mut sum = all.next().unwrap_or_default();
        for one in all {
            sum.types.extend(one.types);
            sum.format.extend(one.format);
            for (name, nodes) in one.properties {
                sum.properties.entry(name).or_default().extend(nodes);
            }
            sum.required.retain(|name| one.required.contains(name));
            sum.values = match (sum.values, one.values) {
                (Some(old), Some(new)) => Some(old.union(&new).cloned().collect()),
                _ => None,
            };
            for (name, bound) in one.bounds {
                let old = sum.bounds.entry(name).or_insert(bound);
                *old = if UPPER.contains(&name) { bound.max(*old) } else { bound.min(*old) };
            }
            sum.nullable |= one.nullable;
            sum.read_only |= one.read_only;
            sum.items.extend(one.items);
        }
        sum
    }
}
