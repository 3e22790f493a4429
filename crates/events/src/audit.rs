// SPDX-License-Identifier: EUPL-1.2
//! The audit trail (handbook 1.11).

use serde::Serialize;
use uuid::Uuid;
use waarmaker_auth::Caller;
use waarmaker_core::DateTime;
use waarmaker_db::{Error, Row, Tx, Value};
use waarmaker_resource::{Component, Op};

/// One write, as it is remembered. Documents and URLs are in stored form.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// Uuid of the record.
    pub uuid: Uuid,
    /// Component that was written to.
    pub component: Component,
    /// What was done.
    pub op: Op,
    /// HTTP status of the answer, 100–599.
    pub status: u16,
    /// Main object.
    pub hoofdobject: Uuid,
    /// URL of the main object.
    pub hoofdobject_url: &'a str,
    /// Name of the resource that was written.
    pub resource: &'a str,
    /// URL of the resource that was written.
    pub resource_url: &'a str,
    /// Text by which people recognise it, at most 200 characters.
    pub weergave: &'a str,
    /// Why (`X-Audit-Toelichting`).
    pub toelichting: &'a str,
    /// Identifier of the request in the network (`X-NLX-Logrecord-ID`).
    pub logrecord: &'a str,
    /// Document before.
    pub old: Option<&'a [u8]>,
    /// Document after.
    pub new: Option<&'a [u8]>,
    /// Moment.
    pub at: DateTime,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Head<'a> {
    uuid: Uuid,
    bron: &'a str,
    applicatie_id: String,
    applicatie_weergave: &'a str,
    gebruikers_id: &'a str,
    gebruikers_weergave: &'a str,
    actie: &'a str,
    actie_weergave: &'a str,
    resultaat: u16,
    hoofd_object: &'a str,
    resource: &'a str,
    resource_url: &'a str,
    toelichting: &'a str,
    resource_weergave: &'a str,
    aanmaakdatum: String,
}

/// Adds a record to the audit trail, in the transaction of the write.
pub fn record(tx: &mut Tx<'_>, who: &Caller, entry: &Entry<'_>) -> Result<(), Error> {
    let sql = "INSERT INTO audittrails (uuid, component, hoofdobject, logrecord, body) VALUES ($1, $2, $3, $4, $5)";
    let row = [
        entry.uuid.into(),
        entry.component.code.into(),
        entry.hoofdobject.into(),
        entry.logrecord.into(),
        Value::Bytes(body(who, entry)),
    ];
    tx.run(sql, &row).map(|_| ())
}

/// The record as JSON. The documents are copied in as they are: they are JSON already.
fn body(who: &Caller, entry: &Entry<'_>) -> Vec<u8> {
    let head = Head {
        uuid: entry.uuid,
        bron: entry.component.code,
        applicatie_id: who.applicatie.map_or_else(|| who.client_id.clone(), |uuid| uuid.to_string()),
        applicatie_weergave: &who.label,
        gebruikers_id: &who.user_id,
        gebruikers_weergave: &who.user_representation,
        actie: entry.op.actie(),
        actie_weergave: entry.op.weergave(),
        resultaat: entry.status,
        hoofd_object: entry.hoofdobject_url,
        resource: entry.resource,
        resource_url: entry.resource_url,
        toelichting: entry.toelichting,
        resource_weergave: entry.weergave,
        aanmaakdatum: entry.at.to_string(),
    };
    let (old, new) = (entry.old.unwrap_or(b"null"), entry.new.unwrap_or(b"null"));
    let mut body = serde_json::to_vec(&head).unwrap_or_default();
    body.pop();
    body.reserve(old.len() + new.len() + 40);
    body.extend_from_slice(b",\"wijzigingen\":{\"oud\":");
    body.extend_from_slice(old);
    body.extend_from_slice(b",\"nieuw\":");
    body.extend_from_slice(new);
    body.extend_from_slice(b"}}");
    body
}

/// Passes each record of a main object to `each`, oldest first; with `only`, just that record.
pub fn each(
    tx: &mut Tx<'_>,
    component: Component,
    hoofdobject: Uuid,
    only: Option<Uuid>,
    mut each: impl FnMut(&[u8]),
) -> Result<(), Error> {
    let sql = "SELECT body FROM audittrails WHERE hoofdobject = $1 AND component = $2 AND uuid = $3 ORDER BY id";
    let sql_all = "SELECT body FROM audittrails WHERE hoofdobject = $1 AND component = $2 ORDER BY id";
    let show = |row: &Row<'_>| {
        each(row.bytes_ref(0)?);
        Ok::<_, Error>(())
    };
    let mut parameters = vec![Value::from(hoofdobject), Value::from(component.code)];
    match only {
        None => tx.query(sql_all, &parameters, show)?,
        Some(uuid) => {
            parameters.push(uuid.into());
            tx.query(sql, &parameters, show)?
        }
    };
    Ok(())
}

/// Forgets the trail of a main object, when that is deleted (zrc-023).
pub fn forget(tx: &mut Tx<'_>, component: Component, hoofdobject: Uuid) -> Result<(), Error> {
    let sql = "DELETE FROM audittrails WHERE hoofdobject = $1 AND component = $2";
    tx.run(sql, &[hoofdobject.into(), component.code.into()]).map(|_| ())
}
