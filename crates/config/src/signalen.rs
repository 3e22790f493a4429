// SPDX-License-Identifier: EUPL-1.2
//! Settings of what things report, and of who is told by e-mail.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Secret;

/// What becomes of what things and residents report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Signalen {
    /// Identificatie of the zaaktype of zaken about incidents; a rule may name another.
    pub zaaktype: String,
    /// Whether everybody may read assets and areas, also without a token.
    pub assets_public: bool,
    /// How many days a message that could not be used is kept as a dead letter.
    #[schemars(range(min = 1, max = 3650))]
    pub dead_letter_days: u32,
    /// The broker from which observations come.
    pub mqtt: Mqtt,
}

impl Default for Signalen {
    fn default() -> Self {
        Self { zaaktype: "STORING".to_owned(), assets_public: false, dead_letter_days: 30, mqtt: Mqtt::default() }
    }
}

/// The MQTT broker from which observations come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Mqtt {
    /// `mqtt://HOST:PORT`, or `mqtts://HOST:PORT` for TLS. Not set means: no broker.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub broker: Option<String>,
    /// Version of MQTT: `5` or `3.1.1`.
    pub version: MqttVersion,
    /// User name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// Password of that user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<Secret>,
    /// File (PEM) with the authority that signed the certificate of the broker. Not set means: those that the system trusts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls_root: Option<PathBuf>,
    /// File (PEM) with our certificate, when the broker wants one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls_certificate: Option<PathBuf>,
    /// File (PEM) with the key of that certificate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls_key: Option<PathBuf>,
    /// Our name at the broker, of which it keeps what we have not had; every node has one of its own. Not set means: `waarmaker-` and the
    /// name of the machine.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// Name of the group among whose nodes the broker divides the messages (`$share/GROUP/…`). Empty means: no shared subscription.
    pub group: String,
    /// What is listened to: `pattern` (a topic in which `{apparaat}` is the device, `+` any level and `#` the rest), `mapping` (`flat`,
    /// `sensorthings`, `smart-data-models`, `talq`, or the path of a file of one's own), and `gateway = true` when messages on it may be about other
    /// devices than the topic names.
    pub topics: Vec<MqttTopic>,
    /// Largest message that is looked at; a larger one becomes a dead letter.
    #[schemars(range(min = 1024))]
    pub max_payload_bytes: u64,
    /// Most messages in one transaction.
    #[schemars(range(min = 1, max = 10000))]
    pub batch: u32,
    /// Most messages that the broker sends ahead of our acknowledgements (MQTT 5; with 3.1.1 the broker decides).
    #[schemars(range(min = 1, max = 65535))]
    pub window: u32,
    /// How many hours the broker keeps messages for us while we are away (MQTT 5; with 3.1.1 the broker decides).
    #[schemars(range(min = 1, max = 8760))]
    pub session_hours: u32,
}

impl Default for Mqtt {
    fn default() -> Self {
        Self {
            broker: None,
            version: MqttVersion::V5,
            user: None,
            password: None,
            tls_root: None,
            tls_certificate: None,
            tls_key: None,
            client_id: None,
            group: "waarmaker".to_owned(),
            topics: Vec::new(),
            max_payload_bytes: 256 * 1024,
            batch: 500,
            window: 4000,
            session_hours: 7 * 24,
        }
    }
}

/// A version of MQTT.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum MqttVersion {
    /// MQTT 5.
    #[serde(rename = "5")]
    V5,
    /// MQTT 3.1.1.
    #[serde(rename = "3.1.1")]
    V311,
}

/// A subscription at the broker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MqttTopic {
    /// Topic, for example `lampen/{apparaat}/status`.
    pub pattern: String,
    /// Name of the built-in mapping, or path of the file, that reads its messages.
    pub mapping: String,
    /// Whether messages may be about other devices than the topic names.
    #[serde(default)]
    pub gateway: bool,
}

/// The server that sends our e-mail.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Smtp {
    /// `HOST:PORT`. Not set means: no e-mail is sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server: Option<String>,
    /// `starttls`, `tls` (from the first byte) or `none`, which is for a server on this machine only.
    pub security: SmtpSecurity,
    /// User name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// Password of that user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<Secret>,
    /// Sender: an address, or `Name <address>`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Telephone number that e-mail names for questions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// File (PEM) with the authority that signed the certificate of the server. Not set means: those that the system trusts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls_root: Option<PathBuf>,
    /// How long sending one e-mail may take.
    #[schemars(range(min = 100))]
    pub timeout_ms: u64,
}

impl Default for Smtp {
    fn default() -> Self {
        Self {
            server: None,
            security: SmtpSecurity::Starttls,
            user: None,
            password: None,
            from: None,
            phone: None,
            tls_root: None,
            timeout_ms: 20_000,
        }
    }
}

/// How a connection to the mail server is kept from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SmtpSecurity {
    /// A plain connection that becomes TLS before anything is said.
    Starttls,
    /// TLS from the first byte.
    Tls,
    /// None: only for a server on this machine.
    None,
}
