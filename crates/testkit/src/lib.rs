// SPDX-License-Identifier: EUPL-1.2
//! The program under test: all of it behind its HTTP door, on either engine, with a clock that stands still.
//!
//! A test takes an [`App`], makes a [`Client`] and speaks HTTP; nothing is mocked, only the socket is left out. Builders for what most tests need
//! (a catalogue with a published zaaktype) are in a module per component. It is not for timing: that is the benchmark's.
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "this crate serves tests only: what goes wrong must stop the test"
)]

mod answer;
mod app;
mod broker;
pub mod catalogi;
mod clamd;
mod client;
mod receiver;
mod smtp;

pub use answer::Answer;
pub use app::{App, ORIGIN};
pub use broker::{Broker, BrokerOptions};
pub use clamd::{Clamd, EICAR, SIGNATURE};
pub use client::Client;
pub use receiver::{Received, Receiver, Reply};
pub use smtp::{Mail, Smtp};
