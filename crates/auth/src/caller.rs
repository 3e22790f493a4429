// SPDX-License-Identifier: EUPL-1.2
//! The party behind a request.

use uuid::Uuid;
use waarmaker_db::{Error, Tx, Value};

use crate::token::Claims;

/// The party behind a request: an application, with the user that it says it acts for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Client id of the token; empty for an anonymous caller.
    pub client_id: String,
    /// `user_id` of the token, for the audit trail.
    pub user_id: String,
    /// `user_representation` of the token, for the audit trail.
    pub user_representation: String,
    /// The Applicatie that the client id belongs to.
    pub applicatie: Option<Uuid>,
    /// Label of the Applicatie.
    pub label: String,
    /// It may do everything (`heeftAlleAutorisaties`).
    pub all: bool,
    /// Of documents it may see only those that are ready to be published (`alleenIsGereedVoorPublicatie`).
    pub published_only: bool,
}

impl Caller {
    /// Nobody: may reach what is public.
    pub const fn anonymous() -> Self {
        Self {
            client_id: String::new(),
            user_id: String::new(),
            user_representation: String::new(),
            applicatie: None,
            label: String::new(),
            all: false,
            published_only: false,
        }
    }

    /// Waarmaker itself, for what happens without a request (import, jobs). May do everything; `label` shows in the audit trail.
    pub fn waarmaker(label: &str) -> Self {
        Self { client_id: "waarmaker".to_owned(), label: label.to_owned(), all: true, ..Self::anonymous() }
    }

    /// Whether this is Waarmaker itself, not an application: no token makes such a caller.
    pub const fn is_waarmaker(&self) -> bool {
        self.all && self.applicatie.is_none()
    }

    /// The caller of a verified token: reads its Applicatie. A client without Applicatie is known but may do nothing.
    pub fn load(tx: &mut Tx<'_>, claims: &Claims) -> Result<Self, Error> {
        let sql = "SELECT applicatie, label, alles, alleen_gereed FROM applicatie_clients WHERE client_id = $1";
        let found = tx.one(sql, &[Value::from(claims.client_id.as_str())], |row| {
            Ok::<_, Error>((row.uuid(0)?, row.text(1)?, row.int(2)? == 1, row.int(3)? == 1))
        })?;
        let (applicatie, label, all, published_only) = found
            .map_or((None, String::new(), false, false), |(uuid, label, all, only)| (Some(uuid), label, all, only));
        Ok(Self {
            client_id: claims.client_id.clone(),
            user_id: claims.user_id.clone(),
            user_representation: claims.user_representation.clone(),
            applicatie,
            label,
            all,
            published_only,
        })
    }
}
