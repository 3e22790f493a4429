// SPDX-License-Identifier: EUPL-1.2
//! A batch on its way to the database: it comes back stored, however long that takes.

use std::{sync::Arc, time::Duration};

use waarmaker_api::{Call, Cx, Result, http::Api};
use waarmaker_auth::Caller;

use crate::{
    Watchers,
    letters::{Parcel, Sort, take},
    mapping::{Mapped, Refusal},
};

/// What letters say about where a message came in.
const BRON: &str = "mqtt";
/// Tries of one message alone, while the database is well, before it becomes a letter.
const TRIES: usize = 3;
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// Where batches go.
#[derive(Clone)]
pub(super) struct Store {
    pub(super) api: Arc<Api>,
    pub(super) watchers: Watchers,
}

impl Store {
    /// Stores a batch. It returns when all of it is committed, and only then.
    pub(super) async fn all(&self, batch: Vec<Parcel>) -> Vec<Sort> {
        let batch = Arc::new(batch);
        let mut pause = FIRST_PAUSE;
        for _ in 0..TRIES {
            match self.once(Arc::clone(&batch)).await {
                Ok(sorted) => return sorted,
                Err(problem) => {
                    tracing::warn!(messages = batch.len(), %problem, "a batch of messages was not stored: it is tried again");
                }
            }
            self.pause(&mut pause).await;
        }
        let mut sorted = Vec::with_capacity(batch.len());
        for parcel in batch.iter() {
            sorted.push(self.alone(parcel).await);
        }
        sorted
    }

    /// Stores one message. When it fails again and again while the database is well, it is kept as a letter.
    async fn alone(&self, parcel: &Parcel) -> Sort {
        let mut pause = FIRST_PAUSE;
        let mut tries = 0;
        let mut parcel = Arc::new(vec![parcel.clone()]);
        loop {
            let problem = match self.once(Arc::clone(&parcel)).await {
                Ok(sorted) => return sorted.into_iter().next().unwrap_or_default(),
                Err(problem) => problem,
            };
            tracing::warn!(%problem, "a message was not stored: it is tried again");
            self.pause(&mut pause).await;
            tries += usize::from(self.api.db.ping().await.is_ok());
            if tries >= TRIES {
                parcel = Arc::new(parcel.iter().map(given_up).collect());
            }
        }
    }

    async fn pause(&self, pause: &mut Duration) {
        tokio::time::sleep(*pause).await;
        *pause = (*pause * 2).min(LONGEST_PAUSE);
    }

    async fn once(&self, batch: Arc<Vec<Parcel>>) -> Result<Vec<Sort>> {
        self.write(move |watchers, cx| take(BRON, &batch, watchers, cx)).await
    }

    async fn write<T, F>(&self, run: F) -> Result<T>
    where
        T: Send + 'static,
        F: Fn(Watchers, &mut Cx<'_, '_>) -> Result<T> + Send + 'static,
    {
        let (house, watchers) = (Arc::clone(&self.api.house), self.watchers);
        let call = Call::now(&house)?;
        let writing = move |tx: &mut waarmaker_db::Tx<'_>| {
            run(watchers, &mut Cx::new(tx, &house, &Caller::waarmaker("MQTT"), &call))
        };
        let written = self.api.db.write(writing).await?;
        self.api.bell.ring();
        Ok(written)
    }
}

/// The message as a letter: nothing of it is stored.
fn given_up(parcel: &Parcel) -> Parcel {
    let reason = "Het opslaan mislukt steeds; het log van de server zegt waarom.";
    let device = parcel.mapped.device.clone();
    let mapped = Mapped { device, refused: vec![Refusal::new("failed", reason)], ..Mapped::default() };
    Parcel { mapped, ..parcel.clone() }
}
