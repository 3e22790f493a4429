// SPDX-License-Identifier: EUPL-1.2
//! To the contractor directly: by a signed webhook, Open311 or e-mail.
//!
//! [`tell`] writes a job in the transaction of what happened; the handlers send it, with the order as it is then. What became of the offer
//! stands in `verzonden` of the order. To add a channel: a variant of [`Kanaal`], a `Channel` beside `webhook`, a line in [`handlers`].

mod courier;
mod open311;
mod order;
mod plek;
mod webhook;

use std::sync::Arc;

use serde_json::json;
use uuid::Uuid;
use waarmaker_api::{Cx, Result, http::Api};
use waarmaker_contracten::{Kanaal, kanaal, kanaal_of_contract};
use waarmaker_core::hosts::Hosts;
use waarmaker_events::delivery::{Outgoing, Reach};
use waarmaker_jobs::{Handler, Job, enqueue};
use waarmaker_resource::{Link, choice};

pub(crate) use self::{
    courier::{Channel, Courier},
    order::{Loaded, Sender, UNWRITTEN, written},
};
use crate::{Aflevering, Verzonden, Werkopdracht, mail};

choice! {
    /// Wat er met een opdracht gebeurde, zoals de aannemer het hoort.
    pub enum Gebeurtenis {
        Aangeboden = "aangeboden", Gewijzigd = "gewijzigd", Ingetrokken = "ingetrokken", InGevaar = "in_gevaar",
        Overschreden = "overschreden", NieuweLink = "nieuwe_link",
    }
}

/// How messages leave.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Which hosts webhooks and Open311 may lead to, and how long a request may take.
    pub reach: Reach,
    /// The mail server; without one no mail is sent, and what waits for one is tried for as long as jobs are.
    pub smtp: Option<mail::Smtp>,
}

impl Default for Settings {
    fn default() -> Self {
        let hosts = Hosts::new(vec!["*".to_owned()], Vec::new());
        Self { reach: Reach { hosts, ..Reach::default() }, smtp: None }
    }
}

/// Why nothing can be sent.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// TLS cannot be set up.
    #[error("setting up connections to contractors")]
    Connections(#[source] reqwest::Error),
    /// The mail server cannot be used as it is described.
    #[error(transparent)]
    Mail(#[from] mail::SmtpError),
}

/// The handlers of all jobs of this crate, for a `Runner`.
pub fn handlers(api: &Arc<Api>, settings: &Settings) -> Result<Vec<Arc<dyn Handler>>, SetupError> {
    let outgoing = Outgoing::new(settings.reach.clone()).map_err(SetupError::Connections)?;
    let sender = Sender { api: Arc::clone(api) };
    let post = mail::Post::new(settings.smtp.as_ref())?;
    Ok(vec![
        Arc::new(Courier(webhook::Webhook { sender: sender.clone(), outgoing: outgoing.clone() })),
        Arc::new(Courier(open311::Requests { sender: sender.clone(), outgoing: outgoing.clone() })),
        Arc::new(open311::Statuses { sender: sender.clone(), outgoing }),
        Arc::new(Courier(mail::Orders { sender: sender.clone(), post: post.clone() })),
        Arc::new(plek::Plekken { sender: sender.clone() }),
        Arc::new(mail::Reporters { sender: sender.clone(), post: post.clone() }),
        Arc::new(mail::Escalations { sender, post }),
    ])
}

/// The channel of an order: that of its contract, otherwise that of its contractor. `None`: it is fetched, or there is nobody.
pub(crate) fn channel(order: &Werkopdracht, cx: &mut Cx<'_, '_>) -> Result<Option<Kanaal>> {
    let uuid = |uri: &Option<waarmaker_resource::Uri>| {
        uri.as_ref().and_then(|uri| uri.as_str().rsplit('/').next()).and_then(|uuid| Uuid::try_parse(uuid).ok())
    };
    Ok(match (uuid(&order.contract), uuid(&order.aannemer)) {
        (Some(contract), _) => kanaal_of_contract(cx.tx, contract)?,
        (None, Some(aannemer)) => kanaal(cx.tx, aannemer)?,
        (None, None) => None,
    })
}

/// How the delivery of a new order begins, for its member `verzonden`.
pub fn begin(order: &Werkopdracht, cx: &mut Cx<'_, '_>) -> Result<Verzonden> {
    let kanaal = channel(order, cx)?;
    let staat = if kanaal.is_some() { Aflevering::Open } else { Aflevering::Lijst };
    let kanaal = kanaal.as_ref().map_or("api", kind).to_owned();
    Ok(Verzonden { kanaal, staat, moment: cx.call.now, toelichting: String::new() })
}

/// Tells the contractor of an order what happened, by its channel; nothing when there is none.
pub fn tell(order: Uuid, gebeurtenis: Gebeurtenis, cx: &mut Cx<'_, '_>) -> Result<()> {
    let opdracht = cx.must(Link::<Werkopdracht>::to(order))?;
    let Some(kanaal) = channel(&opdracht, cx)? else { return Ok(()) };
    let body = json!({"gebeurtenis": gebeurtenis.as_str()});
    Ok(enqueue(cx.tx, &Job { kind: kind(&kanaal), subject: order, body, due: 0 })?)
}

/// The kind of job of a channel.
pub(crate) const fn kind(kanaal: &Kanaal) -> &'static str {
    match kanaal {
        Kanaal::Webhook { .. } => "webhook",
        Kanaal::Open311 { .. } => "open311",
        Kanaal::Mail { .. } => "mail",
    }
}
