// SPDX-License-Identifier: EUPL-1.2
//! From incident to mended: the zaak, the order to the party of the contract, its answers, its clock and the evidence.

mod routes;
mod werkopdracht;

pub use routes::routes;
pub use werkopdracht::{
    Aflevering, Bewaking, Materiaal, Mededeling, Norm, Opdrachtstatus, Pauze, Stap, Stapsoort, Termijn, Verzonden,
    Werkopdracht,
};

use waarmaker_api::{AnyRules, Kind};

/// The resources of the crate.
pub const KINDS: &[&dyn AnyRules] = &[&Kind::<Werkopdracht>::new()];
