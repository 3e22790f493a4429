// SPDX-License-Identifier: EUPL-1.2
//! From a stored document to the one that is served.

use uuid::Uuid;
use waarmaker_core::Problem;

use crate::{Cx, Result, Room, cx::parse};

/// The document that is served, still with the placeholder of the origin. Most resources are stored as they are served.
pub(crate) fn present(room: &Room, uuid: Uuid, body: Vec<u8>, cx: &mut Cx<'_, '_>) -> Result<Vec<u8>> {
    if !room.kind.resource().presented {
        return Ok(body);
    }
    let mut record = parse(&body)?;
    room.kind.present(&mut record, uuid, cx)?;
    serde_json::to_vec(&record).map_err(Problem::internal)
}
