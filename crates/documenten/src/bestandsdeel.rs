// SPDX-License-Identifier: EUPL-1.2
//! BESTANDSDEEL: a part of a content that arrives in parts.
//!
//! A document that is made with a size but without a content is locked and gets parts; each is sent on its own, in any order, and again when it went
//! wrong. With the unlock they become the content (`lock.rs`). An upload that nobody finishes expires ([`expire`]).

use std::sync::Arc;

use axum::{body::Body, extract::Request, http::header};
use multer::{Constraints, Field as FormField, Multipart, SizeLimit};
use serde_json::{Value, json};
use uuid::Uuid;
use waarmaker_api::{
    Arrival, Call, Cx, Result, Rules as _, guarded, hold,
    http::{Answer, Api},
    no_parameters, rewrite,
};
use waarmaker_auth::Caller;
use waarmaker_blob::{Receiver, contents};
use waarmaker_core::{DateTime, Problem, Problems};
use waarmaker_db::{Tx, Weight};
use waarmaker_resource::{Field, Linked as _, Op, Resource, Shape};

use crate::{
    Enkelvoudiginformatieobject,
    enkelvoudiginformatieobject::{content::part_url, lock},
    virus,
};

pub(crate) const SCOPES: &[&str] = &["documenten.bijwerken"];

/// Room for what a form has besides the content.
const FORM_BYTES: u64 = 64 << 10;

/// How many uploads that expired are thrown away in one transaction.
const AT_ONCE: i64 = 50;

pub(crate) const BODY: &[Field] = &[
    Field { doc: "De bytes van het deel.", ..Field::new("inhoud", Shape::Binary) },
    Field { doc: "Het slot van het document.", ..Field::new("lock", Shape::Text).required() },
];
const fn shown(name: &'static str, shape: Shape, doc: &'static str) -> Field {
    Field { doc, required: true, ..Field::new(name, shape) }
}
const COUNT: Shape = Shape::Int { min: 1, max: i64::MAX };
pub(crate) const ANSWER: &[Field] = &[
    shown("url", Shape::Uri, "Adres van het deel."),
    shown("lock", Shape::Text, "Het slot van het document."),
    shown("omvang", COUNT, "Aantal bytes van het deel."),
    shown("voltooid", Shape::Bool, "Of het deel is aangekomen."),
    shown("volgnummer", COUNT, "Plaats van het deel in het bestand, vanaf 1."),
];

/// A part, as its row tells.
struct Part {
    document: Uuid,
    volgnummer: i64,
    omvang: i64,
    inhoud: Option<Uuid>,
}

/// `PUT /bestandsdelen/{uuid}`.
pub(crate) async fn receive(api: &Arc<Api>, mut request: Request, uuid: Uuid) -> Result<Answer> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let boundary = multer::parse_boundary(kind)
        .map_err(|_| Problem::unsupported_media_type("Stuur een deel als multipart/form-data."))?;
    let body = std::mem::replace(request.body_mut(), Body::empty());
    // The body is read here, so the pipeline need not.
    *request.method_mut() = axum::http::Method::GET;
    let mut incoming = api.incoming(&Resource { name: "", ..Enkelvoudiginformatieobject::RESOURCE }, request).await?;
    no_parameters(&incoming.query)?;
    let part = api.reading(Weight::Point, incoming.clone(), move |cx| find(uuid, cx)).await?;
    let read = read(api, body, boundary, part.omvang.unsigned_abs()).await;
    if let Err(problem) = &read {
        virus::remember(problem, api, &incoming, Op::Patch, Some(part.document)).await?;
    }
    let (arrived, lock) = read?;
    incoming.call.arrived = Some(arrived);
    incoming.body = Value::String(lock);
    let answer = api.writing(incoming, move |cx, lock| put(uuid, lock.as_str().unwrap_or_default(), cx)).await?;
    Ok(Answer::ok(answer.to_string().into_bytes()))
}

