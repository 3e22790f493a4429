// SPDX-License-Identifier: EUPL-1.2
//! Assets: what stands in public space and is maintained, and the areas in which it stands.

mod asset;
mod gebied;
mod punt;
mod rights;
mod save;
mod versie;

pub use asset::{
    Asset, ROOT, ancestors, child_counts, children, descendants, find, get, get_many, soorten, url, url_of,
};
pub use gebied::{Gebied, gebied, gebied_by_code, gebieden, gebieden_at, gebiedsoorten, grens};
pub use punt::Punt;
pub use save::{Opgave, Outcome, Saved, is_soort, remove, representative, save};
pub use versie::{Stand, Versie, versies};

use axum::Router;
use std::sync::Arc;
use waarmaker_api::http::Api;

/// OGC API Features.
pub fn routes() -> Router<Arc<Api>> {
    Router::new()
}
