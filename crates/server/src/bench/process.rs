// SPDX-License-Identifier: EUPL-1.2
//! The server under load, as a process of its own.

use std::{
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};

/// A server process; it ends with this value.
#[derive(Debug)]
pub(super) struct Server {
    child: Child,
    /// `127.0.0.1:port`.
    pub(super) address: String,
    /// How long it took until it was ready.
    pub(super) start: Duration,
}

impl Server {
    /// Starts `waarmaker` with these arguments, `--bind` on a free port and these environment variables, and waits until `path` answers.
    pub(super) fn start(arguments: &[&str], path: &str, environment: &[(String, String)]) -> Result<Self> {
        Self::run(Command::new(std::env::current_exe()?), free_address()?, arguments, path, environment)
    }

    /// The same for what stands for other machines: it gets what the program under load leaves of this one.
    pub(super) fn start_aside(arguments: &[&str], path: &str) -> Result<Self> {
        let mut command = Command::new("chrt");
        command.args(["--idle", "0"]).arg(std::env::current_exe()?);
        Self::run(command, free_address()?, arguments, path, &[])
    }

    fn run(
        mut command: Command,
        address: String,
        arguments: &[&str],
        path: &str,
        environment: &[(String, String)],
    ) -> Result<Self> {
        let begin = Instant::now();
        command
            .args(arguments)
            .args(["--bind", &address])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::inherit());
        command.envs(environment.iter().cloned()).env("WAARMAKER_LOGGING__LEVEL", "error");
        let child = command.spawn().context("starting the server")?;
        let mut server = Self { child, address, start: Duration::ZERO };
        while ureq::get(format!("http://{}{path}", server.address)).call().is_err() {
            if begin.elapsed() > Duration::from_mins(1) || server.child.try_wait()?.is_some() {
                bail!("the server did not become ready");
            }
            std::thread::park_timeout(Duration::from_millis(2));
        }
        server.start = begin.elapsed();
        Ok(server)
    }

    /// Starts `waarmaker serve` on this data folder or database.
    pub(super) fn register(data: &Path, database: Option<&str>, environment: &[(String, String)]) -> Result<Self> {
        let data = data.to_str().context("the data folder has an odd name")?;
        let mut arguments = vec!["serve", "--data", data];
        arguments.extend(database.iter().flat_map(|url| ["--database", url]));
        Self::start(&arguments, "/health/ready", environment)
    }

    /// CPU time so far, user and system.
    pub(super) fn cpu(&self) -> Result<Duration> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        let ticks = |i: usize| fields.get(i).and_then(|ticks| ticks.parse::<u64>().ok()).unwrap_or(0);
        // A tick is 10 ms on every Linux that we know of (USER_HZ is 100).
        Ok(Duration::from_millis((ticks(11) + ticks(12)) * 10))
    }

    /// Anonymous memory in KiB.
    pub(super) fn anonymous_kib(&self) -> Result<u64> {
        anonymous_kib(self.child.id())
    }

    /// Id of the process.
    pub(super) fn id(&self) -> u32 {
        self.child.id()
    }
}

/// A free address on loopback.
fn free_address() -> Result<String> {
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    Ok(format!("127.0.0.1:{port}"))
}

/// Anonymous memory of a process in KiB.
pub(super) fn anonymous_kib(id: u32) -> Result<u64> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap_or_default();
    Ok(line.trim().trim_end_matches(" kB").trim().parse().unwrap_or(0))
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
