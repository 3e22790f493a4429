// SPDX-License-Identifier: EUPL-1.2
//! Documenten API 1.7.0 (drc): documents, what they contain, and what is recorded with them.

pub mod enkelvoudiginformatieobject;
pub mod gebruiksrechten;
pub mod informatieobjecttype;
pub mod mirror;
pub mod objectinformatieobject;
mod source;
pub mod verzending;

use waarmaker_api::{AnyRules, Kind};

pub use enkelvoudiginformatieobject::Enkelvoudiginformatieobject;
pub use gebruiksrechten::Gebruiksrechten;
pub use objectinformatieobject::{ObjectType, Objectinformatieobject};
pub use verzending::Verzending;

/// The resources of this component. What belongs to a document comes after it.
pub const KINDS: &[&dyn AnyRules] = &[
    &Kind::<Enkelvoudiginformatieobject>::new(),
    &Kind::<Gebruiksrechten>::new(),
    &Kind::<Objectinformatieobject>::new(),
    &Kind::<Verzending>::new(),
];

/// The routes of operations beyond the six.
pub fn routes() -> axum::Router<std::sync::Arc<waarmaker_api::http::Api>> {
    axum::Router::new()
}
