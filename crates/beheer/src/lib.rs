// SPDX-License-Identifier: EUPL-1.2
//! The pages of the functional manager of signals.
//!
//! **What it is for.** `/beheer/signalen` and what is below it: what waits, incidents, assets and reading them in, contracts and what they cover,
//! rules and trying them, messages that could not be stored or delivered, and the evidence per contract and month.
//!
//! **What it is not.** It has no rules of its own: it reads and writes through the pipeline as whoever signed in, with the same scopes as the API.
//! No page shows who reported something.
//!
//! **How to add a page.** A file with what is read, a plain function `toon` that makes the `blad::Blad` of it, a `sample()`, a handler that takes a
//! `kader::Bezoek` (somebody who signed in) and a line in [`routes`]; its texts in both files of `locales/`, its sample in `tests.rs`. A new sort of
//! part is a variant of `blad::Deel` and an arm in `templates/blad.html`.

mod assets;
mod berichten;
mod blad;
mod contracten;
mod dekking;
mod fouten;
mod incident;
mod incidenten;
mod inlezen;
mod kader;
mod keuzes;
mod klok;
mod overzicht;
mod proef;
mod rapporten;
mod regels;
mod regelvorm;
mod regelzin;
#[cfg(test)]
mod tests;
mod woorden;

use std::sync::Arc;

use axum::{Router, routing::get};
use waarmaker_api::http::Api;

pub use inlezen::{Inlezer, clean};

use kader::ROOT;

waarmaker_ui::texts!(pub(crate) TEXTS, "beheer");

/// The routes of the pages, without the language.
pub fn routes() -> Router<Arc<Api>> {
    let at = |path: &str| format!("{ROOT}{path}");
    Router::new()
        .route(ROOT, get(overzicht::show))
        .route(&at("/incidenten"), get(incidenten::show))
        .route(&at("/incidenten/{uuid}"), get(incident::show).post(incident::doe))
        .route(&at("/assets"), get(assets::show))
        .route(&at("/assets/inlezen"), get(inlezen::begin).post(inlezen::stuur))
        .route(&at("/assets/inlezen/{uuid}"), get(inlezen::verslag).post(inlezen::doe))
        .route(&at("/assets/{uuid}"), get(assets::een))
        .route(&at("/contracten"), get(contracten::show))
        .route(&at("/contracten/dekking"), get(dekking::show))
        .route(&at("/contracten/dekking/vlakken.geojson"), get(dekking::geojson))
        .route(&at("/contracten/{uuid}"), get(contracten::een))
        .route(&at("/regels"), get(regels::show))
        .route(&at("/regels/nieuw"), get(regelvorm::nieuw).post(regelvorm::maak))
        .route(&at("/regels/{uuid}"), get(regels::een).post(regels::zet))
        .route(&at("/regels/{uuid}/wijzigen"), get(regelvorm::wijzig).post(regelvorm::verander))
        .route(&at("/regels/{uuid}/proberen"), get(proef::show))
        .route(&at("/berichten"), get(berichten::show).post(berichten::doe))
        .route(&at("/berichten/bezorging"), get(berichten::bezorging).post(berichten::bezorg))
        .route(&at("/berichten/{nummer}"), get(berichten::een))
        .route(&at("/rapporten"), get(rapporten::show))
        .route(&at("/rapporten/{uuid}/{maand}"), get(rapporten::een))
        .route(&at("/rapporten/{uuid}/{maand}/csv"), get(rapporten::csv))
}
