// SPDX-License-Identifier: EUPL-1.2
//! What residents see of the lamps in their street: look, report, follow; and the same as open data.
//!
//! **What it is for.** `/lampen`, `/lampen/{id}`, `/lampen/{id}/melden`, `/meldingen/{code}`.
//!
//! **What it is not.** It decides nothing about incidents or orders: those are to its left.
//!
//! **How to add a page.** A template, a view model with a `sample()`, a handler and a line here; its texts in both files of `locales/`.

mod concept;
mod controleren;
pub mod data;
mod fotos;
mod kies;
mod lamp;
mod melden;
mod melding;
mod plattegrond;
mod portaal;
#[cfg(test)]
mod tests;
mod volgen;
mod woorden;
mod zoeken;

use std::sync::Arc;

use axum::{Router, routing::get};
use waarmaker_api::{Result, http::Api};

waarmaker_ui::texts!(pub(crate) TEXTS, "lampen");

/// The routes of the pages, without the language.
pub fn routes() -> Router<Arc<Api>> {
    Router::new()
        .route("/lampen", get(zoeken::lampen))
        .route("/lampen/melden", get(kies::kies))
        .route("/lampen/{id}", get(lamp::lamp))
        .route("/lampen/{id}/melden", get(melden::form).post(melden::neem))
        .route("/lampen/{id}/melden/controleren", get(controleren::toon).post(controleren::stuur))
        .route("/lampen/{id}/volgen", get(volgen::form).post(volgen::neem))
        .route("/meldingen", get(melding::zoek))
        .route("/meldingen/{code}", get(melding::toon))
        .route("/meldingen/{code}/ontvangst", get(melding::ontvangst))
        .route("/meldingen/{code}/nog-kapot", get(melding::terug).post(melding::nog_kapot))
        .route("/meldingen/{code}/hoe-was-het", get(melding::terug).post(melding::hoe))
        .route("/meldingen/{code}/geen-mail", get(melding::terug).post(melding::geen_mail))
        .merge(data::routes())
}

/// What falls due: photos of reports become documents of the zaak of their incident. Answers how many.
pub async fn tick(api: &Arc<Api>) -> Result<usize> {
    fotos::hang_aan(api).await
}

/// Throws away drafts that are older than a day, and photos that waited for a zaak for too long. Answers how much; again when that is not nothing.
pub fn clean(cx: &mut waarmaker_api::Cx<'_, '_>) -> Result<u64> {
    Ok(concept::clean(cx)? + fotos::ruim(cx)?)
}
