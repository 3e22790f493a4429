// SPDX-License-Identifier: EUPL-1.2
//! A content that arrives, and the certainty that nothing of it stays behind when it is refused.

use std::{
    fmt, mem,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use bytes::Bytes;
use sha2::{Digest as _, Sha256};
use tokio::{runtime::Handle, task::JoinHandle};
use waarmaker_core::{Ids as _, RandomIds};
use waarmaker_db::Db;

use crate::{
    Address, Blobs, Chunk, Error, Kept,
    blobs::Open,
    contents, pool,
    scanner::{Scan, Scanner},
};

/// Cuts what arrives into chunks, and puts each as soon as it is whole.
///
/// Holds one chunk, and another one that is being written meanwhile. Dropping it, at any moment and on any thread, removes what it put.
pub struct Receiver {
    upload: Upload,
    buffer: Vec<u8>,
    hasher: Sha256,
    size: u64,
    scan: Option<Scan>,
}

impl fmt::Debug for Receiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receiver").field("size", &self.size).finish_non_exhaustive()
    }
}

impl Receiver {
    pub(crate) fn new(blobs: Blobs, db: Db) -> Self {
        let scan = blobs.scanner().map(Scanner::begin);
        Self { upload: Upload::new(blobs, db), buffer: Vec::new(), hasher: Sha256::new(), size: 0, scan }
    }

    /// Returns how many bytes have arrived.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Takes the next bytes, however many. Waits when the store is slower than the sender. After an error only dropping makes sense.
    pub async fn push(&mut self, mut bytes: &[u8]) -> Result<(), Error> {
        if let Some(scan) = &mut self.scan {
            scan.send(bytes).await?;
        }
        while !bytes.is_empty() {
            let room = self.upload.blobs.chunk_bytes().saturating_sub(self.buffer.len());
            let (now, later) = bytes.split_at(room.min(bytes.len()));
            self.hasher.update(now);
            self.make_room(now.len());
            self.buffer.extend_from_slice(now);
            self.size += now.len() as u64;
            bytes = later;
            if now.len() == room {
                self.put().await?;
            }
        }
        Ok(())
    }

    /// Puts the last chunk and waits for the scanner; then everything is on disk and waits to be [kept](contents::keep).
    ///
    /// An empty content has one empty chunk.
    pub async fn finish(mut self) -> Result<Received, Error> {
        if !self.buffer.is_empty() || self.upload.chunks.is_empty() {
            self.put().await?;
        }
        self.upload.written().await?;
        if let Some(scan) = &mut self.scan {
            scan.verdict().await?;
        }
        Ok(Received { upload: Arc::new(self.upload), size: self.size })
    }

    /// Goes on in a buffer of a whole chunk when what there is becomes large.
    fn make_room(&mut self, more: usize) {
        let whole = self.upload.blobs.chunk_bytes();
        if self.buffer.len() + more > pool::SMALL && self.buffer.capacity() < whole {
            let mut buffer = self.upload.blobs.pool().take(whole);
            buffer.extend_from_slice(&self.buffer);
            self.buffer = buffer;
        }
    }

    async fn put(&mut self) -> Result<(), Error> {
        let bytes = self.upload.blobs.pool().bytes(mem::take(&mut self.buffer));
        let address = Address::of_hash(&mut self.hasher);
        self.upload.written().await?;
        self.upload.put(address, bytes)
    }
}

/// A content whose chunks are in the store, and which no row names yet.
///
/// A clone is the same content: a write needs one of its own. When the last one is dropped, the chunks that no row names are removed: after a
/// refusal all of them, after a commit those that were there already. [`Received::settle`] does the latter without asking the database.
#[derive(Clone)]
pub struct Received {
    upload: Arc<Upload>,
    size: u64,
}

impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received").field("size", &self.size).field("chunks", &self.chunks()).finish_non_exhaustive()
    }
}

impl Received {
    /// Returns how many bytes it has.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Returns its chunks, in order.
    pub fn chunks(&self) -> &[Chunk] {
        &self.upload.chunks
    }

