// SPDX-License-Identifier: EUPL-1.2
//! Which contract an asset falls under.

use uuid::Uuid;
use waarmaker_api::{Cx, Result};
use waarmaker_assets::Asset;
use waarmaker_core::Date;

use crate::Prioriteit;

/// Who has to mend an asset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verantwoordelijk {
    /// The party of this contract.
    Contract {
        /// Uuid of the contract.
        contract: Uuid,
        /// Uuid of the contractor.
        aannemer: Uuid,
    },
    /// Nobody: the reason in words (Dutch), for the municipality's own list.
    Niemand(String),
}

/// Which contract covers an asset with this priority on this day. Of several the narrowest scope wins; what remains equal is told as nobody's, with the
/// names of the contracts that overlap.
pub fn verantwoordelijk(
    _asset: &Asset,
    _prioriteit: Prioriteit,
    _dag: Date,
    _cx: &mut Cx<'_, '_>,
) -> Result<Verantwoordelijk> {
    Ok(Verantwoordelijk::Niemand("Er is geen contract.".to_owned()))
}
