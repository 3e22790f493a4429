// SPDX-License-Identifier: EUPL-1.2
//! Which bytes are wanted (RFC 9110, 14).

use std::ops::Range;

use axum::http::{HeaderMap, header};

/// What to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// All of it.
    All,
    /// These bytes.
    Part(Range<u64>),
    /// Bytes that there are none of: 416.
    Nothing,
}

/// Reads `Range` and `If-Range`. What is no range of bytes, or several at once, is ignored, as the RFC allows.
pub(super) fn wanted(headers: &HeaderMap, tag: &str, size: u64) -> Wanted {
    let text = |name| headers.get(name).and_then(|value: &axum::http::HeaderValue| value.to_str().ok());
    if headers.contains_key(header::IF_RANGE) && text(header::IF_RANGE).map(str::trim) != Some(tag) {
        return Wanted::All;
    }
    text(header::RANGE).and_then(|range| read(range, size)).unwrap_or(Wanted::All)
}

fn read(text: &str, size: u64) -> Option<Wanted> {
    let (unit, range) = text.split_once('=')?;
    let (first, last) = range.trim().split_once('-').filter(|_| unit.trim().eq_ignore_ascii_case("bytes"))?;
    let number = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse::<u64>().unwrap_or(u64::MAX))
    };
    let range = match (first.trim(), last.trim()) {
        ("", last) => size.saturating_sub(number(last)?)..size,
        (first, "") => number(first)?..size,
        (first, last) => {
            let (first, last) = (number(first)?, number(last)?);
            if last < first {
                return None;
            }
            first..last.saturating_add(1).min(size)
        }
    };
    Some(if range.start < range.end { Wanted::Part(range) } else { Wanted::Nothing })
}

#[cfg(test)]
mod tests {
    use super::{Wanted, read};

    #[test]
    fn one_range_of_bytes_is_understood() {
        let part = |range| Some(Wanted::Part(range));
        assert_eq!(read("bytes=0-9", 100), part(0..10));
        assert_eq!(read("bytes=90-", 100), part(90..100));
        assert_eq!(read("bytes=90-200", 100), part(90..100));
        assert_eq!(read("bytes=-5", 100), part(95..100));
        assert_eq!(read("bytes=-500", 100), part(0..100));
        assert_eq!(read("Bytes = 3-3", 100), part(3..4));
    }

    #[test]
    fn bytes_that_are_not_there_cannot_be_had() {
        for range in ["bytes=100-", "bytes=100-200", "bytes=-0", "bytes=99999999999999999999999-"] {
            assert_eq!(read(range, 100), Some(Wanted::Nothing), "{range}");
        }
        assert_eq!(read("bytes=0-", 0), Some(Wanted::Nothing));
    }

    #[test]
    fn everything_else_is_ignored() {
        for range in ["bytes=5-1", "bytes=0-1,3-4", "regels=0-1", "bytes", "bytes=a-b", "bytes=+1-2", "bytes=-", ""] {
            assert_eq!(read(range, 100), None, "{range}");
        }
    }
}
