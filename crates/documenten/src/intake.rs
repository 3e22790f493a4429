// SPDX-License-Identifier: EUPL-1.2
//! The body of a document on its way in: its content goes to the store while it arrives, in bounded memory.

mod base64;
mod reader;

use std::pin::Pin;

use axum::{body::Body, http::Method};
use http_body_util::BodyExt as _;
use serde_json::Value;
use uuid::Uuid;
use waarmaker_api::{
    Arrival, Cx, Result, Rules as _,
    http::{Api, Arriving, Incoming, Intake},
};
use waarmaker_blob::Receiver;
use waarmaker_core::{Problem, json};
use waarmaker_db::Weight;
use waarmaker_resource::Op;

use self::{
    base64::Wrong as WrongBase64,
    reader::{Reader, Wrong},
};
use crate::{Enkelvoudiginformatieobject, virus};

/// Groups that clients send empty for "none".
const GROUPS: [&str; 2] = ["ondertekening", "integriteit"];

/// Reads bodies of documents.
#[derive(Debug)]
pub(crate) struct Documents;

impl Intake for Documents {
    fn read<'a>(
        &'a self,
        arriving: Arriving<'a>,
        incoming: &'a mut Incoming,
    ) -> Pin<Box<dyn Future<Output = Result<Value>> + Send + 'a>> {
        Box::pin(async move {
            let op = match arriving.method {
                Method::PUT => Op::Update,
                Method::PATCH => Op::Patch,
                _ => Op::Create,
            };
            admit(arriving.api, op, incoming).await?;
            let read = read(arriving.api, arriving.body).await;
            if let Err(problem) = &read {
                let uuid = incoming.path.rsplit('/').next().and_then(|uuid| Uuid::try_parse(uuid).ok());
                virus::remember(problem, arriving.api, incoming, op, uuid).await?;
            }
            let (mut body, arrived) = read?;
            incoming.call.arrived = arrived;
            for group in GROUPS {
                without_empty(&mut body, group);
            }
            Ok(body)
        })
    }
}

/// The body without its content, and that content when there is one.
async fn read(api: &Api, body: Body) -> Result<(Value, Option<Arrival>)> {
    let (rest, content) = receive(api, body).await?;
    let body = json::parse(&rest, api.limits.max_json_depth)?;
    // Of a key that occurs twice the last counts: a content can be followed by `null`.
    let counts = body.get("inhoud").is_some_and(Value::is_string);
    match content.filter(|_| counts) {
        Some(receiver) => Ok((body, Some(Arrival::new(receiver.finish().await?)))),
        None => Ok((body, None)),
    }
}

/// Stage one (handbook 1.3), before much is read: a caller without the scope anywhere need not send gigabytes to hear that.
async fn admit(api: &Api, op: Op, incoming: &Incoming) -> Result<()> {
    let scopes = Enkelvoudiginformatieobject::RESOURCE.scopes(op).unwrap_or_default();
    let asked = move |cx: &mut Cx<'_, '_>| cx.stage_one::<Enkelvoudiginformatieobject>(scopes);
    api.reading(Weight::Point, incoming.clone(), asked).await
}

/// Reads the body: what is not content, and the content when there is one.
async fn receive(api: &Api, mut body: Body) -> Result<(Vec<u8>, Option<Receiver>)> {
    let mut reader = Reader::new("inhoud", api.limits.max_body_bytes);
    let (mut decoded, mut receiver) = (Vec::new(), None::<Receiver>);
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Problem::parse_error("Het verzoek is niet helemaal aangekomen."))?;
        let Ok(bytes) = frame.into_data() else { continue };
        reader.push(&bytes, &mut decoded).map_err(|wrong| refuse(wrong, api))?;
        if decoded.is_empty() {
            continue;
        }
        let receiver = receiver.get_or_insert_with(|| api.blobs.receive(&api.db));
        let most = api.house.choices.max_upload_bytes;
        if receiver.size().saturating_add(decoded.len() as u64) > most {
            return Err(Problem::payload_too_large(format!("De inhoud van een document is ten hoogste {most} bytes.")));
        }
        receiver.push(&decoded).await?;
        decoded.clear();
    }
    let (rest, _) = reader.finish();
    Ok((rest, receiver))
}

fn refuse(wrong: Wrong, api: &Api) -> Problem {
    let (code, reason) = match wrong {
        Wrong::TooLarge => {
            let most = api.limits.max_body_bytes;
            return Problem::payload_too_large(format!("Het verzoek is, zonder inhoud, groter dan {most} bytes."));
        }
        Wrong::Twice => ("invalid", "Dit veld staat meer dan eens in het verzoek."),
        Wrong::Base64(WrongBase64::Character) => ("invalid-base64", "De inhoud is geen base64."),
        Wrong::Base64(WrongBase64::Padding) => {
            ("incorrect-base64-padding", "De base64 van de inhoud is niet volledig: er ontbreken tekens aan het eind.")
        }
    };
    Problem::invalid_one("inhoud", code, reason)
}

/// `{"algoritme": "", "waarde": "", "datum": null}` is no group at all.
fn without_empty(body: &mut Value, group: &str) {
    let Some(value) = body.get_mut(group) else { return };
    let empty = |value: &Value| value.is_null() || value.as_str() == Some("");
    if value.as_object().is_some_and(|members| !members.is_empty() && members.values().all(empty)) {
        *value = Value::Null;
    }
}
