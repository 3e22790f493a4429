// SPDX-License-Identifier: EUPL-1.2
//! Our contract has everything that the official one has, and nothing else: paths, methods, operationIds, scopes, parameters, members,
//! required members, values, lengths and bounds. What differs on purpose is in [`DEVIATIONS`](crate::deviations::DEVIATIONS).

use std::collections::{BTreeSet, HashSet};

use serde_json::Value;

use crate::{
    deviations,
    spec::{Facts, Node, OFFICIAL, Spec, house},
};

#[test]
fn our_contract_has_all_that_the_official_one_has() {
    let house = house();
    let mut found = Vec::new();
    for &(component, file) in OFFICIAL {
        let Some(official) = Spec::official(file) else { return };
        let ours = Spec::ours(&house, component);
        let mut walk =
            Walk { component: component.name, theirs: &official, ours: &ours, found: Vec::new(), seen: HashSet::new() };
        walk.document();
        found.extend(walk.found);
    }
    deviations::judge(&found);
}

/// Which way a schema goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Way {
    /// To us.
    In,
    /// From us.
    Out,
}

/// How much of a schema is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part<'s> {
    /// All of it.
    Whole,
    /// What the variants of a discriminator share.
    Shared,
    /// One variant, with the member that decides.
    Variant(&'s str),
}

/// A walk through two documents.
struct Walk<'s> {
    component: &'static str,
    theirs: &'s Spec,
    ours: &'s Spec,
    found: Vec<String>,
    /// Pairs of schemas that were compared already.
    seen: HashSet<(*const Value, *const Value, Way)>,
}

impl<'s> Walk<'s> {
    fn differs(&mut self, at: &str, what: impl AsRef<str>) {
        self.found.push(format!("{} {at}: {}", self.component, what.as_ref()));
    }

    fn document(&mut self) {
        let (theirs, ours) = (self.theirs, self.ours);
        assert_eq!(
            theirs.root().get("info").unwrap().text("version"),
            ours.root().get("info").unwrap().text("version")
        );
        for (path, method, operation) in theirs.operations() {
            let shared = theirs.root().get("paths").unwrap().get(path).unwrap();
            let at = format!("{} {path}", method.to_uppercase());
            match ours.operation(path, method) {
                None => self.differs(&at, "no such operation"),
                Some(own) => self.operation(&at, shared, operation, own),
            }
        }
        for (path, method, _) in ours.operations() {
            if theirs.operation(path, method).is_none() {
                self.differs(&format!("{} {path}", method.to_uppercase()), "extra operation");
            }
        }
    }

    fn operation(&mut self, at: &str, path: Node<'s>, theirs: Node<'s>, ours: Node<'s>) {
        if theirs.text("operationId") != ours.text("operationId") {
            self.differs(at, format!("operationId {} is {}", theirs.text("operationId"), ours.text("operationId")));
        }
        let (wanted, have) = (scopes(theirs), scopes(ours));
        if !wanted.is_empty() && wanted != have {
            self.differs(at, format!("scopes {wanted:?} are {have:?}"));
        }
        self.parameters(at, path, theirs, ours);
        let body = |spec: &'s Spec, operation: Node<'s>| content(spec.follow(operation.get("requestBody")?));
        match (body(self.theirs, theirs), body(self.ours, ours)) {
            (Some(theirs), Some(ours)) => self.schema(&format!("{at} body"), &[theirs], &[ours], Way::In),
            (Some(_), None) => self.differs(at, "no body"),
            (None, Some(_)) => self.differs(at, "extra body"),
            (None, None) => {}
        }
        self.success(at, theirs, ours);
    }

    /// The answer that succeeds. All refusals of the standard must be declared.
    fn success(&mut self, at: &str, theirs: Node<'s>, ours: Node<'s>) {
        let responses = ours.get("responses").unwrap();
        for (status, response) in theirs.get("responses").unwrap().members() {
            let Some(own) = responses.get(status) else {
                self.differs(at, format!("no status {status}"));
                continue;
            };
            if !status.starts_with('2') {
                continue;
            }
            let (response, own) = (self.theirs.follow(response), self.ours.follow(own));
            for (header, _) in response.get("headers").into_iter().flat_map(Node::members) {
                if own.get("headers").and_then(|headers| headers.get(header)).is_none() {
                    self.differs(at, format!("no header {header} in {status}"));
                }
            }
            match (content(response), content(own)) {
                (Some(theirs), Some(ours)) => self.schema(&format!("{at} {status}"), &[theirs], &[ours], Way::Out),
                (Some(_), None) => self.differs(at, format!("no content in {status}")),
                _ => {}
            }
        }
    }

