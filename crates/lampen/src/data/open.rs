// SPDX-License-Identifier: EUPL-1.2
//! Open data of faults: for everybody, without a key, CC0. Nothing in it is about people.
//!
//! Without `aantal` an answer is all that was asked, however much. What does not fit in one part leaves as a stream (`stroom`): each part is a short read of
//! its own, made when the reader has taken the one before, so that memory and the database hold a part at a time.

mod antwoord;
mod gevraagd;
mod merk;
mod rij;
mod stroom;
mod vorm;

use std::sync::Arc;

use axum::{
    Router,
    extract::{Request, State},
    http::request::Parts,
    response::Response,
    routing::get,
};
use waarmaker_api::{Result, http::Api};
use waarmaker_db::Weight;

use self::{antwoord::Inhoud, vorm::Vorm};
pub(super) use self::{
    antwoord::{Antwoord, beantwoord},
    gevraagd::vraag_van,
    rij::feature,
};
use super::storingen;

/// The licence of all that is here: Creative Commons Zero.
pub const LICENTIE: &str = "https://creativecommons.org/publicdomain/zero/1.0/";
/// Who reads, as the audit trail has it.
const LEZER: &str = "Open data";
/// How long an answer may be kept, in seconds.
const KEEP: u32 = 60;

/// The routes of open data.
pub(super) fn routes() -> Router<Arc<Api>> {
    Router::new().route(Vorm::Geojson.path(), get(geojson)).route(Vorm::Csv.path(), get(csv))
}

async fn geojson(State(api): State<Arc<Api>>, request: Request) -> Response {
    respond(api, request, Vorm::Geojson).await
}

async fn csv(State(api): State<Arc<Api>>, request: Request) -> Response {
    respond(api, request, Vorm::Csv).await
}

async fn respond(api: Arc<Api>, request: Request, vorm: Vorm) -> Response {
    let (request, _) = request.into_parts();
    let outcome = answer(&api, &request, vorm).await;
    beantwoord(&request, outcome, &api)
}

/// The faults that are asked: a page, all of them when they are few, or else the first part and a way to the rest.
async fn answer(api: &Arc<Api>, request: &Parts, vorm: Vorm) -> Result<Antwoord> {
    let asked = vraag_van(request)?;
    let (vraag, whole) = asked.storingen()?;
    let first = vraag.clone();
    let read = move |cx: &mut waarmaker_api::Cx<'_, '_>| {
        // The mark first: what changes in between is then in the faults, and not in the mark.
        let mark = merk::of(cx)?;
        Ok((mark, storingen(&first, cx)?))
    };
    let (mark, found) = api.reading_as(LEZER, Weight::Scan, read).await?;
    if whole && found.volgende.is_some() {
        let tag = merk::tag(&mark, &request.uri);
        let inhoud = Inhoud::Stroom(stroom::body(Arc::clone(api), vorm, vraag, found), tag);
        return Ok(Antwoord::new(vorm.kind(), inhoud, KEEP).file(vorm.file()));
    }
    let next = asked.next(&found, vorm.path());
    let mut text = vorm.begin(next.as_deref());
    vorm.rows(&found.storingen, true, &mut text);
    text.push_str(vorm.end());
    let answer = Antwoord::new(vorm.kind(), Inhoud::Geheel(text.into_bytes()), KEEP);
    Ok(answer.file(vorm.file()).next(next))
}
