// SPDX-License-Identifier: EUPL-1.2
//! The audit trail of a main object (handbook 1.11).

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::Method,
    response::Response,
};
use uuid::Uuid;
use waarmaker_core::Problem;
use waarmaker_db::Weight;
use waarmaker_events::audit;

use super::{Answer, Api};
use crate::{query, read::guarded};

/// Scope of the audit trail, granted per component or per type.
const SCOPES: &[&str] = &["audittrails.lezen"];

/// `GET …/audittrail` and `GET …/audittrail/{uuid}`.
pub(super) async fn handle(State(api): State<Arc<Api>>, request: Request, i: usize) -> Response {
    let Ok(room) = api.room(i) else { return super::answer::nowhere(State(api), request).await };
    let resource = room.kind.resource();
    let handle = move |api: Arc<Api>, request: Request| async move {
        if request.method() != Method::GET {
            return Err(Problem::method_not_allowed());
        }
        let (main, record) = uuids(request.uri().path())?;
        let incoming = api.incoming(&waarmaker_resource::Resource { crs: false, ..*resource }, request).await?;
        query::no_parameters(&incoming.query)?;
        let run = move |cx: &mut crate::Cx<'_, '_>| {
            let room = cx.room(resource.name)?;
            guarded(room, cx, main, None, SCOPES)?;
            let mut records: Vec<Vec<u8>> = Vec::new();
            audit::each(cx.tx, resource.component, main, record, |body| records.push(body.to_vec()))?;
            Ok(records)
        };
        let records = api.reading(Weight::Scan, incoming, run).await?;
        match record {
            None => Ok(Answer::ok([b"[".as_slice(), &records.join(&b','), b"]"].concat())),
            Some(_) => records.into_iter().next().map(Answer::ok).ok_or_else(Problem::not_found),
        }
    };
    api.handle(resource.component, request, handle).await
}

/// The uuids in `…/{main}/audittrail` and `…/{main}/audittrail/{record}`.
fn uuids(path: &str) -> crate::Result<(Uuid, Option<Uuid>)> {
    let uuid = |text: &str| Uuid::try_parse(text).map_err(|_| Problem::not_found());
    match path.rsplit_once("/audittrail/") {
        Some((main, record)) => Ok((uuid(main.rsplit('/').next().unwrap_or_default())?, Some(uuid(record)?))),
        None => Ok((uuid(path.rsplit('/').nth(1).unwrap_or_default())?, None)),
    }
}
