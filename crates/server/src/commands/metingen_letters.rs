// SPDX-License-Identifier: EUPL-1.2
//! `waarmaker metingen letters | replay | map`: messages of devices that could not be stored, and what a message means.

use std::{io::Read as _, path::PathBuf, sync::Arc};

use anyhow::{Context as _, Result, anyhow, bail};
use jiff::Timestamp;
use serde_json::{Value as Json, json};
use waarmaker_api::{Call, Cx};
use waarmaker_auth::Caller;
use waarmaker_core::{Clock as _, Problem, SystemClock};
use waarmaker_metingen::{
    Resultaat,
    letters::{Filter, Letter, Replayed, Selection, counts, list, replay, topics},
    mapping::{BUILTIN, Mapping, Message, Pattern, Topic, Topics},
};

use crate::{
    WATCHERS,
    place::{Place, Register},
};

/// Letters of one transaction when they are replayed.
const PORTION: u32 = 200;

/// List messages of devices that could not be stored, with the reason
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = LETTERS)]
pub(crate) struct Letters {
    #[command(flatten)]
    which: Which,
    /// Also those that were stored after all
    #[arg(long)]
    all: bool,
    /// Only those after this number: the next page
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    after: i64,
    /// At most so many
    #[arg(long, value_name = "N", default_value_t = 100)]
    limit: u32,
    /// Show the messages themselves
    #[arg(long)]
    messages: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

const LETTERS: &str = "\
Examples:
  waarmaker metingen letters                              what waits, oldest first, and how many per code
  waarmaker metingen letters --code unknown-device --messages
  waarmaker metingen letters --device LAMP-000012 --since 2026-11-21T00:00:00+01:00 --json

A message that could not be stored is never dropped silently: it waits here until it is replayed, or until it is too old.";

#[derive(Clone, Debug, clap::Args)]
struct Which {
    /// Only with this code
    #[arg(long)]
    code: Option<String>,
    /// Only of this device
    #[arg(long, value_name = "NAME")]
    device: Option<String>,
    /// Only those that came last at or after this moment (RFC 3339)
    #[arg(long, value_name = "MOMENT")]
    since: Option<Timestamp>,
}

impl Which {
    fn filter(&self) -> Filter {
        let since = self.since.map(Timestamp::as_millisecond);
        Filter { code: self.code.clone(), apparaat: self.device.clone(), since, ..Filter::default() }
    }
}

/// Store messages again after the cause was mended
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = REPLAY)]
pub(crate) struct Replay {
    /// Numbers of letters, as `letters` prints them
    #[arg(value_name = "NUMBER", required_unless_present_any = ["code", "device", "since", "all"])]
    numbers: Vec<i64>,
    #[command(flatten)]
    which: Which,
    /// Everything that waits
    #[arg(long, conflicts_with_all = ["numbers", "code", "device", "since"])]
    all: bool,
    /// Read them with this mapping (built in, or a file) in place of that of the server; needs --pattern, unless the file names one
    #[arg(long, value_name = "MAPPING")]
    mapping: Option<String>,
    /// Pattern of the topic for --mapping, such as lampen/{apparaat}/meting
    #[arg(long, value_name = "PATTERN", requires = "mapping")]
    pattern: Option<Pattern>,
    /// The topic of --mapping is that of a gateway
    #[arg(long, requires = "mapping")]
    gateway: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

const REPLAY: &str = "\
Examples:
  waarmaker metingen replay 1741                           one of them
  waarmaker metingen replay --code unknown-device          after the devices were connected
  waarmaker metingen replay --all --mapping lampen.toml    after the mapping was mended

What succeeds is marked, what does not keeps its newest reason. Doing it twice does no harm.";

/// Show what a mapping makes of a message, and why not
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = MAP)]
pub(crate) struct Map {
    /// Mapping file, or the name of one that is built in: flat, sensorthings, smart-data-models, talq
    mapping: String,
    /// Topic of the message
    #[arg(long, value_name = "TOPIC", required_unless_present = "source")]
    topic: Option<String>,
    /// Pattern of the settings, such as lampen/{apparaat}/meting; that of the mapping file when absent
    #[arg(long, value_name = "PATTERN")]
    pattern: Option<Pattern>,
    /// The topic is that of a gateway, which speaks for other devices
    #[arg(long)]
    gateway: bool,
    /// File with the message; standard input when absent
    #[arg(long, value_name = "FILE")]
    message: Option<PathBuf>,
    /// Print the text of the mapping, as an example for one of your own
    #[arg(long)]
    source: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

const MAP: &str = "\
Examples:
  waarmaker metingen map lampen.toml --topic lampen/L-1/meting < bericht.json
  waarmaker metingen map flat --topic lampen/L-1 --pattern 'lampen/{apparaat}' --message bericht.json
  waarmaker metingen map smart-data-models --source > lampen.toml

Exit codes: 0 the message gives observations, 1 it does not, or not all of it; 2 wrong usage.";

impl Letters {
    /// Does what was asked.
    pub(crate) fn run(&self, place: &Place) -> Result<()> {
        let register = Register::open(&place.settings(&[])?)?;
        let filter = Filter { all: self.all, after: self.after, ..self.which.filter() };
        let limit = self.limit;
        let read =
            register.db.read_blocking(move |tx| Ok::<_, waarmaker_db::Error>((list(&filter, limit, tx)?, counts(tx)?)));
        register.db.close_blocking();
        let (letters, counts) = read.context("reading the letters")?;
        if self.json {
            let letters: Vec<Json> = letters.iter().map(as_json).collect();
            let counts: serde_json::Map<String, Json> =
                counts.into_iter().map(|(code, count)| (code, json!(count))).collect();
            println!("{}", serde_json::to_string_pretty(&json!({"perCode": counts, "letters": letters}))?);
            return Ok(());
        }
        for letter in &letters {
            self.print(letter);
        }
        if letters.is_empty() {
            println!("No message waits.");
        } else if letters.len() == self.limit as usize {
            let last = letters.last().map_or(0, |letter| letter.id);
            println!("There may be more: --after {last}");
        }
        for (code, count) in counts {
            println!("{count:>8}  {code}");
        }
        Ok(())
    }

