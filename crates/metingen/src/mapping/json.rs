// SPDX-License-Identifier: EUPL-1.2
//! Reading the JSON of a device: stricter than that of a client, since nobody reads the answer.

use std::{cell::Cell, fmt, str};

use serde::de::{self, DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::Refusal;

/// Deepest nesting of a payload.
const MAX_DEPTH: usize = 32;

/// Reads a payload. It has to be UTF-8 and JSON, nested no deeper than 32 levels, without a key that occurs twice in one object and without a number
/// that no double can hold.
pub(super) fn read(payload: &[u8]) -> Result<Value, Refusal> {
    let refused = |code, reason: &str| Refusal::new(code, reason);
    let text = str::from_utf8(payload).map_err(|_| refused("not-utf8", "Het bericht is geen geldige UTF-8."))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let why = Cell::new(None);
    let mut reader = serde_json::Deserializer::from_str(text);
    let read = Strict { depth: 0, why: &why }.deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    read.map_err(|error| {
        let (line, column) = (error.line(), error.column());
        let place = format!("fout op regel {line}, positie {column}");
        match why.take() {
            Some("too-deep") => Refusal::new("too-deep", format!("De JSON is dieper genest dan {MAX_DEPTH} niveaus.")),
            Some("duplicate-key") => {
                Refusal::new("duplicate-key", format!("Een sleutel komt twee keer voor in één object: {place}."))
            }
            _ if error.to_string().starts_with("number out of range") => {
                Refusal::new("number-range", format!("Een getal is te groot: {place}."))
            }
            _ => Refusal::new("not-json", format!("Het bericht is geen geldige JSON: {place}.")),
        }
    })
}

/// Reads a value at some depth; `why` tells what was wrong when it is not the library that refuses.
#[derive(Clone, Copy)]
struct Strict<'a> {
    depth: usize,
    why: &'a Cell<Option<&'static str>>,
}

impl Strict<'_> {
    fn deeper<E: de::Error>(self) -> Result<Self, E> {
        if self.depth < MAX_DEPTH { Ok(Self { depth: self.depth + 1, ..self }) } else { Err(self.refuse("too-deep")) }
    }

    fn refuse<E: de::Error>(self, code: &'static str) -> E {
        self.why.set(Some(code));
        E::custom(code)
    }
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: de::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
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

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut array = Vec::new();
        while let Some(item) = items.next_element_seed(inner)? {
            array.push(item);
        }
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut object = Map::new();
        while let Some(key) = members.next_key::<String>()? {
            let member = members.next_value_seed(inner)?;
            // The library reads the text under this key as JSON of its own, at a fresh depth.
            if key.starts_with("$serde_json::private::") {
                return Err(self.refuse("too-deep"));
            }
            if object.insert(key, member).is_some() {
                return Err(self.refuse("duplicate-key"));
            }
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    fn code(payload: impl AsRef<[u8]>) -> &'static str {
        read(payload.as_ref()).unwrap_err().code
    }

    #[test]
    fn what_is_wrong_with_a_payload_has_a_code() {
        assert_eq!(code(b"{\"a\":\"\xff\"}"), "not-utf8");
        assert_eq!(code("{\"a\":1"), "not-json");
        assert_eq!(code("{\"a\":1} x"), "not-json");
        assert_eq!(code(""), "not-json");
        assert_eq!(code("{\"a\":NaN}"), "not-json");
        assert_eq!(code("{\"a\":1e999}"), "number-range");
        assert_eq!(code("{\"a\":-1e999}"), "number-range");
        assert_eq!(code("{\"a\":1,\"b\":{\"c\":1,\"c\":2}}"), "duplicate-key");
        assert_eq!(code("[".repeat(33) + &"]".repeat(33)), "too-deep");
        assert_eq!(code("[".repeat(5_000_000)), "too-deep");
        assert!(read(("[".repeat(32) + &"]".repeat(32)).as_bytes()).is_ok());
        assert!(read("\u{feff}{\"a\":[1,2.5,-3,null,true,\"é\"]}".as_bytes()).is_ok());
    }
}
