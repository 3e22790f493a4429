// SPDX-License-Identifier: EUPL-1.2
//! What residents see of the lamps in their street: look, report, follow; and the same as open data.
//!
//! **What it is for.** `/lampen`, `/lampen/{id}`, `/lampen/{id}/melden`, `/meldingen/{code}`.
//!
//! **What it is not.** It decides nothing about incidents or orders: those are to its left.
//!
//! **How to add a page.** A template, a view model with a `sample()`, a handler and a line here; its texts in both files of `locales/`.

use std::sync::Arc;

use axum::Router;
use waarmaker_api::http::Api;

waarmaker_ui::texts!(pub(crate) TEXTS, "lampen");

/// The routes of the pages, without the language.
pub fn routes() -> Router<Arc<Api>> {
    Router::new()
}