    fn print(&self, letter: &Letter) {
        let device = letter.apparaat.as_deref().unwrap_or("-");
        let state = letter.herhaald.map_or_else(String::new, |at| format!("  stored {}", moment(at)));
        println!(
            "{:>8}  {}  {device}  {}  {} × until {}{state}",
            letter.id,
            letter.code,
            letter.onderwerp,
            letter.aantal,
            moment(letter.laatst)
        );
        println!("          {}", letter.reden);
        if self.messages {
            println!("          {}", text(letter).unwrap_or_else(|| format!("({} bytes, not kept)", letter.grootte)));
        }
    }
}

fn moment(milliseconds: i64) -> String {
    Timestamp::from_millisecond(milliseconds).map(|moment| moment.to_string()).unwrap_or_default()
}

/// The message, without what would disturb a terminal.
fn text(letter: &Letter) -> Option<String> {
    let body = letter.body.as_ref()?;
    Some(String::from_utf8_lossy(body).chars().map(|c| if c.is_control() { ' ' } else { c }).collect())
}

fn as_json(letter: &Letter) -> Json {
    json!({
        "number": letter.id, "source": letter.bron, "topic": letter.onderwerp, "device": letter.apparaat, "code": letter.code,
        "reason": letter.reden, "received": moment(letter.ontvangen), "last": moment(letter.laatst), "count": letter.aantal,
        "attempts": letter.pogingen, "stored": letter.herhaald.map(moment), "bytes": letter.grootte, "sha256": letter.sha256, "message": text(letter),
    })
}

impl Replay {
    /// Does what was asked.
    pub(crate) fn run(&self, place: &Place) -> Result<()> {
        let register = Register::open(&place.settings(&[])?)?;
        let done = self.all(&register);
        register.db.close_blocking();
        let done = done?;
        if self.json {
            println!("{}", json!({"tried": done.tried, "stored": done.stored}));
        } else {
            println!("{} messages tried, {} stored.", done.tried, done.stored);
        }
        Ok(())
    }

