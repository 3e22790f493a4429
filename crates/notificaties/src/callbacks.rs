// SPDX-License-Identifier: EUPL-1.2
//! Judges a callback before it is registered. That needs the network, so it happens before the transaction; the rules find the verdict in the
//! call.

use std::{future::Future, pin::Pin};

use bytes::Bytes;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use serde_json::{Value as Json, json};
use uuid::Uuid;
use waarmaker_api::{
    CallbackCheck, Fetched, Foreign, Result,
    http::{Api, Arriving, Incoming, Intake},
};
use waarmaker_db::{Error, Tx, Weight};
use waarmaker_events::delivery::{Destination, Outgoing, Refused, secret_header};

use crate::{Abonnement, abonnement::CONSUME, auth};

/// Judges the callbacks of abonnementen while their bodies are read.
#[derive(Debug)]
pub(crate) struct Callbacks;

/// A code with its reason.
type Verdict = (&'static str, &'static str);

/// Code of a callback that cannot be used.
const INVALID: &str = "invalid-callback-url";

impl Callbacks {
    async fn judge(url: &str, auth: Option<&str>, api: &Api) -> Result<(), Verdict> {
        let destination = api.house.choices.callbacks.judge(url).await.map_err(|refused| {
            let reason = match refused {
                Refused::NoUrl => "De callbackUrl is geen http- of https-URL die kan worden aangeroepen.",
                Refused::Host => "Naar deze host mogen geen notificaties worden gestuurd.",
                Refused::Private => "De host heeft een adres dat niet openbaar is.",
            };
            (INVALID, reason)
        })?;
        match (auth, api.house.choices.callback_check) {
            (None, _) | (_, CallbackCheck::Off) => Ok(()),
            (Some(auth), check) => Self::call(&destination, auth, check == CallbackCheck::Protected, api).await,
        }
    }

    /// Calls the callback with a message that says nothing.
    async fn call(destination: &Destination, auth: &str, protected: bool, api: &Api) -> Result<(), Verdict> {
        let Ok(outgoing) = Outgoing::new(api.house.choices.callbacks.clone()) else {
            return Err((INVALID, "De callbackUrl kan nu niet worden geprobeerd."));
        };
        let now = api.house.clock.now();
        let origin = api.house.origins.for_host("");
        let message = json!({"kanaal": "test", "hoofdObject": format!("{origin}/"), "resource": "test", "resourceUrl": format!("{origin}/"),
            "actie": "test", "aanmaakdatum": now.to_string(), "kenmerken": {}});
        let body = Bytes::from(message.to_string());
        let mut headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static("application/json"))]);
        let refuses = async |headers: &HeaderMap| {
            let without = outgoing.post(destination, headers, body.clone(), now).await;
            without.is_ok_and(|(status, _)| matches!(status.as_u16(), 401 | 403))
        };
        if protected && !refuses(&headers).await {
            let reason = "De callbackUrl weigert een notificatie zonder de header Authorization niet met 401 of 403.";
            return Err(("no-auth-on-callback-url", reason));
        }
        if let Some(auth) = secret_header(auth) {
            headers.insert(AUTHORIZATION, auth);
        }
        match outgoing.post(destination, &headers, body.clone(), now).await {
            Ok((status, _)) if status.is_success() => Ok(()),
            Ok((status, _)) if status.is_redirection() => {
                Err((INVALID, "De callbackUrl verwijst door; notificaties volgen geen doorverwijzing."))
            }
            _ => Err((INVALID, "De callbackUrl beantwoordt een notificatie niet met een status 2xx.")),
        }
    }

    /// What the delivery would send: the secret of the body, or the one that is kept.
    async fn auth(body: &Json, path: &str, api: &Api) -> Option<String> {
        let uuid = path.rsplit('/').next().and_then(|uuid| Uuid::try_parse(uuid).ok());
        let kept = move |tx: &mut Tx<'_>| match uuid {
            None => Ok(None),
            Some(uuid) => tx.one("SELECT auth FROM abonnees WHERE uuid = $1", &[uuid.into()], |row| row.text(0)),
        };
        let kept: Option<String> = api.db.read::<_, Error, _>(Weight::Point, kept).await.ok().flatten();
        let shown = kept.as_deref().map(auth::shown);
        auth::given(body.as_object()?, shown.as_deref()).or(kept)
    }
}

impl Intake for Callbacks {
    fn read<'a>(
        &'a self,
        arriving: Arriving<'a>,
        incoming: &'a mut Incoming,
    ) -> Pin<Box<dyn Future<Output = Result<Json>> + Send + 'a>> {
        Box::pin(async move {
            let Arriving { api, body, .. } = arriving;
            let body = api.json(body).await?;
            let url = body.get("callbackUrl").and_then(Json::as_str);
            if let (Some(url), true) = (url, api.may_at_all::<Abonnement>(incoming, CONSUME).await?) {
                let auth = Self::auth(&body, &incoming.path, api).await;
                if let Err((code, reason)) = Self::judge(url, auth.as_deref(), api).await {
                    let verdict = Fetched::Json(json!([code, reason]));
                    incoming.call.foreign.insert(key(url), verdict);
                }
            }
            Ok(body)
        })
    }
}

/// Under what a verdict is kept: no URL that a body can refer to.
fn key(url: &str) -> String {
    format!("callback {url}")
}

/// Why a callback cannot be registered.
pub(crate) fn verdict(foreign: &Foreign, url: &str) -> Option<(String, String)> {
    let Some(Fetched::Json(verdict)) = foreign.get(&key(url)) else { return None };
    let text = |i: usize| verdict.get(i).and_then(Json::as_str).map(str::to_owned);
    Some((text(0)?, text(1)?))
}
