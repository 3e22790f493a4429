// SPDX-License-Identifier: EUPL-1.2
//! Measures what a read and a write cost: `cargo run --release -p waarmaker-db --example cost [-- postgres://… | postgres]`.
//!
//! With `postgres` it starts a private server, which forces nothing to disk.

use std::time::{Duration, Instant};

use waarmaker_db::{Db, Error, Settings, Url, Value, Weight};

const ROWS: i64 = 50_000;
const READS: i64 = 200_000;
const WRITES: i64 = 20_000;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Result<(), Error> {
    let folder = tempfile::tempdir().map_err(Error::row)?;
    let url = match std::env::args().nth(1) {
        Some(word) if word == "postgres" => {
            Url::Postgres(waarmaker_db::testing::server().unwrap_or_default().to_owned())
        }
        Some(address) => address.parse()?,
        None => Url::Sqlite(folder.path().join("register.db")),
    };
    let settings = Settings::new(url);
    let db = tokio::task::spawn_blocking(move || Db::open(&settings)).await.map_err(Error::row)??;
    db.write(|tx| {
        let (text, blob) = (tx.dialect().text_type(), tx.dialect().blob_type());
        tx.run("DROP TABLE IF EXISTS kosten", &[])?;
        tx.run(&format!("CREATE TABLE kosten (naam {text} PRIMARY KEY, document {blob} NOT NULL)"), &[])
    })
    .await?;
    let fill = db.write(|tx| (0..ROWS).try_for_each(|id| put(tx, id))).await;
    fill?;
    let empty = timed(|| async { db.read(Weight::Point, |_| Ok::<_, Error>(())).await.is_ok() }, READS).await;
    println!("empty read            {empty:>10.2?}");
    let point = timed(|| get(&db), READS).await;
    println!("point read, 2 kB      {point:>10.2?}");
    for writers in [1, 8, 64, 256] {
        let each = write_many(&db, writers).await?;
        println!("write, {writers:>3} at once    {each:>10.2?}");
    }
    db.close().await;
    Ok(())
}

fn put(tx: &mut waarmaker_db::Tx<'_>, id: i64) -> Result<(), Error> {
    let sql = "INSERT INTO kosten (naam, document) VALUES ($1, $2) ON CONFLICT (naam) DO UPDATE SET document = excluded.document";
    tx.run(sql, &[id.to_string().into(), vec![7_u8; 2_000].into()]).map(|_| ())
}

async fn get(db: &Db) -> bool {
    let key = Value::from("34567");
    let sql = "SELECT document FROM kosten WHERE naam = $1";
    db.read(Weight::Point, move |tx| tx.one(sql, &[key], |row| row.bytes(0))).await.is_ok_and(|found| found.is_some())
}

async fn timed<F: Future<Output = bool>>(work: impl Fn() -> F, times: i64) -> Duration {
    let started = Instant::now();
    for _ in 0..times {
        assert!(work().await);
    }
    started.elapsed() / u32::try_from(times).unwrap_or(1)
}

async fn write_many(db: &Db, writers: i64) -> Result<Duration, Error> {
    let started = Instant::now();
    let each = if writers == 1 { WRITES / 20 } else { WRITES / writers };
    let tasks: Vec<_> = (0..writers)
        .map(|writer| {
            let db = db.clone();
            tokio::spawn(async move {
                for number in 0..each {
                    let id = (writer * each + number) * 7919 % ROWS;
                    db.write(move |tx| put(tx, id)).await?;
                }
                Ok::<_, Error>(())
            })
        })
        .collect();
    for task in tasks {
        task.await.map_err(Error::row)??;
    }
    Ok(started.elapsed() / u32::try_from(writers * each).unwrap_or(1))
}