    fn parameters(&mut self, at: &str, path: Node<'s>, theirs: Node<'s>, ours: Node<'s>) {
        let key = |parameter: Node<'s>| (parameter.text("in"), parameter.text("name"));
        let own: Vec<Node<'s>> = ours.list("parameters").map(|parameter| self.ours.follow(parameter)).collect();
        let wanted: Vec<Node<'s>> = theirs
            .list("parameters")
            .chain(path.list("parameters"))
            .map(|parameter| self.theirs.follow(parameter))
            .collect();
        for parameter in &wanted {
            let (place, name) = key(*parameter);
            let at = format!("{at} {place} {name}");
            let Some(own) = own.iter().find(|own| key(**own) == (place, name)) else {
                self.differs(&at, "no such parameter");
                continue;
            };
            let needed = |node: &Node<'_>| node.value["required"] == true;
            if needed(own) != needed(parameter) {
                self.differs(&at, format!("required is {}", needed(own)));
            }
            let schema = |node: &Node<'s>| node.get("schema").unwrap();
            self.schema(&at, &[schema(parameter)], &[schema(own)], Way::In);
        }
        for parameter in own.iter().filter(|own| !wanted.iter().any(|wanted| key(*wanted) == key(**own))) {
            let (place, name) = key(*parameter);
            self.differs(&format!("{at} {place} {name}"), "extra parameter");
        }
    }

    /// Compares two schemas. Each may stand in several places, which are alternatives.
    fn schema(&mut self, at: &str, theirs: &[Node<'s>], ours: &[Node<'s>], way: Way) {
        // What belongs to another component is compared there.
        if theirs.iter().any(|node| self.foreign(*node)) {
            return;
        }
        if let ([their], [our]) = (theirs, ours) {
            let (their, our) = (self.theirs.follow(*their), self.ours.follow(*our));
            if !self.seen.insert((their.value, our.value, way)) {
                return;
            }
            if !self.theirs.mapping(their).is_empty() {
                return self.variants(at, their, our, way);
            }
        }
        self.facts(at, theirs, ours, way, Part::Whole);
    }

    /// Whether a schema, or one of its alternatives, stands in the contract of another component.
    fn foreign(&self, node: Node<'s>) -> bool {
        let there = self.theirs.follow(node);
        there.file != self.theirs.root().file
            || there.list("oneOf").any(|part| self.theirs.follow(part).file != self.theirs.root().file)
    }

    /// Compares all that two schemas say.
    fn facts(&mut self, at: &str, theirs: &[Node<'s>], ours: &[Node<'s>], way: Way, part: Part<'s>) {
        let (wanted, have) = (self.theirs.facts(theirs, part != Part::Whole), self.ours.facts(ours, false));
        self.values(at, &wanted, &have);
        self.members(at, &wanted, &have, way, part);
        if !wanted.items.is_empty() {
            if have.items.is_empty() {
                self.differs(at, "no list");
            } else {
                self.schema(&format!("{at}[]"), &wanted.items, &have.items, way);
            }
        }
    }

    /// What all values of a discriminator share, then each value by itself. In a `PATCH` of ours the value need not be sent, so that there are
    /// no variants: then only the names of the members count.
    fn variants(&mut self, at: &str, theirs: Node<'s>, ours: Node<'s>, way: Way) {
        self.facts(at, &[theirs], &[ours], way, Part::Shared);
        let (wanted, have) = (self.theirs.mapping(theirs), self.discriminated(ours));
        let by = theirs.get("discriminator").unwrap().text("propertyName");
        if have.is_empty() {
            let names = self.ours.facts(&[ours], false).properties;
            for (name, nodes) in self.theirs.facts(&[theirs], false).properties {
                if !names.contains_key(name) && !self.theirs.facts(&nodes, false).read_only {
                    self.differs(&format!("{at}.{name}"), "no such member");
                }
            }
            return;
        }
        for (value, schema) in wanted {
            match have.get(value) {
                Some(own) => self.facts(&format!("{at} <{value}>"), &[schema], &[*own], way, Part::Variant(by)),
                None => self.differs(at, format!("no variant {value}")),
            }
        }
    }

