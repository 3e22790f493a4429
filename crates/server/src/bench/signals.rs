// SPDX-License-Identifier: EUPL-1.2
//! Observations from a broker, while ten rules look at each: how many a second, what one costs, and how soon a fault is an incident.

use std::{
    collections::BTreeSet,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};
use serde_json::Value as Json;
use waarmaker_core::{Clock as _, SystemClock};

use super::{Bench, figure::Figures, load, process::Server, register::request, seed};
use crate::broker::Broker;

/// Lamps that speak; each message is four observations.
const LAMPS: u32 = 10_000;
const READINGS: f64 = 4.0;
const PROPERTIES: &[&str] = &["status", "vermogen:W", "spanning:V", "branduren:h"];
/// Messages a second of the sustained stream: 6,000 observations.
const RATE: &str = "1500/s";
const RULES: &str = include_str!("regels.toml");
/// Longest that what the broker has may take to be stored.
const PATIENCE: Duration = Duration::from_mins(5);
/// How often it is looked for incidents.
const GLANCE: Duration = Duration::from_millis(20);

/// Runs the cases; without Mosquitto there is nothing to measure.
pub(super) async fn signals(bench: &Bench, figures: &mut Figures) -> Result<()> {
    let Some(broker) = Broker::start()? else { bail!("mosquitto is not installed: apt-get install mosquitto") };
    let folder = tempfile::tempdir()?;
    let path = folder.path().to_owned();
    let topics = "[{pattern = \"lampen/{apparaat}/meting\", mapping = \"flat\"}]";
    let environment = [("BROKER", broker.url()), ("TOPICS", topics.to_owned()), ("CLIENT_ID", "bench".to_owned())];
    let environment = environment.map(|(name, value)| (format!("WAARMAKER_SIGNALEN__MQTT__{name}"), value));
    let start = move || {
        prepare(&path, LAMPS, PROPERTIES)?;
        Server::register(&path, None, &environment)
    };
    let server = tokio::task::spawn_blocking(start).await??;
    let lamps = Lamps { broker: broker.url(), server, seconds: bench.seconds.max(5) };
    let mut stored = lamps.flood(figures).await?;
    lamps.sustained(&mut stored, figures).await?;
    figures.fact(
        "anonymous memory under observations",
        super::cases::mib(lamps.server.anonymous_kib()?),
        "MiB",
        "< 200",
    );
    Ok(())
}

struct Lamps {
    broker: String,
    server: Server,
    seconds: u64,
}

impl Lamps {
    /// As fast as they come; returns how many messages were acknowledged so far.
    async fn flood(&self, figures: &mut Figures) -> Result<f64> {
        let (begin, cpu) = (Instant::now(), self.server.cpu()?);
        let told =
            self.simulate(&["--rate", "10000/s", "--duration", "10s", "--pace", "virtual", "--seed", "1"]).await?;
        let sent = told.get("acknowledged").and_then(Json::as_f64).context("the simulator tells nothing")?;
        self.stored(sent).await?;
        let took = begin.elapsed().as_secs_f64();
        let cost = self.server.cpu()?.saturating_sub(cpu).as_secs_f64() / (sent * READINGS) * 1e6;
        figures.fact(
            "observations a second with 10 rules, as fast as they come",
            sent * READINGS / took,
            "/s",
            "≥ 5,000",
        );
        figures.fact("CPU of one observation with its rules", cost, "µs", "");
        Ok(sent)
    }

    /// At a steady rate with lamps that fail: how soon that is an incident, and what is left when the stream ends.
    async fn sustained(&self, stored: &mut f64, figures: &mut Figures) -> Result<()> {
        let seconds = format!("{}s", self.seconds * 4);
        let (begin, cpu) = (Instant::now(), self.server.cpu()?);
        let arguments = ["--rate", RATE, "--duration", &seconds, "--faults", "lamp=3%", "--seed", "2"];
        let mut watch = Watch::new(self)?;
        let told = {
            let mut running = std::pin::pin!(self.simulate(&arguments));
            loop {
                tokio::select! { told = &mut running => break told?, () = tokio::time::sleep(GLANCE) => watch.look().await? }
            }
        };
        let sent = told.get("acknowledged").and_then(Json::as_f64).context("the simulator tells nothing")?;
        *stored += sent;
        let ended = Instant::now();
        self.stored(*stored).await?;
        watch.look().await?;
        let (took, behind) = (begin.elapsed().as_secs_f64(), ended.elapsed().as_secs_f64());
        let busy = self.server.cpu()?.saturating_sub(cpu).as_secs_f64() / took * 100.0;
        figures.fact("observations a second, steady stream with faults", sent * READINGS / took, "/s", "≥ 5,000");
        figures.fact("stored after the stream ended", behind * 1e3, "ms", "< 1,000");
        figures.fact("of one core under that stream", busy, "%", "");
        let (number, p50, p99) = watch.figures()?;
        figures.fact("faults that became an incident", number, "", "");
        figures.fact("published until incident seen, middle", p50, "ms", "");
        figures.fact("published until incident seen, p99", p99, "ms", "< 1,000");
        Ok(())
    }

