// SPDX-License-Identifier: EUPL-1.2
//! Observations from an MQTT broker, version 3.1.1 or 5.
//!
//! **Nothing is acknowledged before it is committed.** [`Ingest`] subscribes with `QoS` 1 and acknowledges by hand: what has arrived goes to the database
//! as one batch, in one transaction that holds the observations and a dead letter for each message that could not be stored; after its commit the whole
//! batch is acknowledged, in order. A process that dies in between gets the same messages again, and the same observation twice is a duplicate, so
//! that everything the broker took from a device is stored exactly once.
//!
//! **Several nodes divide the stream** with a shared subscription (`$share/GROUP/…`). Each has its own fixed client id and a session that outlives its
//! connection, so that what comes while it is away waits in the broker.
//!
//! **Nothing here decides by memory.** A message that was not committed exists in the broker only. Memory is bounded: by the window of the broker, and
//! by not reading on when 64 MiB wait; a payload that is too large is hashed and let go.
//!
//! A broker that goes away, refuses us or restarts is tried again, with more time in between; the log says what to do about it, without payloads. While
//! the database fails nothing is acknowledged. A message that fails alone, again and again, while the database is well, becomes a dead letter (`failed`).
//!
//! [`Publisher`] is the other side, for the simulator and the tests.

mod ingest;
mod link;
mod publisher;
mod settings;
mod store;
mod tls;

pub use ingest::{Ingest, Running};
pub use publisher::Publisher;
pub use settings::{Broker, Settings, SettingsError, Tls, Version};
