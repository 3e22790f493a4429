// SPDX-License-Identifier: EUPL-1.2
//! What goes with a download.

use std::fmt::Write as _;

use axum::http::{HeaderMap, HeaderValue, header};

/// Name of a file that has none.
const NAMELESS: &str = "document";

/// Adds the headers that every download has.
pub(super) fn fill(headers: &mut HeaderMap, tag: &str, name: &str) {
    let fixed = [
        (header::CONTENT_TYPE, "application/octet-stream"),
        (header::ACCEPT_RANGES, "bytes"),
        (header::CACHE_CONTROL, "private, no-cache"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
    ];
    for (header, value) in fixed {
        headers.insert(header, HeaderValue::from_static(value));
    }
    super::insert(headers, header::ETAG, tag);
    super::insert(headers, header::CONTENT_DISPOSITION, &disposition(name));
}

/// Whether `If-None-Match` names this tag.
pub(super) fn names(value: Option<&HeaderValue>, tag: &str) -> bool {
    value.and_then(|value| value.to_str().ok()).is_some_and(|value| {
        value.trim() == "*" || value.split(',').any(|one| one.trim().trim_start_matches("W/") == tag)
    })
}

/// `attachment` with the name twice (RFC 6266): in ASCII for old clients, and whole. Nothing of a name can end the value or begin another.
fn disposition(name: &str) -> String {
    let name = if name.trim().is_empty() { NAMELESS } else { name.trim() };
    let plain = |c: char| c.is_ascii_alphanumeric() || " !#$&+-.^_`|~()".contains(c);
    let ascii: String = name.chars().map(|c| if plain(c) { c } else { '_' }).collect();
    let mut value = format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''");
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            value.push(char::from(byte));
        } else {
            let _ = write!(value, "%{byte:02X}");
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::disposition;

    #[test]
    fn a_name_is_given_in_ascii_and_whole() {
        assert_eq!(
            disposition("Aanvraag één.pdf"),
            "attachment; filename=\"Aanvraag __n.pdf\"; filename*=UTF-8''Aanvraag%20%C3%A9%C3%A9n.pdf"
        );
        assert_eq!(disposition("  "), "attachment; filename=\"document\"; filename*=UTF-8''document");
    }

    #[test]
    fn a_name_cannot_add_anything() {
        let value = disposition("a\"; filename=\"evil.html\r\nX: y\\%00;,");
        assert!(value.is_ascii() && !value.contains(['\r', '\n', '\\']));
        assert_eq!(value.matches('"').count(), 2);
        assert_eq!(value.matches(';').count(), 2);
    }
}
