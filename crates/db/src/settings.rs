// SPDX-License-Identifier: EUPL-1.2
//! Which database, and how hard it may be driven.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use crate::{Dialect, Error};

/// Where the database is.
#[derive(Clone, PartialEq, Eq)]
pub enum Url {
    /// The file of a SQLite database; its folder is made when it is not there.
    Sqlite(PathBuf),
    /// `postgres://user:password@host/name`.
    Postgres(String),
}

impl Url {
    /// Returns which engine answers at this address.
    pub const fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite(_) => Dialect::Sqlite,
            Self::Postgres(_) => Dialect::Postgres,
        }
    }
}

impl fmt::Debug for Url {
    /// Shows no password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(_) => f.write_str("postgres://…"),
        }
    }
}

impl FromStr for Url {
    type Err = Error;

    /// Reads `sqlite:path`, `sqlite:///path`, `postgres://…` or `postgresql://…`.
    fn from_str(text: &str) -> Result<Self, Error> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        let path = text.strip_prefix("sqlite://").or_else(|| text.strip_prefix("sqlite:"));
        match path {
            Some(path) if !path.is_empty() => Ok(Self::Sqlite(path.into())),
            _ => Err(Error::Settings("a database is sqlite:path or postgres://user:password@host/name".to_owned())),
        }
    }
}

/// Everything [`Db::open`](crate::Db::open) needs to know.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where the database is.
    pub url: Url,
    /// SQLite: how many reading connections are kept, and how many scans run at the same time.
    pub readers: usize,
    /// PostgreSQL: how many connections there are.
    pub pool: usize,
    /// How long one statement may take.
    pub statement_timeout: Duration,
    /// SQLite: how long to wait for another process that writes.
    pub busy_timeout: Duration,
    /// Whether pending migrations are applied; without, a database that is behind is refused.
    pub migrate: bool,
    /// SQLite: whether a commit is on disk before its answer. Only tests turn this off.
    pub durable: bool,
}

impl Settings {
    /// Returns the settings that serve a single installation: everything durable, migrations applied.
    pub const fn new(url: Url) -> Self {
        Self {
            url,
            readers: 8,
            pool: 16,
            statement_timeout: Duration::from_secs(30),
            busy_timeout: Duration::from_secs(5),
            migrate: true,
            durable: true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Url;

    #[test]
    fn an_address_names_its_engine() {
        assert_eq!("sqlite:///var/register.db".parse::<Url>().unwrap(), Url::Sqlite("/var/register.db".into()));
        assert_eq!("sqlite:register.db".parse::<Url>().unwrap(), Url::Sqlite("register.db".into()));
        let url = "postgres://jan:geheim@host/naam".parse::<Url>().unwrap();
        assert!(!format!("{url:?}").contains("geheim"));
        assert!("mysql://host".parse::<Url>().is_err());
        assert!("sqlite:".parse::<Url>().is_err());
    }
}