/// The content of the form, and its lock.
async fn read(api: &Api, body: Body, boundary: String, size: u64) -> Result<(Arrival, String)> {
    let (content, lock) = form(api, body, boundary, size).await?;
    Ok((Arrival::new(content.finish().await?), lock))
}

/// A part whose document the caller may change.
fn find(uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<Part> {
    cx.stage_one::<Enkelvoudiginformatieobject>(SCOPES)?;
    let part = row(uuid, cx)?;
    guarded(cx.room(Enkelvoudiginformatieobject::NAME)?, cx, part.document, None, SCOPES)?;
    Ok(part)
}

fn row(uuid: Uuid, cx: &mut Cx<'_, '_>) -> Result<Part> {
    let sql = "SELECT informatieobject, volgnummer, omvang, inhoud FROM bestandsdelen WHERE uuid = $1";
    let found = cx.tx.one(sql, &[uuid.into()], |row| {
        Ok(Part { document: row.uuid(0)?, volgnummer: row.int(1)?, omvang: row.int(2)?, inhoud: row.opt_uuid(3)? })
    })?;
    let gone = "Dit bestandsdeel bestaat niet (meer): de upload is voltooid, vervangen, afgebroken of verlopen.";
    found.ok_or_else(|| Problem::not_found_because(gone))
}

/// Reads the form: the content goes to its store while it arrives, whichever of the two comes first.
async fn form(api: &Api, body: Body, boundary: String, size: u64) -> Result<(Receiver, String)> {
    let limits = SizeLimit::new().whole_stream(size.saturating_add(FORM_BYTES)).for_field("lock", 1024);
    let constraints = Constraints::new().size_limit(limits);
    let mut form = Multipart::with_constraints(body.into_data_stream(), boundary, constraints);
    let (mut content, mut lock) = (None, None);
    while let Some(field) = form.next_field().await.map_err(unreadable)? {
        match field.name() {
            Some("inhoud") if content.is_some() => return Err(twice("inhoud")),
            Some("inhoud") => content = Some(stream(api, field, size).await?),
            Some("lock") if lock.is_some() => return Err(twice("lock")),
            Some("lock") => lock = Some(field.text().await.map_err(unreadable)?),
            _ => {}
        }
    }
    let mut problems = Problems::new();
    for (name, missing) in [("inhoud", content.is_none()), ("lock", lock.is_none())] {
        if missing {
            problems.add(name, "required", "Dit veld is verplicht.");
        }
    }
    problems.into_result()?;
    match (content, lock) {
        (Some(content), Some(lock)) if content.size() == size => Ok((content, lock)),
        (Some(content), Some(_)) => Err(wrong_size(size, content.size())),
        _ => Err(Problem::parse_error("Het formulier is niet volledig.")),
    }
}

async fn stream(api: &Api, mut field: FormField<'_>, size: u64) -> Result<Receiver> {
    let mut receiver = api.blobs.receive(&api.db);
    while let Some(bytes) = field.chunk().await.map_err(unreadable)? {
        let now = receiver.size().saturating_add(bytes.len() as u64);
        if now > size {
            return Err(wrong_size(size, now));
        }
        receiver.push(&bytes).await?;
    }
    Ok(receiver)
}

fn wrong_size(expected: u64, found: u64) -> Problem {
    let found = if found > expected { format!("meer dan {expected}") } else { found.to_string() };
    let reason = format!("Dit deel is {expected} bytes, er kwamen er {found}.");
    Problem::invalid_one(Problems::WHOLE, "file-size", reason)
}

fn twice(name: &str) -> Problem {
    Problem::invalid_one(name, "invalid", "Dit veld staat meer dan eens in het formulier.")
}

#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` wants")]
fn unreadable(error: multer::Error) -> Problem {
    match error {
        multer::Error::StreamSizeExceeded { .. } => {
            Problem::invalid_one(Problems::WHOLE, "file-size", "Het formulier is groter dan dit deel.")
        }
        multer::Error::FieldSizeExceeded { .. } => {
            Problem::invalid_one("lock", "max_length", "Dit is geen slot: het is te lang.")
        }
        _ => Problem::parse_error("Het formulier (multipart/form-data) is niet te lezen of niet helemaal aangekomen."),
    }
}

/// Keeps a part that arrived; returns the answer.
fn put(uuid: Uuid, lock: &str, cx: &mut Cx<'_, '_>) -> Result<Value> {
    let document = row(uuid, cx)?.document;
    hold(cx.room(Enkelvoudiginformatieobject::NAME)?, cx, document, SCOPES)?;
    // Read again: it may have gone before the document was held.
    let part = row(uuid, cx)?;
    if lock::of(document, cx)?.as_deref() != Some(lock) {
        let reason = "Dit is niet het slot van het document.";
        return Err(Problem::invalid_one(Problems::WHOLE, "incorrect-lock-id", reason));
    }
    refuse_expired(document, cx)?;
    let inhoud = cx.house.ids.uuid();
    if let Some(arrived) = cx.call.arrived.clone() {
        arrived.keep(inhoud, cx)?;
    }
    cx.tx.run("UPDATE bestandsdelen SET inhoud = $2 WHERE uuid = $1", &[uuid.into(), inhoud.into()])?;
    if let Some(old) = part.inhoud {
        contents::forget(cx.tx, old)?;
    }
    let url = part_url(uuid);
    rewrite(Enkelvoudiginformatieobject::NAME, document, cx, |record| {
        let parts = record.get_mut("bestandsdelen").and_then(Value::as_array_mut);
        for part in parts.into_iter().flatten().filter(|part| part.get("url") == Some(&Value::from(url.as_str()))) {
            if let Some(part) = part.as_object_mut() {
                part.insert("voltooid".to_owned(), Value::Bool(true));
            }
        }
    })?;
    Ok(json!({
        "url": url, "lock": lock, "omvang": part.omvang, "voltooid": true, "volgnummer": part.volgnummer,
    }))
}

/// An upload that expired takes no more parts, also when it was not thrown away yet.
fn refuse_expired(document: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
    let sql = "SELECT 1 FROM documentsloten WHERE informatieobject = $1 AND upload_vervalt <= $2";
    let now = cx.call.now.sort_key();
    if cx.tx.one(sql, &[document.into(), now.into()], |row| row.int(0))?.is_none() {
        return Ok(());
    }
    let reason = "De upload is verlopen: haal het document van het slot en begin opnieuw.";
    Err(Problem::invalid_one(Problems::WHOLE, "upload-expired", reason))
}

/// Throws away the uploads that nobody finished in time, and opens the locks that they made. Returns how many there were.
pub async fn expire(api: &Arc<Api>) -> Result<usize> {
    let mut total = 0;
    loop {
        let house = Arc::clone(&api.house);
        let run = move |tx: &mut Tx<'_>| {
            let (call, who) = (Call::now(&house)?, Caller::waarmaker("Documenten API"));
            expire_some(&mut Cx::new(tx, &house, &who, &call))
        };
        let now = api.db.write(run).await?;
        total += now;
        if now == 0 {
            return Ok(total);
        }
        api.bell.ring();
    }
}

fn expire_some(cx: &mut Cx<'_, '_>) -> Result<usize> {
    let room = cx.room(Enkelvoudiginformatieobject::NAME)?;
    let sql = "SELECT informatieobject FROM documentsloten WHERE upload_vervalt <= $1 ORDER BY upload_vervalt LIMIT $2";
    let now: DateTime = cx.call.now;
    let expired: Vec<Uuid> = cx.tx.query(sql, &[now.sort_key().into(), AT_ONCE.into()], |row| row.uuid(0))?;
    for document in &expired {
        hold(room, cx, *document, SCOPES)?;
        lock::force(room, *document, cx)?;
    }
    Ok(expired.len())
}
