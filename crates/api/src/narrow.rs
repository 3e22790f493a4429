// SPDX-License-Identifier: EUPL-1.2
//! Lists for a caller that sees little of much.
//!
//! A list in the order of ids walks the table until a page is full. For a caller with rights for a few rare types that can be nearly the whole table.
//! Then the first ids of each of its types are taken from the index on the type, and the page is found among those. The condition of the
//! [`Gate`] stays in the statement: this only says where to look.

use uuid::Uuid;
use waarmaker_auth::{Gate, grants};
use waarmaker_db::Value;
use waarmaker_resource::{Guard, Resource};

use crate::{Cx, Page, Result, Where, tally};

/// Most types that are looked at one by one.
const MAX_TYPES: usize = 64;
/// Furthest row that is looked for this way.
const MAX_ROWS: u64 = 10_000;
/// Walking the table is as good when the caller sees one in this many rows.
const RARE: i64 = 8;

/// Narrows an unfiltered list in the order of ids to where its page is. `seen` is the number of rows that the caller may see; `after` is the id after
/// which the page begins, when that is known.
pub(crate) fn narrow(
    resource: &Resource,
    gate: &Gate<'_>,
    (seen, page, after): (i64, Page, Option<i64>),
    condition: &mut Where,
    cx: &mut Cx<'_, '_>,
) -> Result<()> {
    let Guard::Own { type_column, level_column } = resource.guard else { return Ok(()) };
    let pages = if after.is_some() { 1 } else { page.number };
    let rows = pages.saturating_mul(page.size.into());
    if gate.open()
        || gate.published_only()
        || rows > MAX_ROWS
        || seen.saturating_mul(RARE) > tally::total(cx.tx, resource)?
    {
        return Ok(());
    }
    let Some(types) = grants::types(cx.tx, gate)?.filter(|types| types.len() <= MAX_TYPES) else { return Ok(()) };
    let limit = condition.push(i64::try_from(rows).unwrap_or(i64::MAX));
    let after = condition.push(after.unwrap_or(0));
    let level_column = Guard::level(level_column, "n");
    let first = |(of_type, level): (Uuid, i64), condition: &mut Where| {
        let (of_type, level) = (condition.push(Value::from(of_type)), condition.push(level));
        format!(
            "SELECT id FROM (SELECT n.id FROM {} n WHERE n.{type_column} = {of_type} AND {level_column} <= {level} \
             AND n.id > {after} ORDER BY n.id LIMIT {limit}) AS n",
            resource.table
        )
    };
    let parts: Vec<String> = types.into_iter().map(|one| first(one, condition)).collect();
    if !parts.is_empty() {
        condition.and(&format!("t.id IN ({})", parts.join(" UNION ALL ")));
    }
    Ok(())
}
