// SPDX-License-Identifier: EUPL-1.2
//! A content that came with a request.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use uuid::Uuid;
use waarmaker_blob::{Kept, Received, contents};

use crate::{Cx, Result};

/// A content that was received before the transaction that keeps it. What a write does not keep is removed from the store.
#[derive(Clone)]
pub struct Arrival(Arc<Parts>);

struct Parts {
    received: Received,
    /// What the last run of the write made of it.
    kept: Mutex<Option<Kept>>,
}

impl fmt::Debug for Arrival {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Arrival").field("size", &self.size()).finish_non_exhaustive()
    }
}

impl Arrival {
    /// Takes what was received.
    pub fn new(received: Received) -> Self {
        Self(Arc::new(Parts { received, kept: Mutex::new(None) }))
    }

    /// How many bytes it has.
    pub fn size(&self) -> u64 {
        self.0.received.size()
    }

    /// Makes it the content with this id, in the transaction of the write. May be run again with the rest of the transaction.
    pub fn keep(&self, inhoud: Uuid, cx: &mut Cx<'_, '_>) -> Result<()> {
        let kept = contents::keep(cx.tx, inhoud, &self.0.received, &cx.call.now)?;
        *self.0.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(kept);
        Ok(())
    }

    /// To be called after the commit: what the store had twice goes.
    pub(crate) fn settle(self) {
        if let Some(kept) = self.0.kept.lock().unwrap_or_else(PoisonError::into_inner).take() {
            self.0.received.clone().settle(kept);
        }
    }
}
