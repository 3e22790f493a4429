// SPDX-License-Identifier: EUPL-1.2
//! A real SMTP server (aiosmtpd, Debian's `python3-aiosmtpd`) on a loopback port, which keeps what comes or refuses it as the test wants.

use std::{
    fs,
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use serde_json::Value;
use tempfile::TempDir;

/// How long it may take to listen, or a mail to come.
const PATIENCE: Duration = Duration::from_secs(30);

/// What aiosmtpd does with a mail: `answer` holds what a recipient is answered, when that is not `250 OK`.
const HANDLER: &str = r#"
import email, json, os, pathlib
from email import policy

class Postbus:
    def __init__(self, folder):
        self.folder, self.count = pathlib.Path(folder), 0

    @classmethod
    def from_cli(cls, parser, *args):
        return cls(args[0])

    async def handle_RCPT(self, server, session, envelope, address, options):
        file = self.folder / "answer"
        answer = file.read_text().strip() if file.exists() else ""
        if answer:
            return answer.replace("ADDRESS", address)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mail = email.message_from_bytes(envelope.content, policy=policy.default)
        def part(kind):
            body = mail.get_body((kind,))
            return body.get_content() if body else ""
        self.count += 1
        found = {
            "to": list(envelope.rcpt_tos), "from": envelope.mail_from, "subject": str(mail["subject"]), "tls": session.ssl is not None,
            "headers": [[name, str(value)] for name, value in mail.items()], "text": part("plain"), "html": part("html"),
        }
        name = self.folder / f"{self.count:06}.json"
        half = self.folder / "half"
        half.write_text(json.dumps(found))
        os.rename(half, name)
        return "250 OK"
"#;

/// A mail that came in.
#[derive(Clone, Debug, PartialEq)]
pub struct Mail {
    /// Whom it was for, as the sender said to the server.
    pub to: Vec<String>,
    /// Whom it is from, as the sender said to the server.
    pub from: String,
    /// Subject, decoded.
    pub subject: String,
    /// The connection was encrypted.
    pub tls: bool,
    /// Headers in order.
    pub headers: Vec<(String, String)>,
    /// The part of plain text.
    pub text: String,
    /// The part of HTML.
    pub html: String,
}

impl Mail {
    /// A header; empty without.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map_or("", |(_, value)| value.as_str())
    }

    /// The first URL in its text.
    pub fn url(&self) -> Option<&str> {
        self.text.split_whitespace().find(|word| word.starts_with("http"))
    }
}

/// An SMTP server; it ends with this value.
#[derive(Debug)]
pub struct Smtp {
    folder: TempDir,
    process: Option<Child>,
    port: u16,
    tls: bool,
}

impl Smtp {
    /// Starts one without encryption.
    pub fn start() -> Self {
        Self::with(false)
    }

    /// Starts one that wants STARTTLS first, with a certificate of an authority of its own for `127.0.0.1`.
    pub fn with_tls() -> Self {
        Self::with(true)
    }

    fn with(tls: bool) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("postbus.py"), HANDLER).expect("a file");
        if tls {
            certificates(folder.path());
        }
        let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a port").port();
        let mut started = Self { folder, process: None, port, tls };
        started.again();
        started
    }

    /// Its port on 127.0.0.1.
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// File with the certificate of its authority.
    pub fn root(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    /// From now on recipients get this answer (`550 no such user`), in which `ADDRESS` is theirs; an empty one means that all is well.
    pub fn answer(&self, answer: &str) {
        fs::write(self.folder.path().join("answer"), answer).expect("a file");
    }

    /// Stops it, as when it is killed.
    pub fn stop(&mut self) {
        if let Some(mut process) = self.process.take() {
            drop(process.kill());
            drop(process.wait());
        }
    }

    /// Starts it again on the same port. Mails of before are gone.
    pub fn again(&mut self) {
        let folder = self.folder.path();
        let mut command = Command::new("/usr/bin/aiosmtpd");
        command.arg("-n").arg("-l").arg(format!("127.0.0.1:{}", self.port)).arg("-c").arg("postbus.Postbus");
        if self.tls {
            command.arg("--tlscert").arg(folder.join("server.pem")).arg("--tlskey").arg(folder.join("server.key"));
        }
        command.arg(folder).env("PYTHONPATH", folder).stdout(Stdio::null()).stderr(Stdio::null());
        let missing = "these tests need an SMTP server: apt-get install --no-install-recommends python3-aiosmtpd";
        self.process = Some(command.spawn().expect(missing));
        let give_up = Instant::now() + PATIENCE;
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            assert!(Instant::now() < give_up, "the SMTP server does not answer");
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// All mails that came in, in order.
    pub fn mails(&self) -> Vec<Mail> {
        let entries = fs::read_dir(self.folder.path()).expect("a folder").map(|entry| entry.expect("an entry").path());
        let is_mail = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "json");
        let mut paths: Vec<PathBuf> = entries.filter(is_mail).collect();
        paths.sort();
        paths.iter().map(|path| read(path)).collect()
    }

    /// Waits until so many came in; for mails that a program sends in the background.
    pub fn wait_for(&self, count: usize) -> Vec<Mail> {
        let give_up = Instant::now() + PATIENCE;
        loop {
            let mails = self.mails();
            if mails.len() >= count {
                return mails;
            }
            assert!(Instant::now() < give_up, "{} of {count} mails came", mails.len());
            thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Smtp {
    fn drop(&mut self) {
        self.stop();
    }
}

fn read(path: &Path) -> Mail {
    let mail: Value = serde_json::from_slice(&fs::read(path).expect("a mail")).expect("JSON");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    Mail {
        to: list(&mail["to"]).iter().map(text).collect(),
        from: text(&mail["from"]),
        subject: text(&mail["subject"]),
        tls: mail["tls"] == true,
        headers: list(&mail["headers"]).iter().map(|pair| (text(&pair[0]), text(&pair[1]))).collect(),
        text: text(&mail["text"]),
        html: text(&mail["html"]),
    }
}

/// An authority, and a certificate of it for the server.
fn certificates(folder: &Path) {
    let mut authority = CertificateParams::new(Vec::new()).expect("parameters");
    authority.distinguished_name.push(DnType::CommonName, "authority of a test");
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate().expect("a key")).expect("an authority");
    let key = KeyPair::generate().expect("a key");
    let mut server = CertificateParams::new(vec!["127.0.0.1".to_owned(), "localhost".to_owned()]).expect("parameters");
    server.distinguished_name.push(DnType::CommonName, "mail");
    let server = server.signed_by(&key, &authority).expect("a certificate");
    fs::write(folder.join("ca.pem"), authority.pem()).expect("a file");
    fs::write(folder.join("server.pem"), server.pem()).expect("a file");
    fs::write(folder.join("server.key"), key.serialize_pem()).expect("a file");
}
