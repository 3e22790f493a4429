// SPDX-License-Identifier: EUPL-1.2
//! Files that were written, on disk: for many writers at once.
//!
//! An fsync of each new file and of its folder costs more than the file. So whoever has written waits here; a thread of its own asks the kernel to
//! write what it holds of this file system, once for everybody who waits by then. It also writes what others have written to the same
//! file system, which a database there would soon have asked for anyway.

use std::{
    fs::File,
    io,
    path::Path,
    sync::{
        Arc,
        mpsc::{Receiver, Sender, channel},
    },
    thread,
};

use tokio::sync::oneshot;

/// What a writer is told: errors are shared by all who waited.
type Answer = Result<(), Arc<io::Error>>;

/// Where writers wait. The thread ends with it.
#[derive(Debug)]
pub(crate) struct Flush {
    queue: Sender<oneshot::Sender<Answer>>,
}

impl Flush {
    /// Starts the thread for the file system of a folder.
    pub(crate) fn of(folder: &Path) -> io::Result<Self> {
        let folder = File::open(folder)?;
        let (queue, waiting) = channel();
        thread::Builder::new().name("blob-flush".to_owned()).spawn(move || work(&folder, &waiting))?;
        Ok(Self { queue })
    }

    /// Waits until everything that was written before is on disk.
    pub(crate) async fn written(&self) -> io::Result<()> {
        let (answer, reply) = oneshot::channel();
        let stopped = |_| io::Error::other("the thread that writes files to disk has stopped");
        self.queue.send(answer).map_err(|error| io::Error::other(error.to_string()))?;
        reply.await.map_err(stopped)?.map_err(|error| io::Error::new(error.kind(), error))
    }
}

fn work(folder: &File, waiting: &Receiver<oneshot::Sender<Answer>>) {
    while let Ok(first) = waiting.recv() {
        let all: Vec<_> = [first].into_iter().chain(waiting.try_iter()).collect();
        let done = rustix::fs::syncfs(folder).map_err(|error| Arc::new(io::Error::from(error)));
        // Who no longer waits has left its upload, which then goes.
        all.into_iter().for_each(|answer| drop(answer.send(done.clone())));
    }
}

#[cfg(test)]
mod tests {
    use super::Flush;

    #[tokio::test]
    async fn everybody_who_waits_is_answered() {
        let folder = tempfile::tempdir().unwrap();
        let flush = Flush::of(folder.path()).unwrap();
        let all = (0..50).map(|i| {
            std::fs::write(folder.path().join(i.to_string()), b"x").unwrap();
            flush.written()
        });
        assert!(futures_util::future::join_all(all).await.iter().all(Result::is_ok));
    }
}
