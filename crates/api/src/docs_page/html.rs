// SPDX-License-Identifier: EUPL-1.2
//! The frame of a page, and the few pieces of markup that pages share.

use std::fmt::Write as _;

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use waarmaker_resource::Component;

/// Pages run nothing and load only their style sheet.
const POLICY: &str =
    "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Text that stays text in an element or an attribute.
pub(super) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

/// A name or path that may be broken after a dot or a slash.
pub(super) fn breakable(name: &str) -> String {
    escape(name).replace('.', ".<wbr>").replace('/', "/<wbr>")
}

/// Text in which `` `words` `` are code.
pub(super) fn prose(text: &str) -> String {
    let mut parts = text.split('`').enumerate();
    parts.by_ref().fold(String::new(), |mut all, (i, part)| {
        let part = escape(part);
        let _ = if i % 2 == 1 { write!(all, "<code>{part}</code>") } else { write!(all, "{part}") };
        all
    })
}

/// A table that can be scrolled sideways, also with the keyboard. `id` is unique on the page.
pub(super) fn table(id: &str, caption: &str, heads: &[&str], rows: &[String]) -> String {
    let heads = heads.iter().fold(String::new(), |all, head| all + "<th scope=\"col\">" + head + "</th>");
    format!(
        "<div class=\"scroll\" role=\"region\" aria-labelledby=\"{id}\" tabindex=\"0\"><table><caption id=\"{id}\">{caption}</caption>\
         <thead><tr>{heads}</tr></thead><tbody>{}</tbody></table></div>",
        rows.concat()
    )
}

/// A method as a word with a colour.
pub(super) fn method(method: &str) -> String {
    format!("<span class=\"method {method}\">{}</span>", method.to_uppercase())
}

/// A whole page. `here` is its path.
pub(super) fn page(status: StatusCode, title: &str, here: &str, main: &str) -> Response {
    let entries = Component::ALL
        .iter()
        .map(|component| (format!("/docs/{}", component.name), component.title))
        .chain([("/docs/fouten".to_owned(), "Fouten")]);
    let mut nav = String::new();
    for (path, label) in entries {
        let current = if here == path { " aria-current=\"page\"" } else { "" };
        let _ = write!(nav, "<li><a href=\"{path}\"{current}>{label}</a></li>");
    }
    let title = escape(title);
    let html = format!(
        "<!doctype html>\n<html lang=\"nl\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>{title} – Waarmaker</title><link rel=\"icon\" href=\"data:,\">\
         <link rel=\"stylesheet\" href=\"/docs/stijl.css\"></head><body><a class=\"skip\" href=\"#inhoud\">Naar de inhoud</a>\
         <header><div><p><a href=\"/docs\">Waarmaker</a></p><nav aria-label=\"Onderdelen\"><ul>{nav}</ul></nav></div></header>\
         <main id=\"inhoud\" tabindex=\"-1\"><h1>{title}</h1>{main}</main>\
         <footer><p>Deze pagina's zijn gemaakt uit dezelfde declaraties als de API's zelf.</p></footer></body></html>\n"
    );
    respond(status, "text/html; charset=utf-8", html)
}

/// A response of these pages.
pub(super) fn respond(status: StatusCode, kind: &'static str, body: String) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}
