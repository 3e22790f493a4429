// SPDX-License-Identifier: EUPL-1.2
//! Removing what nobody refers to.
//!
//! **Rows.** A run marks the rows of `blobs` that no content has (`los` becomes the moment of the run), and removes those that were marked at
//! least the grace ago and still have none. The wait lets a download finish, and makes that a copy of the database finds its objects when the
//! store is copied after it. The row goes first, in a transaction, and the object after the commit. Between the two nobody can use the object:
//! who uploads the same chunk finds no row, and makes one that names an object of his own, with another generation and so another name.
//!
//! PostgreSQL lets an upload and the collector work on one row at the same time. An upload that finds the row locks it against removal until its
//! commit; the collector passes over rows that are locked, and asks for references in a *second* statement, when it has the lock: that statement
//! sees every reference that was committed before, and no new one can come. An upload that arrives while the collector has the lock waits,
//! finds the row gone, and makes it anew. SQLite has one writer, so there all of this happens one after another.
//!
//! **Objects.** An object is written before its row is committed, so one without a row may be about to get it. Its name tells when it was
//! written; it is removed when that is at least the grace ago. The grace is never shorter than [`SHORTEST_GRACE`], and a row is refused to an object that
//! waited longer than [`LONGEST_UPLOAD`](crate::LONGEST_UPLOAD), half of that: the other half is for commits that take long and clocks that differ.

use std::time::Duration;

use futures_util::{StreamExt as _, stream};
use waarmaker_core::DateTime;
use waarmaker_db::{self as db, Db, Dialect, Tx, Value, Weight};

use crate::{
    Blobs, Chunk, Error, chunk, contents,
    store::{Listed, folders},
};

/// The least that a grace can be: 24 hours.
pub const SHORTEST_GRACE: Duration = Duration::from_hours(24);

/// How many rows or objects are handled at once.
const BATCH: usize = 200;

/// How many objects are removed side by side.
const REMOVING: usize = 8;

/// What a run of the collector did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Collected {
    /// Chunks that no content has since at most the grace; a later run removes them.
    pub marked: u64,
    /// Chunks whose rows and objects were removed.
    pub chunks: u64,
    /// Objects without a row that were removed: what a crash left.
    pub objects: u64,
    /// Bytes that came free.
    pub bytes: u64,
    /// Objects that could not be removed; the log tells why. A later run tries again.
    pub failed: u64,
}

impl Blobs {
    /// Removes chunks that no content has, and objects without a row, both after a grace of at least [`SHORTEST_GRACE`].
    ///
    /// Safe at any moment, while uploads run and while another node does the same.
    pub async fn collect_orphans(&self, db: &Db, now: &DateTime, grace: Duration) -> Result<Collected, Error> {
        let grace = grace.max(SHORTEST_GRACE);
        let mut collected = Collected::default();
        unmark(db).await?;
        for first in folders() {
            collected.marked += mark(db, first, now).await?;
        }
        while let Some(chunks) = sweep(db, before(now, grace)).await? {
            let removed = chunks.into_iter().map(|chunk| (chunk.name(), chunk.size));
            collected.chunks += self.removed(removed.collect(), &mut collected).await;
        }
        for first in folders() {
            self.collect_objects(db, first, now, grace, &mut collected).await?;
        }
        Ok(collected)
    }

    async fn collect_objects(
        &self,
        db: &Db,
        first: u8,
        now: &DateTime,
        grace: Duration,
        collected: &mut Collected,
    ) -> Result<(), Error> {
        let mut listed = self.store().list(first).await?.chunks(BATCH);
        while let Some(batch) = listed.next().await {
            let mut old = batch.into_iter().collect::<Result<Vec<_>, _>>()?;
            old.retain(|object| age(object, now).is_some_and(|age| age >= grace));
            let unowned = without_row(db, old).await?;
            let removed = unowned.into_iter().map(|object| (object.name, object.size));
            collected.objects += self.removed(removed.collect(), collected).await;
        }
        Ok(())
    }

    /// Removes objects; returns how many.
    async fn removed(&self, objects: Vec<(String, u64)>, collected: &mut Collected) -> u64 {
        let mut removing = stream::iter(objects)
            .map(|(name, size)| async move { self.store().delete(&name).await.map(|()| size) })
            .buffer_unordered(REMOVING);
        let mut removed = 0;
        while let Some(done) = removing.next().await {
            match done {
                Ok(size) => {
                    removed += 1;
                    collected.bytes += size;
                }
                Err(error) => {
                    tracing::warn!(%error, "an object cannot be removed");
                    collected.failed += 1;
                }
            }
        }
        removed
    }
}

