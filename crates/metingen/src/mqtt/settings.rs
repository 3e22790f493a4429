// SPDX-License-Identifier: EUPL-1.2
//! What to know of a broker to listen to it.

use std::{fmt, path::PathBuf, time::Duration};

use thiserror::Error;

use crate::mapping::Topics;

/// Version of the protocol.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Version {
    /// MQTT 3.1.1.
    V311,
    /// MQTT 5.
    #[default]
    V5,
}

/// Certificates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tls {
    /// File with the certificates (PEM) to trust in place of the system's.
    pub root: Option<PathBuf>,
    /// Files with our certificate and its key (PEM), for a broker that asks who we are.
    pub identity: Option<(PathBuf, PathBuf)>,
}

/// How a broker is reached.
#[derive(Clone, PartialEq, Eq)]
pub struct Broker {
    /// Name or address.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Certificates, when the connection is encrypted.
    pub tls: Option<Tls>,
    /// Version of the protocol.
    pub version: Version,
    /// User and password, when the broker wants them.
    pub login: Option<(String, String)>,
    /// Our client id: fixed, and another one for each node.
    pub client_id: String,
}

/// Hides the password.
impl fmt::Debug for Broker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let user = self.login.as_ref().map_or("", |(user, _)| user.as_str());
        write!(f, "{}:{} {:?} user {user:?} client id {:?}", self.host, self.port, self.version, self.client_id)
    }
}

impl Broker {
    /// A broker at `mqtt://HOST[:1883]` or, encrypted, `mqtts://HOST[:8883]`.
    pub fn at(url: &str, client_id: &str) -> Result<Self, SettingsError> {
        let (scheme, rest) = url.split_once("://").ok_or(SettingsError::Url)?;
        let tls = match scheme {
            "mqtt" => None,
            "mqtts" => Some(Tls::default()),
            _ => return Err(SettingsError::Url),
        };
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        if rest.is_empty() || rest.contains(['/', '@', '?', '#']) {
            return Err(SettingsError::Url);
        }
        let usual = if tls.is_some() { 8883 } else { 1883 };
        let (host, port) = match rest.rsplit_once(':') {
            Some((host, port)) if !host.ends_with(':') && (!host.contains(':') || host.ends_with(']')) => {
                (host, port.parse().map_err(|_| SettingsError::Url)?)
            }
            _ => (rest, usual),
        };
        let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        if host.is_empty() || port == 0 {
            return Err(SettingsError::Url);
        }
        let client_id = client_id.to_owned();
        Ok(Self { host: host.to_owned(), port, tls, version: Version::default(), login: None, client_id })
    }
}

/// What is listened to, and how.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The broker.
    pub broker: Broker,
    /// Name of the group whose members divide the stream; `None` takes everything alone.
    pub group: Option<String>,
    /// The topics, with their mappings.
    pub topics: Topics,
    /// Largest payload in bytes; a larger one becomes a dead letter without its content.
    pub max_payload_bytes: usize,
    /// Most messages in one transaction.
    pub batch: usize,
    /// How long the first message of a batch waits for others.
    pub batch_wait: Duration,
    /// Most messages that the broker sends ahead of our acknowledgements (MQTT 5; with 3.1.1 the broker decides).
    pub window: u16,
    /// How long the broker keeps our session, and messages in it, while we are away (MQTT 5; with 3.1.1 the broker decides).
    pub session: Duration,
}

/// Says what is wrong with the settings.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SettingsError {
    /// The address cannot be read. Not repeated: it may hold a password.
    #[error("the broker has to be mqtt://HOST:PORT or, encrypted, mqtts://HOST:PORT, without a user or password in it")]
    Url,
    /// A session that outlives its connection needs a name.
    #[error("client_id has to be 1 to 100 letters, digits, - and _: a fixed one, and another one for each node")]
    ClientId,
    /// The group is part of a topic.
    #[error("group has to be 1 to 100 letters, digits, - and _")]
    Group,
    /// Nothing to listen to.
    #[error("topics has to list at least one topic")]
    NoTopics,
    /// Numbers without sense.
    #[error("batch, window and max_payload_bytes have to be at least 1")]
    Numbers,
}

impl Settings {
    /// Settings with the usual numbers.
    pub fn new(broker: Broker, topics: Topics) -> Self {
        Self {
            broker,
            group: Some("waarmaker".to_owned()),
            topics,
            max_payload_bytes: 256 << 10,
            batch: 500,
            batch_wait: Duration::from_millis(2),
            window: 4000,
            session: Duration::from_hours(7 * 24),
        }
    }

    /// Says what is wrong with them.
    pub fn check(&self) -> Result<(), SettingsError> {
        let word = |text: &str| {
            (1..=100).contains(&text.len()) && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
        };
        if !word(&self.broker.client_id) {
            return Err(SettingsError::ClientId);
        }
        if self.group.as_ref().is_some_and(|group| !word(group)) {
            return Err(SettingsError::Group);
        }
        if self.topics.all().is_empty() {
            return Err(SettingsError::NoTopics);
        }
        if self.batch == 0 || self.window == 0 || self.max_payload_bytes == 0 {
            return Err(SettingsError::Numbers);
        }
        Ok(())
    }

    /// The filters to subscribe to.
    pub(super) fn filters(&self) -> Vec<String> {
        let mut filters = Vec::new();
        for topic in self.topics.all() {
            let filter = topic.pattern.filter();
            let filter = self.group.as_ref().map_or_else(|| filter.clone(), |group| format!("$share/{group}/{filter}"));
            if !filters.contains(&filter) {
                filters.push(filter);
            }
        }
        filters
    }
}

#[cfg(test)]
mod tests {
    use super::Broker;

    #[test]
    fn an_address_is_read_or_refused() {
        let at = |url: &str| Broker::at(url, "x").map(|broker| (broker.host, broker.port, broker.tls.is_some())).ok();
        assert_eq!(at("mqtt://broker.example"), Some(("broker.example".to_owned(), 1883, false)));
        assert_eq!(at("mqtts://broker.example/"), Some(("broker.example".to_owned(), 8883, true)));
        assert_eq!(at("mqtt://[::1]:1884"), Some(("::1".to_owned(), 1884, false)));
        for wrong in ["broker", "http://x", "mqtt://", "mqtt://a:b@c", "mqtt://x:99999", "mqtt://x:0", "mqtt://x/y"] {
            assert_eq!(at(wrong), None, "{wrong}");
        }
    }
}
