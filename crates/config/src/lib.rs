// SPDX-License-Identifier: EUPL-1.2
//! The settings of Waarmaker: one struct per section, and the one way in which their values are found.
//!
//! **What it is for.** An administrator can give a setting in a TOML file, in the environment and on the command
//! line. This crate reads the three, later ones over
//! earlier ones (`defaults < file < environment < command line`), refuses every key it does not know, and reports
//! *all* that is wrong, each problem with its
//! place: file and line, variable or option. What comes out of [`Settings::load`] has passed [`Settings::check`], so
//! nobody else validates settings again.
//!
//! The structs in [`sections`](Server) are the only declaration. The JSON Schema, the names of the variables, the
//! reference page and the output of
//! `waarmaker config show` are derived from them, so they cannot drift apart. Units are in the name of a key
//! (`timeout_ms`, `max_bytes`). Secrets
//! ([`Secret`], the password of a [`DatabaseUrl`]) have a redacting `Debug` and `Serialize`.
//!
//! **What it is not.** It opens nothing and reads no environment or clock of its own accord: the caller hands over
//! the variables. It does not know what a
//! setting does; the crate that uses it takes the section it needs.
//!
//! **How to add a setting.** Add a field with a doc comment to its section, and its default. A new section is a
//! struct, a `Default` and a field of
//! [`Settings`]. What its type cannot say goes into `check.rs`, with a test.
//!
//! ```
//! use waarmaker_config::Settings;
//!
//! let environment = [("WAARMAKER_SERVER__BIND".to_owned(), "0.0.0.0:80".to_owned())];
//! let settings = Settings::load(None, environment, [])?;
//! assert_eq!(settings.server.bind.port(), 80);
//!
//! let typo = [("WAARMAKER_SERVER__BIN".to_owned(), "0.0.0.0:80".to_owned())];
//! let error = Settings::load(None, typo, []).unwrap_err();
//! assert!(error.to_string().contains("did you mean WAARMAKER_SERVER__BIND?"));
//! # Ok::<(), waarmaker_config::ConfigError>(())
//! ```

mod check;
mod documents;
mod error;
mod keys;
mod messages;
mod pages;
mod read;
mod secret;
mod sections;
mod show;
mod signalen;

use std::{collections::BTreeMap, fs, path::Path, path::PathBuf};

use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};

pub use documents::{Antivirus, Blobs, Documenten, Store};
pub use error::{ConfigError, Problem, Source};
pub use keys::{Key, Kind, PREFIX, all as keys};
pub use messages::{CallbackCheck, Cloudevents, Nats, Notificaties, Sink, SinkMode};
pub use pages::{Aanmelden, Gemeente, Mode, Role};
pub use secret::{DatabaseUrl, Engine, REDACTED, Secret};
pub use sections::{
    Auth, Catalogi, Credential, Data, Database, LogFormat, Logging, References, Referentielijsten, Server, Zaken,
};
pub use signalen::{Mqtt, MqttTopic, MqttVersion, Signalen, Smtp, SmtpSecurity};

/// Everything that can be set about Waarmaker.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(title = "Waarmaker settings")]
pub struct Settings {
    /// Where the server listens and what one request may ask of it.
    pub server: Server,
    /// Where resources are stored.
    pub database: Database,
    /// Folders on disk.
    pub data: Data,
    /// How long a ZGW token is accepted.
    pub auth: Auth,
    /// How references to resources of other servers are fetched.
    pub references: References,
    /// Which selection list is used.
    pub referentielijsten: Referentielijsten,
    /// Choices of the Zaken API.
    pub zaken: Zaken,
    /// Choices of the Catalogi API.
    pub catalogi: Catalogi,
    /// Where the contents of documents are kept.
    pub blobs: Blobs,
    /// How documents come in.
    pub documenten: Documenten,
    /// The virus scanner that looks at every content before it is kept.
    pub antivirus: Antivirus,
    /// How notifications reach the subscribers of the Notificaties API.
    pub notificaties: Notificaties,
    /// Notifications as CloudEvents of the Dutch government (NL GOV 1.1).
    pub cloudevents: Cloudevents,
    /// Notifications as CloudEvents to a stream of NATS JetStream.
    pub nats: Nats,
    /// What becomes of what things and residents report.
    pub signalen: Signalen,
    /// The server that sends our e-mail.
    pub smtp: Smtp,
    /// The municipality, as its pages show it.
    pub gemeente: Gemeente,
    /// Where people sign in.
    pub aanmelden: Aanmelden,
    /// What is logged, and how.
    pub logging: Logging,
    /// Where each value that was given came from, by `section.key`.
    #[serde(skip)]
    sources: BTreeMap<String, Source>,
}

