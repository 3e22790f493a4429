// SPDX-License-Identifier: EUPL-1.2
//! Settings of the pages for people, and of who signs in to them.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Secret;

/// The municipality, as its pages show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Gemeente {
    /// Name of the municipality, without the word gemeente.
    pub naam: String,
    /// Telephone number as people read it, such as `14 099`.
    pub telefoon: String,
    /// Where the desk is; empty when there is none.
    pub adres: String,
    /// File (CSS) with tokens of the municipality's own: values for `.waarmaker-theme`. Not set means: our theme.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thema: Option<PathBuf>,
    /// Address of map tiles (pictures of 256 by 256 in Web Mercator) with `{z}`, `{x}` and `{y}`: they lie under the map that moves. Not set means: a plain map
    /// without tiles, which asks nobody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kaart: Option<String>,
    /// Who made those tiles, as the map says it.
    pub kaart_bron: String,
}

impl Default for Gemeente {
    fn default() -> Self {
        Self {
            naam: "Voorbeeldstad".to_owned(),
            telefoon: "14 099".to_owned(),
            adres: String::new(),
            thema: None,
            kaart: None,
            kaart_bron: String::new(),
        }
    }
}

/// Where people of the municipality and of contractors sign in, with OpenID Connect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Aanmelden {
    /// Address of the provider (`iss`). Not set means: nobody can sign in, or in development the provider that is built in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// Our name at the provider.
    pub client_id: String,
    /// Our secret at the provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_secret: Option<Secret>,
    /// Claim with the roles of somebody, such as `roles`, `groups` or `realm_access.roles`.
    pub roles_claim: String,
    /// What a role may do: `role` (at the provider) and `client_id` (of the Applicatie whose rights it gives). The first one that somebody has counts.
    pub roles: Vec<Role>,
    /// Hosts of the provider that may have a private address, as `HOST` or `HOST:PORT`.
    pub allow_private: Vec<String>,
}

impl Default for Aanmelden {
    fn default() -> Self {
        Self {
            issuer: None,
            client_id: "waarmaker".to_owned(),
            client_secret: None,
            roles_claim: "roles".to_owned(),
            roles: Vec::new(),
            allow_private: Vec::new(),
        }
    }
}

/// What a role at the provider may do here.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Role {
    /// Its name at the provider.
    pub role: String,
    /// Client id of the Applicatie whose rights it gives.
    pub client_id: String,
}

/// What the server is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// For people.
    #[default]
    Production,
    /// For developers on this machine: with `/componenten` and a provider to sign in with that asks no password. It must listen on a loopback
    /// address.
    Development,
}
