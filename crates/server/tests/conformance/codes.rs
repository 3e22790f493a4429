// SPDX-License-Identifier: EUPL-1.2
//! Every code of a problem that the source uses is explained at `/docs/fouten`.

use std::{collections::BTreeSet, fs, path::Path};

use waarmaker_api::docs_page::{FIELD_CODES, PROBLEM_CODES};

use crate::reference::workspace;

/// Calls that take a code, with the place of the code among the arguments.
const CALLS: &[(&str, usize)] = &[
    (".add(", 1),
    ("self.problem(", 1),
    ("Problem::invalid_one(", 1),
    ("Problem::forbidden_code(", 0),
    ("Invalid::new(", 0),
    ("Self::new(", 1),
];

#[test]
fn every_code_is_explained() {
    let mut used = BTreeSet::new();
    for folder in fs::read_dir(workspace("crates")).unwrap() {
        sources(&folder.unwrap().path().join("src"), &mut used);
    }
    assert!(used.len() > 50, "the scan found only {used:?}");
    let explained: BTreeSet<&str> =
        PROBLEM_CODES.iter().map(|(_, code, _)| *code).chain(FIELD_CODES.iter().map(|(code, _)| *code)).collect();
    let missing: Vec<&String> = used.iter().filter(|code| !explained.contains(code.as_str())).collect();
    assert!(missing.is_empty(), "not explained at /docs/fouten: {missing:?}");
}

/// Collects the codes in all files below a folder, tests at the end of a file left out.
fn sources(folder: &Path, used: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, used);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let text = text.split("#[cfg(test)]").next().unwrap();
            for (call, place) in CALLS {
                for (at, _) in text.match_indices(call) {
                    used.extend(argument(&text[at + call.len()..], *place).and_then(literal));
                }
            }
            for (at, start) in text.match_indices("code: ") {
                used.extend(
                    argument(&text[at + start.len()..], 0).and_then(literal).filter(|_| text.contains("Unique {")),
                );
            }
        }
    }
}

/// An argument of a call, by its place.
fn argument(text: &str, place: usize) -> Option<&str> {
    let (mut depth, mut quoted, mut start, mut index) = (0, false, 0, 0);
    for (i, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            _ if quoted => {}
            '(' | '[' | '{' => depth += 1,
            ',' if depth == 0 && index == place => return Some(&text[start..i]),
            ',' if depth == 0 => (start, index) = (i + 1, index + 1),
            ')' | ']' | '}' if depth == 0 => return (index == place).then(|| &text[start..i]),
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The text of a literal that looks like a code.
fn literal(argument: &str) -> Option<String> {
    let text = argument.trim().strip_prefix('"')?.strip_suffix('"')?;
    let is_code = !text.is_empty() && text.chars().all(|c| c.is_ascii_alphabetic() || c == '-' || c == '_');
    is_code.then(|| text.to_owned())
}

#[test]
fn an_argument_is_found_by_its_place() {
    assert_eq!(argument("name(1, 2), \"a, b\", c)", 1).map(str::trim), Some("\"a, b\""));
    assert_eq!(argument("a)", 1), None);
}
