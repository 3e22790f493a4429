// SPDX-License-Identifier: EUPL-1.2
//! Settings of notifications: to subscribers of the Notificaties API, as CloudEvents, and to NATS.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Secret;

/// How notifications reach the subscribers of the Notificaties API.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Notificaties {
    /// Hosts, as `HOST` or `HOST:PORT`, to which a callback may lead. Empty means: every host with a public address.
    pub allowed_hosts: Vec<String>,
    /// Hosts, as `HOST` or `HOST:PORT`, that may have a private, loopback or link-local address, besides the allowed ones.
    pub allow_private: Vec<String>,
    /// Whether a callback is tried with a message on the kanaal `test` when an abonnement is made or changed.
    pub callback_check: CallbackCheck,
    /// How long connecting to a subscriber may take.
    #[schemars(range(min = 1))]
    pub connect_timeout_ms: u64,
    /// How long one delivery may take, connecting included.
    #[schemars(range(min = 1))]
    pub timeout_ms: u64,
    /// Deliveries to one subscriber at the same time; those about one hoofdobject are never more than one.
    #[schemars(range(min = 1, max = 256))]
    pub concurrency: u32,
    /// How long after a first failure a delivery is tried again; each next time twice as long, with some chance in it.
    #[schemars(range(min = 1))]
    pub retry_first_ms: u64,
    /// Longest time between two tries.
    #[schemars(range(min = 1))]
    pub retry_cap_seconds: u64,
    /// Hours of trying after which a delivery is given up; `waarmaker notificaties failed` shows it.
    #[schemars(range(min = 1))]
    pub give_up_hours: u32,
    /// Days for which what was delivered or given up is kept.
    #[schemars(range(min = 1, max = 3650))]
    pub retention_days: u32,
}

/// What a callback must answer before it is registered. Its address is judged in any case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum CallbackCheck {
    /// It is not called.
    Off,
    /// 2xx with `auth`, without a redirect.
    Reachable,
    /// 2xx with `auth`, and 401 or 403 without it.
    Protected,
}

impl Default for Notificaties {
    fn default() -> Self {
        Self {
            allowed_hosts: Vec::new(),
            allow_private: Vec::new(),
            callback_check: CallbackCheck::Reachable,
            connect_timeout_ms: 5_000,
            timeout_ms: 10_000,
            concurrency: 8,
            retry_first_ms: 1_000,
            retry_cap_seconds: 3_600,
            give_up_hours: 24,
            retention_days: 30,
        }
    }
}

/// Notifications as CloudEvents of the Dutch government (NL GOV 1.1).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Cloudevents {
    /// Which organisation and system tells: a URN such as `urn:nld:oin:00000001823288444000:systeem:zaakregister`. Needed for
    /// sinks and for NATS.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// What the type of an event starts with, a domain name of yours written backwards: `nl.utrecht` makes
    /// `nl.utrecht.zaken.zaak-aangemaakt`. Needed for sinks and for NATS.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub type_prefix: Option<String>,
    /// Where they are sent to, besides the subscribers of the Notificaties API.
    pub sinks: Vec<Sink>,
}

/// One receiver of CloudEvents over HTTP.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sink {
    /// Name under which its deliveries are known; a sink that gets another name begins anew.
    pub name: String,
    /// Where events are sent to; a private address has to be in `notificaties.allow_private`.
    pub url: String,
    /// Value of the header `Authorization`, sent as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorization: Option<Secret>,
    /// `structured` for the whole event as one JSON document, `binary` for attributes in headers.
    #[serde(default)]
    pub mode: SinkMode,
    /// Kanalen that it gets; none means: all.
    #[serde(default)]
    pub kanalen: Vec<String>,
    /// What the types of events that it gets begin with; none means: all.
    #[serde(default)]
    pub types: Vec<String>,
}

/// How an event is put in a request.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SinkMode {
    /// The body is the whole event.
    #[default]
    Structured,
    /// The body is the data; the attributes are headers.
    Binary,
}

/// Notifications as CloudEvents to a stream of NATS JetStream.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Nats {
    /// Servers of one cluster, for example `nats://nats.example.nl:4222`, or `tls://` to insist on encryption. None means:
    /// nothing is sent to NATS.
    pub servers: Vec<String>,
    /// User name, with `password`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// Password of `user`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<Secret>,
    /// Token, for a server that wants one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<Secret>,
    /// File of credentials, a JWT and the key to it, as `nsc` writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credentials_file: Option<PathBuf>,
    /// File with the certificates (PEM) to trust in place of those of the system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls_root: Option<PathBuf>,
    /// Stream that takes the messages.
    pub stream: String,
    /// What subjects start with: `waarmaker` makes `waarmaker.zaken.status.create`.
    pub subject_prefix: String,
    /// Whether the stream is made when there is none.
    pub create_stream: bool,
    /// Days for which a stream of our making keeps messages; 0 means: for ever.
    pub keep_days: u32,
    /// How many servers keep a copy in a stream of our making; more than one takes a cluster.
    #[schemars(range(min = 1, max = 5))]
    pub replicas: u8,
    /// How long one message may take, from connecting to acknowledgement.
    #[schemars(range(min = 1))]
    pub timeout_ms: u64,
    /// Kanalen that go there; none means: all.
    pub kanalen: Vec<String>,
}

impl Default for Nats {
    fn default() -> Self {
        Self {
            servers: Vec::new(),
            user: None,
            password: None,
            token: None,
            credentials_file: None,
            tls_root: None,
            stream: "WAARMAKER".to_owned(),
            subject_prefix: "waarmaker".to_owned(),
            create_stream: true,
            keep_days: 30,
            replicas: 1,
            timeout_ms: 5_000,
            kanalen: Vec::new(),
        }
    }
}
