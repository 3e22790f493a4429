// SPDX-License-Identifier: EUPL-1.2
//! Processes and folders that are certainly gone when the task is: after success, after a failure and after a signal.
//!
//! Each command runs in a process group of its own, so that stopping it by the id of its group reaches what it started in turn and
//! nothing else. One list holds all groups and folders; a guard takes its entry from the list when it is dropped, the
//! thread that waits for signals takes all of them.

use std::{
    fs,
    os::unix::process::CommandExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};
use rustix::process::{Pid, Signal, WaitOptions, kill_process_group, test_kill_process_group, waitpid};
use signal_hook::{
    consts::{SIGHUP, SIGINT, SIGTERM},
    iterator::Signals,
};

/// How long a process may take to stop before it is killed.
const PATIENCE: Duration = Duration::from_secs(10);

/// What has to go when we go.
static STARTED: Mutex<Vec<Thing>> = Mutex::new(Vec::new());

/// Whether a signal told us to stop.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Something that has to go: a process group, by its id and the signal that stops it, or a folder.
#[derive(Clone, PartialEq)]
enum Thing {
    Group(Pid, Signal),
    Folder(PathBuf),
}

/// The list, also when a thread failed while it held it.
fn started() -> MutexGuard<'static, Vec<Thing>> {
    STARTED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes a thing from the list; false when somebody else has taken it.
fn take(thing: &Thing) -> bool {
    let mut things = started();
    let before = things.len();
    things.retain(|other| other != thing);
    things.len() < before
}

/// From here on SIGINT, SIGTERM and SIGHUP stop everything that was started, latest first, and then us.
pub(crate) fn stop_on_signals() -> Result<()> {
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP]).context("cannot wait for signals")?;
    thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            INTERRUPTED.store(true, Ordering::SeqCst);
            let things: Vec<Thing> = started().drain(..).rev().collect();
            eprintln!("\nInterrupted: stopping what was started.");
            things.iter().for_each(remove);
            std::process::exit(128 + signal);
        }
    });
    Ok(())
}

/// Never returns when a signal told us to stop: the thread that got it ends the process when all is gone.
pub(crate) fn wait_if_interrupted() {
    while INTERRUPTED.load(Ordering::SeqCst) {
        thread::park();
    }
}

/// Makes a thing gone.
fn remove(thing: &Thing) {
    match thing {
        Thing::Group(group, signal) => stop_group(*group, *signal),
        Thing::Folder(path) => {
            if let Err(error) = fs::remove_dir_all(path) {
                eprintln!("cannot remove {}: {error}", path.display());
            }
        }
    }
}

/// Asks a process group to stop, and kills it when it does not.
fn stop_group(group: Pid, signal: Signal) {
    let _ = kill_process_group(group, signal);
    if !gone_within(group, PATIENCE) {
        let _ = kill_process_group(group, Signal::KILL);
        // What is left after this is dead and waits for its new parent to notice.
        gone_within(group, Duration::from_secs(2));
    }
}

/// Waits until no process of the group is left; false when there is one at the end.
fn gone_within(group: Pid, patience: Duration) -> bool {
    let deadline = Instant::now() + patience;
    while is_there(group) {
        if Instant::now() > deadline {
            return false;
        }
        thread::sleep(Duration::from_millis(20));
    }
    true
}

/// Whether a process of the group is left; its leader is our child and has to be waited for.
fn is_there(group: Pid) -> bool {
    let _ = waitpid(Some(group), WaitOptions::NOHANG);
    test_kill_process_group(group).is_ok()
}

/// A command that runs beside us until this is dropped.
pub(crate) struct Background {
    group: Thing,
    child: Child,
}

impl Background {
    /// Starts a command in a group of its own; `signal` is the one that stops it in an orderly way.
    pub(crate) fn start(command: &mut Command, signal: Signal) -> Result<Self> {
        // The list stays locked over the start, so that a signal finds either nothing started or the entry.
        let mut things = started();
        if INTERRUPTED.load(Ordering::SeqCst) {
            bail!("interrupted");
        }
        command.process_group(0).stdin(Stdio::null());
        let child = command.spawn().with_context(|| format!("cannot start {}", words(command)))?;
        let id = i32::try_from(child.id()).ok().and_then(Pid::from_raw).context("a process without an id")?;
        let group = Thing::Group(id, signal);
        things.push(group.clone());
        Ok(Self { group, child })
    }

