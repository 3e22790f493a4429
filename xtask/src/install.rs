// SPDX-License-Identifier: EUPL-1.2
//! Installs what is missing, and says so.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result, bail};

use crate::{
    process::{run, run_in_front},
    workspace::Workspace,
};

/// The version of the fuzzer that its options were tried with.
const SCHEMATHESIS: &str = "schemathesis==4.32.5";

/// The version of cargo-deny that deny.toml was written for.
const CARGO_DENY: &str = "0.20.2";

/// A program, or one of a few, and the Debian package that brings it.
struct Need {
    package: &'static str,
    is_there: fn() -> bool,
    /// What the package would have systemd start, now and at each boot; the tests start their own.
    services: &'static [&'static str],
}

const CC: Need = Need { package: "build-essential", is_there: || has("cc"), services: &[] };
const CURL: Need = Need { package: "curl", is_there: || has("curl"), services: &[] };
const PYTHON: Need = Need { package: "python3-venv", is_there: has_venv, services: &[] };
const POSTGRESQL: Need =
    Need { package: "postgresql", is_there: || postgres_folder().is_some(), services: &["postgresql.service"] };
const NATS: Need = Need { package: "nats-server", is_there: || has("nats-server"), services: &["nats-server.service"] };
const MOSQUITTO: Need = Need { package: "mosquitto", is_there: || has("mosquitto"), services: &["mosquitto.service"] };
/// The mail server that tests send to; it starts nothing by itself.
const AIOSMTPD: Need = Need { package: "python3-aiosmtpd", is_there: || has("aiosmtpd"), services: &[] };
const NODE: Need = Need { package: "nodejs", is_there: || has("node"), services: &[] };
/// Debian has it apart from Node.js.
const NPM: Need = Need { package: "npm", is_there: || has("npm"), services: &[] };
const CHROMIUM: Need = Need { package: "chromium", is_there: || chromium_program().is_some(), services: &[] };
const CLAMAV: Need = Need {
    package: "clamav-daemon",
    is_there: || has("clamd"),
    services: &["clamav-daemon.service", "clamav-daemon.socket", "clamav-freshclam.service"],
};

/// What building the files of the pages takes.
pub(crate) fn for_pages() -> Result<()> {
    debian(&[NODE, NPM])
}

/// What building takes: a compiler and linker for C, as SQLite is compiled from source, and what the pages take.
pub(crate) fn for_building() -> Result<()> {
    debian(&[CC, NODE, NPM])
}

/// What the demo takes: the broker that its lamps speak to.
pub(crate) fn for_demo() -> Result<()> {
    debian(&[CC, NODE, NPM, MOSQUITTO])
}

/// What all steps of the tests take.
pub(crate) fn for_testing(workspace: &Workspace) -> Result<()> {
    debian(&[CC, CURL, PYTHON, POSTGRESQL, NATS, MOSQUITTO, AIOSMTPD, CLAMAV, NODE, NPM, CHROMIUM])?;
    components(workspace)?;
    cargo_deny(workspace)?;
    schemathesis(workspace)
}

/// Whether a program is on the path.
fn has(program: &str) -> bool {
    find(program).is_some()
}

/// Where a program is: on the path, or where Debian keeps servers, which is off the path of anybody but root.
fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let servers = [PathBuf::from("/usr/sbin"), PathBuf::from("/usr/local/sbin")];
    env::split_paths(&path).chain(servers).map(|dir| dir.join(program)).find(|path| path.is_file())
}

/// Where the browser is.
pub(crate) fn chromium_program() -> Option<PathBuf> {
    find("chromium").or_else(|| find("chromium-browser"))
}

/// Whether Python can make an environment of its own; Debian's python3 alone cannot.
fn has_venv() -> bool {
    let mut command = Command::new("python3");
    command.args(["-c", "import venv, ensurepip"]).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// The folder with the newest PostgreSQL server, which Debian keeps off the path.
pub(crate) fn postgres_folder() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let version = |path: &Path| path.file_name()?.to_str()?.parse::<u32>().ok();
    versions
        .map(|entry| entry.path())
        .filter(|path| path.join("bin/initdb").is_file() && version(path).is_some())
        .max_by_key(|path| version(path))
        .map(|path| path.join("bin"))
        .or_else(|| Some(find("initdb")?.parent()?.to_owned()).filter(|dir| dir.join("postgres").is_file()))
}

/// Installs the Debian packages of the needs that are not met.
fn debian(needs: &[Need]) -> Result<()> {
    let needs: Vec<&Need> = needs.iter().filter(|need| !(need.is_there)()).collect();
    let missing: Vec<&str> = needs.iter().map(|need| need.package).collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("Missing on this machine: {}. Installing with apt-get.", missing.join(", "));
    if !has("apt-get") {
        bail!("there is no apt-get here; install what Debian calls {} and try again", missing.join(", "));
    }
    run_in_front(as_root("apt-get", &["-q", "update"])?)?;
    if missing.contains(&POSTGRESQL.package) {
        no_cluster()?;
    }
    run_in_front(as_root("sh", &[&["-c", INSTALL, "install"], missing.as_slice()].concat())?)?;
    let services: Vec<&str> = needs.iter().flat_map(|need| need.services).copied().collect();
    not_at_boot(&services)?;
    match needs.iter().find(|need| !(need.is_there)()) {
        Some(need) => bail!("{} was installed, but what it should bring is not found", need.package),
        None => Ok(()),
    }
}

