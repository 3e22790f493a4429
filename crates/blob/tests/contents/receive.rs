// SPDX-License-Identifier: EUPL-1.2
//! What goes in comes out, once, and what is refused leaves nothing.

use futures_util::FutureExt as _;
use uuid::Uuid;
use waarmaker_blob::{Error, contents};
use waarmaker_core::{Ids as _, RandomIds};

use crate::world::{CHUNK, World, at, noise};

#[tokio::test]
async fn what_was_kept_is_read_back_whatever_its_size() {
    for world in World::every().await {
        for size in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 10_240] {
            let bytes = noise(1, size);
            let inhoud = world.keep(&bytes).await;
            let content = world.content(inhoud).await.unwrap();
            assert_eq!(content.size, size as u64);
            assert_eq!(world.read(inhoud).await.unwrap(), bytes, "{size}");
        }
    }
}

#[tokio::test]
async fn a_range_has_exactly_its_bytes() {
    for world in World::every().await {
        let bytes = noise(2, 3500);
        let content = world.content(world.keep(&bytes).await).await.unwrap();
        for range in [0..1, 0..3500, 999..1001, 1000..2000, 3499..3500, 1500..3400, 3400..9999, 10..10] {
            let wanted = &bytes[range.start..range.end.min(3500)];
            let read = world.read_part(&content, range.start as u64..range.end as u64).await.unwrap();
            assert_eq!(read, wanted, "{range:?}");
        }
    }
}

#[tokio::test]
async fn the_same_bytes_are_stored_once() {
    for world in World::every().await {
        let bytes = noise(3, 2500);
        let first = world.keep(&bytes).await;
        let objects = world.objects();
        assert_eq!(objects.len(), 3);
        let second = world.keep(&bytes).await;
        assert_eq!(world.objects(), objects);
        assert_eq!(world.content(first).await, world.content(second).await);
        let zeros = world.keep(&[0; 5 * CHUNK]).await;
        assert_eq!(world.objects().len(), 4);
        assert_eq!(world.read(zeros).await.unwrap(), [0; 5 * CHUNK]);
    }
}

#[tokio::test]
async fn an_upload_that_stops_leaves_nothing() {
    for world in World::every().await {
        let mut receiver = world.blobs.receive(world.db());
        receiver.push(&noise(4, 2500)).await.unwrap();
        assert_eq!(receiver.size(), 2500);
        drop(receiver);
        world.blobs.idle().await;
        assert!(world.objects().is_empty());
        drop(world.receive(&noise(4, 2500)).await.unwrap());
        world.blobs.idle().await;
        assert!(world.objects().is_empty());
    }
}

#[tokio::test]
async fn an_upload_that_stops_while_it_is_written_leaves_nothing() {
    for world in World::every().await {
        let mut receiver = world.blobs.receive(world.db());
        receiver.push(&noise(4, 2500)).await.unwrap();
        assert!(receiver.finish().now_or_never().is_none(), "it is being written");
        world.blobs.idle().await;
        assert!(world.objects().is_empty());
    }
}

#[tokio::test]
async fn a_write_that_fails_leaves_nothing_but_what_was_there() {
    for world in World::every().await {
        let old = world.keep(&noise(5, 1500)).await;
        let objects = world.objects();
        // Also a chunk that comes twice.
        let received = world.receive(&[noise(5, 2000), vec![0; 2500]].concat()).await.unwrap();
        let failed = world.db().write(move |tx| {
            let kept = contents::keep(tx, RandomIds.uuid(), &received, &at("2026-11-21T12:00:00Z"))?;
            drop(kept);
            Err::<(), _>(Error::TooSlow)
        });
        assert!(matches!(failed.await, Err(Error::TooSlow)));
        world.blobs.idle().await;
        assert_eq!(world.objects(), objects);
        assert_eq!(world.read(old).await.unwrap(), noise(5, 1500));
    }
}

#[tokio::test]
async fn a_committed_write_that_nobody_settles_loses_nothing() {
    for world in World::every().await {
        let old = world.keep(&noise(6, 1000)).await;
        let received = world.receive(&noise(6, 2500)).await.unwrap();
        let inhoud = RandomIds.uuid();
        let write =
            world.db().write(move |tx| contents::keep(tx, inhoud, &received, &at("2026-11-21T12:00:00Z")).map(drop));
        write.await.unwrap();
        world.blobs.idle().await;
        assert_eq!(world.objects().len(), 3, "the chunk that was there already is not there twice");
        assert_eq!(world.read(inhoud).await.unwrap(), noise(6, 2500));
        assert_eq!(world.read(old).await.unwrap(), noise(6, 1000));
    }
}

#[tokio::test]
async fn parts_become_one_content_without_new_objects() {
    for world in World::every().await {
        let parts = [world.keep(&noise(7, 1500)).await, world.keep(b"").await, world.keep(&noise(8, 700)).await];
        let objects = world.objects();
        let whole = RandomIds.uuid();
        let merge = world.db().write(move |tx| {
            contents::concat(tx, whole, &parts)?;
            parts.into_iter().try_for_each(|part| contents::forget(tx, part))?;
            contents::size(tx, whole)
        });
        assert_eq!(merge.await.unwrap(), Some(2200));
        let copy = RandomIds.uuid();
        world.db().write(move |tx| contents::copy(tx, copy, whole)).await.unwrap();
        assert_eq!(world.read(whole).await.unwrap(), [noise(7, 1500), noise(8, 700)].concat());
        assert_eq!(world.content(copy).await, world.content(whole).await);
        assert_eq!(world.objects(), objects);
        assert_eq!(world.content(Uuid::nil()).await, None);
    }
}
