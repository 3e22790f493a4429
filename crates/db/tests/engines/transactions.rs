// SPDX-License-Identifier: EUPL-1.2
//! All or nothing, snapshots, and what failures mean.

use std::sync::mpsc;
use std::time::Duration;

use waarmaker_db::testing::{Scratch, on_each_engine};
use waarmaker_db::{Db, Error, Settings, Weight};

use crate::{plant, play, trees};

/// An error of somebody else.
#[derive(Debug)]
enum Refusal {
    Rule,
    Db(#[expect(dead_code, reason = "shown when a test fails")] Error),
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Db(error)
    }
}

#[test]
fn a_write_that_fails_leaves_nothing() {
    on_each_engine(|db| {
        play(db);
        let refused = db.write_blocking(|tx| {
            plant(tx, 1, "linde")?;
            Err::<(), _>(Refusal::Rule)
        });
        assert!(matches!(refused, Err(Refusal::Rule)));
        assert!(trees(db).is_empty());
    });
}

#[test]
fn a_write_reads_what_it_wrote() {
    on_each_engine(|db| {
        play(db);
        let found = db.write_blocking(|tx| {
            plant(tx, 1, "linde")?;
            tx.one("SELECT naam FROM boom WHERE id = $1", &[1_i64.into()], |row| row.text(0))
        });
        assert_eq!(found.unwrap().as_deref(), Some("linde"));
    });
}

#[test]
fn the_same_key_twice_names_its_columns() {
    on_each_engine(|db| {
        play(db);
        db.write_blocking(|tx| plant(tx, 1, "linde")).unwrap();
        let twice = db.write_blocking(|tx| plant(tx, 1, "es")).unwrap_err();
        assert!(matches!(&twice, Error::Unique { columns } if columns == "boom.id"), "{twice:?}");
        let twice = db.write_blocking(|tx| plant(tx, 2, "linde")).unwrap_err();
        assert!(matches!(&twice, Error::Unique { columns } if columns == "boom.naam, boom.soort"), "{twice:?}");
        assert_eq!(trees(db), ["linde"]);
    });
}

#[test]
fn references_must_hold_from_both_ends() {
    on_each_engine(|db| {
        play(db);
        let branch = "INSERT INTO tak (id, boom) VALUES (1, $1)";
        let loose = db.write_blocking(|tx| tx.run(branch, &[9_i64.into()]));
        assert!(matches!(loose, Err(Error::ForeignKey)), "{loose:?}");
        db.write_blocking(|tx| plant(tx, 1, "linde").and_then(|()| tx.run(branch, &[1_i64.into()]))).unwrap();
        let felled = db.write_blocking(|tx| tx.run("DELETE FROM boom WHERE id = 1", &[]));
        assert!(matches!(felled, Err(Error::ForeignKey)), "{felled:?}");
    });
}

#[test]
fn errors_hold_no_values() {
    on_each_engine(|db| {
        play(db);
        let twice = db.write_blocking(|tx| plant(tx, 1, "geheim").and_then(|()| plant(tx, 2, "geheim"))).unwrap_err();
        let empty = db.write_blocking(|tx| {
            tx.run("INSERT INTO boom (id, soort, naam) VALUES (1, $1, NULL)", &["geheim".into()]).map(|_| ())
        });
        for error in [twice, empty.unwrap_err()] {
            assert!(!format!("{error:?} {error}").contains("geheim"), "{error:?}");
        }
    });
}

#[test]
fn a_failed_statement_cannot_be_ignored() {
    on_each_engine(|db| {
        play(db);
        let ignored = db.write_blocking(|tx| {
            plant(tx, 1, "linde")?;
            drop(plant(tx, 1, "es"));
            Ok::<_, Error>(())
        });
        assert!(matches!(ignored, Err(Error::Ignored)), "{ignored:?}");
        assert!(trees(db).is_empty());
    });
}

