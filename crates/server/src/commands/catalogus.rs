// SPDX-License-Identifier: EUPL-1.2
//! `waarmaker catalogus import | export`.

use std::{fs, io::Read as _, io::Write as _, sync::Arc};

use anyhow::{Context as _, Result, anyhow, bail};
use uuid::Uuid;
use waarmaker_api::{Foreign, References};
use waarmaker_core::Problem;

use crate::{
    catalogus::{Finding, Node, Options, Refusal, Report, bodies, export, import},
    commands::serve::runtime,
    place::{self, Place, Register},
    progress::Progress,
};

/// Import and export a catalogus with its types
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Catalogus {
    #[command(subcommand)]
    action: Action,
}

const EXAMPLES: &str = "\
Examples:
  waarmaker catalogus import melding.toml --dry-run    what would change
  waarmaker catalogus import *.toml --publish
  waarmaker catalogus export melding.toml --catalogus OPENB
  waarmaker catalogus export - | less

A file is TOML with the member names of the standard; export one to see what it looks like. Uuids are kept. Importing a file again changes nothing. A
published type that the file has differently is refused: give it an eindeGeldigheid and add a new version, or use --force. Each file is one
transaction: with any error, which names file, line and field, nothing of it is written.";

#[derive(Clone, Debug, clap::Subcommand)]
enum Action {
    /// Make what the files say true
    Import {
        /// Catalogue files; - reads standard input
        #[arg(required = true)]
        files: Vec<String>,
        /// Only say what would change
        #[arg(long)]
        dry_run: bool,
        /// Publish every type of the files, not only those with concept = false
        #[arg(long)]
        publish: bool,
        /// Change published types too
        #[arg(long)]
        force: bool,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Write a catalogus with all its types to a file
    Export {
        /// File to write; - writes to standard output
        file: String,
        /// Domein of the catalogus, or its uuid; needed when there is more than one
        #[arg(long, value_name = "DOMEIN|UUID")]
        catalogus: Option<String>,
    },
}

impl Catalogus {
    /// Does what was asked.
    pub(crate) fn run(&self, place: &Place) -> Result<()> {
        match &self.action {
            Action::Import { files, dry_run, publish, force, json } => {
                let options = Options { publish: *publish, force: *force };
                import_files(place, files, options, *dry_run, *json)
            }
            Action::Export { file, catalogus } => export_file(place, file, catalogus.as_deref()),
        }
    }
}

fn import_files(place: &Place, files: &[String], options: Options, dry_run: bool, json: bool) -> Result<()> {
    let settings = place.settings(&[])?;
    let sources = files.iter().map(|file| Ok((file.clone(), read(file)?))).collect::<Result<Vec<_>>>()?;
    let register = Register::open(&settings)?;
    let references = Arc::new(References::new(place::references(&settings)));
    let progress = Progress::steps("Importing catalogues", sources.len());
    let mut reports = serde_json::Map::new();
    for (file, text) in &sources {
        let report = import_text(&register, &references, file, text, options, dry_run);
        progress.step();
        reports.insert(file.clone(), serde_json::to_value(report?)?);
    }
    drop(progress);
    register.db.close_blocking();
    if json {
        println!("{}", serde_json::to_string_pretty(&reports)?);
        return Ok(());
    }
    for (file, report) in &reports {
        println!("{file}{}", if dry_run { " (only tried)" } else { "" });
        for (kind, count) in report.as_object().into_iter().flatten() {
            let counts = count.as_object().into_iter().flatten().filter(|(_, number)| **number != 0);
            let counts: Vec<String> = counts.map(|(what, number)| format!("{number} {what}")).collect();
            println!("  {kind:<26} {}", counts.join(", "));
        }
    }
    Ok(())
}

/// Imports one file in one transaction. An error names file, line and field.
pub(crate) fn import_text(
    register: &Register,
    references: &Arc<References>,
    file: &str,
    text: &str,
    options: Options,
    dry_run: bool,
) -> Result<Report> {
    let root = Node::parse(file, text).map_err(|finding| anyhow!("nothing is imported:\n{finding}"))?;
    let foreign = foreign(register, references, &root)?;
    let name = file.to_owned();
    let imported = register.write_with("waarmaker catalogus import", foreign, move |cx| {
        let report = import(cx, &name, &root, options)?;
        if dry_run { Err(Refusal::Tried(report)) } else { Ok(report) }
    });
    match imported {
        Ok(report) | Err(Refusal::Tried(report)) => Ok(report),
        Err(Refusal::Failed(problem)) => Err(explained(problem)).with_context(|| format!("importing {file}")),
        Err(Refusal::Findings(findings)) => {
            let lines: Vec<String> = findings.iter().map(Finding::to_string).collect();
            Err(anyhow!("nothing of {file} is imported:\n{}", lines.join("\n")))
        }
    }
}

/// A problem with its cause, which a client must not see but who gives the command must.
fn explained(problem: Problem) -> anyhow::Error {
    anyhow::Error::new(problem)
}

/// What the elements refer to at other servers.
fn foreign(register: &Register, references: &Arc<References>, root: &Node) -> Result<Foreign> {
    let house = &register.house;
    let bodies = bodies(house, root);
    runtime()?.block_on(async {
        let mut foreign = Foreign::new();
        for (name, body) in &bodies {
            if let Some(room) = house.room(name) {
                foreign.extend(references.of(room.kind.resource(), body, |url| house.origins.is_own(url)).await);
            }
        }
        Ok(foreign)
    })
}

fn read(file: &str) -> Result<String> {
    if file != "-" {
        return fs::read_to_string(file).with_context(|| format!("reading {file}"));
    }
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).context("reading standard input")?;
    Ok(text)
}

fn export_file(place: &Place, file: &str, wanted: Option<&str>) -> Result<()> {
    let register = place.open()?;
    let catalogus = choose(&register, wanted)?;
    let text = register.write("waarmaker catalogus export", move |cx| export(cx, catalogus))?;
    register.db.close_blocking();
    if file == "-" {
        return Ok(std::io::stdout().lock().write_all(text.as_bytes())?);
    }
    fs::write(file, text).with_context(|| format!("writing {file}"))?;
    println!("{file} is written.");
    Ok(())
}

/// The catalogus that is meant.
fn choose(register: &Register, wanted: Option<&str>) -> Result<Uuid> {
    let sql = "SELECT uuid, domein, rsin FROM catalogussen ORDER BY id";
    let all = register
        .db
        .read_blocking(move |tx| tx.query(sql, &[], |row| Ok((row.uuid(0)?, row.text(1)?, row.text(2)?))))?;
    let is_meant = |(uuid, domein, _): &&(Uuid, String, String)| {
        wanted.is_none_or(|wanted| wanted == domein || Uuid::try_parse(wanted) == Ok(*uuid))
    };
    let meant: Vec<_> = all.iter().filter(is_meant).collect();
    if let [(uuid, _, _)] = meant.as_slice() {
        return Ok(*uuid);
    }
    let known: Vec<String> = all.iter().map(|(uuid, domein, rsin)| format!("  {domein} of {rsin}, {uuid}")).collect();
    if known.is_empty() {
        bail!("there is no catalogus yet: waarmaker catalogus import FILE makes one");
    }
    bail!("say which catalogus with --catalogus DOMEIN or --catalogus UUID; there are:\n{}", known.join("\n"))
}
