// SPDX-License-Identifier: EUPL-1.2
//! Kept counts: how many rows a table has for each type and level, so that a list need not count them.
//!
//! The count of a resource that is guarded by another follows the type and level of that other. Each count is spread over sixteen rows by the
//! uuid of what is counted, so that writers on PostgreSQL rarely wait for each other.

use uuid::Uuid;
use waarmaker_auth::Gate;
use waarmaker_db::{Tx, Value};
use waarmaker_resource::{Guard, Resource};

use crate::{Result, Room};

/// The group that a row counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    of_type: Uuid,
    level: i64,
}

impl Group {
    /// For resources that have no type.
    const NONE: Self = Self { of_type: Uuid::nil(), level: 0 };
}

/// The group of a row, read from the table. The row, or the one it belongs to, is locked until the end of the transaction.
pub(crate) fn group(tx: &mut Tx<'_>, resource: &Resource, uuid: Uuid) -> Result<Option<Group>> {
    let sql = match resource.guard {
        Guard::Own { type_column, level_column } => {
            format!(
                "SELECT t.{type_column}, {} FROM {} t WHERE uuid = $1{}",
                Guard::level(level_column, "t"),
                resource.table,
                tx.dialect().for_update()
            )
        }
        Guard::Parent { column, table, type_column, level_column, .. } => {
            format!(
                "SELECT g.{type_column}, {} FROM {} t JOIN {table} g ON g.uuid = t.{column} WHERE t.uuid = $1",
                Guard::level(level_column, "g"),
                resource.table
            )
        }
        _ => return Ok(Some(Group::NONE)),
    };
    Ok(tx.one(&sql, &[uuid.into()], |row| {
        Ok(Group { of_type: row.opt_uuid(0)?.unwrap_or_default(), level: row.opt_int(1)?.unwrap_or(0) })
    })?)
}

/// Adds to the count of a group.
pub(crate) fn add(tx: &mut Tx<'_>, resource: &Resource, group: Group, uuid: Uuid, number: i64) -> Result<()> {
    let slot = uuid.as_bytes().last().map_or(0, |byte| i64::from(byte & 0x0f));
    let sql = "INSERT INTO tellingen (bron, type, niveau, vak, aantal) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT (bron, type, niveau, vak) DO UPDATE SET aantal = tellingen.aantal + excluded.aantal";
    let row: [Value; 5] = [resource.table.into(), group.of_type.into(), group.level.into(), slot.into(), number.into()];
    tx.run(sql, &row)?;
    Ok(())
}

/// How many rows the caller may see. For a list without further conditions.
pub(crate) fn count(tx: &mut Tx<'_>, resource: &Resource, gate: &Gate<'_>) -> Result<i64> {
    let mut parameters = vec![Value::from(resource.table)];
    let condition = match resource.guard {
        Guard::Own { .. } | Guard::Parent { .. } => gate.typed("c.type", "c.niveau", &mut parameters),
        _ => gate.condition("c", &mut parameters),
    };
    let sql =
        format!("SELECT COALESCE(CAST(SUM(aantal) AS BIGINT), 0) FROM tellingen c WHERE c.bron = $1 AND {condition}");
    Ok(tx.one(&sql, &parameters, |row| row.int(0))?.unwrap_or(0))
}

/// How many rows there are, whoever asks: for choosing how to search, never for an answer.
pub(crate) fn total(tx: &mut Tx<'_>, resource: &Resource) -> Result<i64> {
    let sql = "SELECT COALESCE(CAST(SUM(aantal) AS BIGINT), 0) FROM tellingen WHERE bron = $1";
    Ok(tx.one(sql, &[resource.table.into()], |row| row.int(0))?.unwrap_or(0))
}

/// Moves what belongs to a row to another group, with the row itself.
pub(crate) fn regroup<'r>(
    tx: &mut Tx<'_>,
    resource: &Resource,
    belonging: impl Iterator<Item = &'r Room>,
    uuid: Uuid,
    (old, new): (Group, Group),
) -> Result<()> {
    add(tx, resource, old, uuid, -1)?;
    add(tx, resource, new, uuid, 1)?;
    for room in belonging {
        let part = room.kind.resource();
        let number = rows_of(tx, part, uuid)?;
        for (uuid, number) in number {
            add(tx, part, old, uuid, -number)?;
            add(tx, part, new, uuid, number)?;
        }
    }
    Ok(())
}

/// Deletes all rows of a kind that belong to one row, and their counts.
pub(crate) fn delete_belonging(tx: &mut Tx<'_>, part: &Resource, owner: Uuid, group: Group) -> Result<()> {
    let Some((column, _)) = part.owner() else { return Ok(()) };
    for (uuid, number) in rows_of(tx, part, owner)? {
        add(tx, part, group, uuid, -number)?;
    }
    tx.run(&format!("DELETE FROM {} WHERE {column} = $1", part.table), &[owner.into()])?;
    Ok(())
}

/// The rows that belong to one row, each counting for one.
fn rows_of(tx: &mut Tx<'_>, part: &Resource, owner: Uuid) -> Result<Vec<(Uuid, i64)>> {
    let Some((column, _)) = part.owner() else { return Ok(Vec::new()) };
    Ok(tx.query(&format!("SELECT uuid FROM {} WHERE {column} = $1", part.table), &[owner.into()], |row| {
        Ok((row.uuid(0)?, 1))
    })?)
}
