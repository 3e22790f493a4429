// SPDX-License-Identifier: EUPL-1.2
//! Observations: what things measure, in the shape of OGC `SensorThings` 1.1.
//!
//! **What it is for.** Whatever door an observation comes through (MQTT in [`mqtt`], HTTP in `sensorthings`, a dead letter that is offered again), it goes
//! through [`record()`]: names become rows, what cannot be true is refused with a code, the rest is stored once, with the newest value of each datastream
//! and its series per hour and day, and shown to the [`Watcher`]s; all in one transaction. [`series()`], [`latest`] and their like read it back at a cost
//! that does not grow with the number of observations. [`aansluiten()`] makes things for all assets of a kind, [`tick()`] throws away what is kept long enough.
//!
//! **What it is not.** It judges no value: rules are watchers of another crate. It converts no units and forgets no refusal: who sent it decides whether it
//! becomes an answer or a dead letter ([`letters`]). It is no general time series database: a datastream is a thing and a property, an observation
//! a datastream and a millisecond.
//!
//! **How to add one more.** A member of an entity is a line in `sensorthings/model.rs`; a function of `$filter` a line in `sensorthings/compile.rs`; a kind
//! of roll-up a column in `record/series.rs` and a migration.
//!
//! ```
//! use waarmaker_metingen::{Measured, Resultaat};
//!
//! let measured = Measured {
//!     apparaat: "LM-00017".to_owned(),
//!     eigenschap: "vermogen".to_owned(),
//!     tijd: 1_795_258_800_000,
//!     resultaat: Resultaat::Getal(61.5),
//!     eenheid: Some("W".to_owned()),
//! };
//! assert_eq!(measured.resultaat, Resultaat::Getal(61.5));
//! ```

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

/// OGC `SensorThings` and the dead letters over HTTP. `watchers` see every observation in the transaction that stores it.
pub fn routes(watchers: Watchers) -> Router<Arc<Api>> {
    sensorthings::routes(watchers).merge(letters::routes(watchers))
}
