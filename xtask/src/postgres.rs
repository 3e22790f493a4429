// SPDX-License-Identifier: EUPL-1.2
//! A private PostgreSQL for the tests: its own folder, its own port on loopback, gone when dropped.

use std::{
    fs::{self, File},
    os::unix::fs::chown,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use anyhow::{Context as _, Result};
use rustix::process::Signal;

use crate::{
    install::postgres_folder,
    process::{Background, Scratch, free_port, output, wait_for},
};

/// Speed over safety: the data lives as long as the tests.
const OPTIONS: &[&str] = &[
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "listen_addresses=127.0.0.1",
    "max_connections=300",
    "shared_buffers=128MB",
    "log_min_messages=warning",
];

/// A server that runs until this is dropped. The fields are dropped in order: first the server, then its folder.
pub(crate) struct Postgres {
    _server: Background,
    folder: Scratch,
    port: u16,
}

/// Whom the server runs as: PostgreSQL refuses root.
struct User {
    name: String,
    uid: u32,
    gid: u32,
}

impl Postgres {
    /// Makes a database folder, starts a server on it and waits until it answers.
    pub(crate) fn start() -> Result<Self> {
        let programs = postgres_folder().context("PostgreSQL is not installed: run the step install")?;
        let user = unprivileged()?;
        let folder = Scratch::new("postgres")?;
        if let Some(user) = &user {
            chown(folder.path(), Some(user.uid), Some(user.gid)).context("cannot give the folder to PostgreSQL")?;
        }
        let data = folder.path().join("data");
        let mut initdb = as_user(user.as_ref(), &programs.join("initdb"));
        initdb.args(["--username=waarmaker", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]);
        output(initdb.arg("--pgdata").arg(&data).current_dir(folder.path()))?;

        let port = free_port()?;
        let mut server = Self::launch(&programs, user.as_ref(), folder.path(), port)?;
        let mut ready = Command::new(programs.join("pg_isready"));
        ready.args([
            "--quiet",
            "--host=127.0.0.1",
            "--username=waarmaker",
            "--dbname=postgres",
            "--port",
            &port.to_string(),
        ]);
        wait_for("PostgreSQL", Duration::from_mins(1), &mut server, || {
            ready.status().is_ok_and(|status| status.success())
        })?;
        Ok(Self { _server: server, folder, port })
    }

    /// Starts the server itself; SIGINT is its "stop now, in order".
    fn launch(programs: &Path, user: Option<&User>, folder: &Path, port: u16) -> Result<Background> {
        let mut server = as_user(user, &programs.join("postgres"));
        server.arg("-D").arg(folder.join("data")).arg("-p").arg(port.to_string()).current_dir(folder);
        for option in OPTIONS {
            server.args(["-c", option]);
        }
        server.arg("-c").arg(format!("unix_socket_directories={}", folder.display()));
        let log = File::create(folder.join("log")).context("cannot make the log of PostgreSQL")?;
        server.stdout(log.try_clone()?).stderr(log);
        Background::start(&mut server, Signal::INT)
    }

    /// Its folder.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The URL of its superuser.
    pub(crate) fn url(&self) -> String {
        format!("postgres://waarmaker@127.0.0.1:{}/postgres", self.port)
    }
}

/// The user to become when we are root: Debian's own for PostgreSQL, else nobody.
fn unprivileged() -> Result<Option<User>> {
    if !rustix::process::getuid().is_root() {
        return Ok(None);
    }
    let passwd = fs::read_to_string("/etc/passwd").context("cannot read the list of users")?;
    let find = |wanted: &str| passwd.lines().find_map(|line| user_of(line).filter(|user| user.name == wanted));
    find("postgres").or_else(|| find("nobody")).context("there is neither a user postgres nor a user nobody").map(Some)
}

/// Reads one line of the list of users.
fn user_of(line: &str) -> Option<User> {
    let mut fields = line.split(':');
    let name = fields.next()?.to_owned();
    let mut numbers = fields.skip(1).filter_map(|field| field.parse().ok());
    Some(User { name, uid: numbers.next()?, gid: numbers.next()? })
}

/// A command as that user, which is told to stop when we die without a word.
fn as_user(user: Option<&User>, program: &PathBuf) -> Command {
    let mut command = Command::new("setpriv");
    command.arg("--pdeathsig=TERM");
    if let Some(user) = user {
        command.arg(format!("--reuid={}", user.uid)).arg(format!("--regid={}", user.gid)).arg("--clear-groups");
    }
    command.arg(program);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_private_server_answers_and_leaves_nothing_behind() {
        let Some(programs) = postgres_folder() else {
            eprintln!("SKIPPED: PostgreSQL is not installed");
            return;
        };
        let postgres = Postgres::start().unwrap();
        let (port, folder) = (postgres.port, postgres.folder().to_owned());
        let ask = |port: u16| {
            let mut command = Command::new(programs.join("pg_isready"));
            command.args(["--quiet", "--host=127.0.0.1", "--port", &port.to_string()]).status().unwrap().success()
        };
        assert!(ask(port));
        drop(postgres);
        assert!(!ask(port));
        assert!(!folder.exists());
    }
}
