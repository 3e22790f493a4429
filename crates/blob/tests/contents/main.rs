// SPDX-License-Identifier: EUPL-1.2
//! Contents on both engines, in a folder and at an S3 server.

#![expect(clippy::unwrap_used, reason = "tests")]

mod keeping;
mod receive;
mod refusal;
mod scanner;
mod server;
mod world;
