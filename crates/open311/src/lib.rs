// SPDX-License-Identifier: EUPL-1.2
//! Open311 GeoReport v2: the same reports for other software.
//!
//! **What it is for.** Services, definitions, requests, tokens; JSON and XML.
//!
//! **What it is not.** It is a door, not a register: a request is a melding.
//!
//! **How to add a page.** A template, a view model with a `sample()`, a handler and a line here; its texts in both files of `locales/`.

use std::sync::Arc;

use axum::Router;
use waarmaker_api::http::Api;

/// The routes of the pages, without the language.
pub fn routes() -> Router<Arc<Api>> {
    Router::new()
}
