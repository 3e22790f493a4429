// SPDX-License-Identifier: EUPL-1.2
//! What did not arrive, for people; and how to send it again.

use std::fmt::Write as _;

use uuid::Uuid;
use waarmaker_db::{Error, Tx, Value};

use crate::Message;

/// A message that a subscriber did not get (yet).
#[derive(Clone, Debug, PartialEq)]
pub struct Failed {
    /// Number by which it can be sent again.
    pub id: i64,
    /// Uuid of the abonnement or sink.
    pub abonnee: Uuid,
    /// Name of the sink; empty for an abonnement.
    pub sink: String,
    /// Number of the message.
    pub volgnr: i64,
    /// The message; URLs of our own in stored form.
    pub message: Message,
    /// How often it was tried.
    pub pogingen: i64,
    /// Since when it waits, in milliseconds since 1970.
    pub sinds: i64,
    /// When it is tried again, in milliseconds since 1970; `None` for a dead letter.
    pub volgende: Option<i64>,
    /// What happened the last time.
    pub fout: String,
}

/// Which of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Only this one, by [`Failed::id`].
    pub id: Option<i64>,
    /// Only those of this abonnement or sink.
    pub abonnee: Option<Uuid>,
    /// Only dead letters; otherwise also what is still tried.
    pub given_up: bool,
}

impl Selection {
    fn condition(self, parameters: &mut Vec<Value>) -> String {
        let mut sql = if self.given_up { "a.opgegeven IS NOT NULL" } else { "1 = 1" }.to_owned();
        for (column, value) in [("a.id", self.id.map(Value::from)), ("a.abonnee", self.abonnee.map(Value::from))] {
            if let Some(value) = value {
                parameters.push(value);
                let _ = write!(sql, " AND {column} = ${}", parameters.len());
            }
        }
        sql
    }
}

/// What did not arrive, oldest first, at most `limit`.
pub fn failed(tx: &mut Tx<'_>, selection: Selection, limit: u32) -> Result<Vec<Failed>, Error> {
    let mut parameters = vec![Value::from(limit)];
    let sql = format!(
        "SELECT a.id, a.abonnee, s.naam, a.volgnr, b.body, a.pogingen, a.eerste, a.volgende, a.opgegeven, a.fout FROM afleveringen a \
         JOIN abonnees s ON s.uuid = a.abonnee JOIN berichten b ON b.volgnr = a.volgnr WHERE {} ORDER BY a.volgnr, a.id LIMIT $1",
        selection.condition(&mut parameters)
    );
    tx.query(&sql, &parameters, |row| {
        Ok(Failed {
            id: row.int(0)?,
            abonnee: row.uuid(1)?,
            sink: row.text(2)?,
            volgnr: row.int(3)?,
            message: serde_json::from_slice(row.bytes_ref(4)?).map_err(Error::row)?,
            pogingen: row.int(5)?,
            sinds: row.int(6)?,
            volgende: if row.opt_int(8)?.is_some() { None } else { Some(row.int(7)?) },
            fout: row.text(9)?,
        })
    })
}

/// Has messages tried again at once, dead letters too; returns how many. They are delivered within seconds when a server runs, otherwise when one
/// starts. What came after a dead letter was sent already: it arrives after that.
pub fn resend(tx: &mut Tx<'_>, selection: Selection, now: i64) -> Result<u64, Error> {
    let mut parameters = vec![Value::from(now)];
    let condition = selection.condition(&mut parameters);
    let sql = format!(
        "UPDATE afleveringen SET opgegeven = NULL, pogingen = 0, eerste = $1, volgende = 0 \
         WHERE id IN (SELECT a.id FROM afleveringen a WHERE {condition})"
    );
    let count = tx.run(&sql, &parameters)?;
    let sql = "UPDATE abonnees SET proef = 1 WHERE proef > 0 AND EXISTS \
               (SELECT 1 FROM afleveringen a WHERE a.abonnee = abonnees.uuid AND a.opgegeven IS NULL AND a.eerste = $1)";
    tx.run(sql, &[now.into()])?;
    Ok(count)
}