#[test]
fn a_panic_ends_only_its_own_write() {
    on_each_engine(|db| {
        play(db);
        let panicked = db.write_blocking(|tx| {
            plant(tx, 1, "linde")?;
            assert!(trees_in(tx) == 0, "een boom te veel");
            Ok::<_, Error>(())
        });
        assert!(matches!(&panicked, Err(Error::Panicked(why)) if why.contains("een boom te veel")), "{panicked:?}");
        let read = db.read_blocking(|_| -> Result<(), Error> { panic!("lezen") });
        assert!(matches!(&read, Err(Error::Panicked(_))), "{read:?}");
        db.write_blocking(|tx| plant(tx, 2, "es")).unwrap();
        assert_eq!(trees(db), ["es"]);
    });
}

fn trees_in(tx: &mut waarmaker_db::Tx<'_>) -> i64 {
    tx.one("SELECT count(*) FROM boom", &[], |row| row.int(0)).unwrap().unwrap()
}

#[test]
fn a_read_sees_one_snapshot() {
    on_each_engine(|db| {
        play(db);
        let (start, started) = mpsc::channel();
        let (wrote, written) = mpsc::channel::<()>();
        let reader = db.clone();
        let read = std::thread::spawn(move || {
            reader.read_blocking(move |tx| {
                let before = trees_in(tx);
                start.send(()).unwrap();
                written.recv().unwrap();
                Ok::<_, Error>((before, trees_in(tx)))
            })
        });
        started.recv().unwrap();
        db.write_blocking(|tx| plant(tx, 1, "linde")).unwrap();
        wrote.send(()).unwrap();
        assert_eq!(read.join().unwrap().unwrap(), (0, 0));
        assert_eq!(trees(db), ["linde"]);
    });
}

#[test]
fn a_read_cannot_write() {
    on_each_engine(|db| {
        play(db);
        let refused = db.read_blocking(|tx| plant(tx, 1, "linde"));
        assert!(matches!(refused, Err(Error::Statement { .. })), "{refused:?}");
        assert!(trees(db).is_empty());
    });
}

#[test]
fn a_statement_that_takes_too_long_is_stopped() {
    for scratch in Scratch::every() {
        let hasty = Settings { statement_timeout: Duration::from_millis(150), ..scratch.settings().clone() };
        let db = Db::open(&hasty).unwrap();
        let endless =
            "WITH RECURSIVE reeks (n) AS (SELECT 1 UNION ALL SELECT (n + 1) % 7 FROM reeks) SELECT count(*) FROM reeks";
        let read = db.read_blocking(move |tx| tx.one(endless, &[], |row| row.int(0)));
        assert!(matches!(read, Err(Error::Timeout)), "{read:?}");
        let write = db.write_blocking(move |tx| tx.one(endless, &[], |row| row.int(0)));
        assert!(matches!(write, Err(Error::Timeout)), "{write:?}");
        db.write_blocking(|tx| tx.run("INSERT INTO instellingen (naam, waarde) VALUES ('a', 'b')", &[])).unwrap();
        db.close_blocking();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_works_from_async_code_too() {
    for scratch in Scratch::every() {
        let db = scratch.db().clone();
        db.ping().await.unwrap();
        db.write(|tx| tx.run("INSERT INTO instellingen (naam, waarde) VALUES ('a', 'b')", &[])).await.unwrap();
        for weight in [Weight::Point, Weight::Scan] {
            let found = db.read(weight, |tx| tx.one("SELECT waarde FROM instellingen", &[], |row| row.text(0))).await;
            assert_eq!(found.unwrap().as_deref(), Some("b"));
        }
        let again = Db::open(scratch.settings()).unwrap();
        again.close().await;
    }
}

#[test]
fn a_closed_database_has_done_what_was_asked_and_does_no_more() {
    for scratch in Scratch::every() {
        let db = Db::open(scratch.settings()).unwrap();
        play(&db);
        let writes = (1..=20_i64).map(|id| {
            let db = db.clone();
            std::thread::spawn(move || db.write_blocking(move |tx| plant(tx, id, &id.to_string())))
        });
        writes.collect::<Vec<_>>().into_iter().for_each(|write| write.join().unwrap().unwrap());
        db.clone().close_blocking();
        assert_eq!(trees(scratch.db()).len(), 20);
        assert!(matches!(db.write_blocking(|tx| plant(tx, 99, "laat")), Err(Error::ClosedDown)));
        assert!(matches!(db.read_blocking(|tx| tx.prepare("SELECT 1")), Err(Error::ClosedDown)));
    }
}
