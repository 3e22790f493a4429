// SPDX-License-Identifier: EUPL-1.2
//! Lengths of time and moments as rules count them: in milliseconds.

use jiff::{Span, SpanRelativeTo, Timestamp, Unit};
use waarmaker_core::{DateTime, Duur};

/// A day in milliseconds.
pub(crate) const DAG: i64 = 86_400_000;

/// A duration in milliseconds; a day is 24 hours. `None` for months and years, which are no fixed length, and for more than ten years.
pub(crate) fn millis(duur: &Duur) -> Option<i64> {
    let span: Span = duur.as_str().parse().ok()?;
    if span.get_years() != 0 || span.get_months() != 0 {
        return None;
    }
    let total = span.total((Unit::Millisecond, SpanRelativeTo::days_are_24_hours())).ok()?;
    if !(0.0..=3_650.0 * 86_400_000.0).contains(&total) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "bounded by the line above")]
    Some(total as i64)
}

/// A moment as documents have it. What is beyond the calendar becomes its first moment.
pub(crate) fn moment(millis: i64) -> Option<DateTime> {
    DateTime::from_timestamp(Timestamp::from_millisecond(millis).ok()?)
}

/// A duration in words: `10 minuten`.
pub(crate) fn woorden(millis: i64) -> String {
    const MAAT: [(i64, &str, &str); 4] = [
        (86_400_000, "dag", "dagen"),
        (3_600_000, "uur", "uur"),
        (60_000, "minuut", "minuten"),
        (1_000, "seconde", "seconden"),
    ];
    let mut rest = millis;
    let mut delen: Vec<String> = Vec::new();
    for (maat, een, meer) in MAAT {
        let aantal = rest / maat;
        rest %= maat;
        if aantal > 0 {
            delen.push(format!("{aantal} {}", if aantal == 1 { een } else { meer }));
        }
    }
    match delen.split_last() {
        None => "0 seconden".to_owned(),
        Some((last, [])) => last.clone(),
        Some((last, first)) => format!("{} en {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_counted_and_said_in_words() {
        let millis = |text: &str| millis(&Duur::parse(text).unwrap());
        assert_eq!(millis("PT10M"), Some(600_000));
        assert_eq!(millis("P1DT1H"), Some(90_000_000));
        assert_eq!(millis("P1W"), Some(7 * DAG));
        assert_eq!(millis("P1M"), None);
        assert_eq!(millis("P20000D"), None);
        assert_eq!(woorden(600_000), "10 minuten");
        assert_eq!(woorden(90_061_000), "1 dag, 1 uur, 1 minuut en 1 seconde");
    }
}
