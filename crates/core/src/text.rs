// SPDX-License-Identifier: EUPL-1.2
//! Which characters a text from outside may hold.
//!
//! A stored document marks our own address with the character [`ORIGIN`](crate::ORIGIN), and what is served is
//! the stored document with that one byte replaced. That is only safe when no client can get the byte in: every
//! text of every body passes here first. The other control characters are refused because XML, PDF and the
//! databases cannot hold all of them.

use serde_json::Value;

/// Refuses control characters: those below space except tab, line feed and carriage return, and delete (0x7F).
///
/// The error is the first such character.
pub fn clean_text(text: &str) -> Result<(), char> {
    match text.chars().find(|char| is_refused(*char)) {
        None => Ok(()),
        Some(char) => Err(char),
    }
}

fn is_refused(char: char) -> bool {
    char.is_ascii_control() && !matches!(char, '\t' | '\n' | '\r')
}

/// Refuses control characters in every string and key of a JSON value.
///
/// The error is the path of the first one, with dots and 0-based indexes (`kenmerken.0.bron`); for a key it is the
/// path of the object that has the key, and for the value itself it is empty. After this check the serialised value
/// holds no byte 0x7F.
pub fn clean_json(value: &Value) -> Result<(), String> {
    let mut path = Vec::new();
    if is_clean(value, &mut path) { Ok(()) } else { Err(path.join(".")) }
}

/// Leaves the path of the first refused text behind. The depth of recursion is the depth of the value.
fn is_clean(value: &Value, path: &mut Vec<String>) -> bool {
    match value {
        Value::String(text) => clean_text(text).is_ok(),
        Value::Array(items) => {
            items.iter().enumerate().all(|(index, item)| is_clean_below(item, || index.to_string(), path))
        }
        Value::Object(members) => {
            members.iter().all(|(key, member)| clean_text(key).is_ok() && is_clean_below(member, || key.clone(), path))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => true,
    }
}

fn is_clean_below(value: &Value, step: impl FnOnce() -> String, path: &mut Vec<String>) -> bool {
    path.push(step());
    let is_clean = is_clean(value, path);
    if is_clean {
        path.pop();
    }
    is_clean
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Map, Value, json};

    use super::{clean_json, clean_text};

    #[test]
    fn ordinary_text_with_tabs_lines_and_any_script_is_clean() {
        assert_eq!(clean_text("Één\tregel\r\nen nog één: 日本語 \u{80} \u{85} \u{200b} 🏛"), Ok(()));
    }

    #[test]
    fn control_characters_are_refused() {
        let refused = (0u8..0x20).filter(|byte| !b"\t\n\r".contains(byte)).chain([0x7f]).map(char::from);
        for char in refused {
            assert_eq!(clean_text(&format!("a{char}b")), Err(char));
        }
    }

    #[test]
    fn the_path_of_a_refused_text_is_told() {
        assert_eq!(clean_json(&json!({"a": [1, {"b": "\u{7f}"}]})), Err("a.1.b".to_owned()));
        assert_eq!(clean_json(&json!({"ok": ["x"], "a": {"b\u{0}": 1}})), Err("a".to_owned()));
        assert_eq!(clean_json(&json!("\u{1}")), Err(String::new()));
        assert_eq!(clean_json(&json!({"a": ["x", null, true, 1.5, {"b": {}}]})), Ok(()));
    }

    fn any_text() -> impl Strategy<Value = String> {
        prop_oneof![3 => ".{0,6}", 1 => "[\\x00-\\x7f]{0,3}"]
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            any_text().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 24, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::vec((any_text(), inner), 0..5)
                    .prop_map(|members| Value::Object(members.into_iter().collect::<Map<_, _>>())),
            ]
        })
    }

    proptest! {
        #[test]
        fn a_clean_value_has_no_placeholder_byte_when_written(value in any_json()) {
            let written = serde_json::to_vec(&value).unwrap();
            let is_clean = clean_json(&value).is_ok();
            prop_assert!(!is_clean || !written.contains(&0x7f));
            prop_assert!(is_clean || written.iter().any(|byte| *byte == 0x7f || *byte == b'\\'));
        }
    }
}
