// SPDX-License-Identifier: EUPL-1.2
//! The mail server.

use std::{
    fmt,
    path::PathBuf,
    sync::Arc,
    time::{Duration, SystemTime},
};

use jiff::Timestamp;
use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    message::{
        Mailbox, MultiPart,
        header::{HeaderName, HeaderValue},
    },
    transport::smtp::{
        Error as Refusal,
        authentication::Credentials,
        client::{Certificate, Tls, TlsParameters},
    },
};
use thiserror::Error;
use waarmaker_jobs::Outcome;

use super::letter::Letter;

/// How a connection to the mail server is kept from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// A plain connection that becomes TLS before anything is said; one that does not is not used.
    Starttls,
    /// TLS from the first byte.
    Tls,
    /// None: for a server on this machine only.
    None,
}

/// A mail server and who we are to it.
#[derive(Clone)]
pub struct Smtp {
    /// Host.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Protection of the connection.
    pub security: Security,
    /// User name and password.
    pub login: Option<(String, String)>,
    /// Sender: an address, or `Name <address>`.
    pub from: String,
    /// Telephone number for questions.
    pub phone: Option<String>,
    /// PEM with the authority that signed the certificate of the server; otherwise those that the system trusts.
    pub tls_root: Option<PathBuf>,
    /// For sending one mail.
    pub timeout: Duration,
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Smtp").field("host", &self.host).field("port", &self.port).finish_non_exhaustive()
    }
}

/// Why no mail can be sent.
#[derive(Debug, Error)]
pub enum SmtpError {
    /// The sender is no address.
    #[error("the sender of e-mail is neither an address nor Name <address>")]
    From(#[source] lettre::address::AddressError),
    /// The certificate cannot be read.
    #[error("reading the certificate {0}")]
    Certificate(PathBuf, #[source] std::io::Error),
    /// TLS cannot be set up.
    #[error("setting up TLS to the mail server")]
    Tls(#[source] Refusal),
    /// Without protection, and not on this machine.
    #[error("a connection without TLS is for a mail server on this machine only, not for {0}")]
    Plain(String),
}

/// Sends mail. Cheap to clone; connections stay open between mails.
#[derive(Clone)]
pub(crate) struct Post(Option<Arc<Line>>);

struct Line {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    phone: Option<String>,
}

impl Post {
    /// A post for this server; without one every mail waits.
    pub(crate) fn new(smtp: Option<&Smtp>) -> Result<Self, SmtpError> {
        let Some(smtp) = smtp else { return Ok(Self(None)) };
        let from = smtp.from.parse().map_err(SmtpError::From)?;
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&smtp.host)
            .port(smtp.port)
            .timeout(Some(smtp.timeout))
            .tls(tls(smtp)?);
        if let Some((user, password)) = &smtp.login {
            builder = builder.credentials(Credentials::new(user.clone(), password.clone()));
        }
        Ok(Self(Some(Arc::new(Line { transport: builder.build(), from, phone: smtp.phone.clone() }))))
    }

    /// Sends a letter to an address. `id` is the same each time that the same letter is sent, so that a receiver can recognise a second one.
    pub(crate) async fn send(&self, letter: &Letter, to: &str, id: &str, now: Timestamp) -> Outcome {
        let Some(line) = &self.0 else { return Outcome::Retry("there is no mail server in the settings".to_owned()) };
        let Ok(address) = to.trim().parse::<Address>() else {
            return Outcome::Dead("the address is no e-mail address".to_owned());
        };
        let Ok(message) = line.message(letter, address, id, now) else {
            return Outcome::Dead("the mail cannot be written".to_owned());
        };
        match line.transport.send(message).await {
            Ok(_) => Outcome::Done,
            Err(refusal) => outcome(&refusal),
        }
    }
}

/// Plain only where nobody can listen.
fn tls(smtp: &Smtp) -> Result<Tls, SmtpError> {
    if smtp.security == Security::None {
        let local = smtp.host == "localhost" || smtp.host.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback());
        return if local { Ok(Tls::None) } else { Err(SmtpError::Plain(smtp.host.clone())) };
    }
    let mut parameters = TlsParameters::builder(smtp.host.clone());
    if let Some(file) = &smtp.tls_root {
        let pem = std::fs::read(file).map_err(|error| SmtpError::Certificate(file.clone(), error))?;
        parameters = parameters.add_root_certificate(Certificate::from_pem(&pem).map_err(SmtpError::Tls)?);
    }
    let parameters = parameters.build().map_err(SmtpError::Tls)?;
    Ok(if smtp.security == Security::Tls { Tls::Wrapper(parameters) } else { Tls::Required(parameters) })
}

impl Line {
    fn message(&self, letter: &Letter, to: Address, id: &str, now: Timestamp) -> Result<Message, lettre::error::Error> {
        let domain = self.from.email.domain();
        let automatic = HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned());
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(letter.subject.clone())
            .date(SystemTime::from(now))
            .message_id(Some(format!("<{id}@{domain}>")))
            .raw_header(automatic)
            .multipart(MultiPart::alternative_plain_html(
                letter.text(self.phone.as_deref()),
                letter.html(self.phone.as_deref()),
            ))
    }
}

/// What a refusal means. The words of the server are left out: they may hold the address.
fn outcome(refusal: &Refusal) -> Outcome {
    let code = refusal.status().map(|code| code.to_string());
    match code.as_deref() {
        // Who we are to the server is wrong, not this mail.
        Some(code @ ("530" | "534" | "535" | "538")) => {
            Outcome::Retry(format!("SMTP {code}: the mail server refuses our login"))
        }
        Some(code) if refusal.is_permanent() => Outcome::Dead(format!("SMTP {code}: the mail server refuses the mail")),
        Some(code) => Outcome::Retry(format!("SMTP {code}")),
        None if refusal.is_timeout() => Outcome::Retry("the mail server does not answer in time".to_owned()),
        None if refusal.is_tls() => Outcome::Retry("the mail server cannot be trusted (TLS)".to_owned()),
        None => Outcome::Retry("the mail server cannot be reached".to_owned()),
    }
}
