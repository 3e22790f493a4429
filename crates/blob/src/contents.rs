// SPDX-License-Identifier: EUPL-1.2
//! Contents in the transaction of what refers to them.
//!
//! A content is an id with a list of chunks. It belongs to whoever made up the id: rows of other tables refer to it, and forget it when they
//! go. All functions here may be run again with the rest of their transaction.

use std::fmt;

use uuid::Uuid;
use waarmaker_core::{DateTime, Ids as _, RandomIds};
use waarmaker_db::{self as db, Db, Dialect, Tx};

use crate::{Address, Chunk, Error, LONGEST_UPLOAD, Received, chunk};

/// How often a row is looked for that others keep adding and removing.
const TRIES: usize = 5;

/// What a transaction made of a [`Received`]; goes to [`Received::settle`] after the commit.
#[derive(Debug)]
#[must_use = "settle it after the commit; dropping it costs a look into the database"]
pub struct Kept {
    /// Objects whose bytes were in the store already.
    pub(crate) redundant: Vec<Chunk>,
}

/// A stored content: its chunks, and so where its bytes are.
#[derive(Clone, PartialEq, Eq)]
pub struct Content {
    /// How many bytes.
    pub size: u64,
    /// The chunks, in order; at least one.
    pub chunks: Vec<Chunk>,
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Content({} bytes in {} chunks)", self.size, self.chunks.len())
    }
}

/// Makes what was received the content with this id. A chunk that is known already is not stored twice.
pub fn keep(tx: &mut Tx<'_>, inhoud: Uuid, received: &Received, at: &DateTime) -> Result<Kept, Error> {
    received.offer();
    refuse_old(received.chunks())?;
    let mut distinct = received.chunks().to_vec();
    sort(&mut distinct);
    let mut redundant = Vec::new();
    for chunk in distinct {
        if claim(tx, &chunk, at)? != chunk.generation {
            redundant.push(chunk);
        }
    }
    for (volgorde, chunk) in (0_i64..).zip(received.chunks()) {
        let row = [inhoud.into(), volgorde.into(), bytes(&chunk.address), number(chunk.size)?];
        tx.run("INSERT INTO inhoud_delen (inhoud, volgorde, adres, omvang) VALUES ($1, $2, $3, $4)", &row)?;
    }
    Ok(Kept { redundant })
}

/// Puts contents one after another into a new one. No byte is copied; the parts stay what they are.
pub fn concat(tx: &mut Tx<'_>, new: Uuid, parts: &[Uuid]) -> Result<(), db::Error> {
    let sql = "INSERT INTO inhoud_delen (inhoud, volgorde, adres, omvang) \
               SELECT $1, volgorde + $2, adres, omvang FROM inhoud_delen WHERE inhoud = $3";
    let mut chunks = 0_u64;
    for part in parts {
        let offset = i64::try_from(chunks).map_err(db::Error::row)?;
        chunks += tx.run(sql, &[new.into(), offset.into(), (*part).into()])?;
    }
    Ok(())
}

/// Gives a content a second id. No byte is copied.
pub fn copy(tx: &mut Tx<'_>, new: Uuid, of: Uuid) -> Result<(), db::Error> {
    concat(tx, new, &[of])
}

/// Forgets a content. Its chunks, unless another content has them too, are collected later.
pub fn forget(tx: &mut Tx<'_>, inhoud: Uuid) -> Result<(), db::Error> {
    tx.run("DELETE FROM inhoud_delen WHERE inhoud = $1", &[inhoud.into()]).map(|_| ())
}

/// Returns a content, for [`Blobs::read`](crate::Blobs::read); nothing when there is none with this id.
pub fn of(tx: &mut Tx<'_>, inhoud: Uuid) -> Result<Option<Content>, db::Error> {
    let sql = "SELECT d.adres, b.sleutel, d.omvang FROM inhoud_delen d JOIN blobs b ON b.adres = d.adres \
               WHERE d.inhoud = $1 ORDER BY d.volgorde";
    let chunks = tx.query(sql, &[inhoud.into()], chunk_of)?;
    let size = chunks.iter().map(|chunk| chunk.size).sum();
    Ok((!chunks.is_empty()).then_some(Content { size, chunks }))
}

/// Returns the size of a content, for one that is not read.
pub fn size(tx: &mut Tx<'_>, inhoud: Uuid) -> Result<Option<u64>, db::Error> {
    // PostgreSQL adds up to NUMERIC.
    let sql = "SELECT CAST(SUM(omvang) AS BIGINT) FROM inhoud_delen WHERE inhoud = $1";
    let sum = tx.one(sql, &[inhoud.into()], |row| row.opt_int(0))?.flatten();
    sum.map(u64::try_from).transpose().map_err(db::Error::row)
}

/// Reads a row of address, generation and size.
pub(crate) fn chunk_of(row: &db::Row<'_>) -> Result<Chunk, db::Error> {
    let wrong = || db::Error::Column { index: 0, wanted: "an address" };
    Ok(Chunk {
        address: Address::from_slice(row.bytes_ref(0)?).ok_or_else(wrong)?,
        generation: row.uuid(1)?,
        size: u64::try_from(row.int(2)?).map_err(db::Error::row)?,
    })
}

