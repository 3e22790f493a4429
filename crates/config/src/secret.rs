// SPDX-License-Identifier: EUPL-1.2
//! Values that must never be printed: [`Secret`] and the password in a [`DatabaseUrl`].

use std::{borrow::Cow, fmt, path::PathBuf};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize, Serializer};

/// What is printed in the place of a secret.
pub const REDACTED: &str = "(redacted)";

/// A password, token or client secret.
///
/// `Debug` and `Serialize` print [`REDACTED`]; only [`Secret::expose`] gives the value.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Wraps a value that must not be printed.
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    /// Gives the secret itself, for the one place that sends it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(REDACTED)
    }
}

impl JsonSchema for Secret {
    fn schema_name() -> Cow<'static, str> {
        "Secret".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "writeOnly": true })
    }
}

/// Which of the two engines a [`DatabaseUrl`] selects, and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Engine {
    /// The embedded engine, with the path of its file.
    Sqlite(PathBuf),
    /// A PostgreSQL server; the URL is the one to connect with.
    Postgres,
}

/// `sqlite:PATH`, `postgres://…` or `postgresql://…`.
///
/// `Debug` and `Serialize` leave out the password.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct DatabaseUrl(String);

impl DatabaseUrl {
    /// Wraps the text of a URL; [`DatabaseUrl::engine`] tells whether it means anything.
    pub fn new(url: impl Into<String>) -> Self {
        Self(url.into())
    }

    /// The URL with its password, for the driver.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The engine that the URL selects; `None` when it starts with no scheme we know or names no file or host.
    pub fn engine(&self) -> Option<Engine> {
        if let Some(path) = self.0.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            return (!path.is_empty()).then(|| Engine::Sqlite(PathBuf::from(path)));
        }
        let rest = self.0.strip_prefix("postgres://").or_else(|| self.0.strip_prefix("postgresql://"))?;
        (!rest.is_empty()).then_some(Engine::Postgres)
    }

    /// The URL with its password, in the authority or in the query, replaced by `***`.
    pub fn redacted(&self) -> String {
        let (before_query, query) = match self.0.split_once('?') {
            Some((before, query)) => (before, Some(query)),
            None => (self.0.as_str(), None),
        };
        let mut out = redact_authority(before_query);
        if let Some(query) = query {
            let members: Vec<&str> = query
                .split('&')
                .map(|member| if member.starts_with("password=") { "password=***" } else { member })
                .collect();
            out.push('?');
            out.push_str(&members.join("&"));
        }
        out
    }
}

/// Replaces the password of `scheme://user:password@host/…`.
fn redact_authority(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    match rest.rsplit_once('@') {
        Some((user_info, host)) => match user_info.split_once(':') {
            Some((user, _)) => format!("{scheme}://{user}:***@{host}"),
            None => url.to_owned(),
        },
        None => url.to_owned(),
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.redacted())
    }
}

impl Serialize for DatabaseUrl {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.redacted())
    }
}

impl JsonSchema for DatabaseUrl {
    fn schema_name() -> Cow<'static, str> {
        "DatabaseUrl".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^(sqlite:|postgres://|postgresql://).+" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_not_printed() {
        assert_eq!(format!("{:?}", Secret::new("hunter2")), REDACTED);
        assert_eq!(serde_json::to_string(&Secret::new("hunter2")).unwrap(), "\"(redacted)\"");
    }

    #[test]
    fn a_database_url_is_printed_without_its_password() {
        let show = |url: &str| format!("{:?}", DatabaseUrl::new(url));
        assert_eq!(show("postgres://u:p@h:5432/db"), "postgres://u:***@h:5432/db");
        assert_eq!(show("postgres://u:p@ss@h/db"), "postgres://u:***@h/db");
        assert_eq!(show("postgres:///db?host=/run&password=p&user=u"), "postgres:///db?host=/run&password=***&user=u");
        assert_eq!(show("postgres://u@h/db"), "postgres://u@h/db");
        assert_eq!(show("sqlite:data/waarmaker.db"), "sqlite:data/waarmaker.db");
    }

    #[test]
    fn the_scheme_selects_the_engine() {
        let engine = |url: &str| DatabaseUrl::new(url).engine();
        assert_eq!(engine("sqlite:a/b.db"), Some(Engine::Sqlite("a/b.db".into())));
        assert_eq!(engine("sqlite:///a/b.db"), Some(Engine::Sqlite("/a/b.db".into())));
        assert_eq!(engine("postgresql://h/db"), Some(Engine::Postgres));
        assert_eq!(engine("mysql://h/db"), None);
        assert_eq!(engine("sqlite:"), None);
    }
}
