// SPDX-License-Identifier: EUPL-1.2
//! Autorisaties API 1.1: which application may do what.
//!
//! **What it is for.** One resource, the [`Applicatie`]: the client ids of a consumer with the scopes it has per component, type and
//! vertrouwelijkheidaanduiding. Its rules are ac-001 to ac-003. When one is written, its rights are laid down in the same transaction as rows that
//! every other statement joins ([`waarmaker_auth::grants`]); so a change holds from the next request on, and nothing is cached.
//!
//! **What it is not.** It does not decide: that is `waarmaker_auth::Gate`. It does not keep secrets: those are `waarmaker_auth::Secrets`, and they
//! survive the Applicatie.
//!
//! **How to add a component whose rights depend on a type.** Add it to [`Onderdeel`], give it a table of members in `autorisatie.rs`, and one
//! line in `Onderdeel::typed`: the prefix of its scopes, the member and the resource that it refers to.
//!
//! ```
//! use waarmaker_autorisaties::Onderdeel;
//!
//! assert_eq!(Onderdeel::Zrc.weergave(), "Zaken API");
//! assert_eq!(Onderdeel::Zrc.typed().map(|typed| typed.member), Some("zaaktype"));
//! ```

mod applicatie;
mod autorisatie;
mod command;
mod routes;

use waarmaker_api::{AnyRules, Kind};

pub use applicatie::Applicatie;
pub use autorisatie::{Autorisatie, Onderdeel, Typed};
pub use command::give_all;
pub use routes::routes;

/// The resources of the component.
pub const KINDS: &[&dyn AnyRules] = &[&Kind::<Applicatie>::new()];
