// SPDX-License-Identifier: EUPL-1.2
//! The two kinds of receivers over HTTP: abonnementen of the Notificaties API, and sinks of CloudEvents.

use std::sync::Arc;

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use waarmaker_core::{Clock, ORIGIN};

use super::{
    abonnee::{self, Abonnee, Wanted},
    http::{Destination, Outgoing, Refused, secret_header},
    sink::{Failure, Sending, Sink},
};
use crate::{
    Bericht,
    cloudevents::{HttpSink, Profile},
};

/// Where an abonnement has its messages sent, with its `auth` as it was given.
pub(crate) struct Callback {
    wanted: Vec<Wanted>,
    destination: Result<Destination, Refused>,
    headers: HeaderMap,
    outgoing: Outgoing,
    clock: Arc<dyn Clock>,
}

impl Callback {
    pub(crate) fn new(abonnee: &Abonnee, origin: &str, outgoing: &Outgoing, clock: &Arc<dyn Clock>) -> Self {
        let mut headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static("application/json"))]);
        if let Some(auth) = secret_header(&abonnee.auth) {
            headers.insert(AUTHORIZATION, auth);
        }
        Self {
            wanted: abonnee::wanted(&abonnee.kanalen, origin),
            destination: outgoing.destination(&abonnee.callback.replace(ORIGIN, origin)),
            headers,
            outgoing: outgoing.clone(),
            clock: Arc::clone(clock),
        }
    }
}

impl Sink for Callback {
    fn name(&self) -> &'static str {
        ""
    }

    fn wants(&self, bericht: &Bericht) -> bool {
        abonnee::matches(&self.wanted, bericht)
    }

    fn send<'a>(&'a self, bericht: &'a Bericht) -> Sending<'a> {
        Box::pin(async move {
            let destination = self.destination.as_ref().map_err(|refused| Failure::new(refused.to_string()))?;
            self.outgoing.deliver(destination, &self.headers, bericht.body.clone(), self.clock.now()).await
        })
    }
}

/// A sink of CloudEvents over HTTP.
pub struct EventSink {
    name: String,
    sink: HttpSink,
    profile: Profile,
    destination: Result<Destination, Refused>,
    authorization: Option<HeaderValue>,
    outgoing: Outgoing,
    clock: Arc<dyn Clock>,
}

impl std::fmt::Debug for EventSink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EventSink").field("name", &self.name).finish_non_exhaustive()
    }
}

impl EventSink {
    /// Sends events that are made with this profile to this sink.
    pub fn new(sink: HttpSink, profile: Profile, outgoing: Outgoing, clock: Arc<dyn Clock>) -> Self {
        Self {
            name: format!("cloudevents:{}", sink.name),
            destination: outgoing.destination(&sink.url),
            authorization: sink.authorization.as_deref().and_then(secret_header),
            sink,
            profile,
            outgoing,
            clock,
        }
    }
}

impl Sink for EventSink {
    fn name(&self) -> &str {
        &self.name
    }

    fn wants(&self, bericht: &Bericht) -> bool {
        self.sink.selection.wants(&self.profile, bericht)
    }

    fn send<'a>(&'a self, bericht: &'a Bericht) -> Sending<'a> {
        Box::pin(async move {
            let destination = self.destination.as_ref().map_err(|refused| Failure::new(refused.to_string()))?;
            let Some(request) = self.sink.request(&self.profile, bericht) else { return Ok(()) };
            let mut headers = HeaderMap::new();
            for (name, value) in &request.headers {
                let header = (HeaderName::try_from(name), HeaderValue::try_from(value));
                let (Ok(name), Ok(value)) = header else { return Err(Failure::new("the event cannot be a request")) };
                headers.insert(name, value);
            }
            if let Some(authorization) = &self.authorization {
                headers.insert(AUTHORIZATION, authorization.clone());
            }
            self.outgoing.deliver(destination, &headers, request.body, self.clock.now()).await
        })
    }
}
