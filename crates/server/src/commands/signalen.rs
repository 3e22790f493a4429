// SPDX-License-Identifier: EUPL-1.2
//! `waarmaker signalen regels import | export`, `waarmaker signalen try`.

use std::{fs, io::Read as _, io::Write as _};

use anyhow::{Context as _, Result, anyhow, bail};
use jiff::{Timestamp, civil, tz::TimeZone};
use serde_json::{Value as Json, json};
use uuid::Uuid;
use waarmaker_core::Problem;
use waarmaker_signalen::{Ingelezen, Proef, Voortgang, Vraag, bestaand, lees, probeer, schrijf, zet};

use crate::{
    place::{Place, Register},
    progress::Progress,
};

/// Rules that say when something is broken: import, export, try
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Signalen {
    #[command(subcommand)]
    action: Action,
}

const EXAMPLES: &str = "\
Examples:
  waarmaker signalen regels import lampen.toml --dry-run      what would change
  waarmaker signalen regels import lampen.toml
  waarmaker signalen regels export lampen.toml
  waarmaker signalen try nieuw.toml --from 2026-11-01 --to 2026-11-21
  waarmaker signalen try \"Lamp is uit\" --from 2026-11-20T18:00 --to 2026-11-21T08:00 --json
  waarmaker signalen try nieuw.toml --from 2026-11-01 --to 2026-11-21 --asset 0198a0c2-58b1-7c3e-9f53-0f6f2a6f1f10

A file has a [[regel]] for each rule, with the members of the API:

  [[regel]]
  naam = \"Lamp is uit\"
  soort = \"lichtmast\"
  conditie = { soort = \"toestand\", eigenschap = \"status\", in = [\"uit\", \"defect\"] }
  tijdvak = { brandtijden = true }
  vertraging = \"PT10M\"

Importing a file again changes nothing. Trying writes nothing; it begins with what each device had said last before --from, so that
what was wrong already is shown too. Moments are those of the Netherlands unless they say otherwise.";

#[derive(Clone, Debug, clap::Subcommand)]
enum Action {
    /// Rules in a file
    #[command(subcommand)]
    Regels(Regels),
    /// Show what a rule would have raised, on observations that there are
    Try {
        /// A file with one rule, or the name of a rule that there is
        rule: String,
        /// From when: a day, or a moment
        #[arg(long, value_parser = moment)]
        from: i64,
        /// Until when: a day (not itself), or a moment
        #[arg(long, value_parser = moment)]
        to: i64,
        /// Instead of the kind of asset that the rule names
        #[arg(long)]
        kind: Option<String>,
        /// Only this asset: its uuid or its number
        #[arg(long, value_name = "UUID|NUMBER")]
        asset: Option<String>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Clone, Debug, clap::Subcommand)]
enum Regels {
    /// Make what the file says true, by the names of the rules
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
    /// Write all rules to a file
    Export {
        /// File; - writes to standard output
        file: String,
    },
}

impl Signalen {
    /// Does what was asked.
    pub(crate) fn run(&self, place: &Place) -> Result<()> {
        let settings = place.settings(&[])?;
        let register = Register::open(&settings)?;
        let done = match &self.action {
            Action::Regels(Regels::Import { file, dry_run, json }) => import(&register, file, *dry_run, *json),
            Action::Regels(Regels::Export { file }) => export(&register, file),
            Action::Try { rule, from, to, kind, asset, json } => {
                let vraag = Vraag {
                    regel: rule_of(&register, rule, kind.as_deref())?,
                    van: *from,
                    tot: *to,
                    asset: asset.as_deref().map(|asset| asset_of(&register, asset)).transpose()?,
                    hoogstens: usize::MAX,
                };
                attempt(&register, vraag, *json)
            }
        };
        register.db.close_blocking();
        done
    }
}

/// What goes back on purpose, or failed.
enum Refusal {
    /// It was only tried.
    Tried(Vec<(String, Ingelezen, Vec<String>)>),
    /// It failed: which rule, and why.
    Failed(String, Box<Problem>),
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self::Failed(String::new(), Box::new(problem))
    }
}
impl From<waarmaker_db::Error> for Refusal {
    fn from(error: waarmaker_db::Error) -> Self {
        Self::Failed(String::new(), Box::new(error.into()))
    }
}

