// SPDX-License-Identifier: EUPL-1.2
//! Notificaties API 1.0.1: who is told about what.
//!
//! **What it is for.** The [`Kanaal`], the [`Abonnement`] and `POST /notificaties` for other producers. An abonnement is written together with the row
//! from which the delivery reads it, a message of another producer goes into the same outbox as our own; so everything of
//! [`waarmaker_events::delivery`] holds for both. [`register_kanalen`] makes the kanalen of our own resources when the program starts. A
//! callback is judged while the body that registers it is read: that needs the network, so it happens before the transaction.
//!
//! **What it is not.** It sends nothing: that is the delivery. It keeps no secrets in documents: `auth` is with the delivery, what is served and
//! audited has stars in its place.
//!
//! **How to add a channel of our own.** Declare `Resource::channel` at the main object; it is registered at the next start.
//!
//! ```
//! use waarmaker_notificaties::KINDS;
//!
//! assert!(KINDS.iter().any(|kind| kind.resource().name == "abonnement"));
//! ```

mod abonnement;
mod auth;
mod callbacks;
mod kanaal;
mod message;
mod register;
mod routes;

use waarmaker_api::{AnyRules, Kind};

pub use abonnement::{Abonnement, FilterGroup};
pub use kanaal::Kanaal;
pub use register::register_kanalen;
pub use routes::routes;

/// The resources of the component.
pub const KINDS: &[&dyn AnyRules] = &[&Kind::<Kanaal>::new(), &Kind::<Abonnement>::new()];
