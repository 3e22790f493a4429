// SPDX-License-Identifier: EUPL-1.2
//! Assets: what stands in public space and is maintained, and the areas in which it stands.
//!
//! **What it is for.** Lamp posts, cabinets, bins and whatever else a municipality keeps: one row each, with a place, its attributes as they came, what
//! it hangs on, and all its versions. Areas (neighbourhoods, districts) have an exact border, by which contracts say what they cover. [`import`] reads
//! files of others and says row by row what is wrong with them, [`export()`] writes files that can be read again, [`routes`] serves both as
//! OGC API Features. What other crates want to know they ask with a transaction: [`get`], [`find`], [`ancestors`], [`gebieden_at`].
//!
//! **What it is not.** Not a resource of the pipeline: there are millions, they come in bulk, and nobody subscribes to them. It knows no contract, no
//! observation and no incident. It does no geography beyond points in borders and boxes.
//!
//! **How to add a format.** A file in `import` that makes `Contents` of text, a variant of [`import::Format`], and how it is recognised.
//! A kind of asset needs nothing: import one with its name.
//!
//! ```
//! use waarmaker_assets::import::{Options, read_assets};
//!
//! let csv = "mastnummer;straat;lon;lat\n1;Teun de Jagerdreef;5,118501;52,109981\n";
//! let batch = read_assets(csv.as_bytes(), &Options { kind: "lichtmast".to_owned(), ..Options::default() });
//! assert!(batch.report().is_clean());
//! assert_eq!(batch.len(), 1);
//! ```

mod asset;
mod crs;
mod export;
mod gebied;
pub mod import;
mod ogc;
mod punt;
mod rights;
mod save;
mod tekening;
mod versie;
mod zoek;

pub use asset::{
    Asset, ROOT, ancestors, child_counts, children, descendants, find, get, get_many, soorten, url, url_of,
};
pub use crs::{Crs, from_rd, to_rd};
pub use export::{Export, export};
pub use gebied::{Gebied, gebied, gebied_by_code, gebieden, gebieden_at, gebiedsoorten, grens};
pub use punt::Punt;
pub use save::{Opgave, Outcome, Saved, is_soort, remove, representative, save};
pub use tekening::tekening;
pub use versie::{Stand, Versie, versies};
pub use zoek::{Zoekvraag, zoek};

use axum::Router;
use std::sync::Arc;
use waarmaker_api::http::Api;

/// OGC API Features.
pub fn routes() -> Router<Arc<Api>> {
    ogc::routes()
}

/// A moment in milliseconds since 1970 as text.
fn moment(milliseconds: i64) -> String {
    jiff::Timestamp::from_millisecond(milliseconds).map(|moment| moment.to_string()).unwrap_or_default()
}
