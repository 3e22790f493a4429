// SPDX-License-Identifier: EUPL-1.2
//! The mirror of relations that zaken and besluiten have with documents of this house (zrc-005, brc-005).
//!
//! The crates of those components call this in the transaction of their own write. It goes through the pipeline as Waarmaker itself: whoever
//! may relate a document to a zaak need not have rights on documents, and the audit trail of the document tells which component it was.

use serde_json::json;
use uuid::Uuid;
use waarmaker_api::{Cx, Result, Rules as _, create, delete};
use waarmaker_resource::{Link, Linked as _};

use crate::{Enkelvoudiginformatieobject, Objectinformatieobject, objectinformatieobject::ObjectType};

/// Writes down that a document belongs to an object, whose URL is in stored form. Nothing happens when that is known already.
pub fn mirror(cx: &mut Cx<'_, '_>, document: Uuid, object: &str, of: ObjectType) -> Result<()> {
    if !relations(cx, Some(document), object)?.is_empty() {
        return Ok(());
    }
    let body = json!({
        "informatieobject": cx.house.outward(&Link::<Enkelvoudiginformatieobject>::to(document).url()),
        "object": cx.house.outward(object),
        "objectType": of.as_str(),
    });
    let room = cx.room(Objectinformatieobject::NAME)?;
    cx.as_waarmaker(label(of.as_str()), |cx| create(room, cx, &body, None)).map(|_| ())
}

/// Forgets that a document belongs to an object, whose URL is in stored form.
pub fn unmirror(cx: &mut Cx<'_, '_>, document: Uuid, object: &str) -> Result<()> {
    let found = relations(cx, Some(document), object)?;
    forget(cx, found)
}

/// Forgets all documents of an object that goes, whose URL is in stored form.
pub fn forget_object(cx: &mut Cx<'_, '_>, object: &str) -> Result<()> {
    let found = relations(cx, None, object)?;
    forget(cx, found)
}

/// The relations of an object, with one document or with all: uuid and kind of object.
fn relations(cx: &mut Cx<'_, '_>, document: Option<Uuid>, object: &str) -> Result<Vec<(Uuid, String)>> {
    let table = Objectinformatieobject::RESOURCE.table;
    let mut parameters = vec![object.into()];
    let mut sql = format!("SELECT uuid, object_type FROM {table} WHERE object = $1");
    if let Some(document) = document {
        parameters.push(document.into());
        sql.push_str(" AND informatieobject = $2");
    }
    sql.push_str(" ORDER BY id");
    Ok(cx.tx.query(&sql, &parameters, |row| Ok((row.uuid(0)?, row.text(1)?)))?)
}

fn forget(cx: &mut Cx<'_, '_>, found: Vec<(Uuid, String)>) -> Result<()> {
    let room = cx.room(Objectinformatieobject::NAME)?;
    for (uuid, of) in found {
        cx.as_waarmaker(label(&of), |cx| delete(room, cx, uuid, None))?;
    }
    Ok(())
}

/// The component that writes, for the audit trail.
fn label(of: &str) -> &'static str {
    match of {
        "zaak" => "Zaken API",
        "besluit" => "Besluiten API",
        _ => "Waarmaker",
    }
}
