// SPDX-License-Identifier: EUPL-1.2
//! `waarmaker simulate lampen`: lamps that are not there publish like real ones.

use std::{
    fs,
    path::PathBuf,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, anyhow, bail};
use jiff::Timestamp;
use serde_json::json;
use waarmaker_core::{Clock as _, SystemClock};
use waarmaker_metingen::mqtt::{Broker, Publisher, Tls, Version};

use crate::{
    place::{Place, Register},
    simulate::{Asked, Counts, Fault, Fleet, Plan, Stream},
};

/// Publish as devices do, with faults on demand
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Simulate {
    #[command(subcommand)]
    what: What,
}

const EXAMPLES: &str = "\
Examples:
  waarmaker simulate lampen --write-assets proef                tables of the lamps and their cabinets, for waarmaker assets import
  waarmaker simulate lampen --broker mqtt://127.0.0.1 --rate 500/s --duration 5m --faults lamp=2%,kabinet=3,flapper=5,stil=4
  waarmaker simulate lampen --count 100 --duration 10s --print  the messages, without a broker
  waarmaker simulate lampen --broker mqtt://127.0.0.1 --devices-from-db --faults kabinet=1,herstel=60 --json

Faults: lamp (one is broken), kabinet (all lamps behind a cabinet, within seconds), flapper (on and off), stil (says nothing), drift (takes more and more
power); each with a number or a percentage. herstel=60 ends each after 60 seconds. The same seed and start give the same messages. What went wrong is
printed at the end. A lamp publishes on lampen/NAAM/meting, in the form that the mapping `flat` reads.";

#[derive(Clone, Debug, clap::Subcommand)]
enum What {
    /// Lamp posts
    Lampen(Box<Lampen>),
}

#[derive(Clone, Debug, clap::Args)]
struct Lampen {
    /// Broker, mqtt://HOST:PORT or mqtts://HOST:PORT
    #[arg(long, value_name = "URL", required_unless_present_any = ["print", "write_assets"])]
    broker: Option<String>,
    /// How many lamps
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    count: usize,
    /// Lamps behind one cabinet
    #[arg(long, value_name = "N", default_value_t = 50)]
    per_cabinet: usize,
    /// A list of lamps, a line LAMP,CABINET for each, in place of --count
    #[arg(long, value_name = "FILE", conflicts_with = "devices_from_db")]
    devices: Option<PathBuf>,
    /// The devices of the register, with the assets that they hang on, in place of --count
    #[arg(long)]
    devices_from_db: bool,
    /// Messages per second
    #[arg(long, value_name = "N/s", default_value = "500/s", value_parser = rate)]
    rate: f64,
    /// How long: 60s, 5m, 2h
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = duration)]
    duration: i64,
    /// What goes wrong: lamp=2%,kabinet=3,flapper=5,stil=4,drift=2,herstel=60
    #[arg(long, value_name = "LIST", default_value = "")]
    faults: Asked,
    /// Decides everything that is by chance
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// First moment (RFC 3339); now when absent, or a duration ago with --pace virtual
    #[arg(long, value_name = "MOMENT")]
    start: Option<Timestamp>,
    /// real: as time goes; virtual: as fast as possible
    #[arg(long, value_name = "PACE", default_value = "real", value_parser = ["real", "virtual"])]
    pace: String,
    /// Part of the messages that is sent twice, as 1%
    #[arg(long, value_name = "PART", default_value = "0%", value_parser = percentage)]
    duplicates: f64,
    /// Part of the messages that is sent late, as 1%
    #[arg(long, value_name = "PART", default_value = "0%", value_parser = percentage)]
    disorder: f64,
    /// Part of the messages after which one follows that is wrong, as 0.1%
    #[arg(long, value_name = "PART", default_value = "0%", value_parser = percentage)]
    bad: f64,
    #[command(flatten)]
    login: Login,
    /// Write kasten.csv and lampen.csv for `waarmaker assets import` into this folder
    #[arg(long, value_name = "DIR")]
    write_assets: Option<PathBuf>,
    /// Print topic and message of each in place of publishing
    #[arg(long, conflicts_with = "broker")]
    print: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Debug, clap::Args)]
struct Login {
    /// Version of MQTT: 3.1.1 or 5
    #[arg(long, value_name = "VERSION", default_value = "3.1.1", value_parser = ["3.1.1", "5"])]
    mqtt: String,
    /// User at the broker
    #[arg(long, value_name = "NAME")]
    user: Option<String>,
    /// File with the password of the user
    #[arg(long, value_name = "FILE", requires = "user")]
    password_file: Option<PathBuf>,
    /// Certificates (PEM) to trust in place of the system's
    #[arg(long, value_name = "FILE")]
    tls_root: Option<PathBuf>,
    /// Our certificate (PEM), for a broker that asks for one
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_certificate: Option<PathBuf>,
    /// Its key (PEM)
    #[arg(long, value_name = "FILE", requires = "tls_certificate")]
    tls_key: Option<PathBuf>,
}

