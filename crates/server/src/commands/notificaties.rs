// SPDX-License-Identifier: EUPL-1.2
//! `waarmaker notificaties failed | resend`: what did not reach a subscriber.

use anyhow::{Context as _, Result, bail};
use jiff::Timestamp;
use serde_json::{Value as Json, json};
use uuid::Uuid;
use waarmaker_core::{Clock as _, ORIGIN, SystemClock};
use waarmaker_events::delivery::{Failed, Selection, derived, failed, resend};

use crate::place::{Place, Register};

/// Show and send again what did not reach a subscriber
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Notificaties {
    #[command(subcommand)]
    action: Action,
}

const EXAMPLES: &str = "\
Examples:
  waarmaker notificaties failed                    what was given up
  waarmaker notificaties failed --all --json       also what is still tried
  waarmaker notificaties resend 1741               one of them, by its number
  waarmaker notificaties resend --abonnement 0198a0c2-58b1-7c3e-9f53-0f6f2a6f1f10
  waarmaker notificaties resend --sink zaakafhandeling
  waarmaker notificaties resend --all

A notification that a subscriber does not take is tried again and again, with more time in between, and given up after notificaties.give_up_hours.
A running server sends what is sent again within seconds, else the next one does.";

#[derive(Clone, Debug, clap::Subcommand)]
enum Action {
    /// List what was given up, oldest first
    Failed {
        #[command(flatten)]
        whose: Whose,
        /// Also what is still tried
        #[arg(long)]
        all: bool,
        /// At most so many
        #[arg(long, value_name = "N", default_value_t = 100)]
        limit: u32,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Send again what was given up, and at once what waits for another try
    Resend {
        /// Numbers of notifications, as `failed` prints them
        #[arg(value_name = "NUMBER", required_unless_present_any = ["abonnement", "sink", "all"], conflicts_with = "all")]
        numbers: Vec<i64>,
        #[command(flatten)]
        whose: Whose,
        /// Everything, of all subscribers
        #[arg(long, conflicts_with_all = ["abonnement", "sink"])]
        all: bool,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Clone, Debug, clap::Args)]
struct Whose {
    /// Only of this abonnement
    #[arg(long, value_name = "UUID")]
    abonnement: Option<Uuid>,
    /// Only of this sink of the settings (`cloudevents.sinks`, or nats)
    #[arg(long, value_name = "NAME", conflicts_with = "abonnement")]
    sink: Option<String>,
}

impl Whose {
    /// The subscriber that is meant.
    fn abonnee(&self) -> Option<Uuid> {
        let full_name = |sink: &String| match sink.as_str() {
            "nats" => derived("nats"),
            name if name.starts_with("cloudevents:") => derived(name),
            name => derived(&format!("cloudevents:{name}")),
        };
        self.abonnement.or_else(|| self.sink.as_ref().map(full_name))
    }
}

impl Notificaties {
    /// Does what was asked.
    pub(crate) fn run(&self, place: &Place) -> Result<()> {
        let settings = place.settings(&[])?;
        let origin = settings.own_base_urls(settings.server.bind.port()).into_iter().next().unwrap_or_default();
        let register = Register::open(&settings)?;
        let done = match &self.action {
            Action::Failed { whose, all, limit, json } => {
                show(&register, whose.abonnee(), *all, *limit, *json, &origin)
            }
            Action::Resend { numbers, whose, json, .. } => send(&register, numbers, whose.abonnee(), *json),
        };
        register.db.close_blocking();
        done
    }
}

fn show(register: &Register, abonnee: Option<Uuid>, all: bool, limit: u32, json: bool, origin: &str) -> Result<()> {
    let selection = Selection { abonnee, given_up: !all, ..Selection::default() };
    let found = register.db.read_blocking(move |tx| failed(tx, selection, limit)).context("reading what failed")?;
    if json {
        let found: Vec<Json> = found.iter().map(|failed| as_json(failed, origin)).collect();
        println!("{}", serde_json::to_string_pretty(&found)?);
        return Ok(());
    }
    for failed in &found {
        println!("{}", line(failed, origin));
    }
    if found.is_empty() {
        println!("{}", if all { "Everything was delivered." } else { "Nothing was given up." });
    } else if usize::try_from(limit).is_ok_and(|limit| limit == found.len()) {
        println!("There may be more: --limit N");
    }
    Ok(())
}

fn send(register: &Register, numbers: &[i64], abonnee: Option<Uuid>, json: bool) -> Result<()> {
    let now = SystemClock.now().as_millisecond();
    let ids: Vec<Option<i64>> =
        if numbers.is_empty() { vec![None] } else { numbers.iter().copied().map(Some).collect() };
    let missing = ids.len();
    let counts = register.db.write_blocking(move |tx| {
        let selected = ids.iter().map(|id| Selection { id: *id, abonnee, given_up: false });
        selected.map(|selection| resend(tx, selection, now)).collect::<Result<Vec<u64>, _>>()
    })?;
    let count: u64 = counts.iter().sum();
    if !numbers.is_empty() && counts.iter().filter(|count| **count > 0).count() < missing {
        let unknown: Vec<String> = numbers
            .iter()
            .zip(&counts)
            .filter(|(_, count)| **count == 0)
            .map(|(number, _)| number.to_string())
            .collect();
        bail!(
            "nothing that failed has the number {}: waarmaker notificaties failed --all shows them",
            unknown.join(", ")
        );
    }
    if json {
        println!("{}", json!({"resent": count}));
    } else {
        println!("{count} notifications are sent again.");
    }
    Ok(())
}

fn moment(milliseconds: i64) -> String {
    Timestamp::from_millisecond(milliseconds).map(|moment| moment.to_string()).unwrap_or_default()
}

fn as_json(failed: &Failed, origin: &str) -> Json {
    let mut message = serde_json::to_value(&failed.message).unwrap_or_default();
    splice(&mut message, origin);
    json!({
        "number": failed.id, "abonnee": failed.abonnee, "sink": failed.sink, "volgnr": failed.volgnr, "attempts": failed.pogingen,
        "since": moment(failed.sinds), "next": failed.volgende.map(moment), "error": failed.fout, "message": message,
    })
}

/// Puts our origin in the texts of a message.
fn splice(json: &mut Json, origin: &str) {
    match json {
        Json::String(text) => *text = text.replace(ORIGIN, origin),
        Json::Array(list) => list.iter_mut().for_each(|json| splice(json, origin)),
        Json::Object(members) => members.values_mut().for_each(|json| splice(json, origin)),
        _ => {}
    }
}

fn line(failed: &Failed, origin: &str) -> String {
    let whose =
        if failed.sink.is_empty() { format!("abonnement {}", failed.abonnee) } else { format!("sink {}", failed.sink) };
    let next = failed.volgende.map_or_else(|| "given up".to_owned(), |next| format!("next try {}", moment(next)));
    let message = &failed.message;
    format!(
        "{:>8}  {whose}  {} {} {} {}\n          since {}, {} attempts, {next}: {}",
        failed.id,
        message.kanaal,
        message.resource,
        message.actie,
        message.resource_url.replace(ORIGIN, origin),
        moment(failed.sinds),
        failed.pogingen,
        failed.fout
    )
}
