// SPDX-License-Identifier: EUPL-1.2
//! What all pages of one installation share.

use sha2::{Digest as _, Sha256};

/// What all pages of one installation share: the municipality, how to reach it, and how it wants its pages.
#[derive(Clone, Debug)]
pub struct Site {
    /// Name of the municipality, such as `Voorbeeldstad`.
    pub naam: String,
    /// Telephone number as people read it, such as `14 099`.
    pub telefoon: String,
    /// Where the desk is; empty when there is none.
    pub adres: String,
    /// Our own address, without a slash at the end: links in receipts, `Secure` of cookies.
    pub origin: String,
    /// Tokens of the municipality's own: CSS in which `.waarmaker-theme` gets other values. Empty: ours.
    pub thema: String,
    /// Whether pages for developers (`/componenten`) and the sign-in for development exist. Never in production.
    pub development: bool,
    /// How many proxies of the municipality stand in front: so many addresses at the end of `X-Forwarded-For` are believed.
    pub proxies: usize,
    /// Where people of the municipality sign in; `None` when nobody can.
    pub aanmelden: bool,
    /// Tiles of a map that lie under the map that moves; `None` for a plain one, which asks nobody.
    pub tegels: Option<Tegels>,
}

/// Tiles of a map, on a server of the municipality's choice. Browsers ask them there themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tegels {
    /// Address of a tile, with `{z}`, `{x}` and `{y}`.
    pub adres: String,
    /// Who made them.
    pub bron: String,
}

impl Tegels {
    /// Scheme, host and port of the server: the only one besides us that a page may ask.
    pub fn origin(&self) -> &str {
        let host = self.adres.find("://").map_or(0, |at| at + 3);
        let rest = self.adres.get(host..).unwrap_or_default();
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        self.adres.get(..host + end).unwrap_or_default()
    }
}

impl Site {
    /// A municipality for tests and samples.
    pub fn sample() -> Self {
        Self {
            naam: "Voorbeeldstad".to_owned(),
            telefoon: "14 099".to_owned(),
            adres: "Stadhuisplein 1".to_owned(),
            origin: "http://testserver".to_owned(),
            thema: String::new(),
            development: true,
            proxies: 0,
            aanmelden: true,
            tegels: None,
        }
    }

    /// Whether browsers reach us over TLS.
    pub fn is_secure(&self) -> bool {
        self.origin.starts_with("https://")
    }

    /// Changes when the municipality's own tokens do.
    pub fn thema_tag(&self) -> String {
        use std::fmt::Write as _;
        Sha256::digest(self.thema.as_bytes()).iter().take(8).fold(String::with_capacity(16), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }

    /// The telephone number for a link.
    pub fn telefoon_link(&self) -> String {
        let digits: String = self.telefoon.chars().filter(|sign| sign.is_ascii_digit() || *sign == '+').collect();
        format!("tel:{digits}")
    }
}
