// SPDX-License-Identifier: EUPL-1.2
//! Runs a test on every engine there is.

use std::sync::Arc;

use waarmaker_api::{Choices, ReferencesSettings};
use waarmaker_db::testing::Scratch;
use waarmaker_testkit::App;
use waarmaker_ui::Site;

/// Runs a test against the whole program, once on SQLite and once on PostgreSQL.
#[expect(clippy::needless_pass_by_value, reason = "the test is written where it is passed")]
pub(crate) fn on_both_engines(test: impl AsyncFn(&App)) {
    on_both_engines_with(&Choices::default(), &ReferencesSettings::default(), &test);
}

/// Runs a test against the whole program with other choices of the installation.
pub(crate) fn on_both_engines_with(choices: &Choices, references: &ReferencesSettings, test: &impl AsyncFn(&App)) {
    for scratch in Scratch::every() {
        let site = Arc::new(Site::sample());
        let signin = waarmaker_signin::SignIn::new(waarmaker_signin::Settings::development(), &site).unwrap();
        let pages = waarmaker::pages(&site, &signin);
        let routes = waarmaker::routes().merge(pages);
        let app = App::with(scratch, &waarmaker::kinds(), routes, choices.clone(), references.clone());
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        runtime.block_on(test(&app));
    }
}
