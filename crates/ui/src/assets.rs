// SPDX-License-Identifier: EUPL-1.2
//! The built style sheets, scripts, icons and fonts, embedded with a hash in their names.
//!
//! `build.rs` embeds what `cargo xtask build` made of the npm packages in `web/dist`. Without it the list is empty and pages are bare.

use axum::{
    Router,
    body::Body,
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
    routing::get,
};

/// One built file.
struct Asset {
    /// The name by which templates know it: `app.css`.
    name: &'static str,
    /// With its hash: `app.3f9a….css`.
    hashed: &'static str,
    mediatype: &'static str,
    plain: &'static [u8],
    /// Empty when it does not become smaller.
    brotli: &'static [u8],
    /// Empty when it does not become smaller.
    gzip: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// Where they are.
pub const ROOT: &str = "/statisch";

/// Whether there are no built files: pages then are bare.
pub const fn are_missing() -> bool {
    ASSETS.is_empty()
}

/// Address of a file by the name that templates know; that of a file that does not exist when it was not built.
pub fn url(name: &str) -> String {
    let hashed = ASSETS.iter().find(|asset| asset.name == name).map_or(name, |asset| asset.hashed);
    format!("{ROOT}/{hashed}")
}

/// The routes of the files.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route(&format!("{ROOT}/{{name}}"), get(serve))
}

/// A file, compressed as the browser wants it. Its name changes with its contents, so browsers may keep it for ever.
async fn serve(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = ASSETS.iter().find(|asset| asset.hashed == name) else {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NOT_FOUND;
        return response;
    };
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let accepts =
        |coding: &str| accepted.split(',').any(|part| part.split(';').next().unwrap_or_default().trim() == coding);
    let (body, coding) = if accepts("br") && !asset.brotli.is_empty() {
        (asset.brotli, Some("br"))
    } else if accepts("gzip") && !asset.gzip.is_empty() {
        (asset.gzip, Some("gzip"))
    } else {
        (asset.plain, None)
    };
    let mut response = Response::new(Body::from(body));
    let all = response.headers_mut();
    all.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.mediatype));
    all.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    all.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    all.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Some(coding) = coding {
        all.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    response
}
