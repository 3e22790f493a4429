// SPDX-License-Identifier: EUPL-1.2
//! Observations: what things measure, in the shape of OGC SensorThings 1.1.

mod aansluiten;
mod batch;
pub mod letters;
pub mod mapping;
pub mod mqtt;
mod record;
mod retention;
mod seed;
mod sensorthings;
mod series;

use std::sync::Arc;

use axum::Router;
use waarmaker_api::http::Api;

pub use aansluiten::{Aangesloten, Aansluiting, Eigenschap, aansluiten};
pub use record::{Measured, Reading, Resultaat, Source, Verdict, Watcher, Watchers, record};
pub use retention::tick;
pub use seed::{Seeding, seed};
pub use sensorthings::ROOT;
pub use series::{Laatste, Periode, Punt, latest, latest_in, latest_of, series};

/// OGC SensorThings and the dead letters over HTTP. `watchers` see every observation in the transaction that stores it.
pub fn routes(watchers: Watchers) -> Router<Arc<Api>> {
    sensorthings::routes(watchers).merge(letters::routes(watchers))
}