    /// Says that the write in which this was kept has been committed. Optional: it saves looking that up.
    ///
    /// Must not be called before the answer to that write, for what it returned is final only then.
    pub fn settle(self, kept: Kept) {
        if !self.upload.settled.swap(true, Ordering::AcqRel) && !kept.redundant.is_empty() {
            self.upload.remove(kept.redundant);
        }
    }

    /// Remembers that from now on only the database knows whether the chunks are needed.
    pub(crate) fn offer(&self) {
        self.upload.offered.store(true, Ordering::Release);
    }
}

/// The chunks that were put, and the duty to remove them.
struct Upload {
    blobs: Blobs,
    db: Db,
    /// In order; a chunk that comes more than once is put once.
    chunks: Vec<Chunk>,
    /// The put that is under way. It goes on when nobody waits for it, so it is waited for before its object is removed.
    running: Option<JoinHandle<Result<(), Error>>>,
    /// Where puts run: the thread on which this is dropped may belong to the database.
    runtime: Option<Handle>,
    offered: AtomicBool,
    settled: AtomicBool,
    open: Option<Open>,
}

impl Upload {
    fn new(blobs: Blobs, db: Db) -> Self {
        let open = Some(blobs.opened());
        let (offered, settled) = (AtomicBool::new(false), AtomicBool::new(false));
        Self { blobs, db, chunks: Vec::new(), running: None, runtime: None, offered, settled, open }
    }

    /// Starts to write a chunk, unless it is the same as an earlier one.
    fn put(&mut self, address: Address, bytes: Bytes) -> Result<(), Error> {
        if let Some(chunk) = self.chunks.iter().find(|chunk| chunk.address == address).copied() {
            self.chunks.push(chunk);
            return Ok(());
        }
        let runtime = Handle::try_current().map_err(|error| Error::Settings(error.to_string()))?;
        let chunk = Chunk { address, generation: RandomIds.uuid(), size: bytes.len() as u64 };
        let blobs = self.blobs.clone();
        self.chunks.push(chunk);
        self.running = Some(runtime.spawn(async move { blobs.store().put(&chunk, bytes).await }));
        self.runtime = Some(runtime);
        Ok(())
    }

    /// Waits for the put that is under way.
    async fn written(&mut self) -> Result<(), Error> {
        let Some(running) = &mut self.running else { return Ok(()) };
        let done = running.await;
        self.running = None;
        done.map_err(|source| Error::store("writing", "", object_store::Error::JoinError { source }))?
    }

    /// Removes objects that certainly nobody refers to.
    fn remove(&self, chunks: Vec<Chunk>) {
        let (Some(runtime), blobs) = (&self.runtime, self.blobs.clone()) else { return };
        let open = blobs.opened();
        drop(runtime.spawn(async move {
            remove(&blobs, &chunks).await;
            drop(open);
        }));
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        let Some(runtime) = &self.runtime else { return };
        if *self.settled.get_mut() {
            return;
        }
        let offered = *self.offered.get_mut();
        let (blobs, db, open) = (self.blobs.clone(), self.db.clone(), self.open.take());
        let (chunks, running) = (mem::take(&mut self.chunks), self.running.take());
        // When the runtime is stopping, this is not run: the objects are collected later.
        drop(runtime.spawn(async move {
            if let Some(running) = running {
                drop(running.await);
            }
            let unneeded = if offered { contents::unneeded(&db, chunks).await } else { Ok(chunks) };
            match unneeded {
                Ok(chunks) => remove(&blobs, &chunks).await,
                Err(error) => tracing::warn!(%error, "what an upload left is to be collected later"),
            }
            drop(open);
        }));
    }
}

async fn remove(blobs: &Blobs, chunks: &[Chunk]) {
    for chunk in chunks {
        if let Err(error) = blobs.store().delete(&chunk.name()).await {
            tracing::warn!(%error, "an object is to be collected later");
        }
    }
}
