// SPDX-License-Identifier: EUPL-1.2
//! The Documenten API.

use waarmaker_api::AnyRules;

/// The resources of this component.
pub const KINDS: &[&dyn AnyRules] = &[];

/// The routes of operations beyond the six.
pub fn routes() -> axum::Router<std::sync::Arc<waarmaker_api::http::Api>> {
    axum::Router::new()
}