pub(crate) fn bytes(address: &Address) -> db::Value {
    address.as_bytes().as_slice().into()
}

fn number(size: u64) -> Result<db::Value, db::Error> {
    i64::try_from(size).map(db::Value::Int).map_err(db::Error::row)
}

/// Puts distinct chunks in one order for everybody, so that two uploads of the same chunks do not wait for each other.
fn sort(chunks: &mut Vec<Chunk>) {
    chunks.sort_unstable_by_key(|chunk| chunk.address);
    chunks.dedup_by_key(|chunk| chunk.address);
}

/// An object that has waited too long for its row may be collected at any moment, so it gets none any more.
fn refuse_old(chunks: &[Chunk]) -> Result<(), Error> {
    let Some(now) = chunk::written(RandomIds.uuid()) else { return Ok(()) };
    let is_old = |chunk: &Chunk| chunk::written(chunk.generation).is_none_or(|at| at + LONGEST_UPLOAD < now);
    if chunks.iter().any(is_old) { Err(Error::TooSlow) } else { Ok(()) }
}

/// Makes the row of a chunk, or finds the one there is and holds it; returns the generation it names.
///
/// The row that is found is locked against removal only, so that uploads of the same chunk do not wait for each other's commits. When it goes
/// between the two statements, it is made anew.
fn claim(tx: &mut Tx<'_>, chunk: &Chunk, at: &DateTime) -> Result<Uuid, db::Error> {
    let hold = match tx.dialect() {
        Dialect::Sqlite => "SELECT sleutel, los IS NOT NULL FROM blobs WHERE adres = $1",
        Dialect::Postgres => "SELECT sleutel, los IS NOT NULL FROM blobs WHERE adres = $1 FOR KEY SHARE",
    };
    for _ in 0..TRIES {
        if add(tx, chunk, at.sort_key())? {
            return Ok(chunk.generation);
        }
        let address = [bytes(&chunk.address)];
        if let Some((generation, is_loose)) = tx.one(hold, &address, |row| Ok((row.uuid(0)?, row.bool(1)?)))? {
            if is_loose {
                tx.run("UPDATE blobs SET los = NULL WHERE adres = $1", &address)?;
            }
            return Ok(generation);
        }
    }
    Err(db::Error::Busy)
}

/// Makes the row of a chunk; says whether there was none.
fn add(tx: &mut Tx<'_>, chunk: &Chunk, at: String) -> Result<bool, db::Error> {
    let sql =
        "INSERT INTO blobs (adres, sleutel, omvang, gemaakt) VALUES ($1, $2, $3, $4) ON CONFLICT (adres) DO NOTHING";
    let row = [bytes(&chunk.address), chunk.generation.into(), number(chunk.size)?, at.into()];
    Ok(tx.run(sql, &row)? == 1)
}

/// Returns those of these objects that no row names, after the write that may have named them.
///
/// Only for objects that nobody can name any more. A write that seems to have failed may still be committed by PostgreSQL when the connection
/// was lost. So the question is put as an attempt to make the row: that waits for such a write. The attempt is taken back.
pub(crate) async fn unneeded(db: &Db, mut chunks: Vec<Chunk>) -> Result<Vec<Chunk>, db::Error> {
    sort(&mut chunks);
    let asked = db.write(move |tx| {
        let mut unneeded = Vec::new();
        for chunk in &chunks {
            let sql = "SELECT 1 FROM blobs WHERE adres = $1 AND sleutel = $2";
            let row = [bytes(&chunk.address), chunk.generation.into()];
            if add(tx, chunk, String::new())? || tx.one(sql, &row, |row| row.int(0))?.is_none() {
                unneeded.push(*chunk);
            }
        }
        Err::<(), _>(Asked::Unneeded(unneeded))
    });
    match asked.await {
        Err(Asked::Unneeded(chunks)) => Ok(chunks),
        Err(Asked::Failed(error)) => Err(error),
        Ok(()) => Ok(Vec::new()),
    }
}

/// How an attempt ends that is always taken back.
enum Asked {
    Unneeded(Vec<Chunk>),
    Failed(db::Error),
}

impl From<db::Error> for Asked {
    fn from(error: db::Error) -> Self {
        Self::Failed(error)
    }
}

#[cfg(test)]
mod tests {
    use waarmaker_core::{Ids as _, RandomIds, SeededIds};

    use super::refuse_old;
    use crate::{Address, Chunk, Error};

    #[test]
    fn an_object_that_may_have_been_collected_gets_no_row() {
        let chunk = |generation| Chunk { address: Address::of(b""), generation, size: 0 };
        let (fresh, old) = (chunk(RandomIds.uuid()), chunk(SeededIds::new(1).uuid()));
        refuse_old(&[fresh]).unwrap();
        assert!(matches!(refuse_old(&[fresh, old]), Err(Error::TooSlow)));
    }
}
