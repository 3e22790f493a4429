// SPDX-License-Identifier: EUPL-1.2
//! The secrets of clients. They live outside the Autorisaties API and survive the Applicatie (handbook 1.2).

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, PoisonError, RwLock},
    time::{Duration, Instant},
};

use waarmaker_core::DateTime;
use waarmaker_db::{Db, Error, Tx, Weight};

/// How long a secret that was read is believed: a client that is removed by another process loses access within this time.
const BELIEVED: Duration = Duration::from_secs(2);

/// A client as it is listed.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Client {
    /// Client id.
    pub client_id: String,
    /// When it was added.
    pub added: String,
    /// Label of the Applicatie that has this client id, if any.
    pub applicatie: Option<String>,
    /// The Applicatie may do everything.
    pub all: bool,
}

/// Adds a client or gives it a new secret.
pub fn add_client(tx: &mut Tx<'_>, client_id: &str, secret: &str, now: &DateTime) -> Result<(), Error> {
    let sql = "INSERT INTO clients (client_id, secret, toegevoegd) VALUES ($1, $2, $3) \
               ON CONFLICT (client_id) DO UPDATE SET secret = excluded.secret";
    tx.run(sql, &[client_id.into(), secret.into(), now.to_string().into()]).map(|_| ())
}

/// Removes a client; `false` when there was none.
pub fn remove_client(tx: &mut Tx<'_>, client_id: &str) -> Result<bool, Error> {
    Ok(tx.run("DELETE FROM clients WHERE client_id = $1", &[client_id.into()])? > 0)
}

/// All clients, by id.
pub fn list_clients(tx: &mut Tx<'_>) -> Result<Vec<Client>, Error> {
    let sql = "SELECT c.client_id, c.toegevoegd, a.label, COALESCE(a.alles, 0) FROM clients c \
               LEFT JOIN applicatie_clients a ON a.client_id = c.client_id ORDER BY c.client_id";
    tx.query(sql, &[], |row| {
        Ok(Client { client_id: row.text(0)?, added: row.text(1)?, applicatie: row.opt_text(2)?, all: row.int(3)? == 1 })
    })
}

/// Secrets by client id, read through to the database.
pub struct Secrets {
    db: Db,
    read: RwLock<HashMap<String, (Arc<str>, Instant)>>,
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets(…)")
    }
}

impl Secrets {
    /// Secrets of this database.
    pub fn new(db: Db) -> Self {
        Self { db, read: RwLock::default() }
    }

    /// The secret of a client, at most two seconds old.
    pub async fn of(&self, client_id: &str) -> Result<Option<Arc<str>>, Error> {
        if let Some((secret, at)) = self.read.read().unwrap_or_else(PoisonError::into_inner).get(client_id)
            && at.elapsed() < BELIEVED
        {
            return Ok(Some(Arc::clone(secret)));
        }
        self.fresh(client_id).await
    }

    /// The secret of a client as the database has it now.
    pub async fn fresh(&self, client_id: &str) -> Result<Option<Arc<str>>, Error> {
        let id = client_id.to_owned();
        let sql = "SELECT secret FROM clients WHERE client_id = $1";
        let secret =
            self.db.read(Weight::Point, move |tx| tx.one(sql, &[id.as_str().into()], |row| row.text(0))).await?;
        let mut read = self.read.write().unwrap_or_else(PoisonError::into_inner);
        let Some(secret) = secret.map(Arc::<str>::from) else {
            read.remove(client_id);
            return Ok(None);
        };
        read.insert(client_id.to_owned(), (Arc::clone(&secret), Instant::now()));
        Ok(Some(secret))
    }
}
