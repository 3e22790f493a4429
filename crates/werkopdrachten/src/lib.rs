// SPDX-License-Identifier: EUPL-1.2
//! From incident to mended: the zaak, the order to the party of the contract, its answers, its clock and the evidence.

use std::sync::Arc;

use axum::Router;
use waarmaker_api::{AnyRules, http::Api};

/// The resources of the crate.
pub const KINDS: &[&dyn AnyRules] = &[];

/// What contractors do beyond the six operations.
pub fn routes() -> Router<Arc<Api>> {
    Router::new()
}
