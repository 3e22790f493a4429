// SPDX-License-Identifier: EUPL-1.2
//! Besluiten API 1.1.0 (brc): besluiten, and the documents in which they are recorded.
//!
//! Each resource is one file: its struct, its declaration and its rules. A besluit is guarded by its besluittype alone: this component knows no
//! vertrouwelijkheidaanduiding. What belongs to a besluit is guarded by it.
//!
//! Both relations are kept on two sides, in one transaction: that of a besluit with a zaak also in the Zaken API (brc-006), that of a besluit with a
//! document also in the Documenten API (brc-005). Waarmaker writes the other side itself, through the pipeline, whatever the caller may do there.
//!
//! It is not the place for what a zaak does with the dates of its besluiten: that is `waarmaker_zaken::besluiten`, which is told of every change.
//! There is no HTTP here: the standard has no operations beyond the usual six. `HEAD` and `ETag` are not in the contract, but its text asks for them.
//!
//! To add a resource: write its file, declare its guard as `besluitinformatieobject` does, add it to [`KINDS`], and give it a table in a migration.
//!
//! ```
//! let names: Vec<&str> = waarmaker_besluiten::KINDS.iter().map(|kind| kind.resource().name).collect();
//! assert_eq!(names, ["besluit", "besluitinformatieobject"]);
//! ```

pub mod besluit;
pub mod besluitinformatieobject;

use waarmaker_api::{AnyRules, Kind};

pub use besluit::Besluit;
pub use besluitinformatieobject::Besluitinformatieobject;

/// The resources of this component.
pub const KINDS: &[&dyn AnyRules] = &[&Kind::<Besluit>::new(), &Kind::<Besluitinformatieobject>::new()];
