// SPDX-License-Identifier: EUPL-1.2
//! What must hold of settings beyond the type of each: ranges, forms, and how they go together.

mod delivery;
mod kaart;
mod pages;
mod signalen;

use crate::{Credential, Problem, Settings};

/// Collects problems, each with the source of the value it is about.
struct Check<'a> {
    settings: &'a Settings,
    problems: Vec<Problem>,
}

/// All problems with the values of these settings.
pub(crate) fn problems(settings: &Settings) -> Vec<Problem> {
    let mut check = Check { settings, problems: Vec::new() };
    check.ranges();
    check.urls();
    check.hosts();
    check.credentials();
    check.places();
    check.ranges_of_delivery();
    check.blobs();
    check.antivirus();
    check.subscribers();
    check.cloudevents();
    check.nats();
    check.signalen();
    check.smtp();
    check.pages();
    check.kaart();
    check.aanmelden();
    check.problems
}

impl Check<'_> {
    /// Adds a problem unless `holds`.
    fn ensure(&mut self, holds: bool, key: &str, message: impl FnOnce() -> String) {
        if !holds {
            let source = self.settings.source(key);
            self.problems.push(Problem { source, key: key.to_owned(), message: message() });
        }
    }

    /// Adds a problem unless `value` lies in the range.
    fn range(&mut self, key: &str, value: u64, min: u64, max: u64) {
        self.ensure((min..=max).contains(&value), key, || match max {
            u64::MAX => format!("{value} is too little: at least {min}"),
            _ => format!("{value} is not between {min} and {max}"),
        });
    }

    /// Numbers that make no sense outside their range; the schema declares the same ones.
    fn ranges(&mut self) {
        let Settings { server, database, auth, references, .. } = self.settings;
        for (key, value, min, max) in [
            ("server.max_body_bytes", server.max_body_bytes, 1024, u64::MAX),
            ("server.max_json_depth", server.max_json_depth.into(), 8, 512),
            ("server.max_url_bytes", server.max_url_bytes.into(), 1024, u64::MAX),
            ("server.request_timeout_ms", server.request_timeout_ms, 100, u64::MAX),
            ("database.sqlite_readers", database.sqlite_readers.into(), 1, 256),
            ("database.postgres_connections", database.postgres_connections.into(), 1, 1000),
            ("database.lock_timeout_ms", database.lock_timeout_ms, 1, u64::MAX),
            ("auth.max_token_age_seconds", auth.max_token_age_seconds, 1, u64::MAX),
            ("references.timeout_ms", references.timeout_ms, 1, u64::MAX),
            ("references.max_bytes", references.max_bytes, 1024, u64::MAX),
            ("references.max_redirects", references.max_redirects.into(), 0, 10),
        ] {
            self.range(key, value, min, max);
        }
    }

    /// Base URLs, ours and that of the selection list.
    fn urls(&mut self) {
        let urls = &self.settings.server.base_urls;
        for (at, url) in urls.iter().enumerate() {
            self.base_url("server.base_urls", url);
            let twice = urls.iter().take(at).any(|earlier| earlier == url);
            self.ensure(!twice, "server.base_urls", || format!("{url} is listed twice"));
        }
        if let Some(url) = &self.settings.referentielijsten.base_url {
            self.base_url("referentielijsten.base_url", url);
            let host = host_of(url).unwrap_or_default();
            let known =
                host.is_empty() || self.settings.is_allowed(host) || urls.iter().any(|own| url.starts_with(own));
            self.ensure(known, "referentielijsten.base_url", || {
                format!("{host} is not in references.allowed_hosts, so it would never be asked")
            });
        }
        if let Some(url) = &self.settings.database.url {
            self.ensure(url.engine().is_some(), "database.url", || {
                format!("{url:?} is neither sqlite:PATH nor postgres://USER@HOST/NAME")
            });
        }
    }

    /// The form of a base URL: scheme, host, optional path, nothing after it.
    fn base_url(&mut self, key: &str, url: &str) {
        self.ensure(host_of(url).is_some(), key, || format!("{url:?} is no http:// or https:// URL with a host"));
        self.ensure(!url.ends_with('/'), key, || format!("{url:?} must not end in a slash"));
        self.ensure(!url.contains(['?', '#', '@']), key, || format!("{url:?} must have no user, query or fragment"));
    }

    /// The form of hosts, and that private ones are allowed ones.
    fn hosts(&mut self) {
        let references = &self.settings.references;
        for host in &references.allowed_hosts {
            self.host("references.allowed_hosts", host);
        }
        for host in &references.allow_private {
            self.host("references.allow_private", host);
            self.ensure(self.settings.is_allowed(host), "references.allow_private", || {
                format!("{host} is not in references.allowed_hosts, so nothing would be fetched from it")
            });
        }
    }

    /// The form of one host: a name or address, and perhaps a port.
    fn host(&mut self, key: &str, host: &str) {
        let (name, port) = split_port(host);
        let name_holds = !name.is_empty() && !name.contains(['/', '@', '*', ' ', '?']);
        let port_holds = port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0));
        self.ensure(name_holds && port_holds, key, || format!("{host:?} is neither HOST nor HOST:PORT"));
    }

    /// Each credential is of one kind, whole, and for an allowed host.
    fn credentials(&mut self) {
        const KEY: &str = "references.credentials";
        let all = &self.settings.references.credentials;
        for (at, credential) in all.iter().enumerate() {
            let host = &credential.host;
            self.ensure(self.settings.is_allowed(host), KEY, || format!("{host} is not in references.allowed_hosts"));
            let twice = all.iter().take(at).any(|earlier| earlier.host == *host);
            self.ensure(!twice, KEY, || format!("{host} has more than one"));
            self.ensure(is_whole(credential), KEY, || {
                format!("{host} needs either bearer_token, or client_id and client_secret, and none of them empty")
            });
        }
    }

    /// Texts that must not be empty, and a log level that means something.
    fn places(&mut self) {
        let Settings { data, logging, .. } = self.settings;
        self.ensure(!data.dir.as_os_str().is_empty(), "data.dir", || "must not be empty".to_owned());
        let blobs = data.blobs_dir.as_ref().is_none_or(|dir| !dir.as_os_str().is_empty());
        self.ensure(blobs, "data.blobs_dir", || "must not be empty".to_owned());
        for directive in logging.level.split(',') {
            let level = directive.rsplit('=').next().unwrap_or_default();
            let known = ["off", "error", "warn", "info", "debug", "trace"].contains(&level.to_lowercase().as_str());
            self.ensure(known, "logging.level", || {
                format!("{level:?} is not one of off, error, warn, info, debug, trace")
            });
        }
    }
}

/// Whether a credential is of exactly one of the two kinds, with nothing empty.
fn is_whole(credential: &Credential) -> bool {
    let filled = |text: &str| !text.is_empty();
    match (&credential.bearer_token, &credential.client_id, &credential.client_secret) {
        (Some(token), None, None) => filled(token.expose()),
        (None, Some(id), Some(secret)) => filled(id) && filled(secret.expose()),
        _ => false,
    }
}

/// `HOST` or `HOST:PORT` of an http or https URL.
fn host_of(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    rest.split(['/', '?', '#']).next().filter(|host| !host.is_empty())
}

/// Splits the port from a host; an IPv6 address is in brackets.
pub(crate) fn split_port(host: &str) -> (&str, Option<&str>) {
    match host.rsplit_once(':') {
        Some((name, port)) if !name.contains(':') || name.ends_with(']') => (name, Some(port)),
        _ => (host, None),
    }
}
