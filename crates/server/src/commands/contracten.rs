// SPDX-License-Identifier: EUPL-1.2
//! `waarmaker contracten check | import | export | rapport`: contracts with contractors.

use std::{fs, io::Read as _, io::Write as _, sync::Arc};

use anyhow::{Context as _, Result, anyhow, bail};
use waarmaker_api::{Call, Cx};
use waarmaker_auth::Caller;
use waarmaker_contracten::{
    Contract, Dekking, Periode, dekking,
    file::{Counts, ImportError, Report, export, import},
};
use waarmaker_core::{Date, Problem};
use waarmaker_werkopdrachten::report::{Maand, rapport};

use crate::{
    place::{Place, Register},
    progress::Progress,
};

/// Check, import and export contracts with contractors
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Contracten {
    #[command(subcommand)]
    action: Action,
}

const EXAMPLES: &str = "\
Examples:
  waarmaker contracten check                        gaps and overlaps from today on
  waarmaker contracten check --on 2027-01-01 --days 365 --json
  waarmaker contracten import contracten.toml --dry-run
  waarmaker contracten import contracten.toml
  waarmaker contracten export contracten.toml       without the secrets of channels
  waarmaker contracten rapport OVL-2026 2026-11 ovl.html
  waarmaker contracten rapport OVL-2026 2026-11 - --format csv

`check` ends with exit code 1 when assets have no contract, or two that are equally narrow, or a contract ends without a successor. A file is TOML with the
member names of the API; export one to see what it looks like. Importing a file again changes nothing. Each file is one transaction.";

#[derive(Clone, Debug, clap::Subcommand)]
enum Action {
    /// Say what no contract covers, what two cover equally, and what ends without a successor
    Check {
        /// First day [default: today]
        #[arg(long, value_name = "DATE", value_parser = date)]
        on: Option<Date>,
        /// Last day [default: so many days later]
        #[arg(long, value_name = "DATE", value_parser = date)]
        until: Option<Date>,
        /// Within so many days a contract that ends must have a successor
        #[arg(long, value_name = "N", default_value_t = 90, value_parser = clap::value_parser!(i32).range(0..=3660))]
        days: i32,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Make what a file says true
    Import {
        /// File; - reads standard input
        file: String,
        /// Only say what would change
        #[arg(long)]
        dry_run: bool,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Write all contractors and contracts to a file
    Export {
        /// File to write; - writes to standard output
        file: String,
    },
    /// Write the evidence of a contract over a month: orders, norms, pauses, penalties
    Rapport {
        /// Number of the contract
        contract: String,
        /// Month: 2026-11
        maand: Maand,
        /// File to write; - writes to standard output
        #[arg(default_value = "-")]
        file: String,
        /// Form [default: by the name of the file, otherwise html]
        #[arg(long, value_enum)]
        format: Option<Format>,
    },
}

/// How the evidence is written.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Format {
    /// A page that prints well
    Html,
    /// For a spreadsheet
    Csv,
    /// For programs
    Json,
}

fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).map_err(|_| "use YYYY-MM-DD".to_owned())
}

impl Contracten {
    /// Does what was asked.
    pub(crate) fn run(&self, place: &Place) -> Result<()> {
        let register = place.open()?;
        let done = match &self.action {
            Action::Check { on, until, days, json } => check(&register, *on, *until, *days, *json),
            Action::Import { file, dry_run, json } => import_file(&register, file, *dry_run, *json),
            Action::Export { file } => export_file(&register, file),
            Action::Rapport { contract, maand, file, format } => {
                write_report(&register, contract, *maand, file, *format)
            }
        };
        register.db.close_blocking();
        done
    }
}

fn check(register: &Register, on: Option<Date>, until: Option<Date>, days: i32, json: bool) -> Result<()> {
    let van = on.unwrap_or_else(|| register.house.clock.today());
    let whole = Periode::vanaf(van, days);
    let periode = Periode { tot: until.unwrap_or(whole.tot), ..whole };
    if periode.tot < periode.van {
        bail!("the last day, {}, is before the first, {}", periode.tot, periode.van);
    }
    let progress = Progress::spinner("Holding assets against contracts");
    let found = reading(register, "waarmaker contracten check", move |cx| dekking(periode, cx));
    let found: Dekking = found.context("holding assets against contracts")?;
    drop(progress);
    if json {
        println!("{}", serde_json::to_string_pretty(&found)?);
    } else {
        print(&found);
    }
    if found.is_clean() {
        return Ok(());
    }
    bail!("{} gaps or overlaps, {} contracts end without a successor", found.bevindingen.len(), found.aflopend.len())
}

