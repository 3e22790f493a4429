// SPDX-License-Identifier: EUPL-1.2
//! Sends what a fuzzer makes of our own OpenAPI to a private server: no answer may be a 5xx or other than described.

use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::{install::schemathesis_program, process::run, server::Server, workspace::Workspace};

/// The components, by the first part of their root.
const COMPONENTS: &[&str] =
    &["zaken", "catalogi", "documenten", "besluiten", "notificaties", "autorisaties", "referentielijsten", "signalen"];

/// What every answer is checked for.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance";

/// Random requests per operation, beside the fixed ones at the edges of what each parameter allows.
const EXAMPLES: &str = "15";

/// Seconds after which the fuzzing of one component has failed for taking too long.
const MOST_SECONDS: &str = "900";

/// The same requests in every run.
const SEED: &str = "20261121";

/// Fuzzes every component.
pub(crate) fn fuzz(workspace: &Workspace) -> Result<()> {
    let mut server = Server::start(workspace)?;
    let mut failed = Vec::new();
    for component in COMPONENTS {
        println!("\nFuzzing {component}");
        let result = run(schemathesis(workspace, &server, component)?);
        server.ensure_running().with_context(|| format!("fuzzing {component} ended the server"))?;
        if let Err(error) = result {
            failed.push(format!("{component}: {error:#}"));
        }
    }
    if !failed.is_empty() {
        bail!("{}\n{}", failed.join("\n"), server.log());
    }
    Ok(())
}

/// One run of the fuzzer.
fn schemathesis(workspace: &Workspace, server: &Server, component: &str) -> Result<Command> {
    let mut command = Command::new("timeout");
    command.args(["--kill-after=10", MOST_SECONDS]).arg(schemathesis_program(workspace));
    command.arg("run").arg(format!("{}/{component}/api/v1/openapi.json", server.url()));
    command.arg("--header").arg(format!("Authorization: Bearer {}", server.token()?));
    command.args(["--checks", CHECKS, "--phases", "examples,coverage,fuzzing", "--max-examples", EXAMPLES]);
    // One worker: CPython 3.11 counts the depth of its parser in a place that threads share, and two of them end the fuzzer with a SystemError.
    command.args(["--seed", SEED, "--request-timeout", "20", "--workers", "1"]);
    command.args(["--generation-database", "none", "--continue-on-failure", "--no-shrink", "--no-color"]);
    command.args(["--suppress-health-check", "all", "--warnings", "off"]);
    command.current_dir(workspace.tools());
    Ok(command)
}
