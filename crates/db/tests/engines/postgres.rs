// SPDX-License-Identifier: EUPL-1.2
//! What only the engine for scale has to do: try again, and reconnect.

use std::sync::Barrier;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use waarmaker_db::testing::Scratch;
use waarmaker_db::{Db, Error};

use crate::{plant, play, trees};

#[test]
fn a_write_that_lost_a_conflict_is_tried_again() {
    static RUNS: AtomicU32 = AtomicU32::new(0);
    static MEET: Barrier = Barrier::new(2);
    let Some(scratch) = Scratch::postgres() else { return };
    play(scratch.db());
    scratch.db().write_blocking(|tx| tx.run("INSERT INTO alles (getal) VALUES (0)", &[])).unwrap();
    let add = |db: &Db| {
        let first = AtomicU32::new(0);
        db.write_blocking(move |tx| {
            RUNS.fetch_add(1, Ordering::Relaxed);
            tx.serializable()?;
            let old = tx.one("SELECT getal FROM alles", &[], |row| row.int(0))?.unwrap_or(0);
            if first.fetch_add(1, Ordering::Relaxed) == 0 {
                MEET.wait(); // both have read before either writes
            }
            tx.run("UPDATE alles SET getal = $1", &[(old + 1).into()])
        })
    };
    thread::scope(|scope| {
        let both = [scope.spawn(|| add(scratch.db())), scope.spawn(|| add(scratch.db()))];
        for one in both {
            assert_eq!(one.join().unwrap().unwrap(), 1);
        }
    });
    let total = scratch.db().read_blocking(|tx| tx.one("SELECT getal FROM alles", &[], |row| row.int(0)));
    assert_eq!(total.unwrap(), Some(2));
    assert!(RUNS.load(Ordering::Relaxed) >= 3);
}

#[test]
fn a_deadlock_is_tried_again() {
    static MEET: Barrier = Barrier::new(2);
    let Some(scratch) = Scratch::postgres() else { return };
    play(scratch.db());
    scratch.db().write_blocking(|tx| plant(tx, 1, "linde").and_then(|()| plant(tx, 2, "es"))).unwrap();
    let touch = |db: &Db, ids: [i64; 2]| {
        let first = AtomicU32::new(0);
        db.write_blocking(move |tx| {
            tx.run("UPDATE boom SET soort = 'a' WHERE id = $1", &[ids[0].into()])?;
            if first.fetch_add(1, Ordering::Relaxed) == 0 {
                MEET.wait();
            }
            tx.run("UPDATE boom SET soort = 'b' WHERE id = $1", &[ids[1].into()])
        })
    };
    thread::scope(|scope| {
        let both = [scope.spawn(|| touch(scratch.db(), [1, 2])), scope.spawn(|| touch(scratch.db(), [2, 1]))];
        for one in both {
            assert_eq!(one.join().unwrap().unwrap(), 1);
        }
    });
}

#[test]
fn a_lost_connection_is_made_anew() {
    let Some(scratch) = Scratch::postgres() else { return };
    play(scratch.db());
    let kill = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
    let other = Db::open(scratch.settings()).unwrap();
    for id in 1..=5_i64 {
        other.read_blocking(move |tx| tx.one(kill, &[], |row| row.int(0))).unwrap();
        scratch.db().write_blocking(move |tx| plant(tx, id, &id.to_string())).unwrap();
    }
    assert_eq!(trees(scratch.db()).len(), 5);
    other.close_blocking();
}

#[test]
fn a_connection_lost_in_the_middle_of_a_write_is_no_reason_to_fail() {
    let Some(scratch) = Scratch::postgres() else { return };
    play(scratch.db());
    let first = AtomicU32::new(0);
    scratch
        .db()
        .write_blocking(move |tx| {
            plant(tx, 1, "linde")?;
            if first.fetch_add(1, Ordering::Relaxed) == 0 {
                tx.run("SELECT pg_terminate_backend(pg_backend_pid())", &[])?;
            }
            plant(tx, 2, "es")
        })
        .unwrap();
    assert_eq!(trees(scratch.db()), ["linde", "es"]);
}

#[test]
fn a_server_that_is_not_there_is_unavailable() {
    let url = waarmaker_db::Url::Postgres("postgres://niemand@127.0.0.1:1/niets".to_owned());
    let absent = Db::open(&waarmaker_db::Settings::new(url));
    assert!(matches!(absent, Err(Error::Unavailable(_))));
}
