// SPDX-License-Identifier: EUPL-1.2
//! What a resource is, as data.
//!
//! A resource of the standard is expressed once: a struct with [`Fields`] and one [`Resource`] constant. From the slice of all
//! resources come the routes, the SQL, the authorisation, `expand`, audit, notifications, `OpenAPI` and the reference pages.
//! This crate holds that vocabulary and the check of a body against it ([`check_body`]). It knows no database, no HTTP and no rule of
//! any component.
//!
//! To add a resource: write the struct in its component's crate, derive `Fields`, declare the `Resource`, and add it to the
//! component's `KINDS`.
//!
//! ```
//! use serde::{Deserialize, Serialize};
//! use waarmaker_resource::{Fields, Shape};
//!
//! /// A note.
//! #[derive(Fields, Serialize, Deserialize)]
//! #[serde(rename_all = "camelCase")]
//! struct Notitie {
//!     /// What it is about.
//!     #[field(required, max = 255)]
//!     onderwerp: String,
//!     /// When it was written; set by the server.
//!     #[field(read_only)]
//!     aanmaak_datum: Option<waarmaker_core::Date>,
//! }
//!
//! let field = &Notitie::FIELDS[1];
//! assert_eq!(field.name, "aanmaakDatum");
//! assert!(field.read_only && field.nullable && matches!(field.shape, Shape::Date));
//! ```

extern crate self as waarmaker_resource;

mod access;
mod choice;
mod column;
mod component;
mod field;
mod filter;
pub mod geometry;
mod kind;
mod link;
mod shape;
mod shaped;

pub use access::{Allow, Guard, Op};
pub use column::{Column, ColumnKind};
pub use component::Component;
pub use field::Field;
pub use filter::{Comparison, Filter, Order};
pub use kind::{Channel, Expand, Extra, ExtraParameter, Nested, Pick, Resource, Touch, Unique};
pub use link::{Blank, Link, Linked, Uri};
pub use shape::{Given, Shape, apply_defaults, check_body, check_value};
pub use shaped::{Fields, Shaped};
pub use waarmaker_resource_derive::Fields;

/// A JSON object with its members in order: a body, a stored document, a group.
pub type Record = serde_json::Map<String, serde_json::Value>;