fn rate(text: &str) -> Result<f64, String> {
    let rate: f64 = text.strip_suffix("/s").unwrap_or(text).parse().map_err(|_| "write 500/s".to_owned())?;
    if rate > 0.0 && rate <= 1e6 { Ok(rate) } else { Err("more than 0, at most 1000000".to_owned()) }
}

fn duration(text: &str) -> Result<i64, String> {
    let units = [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];
    let parsed = units.iter().find_map(|(unit, factor)| Some(text.strip_suffix(unit)?.parse::<i64>().ok()? * factor));
    parsed.filter(|ms| (1..=366 * 86_400_000).contains(ms)).ok_or_else(|| "write 60s, 5m or 2h".to_owned())
}

fn percentage(text: &str) -> Result<f64, String> {
    let percent: Option<f64> = text.strip_suffix('%').and_then(|number| number.parse().ok());
    let percent = percent.filter(|percent| (0.0..=100.0).contains(percent));
    percent.map(|percent| percent / 100.0).ok_or_else(|| "write a percentage, such as 1%".to_owned())
}

impl Simulate {
    /// Does what was asked.
    pub(crate) fn run(&self, place: &Place) -> Result<()> {
        let What::Lampen(lampen) = &self.what;
        lampen.run(place)
    }
}

impl Lampen {
    fn run(&self, place: &Place) -> Result<()> {
        let fleet = self.fleet(place)?;
        if let Some(folder) = &self.write_assets {
            self.write_assets(&fleet, folder)?;
        }
        let plan = self.plan();
        let faults = self.faults.decide(&fleet, &plan);
        if self.print {
            for message in Stream::new(&fleet, &plan, &faults) {
                println!("{} {}", message.topic, message.payload);
            }
            return Ok(());
        }
        let Some(url) = &self.broker else { return Ok(()) };
        let broker = self.login.broker(url, plan.seed)?;
        let runtime = super::serve::runtime()?;
        let told = runtime.block_on(self.publish(&broker, &fleet, &plan, &faults))?;
        self.tell(&told, &fleet, &plan, &faults);
        if told.taken < told.sent {
            let why = told.trouble.map_or_else(String::new, |trouble| format!(": {trouble}"));
            bail!("the broker acknowledged {} of {} messages{why}", told.taken, told.sent);
        }
        Ok(())
    }

    fn fleet(&self, place: &Place) -> Result<Fleet> {
        if let Some(path) = &self.devices {
            return Fleet::open(path);
        }
        if !self.devices_from_db {
            return Ok(Fleet::new(self.count, self.per_cabinet));
        }
        let register = Register::open(&place.settings(&[])?)?;
        let sql = "SELECT t.apparaat, COALESCE(o.identificatie, '') FROM things t LEFT JOIN assets a ON a.uuid = t.asset \
             LEFT JOIN assets o ON o.uuid = a.ouder ORDER BY t.apparaat";
        let pairs: Result<Vec<(String, String)>, waarmaker_db::Error> =
            register.db.read_blocking(move |tx| tx.query(sql, &[], |row| Ok((row.text(0)?, row.text(1)?))));
        register.db.close_blocking();
        let fleet = Fleet::of(pairs.context("reading the devices")?);
        if fleet.lamps.is_empty() {
            bail!("there is no device in the register: waarmaker metingen --help says how to connect them");
        }
        Ok(fleet)
    }

    fn write_assets(&self, fleet: &Fleet, folder: &std::path::Path) -> Result<()> {
        fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
        for (name, text) in [("kasten.csv", fleet.cabinets_csv()), ("lampen.csv", fleet.lamps_csv(self.seed))] {
            let path = folder.join(name);
            fs::write(&path, text).with_context(|| format!("writing {}", path.display()))?;
        }
        let (cabinets, lamps) = (folder.join("kasten.csv"), folder.join("lampen.csv"));
        eprintln!("waarmaker assets import {} --kind kast", cabinets.display());
        eprintln!("waarmaker assets import {} --kind lichtmast", lamps.display());
        Ok(())
    }

    fn plan(&self) -> Plan {
        let now = SystemClock.now().as_millisecond();
        let usual = if self.pace == "real" { now } else { now - self.duration };
        Plan {
            rate: self.rate,
            start: self.start.map_or(usual, Timestamp::as_millisecond),
            duration: self.duration,
            seed: self.seed,
            duplicates: self.duplicates,
            disorder: self.disorder,
            bad: self.bad,
        }
    }

