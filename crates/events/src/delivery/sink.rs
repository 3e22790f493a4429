// SPDX-License-Identifier: EUPL-1.2
//! What a message is sent to: the seam between the engine and its receivers.

use std::{fmt, future::Future, pin::Pin, time::Duration};

use crate::Bericht;

/// What sending a message came to; `Err` when the receiver did not take it.
pub type Outcome = Result<(), Failure>;

/// An outcome on its way.
pub type Sending<'a> = Pin<Box<dyn Future<Output = Outcome> + Send + 'a>>;

/// Receives messages. Every sink has a cursor of its own, so one that is slow or gone holds nobody else. [`send`](Self::send) is called in order
/// for one main object, and for several main objects at once.
pub trait Sink: Send + Sync {
    /// Name under which its cursor is kept, such as `nats` or `cloudevents:archief`; another name begins anew.
    fn name(&self) -> &str;

    /// Whether it gets this message at all.
    fn wants(&self, bericht: &Bericht) -> bool;

    /// Sends a message. It ends within a bounded time.
    fn send<'a>(&'a self, bericht: &'a Bericht) -> Sending<'a>;
}

/// Why a message was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// For people: what happened. Never a URL, body or secret.
    pub reason: String,
    /// How long the receiver asks to wait (`Retry-After`).
    pub retry_after: Option<Duration>,
}

impl Failure {
    /// A failure for this reason.
    pub fn new(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), retry_after: None }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}
