// SPDX-License-Identifier: EUPL-1.2
//! Signing in with OpenID Connect, and a provider for development.
//!
//! **What it is for.** People of the municipality and of contractors sign in at the provider of their organisation (authorization code flow with PKCE).
//! A role at that provider stands for an Applicatie, whose rights the session then has: `/aanmelden` asks, `naar` sends away, `terug` judges what comes
//! back, `sessie` says until when it lasts, `/afmelden` ends it. Sessions themselves are [`waarmaker_ui::session`].
//!
//! **What it is not.** It keeps no passwords and no tokens of the provider. Rights are those of Autorisaties; nothing here decides what somebody may do.
//!
//! **How to add a provider.** None is named here: any that speaks OpenID Connect will do, by [`Settings`]. **How to add a reason to refuse somebody**: a
//! variant of `Failed` with its two texts in both languages.
//!
//! It stands on `jsonwebtoken` and the house's own client for outgoing requests. The crate `openidconnect` was weighed: it brings a second calendar
//! (`chrono`, which `deny.toml` bans), and would not look at private addresses.
//!
//! ```
//! use waarmaker_signin::{Error, Settings, SignIn};
//! use waarmaker_ui::Site;
//!
//! let production = Site { development: false, ..Site::sample() };
//! assert!(matches!(SignIn::new(Settings::development(), &production), Err(Error::DevelopmentOnly)));
//! ```

mod failed;
mod oidc;
pub mod ontwikkel;
mod pages;
mod pending;
mod roles;
mod sessie;
mod terug;
mod token;

use std::sync::Arc;

use axum::{
    Extension, Router,
    routing::{get, post},
};
use waarmaker_api::http::Api;
use waarmaker_ui::Site;

use ontwikkel::Person;

waarmaker_ui::texts!(pub(crate) TEXTS, "signin");

/// Path where the provider sends people back to, in every language: what is registered at the provider, after our own address.
pub const RETURN: &str = "/aanmelden/terug";
/// Path where the provider sends people after they signed out there.
pub const SIGNED_OUT: &str = "/afmelden/klaar";

/// Who says who somebody is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Provider {
    /// Nobody can sign in.
    #[default]
    Nobody,
    /// The one that is built in, for developers: anybody may be anybody of these people.
    Development(Vec<Person>),
    /// A real one.
    At {
        /// Its address, exactly as it writes it itself (`iss`).
        issuer: String,
        /// Our name there.
        client_id: String,
        /// Our secret there; empty for a client without one.
        client_secret: String,
    },
}

/// Where people sign in, and what they may then do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Who says who somebody is.
    pub provider: Provider,
    /// Claim with the roles of somebody, such as `roles`, `groups` or `realm_access.roles`.
    pub roles_claim: String,
    /// Role at the provider, and client id of the Applicatie whose rights it gives. The first that somebody has counts.
    pub roles: Vec<(String, String)>,
    /// Hosts of the provider that may have a private address, as `HOST` or `HOST:PORT`.
    pub allow_private: Vec<String>,
}

impl Settings {
    /// The provider that is built in, with three people whose role is at once the client id of their Applicatie.
    pub fn development() -> Self {
        let people = ontwikkel::people();
        let roles = people.iter().map(|person| (person.role.clone(), person.role.clone())).collect();
        Self {
            provider: Provider::Development(people),
            roles_claim: "roles".to_owned(),
            roles,
            allow_private: Vec::new(),
        }
    }
}

/// Why nobody can sign in with these settings: a reason not to start.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The provider that asks no password was wanted outside development.
    #[error("the provider for development lets anybody be anybody: it exists in development mode only")]
    DevelopmentOnly,
    /// The address of the provider cannot be used.
    #[error("the issuer {0:?} is no address that may be asked: {1}")]
    Issuer(String, String),
    /// No role leads to an Applicatie.
    #[error("no role leads to an Applicatie: nobody could do anything")]
    NoRoles,
}

/// Signing in, as one installation has it.
#[derive(Debug)]
pub struct SignIn {
    pub(crate) site: Arc<Site>,
    pub(crate) roles_claim: String,
    pub(crate) roles: Vec<(String, String)>,
    pub(crate) client: Option<oidc::Client>,
    pub(crate) development: Option<ontwikkel::Oidc>,
}

impl SignIn {
    /// Signing in at this site. Nothing is asked of the provider yet.
    pub fn new(settings: Settings, site: &Site) -> Result<Arc<Self>, Error> {
        let Settings { provider, roles_claim, roles, mut allow_private } = settings;
        let development = match &provider {
            Provider::Development(people) => Some(ontwikkel::Oidc::new(site, people.clone())?),
            _ => None,
        };
        let account = match (provider, &development) {
            (Provider::At { issuer, client_id, client_secret }, _) => Some((issuer, client_id, client_secret)),
            (_, Some(built_in)) => {
                allow_private.extend(ontwikkel::host(&site.origin));
                Some((built_in.issuer.clone(), ontwikkel::CLIENT_ID.to_owned(), built_in.client_secret.clone()))
            }
            _ => None,
        };
        let client = match account {
            Some(_) if roles.is_empty() => return Err(Error::NoRoles),
            Some((issuer, client_id, client_secret)) => {
                let return_to = format!("{}{RETURN}", site.origin);
                Some(oidc::Client::new(issuer, client_id, client_secret, return_to, allow_private)?)
            }
            None => None,
        };
        Ok(Arc::new(Self { site: Arc::new(site.clone()), roles_claim, roles, client, development }))
    }

    /// Only the routes of the provider for development, for a test that puts it behind a socket.
    pub fn provider_routes(self: &Arc<Self>) -> Router<Arc<Api>> {
        let routes = if self.development.is_some() { ontwikkel::routes() } else { Router::new() };
        routes.layer(Extension(Arc::clone(self)))
    }
}

/// The routes of signing in and out, and those of the provider for development where there is one.
pub fn routes(signin: &Arc<SignIn>) -> Router<Arc<Api>> {
    let own = Router::new()
        .route("/aanmelden", get(pages::ask))
        .route("/aanmelden/naar", get(pages::leave))
        .route(RETURN, get(terug::arrive))
        .route("/aanmelden/sessie", get(sessie::show).post(sessie::longer))
        .route("/afmelden", post(sessie::end).get(sessie::ask_end))
        .route(SIGNED_OUT, get(sessie::ended))
        .layer(Extension(Arc::clone(signin)));
    own.merge(signin.provider_routes())
}
