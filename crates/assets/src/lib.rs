// SPDX-License-Identifier: EUPL-1.2
//! Assets: what stands in public space and is maintained, and the areas in which it stands.

mod asset;
mod gebied;

pub use asset::{Asset, Punt, children, find, get};
pub use gebied::{Gebied, gebied, gebied_by_code, gebieden_at};

use axum::Router;
use std::sync::Arc;
use waarmaker_api::http::Api;

/// OGC API Features.
pub fn routes() -> Router<Arc<Api>> {
    Router::new()
}
