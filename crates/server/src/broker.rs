// SPDX-License-Identifier: EUPL-1.2
//! A Mosquitto of our own on a loopback port, for the demo and the benchmark.

use std::{
    env, fs,
    net::{TcpListener, TcpStream},
    path::PathBuf,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};
use tempfile::TempDir;

/// How long it may take to listen.
const PATIENCE: Duration = Duration::from_secs(20);

/// A broker; it stops with this value.
#[derive(Debug)]
pub(crate) struct Broker {
    process: Child,
    port: u16,
    _folder: TempDir,
}

impl Broker {
    /// Starts one; `None` when Mosquitto is not installed.
    pub(crate) fn start() -> Result<Option<Self>> {
        let Some(program) = program() else { return Ok(None) };
        let folder = tempfile::tempdir().context("making a folder for the broker")?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let file = folder.path().join("mosquitto.conf");
        // The window is that of the program under load, and nothing that waits is thrown away.
        let text = format!(
            "listener {port} 127.0.0.1\nallow_anonymous true\npersistence false\nlog_dest none\nset_tcp_nodelay true\n\
             max_inflight_messages 4000\nmax_queued_messages 0\n"
        );
        fs::write(&file, text).context("writing the configuration of the broker")?;
        let process = Command::new(program).arg("-c").arg(&file).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let mut broker = Self { process: process.context("starting mosquitto")?, port, _folder: folder };
        let begin = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            if broker.process.try_wait()?.is_some() || begin.elapsed() > PATIENCE {
                bail!("mosquitto does not answer");
            }
            thread::park_timeout(Duration::from_millis(10));
        }
        Ok(Some(broker))
    }

    /// Its address.
    pub(crate) fn url(&self) -> String {
        format!("mqtt://127.0.0.1:{}", self.port)
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        // One that has ended by itself cannot be ended.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Where Mosquitto is; Debian keeps servers off the path of ordinary users.
fn program() -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).chain(["/usr/sbin".into()]).map(|dir| dir.join("mosquitto")).find(|file| file.is_file())
}
