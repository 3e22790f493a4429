// SPDX-License-Identifier: EUPL-1.2
//! drc-010: each change makes a version; what a document was before can still be read.

use std::fmt::Write as _;

use serde_json::Value;
use uuid::Uuid;
use waarmaker_api::{AsOf, Cx, Result, denied};
use waarmaker_auth::Gate;
use waarmaker_core::Problem;
use waarmaker_db::Value as Parameter;
use waarmaker_resource::{Record, Resource};

use super::{Enkelvoudiginformatieobject, Guarded};

/// Puts a version away before the next one takes its place.
pub(super) fn put_away(old: &Enkelvoudiginformatieobject, uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
    let begin = old.begin_registratie.get().map(waarmaker_core::DateTime::sort_key).unwrap_or_default();
    let room = cx.room(<Enkelvoudiginformatieobject as waarmaker_resource::Linked>::NAME)?;
    let mut record = Record::new();
    record.insert("url".to_owned(), Value::String(room.url(uuid, None)));
    let Value::Object(members) = serde_json::to_value(old).map_err(Problem::internal)? else { return Ok(()) };
    record.extend(members);
    // A lock is of the document, and what was still arriving for this version is of the next one.
    record.insert("bestandsdelen".to_owned(), Value::Array(Vec::new()));
    let body = serde_json::to_vec(&record).map_err(Problem::internal)?;
    let sql = "INSERT INTO documentversies (informatieobject, versie, begin_registratie, body) VALUES ($1, $2, $3, $4)";
    cx.tx.run(sql, &[uuid.into(), old.versie.into(), begin.into(), Parameter::Bytes(body)])?;
    Ok(())
}

/// The version that is asked for: the last one that meets what is asked; 404 when there is none.
pub(super) fn as_of(
    latest: Vec<u8>,
    uuid: Uuid,
    asked: &AsOf,
    resource: &Resource,
    scopes: &[&str],
    cx: &mut Cx<'_, '_>,
) -> Result<Vec<u8>> {
    let now: Guarded = serde_json::from_slice(&latest).map_err(Problem::internal)?;
    let begins = now.begin_registratie.sort_key();
    let moment = asked.moment.map(|moment| moment.sort_key());
    if asked.versie.is_none_or(|versie| versie == now.versie) && moment.as_ref().is_none_or(|at| begins <= *at) {
        return Ok(latest);
    }
    let mut parameters = vec![Parameter::from(uuid)];
    let mut sql = "SELECT body FROM documentversies WHERE informatieobject = $1".to_owned();
    if let Some(versie) = asked.versie {
        parameters.push(versie.into());
        let _ = write!(sql, " AND versie = ${}", parameters.len());
    }
    if let Some(moment) = moment {
        parameters.push(moment.into());
        let _ = write!(sql, " AND begin_registratie <= ${}", parameters.len());
    }
    sql.push_str(" ORDER BY versie DESC LIMIT 1");
    let found = cx.tx.one(&sql, &parameters, |row| row.bytes(0))?;
    let body = found.ok_or_else(|| Problem::not_found_because("Deze versie van het document bestaat niet."))?;
    permit(&body, resource, scopes, cx)?;
    if !now.locked {
        let mut record: Record = serde_json::from_slice(&body).map_err(Problem::internal)?;
        record.insert("locked".to_owned(), Value::Bool(false));
        return serde_json::to_vec(&record).map_err(Problem::internal);
    }
    Ok(body)
}

/// An old version can have been more confidential than the latest: it takes the rights that it took then.
fn permit(body: &[u8], resource: &Resource, scopes: &[&str], cx: &mut Cx<'_, '_>) -> Result<()> {
    let gate = Gate { caller: cx.who, component: resource.component, guard: resource.guard, scopes };
    if gate.open() {
        return Ok(());
    }
    let version: Guarded = serde_json::from_slice(body).map_err(Problem::internal)?;
    let published = !gate.published_only() || version.is_gereed_voor_publicatie == Some(true);
    if published && gate.allows(cx.tx, version.informatieobjecttype.uuid, version.level())? {
        return Ok(());
    }
    Err(denied())
}
