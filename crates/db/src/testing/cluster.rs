// SPDX-License-Identifier: EUPL-1.2
//! A private PostgreSQL server.

use std::fs;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use ::postgres::{Client, NoTls};

/// Makes a cluster and runs it until the standard input ends, which it does when our process does.
///
/// `$0` is the folder of the programs, `$1` the folder for everything else. Nothing is forced to disk.
const SCRIPT: &str = r#"
exec >"$1/log" 2>&1
"$0/initdb" -D "$1/data" -U waarmaker -A trust -E UTF8 --locale=C --no-sync || exit 1
"$0/postgres" -D "$1/data" -k "$1" -c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
    -c max_connections=500 -c shared_buffers=64MB -c autovacuum=off -c max_wal_size=4GB </dev/null &
server=$!
read -r _
kill -QUIT $server
wait $server
rm -rf "$1"
"#;
/// How long the start may take on a busy machine.
const PATIENCE: Duration = Duration::from_mins(2);

/// Keeps the standard input of the script open.
static KEEPER: Mutex<Option<Child>> = Mutex::new(None);

/// Starts a server and returns its address; nothing when PostgreSQL is not installed.
pub(super) fn start() -> Option<String> {
    let programs = programs()?;
    let folder = tempfile::Builder::new().prefix("waarmaker-pg-").tempdir().expect("a temporary folder").keep();
    let mut command = Command::new("sh");
    command.arg("-c").arg(SCRIPT).arg(programs).arg(&folder).stdin(Stdio::piped());
    if let Some((user, group)) = other_user() {
        chown(&folder, Some(user), Some(group)).expect("the folder can be given away");
        command.uid(user).gid(group);
    }
    command.process_group(0); // what interrupts a test run must not keep the script from clearing up
    let mut script = command.current_dir(&folder).spawn().expect("sh starts");
    let host = folder.to_str().expect("a folder in UTF-8").replace('/', "%2F");
    let address = format!("postgres://waarmaker@{host}/postgres");
    crate::postgres::apart(|| wait(&mut script, &address, &folder));
    *KEEPER.lock().unwrap() = Some(script);
    Some(address)
}

/// Returns the folder of the newest version that is installed.
fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?.flatten().map(|version| version.path().join("bin"));
    let usable = versions.filter(|programs| programs.join("initdb").exists() && programs.join("postgres").exists());
    usable.max_by_key(|programs| {
        let version = programs.parent().and_then(Path::file_name).and_then(|name| name.to_str()?.parse::<u32>().ok());
        version.unwrap_or(0)
    })
}

/// Returns who must run the server when we are root, for which it refuses to run: `postgres`, or else `nobody`.
fn other_user() -> Option<(u32, u32)> {
    if fs::metadata("/proc/self").ok()?.uid() != 0 {
        return None;
    }
    let users = fs::read_to_string("/etc/passwd").ok()?;
    ["postgres", "nobody"].iter().find_map(|wanted| {
        let mut fields =
            users.lines().map(|line| line.split(':')).find(|fields| fields.clone().next() == Some(*wanted))?;
        Some((fields.nth(2)?.parse().ok()?, fields.next()?.parse().ok()?))
    })
}

fn wait(script: &mut Child, address: &str, folder: &Path) {
    let started = Instant::now();
    while Client::connect(address, NoTls).is_err() {
        let ended = script.try_wait().expect("the state of the script").is_some();
        let log = || fs::read_to_string(folder.join("log")).unwrap_or_default();
        assert!(!ended && started.elapsed() < PATIENCE, "PostgreSQL does not start: {}", log());
        thread::sleep(Duration::from_millis(20));
    }
}
