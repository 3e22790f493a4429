// SPDX-License-Identifier: EUPL-1.2
//! The project's own tasks: `cargo xtask demo` and `cargo xtask test` are the two commands of the README.
//!
//! **What it is for.** A machine with Debian, root or sudo, and a Rust toolchain needs nothing else: each task installs
//! what it misses and says so, and stops whatever it started, also after a failure or Ctrl-C. `cargo xtask test` is
//! all of CI; there is no second list of steps anywhere.
//!
//! **What it is not.** It holds no test and no knowledge of the register. It depends on little, so that it compiles in
//! seconds.
//!
//! **How to add a step.** Write a function `fn(&Context) -> Result<Outcome>` in a module of its own and add a line to
//! `STEPS` in `steps.rs`, where the quick ones come first.

mod dag;
mod deny;
mod fuzz;
mod install;
mod pages;
mod postgres;
mod process;
mod server;
mod sizes;
mod steps;
mod web;
mod workspace;

use std::{os::unix::process::CommandExt as _, process::Command, process::ExitCode};

use anyhow::{Context as _, Result, bail};

use crate::{process::run, workspace::Workspace};

const USAGE: &str = "\
Usage: cargo xtask TASK

  demo [OPTION…]        install what is missing, build the release binary, run `waarmaker demo OPTION…` (--once: exit after it)
  test [--only STEP]… [--skip STEP]… [--keep-going]
                        all of CI: every step, or those named; stops at the first that fails unless told to go on
  pages [WORDS]         look at all pages in a browser, as the step `pages` of test does, or run only the tests with WORDS in their name
  build                 build target/release/waarmaker, with the style and script of its pages
  web                   make only those, from the npm packages: `cargo build` embeds what is there
  deps-dag              check that crates depend on each other in the declared direction only
  sizes                 check that no source file is longer than the house allows";

fn main() -> ExitCode {
    match task() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            process::wait_if_interrupted();
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Does the task that the command line names.
fn task() -> Result<()> {
    process::stop_on_signals()?;
    let mut arguments = std::env::args().skip(1);
    let task = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    match task.as_str() {
        "demo" => demo(&rest),
        "test" => steps::test(&rest),
        "pages" => pages::test(&Workspace::find()?, &rest.join(" ")),
        "build" => build(&Workspace::find()?),
        "web" => web(&Workspace::find()?),
        "deps-dag" => dag::check(&Workspace::find()?),
        "sizes" => sizes::check(&Workspace::find()?),
        "" | "help" | "-h" | "--help" => {
            println!("{USAGE}\n\nSteps of test: {}", steps::names());
            Ok(())
        }
        unknown => bail!("unknown task {unknown:?}\n\n{USAGE}"),
    }
}

/// Makes the files of the pages, after Node.js is there.
fn web(workspace: &Workspace) -> Result<()> {
    install::for_pages()?;
    web::build(workspace)
}

/// Builds the release binary, after the compiler for C that SQLite needs is there, with the files of its pages.
fn build(workspace: &Workspace) -> Result<()> {
    install::for_building()?;
    web::build(workspace)?;
    println!("Building target/release/waarmaker: some ten minutes on two cores the first time.");
    run(workspace.cargo(["build", "--release", "--locked", "--package", "waarmaker"]))
}

/// Builds the release binary and becomes `waarmaker demo`.
fn demo(options: &[String]) -> Result<()> {
    let workspace = Workspace::find()?;
    install::for_demo()?;
    build(&workspace)?;
    let binary = workspace.target.join("release/waarmaker");
    let error = Command::new(&binary).arg("demo").args(options).exec();
    Err(error).with_context(|| format!("cannot start {}", binary.display()))
}
