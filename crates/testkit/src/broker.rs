// SPDX-License-Identifier: EUPL-1.2
//! A real Mosquitto with a folder of its own, for one test.

use std::{
    fmt::Write as _,
    fs,
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair};
use tempfile::TempDir;

/// How long it may take to listen.
const PATIENCE: Duration = Duration::from_secs(30);

/// How a [`Broker`] is set up.
#[derive(Clone, Debug, Default)]
pub struct BrokerOptions {
    /// The only user that may come in, with its password; anybody when absent.
    pub user: Option<(String, String)>,
    /// Encrypted, with a certificate of its own authority for `127.0.0.1` and `localhost`.
    pub tls: bool,
    /// Only clients with a certificate of that authority come in.
    pub client_certificates: bool,
    /// What it has not delivered is on disk: written after each change that it notices, at most every second.
    pub persistence: bool,
    /// Messages on their way to a client without acknowledgement; 20 when absent, as Mosquitto has it.
    pub max_inflight: Option<u32>,
    /// Messages that wait for a client beyond those; no limit when absent.
    pub max_queued: Option<u32>,
}

/// A Mosquitto on a free port of the loopback address; it stops with this value.
#[derive(Debug)]
pub struct Broker {
    folder: TempDir,
    process: Child,
    port: u16,
    tls: bool,
}

impl Broker {
    /// Starts one that lets everybody in, keeps nothing on disk and drops nothing.
    pub fn start() -> Self {
        Self::with(&BrokerOptions::default())
    }

    /// Starts one with these options, and waits until it listens.
    pub fn with(options: &BrokerOptions) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let port = free_port();
        configure(folder.path(), port, options);
        let mut started = Self { process: spawn(folder.path()), folder, port, tls: options.tls };
        started.listens();
        started
    }

    /// `mqtt://127.0.0.1:PORT`, or `mqtts://`.
    pub fn url(&self) -> String {
        format!("{}://127.0.0.1:{}", if self.tls { "mqtts" } else { "mqtt" }, self.port)
    }

    /// File with the certificate of its authority.
    pub fn root(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    /// Files with a certificate for clients and its key.
    pub fn identity(&self) -> (PathBuf, PathBuf) {
        (self.folder.path().join("client.pem"), self.folder.path().join("client.key"))
    }

    /// What it has logged.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("mosquitto.log")).unwrap_or_default()
    }

    /// Ends it without any warning (`kill -9`).
    pub fn kill(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }

    /// Starts it again on the same port, with what it has on disk.
    pub fn again(&mut self) {
        self.process = spawn(self.folder.path());
        self.listens();
    }

    fn listens(&mut self) {
        let give_up = Instant::now() + PATIENCE;
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            let stopped = self.process.try_wait().expect("its state");
            assert!(stopped.is_none() && Instant::now() < give_up, "mosquitto does not answer: {}", self.log());
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        self.kill();
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port").port()
}

/// Writes its configuration.
fn configure(folder: &Path, port: u16, options: &BrokerOptions) {
    let path = |name: &str| folder.join(name).display().to_string();
    let mut text = format!(
        "listener {port} 127.0.0.1\nlog_dest file {}\nlog_type error\nlog_type warning\nlog_type notice\nuser root\nset_tcp_nodelay true\n\
         max_inflight_messages {}\nmax_queued_messages {}\n",
        path("mosquitto.log"),
        options.max_inflight.unwrap_or(20),
        options.max_queued.unwrap_or(0),
    );
    match &options.user {
        Some((user, password)) => {
            let file = folder.join("passwords");
            let mut command = Command::new(program("mosquitto_passwd"));
            let done = command.arg("-c").arg("-b").arg(&file).args([user, password]).stderr(Stdio::null()).status();
            assert!(done.expect("mosquitto_passwd starts").success(), "mosquitto_passwd failed");
            let _ = write!(text, "allow_anonymous false\npassword_file {}\n", file.display());
        }
        None => text.push_str("allow_anonymous true\n"),
    }
    if options.tls {
        certificates(folder);
        let _ = write!(
            text,
            "cafile {}\ncertfile {}\nkeyfile {}\nrequire_certificate {}\n",
            path("ca.pem"),
            path("server.pem"),
            path("server.key"),
            options.client_certificates
        );
    }
    if options.persistence {
        let _ = write!(
            text,
            "persistence true\npersistence_location {}/\nautosave_on_changes true\nautosave_interval 1\n",
            folder.display()
        );
    }
    fs::write(folder.join("mosquitto.conf"), text).expect("a file");
}

/// An authority, and what it signed: one certificate for the broker and one for its clients.
fn certificates(folder: &Path) {
    let mut authority = CertificateParams::new(Vec::new()).expect("an authority");
    authority.distinguished_name.push(DnType::CommonName, "authority of a test");
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().expect("a key");
    let issuer = CertifiedIssuer::self_signed(authority, key).expect("an authority");
    fs::write(folder.join("ca.pem"), issuer.pem()).expect("a file");
    let parties = [
        ("server", vec!["127.0.0.1".to_owned(), "localhost".to_owned()], ExtendedKeyUsagePurpose::ServerAuth),
        ("client", vec!["waarmaker".to_owned()], ExtendedKeyUsagePurpose::ClientAuth),
    ];
    for (name, names, usage) in parties {
        let mut party = CertificateParams::new(names).expect("names");
        // One that is called as its issuer looks as if it had signed itself.
        party.distinguished_name.push(DnType::CommonName, name);
        party.extended_key_usages = vec![usage];
        let key = KeyPair::generate().expect("a key");
        let certificate = party.signed_by(&key, &issuer).expect("a certificate");
        fs::write(folder.join(format!("{name}.pem")), certificate.pem()).expect("a file");
        fs::write(folder.join(format!("{name}.key")), key.serialize_pem()).expect("a file");
    }
}

fn spawn(folder: &Path) -> Child {
    let mut command = Command::new(program("mosquitto"));
    command.arg("-c").arg(folder.join("mosquitto.conf")).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().expect("mosquitto starts")
}

/// Finds a program of Mosquitto, which Debian has where not everybody looks.
fn program(name: &str) -> PathBuf {
    let places = ["/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin"];
    let found = places.into_iter().map(|place| Path::new(place).join(name)).find(|path| path.exists());
    found.expect("these tests need Mosquitto: apt-get install --no-install-recommends mosquitto")
}
