// SPDX-License-Identifier: EUPL-1.2
//! What the virus scanner refused is written down: somebody will want to know who sent it, and for which document.

use uuid::Uuid;
use waarmaker_api::{
    Cx, Result, hold,
    http::{Api, Incoming},
    refused,
};
use waarmaker_core::Problem;
use waarmaker_resource::{Linked as _, Op};

use crate::Enkelvoudiginformatieobject;

/// Code of the refusal.
const FOUND: &str = "virus-found";
/// Status of the refusal.
const STATUS: u16 = 400;

/// Scopes with which a content can be sent for a document that exists.
const CHANGE: &[&str] = &["documenten.bijwerken", "documenten.geforceerd-bijwerken"];

/// Adds a record to the audit trail of the document when a content was refused for a virus. A document that the caller may not change gets none.
pub(crate) async fn remember(
    problem: &Problem,
    api: &Api,
    incoming: &Incoming,
    op: Op,
    document: Option<Uuid>,
) -> Result<()> {
    let Some(found) = problem.invalid_params.iter().find(|param| param.code == FOUND) else { return Ok(()) };
    let why = found.reason.clone();
    tracing::warn!(reason = why, document = ?document, "a content was refused");
    let write = move |cx: &mut Cx<'_, '_>| {
        let room = cx.room(Enkelvoudiginformatieobject::NAME)?;
        if let Some(document) = document.filter(|_| op != Op::Create) {
            hold(room, cx, document, CHANGE)?;
        }
        let uuid = document.unwrap_or_else(|| cx.house.ids.uuid());
        refused(room, cx, op, uuid, STATUS, &why)
    };
    // Whoever may not change the document hears of that instead.
    api.writing(incoming.clone(), move |cx, _| write(cx)).await
}
