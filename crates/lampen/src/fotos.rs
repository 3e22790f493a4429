// SPDX-License-Identifier: EUPL-1.2
//! Photos of reports: kept until their incident has a zaak, then documents of it.

use std::sync::Arc;

use futures_util::StreamExt as _;
use uuid::Uuid;
use waarmaker_api::{Cx, Result, http::Api};
use waarmaker_blob::{Content, contents};
use waarmaker_db::Weight;
use waarmaker_werkopdrachten::photo;

use crate::{concept::Bewaard, portaal::PORTAAL};

/// How long a photo waits for a zaak, in milliseconds: 30 days.
const KEPT: i64 = 30 * 24 * 60 * 60 * 1000;
/// After how long what failed is tried again, in milliseconds.
const AGAIN: i64 = 5 * 60 * 1000;
/// Most photos at once.
const MOST: i64 = 20;

/// Keeps the photo of a draft with the report that it became.
pub(crate) fn bewaar(foto: &Bewaard, melding: Uuid, incident: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
    let now = cx.call.now.at.as_millisecond();
    let sql = "INSERT INTO melding_fotos (foto, melding, incident, formaat, volgende, verloopt) VALUES ($1, $2, $3, $4, $5, $6)";
    let values = [
        foto.inhoud.into(),
        melding.into(),
        incident.into(),
        foto.formaat.as_str().into(),
        now.into(),
        (now + KEPT).into(),
    ];
    cx.tx.run(sql, &values)?;
    Ok(())
}

/// A photo of which the incident has a zaak.
struct Klaar {
    foto: Uuid,
    zaak: Uuid,
    content: Option<Content>,
}

/// Makes documents of photos of which the incident has a zaak by now. Answers how many.
pub(crate) async fn hang_aan(api: &Arc<Api>) -> Result<usize> {
    let ready = api.reading_as(PORTAAL, Weight::Scan, klaar).await?;
    let mut done = 0;
    for one in ready {
        match een(api, &one).await {
            Ok(()) => done += 1,
            Err(problem) => {
                // Neither the photo nor who made it is named.
                tracing::warn!(code = %problem.code, "a photo of a report could not be kept with its zaak; it is tried again");
                let foto = one.foto;
                api.writing_as(PORTAAL, move |cx| straks(foto, cx)).await?;
            }
        }
    }
    Ok(done)
}

fn klaar(cx: &mut Cx<'_, '_>) -> Result<Vec<Klaar>> {
    let now = cx.call.now.at.as_millisecond();
    let sql = "SELECT f.foto, COALESCE(i.zaak, h.zaak) FROM melding_fotos f JOIN incidenten i ON i.uuid = f.incident
        LEFT JOIN incidenten h ON h.uuid = i.hoort_bij
        WHERE f.volgende <= $1 AND COALESCE(i.zaak, h.zaak) IS NOT NULL ORDER BY f.volgende, f.foto LIMIT $2";
    let found = cx.tx.query(sql, &[now.into(), MOST.into()], |row| Ok((row.uuid(0)?, row.uuid(1)?)))?;
    let mut ready = Vec::with_capacity(found.len());
    for (foto, zaak) in found {
        ready.push(Klaar { foto, zaak, content: contents::of(cx.tx, foto)? });
    }
    Ok(ready)
}

/// One photo: its content becomes that of a document, and it waits no more.
async fn een(api: &Arc<Api>, one: &Klaar) -> Result<()> {
    let (foto, zaak) = (one.foto, one.zaak);
    let bytes = match &one.content {
        Some(content) => inhoud(api, content).await?,
        None => Vec::new(),
    };
    let received = if bytes.is_empty() { Vec::new() } else { photo::receive(api, vec![bytes]).await? };
    api.writing_as(PORTAAL, move |cx| {
        if !received.is_empty()
            && let Err(why) = photo::attach(zaak, &received, "Melder", cx)?
        {
            tracing::warn!(why, "a photo of a report was not kept");
        }
        weg(foto, cx)
    })
    .await
}

/// All bytes of a content: of a photo, so ten megabytes at most.
async fn inhoud(api: &Api, content: &Content) -> Result<Vec<u8>> {
    let mut pieces = Box::pin(api.blobs.read(content, 0..content.size));
    let mut bytes = Vec::new();
    while let Some(piece) = pieces.next().await {
        bytes.extend_from_slice(&piece?);
    }
    Ok(bytes)
}

fn weg(foto: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
    contents::forget(cx.tx, foto)?;
    cx.tx.run("DELETE FROM melding_fotos WHERE foto = $1", &[foto.into()])?;
    Ok(())
}

fn straks(foto: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
    let at = cx.call.now.at.as_millisecond() + AGAIN;
    cx.tx.run("UPDATE melding_fotos SET volgende = $2 WHERE foto = $1", &[foto.into(), at.into()])?;
    Ok(())
}

/// Throws away photos that waited too long for a zaak. Answers how many.
pub(crate) fn ruim(cx: &mut Cx<'_, '_>) -> Result<u64> {
    let now = cx.call.now.at.as_millisecond();
    let sql = "SELECT foto FROM melding_fotos WHERE verloopt <= $1 LIMIT $2";
    let old: Vec<Uuid> = cx.tx.query(sql, &[now.into(), MOST.into()], |row| row.uuid(0))?;
    for foto in &old {
        weg(*foto, cx)?;
    }
    Ok(old.len() as u64)
}
