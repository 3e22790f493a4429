// SPDX-License-Identifier: EUPL-1.2
//! How devices write moments.

use jiff::{Timestamp, civil, tz::TimeZone};
use serde::Deserialize;
use serde_json::Value;

/// The form of a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub(super) enum Form {
    /// RFC 3339 for text; a number in seconds when it is below 100,000,000,000, else in milliseconds.
    #[default]
    #[serde(rename = "auto")]
    Auto,
    /// RFC 3339.
    #[serde(rename = "rfc3339")]
    Rfc3339,
    /// Seconds since 1970, with or without a fraction.
    #[serde(rename = "s")]
    Seconds,
    /// Milliseconds since 1970.
    #[serde(rename = "ms")]
    Milliseconds,
}

/// Below this a number is seconds (until the year 5138), above it milliseconds (since 1973).
const SECONDS_UNTIL: f64 = 1e11;

/// The moment in milliseconds since 1970; `None` when it is none. `zone` is that of a text without an offset.
pub(super) fn read(value: &Value, form: Form, zone: Option<&TimeZone>) -> Option<i64> {
    match (value, form) {
        (Value::String(text), Form::Seconds | Form::Milliseconds) => number(text.trim().parse().ok()?, form),
        (Value::String(text), _) => written(text.trim(), zone),
        (Value::Number(n), Form::Auto | Form::Seconds | Form::Milliseconds) => number(n.as_f64()?, form),
        _ => None,
    }
}

fn number(n: f64, form: Form) -> Option<i64> {
    let seconds = form == Form::Seconds || (form == Form::Auto && n.abs() < SECONDS_UNTIL);
    let milliseconds = (if seconds { n * 1000.0 } else { n }).round();
    #[expect(clippy::cast_possible_truncation, reason = "bounded on the line itself")]
    let whole = (milliseconds.abs() < 2.5e14).then_some(milliseconds as i64)?;
    Some(whole)
}

fn written(text: &str, zone: Option<&TimeZone>) -> Option<i64> {
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Some(moment.as_millisecond());
    }
    let civil: civil::DateTime = text.parse().ok()?;
    Some(zone?.to_timestamp(civil).ok()?.as_millisecond())
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;
    use serde_json::json;

    use super::{Form, read};

    #[test]
    fn moments_are_read_in_the_forms_of_devices() {
        let noon = 1_795_258_800_000;
        let auto = |value| read(&value, Form::Auto, None);
        assert_eq!(auto(json!("2026-11-21T12:00:00+01:00")), Some(1_795_258_800_000));
        assert_eq!(auto(json!("2026-11-21T11:00:00.250Z")), Some(noon + 250));
        assert_eq!(auto(json!(1_795_258_800)), Some(noon));
        assert_eq!(auto(json!(1_795_258_800.25)), Some(noon + 250));
        assert_eq!(auto(json!(1_795_258_800_250_i64)), Some(noon + 250));
        assert_eq!(read(&json!("1795258800"), Form::Seconds, None), Some(noon));
        let amsterdam = TimeZone::get("Europe/Amsterdam").unwrap();
        assert_eq!(read(&json!("2026-11-21T12:00:00"), Form::Auto, Some(&amsterdam)), Some(noon));
        for wrong in [json!("2026-11-21T12:00:00"), json!("gisteren"), json!(true), json!(1e300), json!([])] {
            assert_eq!(auto(wrong.clone()), None, "{wrong}");
        }
        assert_eq!(read(&json!(5), Form::Rfc3339, None), None);
    }
}
