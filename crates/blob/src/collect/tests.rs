// SPDX-License-Identifier: EUPL-1.2
//! Uploads and the collector at the same moment.

use std::sync::{Arc, Mutex, mpsc};

use futures_util::StreamExt as _;
use tempfile::TempDir;
use uuid::Uuid;
use waarmaker_core::{DateTime, Ids as _, RandomIds};
use waarmaker_db::{Db, Weight, testing::Scratch};

use super::{mark, sweep, unmark};
use crate::{Blobs, Error, contents};

const BYTES: &[u8] = b"abc";

/// Later than all marks.
const LATER: &str = "2026-11-23T12:00:00.000000Z";

fn now() -> DateTime {
    DateTime::parse("2026-11-21T12:00:00Z").unwrap()
}

fn store() -> (TempDir, Blobs) {
    let folder = tempfile::tempdir().unwrap();
    let blobs = Blobs::in_folder(folder.path()).unwrap();
    (folder, blobs)
}

async fn keep(blobs: &Blobs, db: &Db) -> Uuid {
    let mut arriving = blobs.receive(db);
    arriving.push(BYTES).await.unwrap();
    let (received, inhoud) = (arriving.finish().await.unwrap(), RandomIds.uuid());
    let offered = received.clone();
    received.settle(db.write(move |tx| contents::keep(tx, inhoud, &offered, &now())).await.unwrap());
    inhoud
}

async fn forget(db: &Db, inhoud: Uuid) {
    db.write(move |tx| contents::forget(tx, inhoud)).await.unwrap();
}

async fn mark_all(db: &Db) -> u64 {
    unmark(db).await.unwrap();
    let mut marked = 0;
    for first in 0..=u8::MAX {
        marked += mark(db, first, &now()).await.unwrap();
    }
    marked
}

async fn is_readable(blobs: &Blobs, db: &Db, inhoud: Uuid) -> bool {
    let content = db.read(Weight::Point, move |tx| contents::of(tx, inhoud)).await.unwrap().unwrap();
    let read: Vec<Result<_, Error>> = blobs.read(&content, 0..content.size).collect().await;
    read.len() == 1 && read.iter().all(|read| read.as_ref().is_ok_and(|bytes| bytes == BYTES))
}

#[tokio::test]
async fn a_chunk_that_is_uploaded_between_the_removal_of_its_row_and_of_its_object_stays() {
    for scratch in Scratch::every() {
        let ((_folder, blobs), db) = (store(), scratch.db());
        forget(db, keep(&blobs, db).await).await;
        assert_eq!(mark_all(db).await, 1);
        let swept = sweep(db, LATER.to_owned()).await.unwrap().unwrap();
        let inhoud = keep(&blobs, db).await;
        for chunk in swept {
            blobs.store().delete(&chunk.name()).await.unwrap();
        }
        assert!(is_readable(&blobs, db, inhoud).await);
        assert_eq!(mark_all(db).await, 0);
    }
}

#[tokio::test]
async fn a_marked_chunk_that_is_used_again_loses_its_mark() {
    for scratch in Scratch::every() {
        let ((_folder, blobs), db) = (store(), scratch.db());
        forget(db, keep(&blobs, db).await).await;
        assert_eq!(mark_all(db).await, 1);
        let inhoud = keep(&blobs, db).await;
        assert_eq!(sweep(db, LATER.to_owned()).await.unwrap(), None);
        forget(db, inhoud).await;
        assert_eq!(sweep(db, LATER.to_owned()).await.unwrap(), None, "the wait begins anew");
        assert_eq!(mark_all(db).await, 1);
    }
}

#[tokio::test]
async fn the_collector_passes_over_a_chunk_that_an_upload_is_about_to_commit() {
    let Some(scratch) = Scratch::postgres() else { return };
    let ((_folder, blobs), db) = (store(), scratch.db());
    forget(db, keep(&blobs, db).await).await;
    assert_eq!(mark_all(db).await, 1);
    let mut arriving = blobs.receive(db);
    arriving.push(BYTES).await.unwrap();
    let (received, inhoud) = (arriving.finish().await.unwrap(), RandomIds.uuid());
    let (offered, (held, is_held)) = (received.clone(), mpsc::channel());
    let (go_on, told) = mpsc::channel::<()>();
    let told = Arc::new(Mutex::new(told));
    let writing = tokio::spawn({
        let db = db.clone();
        async move {
            db.write(move |tx| {
                let kept = contents::keep(tx, inhoud, &offered, &now())?;
                held.send(()).unwrap();
                told.lock().unwrap().recv().unwrap();
                Ok::<_, Error>(kept)
            })
            .await
        }
    });
    tokio::task::spawn_blocking(move || is_held.recv().unwrap()).await.unwrap();
    assert_eq!(sweep(db, LATER.to_owned()).await.unwrap(), None);
    go_on.send(()).unwrap();
    received.settle(writing.await.unwrap().unwrap());
    assert_eq!(sweep(db, LATER.to_owned()).await.unwrap(), None);
    assert!(is_readable(&blobs, db, inhoud).await);
}
