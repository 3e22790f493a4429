// SPDX-License-Identifier: EUPL-1.2
//! What is remembered of a write besides the row itself: the audit record and the notification that has to leave.
//!
//! Both are rows that the transaction of the write adds ([`audit`], [`outbox`]), so that neither can be missing and neither can exist
//! without the write. [`delivery`] takes the rows of the outbox to subscribers, as they are, as [`cloudevents`] or over [`nats`].
//!
//! To record a new kind of event, add a function that takes the `Tx` of the write; never one that opens a transaction of its own.

pub mod audit;
mod bell;
pub mod bericht;
pub mod cloudevents;
pub mod delivery;
pub mod nats;
pub mod outbox;

pub use bell::{Bell, Listener};
pub use bericht::{Bericht, Message};
