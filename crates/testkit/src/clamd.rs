// SPDX-License-Identifier: EUPL-1.2
//! A real ClamAV that knows one virus: the harmless one that was made for tests.

use std::{
    fmt::Write as _,
    fs,
    os::unix::net::UnixStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

/// The virus for tests (EICAR), in two halves so that no scanner takes a file of this project for it.
pub const EICAR: [&str; 2] = [r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-", "ANTIVIRUS-TEST-FILE!$H+H*"];

/// What [`Clamd`] calls it.
pub const SIGNATURE: &str = "Eicar-Test-Signature";

/// How long it may take to listen.
const PATIENCE: Duration = Duration::from_mins(1);

/// A ClamAV with a folder of its own; it stops with this value.
#[derive(Debug)]
pub struct Clamd {
    folder: TempDir,
    process: Child,
}

impl Clamd {
    /// Starts one that takes streams of at most so many bytes, and waits until it listens.
    pub fn start(longest: usize) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        configure(folder.path(), longest);
        let mut started = Self { process: spawn(folder.path()), folder };
        started.listens();
        started
    }

    /// Its socket.
    pub fn socket(&self) -> PathBuf {
        self.folder.path().join("clamd.ctl")
    }

    /// Stops it, as when it is killed.
    pub fn stop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }

    /// Starts it again at the same socket.
    pub fn again(&mut self) {
        self.process = spawn(self.folder.path());
        self.listens();
    }

    fn listens(&mut self) {
        let give_up = Instant::now() + PATIENCE;
        while UnixStream::connect(self.socket()).is_err() {
            let stopped = self.process.try_wait().expect("its state");
            let said = || fs::read_to_string(self.folder.path().join("clamd.log")).unwrap_or_default();
            assert!(stopped.is_none() && Instant::now() < give_up, "clamd does not answer: {}", said());
            thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Clamd {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Writes its configuration and its only signature.
fn configure(folder: &Path, longest: usize) {
    let signatures = folder.join("db");
    fs::create_dir(&signatures).expect("a folder");
    let mut signature = format!("{SIGNATURE}:0:*:");
    EICAR.concat().bytes().for_each(|byte| write!(signature, "{byte:02x}").expect("room"));
    fs::write(signatures.join("test.ndb"), signature + "\n").expect("a file");
    let path = |name: &str| folder.join(name).display().to_string();
    let text = format!(
        "Foreground yes\nLocalSocket {}\nDatabaseDirectory {}\nLogFile {}\nStreamMaxLength {longest}\n\
         TemporaryDirectory {}\n",
        path("clamd.ctl"),
        path("db"),
        path("clamd.log"),
        folder.display(),
    );
    fs::write(folder.join("clamd.conf"), text).expect("a file");
}

fn spawn(folder: &Path) -> Child {
    let mut command = Command::new(program());
    command.arg("--config-file").arg(folder.join("clamd.conf")).stdout(Stdio::null());
    command.spawn().expect("clamd starts")
}

/// Finds clamd, which Debian has where not everybody looks.
fn program() -> &'static str {
    let places = ["/usr/sbin/clamd", "/usr/bin/clamd", "/usr/local/sbin/clamd"];
    let found = places.into_iter().find(|place| Path::new(place).exists());
    found.expect("these tests need ClamAV: apt-get install --no-install-recommends clamav-daemon")
}
