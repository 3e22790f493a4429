// SPDX-License-Identifier: EUPL-1.2
//! What the command line does with Applicaties, through the same pipeline as a request.

use serde_json::json;
use uuid::Uuid;
use waarmaker_api::{Cx, Result, change, create};
use waarmaker_auth::grants;
use waarmaker_resource::{Linked as _, Op};

use crate::Applicatie;

/// Lets a client do everything; the caller of `cx` is Waarmaker itself. Returns the uuid of its Applicatie.
///
/// The Applicatie of the client is changed, or a new one is made. When the client shares it with others, these keep what they have and the
/// client gets one of its own. Repeating it changes nothing but the label.
pub fn give_all(cx: &mut Cx<'_, '_>, client_id: &str, label: &str) -> Result<Uuid> {
    let room = cx.room(Applicatie::NAME)?;
    let whole = json!({"clientIds": [client_id], "label": label, "heeftAlleAutorisaties": true, "autorisaties": []});
    if let Some(uuid) = grants::applicatie_of(cx.tx, client_id)? {
        let others: Vec<String> = match cx.get::<Applicatie>(uuid)? {
            Some(shared) => shared.client_ids.into_iter().filter(|other| other != client_id).collect(),
            None => Vec::new(),
        };
        if others.is_empty() {
            return Ok(change(room, cx, Op::Patch, uuid, None, &whole)?.stored.uuid);
        }
        change(room, cx, Op::Patch, uuid, None, &json!({"clientIds": others}))?;
    }
    Ok(create(room, cx, &whole, None)?.stored.uuid)
}
