// SPDX-License-Identifier: EUPL-1.2
//! All kinds side by side: step by step in a test, in the background in a server.

use std::{fmt, sync::Arc};

use futures_util::future::try_join_all;
use tokio::{
    sync::watch::{self, Sender},
    task::JoinSet,
};
use uuid::Uuid;
use waarmaker_core::Clock;
use waarmaker_db::{Db, Error};
use waarmaker_events::Bell;

use crate::{Handler, Settings, lane::Lane};

/// Does jobs: in the background after [`start`](Self::start), or step by step in a test.
pub struct Runner {
    lanes: Vec<Lane>,
}

impl fmt::Debug for Runner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.lanes.iter().map(|lane| lane.handler.kind())).finish()
    }
}

impl Runner {
    /// A runner for this database. `me` names this process among those on the database: another one after each start. Of a kind without a handler
    /// nothing is done.
    #[expect(clippy::needless_pass_by_value, reason = "each kind gets a clone, the caller has no use for what is left")]
    pub fn new(db: Db, clock: Arc<dyn Clock>, me: Uuid, settings: Settings, handlers: Vec<Arc<dyn Handler>>) -> Self {
        let lane = |handler| {
            let (db, clock, settings) = (db.clone(), Arc::clone(&clock), settings.clone());
            Lane { db, clock, me, settings, handler }
        };
        Self { lanes: handlers.into_iter().map(lane).collect() }
    }

    /// Does everything that can be done now, also what that leads to, and returns when the next job may be tried, in milliseconds since 1970.
    pub async fn run_until_idle(&mut self) -> Result<Option<i64>, Error> {
        while try_join_all(self.lanes.iter().map(Lane::drain)).await?.contains(&true) {}
        let due = try_join_all(self.lanes.iter().map(Lane::next)).await?;
        Ok(due.into_iter().flatten().min())
    }

    /// Does jobs in the background from now on, on the runtime of the caller; `bell` rings when something was written.
    pub fn start(self, bell: &Bell) -> Running {
        let (stop, stopped) = watch::channel(false);
        let mut lanes = JoinSet::new();
        for lane in self.lanes {
            lanes.spawn(lane.work(bell.listen(), stopped.clone()));
        }
        Running { stop, lanes }
    }
}

/// Jobs that are done in the background.
#[derive(Debug)]
pub struct Running {
    stop: Sender<bool>,
    lanes: JoinSet<()>,
}

impl Running {
    /// Finishes the jobs that are under way and writes what became of them; the rest waits for the next start. Takes at most about as long as one
    /// attempt may take. Call it before the database is closed.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        while let Some(ended) = self.lanes.join_next().await {
            if let Err(error) = ended {
                tracing::error!(%error, "the jobs of a kind did not end well");
            }
        }
    }
}
