// SPDX-License-Identifier: EUPL-1.2
//! Asks what became of a service request, until it is closed.

use std::{future::Future, pin::Pin, time::Duration};

use reqwest::Method;
use serde_json::Value as Json;
use waarmaker_events::delivery::Outgoing;
use waarmaker_jobs::{Claimed, Handler, Outcome};

use super::{super::Sender, KIND as CHANNEL, Server};
use crate::link;

pub(super) const KIND: &str = "open311_status";
/// How often the status is asked.
const EVERY: Duration = Duration::from_mins(5);
/// How often a token is asked for.
const TOKEN: Duration = Duration::from_mins(1);

/// Follows service requests.
pub(crate) struct Statuses {
    pub(crate) sender: Sender,
    pub(crate) outgoing: Outgoing,
}

impl Handler for Statuses {
    fn kind(&self) -> &'static str {
        KIND
    }

    fn run<'a>(&'a self, job: &'a Claimed) -> Pin<Box<dyn Future<Output = Outcome> + Send + 'a>> {
        Box::pin(async move { self.look(job).await.unwrap_or_else(|outcome| outcome) })
    }
}

impl Statuses {
    async fn look(&self, job: &Claimed) -> Result<Outcome, Outcome> {
        let loaded = self.sender.load(job.subject).await;
        let loaded = loaded.map_err(|problem| Outcome::Retry(format!("the order cannot be read: {}", problem.code)))?;
        let Some(loaded) = loaded.filter(|loaded| !loaded.order.status.is_finished()) else { return Ok(Outcome::Done) };
        let server = loaded.kanaal.as_ref().and_then(|kanaal| Server::of(kanaal, &self.outgoing));
        let Some((server, _)) = server else { return Ok(Outcome::Done) };
        let mut number = loaded.order.extern_nummer.clone();
        if number.is_empty() {
            let Some(token) = job.body.get("token").and_then(Json::as_str) else { return Ok(Outcome::Done) };
            let found = server.ask(Method::GET, &format!("tokens/{}.json", segment(token)), &[]).await?;
            let Some(found) = found.member("service_request_id") else { return Ok(Outcome::Repeat(TOKEN)) };
            let noted = self.sender.sent_as(job.subject, CHANNEL, "", &found).await;
            noted.map_err(|problem| Outcome::Retry(format!("the number could not be written: {}", problem.code)))?;
            number = found;
        }
        let found = server.ask(Method::GET, &format!("requests/{}.json", segment(&number)), &[]).await?;
        if !found.member("status").is_some_and(|status| status.eq_ignore_ascii_case("closed")) {
            return Ok(Outcome::Repeat(EVERY));
        }
        let notes = found.member("status_notes").unwrap_or_default();
        let done = link::closed_elsewhere(&self.sender, &loaded, &notes).await;
        done.map_err(|problem| Outcome::Retry(format!("it is closed there, but not here: {}", problem.code)))?;
        Ok(Outcome::Done)
    }
}

/// A text as one segment of a path.
fn segment(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}
