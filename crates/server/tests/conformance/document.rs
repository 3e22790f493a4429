// SPDX-License-Identifier: EUPL-1.2
//! Our contracts as documents: sound, complete and always the same.

use std::collections::BTreeSet;

use serde_json::Value;
use waarmaker_api::openapi;
use waarmaker_resource::Component;

use crate::spec::{Node, Spec, house};

#[test]
fn a_contract_is_always_the_same() {
    let (one, other) = (house(), house());
    for &component in Component::ALL {
        assert_eq!(openapi::document(&one, component).unwrap(), openapi::document(&other, component).unwrap());
    }
}

#[test]
fn every_reference_leads_somewhere_and_every_part_is_used() {
    let house = house();
    for &component in Component::ALL {
        let spec = Spec::ours(&house, component);
        let mut used = BTreeSet::new();
        references(&spec, spec.root(), &mut used);
        let schemas = spec.root().get("components").unwrap().get("schemas").unwrap();
        for (name, schema) in schemas.members() {
            assert!(schema.value.is_object(), "{} {name} is empty", component.name);
            assert!(used.contains(name), "{} {name} is not used", component.name);
        }
    }
}

/// Follows every reference of a document; collects the names of what they lead to.
fn references(spec: &Spec, node: Node<'_>, used: &mut BTreeSet<String>) {
    match node.value {
        Value::Object(_) => {
            for (name, member) in node.members() {
                if let ("$ref", Some(reference)) = (name, member.value.as_str()) {
                    spec.at(node.file, reference);
                    used.extend(reference.rsplit_once('/').map(|(_, name)| name.to_owned()));
                }
                references(spec, member, used);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| references(spec, Node { file: node.file, value }, used)),
        _ => {}
    }
}

#[test]
fn every_operation_has_a_name_of_its_own_and_says_all_that_it_answers() {
    let house = house();
    for &component in Component::ALL {
        let spec = Spec::ours(&house, component);
        let mut names = BTreeSet::new();
        for (path, method, operation) in spec.operations() {
            assert!(names.insert(operation.text("operationId")), "{method} {path}");
            let responses = operation.get("responses").unwrap();
            for status in ["400", "401", "403", "404", "405", "406", "409", "410", "414", "415", "429", "500", "503"] {
                assert!(responses.get(status).is_some(), "{method} {path} {status}");
            }
            assert_eq!(responses.get("413").is_some(), operation.get("requestBody").is_some(), "{method} {path}");
            let open = operation.list("security").next().is_none();
            assert_eq!(open, component == Component::REFERENTIELIJSTEN, "{method} {path}: who may do it");
            for name in path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')) {
                let declared =
                    operation.list("parameters").any(|one| one.text("in") == "path" && one.text("name") == name);
                assert!(declared, "{method} {path}: {name}");
            }
        }
        assert!(names.len() >= 7, "{}", component.name);
    }
}
