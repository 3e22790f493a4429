// SPDX-License-Identifier: EUPL-1.2
//! `cargo xtask test`: the steps of CI, each announced and timed, with a table at the end.

use std::{
    env,
    time::{Duration, Instant},
};

use anyhow::{Result, bail};

use crate::{
    dag, deny, fuzz, install, pages,
    postgres::Postgres,
    process::{run, wait_if_interrupted},
    sizes, web,
    workspace::Workspace,
};

/// The variable that tells the tests where a PostgreSQL server is.
const TEST_POSTGRES: &str = "WAARMAKER_TEST_POSTGRES";

/// How a step that did not fail ended.
pub(crate) enum Outcome {
    /// All of it was done.
    Done,
    /// Something could not be done here, and that is no failure.
    Partly(&'static str),
}

/// One step: its name and what it does.
struct Step {
    name: &'static str,
    run: fn(&Workspace) -> Result<Outcome>,
}

/// All steps in order: quick ones first.
const STEPS: &[Step] = &[
    Step { name: "install", run: |workspace| done(install::for_testing(workspace)) },
    Step { name: "fmt", run: |workspace| done(run(workspace.cargo(["fmt", "--all", "--check"]))) },
    Step { name: "sizes", run: |workspace| done(sizes::check(workspace)) },
    Step { name: "deps-dag", run: |workspace| done(dag::check(workspace)) },
    Step { name: "deny", run: deny::check },
    Step { name: "web", run: |workspace| done(web::build(workspace)) },
    Step { name: "clippy", run: |workspace| done(clippy(workspace)) },
    Step { name: "docs", run: |workspace| done(docs(workspace)) },
    Step { name: "tests", run: |workspace| done(tests(workspace)) },
    Step { name: "pages", run: |workspace| done(pages::test(workspace, "")) },
    Step { name: "fuzz", run: |workspace| done(fuzz::fuzz(workspace)) },
];

/// The names of the steps.
pub(crate) fn names() -> String {
    STEPS.iter().map(|step| step.name).collect::<Vec<_>>().join(", ")
}

/// What the command line asks for.
#[derive(Default)]
struct Options {
    only: Vec<String>,
    skip: Vec<String>,
    keep_going: bool,
}

/// A line of the table at the end.
struct Line {
    name: &'static str,
    took: Duration,
    result: Result<Outcome>,
}

/// Runs the steps that the options select.
pub(crate) fn test(arguments: &[String]) -> Result<()> {
    let options = parse(arguments)?;
    let selected: Vec<&Step> = STEPS
        .iter()
        .filter(|step| options.only.is_empty() || options.only.iter().any(|name| name == step.name))
        .filter(|step| !options.skip.iter().any(|name| name == step.name))
        .collect();
    let workspace = Workspace::find()?;
    let mut lines = Vec::new();
    for (at, step) in selected.iter().enumerate() {
        println!("\n==> {} ({} of {})", step.name, at + 1, selected.len());
        let start = Instant::now();
        let result = (step.run)(&workspace);
        wait_if_interrupted();
        let took = start.elapsed();
        println!("<== {} {} in {}", step.name, word(&result), seconds(took));
        let failed = result.is_err();
        lines.push(Line { name: step.name, took, result });
        if failed && !options.keep_going {
            break;
        }
    }
    summary(&lines, selected.len())
}

/// Reads the options.
fn parse(arguments: &[String]) -> Result<Options> {
    let mut options = Options::default();
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        let list = match argument.as_str() {
            "--only" => &mut options.only,
            "--skip" => &mut options.skip,
            "--keep-going" => {
                options.keep_going = true;
                continue;
            }
            unknown => bail!("unknown option {unknown:?}: --only STEP, --skip STEP or --keep-going"),
        };
        match arguments.next().filter(|name| STEPS.iter().any(|step| step.name == name.as_str())) {
            Some(name) => list.push(name.clone()),
            None => bail!("{argument} takes the name of a step: {}", names()),
        }
    }
    Ok(options)
}

/// Prints the table, and fails when a step did.
fn summary(lines: &[Line], selected: usize) -> Result<()> {
    println!("\n{:10} {:>9}  result", "step", "time");
    for line in lines {
        let remark = match &line.result {
            Ok(Outcome::Partly(remark)) => format!(": {remark}"),
            Ok(Outcome::Done) => String::new(),
            Err(error) => format!(": {error:#}"),
        };
        println!("{:10} {:>9}  {}{remark}", line.name, seconds(line.took), word(&line.result));
    }
    let total: Duration = lines.iter().map(|line| line.took).sum();
    println!("{:10} {:>9}", "total", seconds(total));
    let failed: Vec<&str> = lines.iter().filter(|line| line.result.is_err()).map(|line| line.name).collect();
    if !failed.is_empty() {
        let left = selected - lines.len();
        let not_run = if left > 0 { format!("; {left} not run after it") } else { String::new() };
        bail!("failed: {}{not_run}", failed.join(", "));
    }
    println!("All {selected} steps passed.");
    Ok(())
}

/// One word for how a step ended.
fn word(result: &Result<Outcome>) -> &'static str {
    match result {
        Ok(Outcome::Done) => "ok",
        Ok(Outcome::Partly(_)) => "partly",
        Err(_) => "FAILED",
    }
}

/// A duration for people.
fn seconds(took: Duration) -> String {
    format!("{:.1} s", took.as_secs_f64())
}

/// A step that is either done or failed.
fn done(result: Result<()>) -> Result<Outcome> {
    result.map(|()| Outcome::Done)
}

/// All lints, in tests too; a warning is a failure.
fn clippy(workspace: &Workspace) -> Result<()> {
    run(workspace.cargo(["clippy", "--workspace", "--all-targets", "--locked", "--", "--deny", "warnings"]))
}

/// The documentation of the code; a broken link is a failure.
fn docs(workspace: &Workspace) -> Result<()> {
    let mut command = workspace.cargo(["doc", "--workspace", "--no-deps", "--locked", "--document-private-items"]);
    command.env("RUSTDOCFLAGS", "--deny warnings");
    run(command)
}

/// Every test on both engines, and the examples in the documentation.
fn tests(workspace: &Workspace) -> Result<()> {
    let mut command = workspace.cargo(["test", "--workspace", "--locked", "--no-fail-fast"]);
    if env::var_os(TEST_POSTGRES).is_some() {
        println!("The tests use the PostgreSQL that {TEST_POSTGRES} names.");
        return run(command);
    }
    let postgres = Postgres::start()?;
    println!("Started a private PostgreSQL at {} in {}.", postgres.url(), postgres.folder().display());
    command.env(TEST_POSTGRES, postgres.url());
    run(command)
}
