// SPDX-License-Identifier: EUPL-1.2
//! The frame of a page, and text made harmless.

use std::{borrow::Cow, sync::LazyLock};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha2::{Digest as _, Sha256};

/// The only style; its hash stands in the policy, so that nothing else counts.
const STYLE: &str = "\
:root{color-scheme:light}*{box-sizing:border-box}\
body{margin:0;font:1.0625rem/1.6 system-ui,sans-serif;background:#faf7f2;color:#14242a}\
header{background:#0a3c46;color:#fff;padding:.75rem clamp(1rem,4vw,2.5rem)}\
main,footer{max-width:44rem;margin:0 auto;padding:1rem clamp(1rem,4vw,2.5rem)}\
h1{font-size:clamp(1.4rem,1.2rem + 1.3vw,1.9rem);line-height:1.2;margin:.5rem 0 1rem}\
h2{font-size:1.25rem;line-height:1.3;margin:2rem 0 .5rem}\
section,details{background:#fff;border:1px solid #dfd8cb;border-radius:10px;padding:1rem;margin:1rem 0}\
section>h2:first-child{margin-top:0}\
dl{margin:0}dt{font-weight:650}dd{margin:0 0 .75rem;overflow-wrap:anywhere}\
ul,ol{padding-left:1.25rem}li{overflow-wrap:anywhere}\
summary{min-height:2.75rem;padding:.6rem 0;cursor:pointer;font-weight:650}\
label{display:block;font-weight:650;margin-top:.75rem}\
.hint{color:#45565e;font-size:.9375rem;margin:0}\
textarea,input[type=file]{display:block;width:100%;font:inherit;margin-top:.25rem;padding:.5rem;border:1px solid #6b7980;border-radius:6px;background:#fff;color:inherit}\
button{font:inherit;font-weight:650;min-height:2.75rem;padding:.5rem 1.25rem;margin-top:1rem;border:2px solid #0a5460;border-radius:6px;background:#0a5460;color:#fff;cursor:pointer}\
button.other{background:#fff;color:#0a5460}button:hover{background:#073e48;color:#fff}\
a{color:#0a5460}:focus-visible{outline:3px solid #14242a;outline-offset:2px;box-shadow:0 0 0 6px #ffc93c}\
.error{color:#a3212b;font-weight:650;margin:.25rem 0}\
.wrong{border:2px solid #a3212b;background:#fceaea}.done{border:2px solid #17643a;background:#e3f3e8}.note{border:2px solid #7a4b00;background:#fdf0cc}\
@media print{form,button{display:none}}";

static POLICY: LazyLock<String> = LazyLock::new(|| {
    let hash = STANDARD.encode(Sha256::digest(STYLE.as_bytes()));
    format!(
        "default-src 'none'; style-src 'sha256-{hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
});

/// The header `Content-Security-Policy`: no script, no picture, nothing from elsewhere.
pub(crate) fn policy() -> String {
    POLICY.clone()
}

/// Text as it stands in HTML, also between quotes.
pub(crate) fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\'']) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            letter => escaped.push(letter),
        }
    }
    Cow::Owned(escaped)
}

/// A whole page. `head` is HTML of our own.
pub(crate) fn frame(title: &str, head: &str, main: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"nl\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n{head}<style>{STYLE}</style>\n</head>\n\
         <body>\n<header>Opdrachten van de gemeente</header>\n<main>\n{main}</main>\n</body>\n</html>\n",
        escape(title)
    )
}
