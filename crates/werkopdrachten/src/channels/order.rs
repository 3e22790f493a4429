// SPDX-License-Identifier: EUPL-1.2
//! An order as a channel sees it, and what became of sending it.

use std::sync::Arc;

use serde_json::{Value as Json, json};
use uuid::Uuid;
use waarmaker_api::{Call, Cx, Result, Tree, amend, http::Api, read};
use waarmaker_auth::Caller;
use waarmaker_contracten::Kanaal;
use waarmaker_core::{DateTime, Problem, origin::splice};
use waarmaker_db::{Tx, Weight};
use waarmaker_jobs::{Claimed, Job, Outcome, enqueue};
use waarmaker_resource::{Link, Linked as _};

use super::Gebeurtenis;
use crate::{Aflevering, Verzonden, Werkopdracht};

/// Why a job is tried again after its message left.
pub(crate) const UNWRITTEN: &str = "sent, but that could not be written";

/// What every handler works with.
#[derive(Clone)]
pub(crate) struct Sender {
    pub(crate) api: Arc<Api>,
}

/// An order with the channel that it goes by.
pub(crate) struct Loaded {
    pub(crate) uuid: Uuid,
    pub(crate) order: Werkopdracht,
    pub(crate) kanaal: Option<Kanaal>,
    /// The document as the API serves it.
    pub(crate) served: Json,
}

impl Sender {
    /// Runs a read as Waarmaker itself.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        run: impl FnOnce(&mut Cx<'_, '_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let house = Arc::clone(&self.api.house);
        let reading = move |tx: &mut Tx<'_>| {
            let (who, call) = (Caller::waarmaker("Signalen"), Call::now(&house)?);
            run(&mut Cx::new(tx, &house, &who, &call))
        };
        self.api.db.read(Weight::Scan, reading).await
    }

    /// Runs a write as Waarmaker itself.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        run: impl Fn(&mut Cx<'_, '_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let house = Arc::clone(&self.api.house);
        let writing = move |tx: &mut Tx<'_>| {
            let (who, call) = (Caller::waarmaker("Signalen"), Call::now(&house)?);
            run(&mut Cx::new(tx, &house, &who, &call))
        };
        let done = self.api.db.write(writing).await?;
        self.api.bell.ring();
        Ok(done)
    }

    /// Our address, the first of them.
    pub(crate) fn origin(&self) -> &str {
        self.api.house.origins.for_host("")
    }

    /// The order that a job is about; `None` when it is gone.
    pub(crate) async fn load(&self, uuid: Uuid) -> Result<Option<Loaded>> {
        let origin = self.origin().to_owned();
        self.read(move |cx| {
            let Some(order) = cx.get::<Werkopdracht>(uuid)? else { return Ok(None) };
            let kanaal = super::channel(&order, cx)?;
            let stored = read(cx.room(Werkopdracht::NAME)?, cx, uuid, None, &Tree::default())?;
            let mut body = Vec::with_capacity(stored.body.len() + 512);
            splice(&stored.body, &origin, &mut body);
            let served = serde_json::from_slice(&body).map_err(Problem::internal)?;
            Ok(Some(Loaded { uuid, order, kanaal, served }))
        })
        .await
    }

    /// Hands a job to the channel that an order has by now.
    pub(crate) async fn hand_over(&self, job: &Claimed, kind: &'static str) -> Result<()> {
        let (subject, body) = (job.subject, job.body.clone());
        self.write(move |cx| Ok(enqueue(cx.tx, &Job { kind, subject, body: body.clone(), due: 0 })?)).await
    }

    /// Writes in the order what became of the offer.
    pub(crate) async fn sent(&self, uuid: Uuid, kanaal: &'static str, staat: Aflevering, words: &str) -> Result<()> {
        self.change(uuid, kanaal, staat, words, None).await
    }

    /// The same, with the number that the order has at the contractor.
    pub(crate) async fn sent_as(&self, uuid: Uuid, kanaal: &'static str, words: &str, number: &str) -> Result<()> {
        self.change(uuid, kanaal, Aflevering::Afgeleverd, words, Some(number)).await
    }

    async fn change(
        &self,
        uuid: Uuid,
        kanaal: &'static str,
        staat: Aflevering,
        words: &str,
        number: Option<&str>,
    ) -> Result<()> {
        let (words, number) = (words.to_owned(), number.map(str::to_owned));
        self.write(move |cx| {
            let order = cx.must(Link::<Werkopdracht>::to(uuid))?;
            let same = order
                .verzonden
                .as_ref()
                .is_some_and(|sent| sent.kanaal == kanaal && sent.staat == staat && sent.toelichting == words);
            let verzonden = verzonden(kanaal, staat, cx.call.now, &words);
            let room = cx.room(Werkopdracht::NAME)?;
            amend(room, cx, uuid, &[], |record| {
                if !same {
                    record.insert("verzonden".to_owned(), verzonden);
                }
                if let Some(number) = &number {
                    record.insert("externNummer".to_owned(), Json::from(number.as_str()));
                }
            })
            .map(|_| ())
        })
        .await
    }

    /// After giving up: the offer did not arrive. Of a later message that did not, only the log tells.
    pub(crate) async fn gave_up(&self, job: &Claimed, kanaal: &'static str, reason: &str) {
        if event(job) != Some(Gebeurtenis::Aangeboden) {
            return;
        }
        let words = format!("Niet gelukt na herhaald proberen: {reason}");
        if let Err(problem) = self.sent(job.subject, kanaal, Aflevering::Mislukt, &words).await {
            tracing::error!(%problem, werkopdracht = %job.subject, "that an order did not arrive could not be written");
        }
    }
}

fn verzonden(kanaal: &str, staat: Aflevering, moment: DateTime, words: &str) -> Json {
    let words: String = words.chars().take(1000).collect();
    json!(Verzonden { kanaal: kanaal.to_owned(), staat, moment, toelichting: words })
}

/// What becomes of a job after what it wrote: tried again when that could not be written, with `what` was the matter.
pub(crate) fn written(what: &str, done: Result<()>) -> Outcome {
    match done {
        Ok(()) => Outcome::Done,
        Err(problem) => Outcome::Retry(format!("{what}: {}", problem.code)),
    }
}

/// What a job tells.
pub(crate) fn event(job: &Claimed) -> Option<Gebeurtenis> {
    serde_json::from_value(job.body.get("gebeurtenis")?.clone()).ok()
}
