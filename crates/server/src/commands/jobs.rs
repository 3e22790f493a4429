// SPDX-License-Identifier: EUPL-1.2
//! `waarmaker jobs list | failed | retry`: what has to leave the program, and what could not.

use anyhow::{Context as _, Result, bail};
use jiff::Timestamp;
use serde_json::{Value as Json, json};
use uuid::Uuid;
use waarmaker_core::{Clock as _, SystemClock};
use waarmaker_jobs::{Letter, Selection, letters, retry};

use crate::place::{Place, Register};

/// Show work that leaves the program (webhooks, Open311, e-mail), and try again what failed
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Jobs {
    #[command(subcommand)]
    action: Action,
}

const EXAMPLES: &str = "\
Examples:
  waarmaker jobs list                       what waits, is under way or was given up
  waarmaker jobs list --kind mail --json
  waarmaker jobs failed                     what was given up
  waarmaker jobs failed --subject 0198a0c2-58b1-7c3e-9f53-0f6f2a6f1f10
  waarmaker jobs retry 1741                 one of them, by its number
  waarmaker jobs retry --all                everything that failed

Kinds: webhook, open311, open311_status, mail, melder, escalatie. The subject is the werkopdracht or the melding. What fails is tried again with
more time in between, and given up after three days. A running server does what is retried within seconds, else the next one does.";

#[derive(Clone, Debug, clap::Subcommand)]
enum Action {
    /// List all jobs that are not done, oldest first
    List {
        #[command(flatten)]
        which: Which,
        #[command(flatten)]
        shape: Shape,
    },
    /// List what was given up, oldest first
    Failed {
        #[command(flatten)]
        which: Which,
        #[command(flatten)]
        shape: Shape,
    },
    /// Try again what was given up, and at once what waits for another try
    Retry {
        /// Numbers of jobs, as `list` prints them
        #[arg(value_name = "NUMBER", required_unless_present_any = ["kind", "subject", "all"], conflicts_with_all = ["all", "kind", "subject"])]
        numbers: Vec<i64>,
        #[command(flatten)]
        which: Which,
        /// Everything
        #[arg(long, conflicts_with_all = ["kind", "subject"])]
        all: bool,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Clone, Debug, clap::Args)]
struct Which {
    /// Only of this kind
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// Only about this werkopdracht or melding
    #[arg(long, value_name = "UUID")]
    subject: Option<Uuid>,
}

impl Which {
    fn selection(&self, id: Option<i64>, given_up: bool) -> Selection {
        Selection { id, kind: self.kind.clone(), subject: self.subject, given_up, after: None }
    }
}

#[derive(Clone, Copy, Debug, clap::Args)]
struct Shape {
    /// At most so many
    #[arg(long, value_name = "N", default_value_t = 100)]
    limit: u32,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Jobs {
    /// Does what was asked.
    pub(crate) fn run(&self, place: &Place) -> Result<()> {
        let register = place.open()?;
        let done = match &self.action {
            Action::List { which, shape } => show(&register, which.selection(None, false), *shape, "Nothing waits."),
            Action::Failed { which, shape } => {
                show(&register, which.selection(None, true), *shape, "Nothing was given up.")
            }
            Action::Retry { numbers, which, json, .. } => again(&register, numbers, which, *json),
        };
        register.db.close_blocking();
        done
    }
}

fn show(register: &Register, selection: Selection, shape: Shape, nothing: &str) -> Result<()> {
    let limit = shape.limit;
    let found = register.db.read_blocking(move |tx| letters(tx, &selection, limit)).context("reading the jobs")?;
    if shape.json {
        let found: Vec<Json> = found.iter().map(as_json).collect();
        println!("{}", serde_json::to_string_pretty(&found)?);
        return Ok(());
    }
    for letter in &found {
        println!("{}", line(letter));
    }
    if found.is_empty() {
        println!("{nothing}");
    } else if usize::try_from(limit).is_ok_and(|limit| limit == found.len()) {
        println!("There may be more: --limit N");
    }
    Ok(())
}

fn again(register: &Register, numbers: &[i64], which: &Which, json: bool) -> Result<()> {
    let now = SystemClock.now().as_millisecond();
    let ids: Vec<Option<i64>> =
        if numbers.is_empty() { vec![None] } else { numbers.iter().copied().map(Some).collect() };
    let which = which.clone();
    let counts = register.db.write_blocking(move |tx| {
        ids.iter().map(|id| retry(tx, &which.selection(*id, false), now)).collect::<Result<Vec<u64>, _>>()
    })?;
    let unknown: Vec<String> =
        numbers.iter().zip(&counts).filter(|(_, count)| **count == 0).map(|(number, _)| number.to_string()).collect();
    if !unknown.is_empty() {
        bail!("nothing that failed has the number {}: waarmaker jobs list shows them", unknown.join(", "));
    }
    let count: u64 = counts.iter().sum();
    if json {
        println!("{}", json!({"retried": count}));
    } else {
        println!("{count} jobs are tried again.");
    }
    Ok(())
}

fn moment(milliseconds: i64) -> String {
    Timestamp::from_millisecond(milliseconds).map(|moment| moment.to_string()).unwrap_or_default()
}

fn state(letter: &Letter) -> &'static str {
    match (letter.next, letter.under_way, letter.since) {
        (None, ..) => "given up",
        (_, true, _) => "under way",
        (_, _, Some(_)) => "waits for another try",
        (_, _, None) => "waits",
    }
}

fn as_json(letter: &Letter) -> Json {
    json!({
        "number": letter.id, "kind": letter.kind, "subject": letter.subject, "state": state(letter), "attempts": letter.attempts,
        "since": letter.since.map(moment), "next": letter.next.map(moment), "error": letter.error,
    })
}

fn line(letter: &Letter) -> String {
    let next = letter.next.filter(|next| *next > 0).map_or(String::new(), |next| format!(" until {}", moment(next)));
    let error = if letter.error.is_empty() { String::new() } else { format!(": {}", letter.error) };
    let attempts = letter.attempts;
    format!(
        "{:>8}  {} about {}\n          {}{next}, {attempts} attempts{error}",
        letter.id,
        letter.kind,
        letter.subject,
        state(letter)
    )
}
