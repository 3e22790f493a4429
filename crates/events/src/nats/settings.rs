// SPDX-License-Identifier: EUPL-1.2
//! What to know of a NATS server to publish there.

use std::{fmt, path::PathBuf, time::Duration};

use async_nats::ServerAddr;
use thiserror::Error;

use crate::cloudevents::Selection;

/// Where and how notifications go to NATS JetStream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Servers of one cluster: `nats://nats.example:4222`, or `tls://` to insist on encryption. At least one.
    pub servers: Vec<String>,
    /// Who we are.
    pub login: Login,
    /// File with the certificates (PEM) to trust in place of the system's.
    pub tls_root: Option<PathBuf>,
    /// Name of the stream.
    pub stream: String,
    /// What subjects begin with.
    pub subject_prefix: String,
    /// Whether to make the stream when there is none: file storage, subjects `PREFIX.>`.
    pub create_stream: bool,
    /// How long a stream of our making keeps messages; zero is for ever. At least ten minutes else, the window of duplicates.
    pub keep: Duration,
    /// How many servers keep a copy in a stream of our making, 1–5; more than one takes a cluster.
    pub replicas: u8,
    /// How long one message may take, from connecting to acknowledgement.
    pub timeout: Duration,
    /// Which notifications go there.
    pub selection: Selection,
}

/// How to log in.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum Login {
    /// Not at all.
    #[default]
    None,
    /// With a token.
    Token(String),
    /// With a name and a password.
    User {
        /// Name.
        name: String,
        /// Password.
        password: String,
    },
    /// With a file of credentials, a JWT and the key to it, as `nsc` writes it.
    Credentials(PathBuf),
}

/// Hides secrets.
impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("None"),
            Self::Token(_) => f.write_str("Token"),
            Self::User { name, .. } => write!(f, "User {name:?}"),
            Self::Credentials(path) => write!(f, "Credentials {}", path.display()),
        }
    }
}

/// Says what is wrong with the settings.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SettingsError {
    /// There is no server, or its address cannot be read. Not repeated: it may hold a password.
    #[error(
        "servers has to list addresses such as nats://nats.example:4222 or tls://nats.example:4222, without a password in them"
    )]
    Servers,
    /// The name of the stream has other characters than letters, digits, `-` and `_`.
    #[error("stream has to be letters, digits, - and _, not {0:?}")]
    Stream(String),
    /// The prefix is no subject.
    #[error("subject_prefix has to be words of letters, digits, - and _ with dots between them, not {0:?}")]
    SubjectPrefix(String),
    /// Messages would be kept shorter than the window in which duplicates are known.
    #[error("messages have to be kept for ten minutes at least, or for ever (0)")]
    Keep,
    /// NATS keeps one to five copies.
    #[error("replicas has to be 1 to 5, not {0}")]
    Replicas(u8),
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            servers: Vec::new(),
            login: Login::None,
            tls_root: None,
            stream: "WAARMAKER".to_owned(),
            subject_prefix: "waarmaker".to_owned(),
            create_stream: true,
            keep: Duration::from_hours(30 * 24),
            replicas: 1,
            timeout: Duration::from_secs(5),
            selection: Selection::default(),
        }
    }
}

impl Settings {
    /// Refuses what a server would refuse, and servers without an address.
    pub fn check(&self) -> Result<(), SettingsError> {
        self.addresses()?;
        if !is_word(&self.stream) {
            return Err(SettingsError::Stream(self.stream.clone()));
        }
        if !self.subject_prefix.split('.').all(is_word) {
            return Err(SettingsError::SubjectPrefix(self.subject_prefix.clone()));
        }
        if !self.keep.is_zero() && self.keep < super::DUPLICATE_WINDOW {
            return Err(SettingsError::Keep);
        }
        if !(1..=5).contains(&self.replicas) {
            return Err(SettingsError::Replicas(self.replicas));
        }
        Ok(())
    }

    /// The servers, read.
    pub(super) fn addresses(&self) -> Result<Vec<ServerAddr>, SettingsError> {
        let read = |text: &String| {
            let address: ServerAddr = text.parse().ok()?;
            let is_known = text.starts_with("nats://") || text.starts_with("tls://");
            (is_known && address.username().is_none() && address.password().is_none()).then_some(address)
        };
        let addresses: Option<Vec<ServerAddr>> = self.servers.iter().map(read).collect();
        addresses.filter(|addresses| !addresses.is_empty()).ok_or(SettingsError::Servers)
    }
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-' || c == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(change: impl FnOnce(&mut Settings)) -> Result<(), SettingsError> {
        let mut settings = Settings { servers: vec!["nats://127.0.0.1:4222".to_owned()], ..Settings::default() };
        change(&mut settings);
        settings.check()
    }

    #[test]
    fn settings_that_no_server_takes_are_refused() {
        assert_eq!(with(|_| {}), Ok(()));
        assert_eq!(with(|settings| settings.servers.push("tls://nats.example".to_owned())), Ok(()));
        for servers in [vec![], vec!["nats://me:secret@nats.example"], vec!["ws://nats.example"], vec!["http://x"]] {
            let servers = servers.into_iter().map(str::to_owned).collect();
            assert_eq!(with(|settings| settings.servers = servers), Err(SettingsError::Servers));
        }
        for name in ["", "a.b", "a b", "a>"] {
            assert_eq!(with(|s| s.stream = name.to_owned()), Err(SettingsError::Stream(name.to_owned())));
        }
        for prefix in ["", "a.", "a b", ">", "a.*"] {
            let refused = SettingsError::SubjectPrefix(prefix.to_owned());
            assert_eq!(with(|settings| settings.subject_prefix = prefix.to_owned()), Err(refused));
        }
        assert_eq!(with(|settings| settings.keep = Duration::from_secs(1)), Err(SettingsError::Keep));
        assert_eq!(with(|settings| settings.keep = Duration::ZERO), Ok(()));
        assert_eq!(with(|settings| settings.replicas = 6), Err(SettingsError::Replicas(6)));
    }

    #[test]
    fn secrets_are_not_shown() {
        let login = Login::User { name: "waarmaker".to_owned(), password: "geheim".to_owned() };
        assert_eq!(format!("{login:?} {:?}", Login::Token("geheim".to_owned())), "User \"waarmaker\" Token");
    }
}
