// SPDX-License-Identifier: EUPL-1.2
//! What belongs to the incident of a group.

use uuid::Uuid;
use waarmaker_api::{Cx, Result};
use waarmaker_core::DateTime;

use crate::{Status, change};

/// Uuids of the incidents that are part of a group and not over.
pub(crate) fn of(group: Uuid, cx: &mut Cx<'_, '_>) -> Result<Vec<Uuid>> {
    let sql = "SELECT uuid FROM incidenten WHERE hoort_bij = $1 AND status = 'samengevoegd' ORDER BY id";
    Ok(cx.tx.query(sql, &[group.into()], |row| row.uuid(0))?)
}

/// Ends what is part of a group, with it.
pub(crate) fn close(group: Uuid, einde: Option<DateTime>, cx: &mut Cx<'_, '_>) -> Result<()> {
    for member in of(group, cx)? {
        change(member, cx, |incident| {
            incident.status = Status::Gesloten;
            incident.einde = einde;
        })?;
    }
    Ok(())
}
