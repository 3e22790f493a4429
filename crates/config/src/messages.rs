// SPDX-License-Identifier: EUPL-1.2
//! Settings of notifications: to subscribers of the Notificaties API, as CloudEvents, and to NATS.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Secret;

/// How notifications reach the subscribers of the Notificaties API.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Notificaties {
    /// Hosts, as `HOST` or `HOST:PORT`, to which a callback may lead. Empty means: every host with a public address.
    pub allowed_hosts: Vec<String>,
    /// Hosts, as `HOST` or `HOST:PORT`, that may have a private, loopback or link-local address.
    pub allow_private: Vec<String>,
    /// Whether a callback is tried with an empty test message when an abonnement is made or changed, and refused when
    /// it does not answer with 2xx.
    pub verify_callback: bool,
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

impl Default for Notificaties {
    fn default() -> Self {
        Self {
            allowed_hosts: Vec::new(),
            allow_private: Vec::new(),
            verify_callback: true,
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Cloudevents {
    /// Who tells: a URN, such as `urn:nld:oin:00000001234567890000:systeem:zaakregister`. Needed for sinks and for NATS.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// What the type of an event starts with, a reversed domain name: `nl.gemeente-voorbeeld` makes
    /// `nl.gemeente-voorbeeld.zaken.status.create`.
    pub type_prefix: String,
    /// Where they are sent to, besides the subscribers of the Notificaties API.
    pub sinks: Vec<Sink>,
}

impl Default for Cloudevents {
    fn default() -> Self {
        Self { source: None, type_prefix: "nl.waarmaker".to_owned(), sinks: Vec::new() }
    }
}

/// One receiver of CloudEvents over HTTP.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sink {
    /// Name by which its deliveries are known; a sink that gets another name begins anew.
    pub name: String,
    /// Where events are sent to; a private address has to be in `notificaties.allow_private`.
    pub url: String,
    /// Value of the header `Authorization`, sent as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorization: Option<Secret>,
    /// Kanalen that it gets; none means: all.
    #[serde(default)]
    pub kanalen: Vec<String>,
}

/// Notifications as CloudEvents to a stream of NATS JetStream.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Nats {
    /// Server, for example `nats://nats.example.nl:4222` or `tls://…`. Not set means: nothing is sent to NATS.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// User name, with `password`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// Password of `user`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<Secret>,
    /// Token, for a server that wants one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<Secret>,
    /// Stream; it is made when it is not there.
    pub stream: String,
    /// What subjects start with: `zgw` makes `zgw.zaken.status.create`.
    pub subject_prefix: String,
}

impl Default for Nats {
    fn default() -> Self {
        Self {
            url: None,
            user: None,
            password: None,
            token: None,
            stream: "ZGW".to_owned(),
            subject_prefix: "zgw".to_owned(),
        }
    }
}
