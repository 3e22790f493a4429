// SPDX-License-Identifier: EUPL-1.2
//! Taking over records that somebody else keeps, such as the selection list.

use uuid::Uuid;
use waarmaker_resource::Record;

use crate::{
    Cx, Result, Room,
    body::document,
    write::{insert, put},
};

/// What became of a record that was taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Adopted {
    /// It was not here yet.
    New,
    /// It was here, and is now different.
    Changed,
    /// It was here already, just so.
    Unchanged,
}

/// Takes over a checked record with the uuid that it has elsewhere. For reference data that no client writes: there are no scopes, rules, audit
/// or notifications, and what a resource guards or lists is left alone.
pub fn adopt(room: &Room, uuid: Uuid, record: Record, cx: &mut Cx<'_, '_>) -> Result<Adopted> {
    let (body, record) = document(room.kind.resource(), &room.url(uuid, None), uuid, record)?;
    let sql = format!("{}{}", room.sql.body, cx.tx.dialect().for_update());
    match cx.tx.one(&sql, &[uuid.into()], |row| row.bytes(0))? {
        None => insert(room, uuid, &body, &record, cx).map(|()| Adopted::New),
        Some(old) if old == body => Ok(Adopted::Unchanged),
        Some(_) => put(room, uuid, &body, &record, cx).map(|()| Adopted::Changed),
    }
}
