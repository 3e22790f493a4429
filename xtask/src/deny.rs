// SPDX-License-Identifier: EUPL-1.2
//! The dependency policy of deny.toml: licences, sources, bans, and advisories where their database can be reached.

use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::{install::cargo_deny_program, process::run, steps::Outcome, workspace::Workspace};

/// Checks all of deny.toml; the outcome says when the advisories could not be.
pub(crate) fn check(workspace: &Workspace) -> Result<Outcome> {
    run(deny(workspace, &["licenses", "sources", "bans"])?)?;
    let mut advisories = deny(workspace, &["advisories"])?;
    let output = advisories.stdin(Stdio::null()).output().context("cannot start cargo-deny")?;
    let said = String::from_utf8_lossy(&output.stderr);
    if said.contains("failed to fetch advisory database") {
        println!("\n  ****  SKIPPED: the advisory database cannot be reached from here;");
        println!("  ****  known vulnerabilities in dependencies were NOT looked for.\n");
        return Ok(Outcome::Partly("no advisories: their database cannot be reached"));
    }
    print!("{said}");
    if !output.status.success() {
        bail!("cargo-deny found advisories");
    }
    Ok(Outcome::Done)
}

/// A call of cargo-deny.
fn deny(workspace: &Workspace, checks: &[&str]) -> Result<Command> {
    let program = cargo_deny_program(workspace).context("cargo-deny is not installed: run the step install")?;
    let mut command = Command::new(program);
    command.args(["--log-level", "error", "check", "--hide-inclusion-graph", "--allow", "duplicate"]).args(checks);
    command.current_dir(&workspace.root);
    Ok(command)
}
