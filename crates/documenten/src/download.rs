// SPDX-License-Identifier: EUPL-1.2
//! `GET …/download`: the content of a version of a document.
//!
//! Whatever the content is, it leaves as `application/octet-stream`, as an attachment and in a sandbox: a browser never shows what somebody
//! uploaded as if it were a page of ours. It is streamed in chunks, each of which was checked before its first byte leaves. A part can be asked
//! for (`Range`), so that a download that broke can go on.

mod headers;
mod range;

use std::sync::Arc;

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::Response,
};
use futures_util::{StreamExt as _, stream};
use uuid::Uuid;
use waarmaker_api::{
    Cx, Result, Rules as _, guarded,
    http::{Answer, Api, detail},
};
use waarmaker_blob::{Content, contents};
use waarmaker_core::Problem;
use waarmaker_db::Weight;
use waarmaker_resource::{Linked as _, Resource};

use self::range::Wanted;
use crate::{
    Enkelvoudiginformatieobject,
    enkelvoudiginformatieobject::{Guarded, content},
    routes::uuid_before,
};

const SCOPES: &[&str] = &["documenten.lezen"];

/// A download knows no `expand`.
const ASKED: Resource = Resource { expand: &[], ..Enkelvoudiginformatieobject::RESOURCE };

/// What is to be sent.
struct Found {
    content: Content,
    inhoud: Uuid,
    name: String,
}

/// Answers `GET` and `HEAD`.
pub(crate) async fn download(api: &Arc<Api>, mut request: Request) -> Result<Answer> {
    let head = request.method() == Method::HEAD;
    if !head && request.method() != Method::GET {
        return Err(Problem::method_not_allowed());
    }
    let uuid = uuid_before(&request, 1)?;
    let wanted: HeaderMap = request.headers().clone();
    // Any content type is fine: what leaves here is no JSON.
    request.headers_mut().remove(header::ACCEPT);
    let mut incoming = api.incoming(&ASKED, request).await?;
    if !incoming.query.is_empty() {
        detail(&ASKED, &mut incoming, &api.house)?;
    }
    let found = api.reading(Weight::Point, incoming, move |cx| find(uuid, cx)).await?;
    respond(api, &found, &wanted, head).await
}

/// Looks up the version and its content: 404 when there is none, or not yet.
fn find(uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<Found> {
    let room = cx.room(Enkelvoudiginformatieobject::NAME)?;
    let mut body = guarded(room, cx, uuid, None, SCOPES)?;
    if let Some(asked) = &cx.call.as_of {
        body = room.kind.as_of(body, uuid, asked, SCOPES, cx)?;
    }
    let version: Guarded = serde_json::from_slice(&body).map_err(Problem::internal)?;
    let none = || Problem::not_found_because("Deze versie van het document heeft geen inhoud, of nog niet helemaal.");
    let inhoud = content::of(uuid, version.versie, cx)?.ok_or_else(none)?;
    let content = contents::of(cx.tx, inhoud)?.ok_or_else(none)?;
    Ok(Found { content, inhoud, name: version.bestandsnaam })
}

async fn respond(api: &Api, found: &Found, wanted: &HeaderMap, head: bool) -> Result<Answer> {
    let tag = format!("\"{}\"", found.inhoud.simple());
    let size = found.content.size;
    let mut response = Response::new(Body::empty());
    headers::fill(response.headers_mut(), &tag, &found.name);
    if headers::names(wanted.get(header::IF_NONE_MATCH), &tag) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return Ok(Answer::raw(response));
    }
    let range = match range::wanted(wanted, &tag, size) {
        Wanted::All => 0..size,
        Wanted::Part(range) => {
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
            let text = format!("bytes {}-{}/{size}", range.start, range.end.saturating_sub(1));
            insert(response.headers_mut(), header::CONTENT_RANGE, &text);
            range
        }
        Wanted::Nothing => {
            *response.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
            insert(response.headers_mut(), header::CONTENT_RANGE, &format!("bytes */{size}"));
            response.headers_mut().remove(header::CONTENT_DISPOSITION);
            return Ok(Answer::raw(response));
        }
    };
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(range.end - range.start));
    if !head {
        let mut pieces = Box::pin(api.blobs.read(&found.content, range));
        // A content that cannot be read at all is a refusal, not a connection that breaks.
        let first = pieces.next().await.transpose()?;
        let whole = found.content.chunks.len() == 1;
        *response.body_mut() = match first {
            None => Body::empty(),
            Some(only) if whole => Body::from(only),
            Some(first) => Body::from_stream(stream::once(std::future::ready(Ok(first))).chain(pieces)),
        };
    }
    Ok(Answer::raw(response))
}

fn insert(headers: &mut HeaderMap, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}
