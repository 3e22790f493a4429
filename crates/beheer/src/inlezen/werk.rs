// SPDX-License-Identifier: EUPL-1.2
//! Reading in, in the background: a job that stores portion after portion.
//!
//! Each portion is a transaction with its rows and how far the work is then. So others can write in between, everybody sees how far it is, and a
//! server that stops halfway goes on where it was: it or another one takes the job up again.

use std::{
    future::Future,
    pin::Pin,
    sync::Arc,
    time::{Duration, Instant},
};

use serde_json::Value as Json;
use uuid::Uuid;
use waarmaker_api::{
    Call, Cx, Result,
    http::{Api, Incoming},
};
use waarmaker_assets::import::Tally;
use waarmaker_core::Problem;
use waarmaker_db::Weight;
use waarmaker_jobs::{Claimed, Handler, Outcome};

use super::{
    bestand::{self, Bestand, Fase, Waarom, Werk},
    opties::{Opties, Voornemen},
    rapport::Rapport,
};

/// Kind of the job.
pub(super) const SOORT: &str = "inlezen";
/// Rows of a portion: a tenth of a second for others to wait (measured: 40 to 50 µs a row on SQLite).
const RIJEN: usize = 2000;
/// How long one attempt goes on; then others have their turn, and the server can stop.
const DUUR: Duration = Duration::from_secs(10);
/// How often it is tried again after something went wrong; some minutes together.
const POGINGEN: u32 = 6;

/// Reads files in that somebody wanted read in.
pub struct Inlezer {
    api: Arc<Api>,
    /// Rows of a portion.
    rijen: usize,
    /// How long one attempt goes on.
    duur: Duration,
}

impl std::fmt::Debug for Inlezer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Inlezer")
    }
}

impl Inlezer {
    /// Portions and pauses as they are in a server.
    pub const fn new(api: Arc<Api>) -> Self {
        Self::with(api, RIJEN, DUUR)
    }

    /// Portions of so many rows, and so much time for one attempt; each attempt does one portion at least.
    pub const fn with(api: Arc<Api>, rijen: usize, duur: Duration) -> Self {
        Self { api, rijen, duur }
    }

    async fn doe(&self, job: &Claimed) -> Result<Outcome> {
        let uuid = job.body.get("bestand").and_then(Json::as_str).and_then(|text| Uuid::try_parse(text).ok());
        let Some(uuid) = uuid else { return Ok(Outcome::Done) };
        let read = move |cx: &mut Cx<'_, '_>| bestand::vind(uuid, cx);
        let found = self.api.reading_as("Beheer", Weight::Scan, read).await?;
        let Some(Bestand { opties, fase: Fase::Bezig(werk), .. }) = found else { return Ok(Outcome::Done) };
        if job.attempts >= POGINGEN {
            return self.einde(uuid, Waarom::Storing).await;
        }
        match self.lees_in(uuid, &opties, &werk).await {
            Err(problem) if problem.status == 403 => self.einde(uuid, Waarom::Recht).await,
            other => other,
        }
    }

    /// Reads the file, holds it against the register and stores portions until the time is over.
    async fn lees_in(&self, uuid: Uuid, opties: &Opties, werk: &Werk) -> Result<Outcome> {
        let begin = Instant::now();
        let Some(plan) = self.plan(uuid, opties, werk).await? else { return Ok(Outcome::Done) };
        if !plan.mag() {
            return self.past_niet(uuid, opties, werk, &plan).await;
        }
        let plan = Arc::new(plan);
        let mut rows = None;
        loop {
            let stand = self.portie(uuid, opties, werk, &plan).await?;
            match stand {
                None => return Ok(Outcome::Done),
                Some(stand) if stand.ready => return Ok(Outcome::Done),
                // Somebody changed the register so that the file has to be held against it anew.
                Some(stand) if rows == Some(stand) => return Ok(Outcome::Retry("the register changed".to_owned())),
                Some(_) if begin.elapsed() >= self.duur => return Ok(Outcome::Repeat(Duration::ZERO)),
                Some(stand) => rows = Some(stand),
            }
        }
    }

    async fn plan(&self, uuid: Uuid, opties: &Opties, werk: &Werk) -> Result<Option<Voornemen>> {
        let read = move |cx: &mut Cx<'_, '_>| bestand::inhoud(uuid, cx);
        let Some(bytes) = self.api.reading_as("Beheer", Weight::Scan, read).await? else { return Ok(None) };
        let opties = opties.clone();
        let read = tokio::task::spawn_blocking(move || opties.lees(&bytes, false)).await.map_err(Problem::internal)?;
        self.api.reading(Weight::Scan, self.incoming(werk)?, move |cx| read.plan(cx)).await.map(Some)
    }

    /// A request of whoever wanted it: with the rights of now.
    fn incoming(&self, werk: &Werk) -> Result<Incoming> {
        let (path, query) = (String::new(), String::new());
        Ok(Incoming {
            claims: Some(werk.door.claims()),
            call: Call::now(&self.api.house)?,
            path,
            query,
            body: Json::Null,
        })
    }

    /// Stores the next rows and writes how far it is; `None` when there is nothing to do any more.
    async fn portie(&self, uuid: Uuid, opties: &Opties, werk: &Werk, plan: &Arc<Voornemen>) -> Result<Option<Tally>> {
        let (plan, opties, most) = (Arc::clone(plan), opties.clone(), self.rijen);
        let write = move |cx: &mut Cx<'_, '_>, _: &Json| {
            let Some((totaal, stand)) = bestand::stand(uuid, cx)? else { return Ok(None) };
            // With other rows than at first it begins anew, and finds what was stored as it is.
            let rows = if totaal == plan.totaal() { stand.rows } else { 0 };
            let stand = plan.portie(Tally { rows, ..stand }, most, cx)?;
            bestand::verder(uuid, plan.totaal(), stand, cx)?;
            if stand.ready {
                bestand::klaar(uuid, &opties, &Rapport::from(&plan.uitkomst(stand)), cx)?;
            }
            Ok(Some(stand))
        };
        self.api.writing(self.incoming(werk)?, write).await
    }

    /// Something is wrong with the file now. Nothing was stored: whoever wanted it sees what. Something was: that is said.
    async fn past_niet(&self, uuid: Uuid, opties: &Opties, werk: &Werk, plan: &Voornemen) -> Result<Outcome> {
        if werk.stand != Tally::default() {
            return self.einde(uuid, Waarom::Veranderd).await;
        }
        let (opties, rapport) = (opties.clone(), Rapport::from(plan.rapport()));
        let write = move |cx: &mut Cx<'_, '_>| bestand::terug(uuid, &opties, &rapport, cx);
        self.api.writing_as("Beheer", write).await.map(|()| Outcome::Done)
    }

    async fn einde(&self, uuid: Uuid, waarom: Waarom) -> Result<Outcome> {
        let write = move |cx: &mut Cx<'_, '_>| bestand::mislukt(uuid, waarom, cx);
        self.api.writing_as("Beheer", write).await.map(|()| Outcome::Done)
    }
}

impl Handler for Inlezer {
    fn kind(&self) -> &'static str {
        SOORT
    }

    fn run<'a>(&'a self, job: &'a Claimed) -> Pin<Box<dyn Future<Output = Outcome> + Send + 'a>> {
        Box::pin(async move {
            self.doe(job).await.unwrap_or_else(|problem| Outcome::Retry(format!("problem {}", problem.code)))
        })
    }
}
