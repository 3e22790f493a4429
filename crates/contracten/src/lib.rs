// SPDX-License-Identifier: EUPL-1.2
//! Contracts: who mends what, where, until when, and by which clock.

mod prioriteit;
mod verantwoordelijk;

pub use prioriteit::Prioriteit;
pub use verantwoordelijk::{Verantwoordelijk, verantwoordelijk};

use waarmaker_api::AnyRules;

/// The resources of the crate.
pub const KINDS: &[&dyn AnyRules] = &[];
