// SPDX-License-Identifier: EUPL-1.2
//! What only the embedded engine promises: groups, and the log.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use waarmaker_db::testing::Scratch;
use waarmaker_db::{Db, Error, Settings, Tx, Url};

use crate::{plant, play, trees};

type Job = fn(&mut Tx<'_>) -> Result<(), Error>;

/// Holds the writer with a first job, queues the others behind it, and returns their results: they share a group.
fn in_one_group(db: &Db, jobs: Vec<Job>) -> Vec<Result<(), Error>> {
    let (held, holding) = mpsc::channel();
    let (go, gone) = mpsc::channel::<()>();
    let gone = std::sync::Mutex::new(gone);
    let first = db.clone();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
    let first = runtime.spawn(async move {
        first
            .write(move |tx| {
                let _ = held.send(());
                let _ = gone.lock().unwrap().recv();
                tx.prepare("SELECT 1")
            })
            .await
    });
    holding.recv().unwrap();
    runtime.block_on(async {
        let mut waiting: Vec<_> = jobs.into_iter().map(|job| Box::pin(db.write(job))).collect();
        for write in &mut waiting {
            let queued = std::future::poll_fn(|context| std::task::Poll::Ready(write.as_mut().poll(context))).await;
            assert!(queued.is_pending());
        }
        drop(go); // not sent: the job may run twice
        first.await.unwrap().unwrap();
        let mut results = Vec::new();
        for write in waiting {
            results.push(write.await);
        }
        results
    })
}

#[test]
fn a_job_that_fails_or_panics_does_not_hurt_its_group() {
    let scratch = Scratch::sqlite();
    play(scratch.db());
    let results = in_one_group(
        scratch.db(),
        vec![
            |tx| plant(tx, 1, "linde"),
            |tx| plant(tx, 2, "es").and_then(|()| plant(tx, 1, "dubbel")),
            |tx| plant(tx, 3, "els"),
            |tx| plant(tx, 4, "wilg").map(|()| panic!("omgewaaid")),
            |tx| plant(tx, 5, "den"),
        ],
    );
    assert!(matches!(results[1], Err(Error::Unique { .. })), "{results:?}");
    assert!(matches!(results[3], Err(Error::Panicked(_))), "{results:?}");
    assert!(results[0].is_ok() && results[2].is_ok() && results[4].is_ok(), "{results:?}");
    assert_eq!(trees(scratch.db()), ["linde", "els", "den"]);
}

#[test]
fn a_group_that_is_lost_runs_again_one_by_one() {
    static RUNS: AtomicU32 = AtomicU32::new(0);
    let scratch = Scratch::sqlite();
    play(scratch.db());
    let late = "CREATE TABLE laat (boom INTEGER REFERENCES boom (id) DEFERRABLE INITIALLY DEFERRED) STRICT";
    scratch.db().write_blocking(move |tx| tx.run(late, &[])).unwrap();
    let results = in_one_group(
        scratch.db(),
        vec![
            |tx| {
                RUNS.fetch_add(1, Ordering::Relaxed);
                plant(tx, 1, "linde")
            },
            |tx| tx.run("INSERT INTO laat (boom) VALUES (77)", &[]).map(|_| ()),
            |tx| plant(tx, 2, "es"),
        ],
    );
    assert!(matches!(results[1], Err(Error::ForeignKey)), "{results:?}");
    assert!(results[0].is_ok() && results[2].is_ok(), "{results:?}");
    assert_eq!(RUNS.load(Ordering::Relaxed), 2);
    assert_eq!(trees(scratch.db()), ["linde", "es"]);
}

#[test]
fn a_writer_that_holds_the_file_too_long_is_busy() {
    let scratch = Scratch::sqlite();
    play(scratch.db());
    let hasty = Settings { busy_timeout: Duration::from_millis(50), ..scratch.settings().clone() };
    let other = Db::open(&hasty).unwrap();
    let (held, holding) = mpsc::channel();
    let (go, gone) = mpsc::channel::<()>();
    let gone = std::sync::Mutex::new(gone);
    let db = scratch.db().clone();
    let holder = std::thread::spawn(move || {
        db.write_blocking(move |tx| {
            held.send(()).unwrap();
            let _ = gone.lock().unwrap().recv();
            plant(tx, 1, "linde")
        })
    });
    holding.recv().unwrap();
    let busy = other.write_blocking(|tx| plant(tx, 2, "es"));
    assert!(matches!(busy, Err(Error::Busy)), "{busy:?}");
    go.send(()).unwrap();
    holder.join().unwrap().unwrap();
    other.write_blocking(|tx| plant(tx, 2, "es")).unwrap();
    other.close_blocking();
}

#[test]
fn the_log_stays_small_and_is_empty_after_closing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.db");
    let settings = Settings { durable: false, ..Settings::new(Url::Sqlite(path.clone())) };
    let db = Db::open(&settings).unwrap();
    play(&db);
    let document = Arc::new(vec![7_u8; 1 << 20]);
    for _ in 0..300 {
        let document = Arc::clone(&document);
        db.write_blocking(move |tx| {
            tx.run("DELETE FROM alles", &[])?;
            tx.run("INSERT INTO alles (document) VALUES ($1)", &[document.as_slice().into()])
        })
        .unwrap();
    }
    let log = path.with_added_extension("wal");
    let log = log.with_file_name("register.db-wal");
    assert!(log.metadata().unwrap().len() < 200 << 20, "300 MB were written");
    db.close_blocking();
    assert_eq!(log.metadata().map_or(0, |log| log.len()), 0);
}
