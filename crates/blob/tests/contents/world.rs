// SPDX-License-Identifier: EUPL-1.2
//! A store with a database, and what a test does with them.

use std::{fs, path::Path};

use futures_util::StreamExt as _;
use tempfile::TempDir;
use uuid::Uuid;
use waarmaker_blob::{BlobSettings, Blobs, Content, Error, Received, StoreSettings, contents};
use waarmaker_core::{DateTime, Ids as _, RandomIds};
use waarmaker_db::{Db, Weight, testing::Scratch};

/// A store of small chunks and a database.
pub(crate) struct World {
    pub(crate) blobs: Blobs,
    pub(crate) scratch: Scratch,
    pub(crate) folder: TempDir,
}

pub(crate) const CHUNK: usize = 1000;

pub(crate) fn at(text: &str) -> DateTime {
    DateTime::parse(text).unwrap()
}

impl World {
    /// One for each engine, with the contents in a folder.
    pub(crate) fn every() -> Vec<Self> {
        Scratch::every().into_iter().map(Self::in_folder).collect()
    }

    fn in_folder(scratch: Scratch) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = StoreSettings::Folder(folder.path().to_owned());
        let blobs = Blobs::open(&BlobSettings { chunk_bytes: CHUNK, ..BlobSettings::new(store) }).unwrap();
        Self { blobs, scratch, folder }
    }

    pub(crate) fn db(&self) -> &Db {
        self.scratch.db()
    }

    pub(crate) async fn receive(&self, bytes: &[u8]) -> Result<Received, Error> {
        let mut receiver = self.blobs.receive(self.db());
        for piece in bytes.chunks(333) {
            receiver.push(piece).await?;
        }
        receiver.finish().await
    }

    /// Stores bytes, and returns the id of the content.
    pub(crate) async fn keep(&self, bytes: &[u8]) -> Uuid {
        let received = self.receive(bytes).await.unwrap();
        let (inhoud, offered) = (RandomIds.uuid(), received.clone());
        let kept = self.db().write(move |tx| contents::keep(tx, inhoud, &offered, &at("2026-11-21T12:00:00Z"))).await;
        received.settle(kept.unwrap());
        self.blobs.idle().await;
        inhoud
    }

    pub(crate) async fn content(&self, inhoud: Uuid) -> Option<Content> {
        self.db().read(Weight::Point, move |tx| contents::of(tx, inhoud)).await.unwrap()
    }

    pub(crate) async fn read(&self, inhoud: Uuid) -> Result<Vec<u8>, Error> {
        let content = self.content(inhoud).await.unwrap();
        self.read_part(&content, 0..content.size).await
    }

    pub(crate) async fn read_part(&self, content: &Content, range: std::ops::Range<u64>) -> Result<Vec<u8>, Error> {
        let mut read = Vec::new();
        let mut stream = std::pin::pin!(self.blobs.read(content, range));
        while let Some(bytes) = stream.next().await {
            read.extend_from_slice(&bytes?);
        }
        Ok(read)
    }

    /// The names of all objects.
    pub(crate) fn objects(&self) -> Vec<String> {
        let mut names = Vec::new();
        files(self.folder.path(), &mut names);
        names.sort();
        names
    }
}

fn files(folder: &Path, names: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, names);
        } else {
            names.push(path.display().to_string());
        }
    }
}

/// Bytes without a pattern that a chunk could repeat.
pub(crate) fn noise(seed: u8, length: usize) -> Vec<u8> {
    let mut state = u64::from(seed) * 2 + 1;
    std::iter::repeat_with(|| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state.to_be_bytes()[0]
    })
    .take(length)
    .collect()
}
