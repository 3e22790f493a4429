// SPDX-License-Identifier: EUPL-1.2
//! Reading JSON from outside.

use std::{fmt, str};

use serde::{
    Deserializer,
    de::{self, DeserializeSeed, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Number, Value};

use crate::{Problem, Problems, text};

/// What is wrong where a key occurs twice.
const DOUBLE: &str = "a key occurs twice";

/// Reads a body.
///
/// It has to be UTF-8 and JSON, nested no deeper than `max_depth` (and never deeper than 127, the limit of the
/// library). Of a key that occurs twice the last one counts. A comma after the last member is tolerated, since the
/// standard's own tests send it. Otherwise the answer is 400 `parse_error`; for a text with control characters it is
/// 400 `invalid` with the path of that text.
pub fn parse(bytes: &[u8], max_depth: usize) -> Result<Value, Problem> {
    let text = str::from_utf8(bytes).map_err(|_| Problem::parse_error("De inhoud is geen geldige UTF-8."))?;
    let text = without_mark(text);
    if depth(text) > max_depth {
        return Err(Problem::parse_error(format!("De JSON is dieper genest dan {max_depth} niveaus.")));
    }
    let value = read(text).or_else(|error| {
        without_trailing_commas(text).and_then(|tolerated| read(&tolerated).ok()).ok_or_else(|| not_json(&error))
    })?;
    text::clean_json(&value).map_err(not_clean)?;
    Ok(value)
}

/// Why [`parse_strict`] refuses a text. Line and column count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It is not UTF-8.
    NotUtf8,
    /// It is nested too deep.
    TooDeep,
    /// A key occurs twice in one object.
    DoubleKey(usize, usize),
    /// No double can hold a number.
    NumberRange(usize, usize),
    /// It is not JSON.
    NotJson(usize, usize),
}

/// Reads what no person wrote, such as the message of a device.
///
/// Stricter than [`parse`]: a key that occurs twice and a comma too many are refused, and it is told apart why. Control characters are left to the
/// caller.
pub fn parse_strict(bytes: &[u8], max_depth: usize) -> Result<Value, Refused> {
    let text = without_mark(str::from_utf8(bytes).map_err(|_| Refused::NotUtf8)?);
    if depth(text) > max_depth {
        return Err(Refused::TooDeep);
    }
    from_str(text, Plain { unique: true }).map_err(|error| {
        let (line, column, words) = (error.line(), error.column(), error.to_string());
        if words.starts_with(DOUBLE) {
            Refused::DoubleKey(line, column)
        } else if words.starts_with("number out of range") {
            Refused::NumberRange(line, column)
        } else {
            Refused::NotJson(line, column)
        }
    })
}

/// A text without the byte order mark that some programs write first.
fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

fn read(text: &str) -> serde_json::Result<Value> {
    from_str(text, Plain { unique: false })
}

fn from_str(text: &str, plain: Plain) -> serde_json::Result<Value> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = plain.deserialize(&mut reader)?;
    reader.end()?;
    Ok(value)
}

fn not_json(error: &serde_json::Error) -> Problem {
    let (line, column) = (error.line(), error.column());
    Problem::parse_error(format!("De inhoud is geen geldige JSON: fout op regel {line}, positie {column}."))
}

fn not_clean(path: String) -> Problem {
    let name = if path.is_empty() { Problems::WHOLE.to_owned() } else { path };
    Problem::invalid_one(name, "invalid", "Deze tekst bevat een niet toegestaan stuurteken.")
}

/// Walks through the bytes of a JSON text that are not within a string, with their positions.
fn outside_strings(text: &str) -> impl Iterator<Item = (usize, u8)> {
    let mut in_string = false;
    let mut is_escaped = false;
    text.bytes().enumerate().filter(move |(_, byte)| {
        if !in_string {
            in_string = *byte == b'"';
            return true;
        }
        if is_escaped {
            is_escaped = false;
        } else {
            is_escaped = *byte == b'\\';
            in_string = *byte != b'"';
        }
        false
    })
}

/// Counts how deep objects and arrays are nested, without reading them.
fn depth(text: &str) -> usize {
    let mut now = 0usize;
    let mut most = 0;
    for (_, byte) in outside_strings(text) {
        match byte {
            b'{' | b'[' => now += 1,
            b'}' | b']' => now = now.saturating_sub(1),
            _ => {}
        }
        most = most.max(now);
    }
    most
}

/// Blanks every comma between a value and the end of its object or array; `None` when there is none.
///
/// Positions stay the same. A comma without a value before it (`[,]`, `[1,,]`) stays an error.
fn without_trailing_commas(text: &str) -> Option<String> {
    let mut commas = Vec::new();
    let mut before = b'[';
    let mut comma = None;
    for (position, byte) in outside_strings(text).filter(|(_, byte)| !byte.is_ascii_whitespace()) {
        match byte {
            b',' => comma = (!matches!(before, b'[' | b'{' | b',' | b':')).then_some(position),
            b'}' | b']' => commas.extend(comma.take()),
            _ => comma = None,
        }
        before = byte;
    }
    let mut tolerated = String::with_capacity(text.len());
    let mut start = 0;
    for comma in &commas {
        tolerated.push_str(text.get(start..*comma)?);
        tolerated.push(' ');
        start = comma + 1;
    }
    tolerated.push_str(text.get(start..)?);
    (!commas.is_empty()).then_some(tolerated)
}

