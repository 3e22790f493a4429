// SPDX-License-Identifier: EUPL-1.2
//! Documenten API 1.7.0 (drc): documents, what they contain, and what is recorded with them.
//!
//! **What it is for.** An [`Enkelvoudiginformatieobject`] is a document; [`Gebruiksrechten`], [`Objectinformatieobject`] and [`Verzending`] belong to it
//! and are guarded by it. A row is the latest version; each change puts the version before it away (drc-010), and asks for the lock (drc-009). What a
//! document contains stands beside it, in the store of contents: it goes there while it arrives (`intake`), in one piece or in parts
//! (`bestandsdeel`), and leaves it in chunks (`download`), so a file of gigabytes takes the memory of one of kilobytes.
//!
//! **What it is not.** It does not know zaken and besluiten: their crates write the relations here with [`mirror`], and what anybody else says about them
//! is looked up in their tables by name (drc-004, `source`). It does not know how chunks are kept: that is the crate `blob`.
//!
//! **How to add a resource.** Its file, guarded like the others, a table in a migration, a line in [`KINDS`].
//!
//! ```
//! let names: Vec<&str> = waarmaker_documenten::KINDS.iter().map(|kind| kind.resource().name).collect();
//! assert_eq!(names.first(), Some(&"enkelvoudiginformatieobject"));
//! ```

mod bestandsdeel;
mod download;
pub mod enkelvoudiginformatieobject;
pub mod gebruiksrechten;
pub mod informatieobjecttype;
mod intake;
pub mod mirror;
pub mod objectinformatieobject;
mod routes;
mod source;
pub mod verzending;
mod virus;
mod zoek;

use waarmaker_api::{AnyRules, Kind};

pub use bestandsdeel::expire;
pub use enkelvoudiginformatieobject::Enkelvoudiginformatieobject;
pub use gebruiksrechten::Gebruiksrechten;
pub use objectinformatieobject::{ObjectType, Objectinformatieobject};
pub use routes::routes;
pub use verzending::Verzending;

/// The resources of this component. What belongs to a document comes after it.
pub const KINDS: &[&dyn AnyRules] = &[
    &Kind::<Enkelvoudiginformatieobject>::new(),
    &Kind::<Gebruiksrechten>::new(),
    &Kind::<Objectinformatieobject>::new(),
    &Kind::<Verzending>::new(),
];
