// SPDX-License-Identifier: EUPL-1.2
//! Waarmaker: all components in one house, behind one command line.
//!
//! **What it is for.** [`kinds`] and [`routes`] put the components together; `serve` puts HTTP in front of them, and `commands` has a file for each
//! command of the binary `waarmaker`. What commands share is named after what it does: `place` finds settings and database, `catalogus` reads and
//! writes catalogue files, `demo` runs the example municipality.
//!
//! **What it is not.** There is no rule of the standard here. A command that writes goes through the same pipeline as a request, so rules, audit trail
//! and notifications hold for it too.
//!
//! **How to add a command.** One file in `commands` with a `clap::Args` struct and a function `run`, and a line in `cli.rs`. Give its help an example.
//! **How to add a component.** Its `KINDS` in [`kinds`], its routes in [`routes`].
//!
//! ```
//! assert!(waarmaker::kinds().iter().any(|kind| kind.resource().name == "zaak"));
//! ```

mod bench;
mod broker;
mod catalogus;
mod cli;
mod commands;
mod demo;
mod logging;
mod place;
mod progress;
mod serve;
mod simulate;

use std::sync::Arc;

use axum::Router;
use waarmaker_api::{AnyRules, http::Api};

pub use cli::run;

/// All resources of the program: from this one list come routes, contracts, statements, rights and tests.
pub fn kinds() -> Vec<&'static dyn AnyRules> {
    [
        waarmaker_referentielijsten::KINDS,
        waarmaker_autorisaties::KINDS,
        waarmaker_catalogi::KINDS,
        waarmaker_documenten::KINDS,
        waarmaker_zaken::KINDS,
        waarmaker_besluiten::KINDS,
        waarmaker_notificaties::KINDS,
        waarmaker_contracten::KINDS,
        waarmaker_signalen::KINDS,
        waarmaker_werkopdrachten::KINDS,
    ]
    .concat()
}

/// Who looks at every observation.
pub const WATCHERS: waarmaker_metingen::Watchers = &[&waarmaker_signalen::Bewaking];

/// The routes of operations beyond the six.
pub fn routes() -> Router<Arc<Api>> {
    Router::new()
        .merge(waarmaker_autorisaties::routes())
        .merge(waarmaker_catalogi::routes())
        .merge(waarmaker_documenten::routes())
        .merge(waarmaker_zaken::routes())
        .merge(waarmaker_notificaties::routes())
        .merge(waarmaker_assets::routes())
        .merge(waarmaker_contracten::routes())
        .merge(waarmaker_metingen::routes(WATCHERS))
        .merge(waarmaker_signalen::routes())
        .merge(waarmaker_werkopdrachten::routes())
}

/// The pages for people, in Dutch and below `/en` in English.
pub fn pages(site: &Arc<waarmaker_ui::Site>, signin: &Arc<waarmaker_signin::SignIn>) -> Router<Arc<Api>> {
    let pages = Router::new()
        .merge(waarmaker_ui::routes())
        .merge(waarmaker_signin::routes(signin))
        .merge(waarmaker_lampen::routes())
        .merge(waarmaker_buiten::routes())
        .merge(waarmaker_beheer::routes());
    waarmaker_ui::pages(site, pages).merge(waarmaker_open311::routes())
}
