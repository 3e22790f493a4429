// SPDX-License-Identifier: EUPL-1.2
//! Damage is seen before a byte of it leaves, and what nobody needs goes.

use std::{fs, time::Duration};

use waarmaker_blob::{Collected, Error, Found, Unowned, Verified, Wrong, contents};
use waarmaker_core::{Clock as _, DateTime, SystemClock};

use crate::world::{CHUNK, World, noise};

const DAY: Duration = Duration::from_hours(24);

/// The moment it will be after so many days: names of objects are of today.
fn in_days(days: u32) -> DateTime {
    DateTime::from_timestamp(SystemClock.now() + DAY * days).unwrap()
}

async fn collect(world: &World, days: u32) -> Collected {
    world.blobs.collect_orphans(world.db(), &in_days(days), DAY).await.unwrap()
}

/// Verifies; returns what was found apart from the progress as well.
async fn verify(world: &World) -> (Verified, Vec<String>) {
    let mut found = Vec::new();
    let report = |event: Found<'_>| match event {
        Found::Progress { chunks, of, .. } => assert!(chunks <= of),
        Found::Fault(fault) => found.push(format!("{} in {}", fault.wrong, fault.contents.len())),
        Found::Unowned(Unowned { size, age, .. }) => found.push(format!("{size} unowned {}", age.unwrap() >= DAY)),
    };
    let verified = world.blobs.verify(world.db(), &in_days(2), report).await.unwrap();
    found.sort();
    (verified, found)
}

#[tokio::test]
async fn a_damaged_chunk_gives_none_of_its_bytes() {
    for world in World::every().await {
        let inhoud = world.keep(&noise(1, 500)).await;
        let file = &world.objects()[0];
        for wrong in [vec![0; 500], noise(1, 499), [noise(1, 500), vec![0]].concat(), Vec::new()] {
            fs::write(file, wrong).unwrap();
            assert!(matches!(world.read(inhoud).await, Err(Error::Damaged(_))));
            let content = world.content(inhoud).await.unwrap();
            assert!(matches!(world.read_part(&content, 3..5).await, Err(Error::Damaged(_))));
        }
        fs::remove_file(file).unwrap();
        assert!(matches!(world.read(inhoud).await, Err(Error::Missing(_))));
    }
}

#[tokio::test]
async fn a_read_ends_after_an_error() {
    use futures_util::StreamExt as _;
    for world in World::every().await {
        let bytes = noise(2, 4 * CHUNK);
        let content = world.content(world.keep(&bytes).await).await.unwrap();
        let second = content.chunks[1].name();
        fs::remove_file(world.objects().iter().find(|path| path.ends_with(&second)).unwrap()).unwrap();
        let read: Vec<_> = world.blobs.read(&content, 0..content.size).collect().await;
        assert_eq!(read.len(), 2);
        assert_eq!(read[0].as_ref().unwrap(), &bytes[..CHUNK]);
        assert!(matches!(read[1], Err(Error::Missing(_))));
    }
}

#[tokio::test]
async fn verify_tells_what_is_wrong_and_changes_nothing() {
    for world in World::every().await {
        let first = world.keep(&noise(3, 2 * CHUNK + 1)).await;
        world.keep(&noise(3, CHUNK)).await;
        let (verified, found) = verify(&world).await;
        assert_eq!(verified, Verified { chunks: 3, bytes: 2001, ..Verified::default() });
        assert!(verified.is_sound() && found.is_empty());

        let content = world.content(first).await.unwrap();
        let file = |at: usize| {
            let name = content.chunks[at].name();
            world.objects().into_iter().find(|path| path.ends_with(&name)).unwrap()
        };
        let (shared, second) = (file(0), file(1));
        fs::write(shared, noise(4, CHUNK)).unwrap();
        fs::remove_file(second).unwrap();
        let left = world.receive(&noise(5, 10)).await.unwrap();
        let (verified, found) = verify(&world).await;
        assert_eq!((verified.missing, verified.damaged, verified.unreadable, verified.unowned), (1, 1, 0, 1));
        assert_eq!(verified.unowned_bytes, 10);
        assert!(!verified.is_sound());
        assert_eq!(found, ["10 unowned true", "damaged in 2", "missing in 1"]);
        assert_eq!(verify(&world).await.0, verified);
        drop(left);
        world.blobs.idle().await;
    }
}

#[tokio::test]
async fn a_chunk_goes_when_no_content_has_had_it_for_the_grace() {
    for world in World::every().await {
        let [first, second] = [world.keep(&noise(6, 2500)).await, world.keep(&noise(6, 1000)).await];
        assert_eq!(collect(&world, 30).await, Collected::default());
        world.db().write(move |tx| contents::forget(tx, first)).await.unwrap();
        assert_eq!(collect(&world, 30).await, Collected { marked: 2, ..Collected::default() });
        assert_eq!(collect(&world, 30).await, Collected::default());
        let gone = Collected { chunks: 2, bytes: 1500, ..Collected::default() };
        assert_eq!(collect(&world, 32).await, gone);
        assert_eq!(world.objects().len(), 1);
        assert_eq!(world.read(second).await.unwrap(), noise(6, 1000));
        assert_eq!(verify(&world).await.0.unowned, 0);
    }
}

#[tokio::test]
async fn what_a_crash_left_goes_after_the_grace() {
    for world in World::every().await {
        let kept = world.keep(&noise(7, 1500)).await;
        // Nobody runs its clean-up: as after a crash.
        std::mem::forget(world.receive(&noise(8, 1500)).await.unwrap());
        let foreign = world.objects()[0].with_file_name("leesmij.txt");
        fs::write(&foreign, b"of somebody else").unwrap();
        let objects = world.objects();
        assert_eq!(collect(&world, 0).await, Collected::default());
        assert_eq!(world.objects(), objects);
        let collected = collect(&world, 2).await;
        assert!(collected.objects >= 2 && collected.bytes >= 1500, "{collected:?}");
        assert!(foreign.exists());
        assert_eq!(world.read(kept).await.unwrap(), noise(7, 1500));
        assert_eq!(world.objects().len(), 3);
    }
}

#[tokio::test]
async fn a_grace_is_never_shorter_than_a_day() {
    for world in World::every().await {
        let left = world.receive(&noise(9, 10)).await.unwrap();
        let collected = world.blobs.collect_orphans(world.db(), &in_days(0), Duration::ZERO).await.unwrap();
        assert_eq!(collected, Collected::default());
        assert_eq!(world.objects().len(), 1);
        drop(left);
        world.blobs.idle().await;
    }
}

#[tokio::test]
async fn wrong_has_words() {
    assert_eq!(
        [Wrong::Missing, Wrong::Damaged, Wrong::Unreadable].map(|wrong| wrong.to_string()),
        ["missing", "damaged", "unreadable"]
    );
}
