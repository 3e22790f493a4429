// SPDX-License-Identifier: EUPL-1.2
//! The words of the domain and their rules, without any input or output.
//!
//! **What it is for.** Everything that more than one crate must agree on and that needs no database, no
//! network and no clock of its own: the checked values of the standard ([`Bsn`], [`Rsin`], [`Date`],
//! [`DateTime`], [`Duur`], [`Vertrouwelijkheidaanduiding`]), the one error that becomes a response
//! ([`Problem`]), the parameters that stand for time and randomness ([`Clock`], [`Ids`]), the reading of
//! JSON from outside ([`json::parse`]) and the placeholder for our own address in stored documents
//! ([`origin`]).
//!
//! **What it is not.** It knows no resource, no table and no HTTP type. A rule of one resource belongs with
//! that resource; a value that only one crate uses belongs in that crate.
//!
//! **How to add one more value.** Make one file named after the word, with a type whose only way in is
//! `parse(&str) -> Result<Self, Invalid>`; the [`Invalid`] carries the code of the standard and a Dutch
//! reason. Then `as_text!` gives it `FromStr` and serde as a JSON string. Export it below.
//!
//! ```
//! use waarmaker_core::{Date, Duur, Problems, Rsin};
//!
//! let bewaartermijn = Duur::parse("P10Y")?;
//! assert_eq!(bewaartermijn.add_to(Date::parse("2024-02-29")?)?.to_string(), "2034-02-28");
//!
//! let mut problems = Problems::new();
//! if let Err(invalid) = Rsin::parse("12345") {
//!     problems.add("bronorganisatie", invalid.code, invalid.reason);
//! }
//! let problem = problems.into_result().unwrap_err();
//! assert_eq!(problem.invalid_params[0].code, "invalid-length");
//! # Ok::<(), waarmaker_core::Invalid>(())
//! ```

mod as_text;
mod bsn;
mod clock;
mod date;
mod datetime;
mod digits;
mod duur;
mod elfproef;
pub mod hosts;
mod ids;
mod invalid;
pub mod json;
pub mod origin;
mod problem;
mod problems;
mod rsin;
pub mod text;
mod vertrouwelijkheidaanduiding;

pub use bsn::Bsn;
pub use clock::{Clock, FakeClock, SystemClock};
pub use date::Date;
pub use datetime::DateTime;
pub use duur::Duur;
pub use ids::{Ids, RandomIds, SeededIds};
pub use invalid::Invalid;
pub use origin::{ORIGIN, Origins};
pub use problem::Problem;
pub use problems::{InvalidParam, Problems};
pub use rsin::Rsin;
pub use vertrouwelijkheidaanduiding::Vertrouwelijkheidaanduiding;