    async fn publish(&self, broker: &Broker, fleet: &Fleet, plan: &Plan, faults: &[Fault]) -> Result<Told> {
        let mut publisher = Publisher::start(broker).map_err(|reason| anyhow!(reason))?;
        publisher.ready(AWAY).await.map_err(|reason| anyhow!("no connection to the broker: {reason}"))?;
        let mut stream = Stream::new(fleet, plan, faults);
        let begin = Instant::now();
        let in_real_time = self.pace == "real";
        for message in stream.by_ref() {
            if in_real_time {
                let due = Duration::from_millis(u64::try_from(message.at - plan.start).unwrap_or_default());
                let ahead = due.saturating_sub(begin.elapsed());
                if ahead > Duration::from_millis(1) {
                    tokio::time::sleep(ahead).await;
                }
            }
            publish(&mut publisher, message.topic, message.payload).await?;
        }
        let (sent, counts) = (publisher.sent(), stream.counts());
        let trouble = publisher.trouble();
        let taken = publisher.finish(PATIENCE).await;
        Ok(Told { sent, taken, trouble, counts, seconds: begin.elapsed().as_secs_f64() })
    }

    fn tell(&self, told: &Told, fleet: &Fleet, plan: &Plan, faults: &[Fault]) {
        let moment = |at: i64| Timestamp::from_millisecond(at).map(|at| at.to_string()).unwrap_or_default();
        let counts = told.counts;
        #[expect(clippy::cast_precision_loss, reason = "a rate")]
        let per_second = (told.taken as f64 / told.seconds.max(1e-9)).round();
        if self.json {
            let faults: Vec<_> = faults
                .iter()
                .map(|fault| {
                    let lamps: Vec<&str> =
                        fault.lamps.iter().filter_map(|i| fleet.lamps.get(*i)).map(|lamp| lamp.name.as_str()).collect();
                    json!({"kind": fault.kind.name(), "name": fault.name, "lamps": lamps, "from": moment(fault.from), "until": fault.until.map(moment)})
                })
                .collect();
            println!(
                "{}",
                json!({
                    "lamps": fleet.lamps.len(), "cabinets": fleet.cabinets.len(), "seed": plan.seed, "start": moment(plan.start),
                    "sent": told.sent, "acknowledged": told.taken, "seconds": told.seconds, "perSecond": per_second,
                    "readings": counts.readings, "duplicates": counts.duplicates, "late": counts.late, "bad": counts.bad,
                    "silent": counts.silent, "faults": faults,
                })
            );
            return;
        }
        println!(
            "{} messages of {} lamps, {} acknowledged, {per_second} per second; {} twice, {} late, {} wrong, {} not said",
            told.sent,
            fleet.lamps.len(),
            told.taken,
            counts.duplicates,
            counts.late,
            counts.bad,
            counts.silent
        );
        for fault in faults {
            let until = fault.until.map_or_else(|| "to the end".to_owned(), |until| format!("until {}", moment(until)));
            println!(
                "{:>8}  {} ({} lamps) from {} {until}",
                fault.kind.name(),
                fault.name,
                fault.lamps.len(),
                moment(fault.from)
            );
        }
    }
}

/// How long the broker may take for what is on its way.
const PATIENCE: Duration = Duration::from_mins(1);
/// How long there may be no broker.
const AWAY: Duration = Duration::from_secs(10);

/// What publishing did.
struct Told {
    sent: u64,
    taken: u64,
    trouble: Option<String>,
    counts: Counts,
    seconds: f64,
}

/// Publishes one message; fails when there is no broker for long.
async fn publish(publisher: &mut Publisher, topic: String, payload: String) -> Result<()> {
    let given = tokio::time::timeout(AWAY, publisher.publish(topic, payload)).await;
    match given {
        Ok(given) => given.map_err(|reason| anyhow!(reason)),
        Err(_) => bail!("no broker: {}", publisher.trouble().unwrap_or_else(|| "it takes nothing".to_owned())),
    }
}

impl Login {
    fn broker(&self, url: &str, seed: u64) -> Result<Broker> {
        let client_id = format!("waarmaker-simulate-{}-{seed}", std::process::id());
        let mut broker = Broker::at(url, &client_id)?;
        broker.version = if self.mqtt == "5" { Version::V5 } else { Version::V311 };
        if let Some(user) = &self.user {
            let password = match &self.password_file {
                Some(path) => fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?,
                None => String::new(),
            };
            broker.login = Some((user.clone(), password.trim_end().to_owned()));
        }
        if let Some(tls) = &mut broker.tls {
            let identity = self.tls_certificate.clone().zip(self.tls_key.clone());
            *tls = Tls { root: self.tls_root.clone(), identity };
        } else if self.tls_root.is_some() || self.tls_certificate.is_some() {
            bail!("certificates are for mqtts://");
        }
        Ok(broker)
    }
}
