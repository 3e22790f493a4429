// SPDX-License-Identifier: EUPL-1.2
//! The operations of contractors and of the municipality on an order.

use std::sync::Arc;

use axum::Router;
use waarmaker_api::http::Api;
use waarmaker_resource::Extra;

/// The declarations, for the contract.
pub(crate) const EXTRAS: &[Extra] = &[];

/// What contractors do beyond the six operations.
pub fn routes() -> Router<Arc<Api>> {
    Router::new()
}
