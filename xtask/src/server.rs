// SPDX-License-Identifier: EUPL-1.2
//! A private Waarmaker: the dev build on a folder and a port of its own, gone when dropped.

use std::{
    fs::{self, File},
    io::{Read as _, Write as _},
    net::TcpStream,
    path::PathBuf,
    process::Command,
    time::Duration,
};

use anyhow::{Context as _, Result};
use rustix::process::Signal;

use crate::{
    process::{Background, Scratch, free_port, output, run, wait_for},
    workspace::Workspace,
};

/// A server that runs until this is dropped. The fields are dropped in order: first the server, then its folder.
pub(crate) struct Server {
    running: Background,
    folder: Scratch,
    binary: PathBuf,
    port: u16,
}

impl Server {
    /// Builds the dev profile, fills a new database with the example municipality, and serves it.
    pub(crate) fn start(workspace: &Workspace) -> Result<Self> {
        run(workspace.cargo(["build", "--quiet", "--locked", "--package", "waarmaker"]))?;
        let binary = workspace.target.join("debug/waarmaker");
        let folder = Scratch::new("server")?;
        let data = folder.path().join("data");
        let port = free_port()?;
        output(waarmaker(&binary, "demo", &folder).arg("--once"))?;
        output(waarmaker(&binary, "client", &folder).args([
            "add",
            "fuzz",
            "--secret",
            "fuzz-secret-of-one-run",
            "--all",
        ]))?;
        let log = File::create(folder.path().join("log")).context("cannot make the log of the server")?;
        let mut serve = waarmaker(&binary, "serve", &folder);
        serve.args(["--bind", &format!("127.0.0.1:{port}")]).stdout(log.try_clone()?).stderr(log);
        let mut running = Background::start(&mut serve, Signal::TERM)?;
        let ready = wait_for("waarmaker serve", Duration::from_secs(30), &mut running, || is_ready(port));
        let server = Self { running, folder, binary, port };
        ready.with_context(|| server.log())?;
        println!("Started a private server on {} with its data in {}.", server.url(), data.display());
        Ok(server)
    }

    /// Its origin.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// A token with every right.
    pub(crate) fn token(&self) -> Result<String> {
        Ok(output(waarmaker(&self.binary, "token", &self.folder).arg("fuzz"))?.trim().to_owned())
    }

    /// The last lines of what it logged.
    pub(crate) fn log(&self) -> String {
        let log = fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
        let lines: Vec<&str> = log.lines().rev().take(40).collect();
        let lines: Vec<&str> = lines.into_iter().rev().collect();
        format!("the server logged at last:\n{}", lines.join("\n"))
    }

    /// Fails when it has ended.
    pub(crate) fn ensure_running(&mut self) -> Result<()> {
        let running = self.running.ensure_running();
        running.with_context(|| self.log())
    }
}

/// A call of our own program on the data in that folder.
fn waarmaker(binary: &PathBuf, subcommand: &str, folder: &Scratch) -> Command {
    let mut command = Command::new(binary);
    command.arg(subcommand).arg("--data").arg(folder.path().join("data")).current_dir(folder.path());
    command
}

/// Whether the server says that it is ready.
fn is_ready(port: u16) -> bool {
    let ask = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        stream.write_all(b"GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    };
    ask().is_ok_and(|answer| answer.starts_with("HTTP/1.1 200 "))
}
