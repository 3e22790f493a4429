// SPDX-License-Identifier: EUPL-1.2
//! What must hold of the settings of pages and of signing in.

use super::Check;
use crate::{Mode, Role};

impl Check<'_> {
    /// The municipality has a name, and what is for developers stays on this machine.
    pub(super) fn pages(&mut self) {
        let (server, gemeente) = (&self.settings.server, &self.settings.gemeente);
        self.ensure(!gemeente.naam.trim().is_empty(), "gemeente.naam", || "must not be empty".to_owned());
        self.ensure(!gemeente.telefoon.trim().is_empty(), "gemeente.telefoon", || {
            "must not be empty: whoever cannot use a page must be able to call".to_owned()
        });
        self.ensure(server.proxies <= 16, "server.proxies", || format!("{} is more than 16", server.proxies));
        let here = server.bind.ip().is_loopback() && server.base_urls.iter().all(|url| is_here(url));
        self.ensure(server.mode == Mode::Production || here, "server.mode", || {
            "development is for this machine only, where anybody may sign in as anybody: listen on 127.0.0.1, or set production".to_owned()
        });
    }

    /// The provider is whole, or not there at all.
    pub(super) fn aanmelden(&mut self) {
        let aanmelden = &self.settings.aanmelden;
        for Role { role, client_id } in &aanmelden.roles {
            self.ensure(!role.is_empty() && !client_id.is_empty(), "aanmelden.roles", || {
                "each one names a role and a client_id".to_owned()
            });
        }
        let Some(issuer) = &aanmelden.issuer else { return };
        self.ensure(issuer.starts_with("https://") || is_here(issuer), "aanmelden.issuer", || {
            format!("{issuer:?} does not begin with https://")
        });
        self.ensure(aanmelden.client_secret.is_some(), "aanmelden.client_secret", || {
            "name the secret that the provider gave us".to_owned()
        });
        self.ensure(!aanmelden.roles.is_empty(), "aanmelden.roles", || {
            "name at least one role with the client_id of an Applicatie, or nobody may do anything".to_owned()
        });
        self.ensure(!aanmelden.roles_claim.is_empty(), "aanmelden.roles_claim", || "must not be empty".to_owned());
    }
}

/// Whether a URL leads to this machine.
pub(super) fn is_here(url: &str) -> bool {
    let host = url.strip_prefix("http://").or_else(|| url.strip_prefix("https://")).unwrap_or_default();
    let host = host.split('/').next().unwrap_or_default();
    let host = host.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok()).map_or(host, |(host, _)| host);
    ["localhost", "127.0.0.1", "[::1]"].contains(&host)
}
