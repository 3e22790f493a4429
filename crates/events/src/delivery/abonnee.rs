// SPDX-License-Identifier: EUPL-1.2
//! The rows of those who get messages: abonnementen, written by the Notificaties API, and sinks of the settings.

use serde::{Deserialize, Serialize};
use uuid::{Builder, Uuid};
use waarmaker_core::{ORIGIN, origin::splice};
use waarmaker_db::{Error, Row, Tx, Value};
use waarmaker_resource::Record;
use xxhash_rust::xxh3::xxh3_128;

use crate::Bericht;

/// A channel that an abonnement is on, with what it wants of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Wanted {
    /// Name of the kanaal.
    pub naam: String,
    /// Kenmerk → value; own URLs in stored form. `*` is any value.
    #[serde(default)]
    pub filters: Record,
}

/// What the delivery needs to know of an abonnement.
#[derive(Clone, PartialEq)]
pub struct Subscription<'a> {
    /// Where messages go.
    pub callback_url: &'a str,
    /// Value of the header `Authorization`; `None` leaves it as it is.
    pub auth: Option<&'a str>,
    /// What it wants.
    pub kanalen: &'a [Wanted],
}

impl std::fmt::Debug for Subscription<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Subscription").field("kanalen", &self.kanalen).finish_non_exhaustive()
    }
}

/// Makes or changes the row of an abonnement, in the transaction that writes it. A new one begins at the present; a changed one is tried
/// again at once.
pub fn put(tx: &mut Tx<'_>, uuid: Uuid, subscription: &Subscription<'_>) -> Result<(), Error> {
    let kanalen = serde_json::to_string(subscription.kanalen).map_err(Error::row)?;
    let present = present(tx)?;
    let sql = "INSERT INTO abonnees (uuid, soort, naam, callback, auth, kanalen, stand, fouten, stil_sinds, proef) \
               VALUES ($1, 'abonnement', '', $2, $3, $4, $5, 0, 0, 0) \
               ON CONFLICT (uuid) DO UPDATE SET callback = $2, auth = CASE WHEN $6 = 1 THEN $3 ELSE abonnees.auth END, kanalen = $4, \
               fouten = 0, proef = CASE WHEN abonnees.proef > 0 THEN 1 ELSE 0 END";
    let row = [
        uuid.into(),
        subscription.callback_url.into(),
        subscription.auth.unwrap_or_default().into(),
        kanalen.into(),
        present.into(),
        subscription.auth.is_some().into(),
    ];
    tx.run(sql, &row).map(|_| ())
}

/// The last number that was given: what a new subscriber begins after.
fn present(tx: &mut Tx<'_>) -> Result<i64, Error> {
    let sql = "SELECT laatste FROM bezorging WHERE rol = 'berichten'";
    Ok(tx.one(sql, &[], |row| row.int(0))?.unwrap_or(0))
}

/// Forgets a subscriber and everything that waits for it.
pub fn remove(tx: &mut Tx<'_>, uuid: Uuid) -> Result<(), Error> {
    let lock = format!("SELECT stand FROM abonnees WHERE uuid = $1{}", tx.dialect().for_update());
    tx.one(&lock, &[uuid.into()], |row| row.int(0))?;
    tx.run("DELETE FROM afleveringen WHERE abonnee = $1", &[uuid.into()])?;
    tx.run("DELETE FROM abonnees WHERE uuid = $1", &[uuid.into()]).map(|_| ())
}

/// Makes the rows of these sinks, and forgets those of sinks that are no longer among them.
pub(crate) fn keep_sinks(tx: &mut Tx<'_>, names: &[String]) -> Result<(), Error> {
    let known =
        tx.query("SELECT uuid, naam FROM abonnees WHERE soort = 'sink'", &[], |row| Ok((row.uuid(0)?, row.text(1)?)))?;
    for (uuid, _) in known.iter().filter(|(_, name)| !names.contains(name)) {
        remove(tx, *uuid)?;
    }
    let present = present(tx)?;
    for name in names {
        let sql = "INSERT INTO abonnees (uuid, soort, naam, callback, auth, kanalen, stand, fouten, stil_sinds, proef) \
                   VALUES ($1, 'sink', $2, '', '', '[]', $3, 0, 0, 0) ON CONFLICT (uuid) DO NOTHING";
        tx.run(sql, &[derived(name).into(), name.into(), present.into()])?;
    }
    Ok(())
}

/// A uuid that follows from a text: the same text always has the same.
pub fn derived(text: &str) -> Uuid {
    Builder::from_custom_bytes(xxh3_128(text.as_bytes()).to_be_bytes()).into_uuid()
}

/// A subscriber as its worker reads it at the beginning of each pass.
#[derive(Clone, PartialEq)]
pub(crate) struct Abonnee {
    pub(crate) uuid: Uuid,
    /// Name of the sink; empty for an abonnement.
    pub(crate) naam: String,
    pub(crate) callback: String,
    pub(crate) auth: String,
    pub(crate) kanalen: String,
    /// What has a number up to this it got, or is parked.
    pub(crate) stand: i64,
    /// Failures in a row.
    pub(crate) fouten: i64,
    /// Since when nothing reaches it; 0 when it does.
    pub(crate) stil_sinds: i64,
    /// When that is tried again; 0 when it is not silent.
    pub(crate) proef: i64,
}

const COLUMNS: &str = "uuid, naam, callback, auth, kanalen, stand, fouten, stil_sinds, proef";

fn abonnee(row: &Row<'_>) -> Result<Abonnee, Error> {
    Ok(Abonnee {
        uuid: row.uuid(0)?,
        naam: row.text(1)?,
        callback: row.text(2)?,
        auth: row.text(3)?,
        kanalen: row.text(4)?,
        stand: row.int(5)?,
        fouten: row.int(6)?,
        stil_sinds: row.int(7)?,
        proef: row.int(8)?,
    })
}

/// A subscriber; `None` when it is gone.
pub(crate) fn load(tx: &mut Tx<'_>, uuid: Uuid) -> Result<Option<Abonnee>, Error> {
    tx.one(&format!("SELECT {COLUMNS} FROM abonnees WHERE uuid = $1"), &[Value::from(uuid)], abonnee)
}

/// All subscribers.
pub(crate) fn all(tx: &mut Tx<'_>) -> Result<Vec<Uuid>, Error> {
    tx.query("SELECT uuid FROM abonnees ORDER BY id", &[], |row| row.uuid(0))
}

/// What an abonnement wants, from its row, with the origin in the URLs of its filters.
pub(crate) fn wanted(kanalen: &str, origin: &str) -> Vec<Wanted> {
    let mut text = Vec::with_capacity(kanalen.len() + 64);
    if kanalen.contains(ORIGIN) {
        splice(kanalen.as_bytes(), origin, &mut text);
    } else {
        text.extend_from_slice(kanalen.as_bytes());
    }
    serde_json::from_slice(&text).unwrap_or_default()
}

/// Whether a message is for whoever wants this (handbook 7.4): one entry of its channel, each of whose filters is `*`, equals the kenmerk, or names a
/// kenmerk that the message does not have.
pub(crate) fn matches(wanted: &[Wanted], bericht: &Bericht) -> bool {
    let holds = |(name, value): (&String, &serde_json::Value)| {
        let value = value.as_str().unwrap_or_default();
        value == "*" || bericht.message.kenmerk(name).is_none_or(|kenmerk| kenmerk == value)
    };
    wanted.iter().any(|entry| entry.naam == bericht.kanaal && entry.filters.iter().all(holds))
}