/// Reads a JSON value without the private keys of the JSON library.
///
/// With its raw values switched on, the library reads the text under one special key as JSON of its own, at a fresh
/// depth. From outside that would be a way around the limit, and no name of the standard begins like that.
#[derive(Clone, Copy)]
struct Plain {
    /// Whether a key may occur only once in an object; otherwise the last one counts.
    unique: bool,
}

impl<'de> DeserializeSeed<'de> for Plain {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Plain {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("number out of range"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            array.push(item);
        }
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = members.next_key::<String>()? {
            let member = members.next_value_seed(self)?;
            if key.starts_with("$serde_json::private::") {
                return Err(de::Error::custom("private key of the JSON library"));
            }
            if object.insert(key, member).is_some() && self.unique {
                return Err(de::Error::custom(DOUBLE));
            }
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::parse;

    fn code(body: impl AsRef<[u8]>) -> String {
        parse(body.as_ref(), 10).unwrap_err().code.into_owned()
    }

    #[test]
    fn ordinary_json_is_read_in_its_own_order() {
        let body = r#"{"b":1,"a":[null,true,-2,1.5,"é\"\\"],"c":{}}"#;
        assert_eq!(parse(body.as_bytes(), 10).unwrap().to_string(), body);
    }

    #[test]
    fn what_is_not_json_is_a_parse_error() {
        let wrong = [
            "",
            "{",
            "{]",
            "nul",
            "{\"a\":1}x",
            "{'a':1}",
            "[1e999]",
            "[-1e999]",
            "\"\\ud800\"",
            "[,]",
            "[1,,]",
            "{,}",
            "{\"a\":,}",
            ",",
            "1,",
            "[1 2]",
            "[NaN]",
            "\"a\nb\"",
        ];
        for body in wrong {
            assert_eq!(code(body), "parse_error", "{body}");
        }
        assert_eq!(code(b"\"\xff\""), "parse_error");
    }

    #[test]
    fn the_place_of_the_mistake_is_told_and_not_the_text() {
        let problem = parse(b"{\n  \"bsn\": 11122x\n}", 10).unwrap_err();
        assert_eq!(problem.detail, "De inhoud is geen geldige JSON: fout op regel 2, positie 15.");
    }

    #[test]
    fn a_trailing_comma_is_tolerated_outside_strings() {
        let body = "{\"a\": [1, 2,\n ], \"b\": \",}\", \"c\": {\"d\": \"x\\\",]\",}, }";
        assert_eq!(parse(body.as_bytes(), 10).unwrap(), json!({"a": [1, 2], "b": ",}", "c": {"d": "x\",]"}}));
    }

    #[test]
    fn of_a_double_key_the_last_counts() {
        assert_eq!(parse(br#"{"a":1,"a":2}"#, 10).unwrap(), json!({"a": 2}));
    }

    #[test]
    fn a_byte_order_mark_is_skipped() {
        assert_eq!(parse("\u{feff}[]".as_bytes(), 10).unwrap(), json!([]));
    }

    #[test]
    fn nesting_is_limited_and_brackets_in_strings_do_not_count() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(parse(nested(10).as_bytes(), 10).is_ok());
        assert_eq!(code(nested(11)), "parse_error");
        assert_eq!(code("[".repeat(1_000_000)), "parse_error");
        assert_eq!(parse(nested(1_000_000).as_bytes(), usize::MAX).unwrap_err().code, "parse_error");
        assert!(parse(b"[\"[[[[[[[[[[[[[[[[\"]", 10).is_ok());
    }

    #[test]
    fn the_private_key_of_the_library_is_no_way_around_the_limit() {
        assert_eq!(code(r#"{"$serde_json::private::RawValue":"[[1]]"}"#), "parse_error");
        assert_eq!(code(r#"{"\u0024serde_json::private::RawValue":"[[1]]"}"#), "parse_error");
    }

    #[test]
    fn a_control_character_is_an_invalid_member() {
        let problem = parse(br#"{"a":[{"b":"\u007f"}]}"#, 10).unwrap_err();
        assert_eq!((problem.code.as_ref(), problem.invalid_params[0].name.as_str()), ("invalid", "a.0.b"));
        let problem = parse(br#"{"\u0000":1}"#, 10).unwrap_err();
        assert_eq!(problem.invalid_params[0].name, "nonFieldErrors");
        assert_eq!(code("\"\u{7f}\""), "invalid");
    }

    proptest! {
        #[test]
        fn no_body_makes_the_reader_panic(body in prop::collection::vec(any::<u8>(), 0..40)) {
            let _ = parse(&body, 5);
        }

        #[test]
        fn whatever_is_read_can_be_written_without_the_placeholder(body in "[\\[\\]{}\",:0-9a\\\\ u\x7f]{0,24}") {
            if let Ok(value) = parse(body.as_bytes(), 5) {
                prop_assert!(!value.to_string().contains(crate::ORIGIN));
            }
        }
    }
}
