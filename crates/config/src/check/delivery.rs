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

    /// The form of hosts of subscribers, and that private ones are allowed ones.
    pub(super) fn subscribers(&mut self) {
        let notificaties = &self.settings.notificaties;
        for host in &notificaties.allowed_hosts {
            self.host("notificaties.allowed_hosts", host);
        }
        for host in &notificaties.allow_private {
            self.host("notificaties.allow_private", host);
            let allowed = notificaties.allowed_hosts.is_empty() || crate::listed(&notificaties.allowed_hosts, host);
            self.ensure(allowed, "notificaties.allow_private", || {
                format!("{host} is not in notificaties.allowed_hosts, so nothing would be sent to it")
            });
        }
    }

    /// CloudEvents have a source and go somewhere.
    pub(super) fn cloudevents(&mut self) {
        let Settings { cloudevents: Cloudevents { source, type_prefix, sinks }, nats, .. } = self.settings;
        let needed = !sinks.is_empty() || nats.url.is_some();
        self.ensure(source.is_some() || !needed, "cloudevents.source", || {
            "is needed for cloudevents.sinks and for nats.url".to_owned()
        });
        let is_uri = |source: &String| {
            source.split_once(':').is_some_and(|(scheme, rest)| !scheme.is_empty() && !rest.is_empty())
                && source.chars().all(|c| c.is_ascii_graphic())
        };
        self.ensure(source.as_ref().is_none_or(is_uri), "cloudevents.source", || {
            "is no URN or URI, such as urn:nld:oin:00000001234567890000:systeem:zaakregister".to_owned()
        });
        self.ensure(dotted(type_prefix), "cloudevents.type_prefix", || {
            format!("{type_prefix:?} is no reversed domain name, such as nl.gemeente-voorbeeld")
        });
        for (at, sink) in sinks.iter().enumerate() {
            let twice = sinks.iter().take(at).any(|earlier| earlier.name == sink.name);
            self.sink(sink, twice);
        }
    }

    fn sink(&mut self, sink: &Sink, twice: bool) {
        const KEY: &str = "cloudevents.sinks";
        let Sink { name, url, .. } = sink;
        self.ensure(dotted(name), KEY, || format!("{name:?} is no name: letters, digits, dots and dashes"));
        self.ensure(!twice, KEY, || format!("there is more than one {name}"));
        let host = host_of(url);
        self.ensure(host.is_some(), KEY, || format!("{name}: {url:?} is no http:// or https:// URL with a host"));
        self.ensure(!host.is_some_and(|host| host.contains('@')) && !url.contains('#'), KEY, || {
            format!("{name}: the url must have no user or fragment; give authorization instead")
        });
    }

    /// The form of what NATS needs.
    pub(super) fn nats(&mut self) {
        let Nats { url, user, password, token, stream, subject_prefix } = &self.settings.nats;
        if let Some(url) = url {
            let rest = url.strip_prefix("nats://").or_else(|| url.strip_prefix("tls://")).unwrap_or_default();
            // What is wrong with it may be a password in it.
            self.ensure(!rest.is_empty() && !rest.contains(['/', '@', '?']), "nats.url", || {
                "is neither nats://HOST:PORT nor tls://HOST:PORT; user and password have settings of their own".to_owned()
            });
        }
        self.ensure(user.is_some() == password.is_some(), "nats.user", || {
            "user and password belong together".to_owned()
        });
        self.ensure(user.is_none() || token.is_none(), "nats.token", || {
            "give either a token, or a user and a password".to_owned()
        });
        let word = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
        self.ensure(word(stream), "nats.stream", || format!("{stream:?} is not letters, digits, - and _"));
        self.ensure(subject_prefix.split('.').all(word), "nats.subject_prefix", || {
            format!("{subject_prefix:?} is not words of letters, digits, - and _ with dots between them")
        });
    }
}

/// Whether a text is words of letters, digits and dashes with dots between them.
fn dotted(text: &str) -> bool {
    text.split('.').all(|word| !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'))
}