    /// Fails when the process has already ended.
    pub(crate) fn ensure_running(&mut self) -> Result<()> {
        match self.child.try_wait().context("cannot ask after a process")? {
            Some(status) => bail!("it ended at once: {status}"),
            None => Ok(()),
        }
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        if take(&self.group) {
            remove(&self.group);
        }
    }
}

/// A folder of our own for things that do not outlive us.
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    /// Makes an empty folder that only we can enter.
    pub(crate) fn new(name: &str) -> Result<Self> {
        let dir = tempfile::Builder::new().prefix(&format!("waarmaker-{name}-")).tempdir();
        let path = dir.context("cannot make a temporary folder")?.keep();
        started().push(Thing::Folder(path.clone()));
        Ok(Self(path))
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let folder = Thing::Folder(self.0.clone());
        if take(&folder) {
            remove(&folder);
        }
    }
}

/// Runs a command to its end with our own output; anything but success is an error.
pub(crate) fn run(mut command: Command) -> Result<()> {
    let mut running = Background::start(&mut command, Signal::TERM)?;
    let status = running.child.wait();
    wait_if_interrupted();
    let status = status.with_context(|| format!("cannot wait for {}", words(&command)))?;
    if !status.success() {
        bail!("{} failed: {status}", words(&command));
    }
    Ok(())
}

/// Runs a command that may ask the person something, in our own process group.
pub(crate) fn run_in_front(mut command: Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start {}", words(&command)))?;
    wait_if_interrupted();
    if !status.success() {
        bail!("{} failed: {status}", words(&command));
    }
    Ok(())
}

/// Runs a command and gives what it printed; its errors are part of ours.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    command.stdin(Stdio::null());
    let output = command.output().with_context(|| format!("cannot start {}", words(command)))?;
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr);
        bail!("{} failed: {}\n{}", words(command), output.status, errors.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// A command for people: its program and arguments, without what looks like a token.
fn words(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or_default();
    let mut words = vec![program.to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|word| word.to_string_lossy().into_owned()));
    words.retain(|word| !word.contains("Bearer "));
    words.join(" ")
}

/// Tries until it works, for at most `patience`; `running` is looked after meanwhile.
pub(crate) fn wait_for(
    what: &str,
    patience: Duration,
    running: &mut Background,
    mut works: impl FnMut() -> bool,
) -> Result<()> {
    let deadline = Instant::now() + patience;
    while !works() {
        running.ensure_running().with_context(|| format!("{what} did not start"))?;
        if Instant::now() > deadline {
            bail!("{what} was not ready within {} s", patience.as_secs());
        }
        thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

/// A port of loopback that nobody listens on.
pub(crate) fn free_port() -> Result<u16> {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).context("no port is free")?;
    Ok(listener.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sleeper() -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", "sleep 600 & sleep 600"]);
        command
    }

    #[test]
    fn what_runs_in_the_background_is_gone_with_all_it_started_when_dropped() {
        let running = Background::start(&mut sleeper(), Signal::TERM).unwrap();
        let Thing::Group(group, _) = running.group.clone() else { panic!("not a process") };
        assert!(is_there(group));
        drop(running);
        assert!(!is_there(group));
    }

    #[test]
    fn a_process_that_does_not_listen_is_killed() {
        let running = Background::start(&mut sleeper(), Signal::CHILD).unwrap();
        let Thing::Group(group, _) = running.group.clone() else { panic!("not a process") };
        let _ = kill_process_group(group, Signal::CHILD);
        assert!(!gone_within(group, Duration::from_millis(100)));
        let _ = kill_process_group(group, Signal::KILL);
        assert!(gone_within(group, PATIENCE));
    }

    #[test]
    fn a_folder_is_gone_when_dropped() {
        let scratch = Scratch::new("test").unwrap();
        let path = scratch.path().to_owned();
        fs::write(path.join("file"), "").unwrap();
        drop(scratch);
        assert!(!path.exists());
    }

    #[test]
    fn a_failing_command_is_named_without_its_token() {
        let mut command = Command::new("sh");
        command.args(["-c", "exit 3", "Authorization: Bearer x"]);
        let error = run(command).unwrap_err().to_string();
        assert_eq!(error, "sh -c exit 3 failed: exit status: 3");
    }
}
