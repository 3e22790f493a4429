// SPDX-License-Identifier: EUPL-1.2
//! Tells whoever delivers the outbox that something may be in it.

use std::sync::Arc;

use tokio::sync::Notify;

/// A bell that is rung after a commit, so that a notification leaves at once; who misses it finds the row in the outbox anyway. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Bell(Arc<Notify>);

impl Bell {
    /// Rings: the next [`wait`](Self::wait), also one that has not begun yet, ends.
    pub fn ring(&self) {
        self.0.notify_one();
    }

    /// Waits until it rings.
    pub async fn wait(&self) {
        self.0.notified().await;
    }
}
