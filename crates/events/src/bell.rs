// SPDX-License-Identifier: EUPL-1.2
//! Tells whoever works on what was committed that there may be something to do.

use tokio::sync::watch::{Receiver, Sender};

/// A bell that is rung after a commit, so that what follows from it happens at once; who misses it finds the rows anyway. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Bell(Sender<()>);

impl Bell {
    /// Rings: every listener hears it, also one that is busy now.
    pub fn ring(&self) {
        self.0.send_replace(());
    }

    /// Listens from now on.
    pub fn listen(&self) -> Listener {
        Listener { heard: self.0.subscribe(), _bell: self.clone() }
    }
}

/// Somebody who listens to a [`Bell`].
#[derive(Debug)]
pub struct Listener {
    heard: Receiver<()>,
    /// Keeps the bell there: one that is gone would ring for ever.
    _bell: Bell,
}

impl Listener {
    /// Waits until it rings; returns at once when it rang since the last time.
    pub async fn wait(&mut self) {
        // It ends in an error only without a bell.
        let _ = self.heard.changed().await;
    }
}
