// SPDX-License-Identifier: EUPL-1.2
//! The pages of contractors: their orders, by deadline and on the map, and one order with its answers.
//!
//! **What it is for.** `/buiten` is the list of whoever signed in; `/buiten/orders/{nr}` one order, by its number for whoever signed in or by the token
//! of the [link](waarmaker_werkopdrachten::link) in a mail. Both show the same page (`order`) and take the same answers (`answer`). It works on a
//! telephone in the rain: nothing needs script, every form has a key so that sending it twice is one answer, and photos of an answer that could not
//! be taken wait at the server.
//!
//! **What it is not.** The steps of an order are those of every door: [`waarmaker_werkopdrachten::step()`]. Which of them are possible, whether a link
//! may be used and who may see what is decided there; these pages decide nothing.
//!
//! **How to add a page.** A template, a view model with a `sample()`, a handler and a line here; its texts in both files of `locales/`. **A step**: its
//! form in `order/forms.rs`, its name in `answer::slug`.

mod account;
mod answer;
mod klok;
mod lapsed;
mod link;
mod list;
mod notice;
mod order;
mod show;

use std::sync::Arc;

use axum::{
    Router,
    extract::{Path, Request, State},
    response::Response,
    routing::get,
};
use waarmaker_api::http::Api;
use waarmaker_ui::Visit;

waarmaker_ui::texts!(pub(crate) TEXTS, "buiten");

/// The routes of the pages, without the language.
pub fn routes() -> Router<Arc<Api>> {
    Router::new().route("/buiten", get(list::show)).route("/buiten/orders/{nr}", get(look).post(answer))
}

/// Whether this names an order by its number. Tokens have no dash.
fn is_number(text: &str) -> bool {
    text.contains('-')
}

async fn look(State(api): State<Arc<Api>>, visit: Visit, Path(nr): Path<String>) -> Response {
    if is_number(&nr) {
        return account::look(&api, &visit, &nr).await;
    }
    visit.answer(link::look(&api, &visit, &nr).await)
}

async fn answer(State(api): State<Arc<Api>>, visit: Visit, Path(nr): Path<String>, request: Request) -> Response {
    if is_number(&nr) {
        return visit.answer(account::answer(&api, &visit, &nr, request).await);
    }
    visit.answer(link::answer(&api, &visit, &nr, request).await)
}
