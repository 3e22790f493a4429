// SPDX-License-Identifier: EUPL-1.2
//! The pipeline: what every operation on every resource does, written once.
//!
//! A resource is data ([`Resource`](waarmaker_resource::Resource)) and its behaviour a trait with hooks ([`Rules`]). The pipeline sees it
//! as `&'static dyn AnyRules` and does the rest: [`create`], [`change`] and [`delete`] check scope, shape, references, rules and state,
//! authorise, write the row, its index columns, kept counts and the members of others that list it, and add audit record and notification,
//! all in the transaction they are given; [`read()`] and [`list()`] read under the [`Gate`](waarmaker_auth::Gate) of the caller, expand and
//! page. The same functions serve HTTP ([`http`]), the import of catalogues and whatever else happens inside the process.
//!
//! It is not the place for a rule of one component: that is a hook in the file of the resource. To add an operation beyond the six, write
//! an axum handler in the component's `routes.rs` that calls these functions, and declare it in `Resource::extras`.

mod adopt;
mod anchors;
mod arrival;
mod body;
mod cx;
pub mod docs_page;
mod documents;
mod expand;
mod house;
pub mod http;
mod links;
mod narrow;
mod numbering;
pub mod openapi;
mod present;
mod query;
mod read;
mod references;
mod rules;
mod sql;
mod tally;
mod touch;
mod write;

pub use adopt::{Adopted, adopt};
pub use arrival::Arrival;
pub use cx::{AsOf, Call, Cx, Resolved};
pub use documents::Documents;
pub use expand::{Tree, expand};
pub use house::{CallbackCheck, Choices, House, Place, Room};
pub use numbering::{Numbering, RESERVATION};
pub use query::{Page, Parameters, Query, Where, no_parameters, parameters};
pub use read::{List, guarded, load, read};
pub use read::{list, search};
pub use references::{Credential, Fetched, Foreign, References, ReferencesSettings};
pub use rules::{AnyChange, AnyRules, Change, Kind, Rules};
pub use write::{Written, amend, change, create, create_as, delete, denied, hold, refused, rewrite};

pub(crate) use waarmaker_core::Problem;

/// A result whose error is the answer to the client.
pub type Result<T, E = Problem> = std::result::Result<T, E>;

/// A resource as it is stored: uuid and document, with [`ORIGIN`](waarmaker_core::ORIGIN) where the origin goes.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Uuid.
    pub uuid: uuid::Uuid,
    /// Uuid of the resource that it lives under.
    pub parent: Option<uuid::Uuid>,
    /// JSON document.
    pub body: Vec<u8>,
}
