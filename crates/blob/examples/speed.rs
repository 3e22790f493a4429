// SPDX-License-Identifier: EUPL-1.2
//! What contents cost here: `cargo run --release -p waarmaker-blob --example speed [folder]`.
//!
//! Prints documents a second and processor time for each, with 32 at once, and the memory that one large content takes.

#![expect(clippy::unwrap_used, clippy::print_stdout, clippy::cast_precision_loss, reason = "a measurement for people")]

use std::{fs, future::Future, path::PathBuf, time::Instant};

use futures_util::StreamExt as _;
use uuid::Uuid;
use waarmaker_blob::{Blobs, contents};
use waarmaker_core::{Clock as _, DateTime, Ids as _, RandomIds, SystemClock};
use waarmaker_db::{Db, Settings, Url, Weight};

const CLIENTS: usize = 32;
const DOCUMENTS: usize = 20_000;
const SMALL: usize = 10 * 1024;
const LARGE: u64 = 1 << 30;

#[tokio::main(worker_threads = 2)]
async fn main() {
    let base = std::env::args().nth(1).map_or_else(std::env::temp_dir, PathBuf::from);
    let folder = tempfile::tempdir_in(base).unwrap();
    let (blobs, db) = (Blobs::in_folder(folder.path()).unwrap(), open(folder.path().join("register.db")));
    let ids = measured("store 10 KB", DOCUMENTS, |count| clients(count, &blobs, &db, store)).await;
    measured("read 10 KB", DOCUMENTS, |_| read_all(&ids, &blobs, &db)).await;
    let before = resident();
    let large = measured("store 1 GiB", 1, |_| store_large(&blobs, &db)).await;
    measured("read 1 GiB", 1, |_| read(large, blobs.clone(), db.clone())).await;
    println!("memory grew {} MB", (resident() - before) / 1_000_000);
}

fn open(path: PathBuf) -> Db {
    Db::open(&Settings::new(Url::Sqlite(path))).unwrap()
}

async fn measured<T, F: Future<Output = T>>(what: &str, count: usize, work: impl FnOnce(usize) -> F) -> T {
    let (start, cpu) = (Instant::now(), processor());
    let done = work(count).await;
    let (took, cpu) = (start.elapsed().as_secs_f64(), processor() - cpu);
    println!("{what}: {:.0}/s, {:.0} µs of processor each", count as f64 / took, cpu * 1e6 / count as f64);
    done
}

async fn clients<F: Future<Output = Uuid> + Send + 'static>(
    count: usize,
    blobs: &Blobs,
    db: &Db,
    work: impl Fn(u64, Blobs, Db) -> F + Copy + Send + 'static,
) -> Vec<Uuid> {
    let tasks = (0..CLIENTS).map(|client| {
        let (blobs, db) = (blobs.clone(), db.clone());
        tokio::spawn(async move {
            let mut ids = Vec::new();
            for number in 0..count / CLIENTS {
                ids.push(work((client * count + number) as u64, blobs.clone(), db.clone()).await);
            }
            ids
        })
    });
    let mut ids = Vec::new();
    for task in tasks.collect::<Vec<_>>() {
        ids.extend(task.await.unwrap());
    }
    ids
}

async fn store(number: u64, blobs: Blobs, db: Db) -> Uuid {
    let mut bytes = vec![7; SMALL];
    bytes.splice(..8, number.to_be_bytes());
    let mut receiver = blobs.receive(&db);
    receiver.push(&bytes).await.unwrap();
    keep(receiver, db).await
}

async fn keep(arrived: waarmaker_blob::Receiver, db: Db) -> Uuid {
    let (received, inhoud) = (arrived.finish().await.unwrap(), RandomIds.uuid());
    let (offered, at) = (received.clone(), DateTime::from_timestamp(SystemClock.now()).unwrap());
    received.settle(db.write(move |tx| contents::keep(tx, inhoud, &offered, &at)).await.unwrap());
    inhoud
}

async fn store_large(blobs: &Blobs, db: &Db) -> Uuid {
    let mut receiver = blobs.receive(db);
    let mut piece = vec![9; 64 << 10];
    while receiver.size() < LARGE {
        piece.splice(..8, receiver.size().to_be_bytes());
        receiver.push(&piece).await.unwrap();
    }
    keep(receiver, db.clone()).await
}

async fn read_all(ids: &[Uuid], blobs: &Blobs, db: &Db) {
    let reading = ids.chunks(ids.len().div_ceil(CLIENTS)).map(|ids| {
        let (ids, blobs, db) = (ids.to_vec(), blobs.clone(), db.clone());
        tokio::spawn(async move {
            for id in ids {
                read(id, blobs.clone(), db.clone()).await;
            }
        })
    });
    for task in reading.collect::<Vec<_>>() {
        task.await.unwrap();
    }
}

async fn read(inhoud: Uuid, blobs: Blobs, db: Db) {
    let found = db.read(Weight::Point, move |tx| contents::of(tx, inhoud));
    let content = found.await.unwrap().unwrap();
    let mut stream = std::pin::pin!(blobs.read(&content, 0..content.size));
    let mut size = 0;
    while let Some(bytes) = stream.next().await {
        size += bytes.unwrap().len() as u64;
    }
    assert_eq!(size, content.size);
}

/// Seconds of processor time of this process, all threads together.
fn processor() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<_> = stat.rsplit_once(')').unwrap().1.split_whitespace().collect();
    let ticks: f64 = fields.iter().skip(11).take(2).map(|ticks| ticks.parse::<f64>().unwrap()).sum();
    ticks / 100.0
}

/// Bytes in memory now.
fn resident() -> u64 {
    let statm = fs::read_to_string("/proc/self/statm").unwrap();
    statm.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 4096
}
