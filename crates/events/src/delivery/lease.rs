// SPDX-License-Identifier: EUPL-1.2
//! Who delivers: of all processes on one database, the one whose name stands in the row.

use uuid::Uuid;
use waarmaker_db::{Dialect, Error, Tx};

/// For how long a process that says nothing more keeps the work, in milliseconds.
pub(crate) const TERM: i64 = 15_000;

/// Takes or keeps the work; says whether it is ours now. `anew` is the first time that a process asks.
///
/// PostgreSQL may have several nodes, so there a lease ends when it is not renewed. SQLite belongs to one process: who starts takes over from whoever
/// was there before, and needs not renew.
pub(crate) fn take(tx: &mut Tx<'_>, me: Uuid, now: i64, anew: bool) -> Result<bool, Error> {
    let row =
        "INSERT INTO bezorging (rol, houder, tot, laatste) VALUES ('berichten', $1, 0, 0) ON CONFLICT (rol) DO NOTHING";
    tx.run(row, &[Uuid::nil().into()])?;
    let sql = format!("SELECT houder, tot FROM bezorging WHERE rol = 'berichten'{}", tx.dialect().for_update());
    let Some((holder, until)) = tx.one(&sql, &[], |row| Ok((row.uuid(0)?, row.int(1)?)))? else { return Ok(false) };
    let embedded = tx.dialect() == Dialect::Sqlite;
    if holder != me && until > now && !(embedded && anew) {
        return Ok(false);
    }
    let until = if embedded { i64::MAX } else { now.saturating_add(TERM) };
    tx.run("UPDATE bezorging SET houder = $1, tot = $2 WHERE rol = 'berichten'", &[me.into(), until.into()])?;
    Ok(true)
}

/// The last number that was given to a message, when the work is ours.
pub(crate) fn held(tx: &mut Tx<'_>, me: Uuid) -> Result<Option<i64>, Error> {
    tx.one("SELECT laatste FROM bezorging WHERE rol = 'berichten' AND houder = $1", &[me.into()], |row| row.int(0))
}

/// Leaves the work to another at once.
pub(crate) fn release(tx: &mut Tx<'_>, me: Uuid) -> Result<(), Error> {
    tx.run("UPDATE bezorging SET tot = 0 WHERE rol = 'berichten' AND houder = $1", &[me.into()]).map(|_| ())
}