fn print(found: &Dekking) {
    println!("{} assets, {} tot en met {}", found.assets, found.van, found.tot);
    if !found.telling.is_empty() {
        println!("{:<20} {:<8} {:>9} {:>9} {:>9} {:>9}", "soort", "prio", "assets", "gedekt", "zonder", "dubbel");
    }
    for regel in &found.telling {
        println!(
            "{:<20} {:<8} {:>9} {:>9} {:>9} {:>9}",
            regel.soort,
            regel.prioriteit.as_str(),
            regel.assets,
            regel.gedekt,
            regel.zonder,
            regel.dubbel
        );
    }
    for regel in found.regels() {
        println!("{regel}");
    }
    if found.is_clean() {
        println!("Alles is gedekt.");
    }
}

fn import_file(register: &Register, file: &str, dry_run: bool, json: bool) -> Result<()> {
    let text = read(file)?;
    let progress = Progress::spinner(&format!("Importing {file}"));
    let imported = register.write("waarmaker contracten import", move |cx| {
        let report = import(cx, &text)?;
        if dry_run { Err(ImportError::Tried(report)) } else { Ok(report) }
    });
    drop(progress);
    let report = match imported {
        Ok(report) | Err(ImportError::Tried(report)) => report,
        Err(ImportError::Findings(findings)) => {
            return Err(anyhow!("nothing of {file} is imported:\n{}", findings.join("\n")));
        }
        Err(ImportError::Failed(problem)) => return Err(problem).with_context(|| format!("importing {file}")),
    };
    if json {
        println!("{}", serde_json::to_string_pretty(&report)?);
        return Ok(());
    }
    println!("{file}{}", if dry_run { " (only tried)" } else { "" });
    tell(&report);
    Ok(())
}

fn tell(report: &Report) {
    let line = |what: &str, counts: Counts| {
        println!("  {what:<12} {} nieuw, {} gewijzigd, {} gelijk", counts.nieuw, counts.gewijzigd, counts.gelijk);
    };
    line("aannemers", report.aannemers);
    line("contracten", report.contracten);
    for warning in &report.waarschuwingen {
        println!("  let op: {warning}");
    }
}

fn read(file: &str) -> Result<String> {
    if file != "-" {
        return fs::read_to_string(file).with_context(|| format!("reading {file}"));
    }
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).context("reading standard input")?;
    Ok(text)
}

fn export_file(register: &Register, file: &str) -> Result<()> {
    save(file, &reading(register, "waarmaker contracten export", export)?)
}

/// Writes a file, or to standard output.
fn save(file: &str, text: &str) -> Result<()> {
    if file == "-" {
        return Ok(std::io::stdout().lock().write_all(text.as_bytes())?);
    }
    fs::write(file, text).with_context(|| format!("writing {file}"))?;
    println!("{file} is written.");
    Ok(())
}

fn write_report(register: &Register, nummer: &str, maand: Maand, file: &str, format: Option<Format>) -> Result<()> {
    let wanted = nummer.to_owned();
    let found = reading(register, "waarmaker contracten rapport", move |cx| {
        match cx.all::<Contract>("nummer", wanted.as_str())?.pop() {
            Some((uuid, _)) => rapport(uuid, maand, cx),
            None => Ok(None),
        }
    })?;
    let found = found.ok_or_else(|| anyhow!("there is no contract {nummer}"))?;
    let by_name = || match file.rsplit('.').next() {
        Some("csv") => Format::Csv,
        Some("json") => Format::Json,
        _ => Format::Html,
    };
    let text = match format.unwrap_or_else(by_name) {
        Format::Html => found.html(),
        Format::Csv => found.csv(),
        Format::Json => serde_json::to_string_pretty(&found)?,
    };
    save(file, &text)
}

/// Runs a read of the pipeline as Waarmaker itself.
fn reading<T: Send + 'static>(
    register: &Register,
    label: &'static str,
    run: impl Fn(&mut Cx<'_, '_>) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let house = Arc::clone(&register.house);
    register.db.read_blocking(move |tx| {
        let (who, call) = (Caller::waarmaker(label), Call::now(&house)?);
        run(&mut Cx::new(tx, &house, &who, &call))
    })
}
