// SPDX-License-Identifier: EUPL-1.2
//! The binary as a process: what an administrator sees of it.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot set itself up fails")]

mod catalogues;
mod clients;
mod commands;
mod demo;
mod kill;
mod process;
mod serve;