fn import(register: &Register, file: &str, dry_run: bool, json: bool) -> Result<()> {
    let rules = lees(&read(file)?).map_err(|why| anyhow!("{file}: {why}"))?;
    let written = register.write("waarmaker signalen regels import", move |cx| {
        let mut done = Vec::with_capacity(rules.len());
        for (number, rule) in rules.iter().enumerate() {
            let named = rule.get("naam").and_then(Json::as_str).map(str::to_owned);
            let naam = named.unwrap_or_else(|| format!("regel {}", number + 1));
            let (what, warnings) = zet(rule, cx).map_err(|problem| Refusal::Failed(naam.clone(), Box::new(problem)))?;
            done.push((naam, what, warnings));
        }
        if dry_run { Err(Refusal::Tried(done)) } else { Ok(done) }
    });
    let done = match written {
        Ok(done) | Err(Refusal::Tried(done)) => done,
        Err(Refusal::Failed(naam, problem)) => bail!("nothing of {file} is imported:\n{naam}: {}", told(&problem)),
    };
    let word = |what: Ingelezen| match what {
        Ingelezen::Nieuw => "new",
        Ingelezen::Veranderd => "changed",
        Ingelezen::Gelijk => "unchanged",
    };
    if json {
        let all: Vec<Json> = done
            .iter()
            .map(|(naam, what, warnings)| json!({"naam": naam, "outcome": word(*what), "warnings": warnings}))
            .collect();
        println!("{}", serde_json::to_string_pretty(&json!({"dryRun": dry_run, "rules": all}))?);
        return Ok(());
    }
    println!("{file}{}", if dry_run { " (only tried)" } else { "" });
    for (naam, what, warnings) in &done {
        println!("  {:<10} {naam}", word(*what));
        for warning in warnings {
            println!("             {warning}");
        }
    }
    Ok(())
}

fn export(register: &Register, file: &str) -> Result<()> {
    let text = register
        .write("waarmaker signalen regels export", schrijf)
        .map_err(|problem: Problem| anyhow!(told(&problem)))?;
    if file == "-" {
        return std::io::stdout().write_all(text.as_bytes()).context("writing to standard output");
    }
    fs::write(file, text).with_context(|| format!("writing {file}"))?;
    println!("{file}");
    Ok(())
}

/// The rule that is tried: of a file, or the one with this name.
fn rule_of(register: &Register, rule: &str, kind: Option<&str>) -> Result<Json> {
    let is_file =
        rule == "-" || std::path::Path::new(rule).extension().is_some_and(|end| end.eq_ignore_ascii_case("toml"));
    let mut body = if is_file {
        match &lees(&read(rule)?).map_err(|why| anyhow!("{rule}: {why}"))?[..] {
            [one] => one.clone(),
            several => bail!("{rule} has {} rules: try one at a time", several.len()),
        }
    } else {
        let name = rule.to_owned();
        register
            .write("waarmaker signalen try", move |cx| bestaand(&name, cx))
            .map_err(|problem: Problem| anyhow!("{rule}: {}", told(&problem)))?
    };
    if let (Some(kind), Some(members)) = (kind, body.as_object_mut()) {
        members.insert("soort".to_owned(), kind.into());
    }
    Ok(body)
}

