// SPDX-License-Identifier: EUPL-1.2
//! The numbered messages as every subscriber reads them: the newest are read and decoded once for all.

use std::{collections::VecDeque, sync::Arc};

use tokio::sync::{Mutex, watch};
use uuid::Uuid;
use waarmaker_db::{Db, Error, Row, Tx, Value, Weight};

use crate::Bericht;

/// A message with the moment it got its number.
#[derive(Debug)]
pub(crate) struct Numbered {
    /// Number.
    pub(crate) volgnr: i64,
    /// Main object.
    pub(crate) hoofdobject: Uuid,
    /// Moment, in milliseconds since 1970.
    pub(crate) aangemaakt: i64,
    /// The message; `None` when what is stored is none, which nobody gets then.
    pub(crate) bericht: Option<Bericht>,
}

/// Most rows that are read at once.
const CHUNK: usize = 256;
/// Most messages that are remembered.
const MOST: usize = 4096;
/// Most bytes of messages that are remembered.
const MOST_BYTES: usize = 16 << 20;

/// Hands out messages by number.
pub(crate) struct Feed {
    db: Db,
    origin: Arc<str>,
    ring: Mutex<Ring>,
    /// The last number that was given.
    pub(crate) latest: watch::Sender<i64>,
}

/// The newest messages that somebody asked for, without gaps.
#[derive(Default)]
struct Ring {
    messages: VecDeque<Arc<Numbered>>,
    bytes: usize,
}

impl Ring {
    fn push(&mut self, message: Arc<Numbered>) {
        self.bytes += size(&message);
        self.messages.push_back(message);
        while self.messages.len() > MOST || (self.bytes > MOST_BYTES && self.messages.len() > 1) {
            let Some(oldest) = self.messages.pop_front() else { return };
            self.bytes -= size(&oldest);
        }
    }

    /// The first and the last number.
    fn ends(&self) -> Option<(i64, i64)> {
        Some((self.messages.front()?.volgnr, self.messages.back()?.volgnr))
    }

    /// At most `limit` messages after a number that is in reach.
    fn after(&self, after: i64, limit: usize) -> Vec<Arc<Numbered>> {
        let from = self.messages.partition_point(|message| message.volgnr <= after);
        self.messages.range(from..).take(limit).cloned().collect()
    }
}

fn size(message: &Numbered) -> usize {
    message.bericht.as_ref().map_or(0, |bericht| 2 * bericht.body.len()) + 200
}

impl Feed {
    pub(crate) fn new(db: Db, origin: &str) -> Self {
        Self { db, origin: origin.into(), ring: Mutex::default(), latest: watch::Sender::new(0) }
    }

    /// At most `limit` messages after a number, in order. Who is far behind the others reads for itself.
    pub(crate) async fn after(&self, after: i64, limit: usize) -> Result<Vec<Arc<Numbered>>, Error> {
        let mut ring = self.ring.lock().await;
        match ring.ends() {
            Some((first, _)) if after + 1 < first => {
                drop(ring);
                self.read(after, limit.min(CHUNK)).await
            }
            Some((_, last)) if after < last => Ok(ring.after(after, limit)),
            ends => {
                if ends.is_some_and(|(_, last)| after > last) {
                    *ring = Ring::default();
                }
                self.read(after, CHUNK).await?.into_iter().for_each(|message| ring.push(message));
                Ok(ring.after(after, limit))
            }
        }
    }

    async fn read(&self, after: i64, limit: usize) -> Result<Vec<Arc<Numbered>>, Error> {
        let origin = Arc::clone(&self.origin);
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let read = move |tx: &mut Tx<'_>| {
            let sql = "SELECT volgnr, kanaal, hoofdobject, aangemaakt, body FROM berichten WHERE volgnr > $1 ORDER BY volgnr LIMIT $2";
            tx.query(sql, &[after.into(), limit.into()], |row| numbered(row, &origin))
        };
        self.db.read(Weight::Point, read).await
    }

    /// The messages with these numbers, in order.
    pub(crate) async fn these(&self, numbers: Vec<i64>) -> Result<Vec<Arc<Numbered>>, Error> {
        let origin = Arc::clone(&self.origin);
        let read = move |tx: &mut Tx<'_>| {
            let mut found = Vec::with_capacity(numbers.len());
            for numbers in numbers.chunks(CHUNK) {
                let places: Vec<String> = (1..=numbers.len()).map(|i| format!("${i}")).collect();
                let sql = format!(
                    "SELECT volgnr, kanaal, hoofdobject, aangemaakt, body FROM berichten WHERE volgnr IN ({}) ORDER BY volgnr",
                    places.join(", ")
                );
                let numbers: Vec<Value> = numbers.iter().map(|&number| number.into()).collect();
                found.extend(tx.query(&sql, &numbers, |row| numbered(row, &origin))?);
            }
            Ok::<_, Error>(found)
        };
        self.db.read(Weight::Point, read).await
    }
}

fn numbered(row: &Row<'_>, origin: &str) -> Result<Arc<Numbered>, Error> {
    let (volgnr, hoofdobject) = (row.int(0)?, row.uuid(2)?);
    let bericht = Bericht::new(volgnr, row.text(1)?, hoofdobject, row.bytes_ref(4)?, origin);
    if bericht.is_none() {
        tracing::error!(volgnr, "a stored notification cannot be read: nobody gets it");
    }
    Ok(Arc::new(Numbered { volgnr, hoofdobject, aangemaakt: row.int(3)?, bericht }))
}
