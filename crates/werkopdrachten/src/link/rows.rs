// SPDX-License-Identifier: EUPL-1.2
//! What is kept of links, and of guesses.

use uuid::Uuid;
use waarmaker_api::Result;
use waarmaker_db::{Error, Tx};

/// Most tokens that do not exist within a minute; who comes with another then has to wait.
pub(crate) const MOST_GUESSES: i64 = 20;
/// For how many minutes guesses are remembered.
const REMEMBERED: i64 = 30 * 24 * 60;

/// A link.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) id: i64,
    pub(crate) order: Uuid,
    /// The contractor that the order was with.
    pub(crate) aannemer: Option<Uuid>,
    /// Hash of the cookie of the browser that it is bound to.
    pub(crate) browser: Option<String>,
    /// Another link took its place.
    pub(crate) replaced: bool,
}

/// Adds a link to an order, for the party that has it now.
pub(crate) fn add(tx: &mut Tx<'_>, order: Uuid, aannemer: Option<Uuid>, hash: &str, now: i64) -> Result<()> {
    let sql = "INSERT INTO links (werkopdracht, aannemer, token, aangemaakt) VALUES ($1, $2, $3, $4)";
    tx.run(sql, &[order.into(), aannemer.into(), hash.into(), now.into()])?;
    Ok(())
}

/// The link with this hash.
pub(crate) fn find(tx: &mut Tx<'_>, hash: &str) -> Result<Option<Row>, Error> {
    let sql = "SELECT id, werkopdracht, aannemer, browser, vervallen FROM links WHERE token = $1";
    tx.one(sql, &[hash.into()], |row| {
        Ok(Row {
            id: row.int(0)?,
            order: row.uuid(1)?,
            aannemer: row.opt_uuid(2)?,
            browser: row.opt_text(3)?,
            replaced: row.opt_int(4)?.is_some(),
        })
    })
}

/// Binds a link to a browser; `false` when another was first. Older links of the order end.
pub(crate) fn bind(tx: &mut Tx<'_>, row: &Row, browser: &str, now: i64) -> Result<bool, Error> {
    let sql = "UPDATE links SET browser = $2, gebonden = $3 WHERE id = $1 AND browser IS NULL AND vervallen IS NULL";
    if tx.run(sql, &[row.id.into(), browser.into(), now.into()])? == 0 {
        return Ok(false);
    }
    let older = "UPDATE links SET vervallen = $3 WHERE werkopdracht = $1 AND id < $2 AND vervallen IS NULL";
    tx.run(older, &[row.order.into(), row.id.into(), now.into()])?;
    Ok(true)
}

/// When the newest link of an order was made.
pub(crate) fn newest(tx: &mut Tx<'_>, order: Uuid) -> Result<Option<i64>, Error> {
    let sql = "SELECT MAX(aangemaakt) FROM links WHERE werkopdracht = $1";
    tx.one(sql, &[order.into()], |row| row.opt_int(0)).map(Option::flatten)
}

/// How many tokens that do not exist were tried in a minute.
pub(crate) fn guesses(tx: &mut Tx<'_>, minute: i64) -> Result<i64, Error> {
    let sql = "SELECT aantal FROM link_pogingen WHERE minuut = $1";
    Ok(tx.one(sql, &[minute.into()], |row| row.int(0))?.unwrap_or(0))
}

/// Counts one more; returns how many it are in this minute.
pub(crate) fn guess(tx: &mut Tx<'_>, minute: i64) -> Result<i64, Error> {
    let sql = "INSERT INTO link_pogingen (minuut, aantal) VALUES ($1, 1) \
               ON CONFLICT (minuut) DO UPDATE SET aantal = link_pogingen.aantal + 1 RETURNING aantal";
    let count = tx.one(sql, &[minute.into()], |row| row.int(0))?.unwrap_or(0);
    if count == 1 {
        tx.run("DELETE FROM link_pogingen WHERE minuut < $1", &[(minute - REMEMBERED).into()])?;
    }
    Ok(count)
}
