// SPDX-License-Identifier: EUPL-1.2
//! Headers and cookies of pages.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::Site;

/// Cookie that forms are bound to.
pub(crate) const FORM: &str = "formulier";
/// Cookie of a session.
pub(crate) const SESSION: &str = "sessie";
/// Cookie of the choice of colours: no secret.
pub(crate) const SCHEME: &str = "kleuren";

/// What a page may load: from us only, no script or style in the page itself. `data:` and `blob:` are the pictures of the map.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; worker-src 'self'; \
     img-src 'self' data: blob:; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What a page of this installation may load: besides us only the server of the tiles of its map.
fn policy(site: &Site) -> HeaderValue {
    let usual = HeaderValue::from_static(POLICY);
    let Some(tegels) = &site.tegels else { return usual };
    let also = |policy: String, part: &str| policy.replace(part, &format!("{part} {}", tegels.origin()));
    let wider = ["connect-src 'self'", "img-src 'self' data: blob:"].into_iter().fold(POLICY.to_owned(), also);
    HeaderValue::from_str(&wider).unwrap_or(usual)
}

/// Adds what protects a page: NCSC web guidelines, Forum Standaardisatie.
pub(crate) fn protect(headers: &mut HeaderMap, site: &Site) {
    headers.entry(header::CONTENT_TYPE).or_insert(HeaderValue::from_static("text/html; charset=utf-8"));
    // Pages carry the token of this browser's forms.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    protect_any(headers, site);
}

/// Adds what protects any answer, a page or not.
pub(crate) fn protect_any(headers: &mut HeaderMap, site: &Site) {
    let usual: [(HeaderName, &'static str); 6] = [
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("x-permitted-cross-domain-policies"), "none"),
        (HeaderName::from_static("permissions-policy"), "camera=(self), geolocation=(self), microphone=()"),
    ];
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert_with(|| policy(site));
    for (name, value) in usual {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if site.is_secure() {
        headers.entry(header::STRICT_TRANSPORT_SECURITY).or_insert(HeaderValue::from_static("max-age=31536000"));
    }
}

/// Name of a cookie that only we can set: with TLS it begins with `__Host-` (RFC 6265bis 4.1.3.2).
pub(crate) fn cookie_name(name: &str, site: &Site) -> String {
    if site.is_secure() { format!("__Host-{name}") } else { name.to_owned() }
}

/// Sets the cookie of the choice of colours for a year. It is no secret, and script may set it as well.
pub(crate) fn set_scheme(headers: &mut HeaderMap, name: &str, site: &Site) {
    let secure = if site.is_secure() { "; Secure" } else { "" };
    let line = HeaderValue::from_str(&format!("{SCHEME}={name}; Path=/; SameSite=Lax{secure}; Max-Age=31536000"));
    if let Ok(line) = line {
        headers.append(header::SET_COOKIE, line);
    }
}

/// Sets a cookie that script cannot read. `seconds`: how long it is kept; `None` until the browser closes.
pub(crate) fn set_cookie(headers: &mut HeaderMap, name: &str, value: &str, site: &Site, seconds: Option<i64>) {
    let (name, secure) = (cookie_name(name, site), if site.is_secure() { "; Secure" } else { "" });
    let age = seconds.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
    if let Ok(line) = HeaderValue::from_str(&format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}")) {
        headers.append(header::SET_COOKIE, line);
    }
}
