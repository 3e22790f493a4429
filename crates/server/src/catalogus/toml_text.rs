// SPDX-License-Identifier: EUPL-1.2
//! Writes TOML the way people do: a header for every element, groups within a line, texts of several lines as such.

use std::fmt::Write as _;

use serde_json::Value as Json;

/// A member and its value; a date stands without quotes.
pub(super) struct Member {
    pub(super) name: String,
    pub(super) value: Json,
    pub(super) date: bool,
}

/// Appends one element with its header (`[catalogus]`, `[[zaaktypen]]`).
pub(super) fn element(out: &mut String, header: &str, members: &[Member]) {
    let gap = if out.is_empty() { "" } else { "\n" };
    let _ = writeln!(out, "{gap}{header}");
    for Member { name, value, date } in members {
        let value = match value.as_str() {
            Some(text) if *date => text.to_owned(),
            _ => inline(value),
        };
        let _ = writeln!(out, "{name} = {value}");
    }
}

fn inline(value: &Json) -> String {
    match value {
        Json::Null => "\"\"".to_owned(),
        Json::Bool(truth) => truth.to_string(),
        Json::Number(number) => number.to_string(),
        Json::String(text) => toml::Value::String(text.clone()).to_string(),
        Json::Array(list) if list.iter().any(Json::is_object) => {
            let lines: Vec<String> = list.iter().map(|value| format!("  {},\n", inline(value))).collect();
            format!("[\n{}]", lines.concat())
        }
        Json::Array(list) => format!("[{}]", list.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Json::Object(group) => {
            let members: Vec<String> =
                group.iter().map(|(name, value)| format!("{name} = {}", inline(value))).collect();
            format!("{{ {} }}", members.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_written_can_be_read() {
        let value = json!({"a": "één \"twee\"\ndrie \\ vier", "b": [1, 2], "c": [{"d": true}, {"d": false}], "e": {"f": "g", "h": []}});
        let members: Vec<Member> = value
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, value)| Member { name: name.clone(), value: value.clone(), date: false })
            .collect();
        let mut out = String::new();
        element(&mut out, "[x]", &members);
        assert_eq!(super::super::Node::parse("x", &out).unwrap().get("x").unwrap().json(), value, "{out}");
    }
}