impl Settings {
    /// Reads the file at `path` if there is one, the variables of `environment` that start with [`PREFIX`], and
    /// `overrides` (`section.key`, value) in that order.
    ///
    /// Every problem of the three is reported at once; only when there are none, those of [`Settings::check`].
    pub fn load(
        path: Option<&Path>,
        environment: impl IntoIterator<Item = (String, String)>,
        overrides: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let mut reader = read::Reader::new();
        if let Some(path) = path {
            let text =
                fs::read_to_string(path).map_err(|source| ConfigError::Read { path: path.to_owned(), source })?;
            reader.file(path, &text);
        }
        for (name, value) in environment {
            reader.variable(&name, &value);
        }
        for (key, value) in overrides {
            reader.option(&key, &value);
        }
        let settings = reader.finish().map_err(ConfigError::Invalid)?;
        settings.check()?;
        Ok(settings)
    }

    /// Checks ranges, forms and how settings go together, and reports all problems.
    pub fn check(&self) -> Result<(), ConfigError> {
        let problems = check::problems(self);
        if problems.is_empty() { Ok(()) } else { Err(ConfigError::Invalid(problems)) }
    }

    /// The JSON Schema (draft 2020-12) of the file.
    pub fn schema() -> serde_json::Value {
        schema_for!(Settings).to_value()
    }

    /// The settings in force as TOML, each with its source in a comment; secrets are redacted.
    pub fn show(&self) -> String {
        show::show(self)
    }

    /// All settings as Markdown, a table per section, for the reference.
    pub fn reference() -> String {
        show::reference()
    }

    /// Where the value of `section.key` came from.
    pub fn source(&self, key: &str) -> Source {
        self.sources.get(key).cloned().unwrap_or_default()
    }

    /// The database to use: `database.url`, or else `waarmaker.db` in the data folder.
    pub fn database_url(&self) -> DatabaseUrl {
        match &self.database.url {
            Some(url) => url.clone(),
            None => DatabaseUrl::new(format!("sqlite:{}", self.data.dir.join("waarmaker.db").display())),
        }
    }

    /// The folder of the contents of documents.
    pub fn blobs_dir(&self) -> PathBuf {
        self.data.blobs_dir.clone().unwrap_or_else(|| self.data.dir.join("blobs"))
    }

    /// The base URLs by which we recognise ourselves, the one to publish first.
    ///
    /// `port` is the one that is really listened on, as `server.bind` may say 0.
    pub fn own_base_urls(&self, port: u16) -> Vec<String> {
        if !self.server.base_urls.is_empty() {
            return self.server.base_urls.clone();
        }
        let mut bind = self.server.bind;
        bind.set_port(port);
        if bind.ip().is_unspecified() {
            return vec![format!("http://localhost:{port}"), format!("http://127.0.0.1:{port}")];
        }
        vec![format!("http://{bind}"), format!("http://localhost:{port}")]
    }

    /// Whether a reference may be fetched from `host`, given as `HOST` or `HOST:PORT`.
    ///
    /// An allowed host without a port allows every port of it.
    pub fn is_allowed(&self, host: &str) -> bool {
        listed(&self.references.allowed_hosts, host)
    }

    /// Whether `host`, given as `HOST` or `HOST:PORT`, may have a private address.
    pub fn may_be_private(&self, host: &str) -> bool {
        listed(&self.references.allow_private, host)
    }
}

/// Whether a list of hosts holds this one, with its port or for every port.
fn listed(hosts: &[String], host: &str) -> bool {
    let name = check::split_port(host).0;
    hosts.iter().any(|listed| listed.eq_ignore_ascii_case(host) || listed.eq_ignore_ascii_case(name))
}
