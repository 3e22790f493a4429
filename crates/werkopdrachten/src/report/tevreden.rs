// SPDX-License-Identifier: EUPL-1.2
//! How people who reported found the work under a contract: counted, never who said what.

use serde::Serialize;
use uuid::Uuid;
use waarmaker_api::{Cx, Result};

use super::Maand;

/// The least answer that counts as satisfied, of 1 (bad) to 5 (good).
const SATISFIED: i64 = 4;
/// Below this number of answers a part says nothing.
const ENOUGH: i64 = 5;

/// What people answered to "how was it" about the orders of a month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Tevredenheid {
    /// How many answered.
    pub antwoorden: i64,
    /// How many of them answered good or very good.
    pub tevreden: i64,
    /// Which part that is, in tenths of a percent; `None` with fewer than five answers.
    pub promille: Option<i64>,
}

impl Tevredenheid {
    /// So many answers, of which so many good or very good.
    pub fn new(antwoorden: i64, tevreden: i64) -> Self {
        Self { antwoorden, tevreden, promille: (antwoorden >= ENOUGH).then(|| tevreden * 1000 / antwoorden) }
    }
}

/// The answers about incidents of which the order was offered under a contract in a month.
pub(super) fn tevredenheid(contract: Uuid, maand: Maand, cx: &mut Cx<'_, '_>) -> Result<Tevredenheid> {
    let sql = "SELECT COUNT(*), COUNT(CASE WHEN r.antwoord >= $4 THEN 1 END) FROM werkopdrachten o JOIN oordelen r ON r.incident = o.incident
        WHERE o.contract = $1 AND o.aangeboden >= $2 AND o.aangeboden < $3";
    let (van, tot) = maand.bounds()?;
    let values = [contract.into(), van.sort_key().into(), tot.sort_key().into(), SATISFIED.into()];
    let found = cx.tx.one(sql, &values, |row| Ok((row.int(0)?, row.int(1)?)))?;
    let (antwoorden, tevreden) = found.unwrap_or_default();
    Ok(Tevredenheid::new(antwoorden, tevreden))
}
