// SPDX-License-Identifier: EUPL-1.2
//! A later report says where it is: the order has it from then on. Nobody is mailed for that; the page and the API show it.

use std::{future::Future, pin::Pin};

use uuid::Uuid;
use waarmaker_api::{Cx, Result, amend};
use waarmaker_jobs::{Claimed, Handler, Outcome};
use waarmaker_resource::Linked as _;
use waarmaker_signalen::Melding;

use super::{Sender, written};
use crate::Werkopdracht;

/// Writes places of reports in orders.
pub(crate) struct Plekken {
    pub(crate) sender: Sender,
}

impl Handler for Plekken {
    fn kind(&self) -> &'static str {
        Melding::PLEKPOST
    }

    fn run<'a>(&'a self, job: &'a Claimed) -> Pin<Box<dyn Future<Output = Outcome> + Send + 'a>> {
        let incident = job.subject;
        let write = self.sender.write(move |cx| plek(incident, cx));
        Box::pin(async move { written("the place of a report could not be written", write.await) })
    }
}

/// Gives the order of an incident the places of its reports.
fn plek(incident: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
    let sql = "SELECT uuid FROM werkopdrachten WHERE incident = $1";
    let Some(order) = cx.tx.one(sql, &[incident.into()], |row| row.uuid(0))? else { return Ok(()) };
    let plek = Melding::plek_van(incident, cx)?;
    let room = cx.room(Werkopdracht::NAME)?;
    amend(room, cx, order, &[], |record| {
        record.insert("plek".to_owned(), plek.into());
    })
    .map(|_| ())
}
