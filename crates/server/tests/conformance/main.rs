// SPDX-License-Identifier: EUPL-1.2
//! Conformance to the standard: our contract against the official one, real answers against both, and the table of rules with their tests.
//!
//! The official contracts are not part of this repository: they are read from `../shared/zgw/openapi` beside the workspace. Where that folder is
//! absent, the tests that need it say so on standard error and pass.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests stop at what goes wrong")]

mod answers;
mod codes;
mod contract;
mod deviations;
mod document;
#[path = "../api/engines.rs"]
mod engines;
mod pages;
mod reference;
mod rules;
mod spec;
mod validate;
