// SPDX-License-Identifier: EUPL-1.2
//! Names of types. The standard takes any name, for the type may still come; in a file a name that leads nowhere is a mistake.

use std::collections::BTreeMap;

use uuid::Uuid;
use waarmaker_api::{Cx, Result};

use super::{
    Finding, Node,
    element::{CATALOGUS, Kind},
    import::{place, siblings, text},
};

/// Every name in a file that no type of the catalogus has, also not one that the file itself brought.
pub(super) fn unknown(cx: &mut Cx<'_, '_>, file: &str, root: &Node, catalogus: Uuid) -> Result<Vec<Finding>> {
    let mut known: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for kind in CATALOGUS.parts {
        let name = kind.identity.first().copied().unwrap_or_default();
        let types = siblings(cx, cx.room(kind.resource)?, "catalogus", catalogus)?;
        known.insert(kind.resource, types.iter().map(|found| text(&found.record, name)).collect());
    }
    let mut check = Check { file, known, findings: Vec::new() };
    for kind in CATALOGUS.parts {
        check.elements(kind, root, "");
    }
    Ok(check.findings)
}

struct Check<'a> {
    file: &'a str,
    /// Names by resource.
    known: BTreeMap<&'a str, Vec<String>>,
    findings: Vec<Finding>,
}

impl Check<'_> {
    fn elements(&mut self, kind: &'static Kind, around: &Node, outer: &str) {
        for node in around.get(kind.key).and_then(Node::elements).unwrap_or_default() {
            let place = place(kind, node, outer);
            for (member, target, by) in kind.names {
                for (line, name) in named(node, member) {
                    self.name(&name, target, || {
                        let reason = format!("the catalogus has no {target} with the {by} {name:?}");
                        (line, place.clone(), (*member).to_owned(), reason)
                    });
                }
            }
            for part in kind.parts {
                self.elements(part, node, &place);
            }
        }
    }

    fn name(&mut self, name: &str, target: &str, finding: impl FnOnce() -> (usize, String, String, String)) {
        let known = self.known.get(target).is_some_and(|names| names.iter().any(|known| known == name));
        if !known && !name.contains("://") {
            let (line, place, field, reason) = finding();
            self.findings.push(Finding { file: self.file.to_owned(), line, place, field, reason });
        }
    }
}

/// The names in a member, which is a text or a list of them, each with its line.
fn named(node: &Node, member: &str) -> Vec<(usize, String)> {
    let Some(value) = node.get(member) else { return Vec::new() };
    let values = value.elements().unwrap_or(std::slice::from_ref(value));
    values.iter().filter_map(|value| Some((value.line, value.json().as_str()?.to_owned()))).collect()
}
