// SPDX-License-Identifier: EUPL-1.2
//! Reading the JSON of a device: stricter than that of a client, since nobody reads the answer.

use serde_json::Value;
use waarmaker_core::json::{Refused, parse_strict};

use super::Refusal;

/// Deepest nesting of a payload.
const MAX_DEPTH: usize = 32;

/// Reads a payload. It has to be UTF-8 and JSON, nested no deeper than 32 levels, without a key that occurs twice in one object and without a number
/// that no double can hold.
pub(super) fn read(payload: &[u8]) -> Result<Value, Refusal> {
    parse_strict(payload, MAX_DEPTH).map_err(|refused| {
        let at = |words: &str, line: usize, column: usize| format!("{words}: fout op regel {line}, positie {column}.");
        match refused {
            Refused::NotUtf8 => Refusal::new("not-utf8", "Het bericht is geen geldige UTF-8."),
            Refused::TooDeep => Refusal::new("too-deep", format!("De JSON is dieper genest dan {MAX_DEPTH} niveaus.")),
            Refused::DoubleKey(line, column) => {
                Refusal::new("duplicate-key", at("Een sleutel komt twee keer voor in één object", line, column))
            }
            Refused::NumberRange(line, column) => {
                Refusal::new("number-range", at("Een getal is te groot", line, column))
            }
            Refused::NotJson(line, column) => {
                Refusal::new("not-json", at("Het bericht is geen geldige JSON", line, column))
            }
        }
    })
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
