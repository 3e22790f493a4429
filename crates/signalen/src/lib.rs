// SPDX-License-Identifier: EUPL-1.2
//! From observation to incident: rules that a functional manager can read, grouping, and reports of residents that join.

use waarmaker_api::{AnyRules, Cx, Result};
use waarmaker_metingen::{Reading, Watcher};

/// The rules, as a watcher of observations.
#[derive(Clone, Copy, Debug)]
pub struct Bewaking;

impl Watcher for Bewaking {
    fn watch(&self, _readings: &[Reading], _cx: &mut Cx<'_, '_>) -> Result<()> {
        Ok(())
    }
}

/// The resources of the crate.
pub const KINDS: &[&dyn AnyRules] = &[];