/// Tells Debian not to start a database of the machine's own with PostgreSQL: the tests start a private one.
fn no_cluster() -> Result<()> {
    const FILE: &str = "/etc/postgresql-common/createcluster.conf";
    if Path::new(FILE).exists() {
        return Ok(());
    }
    let script = format!("mkdir -p /etc/postgresql-common && echo 'create_main_cluster = false' > {FILE}");
    run_in_front(as_root("sh", &["-c", &script])?)
}

/// Runs apt-get, and as long as it takes forbids packages to start their services: the tests start private servers, and a machine gets no
/// open port from being developed on. A policy of the machine's own stays as it is.
const INSTALL: &str = r#"
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
    trap 'rm -f $policy' EXIT
    trap 'exit 130' HUP INT TERM
    printf '#!/bin/sh\nexit 101\n' > $policy
    chmod 755 $policy
fi
apt-get -q -y -o Dpkg::Options::=--force-confold --no-install-recommends install "$@"
"#;

/// Leaves the services that came with a package just installed off at the next boot too, on a machine that has systemd.
fn not_at_boot(services: &[&str]) -> Result<()> {
    if services.is_empty() || !Path::new("/run/systemd/system").exists() {
        return Ok(());
    }
    run_in_front(as_root("systemctl", &[&["--quiet", "disable"], services].concat())?)
}

/// A command as root: as it is for root, by sudo for anybody else.
fn as_root(program: &str, arguments: &[&str]) -> Result<Command> {
    const QUIET: &str = "DEBIAN_FRONTEND=noninteractive";
    let mut command = if rustix::process::getuid().is_root() {
        Command::new("env")
    } else if has("sudo") {
        let mut command = Command::new("sudo");
        command.arg("env");
        command
    } else {
        bail!("installing takes root or sudo: run as root `{program} {}`", arguments.join(" "));
    };
    command.arg(QUIET).arg(program).args(arguments);
    Ok(command)
}

/// Installs the parts of the toolchain that the minimal profile of rustup leaves out.
fn components(workspace: &Workspace) -> Result<()> {
    for (component, subcommand) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        let mut command = workspace.cargo([subcommand, "--version"]);
        let is_there =
            command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success());
        if is_there {
            continue;
        }
        println!("cargo {subcommand} is missing. Installing it with rustup.");
        let mut command = Command::new("rustup");
        command.args(["component", "add", component]);
        run(command).with_context(|| format!("the toolchain has no {component}"))?;
    }
    Ok(())
}

/// Where cargo-deny is: on the path, or among our own tools.
pub(crate) fn cargo_deny_program(workspace: &Workspace) -> Option<PathBuf> {
    Some(workspace.tools().join("bin/cargo-deny")).filter(|path| path.is_file()).or_else(|| find("cargo-deny"))
}

/// Builds cargo-deny, which has no Debian package. Without optimisation: it takes one minute in place of four.
fn cargo_deny(workspace: &Workspace) -> Result<()> {
    if cargo_deny_program(workspace).is_some() {
        return Ok(());
    }
    println!("cargo-deny is missing. Building it: one to two minutes on two cores.");
    let mut command =
        workspace.cargo(["install", "cargo-deny", "--quiet", "--locked", "--debug", "--version", CARGO_DENY]);
    command.arg("--root").arg(workspace.tools()).env_remove("CARGO_TARGET_DIR");
    run(command)
}

/// Where the fuzzer is.
pub(crate) fn schemathesis_program(workspace: &Workspace) -> PathBuf {
    workspace.tools().join("venv/bin/schemathesis")
}

/// Installs the fuzzer in an environment of its own.
fn schemathesis(workspace: &Workspace) -> Result<()> {
    let venv = workspace.tools().join("venv");
    let stamp = venv.join("installed");
    if fs::read_to_string(&stamp).is_ok_and(|text| text == SCHEMATHESIS) {
        return Ok(());
    }
    println!("{SCHEMATHESIS} is missing. Installing it from PyPI into {}.", venv.display());
    fs::create_dir_all(workspace.tools()).context("cannot make the folder of tools")?;
    let mut command = Command::new("python3");
    command.args(["-m", "venv", "--clear"]).arg(&venv);
    run(command)?;
    let mut command = Command::new(venv.join("bin/pip"));
    command.args(["install", "--quiet", "--disable-pip-version-check", SCHEMATHESIS]);
    run(command)?;
    fs::write(stamp, SCHEMATHESIS).context("cannot note what was installed")
}