    fn all(&self, register: &Register) -> Result<Replayed> {
        let own = self.mapping.as_ref().map(|name| topics_of(name, self.pattern.as_ref(), self.gateway)).transpose()?;
        let own = own.map(Arc::new);
        if !self.numbers.is_empty() {
            let mut sum = Replayed::default();
            for number in &self.numbers {
                let done = portion(register, Selection::One(*number), own.clone())?;
                if done.tried == 0 {
                    bail!("there is no letter {number}: waarmaker metingen letters --all shows them");
                }
                sum.tried += done.tried;
                sum.stored += done.stored;
            }
            return Ok(sum);
        }
        let mut filter = self.which.filter();
        let mut sum = Replayed::default();
        loop {
            let done = portion(register, Selection::Fitting(filter.clone()), own.clone())?;
            sum.tried += done.tried;
            sum.stored += done.stored;
            if done.tried < u64::from(PORTION) {
                return Ok(sum);
            }
            filter.after = done.last;
        }
    }
}

/// Replays letters in one transaction.
fn portion(register: &Register, selection: Selection, own: Option<Arc<Topics>>) -> Result<Replayed> {
    let house = Arc::clone(&register.house);
    let written = register.db.write_blocking(move |tx| {
        let call = Call::now(&house)?;
        let who = Caller::waarmaker("Metingen");
        let mut cx = Cx::new(tx, &house, &who, &call);
        let known = match &own {
            Some(own) => Arc::clone(own),
            None => Arc::new(topics(cx.tx)?),
        };
        replay(&selection, PORTION, &known, WATCHERS, &mut cx)
    });
    written.map_err(|problem: Problem| anyhow!("replaying failed: {problem}"))
}

/// A mapping on one topic.
fn topics_of(name: &str, pattern: Option<&Pattern>, gateway: bool) -> Result<Topics> {
    let mapping = Mapping::open(name).map_err(|reason| anyhow!(reason))?;
    let pattern = pattern.or_else(|| mapping.pattern()).cloned();
    let pattern = pattern
        .with_context(|| format!("{name} names no topic: give --pattern, such as 'lampen/{{apparaat}}/meting'"))?;
    Topics::new(vec![Topic { pattern, gateway, mapping }]).map_err(|reason| anyhow!(reason))
}

impl Map {
    /// Does what was asked.
    pub(crate) fn run(&self) -> Result<()> {
        if self.source {
            let mapping = Mapping::open(&self.mapping).map_err(|reason| anyhow!(reason))?;
            print!("{}", mapping.text());
            return Ok(());
        }
        let topics = topics_of(&self.mapping, self.pattern.as_ref(), self.gateway)?;
        let mut payload = Vec::new();
        match &self.message {
            Some(path) => payload = std::fs::read(path).with_context(|| format!("reading {}", path.display()))?,
            None => {
                std::io::stdin().read_to_end(&mut payload).context("reading the message")?;
            }
        }
        let topic = self.topic.as_deref().unwrap_or_default();
        let arrived = SystemClock.now().as_millisecond();
        let (made, notes) = topics.explain(Message { topic, payload: &payload, arrived });
        if self.json {
            let observations: Vec<Json> = made
                .measured
                .iter()
                .map(|one| json!({"device": one.apparaat, "property": one.eigenschap, "time": moment(one.tijd), "value": value(&one.resultaat), "unit": one.eenheid}))
                .chain(made.streams.iter().map(|one| {
                    json!({"device": one.apparaat, "datastream": one.datastream, "time": moment(one.tijd), "value": value(&one.resultaat)})
                }))
                .collect();
            let refused: Vec<Json> =
                made.refused.iter().map(|refusal| json!({"code": refusal.code, "reason": refusal.reason})).collect();
            println!(
                "{}",
                serde_json::to_string_pretty(
                    &json!({"observations": observations, "refused": refused, "notes": notes})
                )?
            );
        } else {
            for one in &made.measured {
                let unit = one.eenheid.as_deref().unwrap_or_default();
                println!(
                    "{}  {}  {}  {} {unit}",
                    moment(one.tijd),
                    one.apparaat,
                    one.eigenschap,
                    value(&one.resultaat)
                );
            }
            for one in &made.streams {
                println!("{}  datastream {}  {}", moment(one.tijd), one.datastream, value(&one.resultaat));
            }
            for note in &notes {
                println!("not: {note}");
            }
            for refusal in &made.refused {
                println!("refused, {}: {}", refusal.code, refusal.reason);
            }
        }
        if !made.refused.is_empty() {
            let names: Vec<&str> = BUILTIN.iter().map(|(name, _)| *name).collect();
            bail!("not all of the message was understood; built-in mappings: {}", names.join(", "));
        }
        Ok(())
    }
}

fn value(resultaat: &Resultaat) -> Json {
    match resultaat {
        Resultaat::Getal(number) => json!(number),
        Resultaat::Tekst(text) => json!(text),
    }
}
