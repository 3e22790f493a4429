// SPDX-License-Identifier: EUPL-1.2
//! E-mail: orders to contractors without a system of their own, what residents hear of their report, and deadlines that are in danger.
//!
//! A mail says what to do and by when, never who reported what; text and HTML come from the same lines. An address is read when a mail is sent and
//! stands in no job and no log.

mod escalation;
mod letter;
mod order;
mod post;
mod reporter;

use uuid::Uuid;
use waarmaker_api::{Cx, Result};
use waarmaker_resource::choice;

pub(crate) use self::{escalation::Escalations, order::Orders, post::Post, reporter::Reporters};
pub use self::{
    escalation::escalate,
    post::{Security, Smtp, SmtpError},
    reporter::tell_reporters,
};

choice! {
    /// Wat iemand die iets meldde hoort.
    pub enum Stand {
        Ontvangen = "ontvangen", Bekend = "bekend", Gepland = "gepland", Hersteld = "hersteld", Gesloten = "gesloten",
    }
}

/// Kind of the jobs for people who reported something.
pub const REPORTER: &str = waarmaker_signalen::MELDERPOST;

/// Mails a new link to the address of the channel of an order.
pub(crate) fn new_link(order: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
    crate::channels::tell(order, crate::channels::Gebeurtenis::NieuweLink, cx)
}