    /// The variants of ours, which may stand in a part of the schema.
    fn discriminated(&self, node: Node<'s>) -> std::collections::BTreeMap<&'s str, Node<'s>> {
        let node = self.ours.follow(node);
        let direct = self.ours.mapping(node);
        if !direct.is_empty() {
            return direct;
        }
        node.list("allOf").map(|part| self.discriminated(part)).find(|mapping| !mapping.is_empty()).unwrap_or_default()
    }

    fn values(&mut self, at: &str, theirs: &Facts<'_>, ours: &Facts<'_>) {
        if !theirs.types.is_empty() && !ours.types.is_empty() && theirs.types != ours.types {
            self.differs(at, format!("type {:?} is {:?}", theirs.types, ours.types));
        }
        if !theirs.format.is_subset(&ours.format) {
            self.differs(at, format!("format {:?} is {:?}", theirs.format, ours.format));
        }
        if theirs.nullable && !ours.nullable {
            self.differs(at, "not nullable");
        }
        match (&theirs.values, &ours.values) {
            (Some(theirs), Some(ours)) if theirs.iter().any(|value| value != "null" && !ours.contains(value)) => {
                let missing: Vec<&String> = theirs.difference(ours).collect();
                self.differs(at, format!("no value {missing:?}"));
            }
            (Some(_), None) => self.differs(at, "no list of values"),
            _ => {}
        }
        for (name, bound) in &theirs.bounds {
            match ours.bounds.get(name) {
                Some(own) if own == bound => {}
                // An empty text stands beside the format, as in the standard's own BlankEnum.
                None if *name == "minLength" && !ours.format.is_empty() => {}
                own => self.differs(at, format!("{name} {bound} is {own:?}")),
            }
        }
    }

    fn members(&mut self, at: &str, theirs: &Facts<'s>, ours: &Facts<'s>, way: Way, part: Part<'s>) {
        let writable = |facts: &Facts<'s>, spec: &'s Spec, name: &str| {
            facts.properties.get(name).is_some_and(|nodes| !spec.facts(nodes, false).read_only)
        };
        for (name, schemas) in &theirs.properties {
            if way == Way::In && !writable(theirs, self.theirs, name) {
                continue;
            }
            let at = format!("{at}.{name}");
            if matches!(part, Part::Variant(by) if by == *name) {
                continue;
            }
            match ours.properties.get(name) {
                Some(own) => self.schema(&at, schemas, own, way),
                // Stands beside the variants in ours, and was compared there.
                None if part != Part::Whole && *name == "_expand" => {}
                None => self.differs(&at, "no such member"),
            }
        }
        let known = !theirs.properties.is_empty() && part != Part::Shared;
        for name in ours.properties.keys().filter(|name| known && !theirs.properties.contains_key(*name)) {
            self.differs(&format!("{at}.{name}"), "extra member");
        }
        let wanted: BTreeSet<&str> = theirs
            .required
            .iter()
            .copied()
            .filter(|name| way == Way::Out || writable(theirs, self.theirs, name))
            .collect();
        for name in wanted.difference(&ours.required) {
            self.differs(&format!("{at}.{name}"), "not required");
        }
        if way == Way::In {
            for name in ours.required.difference(&wanted) {
                self.differs(&format!("{at}.{name}"), "required");
            }
        }
    }
}

/// The schema of JSON content.
fn content(node: Node<'_>) -> Option<Node<'_>> {
    node.get("content")?.get("application/json")?.get("schema")
}

/// The scopes of an operation, any of which suffices.
fn scopes(operation: Node<'_>) -> BTreeSet<&str> {
    let schemes = operation.list("security").flat_map(Node::members);
    let texts = schemes.flat_map(|(_, scopes)| scopes.value.as_array().into_iter().flatten().filter_map(Value::as_str));
    texts
        .flat_map(|text| text.trim_matches(['(', ')']).split('|'))
        .map(str::trim)
        .filter(|scope| !scope.is_empty())
        .collect()
}
