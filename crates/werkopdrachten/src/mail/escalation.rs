// SPDX-License-Identifier: EUPL-1.2
//! Deadlines in danger or missed, told to who has to know: people of the contractor and of the municipality.

use std::{future::Future, pin::Pin};

use serde_json::{Value as Json, json};
use uuid::Uuid;
use waarmaker_api::{Cx, Result};
use waarmaker_contracten::{Aannemer, Contract, Escalatiemoment, klok::tijdstip};
use waarmaker_jobs::{Claimed, Handler, Job, Outcome, enqueue};

use super::{letter::Letter, post::Post};
use crate::{
    Norm, Werkopdracht,
    channels::{Gebeurtenis, Sender},
    klok::uuid_of,
};

const KIND: &str = "escalatie";

/// Mails the contacts of an order that a deadline is in danger or missed.
pub fn escalate(order: Uuid, gebeurtenis: Gebeurtenis, norm: Norm, cx: &mut Cx<'_, '_>) -> Result<()> {
    let body = json!({"werkopdracht": order, "gebeurtenis": gebeurtenis, "norm": norm});
    Ok(enqueue(cx.tx, &Job { kind: KIND, subject: order, body, due: 0 })?)
}

/// Who hears it, each address once: of the contract for this moment, of the contractor by level (1: in danger, 2: also missed).
fn contacts(order: &Werkopdracht, gebeurtenis: Gebeurtenis, cx: &mut Cx<'_, '_>) -> Result<Vec<String>> {
    let missed = gebeurtenis == Gebeurtenis::Overschreden;
    let mut found = Vec::new();
    if let Some(contract) = uuid_of(order.contract.as_ref())
        && let Some(contract) = cx.get::<Contract>(contract)?
    {
        let moment = if missed { Escalatiemoment::Gemist } else { Escalatiemoment::Risico };
        found.extend(contract.escalatie.into_iter().filter(|one| one.moment == moment).map(|one| one.email));
    }
    if let Some(aannemer) = uuid_of(order.aannemer.as_ref())
        && let Some(aannemer) = cx.get::<Aannemer>(aannemer)?
    {
        let level = if missed { 2 } else { 1 };
        found.extend(aannemer.escalatiecontacten.into_iter().filter(|one| one.niveau <= level).map(|one| one.email));
    }
    let mut once: Vec<String> = Vec::new();
    for email in found {
        if !once.iter().any(|known| known.eq_ignore_ascii_case(&email)) {
            once.push(email);
        }
    }
    Ok(once)
}

/// Mails contacts.
pub(crate) struct Escalations {
    pub(crate) sender: Sender,
    pub(crate) post: Post,
}

impl Handler for Escalations {
    fn kind(&self) -> &'static str {
        KIND
    }

    fn run<'a>(&'a self, job: &'a Claimed) -> Pin<Box<dyn Future<Output = Outcome> + Send + 'a>> {
        Box::pin(self.send(job))
    }
}

impl Escalations {
    /// A job for each contact, with its place in the list instead of its address. Each has a subject of its own, so that one that fails does not
    /// hold back another.
    async fn everybody(&self, uuid: Uuid, gebeurtenis: Gebeurtenis, norm: Norm) -> Outcome {
        let told = self.sender.write(move |cx| {
            let Some(order) = cx.get::<Werkopdracht>(uuid)? else { return Ok(()) };
            for index in 0..contacts(&order, gebeurtenis, cx)?.len() {
                let subject = Uuid::from_u128(uuid.as_u128() ^ (index as u128 + 1));
                let body = json!({"werkopdracht": uuid, "gebeurtenis": gebeurtenis, "norm": norm, "contact": index});
                enqueue(cx.tx, &Job { kind: KIND, subject, body, due: 0 })?;
            }
            Ok(())
        });
        match told.await {
            Ok(()) => Outcome::Done,
            Err(problem) => Outcome::Retry(format!("the contacts cannot be read: {}", problem.code)),
        }
    }

    async fn send(&self, job: &Claimed) -> Outcome {
        let read = |name: &str| job.body.get(name).cloned().unwrap_or_default();
        let parsed = (serde_json::from_value(read("gebeurtenis")), serde_json::from_value(read("norm")));
        let (Ok(gebeurtenis), Ok(norm)) = parsed else { return Outcome::Dead("an unknown event".to_owned()) };
        let order = read("werkopdracht").as_str().and_then(|uuid| uuid.parse().ok()).unwrap_or(job.subject);
        let index = job.body.get("contact").and_then(Json::as_u64).and_then(|index| usize::try_from(index).ok());
        let Some(index) = index else { return self.everybody(order, gebeurtenis, norm).await };
        let found = self.sender.read(move |cx| {
            let Some(order) = cx.get::<Werkopdracht>(order)? else { return Ok(None) };
            let contact = contacts(&order, gebeurtenis, cx)?.into_iter().nth(index);
            Ok(contact.map(|contact| (order, contact)))
        });
        let (order, email) = match found.await {
            Ok(Some(found)) => found,
            Ok(None) => return Outcome::Done,
            Err(problem) => return Outcome::Retry(format!("the order cannot be read: {}", problem.code)),
        };
        let id = format!("escalatie.{}.{}", job.subject.simple(), job.id);
        let letter = letter(&order, gebeurtenis, norm);
        self.post.send(&letter, &email, &id, self.sender.api.house.clock.now()).await
    }
}

fn letter(order: &Werkopdracht, gebeurtenis: Gebeurtenis, norm: Norm) -> Letter {
    let (number, what) = (&order.nummer, &order.asset_omschrijving);
    let termijn = order.termijnen.iter().find(|termijn| termijn.norm == norm);
    let until = termijn.and_then(|termijn| termijn.uiterlijk.as_ref()).map(tijdstip).unwrap_or_default();
    let step = match norm {
        Norm::Aannemen => "aannemen",
        Norm::TerPlaatse => "ter plaatse zijn",
        Norm::Hersteld => "herstellen",
    };
    let (subject, first) = match gebeurtenis {
        Gebeurtenis::Overschreden => (
            format!("Termijn voorbij bij opdracht {number}: {what}"),
            format!("Kijk vandaag wat er nodig is. De termijn voor {step} is voorbij sinds {until}."),
        ),
        _ => (
            format!("Termijn in gevaar bij opdracht {number}: {what}"),
            format!("Kijk of dit op tijd lukt. De termijn voor {step} loopt tot {until}."),
        ),
    };
    Letter::new(&subject, "u in het contract staat als contact voor termijnen")
        .say(first)
        .fact("Opdracht", number)
        .fact("Waar", what)
        .fact("Wat", &order.omschrijving)
        .fact("Stand", order.status.as_str())
}
