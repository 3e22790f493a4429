// SPDX-License-Identifier: EUPL-1.2
//! A NATS server of the test's own: Debian's nats-server on a free port of loopback, its files in a folder that goes with it.

use std::{
    fmt::Write as _,
    fs,
    io::{BufRead as _, BufReader},
    net::TcpListener,
    path::PathBuf,
    process::{Child, Command, Stdio},
    thread,
};

use tempfile::TempDir;

/// A server that runs until it is killed or dropped.
pub(crate) struct NatsServer {
    folder: TempDir,
    port: u16,
    process: Option<Child>,
}

impl NatsServer {
    /// Starts one with JetStream and nothing else.
    pub(crate) fn start() -> Self {
        Self::start_with("")
    }

    /// Starts one with more lines in its configuration.
    pub(crate) fn start_with(more: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut server = Self { folder, port, process: None };
        let store = server.folder.path().join("store");
        let mut config = format!("listen: \"127.0.0.1:{port}\"\njetstream {{ store_dir: \"{}\" }}\n", store.display());
        config.write_str(more).unwrap();
        fs::write(server.config(), config).unwrap();
        server.go_on();
        server
    }

    /// The URL of the server.
    pub(crate) fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    /// The port of the server.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Starts it (again) on the same port and files; returns when it takes connections.
    pub(crate) fn go_on(&mut self) {
        assert!(self.process.is_none(), "it runs already");
        let mut process = Command::new(program())
            .arg("--config")
            .arg(self.config())
            .stderr(Stdio::piped())
            .spawn()
            .expect("nats-server is not installed: cargo xtask test --only install");
        let mut lines = BufReader::new(process.stderr.take().unwrap()).lines().map_while(Result::ok);
        self.process = Some(process);
        let mut said = String::new();
        let is_ready = lines.by_ref().any(|line| {
            said.push_str(&line);
            said.push('\n');
            line.contains("Server is ready")
        });
        assert!(is_ready, "nats-server did not start:\n{said}");
        // Its pipe may not fill up.
        thread::spawn(move || lines.for_each(drop));
    }

    /// Kills it at once, without a chance to close anything (kill -9).
    pub(crate) fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().unwrap();
            process.wait().unwrap();
        }
    }

    fn config(&self) -> PathBuf {
        self.folder.path().join("nats.conf")
    }
}

impl Drop for NatsServer {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Debian keeps servers off the path of anybody but root.
fn program() -> PathBuf {
    let debian = PathBuf::from("/usr/sbin/nats-server");
    if debian.is_file() { debian } else { PathBuf::from("nats-server") }
}
