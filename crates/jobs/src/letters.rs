// SPDX-License-Identifier: EUPL-1.2
//! What waits and what was given up, for people; and how to have it tried again.

use std::fmt::Write as _;

use uuid::Uuid;
use waarmaker_db::{Error, Tx, Value};

/// A job as people see it: without its body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Number by which it can be tried again.
    pub id: i64,
    /// Its kind.
    pub kind: String,
    /// What it is about: a werkopdracht.
    pub subject: Uuid,
    /// How often it was tried.
    pub attempts: i64,
    /// When it was tried first, in milliseconds since 1970; `None` when it was not yet.
    pub since: Option<i64>,
    /// When it is tried next, in milliseconds since 1970; `None` for a dead letter.
    pub next: Option<i64>,
    /// A process is at it now.
    pub under_way: bool,
    /// What happened the last time.
    pub error: String,
}

/// Which of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Only this one, by [`Letter::id`].
    pub id: Option<i64>,
    /// Only those of this kind.
    pub kind: Option<String>,
    /// Only those about this.
    pub subject: Option<Uuid>,
    /// Only dead letters.
    pub given_up: bool,
    /// Only those after this one, by [`Letter::id`]: the next page of a list.
    pub after: Option<i64>,
}

impl Selection {
    fn condition(&self, parameters: &mut Vec<Value>) -> String {
        let mut sql = if self.given_up { "opgegeven IS NOT NULL" } else { "1 = 1" }.to_owned();
        let wanted = [
            ("id =", self.id.map(Value::from)),
            ("id >", self.after.map(Value::from)),
            ("soort =", self.kind.as_ref().map(Value::from)),
            ("onderwerp =", self.subject.map(Value::from)),
        ];
        for (compared, value) in wanted {
            if let Some(value) = value {
                parameters.push(value);
                let _ = write!(sql, " AND {compared} ${}", parameters.len());
            }
        }
        sql
    }
}

/// Jobs that are not done, oldest first, at most `limit`.
pub fn letters(tx: &mut Tx<'_>, selection: &Selection, limit: u32) -> Result<Vec<Letter>, Error> {
    let mut parameters = vec![Value::from(limit)];
    let sql = format!(
        "SELECT id, soort, onderwerp, pogingen, eerste, wanneer, opgegeven, houder, fout FROM jobs WHERE {} ORDER BY id LIMIT $1",
        selection.condition(&mut parameters)
    );
    tx.query(&sql, &parameters, |row| {
        Ok(Letter {
            id: row.int(0)?,
            kind: row.text(1)?,
            subject: row.uuid(2)?,
            attempts: row.int(3)?,
            since: row.opt_int(4)?,
            next: if row.opt_int(6)?.is_some() { None } else { Some(row.int(5)?) },
            under_way: row.opt_uuid(7)?.is_some(),
            error: row.text(8)?,
        })
    })
}

/// Has jobs tried again at once that were given up or wait for another try; returns how many. One that is planned for later or under way is left
/// alone. They are done within seconds when a server runs, otherwise when one starts.
pub fn retry(tx: &mut Tx<'_>, selection: &Selection, now: i64) -> Result<u64, Error> {
    let mut parameters = vec![Value::from(now)];
    let condition = selection.condition(&mut parameters);
    let sql = format!(
        "UPDATE jobs SET opgegeven = NULL, pogingen = 0, eerste = NULL, wanneer = $1 \
         WHERE houder IS NULL AND eerste IS NOT NULL AND {condition}"
    );
    tx.run(&sql, &parameters)
}
