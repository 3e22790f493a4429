// SPDX-License-Identifier: EUPL-1.2
//! What everybody may know of the lamps: where they stand, which are broken, who mends them and by when.
//!
//! **What it is for.** One place where pages, open data and Open311 read: [`zoek`], [`lamp()`], [`bij`], [`in_vak`], [`storingen`], [`volg`]. Each takes a few
//! statements, however many lamps there are.
//!
//! **What it is not.** It writes nothing, and holds nothing about people: no words or addresses of who reported, no words of contractors. Only [`volg`] gives
//! words back, to whoever has the code of the report.
//!
//! **How to add something to know.** A member of [`Storing`] or [`Lamp`], read in `stand.rs` for all lamps of an answer at once.

pub mod kaart;
mod klacht;
mod lamp;
mod lijst;
pub mod open;
mod plaats;
mod stand;
mod volgen;
mod zoeken;

pub use kaart::vlakken;
pub use klacht::{Klacht, NOG_KAPOT, Wat};
pub use lamp::{Eerder, Lamp, Lampblad, SOORT, lamp, lampen, naam_van};
pub use lijst::{Plek, Storingen, Vraag, storingen};
pub use plaats::{InVak, Nabij, Vak, bij, binnen_gemeente, in_vak, kapot_bij};
pub use stand::{Afloop, Fase, Hersteller, Oorzaak, Storing, Wachtreden, storing};
pub(crate) use volgen::van_storing;
pub use volgen::{Gebeurd, Gevolgd, Moment, volg};
pub use zoeken::{Gevonden, Straat, lampen_in, nummer, straten, straten_bij, zoek};

use std::sync::Arc;

use axum::Router;
use uuid::Uuid;
use waarmaker_api::http::Api;
use waarmaker_db::Value;

/// Open data and what maps draw.
pub fn routes() -> Router<Arc<Api>> {
    open::routes().merge(kaart::routes())
}

/// Most uuids in one statement.
const CHUNK: usize = 400;

/// Places from `$from` on and values for `IN`, padded with the last one to few different lengths, so that few different statements are prepared.
fn padded(uuids: &[Uuid], from: usize) -> (String, Vec<Value>) {
    let size = [1, 8, 64, CHUNK].into_iter().find(|size| *size >= uuids.len()).unwrap_or(uuids.len());
    let last = uuids.last().copied().unwrap_or_default();
    let values = uuids.iter().copied().chain(std::iter::repeat(last)).take(size).map(Value::from).collect();
    let places: Vec<String> = (from..from + size).map(|i| format!("${i}")).collect();
    (places.join(", "), values)
}
