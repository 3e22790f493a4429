// SPDX-License-Identifier: EUPL-1.2
//! A store with a database, and what a test does with them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use futures_util::StreamExt as _;
use tempfile::TempDir;
use uuid::Uuid;
use waarmaker_blob::{BlobSettings, Blobs, Content, Error, Received, StoreSettings, contents};
use waarmaker_core::{DateTime, Ids as _, RandomIds};
use waarmaker_db::{Db, Weight, testing::Scratch};

use crate::server::Server;

/// A store of small chunks and a database.
pub(crate) struct World {
    pub(crate) blobs: Blobs,
    pub(crate) scratch: Scratch,
    pub(crate) folder: TempDir,
    _server: Option<Server>,
}

pub(crate) const CHUNK: usize = 1000;

pub(crate) fn at(text: &str) -> DateTime {
    DateTime::parse(text).unwrap()
}

impl World {
    /// One for each engine and each kind of store.
    pub(crate) async fn every() -> Vec<Self> {
        let mut worlds: Vec<_> = Scratch::every().into_iter().map(Self::in_folder).collect();
        for scratch in Scratch::every() {
            worlds.push(Self::at_s3(scratch).await);
        }
        worlds
    }

    pub(crate) fn in_folder(scratch: Scratch) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = StoreSettings::Folder(folder.path().to_owned());
        Self { blobs: open(store), scratch, folder, _server: None }
    }

    pub(crate) async fn at_s3(scratch: Scratch) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let server = Server::start(folder.path()).await;
        Self { blobs: open(StoreSettings::S3(server.settings())), scratch, folder, _server: Some(server) }
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

    /// The files of all objects, whichever store they are in.
    pub(crate) fn objects(&self) -> Vec<PathBuf> {
        let mut names = Vec::new();
        files(self.folder.path(), &mut names);
        names.sort();
        names
    }
}

fn open(store: StoreSettings) -> Blobs {
    Blobs::open(&BlobSettings { chunk_bytes: CHUNK, ..BlobSettings::new(store) }).unwrap()
}

fn files(folder: &Path, names: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, names);
        } else if !path.file_name().unwrap().to_string_lossy().starts_with('.') {
            // The server keeps what it knows of an object in a file with a dot.
            names.push(path);
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
