// SPDX-License-Identifier: EUPL-1.2
//! Catalogi API 1.3.3: the types that say what a zaak, besluit or document of a municipality can be.
//!
//! **What it is for.** Ten resources. A [`Catalogus`] holds versions of [`Zaaktype`], [`Besluittype`] and [`Informatieobjecttype`]; a zaaktype
//! holds its [`Statustype`]n, [`Resultaattype`]n, [`Roltype`]n, [`Eigenschap`]pen, [`Zaakobjecttype`]n and
//! [`ZaaktypeInformatieobjecttype`]n. A type is made as concept, changed freely, and published; from then on other components use it and it
//! is locked (ztc-009, ztc-010, in `concept.rs`).
//!
//! **Names are the truth.** Since 1.3 types relate to each other by name: the omschrijving of a besluittype or informatieobjecttype, the
//! identificatie of a zaaktype. A stored document has the names; [`Rules::present`](waarmaker_api::Rules::present) turns them into the URLs of
//! the versions that are valid on the day that is asked for (`names.rs`). So a version can be added without touching what refers to it.
//!
//! **What it is not.** It does not know zaken: a type cannot be deleted while something refers to it, and that is asked of the house in
//! general. It does not hold the selectielijst: that is the crate `referentielijsten` or another server.
//!
//! **How to add one more resource.** One file with the struct, its `Rules` and its `Resource`; a table in `migrations`; a line in [`KINDS`].
//! When it belongs to a zaaktype, implement `Subtype` and call the functions of `subtype.rs` and `concept.rs` from its hooks.
//!
//! ```
//! let zaaktype = waarmaker_catalogi::KINDS.iter().find(|kind| kind.resource().name == "zaaktype").unwrap().resource();
//! assert!(zaaktype.field("beginGeldigheid").unwrap().required);
//! ```

mod besluittype;
mod catalogus;
mod concept;
mod eigenschap;
mod geldigheid;
mod informatieobjecttype;
mod names;
mod pending;
mod resultaattype;
mod roltype;
mod routes;
mod scopes;
mod selectielijst;
mod statustype;
mod subtype;
mod zaakobjecttype;
mod zaaktype;
mod zaaktype_informatieobjecttype;

use waarmaker_api::{AnyRules, Kind};

pub use besluittype::Besluittype;
pub use catalogus::Catalogus;
pub use eigenschap::{Eigenschap, Formaat, Specificatie};
pub use informatieobjecttype::{Informatieobjecttype, OmschrijvingGeneriek};
pub use resultaattype::{Afleidingswijze, Archiefnominatie, BrondatumArchiefprocedure, Objecttype, Resultaattype};
pub use roltype::{RolOmschrijvingGeneriek, Roltype};
pub use routes::routes;
pub use statustype::{Checklistitem, Statustype};
pub use zaakobjecttype::Zaakobjecttype;
pub use zaaktype::{
    AardRelatie, Broncatalogus, Bronzaaktype, GerelateerdZaaktype, IndicatieInternOfExtern, Referentieproces, Zaaktype,
};
pub use zaaktype_informatieobjecttype::{Richting, ZaaktypeInformatieobjecttype};

/// The resources of the Catalogi API. What belongs to a zaaktype stands in the order in which it can be deleted with it.
pub const KINDS: &[&dyn AnyRules] = &[
    &Kind::<Catalogus>::new(),
    &Kind::<Zaaktype>::new(),
    &Kind::<Besluittype>::new(),
    &Kind::<Informatieobjecttype>::new(),
    &Kind::<ZaaktypeInformatieobjecttype>::new(),
    &Kind::<Eigenschap>::new(),
    &Kind::<Resultaattype>::new(),
    &Kind::<Roltype>::new(),
    &Kind::<Zaakobjecttype>::new(),
    &Kind::<Statustype>::new(),
];
