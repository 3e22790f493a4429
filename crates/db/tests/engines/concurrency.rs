// SPDX-License-Identifier: EUPL-1.2
//! Many at once.

use std::thread;

use waarmaker_db::testing::{Scratch, on_each_engine};
use waarmaker_db::{Db, Error};

use crate::{plant, play, trees};

const WRITERS: i64 = 12;
const WRITES: i64 = 40;

fn add_one(db: &Db) -> Result<u64, Error> {
    db.write_blocking(|tx| {
        let sql = format!("SELECT getal FROM alles{}", tx.dialect().for_update());
        let old = tx.one(&sql, &[], |row| row.int(0))?.unwrap_or(0);
        tx.run("UPDATE alles SET getal = $1", &[(old + 1).into()])
    })
}

#[test]
fn no_increment_is_lost() {
    on_each_engine(|db| {
        play(db);
        db.write_blocking(|tx| tx.run("INSERT INTO alles (getal) VALUES (0)", &[])).unwrap();
        thread::scope(|scope| {
            for _ in 0..WRITERS {
                scope.spawn(|| (0..WRITES).for_each(|_| assert_eq!(add_one(db).unwrap(), 1)));
            }
        });
        let total = db.read_blocking(|tx| tx.one("SELECT getal FROM alles", &[], |row| row.int(0)));
        assert_eq!(total.unwrap(), Some(WRITERS * WRITES));
    });
}

#[test]
fn two_processes_on_one_database_wait_for_each_other() {
    for scratch in Scratch::every() {
        let other = Db::open(scratch.settings()).unwrap();
        play(scratch.db());
        thread::scope(|scope| {
            for (db, first) in [(scratch.db(), 0), (&other, 1_000)] {
                scope.spawn(move || {
                    for id in first..first + 50_i64 {
                        db.write_blocking(move |tx| plant(tx, id, &id.to_string())).unwrap();
                    }
                });
            }
        });
        assert_eq!(trees(&other).len(), 100);
        other.close_blocking();
    }
}

#[test]
fn several_nodes_migrate_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let fresh = waarmaker_db::Settings::new(waarmaker_db::Url::Sqlite(folder.path().join("nieuw.db")));
    let mut kinds = vec![fresh];
    if let Some(scratch) = Scratch::postgres() {
        scratch.db().write_blocking(empty).unwrap();
        kinds.push(scratch.settings().clone());
        run_nodes(&kinds.pop().unwrap());
    }
    run_nodes(&kinds[0]);
}

fn empty(tx: &mut waarmaker_db::Tx<'_>) -> Result<(), Error> {
    tx.run("DROP SCHEMA public CASCADE", &[])?;
    tx.run("CREATE SCHEMA public", &[]).map(|_| ())
}

fn run_nodes(settings: &waarmaker_db::Settings) {
    let behind = waarmaker_db::Settings { migrate: false, ..settings.clone() };
    assert!(matches!(Db::open(&behind), Err(Error::Migration(_))));
    let applied = thread::scope(|scope| {
        let nodes = (0..4).map(|_| scope.spawn(|| Db::migrate(settings).unwrap())).collect::<Vec<_>>();
        nodes
            .into_iter()
            .map(|node| node.join().unwrap().applied)
            .filter(|applied| !applied.is_empty())
            .collect::<Vec<_>>()
    });
    assert_eq!(applied.len(), 1, "one node applies, the others wait: {applied:?}");
    assert_eq!(applied[0][0], (1, "register".to_owned()));
    Db::open(&behind).unwrap().close_blocking();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn scans_do_not_hold_up_the_rest() {
    use std::sync::mpsc;
    for scratch in Scratch::every() {
        let db = scratch.db();
        let (ends, held): (Vec<_>, Vec<_>) = (0..8)
            .map(|_| {
                let (end, ended) = mpsc::channel::<()>();
                let db = db.clone();
                let scan = tokio::spawn(async move {
                    db.read(waarmaker_db::Weight::Scan, move |tx| {
                        tx.prepare("SELECT 1")?;
                        let _ = ended.recv();
                        Ok::<_, Error>(())
                    })
                    .await
                });
                (end, scan)
            })
            .unzip();
        db.ping().await.unwrap();
        db.write(|tx| tx.run("INSERT INTO instellingen (naam, waarde) VALUES ('a', 'b')", &[])).await.unwrap();
        drop(ends);
        for scan in held {
            scan.await.unwrap().unwrap();
        }
    }
}
