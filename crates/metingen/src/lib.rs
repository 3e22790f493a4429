// SPDX-License-Identifier: EUPL-1.2
//! Observations: what things measure, in the shape of OGC SensorThings 1.1.

mod batch;
pub mod letters;
pub mod mapping;
pub mod mqtt;
mod record;

pub use record::{Measured, Reading, Resultaat, Source, Verdict, Watcher, Watchers, record};

use std::sync::Arc;

use axum::Router;
use waarmaker_api::http::Api;

/// OGC SensorThings over HTTP. `watchers` see every observation in the transaction that stores it.
pub fn routes(watchers: Watchers) -> Router<Arc<Api>> {
    Router::new().merge(letters::routes(watchers))
}
