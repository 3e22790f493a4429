// SPDX-License-Identifier: EUPL-1.2
//! What one pass sends: for each main object its messages in order.

use std::{
    collections::{HashMap, HashSet},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
};

use uuid::Uuid;

use super::{
    feed::Numbered,
    parked::Parked,
    sink::{Failure, Sink},
};

/// Messages in a row that fail before a subscriber counts as silent.
const PATIENCE: i64 = 5;

/// One message of a chain; `parked` when it waited already.
#[derive(Debug)]
pub(crate) struct Link {
    pub(crate) message: Arc<Numbered>,
    pub(crate) parked: Option<Parked>,
}

/// The messages about one main object that can be sent now, and what became of them.
#[derive(Debug, Default)]
pub(crate) struct Chain {
    pub(crate) links: Vec<Link>,
    /// So many of them arrived, from the first on.
    pub(crate) arrived: usize,
    /// Why the next did not.
    pub(crate) failure: Option<Failure>,
}

/// What waits for a subscriber, by main object, in the order of the first of each.
pub(crate) fn queues(parked: &[Parked]) -> Vec<Vec<&Parked>> {
    let mut queues: Vec<Vec<&Parked>> = Vec::new();
    let mut places: HashMap<Uuid, usize> = HashMap::new();
    for one in parked {
        let place = *places.entry(one.hoofdobject).or_insert_with(|| {
            queues.push(Vec::new());
            queues.len() - 1
        });
        if let Some(queue) = queues.get_mut(place) {
            queue.push(one);
        }
    }
    queues
}

/// The chains of a pass and the new messages that have to wait.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    pub(crate) chains: Vec<Chain>,
    pub(crate) held: Vec<Arc<Numbered>>,
    places: HashMap<Uuid, usize>,
    waiting: HashSet<Uuid>,
}

impl Plan {
    /// Takes what waits and is due, at most about `most` messages; `bodies` are found by number.
    pub(crate) fn new(queues: &[Vec<&Parked>], due: &[bool], bodies: &HashMap<i64, Arc<Numbered>>) -> Self {
        let mut plan = Self::default();
        for (queue, &due) in queues.iter().zip(due) {
            let Some(first) = queue.first() else { continue };
            plan.waiting.insert(first.hoofdobject);
            let link = |parked: &&Parked| {
                let message = Arc::clone(bodies.get(&parked.volgnr)?);
                Some(Link { message, parked: Some((*parked).clone()) })
            };
            let links: Vec<Link> = if due { queue.iter().map_while(link).collect() } else { Vec::new() };
            if links.is_empty() {
                continue;
            }
            if links.len() == queue.len() {
                plan.places.insert(first.hoofdobject, plan.chains.len());
            }
            plan.chains.push(Chain { links, ..Chain::default() });
        }
        plan
    }

    /// Adds a new message: behind those of its main object, or to those that have to wait.
    pub(crate) fn add(&mut self, message: Arc<Numbered>) {
        let hoofdobject = message.hoofdobject;
        let place = match self.places.get(&hoofdobject) {
            Some(&place) => place,
            None if self.waiting.contains(&hoofdobject) => return self.held.push(message),
            None => {
                self.places.insert(hoofdobject, self.chains.len());
                self.chains.push(Chain::default());
                self.chains.len() - 1
            }
        };
        if let Some(chain) = self.chains.get_mut(place) {
            chain.links.push(Link { message, parked: None });
        }
    }
}

/// What the chains of one pass share: whether to go on.
pub(crate) struct Run<'a> {
    pub(crate) sink: &'a dyn Sink,
    /// Failures in a row.
    pub(crate) failures: AtomicI64,
    /// The receiver asked for patience, or failed too often.
    pub(crate) silent: AtomicBool,
    /// Longest that it asked for, in milliseconds.
    pub(crate) asked: AtomicI64,
    /// The engine stops.
    pub(crate) stopping: &'a AtomicBool,
}

impl Run<'_> {
    /// Sends the messages of a chain, until one fails or there is a reason to stop.
    pub(crate) async fn send(&self, mut chain: Chain) -> Chain {
        for link in &chain.links {
            if self.silent.load(Ordering::Relaxed) || self.stopping.load(Ordering::Relaxed) {
                break;
            }
            let outcome = match &link.message.bericht {
                Some(bericht) => self.sink.send(bericht).await,
                None => Ok(()),
            };
            match outcome {
                Ok(()) => {
                    chain.arrived += 1;
                    self.failures.store(0, Ordering::Relaxed);
                }
                Err(failure) => {
                    self.note(&failure, link.parked.is_none());
                    chain.failure = Some(failure);
                    break;
                }
            }
        }
        chain
    }

    /// A failure of a message that is tried again says nothing new of the subscriber; one of a new message does.
    fn note(&self, failure: &Failure, new: bool) {
        let failures = if new { self.failures.fetch_add(1, Ordering::Relaxed) + 1 } else { 0 };
        if let Some(wait) = failure.retry_after {
            self.asked.fetch_max(super::backoff::milliseconds(wait), Ordering::Relaxed);
        }
        if failures >= PATIENCE || failure.retry_after.is_some() {
            self.silent.store(true, Ordering::Relaxed);
        }
    }
}