/// An asset by its uuid or by its number.
fn asset_of(register: &Register, asset: &str) -> Result<Uuid> {
    if let Ok(uuid) = Uuid::try_parse(asset) {
        return Ok(uuid);
    }
    let number = asset.to_owned();
    let found = register.db.read_blocking(move |tx| {
        let sql = "SELECT uuid FROM assets WHERE identificatie = $1 AND verwijderd IS NULL ORDER BY id LIMIT 2";
        tx.query(sql, &[number.as_str().into()], |row| row.uuid(0))
    })?;
    match found[..] {
        [uuid] => Ok(uuid),
        [] => bail!("no asset has the number {asset}"),
        _ => bail!("several assets have the number {asset}: give the uuid"),
    }
}

fn attempt(register: &Register, vraag: Vraag, json: bool) -> Result<()> {
    let progress = Progress::spinner("Trying the rule");
    let progress = std::sync::Arc::new(progress);
    let (told_by, house) = (std::sync::Arc::clone(&progress), std::sync::Arc::clone(&register.house));
    let proef = register.db.read_blocking(move |tx| {
        let at = |Voortgang { gedaan, totaal }: Voortgang| {
            told_by.at(u64::try_from(gedaan).unwrap_or(0), u64::try_from(totaal).unwrap_or(0));
        };
        probeer(&vraag, &house.origins, tx, &mut { at })
    });
    drop(progress);
    let proef: Proef = proef.map_err(|problem: Problem| anyhow!(told(&problem)))?;
    if json {
        println!("{}", serde_json::to_string_pretty(&proef)?);
    } else {
        show(&proef);
    }
    Ok(())
}

/// The outcome, for people.
fn show(proef: &Proef) {
    println!("{}\n", proef.leesbaar);
    println!("{} observations of {} assets", proef.waarnemingen, proef.assets);
    proef.waarschuwingen.iter().for_each(|warning| println!("{warning}"));
    let time = |at: Option<waarmaker_core::DateTime>| at.map_or_else(|| "nu nog".to_owned(), |at| at.to_string());
    for zou in &proef.incidenten {
        let part = if zou.groep.is_some() { "  in a group" } else { "" };
        let real = if zou.echt { "  really raised" } else { "" };
        println!("{}  {} – {}{part}{real}", zou.identificatie, time(zou.begin), time(zou.einde));
        for bewijs in zou.bewijs.iter().take(3) {
            println!("    {} {} = {}: {}", bewijs.tijd, bewijs.datastream, bewijs.resultaat, bewijs.uitleg);
        }
    }
    for groep in &proef.groepen {
        println!("group {}  {}  {} assets", groep.identificatie, time(groep.begin), groep.aantal);
    }
    let orders: usize = proef.per_dag.values().sum();
    println!(
        "\n{} incidents, {} groups, {orders} orders; really raised: {}",
        proef.incidenten.len(),
        proef.groepen.len(),
        proef.echt
    );
    for (dag, aantal) in &proef.per_dag {
        println!("  {dag}  {aantal}");
    }
}

/// A problem with what is wrong in each member, and its cause, for who gives the command.
fn told(problem: &Problem) -> String {
    let members: Vec<String> =
        problem.invalid_params.iter().map(|param| format!("\n  {}: {}", param.name, param.reason)).collect();
    format!("{}{}", problem.detail, members.concat())
}

fn read(file: &str) -> Result<String> {
    if file == "-" {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).context("reading standard input")?;
        return Ok(text);
    }
    fs::read_to_string(file).with_context(|| format!("reading {file}"))
}

/// A moment, or a day as it begins in the Netherlands.
fn moment(text: &str) -> Result<i64, String> {
    static AMSTERDAM: TimeZone = jiff::tz::get!("Europe/Amsterdam");
    let local = |at: civil::DateTime| at.to_zoned(AMSTERDAM.clone()).map(|at| at.timestamp());
    let at = text
        .parse::<Timestamp>()
        .or_else(|_| text.parse::<civil::DateTime>().and_then(local))
        .or_else(|_| text.parse::<civil::Date>().and_then(|day| local(day.at(0, 0, 0, 0))));
    at.map(Timestamp::as_millisecond).map_err(|_| "give a day (2026-11-21) or a moment (2026-11-21T18:00)".to_owned())
}
