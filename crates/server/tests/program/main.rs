// SPDX-License-Identifier: EUPL-1.2
//! The binary as a process: what an administrator sees of it.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what tests share is no test to clippy, and stops one all the same"
)]

mod catalogues;
mod clients;
mod commands;
mod demo;
mod kill;
mod pace;
mod process;
mod serve;
mod settings;
