// SPDX-License-Identifier: EUPL-1.2
//! Zaken API 1.7.0 (zrc): zaken, and everything that is recorded with a zaak.
//!
//! Each resource is one file: its struct, its declaration and its rules. What belongs to a zaak (a status, a rol, a relation to a document) is
//! guarded by it (`closed.rs`): it can be read by whoever may read the zaak, and written on a closed zaak only with a forced scope. Rules of more
//! than a page stand in a submodule of their resource: [`zaak`] has those of identificatie, archiving and its documents.
//!
//! Relations are kept on two sides, in one transaction: a document of this house knows the zaken that it belongs to (zrc-005), and a zaak knows its
//! besluiten because the crate of besluiten says so ([`besluiten`]). Documents and besluiten of other registers are kept on this side alone.
//!
//! This crate holds no HTTP besides the two operations beyond the usual six ([`routes()`]), and no types of the catalogue: what the rules
//! want to know of a zaaktype and its parts is read through [`catalogus`].
//!
//! To add a resource: write its file, declare its guard as `closed::GUARD`, call `closed::refuse_when_closed` in `permit`, add it to [`KINDS`],
//! and give it a table in a migration.
//!
//! ```
//! let names: Vec<&str> = waarmaker_zaken::KINDS.iter().map(|kind| kind.resource().name).collect();
//! assert_eq!(names.first(), Some(&"zaak"));
//! ```

pub mod besluiten;
pub mod betrokkene;
pub mod catalogus;
pub(crate) mod closed;
pub mod document;
mod fields;
pub mod klantcontact;
mod mismatch;
pub mod objecten;
pub mod resultaat;
pub mod rol;
mod routes;
mod specificatie;
pub mod status;
pub mod zaak;
pub mod zaakbesluit;
pub mod zaakcontactmoment;
pub mod zaakeigenschap;
pub mod zaakinformatieobject;
pub mod zaaknotitie;
pub mod zaakobject;
pub mod zaakverzoek;
mod zoek;

use waarmaker_api::{AnyRules, Kind};

pub use klantcontact::Klantcontact;
pub use resultaat::Resultaat;
pub use rol::Rol;
pub use routes::routes;
pub use status::Status;
pub use zaak::Zaak;
pub use zaakbesluit::Zaakbesluit;
pub use zaakcontactmoment::Zaakcontactmoment;
pub use zaakeigenschap::Zaakeigenschap;
pub use zaakinformatieobject::Zaakinformatieobject;
pub use zaaknotitie::Zaaknotitie;
pub use zaakobject::Zaakobject;
pub use zaakverzoek::Zaakverzoek;

/// The resources of this component. What refers to another part of the same zaak comes before it: that is the order in which they go
/// with the zaak.
pub const KINDS: &[&dyn AnyRules] = &[
    &Kind::<Zaak>::new(),
    &Kind::<Zaakinformatieobject>::new(),
    &Kind::<Zaakobject>::new(),
    &Kind::<Zaakeigenschap>::new(),
    &Kind::<Zaakbesluit>::new(),
    &Kind::<Klantcontact>::new(),
    &Kind::<Zaakcontactmoment>::new(),
    &Kind::<Zaakverzoek>::new(),
    &Kind::<Zaaknotitie>::new(),
    &Kind::<Status>::new(),
    &Kind::<Resultaat>::new(),
    &Kind::<Rol>::new(),
];
