// SPDX-License-Identifier: EUPL-1.2
//! Waarmaker as a library: all components in one house. The binary adds the command line; tests put a test door in front.

use std::sync::Arc;

use axum::Router;
use waarmaker_api::{AnyRules, http::Api};

/// All resources of the program: from this one list come routes, contracts, statements, rights and tests.
pub fn kinds() -> Vec<&'static dyn AnyRules> {
    [waarmaker_referentielijsten::KINDS, waarmaker_autorisaties::KINDS, waarmaker_catalogi::KINDS, waarmaker_zaken::KINDS].concat()
}

/// The routes of operations beyond the six.
pub fn routes() -> Router<Arc<Api>> {
    Router::new().merge(waarmaker_autorisaties::routes()).merge(waarmaker_catalogi::routes()).merge(waarmaker_zaken::routes())
}