    /// Lets the lamps speak.
    async fn simulate(&self, further: &[&str]) -> Result<Json> {
        let count = LAMPS.to_string();
        let mut arguments = vec!["simulate", "lampen", "--broker", &self.broker, "--count", &count, "--json"];
        arguments.extend(further);
        let arguments: Vec<String> = arguments.into_iter().map(str::to_owned).collect();
        tokio::task::spawn_blocking(move || {
            let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
            Ok(serde_json::from_slice(&run(&arguments)?)?)
        })
        .await?
    }

    /// Waits until so many messages were acknowledged by the server, after their commit.
    async fn stored(&self, messages: f64) -> Result<()> {
        let begin = Instant::now();
        loop {
            let text =
                load::once(&self.server.address, &request("GET", "/metrics", &self.server.address, "", "")).await?;
            let text = String::from_utf8_lossy(&text);
            let line = text.lines().find_map(|line| line.strip_prefix("mqtt_messages_acked_total "));
            if line.and_then(|number| number.trim().parse::<f64>().ok()).is_some_and(|acked| acked >= messages) {
                return Ok(());
            }
            if begin.elapsed() > PATIENCE {
                bail!("only {} of {messages} messages were stored", line.unwrap_or("0"));
            }
            tokio::time::sleep(GLANCE).await;
        }
    }
}

/// Looks for incidents by the API, as a program of a contractor could.
struct Watch<'a> {
    lamps: &'a Lamps,
    request: Vec<u8>,
    seen: BTreeSet<String>,
    /// Milliseconds from the moment of the message that showed a fault until its incident was seen.
    delays: Vec<i64>,
    begin: i64,
}

impl<'a> Watch<'a> {
    fn new(lamps: &'a Lamps) -> Result<Self> {
        let token = waarmaker_auth::token::make(seed::CLIENT, seed::SECRET, super::register::now(), "bench", "Bench")?;
        let path = "/signalen/api/v1/incidenten?ordering=-vastgesteld&pageSize=100";
        let request = request("GET", path, &lamps.server.address, &token, "");
        Ok(Self {
            lamps,
            request,
            seen: BTreeSet::new(),
            delays: Vec::new(),
            begin: SystemClock.now().as_millisecond(),
        })
    }

    async fn look(&mut self) -> Result<()> {
        let page: Json = serde_json::from_slice(&load::once(&self.lamps.server.address, &self.request).await?)?;
        let now = SystemClock.now().as_millisecond();
        let results = page.get("results").and_then(Json::as_array);
        for incident in results.with_context(|| format!("no list of incidents: {page}"))? {
            let text = |pointer: &str| incident.pointer(pointer).and_then(Json::as_str).unwrap_or_default();
            let Ok(published) = text("/bewijs/0/tijd").parse::<jiff::Timestamp>() else { continue };
            let published = published.as_millisecond();
            if published >= self.begin && self.seen.insert(text("/nummer").to_owned()) {
                self.delays.push(now - published);
            }
        }
        Ok(())
    }

    #[expect(clippy::cast_precision_loss, reason = "milliseconds and numbers are small")]
    fn figures(mut self) -> Result<(f64, f64, f64)> {
        self.delays.sort_unstable();
        let at = |part: usize| self.delays.get(self.delays.len().saturating_sub(1) * part / 100).copied();
        let (p50, p99) = at(50).zip(at(99)).context("no lamp failed")?;
        Ok((self.delays.len() as f64, p50 as f64, p99 as f64))
    }
}

/// A register with lamps, their datastreams and the rules, made by the commands that an administrator uses.
pub(super) fn prepare(folder: &Path, lamps: u32, properties: &[&str]) -> Result<()> {
    seed::fill(folder, None, 0)?;
    let path = |name: &str| folder.join(name).display().to_string();
    let (data, tables, rules) = (folder.display().to_string(), path("tables"), path("regels.toml"));
    std::fs::write(&rules, RULES)?;
    run(&["simulate", "lampen", "--count", &lamps.to_string(), "--write-assets", &tables])?;
    for (kind, file) in [("kast", "kasten.csv"), ("lichtmast", "lampen.csv")] {
        run(&["assets", "import", &format!("{tables}/{file}"), "--kind", kind, "--data", &data])?;
    }
    let mut connect = vec!["metingen", "aansluiten", "--kind", "lichtmast", "--data", &data];
    connect.extend(properties.iter().flat_map(|property| ["--property", property]));
    run(&connect)?;
    run(&["signalen", "regels", "import", &rules, "--data", &data]).map(|_| ())
}

/// Runs a command of this program; returns what it printed.
pub(super) fn run(arguments: &[&str]) -> Result<Vec<u8>> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(arguments).env("WAARMAKER_LOGGING__LEVEL", "error").stdin(Stdio::null());
    let done = command.output().context("starting a command")?;
    if !done.status.success() {
        bail!("waarmaker {}: {}", arguments.join(" "), String::from_utf8_lossy(&done.stderr));
    }
    Ok(done.stdout)
}
