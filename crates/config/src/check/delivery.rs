// SPDX-License-Identifier: EUPL-1.2
//! What must hold of the settings of documents and of notifications.

use super::{Check, host_of, split_port};
use crate::{Cloudevents, Nats, Settings, Sink, Store};

impl Check<'_> {
    /// Numbers of documents and notifications that make no sense outside their range, or against each other.
    pub(super) fn ranges_of_delivery(&mut self) {
        let Settings { server, documenten, antivirus, notificaties, .. } = self.settings;
        for (key, value, min, max) in [
            ("documenten.part_bytes", documenten.part_bytes, 1024, u64::MAX),
            ("documenten.max_upload_bytes", documenten.max_upload_bytes, 1024, u64::MAX),
            ("documenten.upload_expires_days", documenten.upload_expires_days.into(), 1, 3650),
            ("antivirus.timeout_ms", antivirus.timeout_ms, 100, u64::MAX),
            ("notificaties.connect_timeout_ms", notificaties.connect_timeout_ms, 1, u64::MAX),
            ("notificaties.timeout_ms", notificaties.timeout_ms, 1, u64::MAX),
            ("notificaties.concurrency", notificaties.concurrency.into(), 1, 256),
            ("notificaties.retry_first_ms", notificaties.retry_first_ms, 1, u64::MAX),
            ("notificaties.retry_cap_seconds", notificaties.retry_cap_seconds, 1, u64::MAX),
            ("notificaties.give_up_hours", notificaties.give_up_hours.into(), 1, u64::MAX),
            ("notificaties.retention_days", notificaties.retention_days.into(), 1, 3650),
        ] {
            self.range(key, value, min, max);
        }
        // The contents of an upload wait at most this long for their row.
        self.range("server.max_transfer_seconds", server.max_transfer_seconds, 1, 12 * 60 * 60);
        let request = server.request_timeout_ms;
        self.ensure(server.max_transfer_seconds.saturating_mul(1000) >= request, "server.max_transfer_seconds", || {
            format!("is less than server.request_timeout_ms ({request})")
        });
        self.ensure(documenten.part_bytes <= documenten.max_upload_bytes, "documenten.part_bytes", || {
            "is more than documenten.max_upload_bytes".to_owned()
        });
        let scanned = antivirus.clamav.is_none() || antivirus.timeout_ms < request;
        self.ensure(scanned, "antivirus.timeout_ms", || {
            format!("must be less than server.request_timeout_ms ({request}), or the request ends before the scan")
        });
        let cap = notificaties.retry_cap_seconds.saturating_mul(1000);
        self.ensure(notificaties.retry_first_ms <= cap, "notificaties.retry_first_ms", || {
            "is more than notificaties.retry_cap_seconds".to_owned()
        });
    }

    /// The store of contents is whole, and of one kind.
    pub(super) fn blobs(&mut self) {
        let blobs = &self.settings.blobs;
        if blobs.store == Store::Folder {
            for (key, given) in [
                ("blobs.s3_endpoint", blobs.s3_endpoint.is_some()),
                ("blobs.s3_bucket", blobs.s3_bucket.is_some()),
                ("blobs.s3_access_key_id", blobs.s3_access_key_id.is_some()),
                ("blobs.s3_secret_access_key", blobs.s3_secret_access_key.is_some()),
            ] {
                self.ensure(!given, key, || "means nothing while blobs.store is \"folder\"".to_owned());
            }
            return;
        }
        let filled = |text: Option<&str>| text.is_some_and(|text| !text.trim().is_empty());
        let id = filled(blobs.s3_access_key_id.as_deref());
        let secret = filled(blobs.s3_secret_access_key.as_ref().map(crate::Secret::expose));
        for (key, given) in [
            ("blobs.s3_bucket", filled(blobs.s3_bucket.as_deref())),
            ("blobs.s3_region", filled(Some(&blobs.s3_region))),
            ("blobs.s3_access_key_id", id),
            ("blobs.s3_secret_access_key", secret),
        ] {
            self.ensure(given, key, || "is needed while blobs.store is \"s3\"".to_owned());
        }
        if let Some(endpoint) = &blobs.s3_endpoint {
            self.base_url("blobs.s3_endpoint", endpoint);
            let plain = endpoint.starts_with("http://");
            self.ensure(!plain || blobs.s3_allow_http, "blobs.s3_endpoint", || {
                format!("{endpoint} is plain http: set blobs.s3_allow_http when that is meant")
            });
        }
    }

    /// The form of the address of the virus scanner.
    pub(super) fn antivirus(&mut self) {
        let Some(address) = &self.settings.antivirus.clamav else { return };
        let holds = match address.split_once(':') {
            Some(("unix", path)) => path.starts_with('/'),
            Some(("tcp", host)) => {
                let (name, port) = split_port(host);
                !name.is_empty() && port.is_some_and(|port| port.parse::<u16>().is_ok_and(|port| port > 0))
            }
            _ => false,
        };
        self.ensure(holds, "antivirus.clamav", || format!("{address:?} is neither unix:/PATH nor tcp:HOST:PORT"));
    }

    /// The form of hosts of subscribers.
    pub(super) fn subscribers(&mut self) {
        let notificaties = &self.settings.notificaties;
        for host in &notificaties.allowed_hosts {
            self.host("notificaties.allowed_hosts", host);
        }
        for host in &notificaties.allow_private {
            self.host("notificaties.allow_private", host);
        }
    }

    /// CloudEvents have a source and go somewhere.
    pub(super) fn cloudevents(&mut self) {
        let Settings { cloudevents: Cloudevents { source, type_prefix, sinks }, nats, .. } = self.settings;
        let needed = !sinks.is_empty() || !nats.servers.is_empty();
        for (key, given) in [("source", source.is_some()), ("type_prefix", type_prefix.is_some())] {
            self.ensure(given || !needed, &format!("cloudevents.{key}"), || {
                "is needed for cloudevents.sinks and for nats.servers".to_owned()
            });
        }
        self.ensure(source.as_deref().is_none_or(is_urn_nld), "cloudevents.source", || {
            "has to name organisation and system, as in urn:nld:oin:00000001823288444000:systeem:zaakregister"
                .to_owned()
        });
        self.ensure(type_prefix.as_deref().is_none_or(is_reversed_domain), "cloudevents.type_prefix", || {
            "has to be a domain name of yours written backwards in lower case, as in nl.utrecht".to_owned()
        });
        for (at, sink) in sinks.iter().enumerate() {
            let twice = sinks.iter().take(at).any(|earlier| earlier.name == sink.name);
            self.sink(sink, twice);
        }
    }

    fn sink(&mut self, sink: &Sink, twice: bool) {
        const KEY: &str = "cloudevents.sinks";
        let Sink { name, url, authorization, .. } = sink;
        self.ensure(is_word(name), KEY, || format!("{name:?} is no name: letters, digits, - and _"));
        self.ensure(!twice, KEY, || format!("there is more than one {name}"));
        let host = host_of(url);
        // What is wrong with it may be a password in it.
        self.ensure(host.is_some(), KEY, || format!("{name}: the url is no http:// or https:// URL with a host"));
        self.ensure(!host.is_some_and(|host| host.contains('@')) && !url.contains('#'), KEY, || {
            format!("{name}: the url must have no user or fragment; give authorization instead")
        });
        let sendable = |secret: &crate::Secret| {
            let secret = secret.expose();
            !secret.is_empty() && secret.chars().all(|c| c == ' ' || c.is_ascii_graphic())
        };
        self.ensure(authorization.as_ref().is_none_or(sendable), KEY, || {
            format!("{name}: authorization is no value of a header")
        });
    }

    /// The form of what NATS needs.
    pub(super) fn nats(&mut self) {
        let Nats { servers, stream, subject_prefix, replicas, timeout_ms, .. } = &self.settings.nats;
        for server in servers {
            let rest = server.strip_prefix("nats://").or_else(|| server.strip_prefix("tls://")).unwrap_or_default();
            // What is wrong with it may be a password in it.
            self.ensure(!rest.is_empty() && !rest.contains(['/', '@', '?']), "nats.servers", || {
                "must be like nats://HOST:PORT or tls://HOST:PORT; user and password have settings of their own"
                    .to_owned()
            });
        }
        self.ensure(is_word(stream), "nats.stream", || format!("{stream:?} is not letters, digits, - and _"));
        self.ensure(subject_prefix.split('.').all(is_word), "nats.subject_prefix", || {
            format!("{subject_prefix:?} is not words of letters, digits, - and _ with dots between them")
        });
        self.range("nats.replicas", (*replicas).into(), 1, 5);
        self.range("nats.timeout_ms", *timeout_ms, 1, u64::MAX);
        self.login();
    }

    /// There is one way to log in to NATS, and it is whole.
    fn login(&mut self) {
        let Nats { user, password, token, credentials_file, .. } = &self.settings.nats;
        self.ensure(user.is_some() == password.is_some(), "nats.user", || {
            "user and password belong together".to_owned()
        });
        let ways = [user.is_some(), token.is_some(), credentials_file.is_some()];
        self.ensure(ways.into_iter().filter(|way| *way).count() <= 1, "nats.user", || {
            "give one of user with password, token, and credentials_file".to_owned()
        });
    }
}

/// Whether a text is letters, digits, `-` and `_`.
fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-' || c == b'_')
}

/// Whether a text is a URN of the namespace of the Dutch government with at least two parts: `urn:nld:oin:1`.
fn is_urn_nld(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("urn:nld:") else { return false };
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || "-._~:@!$&'()*+,;=/".contains(c);
    rest.chars().all(is_allowed) && rest.contains(':') && rest.split(':').all(|part| !part.is_empty())
}

/// Whether a text is a domain name of at least two labels, in lower case.
fn is_reversed_domain(text: &str) -> bool {
    let is_label = |label: &str| {
        let inside = label.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-');
        inside && !label.is_empty() && !label.starts_with('-') && !label.ends_with('-')
    };
    text.len() <= 200 && text.contains('.') && text.split('.').all(is_label)
}
