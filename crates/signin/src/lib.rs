// SPDX-License-Identifier: EUPL-1.2
//! Signing in with OpenID Connect, and a provider for development.
//!
//! **What it is for.** `/aanmelden`, `/aanmelden/terug` and the sign-out. A role of the provider stands for an Applicatie, whose rights the session has.
//!
//! **What it is not.** It keeps no passwords. Rights are those of Autorisaties.
//!
//! **How to add a provider.** None is named here: any that speaks OpenID Connect will do.

use std::sync::Arc;

use axum::Router;
use waarmaker_api::http::Api;

waarmaker_ui::texts!(pub(crate) TEXTS, "signin");

/// Where people sign in, and what they may then do.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Address of the provider (`iss`); the built-in one for development when empty.
    pub issuer: String,
    /// Our name at the provider.
    pub client_id: String,
    /// Our secret at the provider.
    pub client_secret: String,
    /// Claim of the token that holds the roles of somebody, such as `roles` or `groups`.
    pub roles_claim: String,
    /// Role at the provider, and client id of the Applicatie whose rights it gives. The first that somebody has counts.
    pub roles: Vec<(String, String)>,
}

/// The routes of signing in and out.
pub fn routes(_settings: &Settings) -> Router<Arc<Api>> {
    Router::new()
}
