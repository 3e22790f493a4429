// SPDX-License-Identifier: EUPL-1.2
//! Judges the address of a channel before it is registered, by the addresses that its host has now. That needs the network, so it happens while the
//! body is read, before the transaction; the rules find the verdict in the call.

use std::{future::Future, pin::Pin};

use serde_json::Value as Json;
use waarmaker_api::{
    Fetched, Foreign, Result,
    http::{Arriving, Incoming, Intake},
};
use waarmaker_core::Problems;
use waarmaker_resource::Record;

use crate::{Aannemer, aannemer::WRITE, kanaal::reason};

/// Judges `kanaal.url` of aannemers and contracten.
#[derive(Debug)]
pub(crate) struct Addresses;

impl Intake for Addresses {
    fn read<'a>(
        &'a self,
        arriving: Arriving<'a>,
        incoming: &'a mut Incoming,
    ) -> Pin<Box<dyn Future<Output = Result<Json>> + Send + 'a>> {
        Box::pin(async move {
            let Arriving { api, body, .. } = arriving;
            let body = api.json(body).await?;
            let url = body.get("kanaal").and_then(|kanaal| kanaal.get("url")).and_then(Json::as_str);
            let url = url.filter(|url| !url.is_empty() && !api.house.origins.is_own(url));
            if let (Some(url), true) = (url, api.may_at_all::<Aannemer>(incoming, WRITE).await?) {
                // What stands in the URL itself is judged by the rules; here only what its host says.
                if api.house.choices.callbacks.destination(url).is_ok()
                    && let Err(refused) = api.house.choices.callbacks.judge(url).await
                {
                    let verdict = Fetched::Json(Json::String(reason(refused).to_owned()));
                    incoming.call.foreign.insert(key(url), verdict);
                }
            }
            Ok(body)
        })
    }
}

/// Under what a verdict is kept: no URL that a body can refer to.
fn key(url: &str) -> String {
    format!("kanaal {url}")
}

/// Adds why the channel of a body cannot be registered.
pub(crate) fn report(foreign: &Foreign, given: &Record, problems: &mut Problems) {
    let url = given.get("kanaal").and_then(|kanaal| kanaal.get("url")).and_then(Json::as_str);
    if let Some(Fetched::Json(Json::String(reason))) = url.and_then(|url| foreign.get(&key(url))) {
        problems.add("kanaal.url", "invalid-url", reason.clone());
    }
}
