// SPDX-License-Identifier: EUPL-1.2
//! Reading all that is stored, and comparing it with what the rows say.

use std::{fmt, time::Duration};

use futures_util::{StreamExt as _, stream};
use uuid::Uuid;
use waarmaker_core::DateTime;
use waarmaker_db::{self as db, Db, Weight};

use crate::{
    Blobs, Chunk, Error,
    collect::{age, without_row},
    contents,
    store::folders,
};

/// How many rows are read at once.
const PAGE: usize = 100;

/// How many chunks are read side by side, and so are in memory.
const READING: usize = 4;

/// How many contents are named with a chunk.
const NAMED: usize = 20;

/// After so many reads in a row that the store refuses, the store is what is wrong.
const PATIENCE: u32 = 8;

/// What is found on the way.
#[derive(Debug)]
pub enum Found<'a> {
    /// So far all went well, or not; comes after every few chunks.
    Progress {
        /// Chunks that have been read.
        chunks: u64,
        /// Chunks that there were when it began.
        of: u64,
        /// Bytes that have been read.
        bytes: u64,
    },
    /// A chunk is not what it should be.
    Fault(&'a Fault),
    /// An object has no row: an upload is under way, was broken off by a crash, or the row is from a newer back-up than the database.
    Unowned(&'a Unowned),
}

/// What is wrong with a chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// The object is not there.
    Missing,
    /// The object has another size or another SHA-256.
    Damaged,
    /// The store refuses to give it.
    Unreadable,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "missing",
            Self::Damaged => "damaged",
            Self::Unreadable => "unreadable",
        })
    }
}

/// A chunk that is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The chunk; [`Chunk::name`] is where its object should be.
    pub chunk: Chunk,
    /// What is wrong.
    pub wrong: Wrong,
    /// The first twenty contents that have it.
    pub contents: Vec<Uuid>,
}

/// An object without a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unowned {
    /// Its name in the store.
    pub name: String,
    /// How many bytes it has.
    pub size: u64,
    /// How long ago it was written; nothing when the clock says: later than now.
    pub age: Option<Duration>,
}

/// The outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Chunks that were read.
    pub chunks: u64,
    /// Bytes that were read.
    pub bytes: u64,
    /// Chunks without an object.
    pub missing: u64,
    /// Chunks with another object than theirs.
    pub damaged: u64,
    /// Chunks whose objects could not be read.
    pub unreadable: u64,
    /// Objects without a row.
    pub unowned: u64,
    /// Bytes of these.
    pub unowned_bytes: u64,
}

impl Verified {
    /// Says whether every content can be read. Objects without a row take room, but lose nothing.
    pub const fn is_sound(&self) -> bool {
        self.missing == 0 && self.damaged == 0 && self.unreadable == 0
    }
}

impl Blobs {
    /// Reads every chunk that a row names and compares its size and its SHA-256, then looks for objects without a row. Changes nothing.
    ///
    /// Reports on the way, because the list may be long; holds a few chunks at most. What is removed meanwhile is not reported.
    pub async fn verify(
        &self,
        db: &Db,
        now: &DateTime,
        mut report: impl FnMut(Found<'_>) + Send,
    ) -> Result<Verified, Error> {
        let of = db.read(Weight::Scan, |tx| tx.one("SELECT COUNT(*) FROM blobs", &[], |row| row.int(0))).await?;
        let of = of.and_then(|of| u64::try_from(of).ok()).unwrap_or_default();
        let (mut verified, mut after, mut refused) = (Verified::default(), Vec::new(), 0);
        loop {
            let page = page(db, after).await?;
            let Some(last) = page.last() else { break };
            after = last.address.as_bytes().to_vec();
            let mut reading = stream::iter(page)
                .map(|chunk| async move { (chunk, self.store().get(chunk).await) })
                .buffer_unordered(READING);
            while let Some((chunk, read)) = reading.next().await {
                verified.chunks += 1;
                verified.bytes += read.as_ref().map_or(0, |_| chunk.size);
                refused = if matches!(read, Err(Error::Store { .. })) { refused + 1 } else { 0 };
                let Err(error) = read else { continue };
                if refused == PATIENCE {
                    return Err(error);
                }
                if let Some(fault) = fault(db, chunk, &error).await? {
                    verified.count(fault.wrong);
                    report(Found::Fault(&fault));
                }
            }
            report(Found::Progress { chunks: verified.chunks, of, bytes: verified.bytes });
        }
        for first in folders() {
            self.report_unowned(db, first, now, &mut verified, &mut report).await?;
        }
        Ok(verified)
    }

    async fn report_unowned(
        &self,
        db: &Db,
        first: u8,
        now: &DateTime,
        verified: &mut Verified,
        report: &mut (impl FnMut(Found<'_>) + Send),
    ) -> Result<(), Error> {
        let mut listed = self.store().list(first).await?.chunks(PAGE);
        while let Some(batch) = listed.next().await {
            let batch = batch.into_iter().collect::<Result<Vec<_>, _>>()?;
            for object in without_row(db, batch).await? {
                let age = age(&object, now);
                verified.unowned += 1;
                verified.unowned_bytes += object.size;
                report(Found::Unowned(&Unowned { name: object.name, size: object.size, age }));
            }
        }
        Ok(())
    }
}

impl Verified {
    const fn count(&mut self, wrong: Wrong) {
        match wrong {
            Wrong::Missing => self.missing += 1,
            Wrong::Damaged => self.damaged += 1,
            Wrong::Unreadable => self.unreadable += 1,
        }
    }
}

/// Returns the next chunks in the order of their addresses.
async fn page(db: &Db, after: Vec<u8>) -> Result<Vec<Chunk>, db::Error> {
    let sql = format!("SELECT adres, sleutel, omvang FROM blobs WHERE adres > $1 ORDER BY adres LIMIT {PAGE}");
    db.read(Weight::Scan, move |tx| tx.query(&sql, &[after.into()], contents::chunk_of)).await
}

/// Makes a fault of what went wrong; none when the row has gone since.
async fn fault(db: &Db, chunk: Chunk, error: &Error) -> Result<Option<Fault>, db::Error> {
    let wrong = match error {
        Error::Missing(_) => Wrong::Missing,
        Error::Damaged(_) => Wrong::Damaged,
        _ => Wrong::Unreadable,
    };
    db.read(Weight::Scan, move |tx| {
        let row = [contents::bytes(&chunk.address), chunk.generation.into()];
        let sql = "SELECT 1 FROM blobs WHERE adres = $1 AND sleutel = $2";
        if tx.one(sql, &row, |row| row.int(0))?.is_none() {
            return Ok(None);
        }
        let sql = format!("SELECT DISTINCT inhoud FROM inhoud_delen WHERE adres = $1 ORDER BY inhoud LIMIT {NAMED}");
        let contents = tx.query(&sql, &[contents::bytes(&chunk.address)], |row| row.uuid(0))?;
        Ok(Some(Fault { chunk, wrong, contents }))
    })
    .await
}
