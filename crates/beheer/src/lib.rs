// SPDX-License-Identifier: EUPL-1.2
//! The pages of the functional manager of signals.
//!
//! **What it is for.** `/beheer/signalen` and what is below it.
//!
//! **What it is not.** It has no rules of its own: it reads and writes through the pipeline as whoever signed in.
//!
//! **How to add a page.** A template, a view model with a `sample()`, a handler and a line here; its texts in both files of `locales/`.

use std::sync::Arc;

use axum::Router;
use waarmaker_api::http::Api;

waarmaker_ui::texts!(pub(crate) TEXTS, "beheer");

/// The routes of the pages, without the language.
pub fn routes() -> Router<Arc<Api>> {
    Router::new()
}
