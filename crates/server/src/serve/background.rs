// SPDX-License-Identifier: EUPL-1.2
//! Work that nobody asked for: what is left over is cleared away.
//!
//! Each task has a row that says when it is due. A node that finds it due moves the moment on, in one statement, and does the work: so of several
//! nodes on one database one does it, a restart does not put it off, and a node that dies halfway is followed by the next turn. Every task may be
//! done twice at the same time without harm; the row only spares the work.

use std::{sync::Arc, time::Duration};

use anyhow::Result;
use tokio::{sync::watch, task::JoinSet};
use waarmaker_api::{Call, Cx, http::Api};
use waarmaker_blob::SHORTEST_GRACE;
use waarmaker_core::{Clock as _, Problem, SystemClock};
use waarmaker_db::{Db, Error};
use waarmaker_metingen::letters::{self, Keep};
use waarmaker_ui::limit;

/// How often it is looked whether something is due.
const LOOK: Duration = Duration::from_mins(5);

/// A task and how often it is done.
#[derive(Clone, Copy, Debug)]
enum Task {
    /// Contents that nobody has any more.
    Orphans,
    /// Uploads in parts that were never finished.
    Uploads,
    /// Observations whose term is over.
    Observations,
    /// Messages that could not be used, when they are old.
    Letters,
    /// Reports that nobody sent, and their photos.
    Drafts,
    /// Files that were looked at or read in more than a week ago.
    Files,
    /// How much an address sent in hours that are over.
    Senders,
}

impl Task {
    const ALL: [Self; 7] =
        [Self::Uploads, Self::Orphans, Self::Observations, Self::Letters, Self::Drafts, Self::Files, Self::Senders];

    const fn name(self) -> &'static str {
        match self {
            Self::Orphans => "inhoud_opruimen",
            Self::Uploads => "uploads_vervallen",
            Self::Observations => "metingen_vervallen",
            Self::Letters => "dode_letters_vervallen",
            Self::Drafts => "concepten_vervallen",
            Self::Files => "inleesbestanden_vervallen",
            Self::Senders => "afzenders_vergeten",
        }
    }

    const fn every(self) -> Duration {
        match self {
            Self::Orphans => Duration::from_hours(24),
            Self::Uploads | Self::Observations | Self::Letters | Self::Drafts | Self::Files | Self::Senders => {
                Duration::from_hours(1)
            }
        }
    }

    /// Says what was done, when it was something.
    fn note(self, gone: u64) {
        if gone > 0 {
            tracing::info!(task = self.name(), gone, "done");
        }
    }

    async fn run(self, api: &Arc<Api>) -> Result<()> {
        match self {
            Self::Orphans => {
                let now = Call::now(&api.house)?.now;
                let done = api.blobs.collect_orphans(&api.db, &now, SHORTEST_GRACE).await?;
                tracing::info!(
                    task = self.name(),
                    chunks = done.chunks,
                    objects = done.objects,
                    bytes = done.bytes,
                    "done"
                );
            }
            Self::Uploads => {
                let expired = waarmaker_documenten::expire(api).await?;
                self.note(expired.try_into()?);
            }
            Self::Observations => self.note(portions(api, waarmaker_metingen::tick).await?),
            Self::Letters => {
                let keep = Keep { days: api.house.choices.dead_letter_days, ..Keep::default() };
                self.note(portions(api, move |cx| letters::tick(keep, cx)).await?);
            }
            Self::Drafts => self.note(portions(api, waarmaker_lampen::clean).await?),
            Self::Files => self.note(portions(api, waarmaker_beheer::clean).await?),
            Self::Senders => self.note(portions(api, |cx| Ok(limit::forget(cx.tx, &cx.call.now)?)).await?),
        }
        Ok(())
    }
}

/// Throws away portion after portion, each in a transaction of its own, until nothing is left to throw away; returns how much that was.
async fn portions(
    api: &Arc<Api>,
    portion: impl Fn(&mut Cx<'_, '_>) -> Result<u64, Problem> + Copy + Send + 'static,
) -> Result<u64> {
    let mut all = 0;
    loop {
        match api.writing_as("Waarmaker", portion).await? {
            0 => return Ok(all),
            gone => all += gone,
        }
    }
}

/// The tasks of a server; they stop with [`Background::stop`].
pub(super) struct Background {
    stop: watch::Sender<bool>,
    tasks: JoinSet<()>,
}

impl Background {
    /// Starts all tasks.
    pub(super) fn start(api: &Arc<Api>) -> Self {
        let (stop, stopped) = watch::channel(false);
        let mut tasks = JoinSet::new();
        for task in Task::ALL {
            tasks.spawn(repeat(task, Arc::clone(api), stopped.clone()));
        }
        Self { stop, tasks }
    }

    /// Stops them between two steps. What one was doing is done again another time.
    pub(super) async fn stop(mut self) {
        self.stop.send_replace(true);
        while self.tasks.join_next().await.is_some() {}
    }
}

async fn repeat(task: Task, api: Arc<Api>, mut stopped: watch::Receiver<bool>) {
    loop {
        let turn = async {
            match due(&api.db, task).await {
                Ok(false) => {}
                Ok(true) => {
                    if let Err(error) = task.run(&api).await {
                        tracing::error!(
                            task = task.name(),
                            error = format!("{error:#}"),
                            "a task failed; it is tried again at its next turn"
                        );
                    }
                }
                Err(error) => {
                    let error = format!("{:#}", anyhow::Error::new(error));
                    tracing::error!(task = task.name(), error, "whether a task is due could not be seen");
                }
            }
            tokio::time::sleep(LOOK).await;
        };
        tokio::select! {
            () = turn => {}
            _ = stopped.wait_for(|stopped| *stopped) => return,
        }
    }
}

/// Whether a task is due; then its next turn is a period later, and this one is ours.
async fn due(db: &Db, task: Task) -> Result<bool, Error> {
    let now = SystemClock.now().as_millisecond();
    let next = now.saturating_add(i64::try_from(task.every().as_millis()).unwrap_or(i64::MAX));
    db.write(move |tx| {
        let known = "INSERT INTO taken (taak, volgende) VALUES ($1, 0) ON CONFLICT (taak) DO NOTHING";
        tx.run(known, &[task.name().into()])?;
        let ours = "UPDATE taken SET volgende = $2 WHERE taak = $1 AND volgende <= $3";
        Ok(tx.run(ours, &[task.name().into(), next.into(), now.into()])? > 0)
    })
    .await
}
