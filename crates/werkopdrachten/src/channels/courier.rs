// SPDX-License-Identifier: EUPL-1.2
//! What every channel does with a job: it loads the order as it is now, and hands it over when the order goes by another channel by now.

use std::{future::Future, pin::Pin};

use waarmaker_contracten::Kanaal;
use waarmaker_jobs::{Claimed, Handler, Outcome};

use super::{
    Gebeurtenis, Sender,
    order::{Loaded, event, written},
};

/// A channel: what is its own of sending an order.
pub(crate) trait Channel: Send + Sync {
    /// Its kind of job.
    const KIND: &'static str;

    /// What it works with.
    fn sender(&self) -> &Sender;

    /// Sends an order; `None` when `kanaal` is of another kind.
    fn send(
        &self,
        job: &Claimed,
        event: Gebeurtenis,
        loaded: &Loaded,
        kanaal: &Kanaal,
    ) -> impl Future<Output = Option<Outcome>> + Send;
}

/// Runs the jobs of a channel.
pub(crate) struct Courier<C>(pub(crate) C);

impl<C: Channel> Handler for Courier<C> {
    fn kind(&self) -> &'static str {
        C::KIND
    }

    fn run<'a>(&'a self, job: &'a Claimed) -> Pin<Box<dyn Future<Output = Outcome> + Send + 'a>> {
        Box::pin(self.carry(job))
    }

    fn given_up<'a>(&'a self, job: &'a Claimed, reason: &'a str) -> Pin<Box<dyn Future<Output = ()> + Send + 'a>> {
        Box::pin(self.0.sender().gave_up(job, C::KIND, reason))
    }
}

impl<C: Channel> Courier<C> {
    async fn carry(&self, job: &Claimed) -> Outcome {
        let Some(event) = event(job) else { return Outcome::Dead("an unknown event".to_owned()) };
        let sender = self.0.sender();
        let loaded = match sender.load(job.subject).await {
            Ok(Some(loaded)) => loaded,
            Ok(None) => return Outcome::Done,
            Err(problem) => return Outcome::Retry(format!("the order cannot be read: {}", problem.code)),
        };
        let Some(kanaal) = &loaded.kanaal else {
            return Outcome::Dead("the contractor has no channel any more".to_owned());
        };
        match self.0.send(job, event, &loaded, kanaal).await {
            Some(outcome) => outcome,
            None => written("the channel changed", sender.hand_over(job, super::kind(kanaal)).await),
        }
    }
}