/// Returns how old an object is; nothing when its name does not tell, or tells of later.
pub(crate) fn age(object: &Listed, now: &DateTime) -> Option<Duration> {
    let now = Duration::from_millis(u64::try_from(now.at.as_millisecond()).ok()?);
    now.checked_sub(chunk::written(object.generation)?)
}

/// Returns those of these objects that no row names.
pub(crate) async fn without_row(db: &Db, objects: Vec<Listed>) -> Result<Vec<Listed>, db::Error> {
    if objects.is_empty() {
        return Ok(objects);
    }
    db.read(Weight::Scan, move |tx| {
        let sql = "SELECT 1 FROM blobs WHERE adres = $1 AND sleutel = $2";
        let mut unowned = Vec::new();
        for object in objects {
            let row = [contents::bytes(&object.address), object.generation.into()];
            if tx.one(sql, &row, |row| row.int(0))?.is_none() {
                unowned.push(object);
            }
        }
        Ok(unowned)
    })
    .await
}

/// Returns the moment before which something must have happened, as a column has it.
fn before(now: &DateTime, grace: Duration) -> String {
    // A grace beyond the calendar means never.
    let then = now.at.checked_sub(grace).ok().and_then(DateTime::from_timestamp);
    then.map(|then| then.sort_key()).unwrap_or_default()
}

/// Takes the mark from chunks that have got a reference in the very moment they were marked.
async fn unmark(db: &Db) -> Result<(), db::Error> {
    let sql = "UPDATE blobs SET los = NULL WHERE los IS NOT NULL \
               AND EXISTS (SELECT 1 FROM inhoud_delen d WHERE d.adres = blobs.adres)";
    db.write(move |tx| tx.run(sql, &[]).map(|_| ())).await
}

/// Marks the chunks of this folder that no content has, in short transactions; returns how many.
async fn mark(db: &Db, first: u8, now: &DateTime) -> Result<u64, db::Error> {
    let loose = db.read(Weight::Scan, move |tx| {
        let sql = "SELECT b.adres FROM blobs b WHERE b.adres >= $1 AND b.adres <= $2 AND b.los IS NULL \
                   AND NOT EXISTS (SELECT 1 FROM inhoud_delen d WHERE d.adres = b.adres)";
        let range = [vec![first].into(), last_of(first)];
        tx.query(sql, &range, |row| row.bytes(0))
    });
    let (loose, now) = (loose.await?, now.sort_key());
    let mut marked = 0;
    for batch in loose.chunks(BATCH) {
        let (batch, now) = (batch.to_vec(), now.clone());
        let write = db.write(move |tx| {
            let sql = "UPDATE blobs SET los = $2 WHERE adres = $1 AND los IS NULL \
                       AND NOT EXISTS (SELECT 1 FROM inhoud_delen d WHERE d.adres = $1)";
            batch.iter().try_fold(0, |sum, address| {
                tx.run(sql, &[address.as_slice().into(), (&now).into()]).map(|rows| sum + rows)
            })
        });
        marked += write.await?;
    }
    Ok(marked)
}

/// Returns the largest address that begins with this byte.
fn last_of(first: u8) -> Value {
    let mut last = vec![u8::MAX; 32];
    last.splice(..1, [first]);
    last.into()
}

/// Removes some rows that have been marked before then; returns their chunks, or nothing when there are no more.
async fn sweep(db: &Db, then: String) -> Result<Option<Vec<Chunk>>, db::Error> {
    let swept = db.write(move |tx| {
        let marked = lock_marked(tx, &then)?;
        let sql = "DELETE FROM blobs WHERE adres = $1 AND NOT EXISTS (SELECT 1 FROM inhoud_delen d WHERE d.adres = $1)";
        let mut swept = Vec::new();
        for chunk in marked {
            if tx.run(sql, &[contents::bytes(&chunk.address)])? == 1 {
                swept.push(chunk);
            }
        }
        Ok::<_, db::Error>(swept)
    });
    // A batch of which nothing could go will be there again: a later run gets it.
    Ok(Some(swept.await?).filter(|swept| !swept.is_empty()))
}

/// Locks some chunks that have been marked before then, passing over those that an upload is working on.
fn lock_marked(tx: &mut Tx<'_>, then: &str) -> Result<Vec<Chunk>, db::Error> {
    let skip = Dialect::for_update_skip_locked(tx.dialect());
    let sql = format!("SELECT adres, sleutel, omvang FROM blobs WHERE los < $1 ORDER BY los LIMIT {BATCH}{skip}");
    tx.query(&sql, &[then.into()], contents::chunk_of)
}

#[cfg(test)]
mod tests;
