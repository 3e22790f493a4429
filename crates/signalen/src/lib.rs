// SPDX-License-Identifier: EUPL-1.2
//! From observation to incident: rules that a functional manager can read, grouping, and reports of residents that join.

mod incident;
mod members;
mod regel;

use waarmaker_api::{AnyRules, Cx, Kind, Result};
use waarmaker_metingen::{Reading, Watcher};

pub use incident::{Bewijs, Bron, Incident, Status, change};
pub use regel::Regel;

/// The rules, as a watcher of observations.
#[derive(Clone, Copy, Debug)]
pub struct Bewaking;

impl Watcher for Bewaking {
    fn watch(&self, _readings: &[Reading], _cx: &mut Cx<'_, '_>) -> Result<()> {
        Ok(())
    }
}

/// Does what is due without a message: delays that are over, silence, drift.
pub fn tick(_cx: &mut Cx<'_, '_>) -> Result<()> {
    Ok(())
}

/// The resources of the crate.
pub const KINDS: &[&dyn AnyRules] = &[&Kind::<Regel>::new(), &Kind::<Incident>::new()];
