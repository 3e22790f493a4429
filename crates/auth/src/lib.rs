// SPDX-License-Identifier: EUPL-1.2
//! Who calls, and what that caller may reach.
//!
//! A request carries a ZGW JWT ([`token`]); its client id selects the secret ([`Secrets`]) and the Applicatie. What the Applicatie may
//! do is kept as rows of the table `rechten` ([`grants`]), written in the transaction that writes the Applicatie, so that authorisation
//! is a condition in every statement ([`Gate`]) and never a copy that can be stale.
//!
//! It is not the Autorisaties API (that is a component like any other) and it knows no HTTP. To add a kind of caller, such as a person
//! who logged in: make a [`Caller`] for it and give it rows in `rechten`.

mod caller;
mod gate;
pub mod grants;
mod secrets;
pub mod token;

pub use caller::Caller;
pub use gate::Gate;
pub use secrets::{Client, Secrets, add_client, list_clients, remove_client};
