// SPDX-License-Identifier: EUPL-1.2
//! What every page shares: layout, components, texts, forms, sessions, built files. It knows no domain.
//!
//! **What it is for.** A page is a view model (a struct with [`Page`], [`Say`] and what it shows), a template that extends `base.html`, and a handler
//! that takes a [`Visit`]. All pages are complete without script; script only makes them faster. The components are those of NL Design System, the
//! tokens our own, and both come from npm when the program is built ([`assets`]).
//!
//! **What it is not.** It has no page of a domain. It decides no rights: a page reads and writes through the pipeline as whoever signed in.
//!
//! **How to add a page.** In the crate of its readers: a template in `templates/`, a struct with `page` and `t` and a `sample()`, a handler, a line in
//! its `routes()`, its texts in both files of `locales/`. **A component**: a macro in `templates/form.html` or `parts.html`, its style in
//! `web/src/wm.css`, an example of each of its states in `/componenten`. **A text**: the same key in both Fluent files; a test finds what is missing,
//! unused or hard to read.
//!
//! ```
//! use waarmaker_ui::{Lang, Page};
//!
//! assert_eq!(Page::sample(Lang::En).url("/lampen"), "/en/lampen");
//! ```

pub mod assets;
mod componenten;
mod fault;
pub mod form;
mod head;
pub mod kaart;
pub mod limit;
mod page;
pub mod parts;
pub mod plot;
mod preferences;
pub mod samples;
pub mod secret;
pub mod session;
mod site;
mod texts;
mod visit;
pub mod words;

use std::sync::Arc;

use axum::{Extension, Router, extract::Request, middleware::Next, response::Response};
use tower_http::compression::{
    CompressionLayer, Predicate as _,
    predicate::{DefaultPredicate, SizeAbove},
};
use waarmaker_api::http::Api;

pub use page::{Item, Page, Scheme, Section};
pub use session::User;
pub use site::{Site, Tegels};
pub use texts::{Lang, Say, Texts};
pub use visit::{Visit, own_path};

/// What pages begin with: what does not exist below these paths, or below `/en`, is answered with a page instead of a problem document.
const ROOTS: &[&str] = &[
    "/lampen",
    "/meldingen",
    "/buiten",
    "/beheer",
    "/aanmelden",
    "/afmelden",
    "/ontwikkel",
    "/toegankelijkheid",
    "/privacy",
];
/// Answers smaller than this are not compressed, in bytes.
const SMALL: u16 = 1024;

/// Puts pages at their paths in Dutch, and once more below `/en`. Every handler then has the [`Site`], and every answer the headers that protect it.
pub fn pages(site: &Arc<Site>, routes: Router<Arc<Api>>) -> Router<Arc<Api>> {
    let routes = routes.method_not_allowed_fallback(fault::wrong_method);
    let mut all = Router::new().nest("/en", routes.clone()).merge(routes).merge(assets::routes());
    for root in ROOTS.iter().chain(&["/en"]) {
        all = all.nest(root, Router::new().fallback(fault::unknown));
    }
    let guarded = Arc::clone(site);
    let guard = move |request: Request, next: Next| guard(Arc::clone(&guarded), request, next);
    let large = DefaultPredicate::new().and(SizeAbove::new(SMALL));
    all.layer(axum::middleware::from_fn(guard))
        .layer(CompressionLayer::new().gzip(true).compress_when(large))
        .layer(Extension(Arc::clone(site)))
}

/// Adds what protects any answer, also that of a file or a map.
async fn guard(site: Arc<Site>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    head::protect_any(response.headers_mut(), &site);
    response
}

/// The pages of no domain: preferences, accessibility, privacy, and for developers the components.
pub fn routes() -> Router<Arc<Api>> {
    preferences::routes().merge(componenten::routes())
}
