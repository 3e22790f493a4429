// SPDX-License-Identifier: EUPL-1.2
//! A provider of OpenID Connect for developers: choose who you are, no password.
//!
//! It is a real one (discovery, keys, authorize, token with PKCE, userinfo, end of session), so that demo and tests go the way that production goes. It
//! exists in development mode only: [`Oidc::new`] refuses anything else. What it gave out is kept in memory, for one minute.

mod codes;
mod keys;
mod pages;
mod token;

use std::{fmt, sync::Arc};

use axum::{
    Router,
    routing::{get, post},
};
use waarmaker_api::http::Api;
use waarmaker_ui::{Site, secret::Secret};

use self::codes::Codes;
pub use self::keys::Key;
use crate::Error;

/// Path of the provider.
pub const PATH: &str = "/ontwikkel/oidc";
/// Our name at the provider.
pub(crate) const CLIENT_ID: &str = "waarmaker";

/// Somebody whom a developer can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Who it is (`sub`).
    pub sub: String,
    /// The name.
    pub name: String,
    /// The role, in the claim `roles`.
    pub role: String,
}

impl Person {
    /// Somebody with a role.
    pub fn new(sub: &str, name: &str, role: &str) -> Self {
        Self { sub: sub.to_owned(), name: name.to_owned(), role: role.to_owned() }
    }
}

/// Sample people: a functional manager, somebody at the desk, somebody of a contractor.
pub fn people() -> Vec<Person> {
    vec![
        Person::new("ontwikkel-1", "Noor Visser", "beheerder"),
        Person::new("ontwikkel-2", "Sam de Groot", "balie"),
        Person::new("ontwikkel-3", "Ali Kaya", "aannemer"),
    ]
}

/// The provider.
pub struct Oidc {
    /// Its address (`iss`).
    pub issuer: String,
    /// What our own client proves itself with: made at every start.
    pub(crate) client_secret: String,
    origin: String,
    people: Vec<Person>,
    key: Key,
    codes: Codes,
}

impl fmt::Debug for Oidc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Oidc").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

impl Oidc {
    /// A provider at this site, with a new key. [`Error::DevelopmentOnly`] unless the site is a developer's.
    pub fn new(site: &Site, people: Vec<Person>) -> Result<Self, Error> {
        if !site.development {
            return Err(Error::DevelopmentOnly);
        }
        let issuer = format!("{}{PATH}", site.origin);
        let unmade = |reason: String| Error::Issuer(issuer.clone(), reason);
        let key = Key::new().map_err(|error| unmade(error.to_string()))?;
        let secret = Secret::fresh().map_err(|problem| unmade(problem.to_string()))?;
        Ok(Self {
            client_secret: secret.text(),
            origin: site.origin.clone(),
            people,
            key,
            codes: Codes::default(),
            issuer,
        })
    }
}

/// `HOST:PORT` of an address of ours, which is private on the machine of a developer.
pub(crate) fn host(origin: &str) -> Option<String> {
    let rest = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"))?;
    Some(rest.split('/').next().unwrap_or_default().to_owned())
}

/// Its routes.
pub(crate) fn routes() -> Router<Arc<Api>> {
    let at = |rest: &str| format!("{PATH}{rest}");
    Router::new()
        .route(&at("/.well-known/openid-configuration"), get(token::discovery))
        .route(&at("/sleutels"), get(token::keys))
        .route(&at("/wie"), get(pages::ask).post(pages::chosen))
        .route(&at("/token"), post(token::exchange))
        .route(&at("/gegevens"), get(token::userinfo))
        .route(&at("/uit"), get(pages::out))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_exists_in_development_only() {
        let site = Site::sample();
        assert_eq!(Oidc::new(&site, people()).unwrap().issuer, "http://testserver/ontwikkel/oidc");
        let production = Site { development: false, ..site };
        assert_eq!(Oidc::new(&production, people()).unwrap_err(), Error::DevelopmentOnly);
    }
}
