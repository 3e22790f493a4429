// SPDX-License-Identifier: EUPL-1.2
//! The pages of contractors: their orders, by deadline and on the map, and one order with its answers.
//!
//! **What it is for.** `/buiten`, `/buiten/orders/{nr}`.
//!
//! **What it is not.** The steps of an order are those of every door: `werkopdrachten::step`.
//!
//! **How to add a page.** A template, a view model with a `sample()`, a handler and a line here; its texts in both files of `locales/`.

use std::sync::Arc;

use axum::Router;
use waarmaker_api::http::Api;

waarmaker_ui::texts!(pub(crate) TEXTS, "buiten");

/// The routes of the pages, without the language.
pub fn routes() -> Router<Arc<Api>> {
    Router::new()
}
