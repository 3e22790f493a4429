// SPDX-License-Identifier: EUPL-1.2
//! The command line.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::{bench, commands, place::Place};

/// Zaakgericht werken in one program: Zaken, Documenten, Besluiten, Catalogi, Autorisaties, Notificaties and Referentielijsten.
#[derive(Debug, Parser)]
#[command(name = "waarmaker", version, about, arg_required_else_help = true, after_help = EXAMPLES)]
struct Cli {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  waarmaker demo                                  an example municipality on http://127.0.0.1:8080
  waarmaker serve                                 an empty register in ./data
  waarmaker client add mijn-app --secret - --all  a client that may do everything
  waarmaker COMMAND --help                        more, with examples";

#[derive(Debug, Subcommand)]
enum Command {
    Serve(commands::serve::Serve),
    Demo(commands::demo::Demo),
    Client(commands::client::Client),
    Token(commands::token::Token),
    Catalogus(commands::catalogus::Catalogus),
    Referentielijsten(commands::referentielijsten::Referentielijsten),
    Blob(commands::blob::Blob),
    Notificaties(commands::notificaties::Notificaties),
    Jobs(commands::jobs::Jobs),
    Metingen(commands::metingen::Metingen),
    Simulate(commands::simulate::Simulate),
    Assets(commands::assets::Assets),
    Signalen(commands::signalen::Signalen),
    Contracten(commands::contracten::Contracten),
    Config(commands::config::Config),
    Migrate(commands::migrate::Migrate),
    Openapi(commands::openapi::Openapi),
    /// Measure what the program costs on this machine
    Bench(bench::Bench),
    /// Serve the yardstick of `bench`
    #[command(hide = true)]
    BenchStatic(bench::Static),
}

/// Ends the process quietly when whoever read the output has seen enough (`| head`), as commands do on Unix.
fn leave_with_the_reader() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let text = panic.payload().downcast_ref::<String>().map_or("", String::as_str);
        if text.starts_with("failed printing to stdout") {
            std::process::exit(0);
        }
        usual(panic);
    }));
}

/// Runs the command that the process was started with. Exit codes: 0 done, 1 failed, 2 wrong usage.
pub fn run() -> ExitCode {
    leave_with_the_reader();
    let Cli { place, command } = Cli::parse();
    let done = match command {
        Command::Serve(command) => command.run(&place),
        Command::Demo(command) => command.run(&place),
        Command::Client(command) => command.run(&place),
        Command::Token(command) => command.run(&place),
        Command::Catalogus(command) => command.run(&place),
        Command::Referentielijsten(command) => command.run(&place),
        Command::Blob(command) => command.run(&place),
        Command::Notificaties(command) => command.run(&place),
        Command::Jobs(command) => command.run(&place),
        Command::Metingen(command) => command.run(&place),
        Command::Simulate(command) => command.run(&place),
        Command::Assets(command) => command.run(&place),
        Command::Signalen(command) => command.run(&place),
        Command::Contracten(command) => command.run(&place),
        Command::Config(command) => command.run(&place),
        Command::Migrate(command) => command.run(&place),
        Command::Openapi(command) => command.run(&place),
        Command::Bench(command) => bench::run(&command),
        Command::BenchStatic(command) => {
            commands::serve::runtime().and_then(|runtime| runtime.block_on(bench::serve_static(&command)))
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("waarmaker: {error:#}");
            ExitCode::FAILURE
        }
    }
}
