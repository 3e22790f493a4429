// SPDX-License-Identifier: EUPL-1.2
//! The Besluiten API.

use waarmaker_api::AnyRules;

/// The resources of this component.
pub const KINDS: &[&dyn AnyRules] = &[];
