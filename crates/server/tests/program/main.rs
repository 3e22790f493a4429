// SPDX-License-Identifier: EUPL-1.2
//! The binary as a process: what an administrator sees of it.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what tests share is no test to clippy, and stops one all the same"
)]

mod antivirus;
mod broker;
mod catalogues;
mod chain;
mod clients;
mod commands;
mod contents;
mod demo;
mod kill;
mod letters;
mod pace;
mod process;
mod receiver;
mod serve;
mod settings;
mod simulate;
