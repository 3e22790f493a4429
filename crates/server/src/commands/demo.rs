// SPDX-License-Identifier: EUPL-1.2
//! `waarmaker demo`.

use std::{path::PathBuf, sync::Arc, thread, time::Instant};

use anyhow::{Context as _, Result, anyhow, bail};
use tokio::sync::oneshot;
use waarmaker_api::References;
use waarmaker_auth::add_client;
use waarmaker_config::{Settings, Source};
use waarmaker_core::Problem;

use crate::{
    broker::Broker,
    catalogus::Options,
    commands::{catalogus::import_text, referentielijsten, serve::runtime},
    demo::{
        CATALOGUES, Caller, Contractor, Story, Subscriber,
        people::{self, Sights},
        script,
        street::{self, Voice},
    },
    logging, place,
    place::{Place, Register},
    serve::{Server, StopSignals},
};

/// Run an example municipality: zaken with documents and a besluit from registration to archive, a subscriber that is told of them, lamps that report
/// themselves to a contractor, and a server to look around in
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Demo {
    /// Stop after everything was run; fails when something did not end as expected
    #[arg(long)]
    once: bool,
    /// Address and port to listen on [default: 127.0.0.1:8080, with --once a free port]. On another address than this machine's own nobody can sign in
    #[arg(long, value_name = "ADDR")]
    bind: Option<String>,
    /// Write addresses, codes and links to look at to this file (JSON) when everything runs
    #[arg(long, value_name = "FILE")]
    sights: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  waarmaker demo                                 in ./data-demo, on http://127.0.0.1:8080
  waarmaker demo --data /tmp/demo --bind 127.0.0.1:9000
  waarmaker demo --once                          for a test: exit code 0 when every zaak ended as expected and the subscriber was told

It can be run again: the catalogues stay as they are and new zaken are added. The lamps speak to a Mosquitto of the demo's own; where it is not\ninstalled they speak to the API.";

const CLIENT: &str = "demo";
/// The data folder when nobody names one.
const FOLDER: &str = "data-demo";
/// Small parts, so that a document of the demo has some.
const PART_BYTES: u32 = 256 << 10;
/// Where the lamps of the street speak.
const TOPICS: &str = "[{pattern = \"lampen/{apparaat}/status\", mapping = \"flat\"}]";

impl Demo {
    /// Fills the register, runs the zaken against a server of its own, and goes on serving.
    pub(crate) fn run(&self, place: &Place) -> Result<()> {
        let (subscriber, contractor, broker) = (Subscriber::start()?, Contractor::start()?, Broker::start()?);
        let broker = broker.as_ref().map(Broker::url);
        let settings = self.settings(place, &[subscriber.host(), contractor.host()], broker.as_deref())?;
        logging::start(&settings.logging)?;
        let begin = Instant::now();
        println!("The example municipality is in {:?}.\n", settings.database_url());
        let register = Register::open(&settings)?;
        let secret = fill(&register, &settings, &contractor)?;
        let options = match settings.source("database.url") {
            Source::Default => format!("--data {}", settings.data.dir.display()),
            _ => "--database URL".to_owned(),
        };
        let running = Running::start(settings)?;
        let caller = Caller::new(&running.address, CLIENT, &secret);
        let told = subscriber.subscribe(&caller).and_then(|abonnement| {
            let told = tell(&caller, &subscriber).and_then(|zaken| {
                let worker = Contractor::client(&caller, &secret)?;
                let voice = Voice::to(broker.as_deref(), &caller)?;
                let reported = street::play(&voice, &caller, &contractor, &worker)?;
                let sights = self.sights(&voice, &caller, &worker, &running.address, &register)?;
                Ok((zaken, reported, sights))
            });
            if self.once || told.is_err() {
                caller.delete(&abonnement)?;
            }
            told
        });
        if self.once || told.is_err() {
            running.stop()?;
            let (zaken, reported, _) = told?;
            println!(
                "{} zaken were run from registration to archive, {reported} of them reported by lamps, in {:.1} s; the subscriber was told of everything, in {} messages.",
                zaken.len() + reported,
                begin.elapsed().as_secs_f64(),
                subscriber.count()
            );
            return Ok(());
        }
        let (zaken, _, sights) = told?;
        explain(&running.address, &caller, &zaken, &sights, &options)?;
        if let Some(file) = &self.sights {
            sights.write(file)?;
        }
        running.wait()
    }

    /// Leaves something to look at, when somebody is going to.
    fn sights(
        &self,
        voice: &Voice<'_>,
        municipality: &Caller,
        worker: &Caller,
        address: &str,
        register: &Register,
    ) -> Result<Sights> {
        if self.once { Ok(Sights::default()) } else { people::settle(voice, municipality, worker, register, address) }
    }

    fn settings(&self, place: &Place, told: &[String], broker: Option<&str>) -> Result<Settings> {
        let bind = self.bind.clone().or_else(|| self.once.then(|| "127.0.0.1:0".to_owned()));
        let mut further: Vec<(&str, String)> = bind.into_iter().map(|bind| ("server.bind", bind)).collect();
        let settings = place.settings_in(FOLDER, &further)?;
        if settings.source("logging.level") == Source::Default {
            further.push(("logging.level", "warn".to_owned()));
        }
        if settings.source("documenten.part_bytes") == Source::Default {
            further.push(("documenten.part_bytes", PART_BYTES.to_string()));
        }
        let private = [settings.notificaties.allow_private.as_slice(), told].concat();
        further.push(("notificaties.allow_private", private.join(",")));
        if settings.server.bind.ip().is_loopback() {
            further.push(("server.mode", "development".to_owned()));
            further.push(("aanmelden.roles", people::roles()));
        }
        if let Some(broker) = broker {
            further.push(("signalen.mqtt.broker", broker.to_owned()));
            further.push(("signalen.mqtt.topics", TOPICS.to_owned()));
        }
        place.settings_in(FOLDER, &further)
    }
}

/// Imports lists, catalogues and the street, and gives the clients their secret, which is returned.
fn fill(register: &Register, settings: &Settings, contractor: &Contractor) -> Result<String> {
    let lists = referentielijsten::store(register, referentielijsten::example())?;
    let count = |count: waarmaker_referentielijsten::Count| count.new + count.changed + count.unchanged;
    println!(
        "  lists      {} procestypen, {} resultaten of a selection list",
        count(lists.procestypen),
        count(lists.resultaten)
    );
    let references = Arc::new(References::new(place::references(settings)));
    for (file, text) in CATALOGUES {
        let report = import_text(register, &references, file, text, Options::default(), false)?;
        let new: usize = report.0.values().map(|count| count.new).sum();
        let told = if new == 0 { "was there already".to_owned() } else { format!("{new} new elements") };
        println!("  catalogus  {file}: {told}");
    }
    let ids = &register.house.ids;
    let secret = format!("{}{}", ids.uuid().simple(), ids.uuid().simple());
    let stored = secret.clone();
    register
        .write("waarmaker demo", move |cx| {
            add_client(cx.tx, CLIENT, &stored, &cx.call.now)?;
            waarmaker_autorisaties::give_all(cx, CLIENT, "Voorbeeldgemeente").map(|_| ())
        })
        .map_err(|problem: Problem| anyhow!(problem))?;
    println!("  client     {CLIENT}, which may do everything");
    street::fill(register, contractor, &secret)?;
    Ok(secret)
}

/// Runs all zaken. Returns their URLs; an error when one did not end as expected, or the subscriber was not told of everything.
fn tell(caller: &Caller, subscriber: &Subscriber) -> Result<Vec<String>> {
    let script = script()?;
    let mut story = Story::new(caller);
    for (i, case) in script.zaken.iter().enumerate() {
        story.run(i + 1, case)?;
    }
    story.failures.extend(subscriber.judge(&story.announced));
    if !story.failures.is_empty() {
        bail!("not everything went as expected:\n{}", story.failures.join("\n"));
    }
    Ok(story.zaken)
}

fn explain(address: &str, caller: &Caller, zaken: &[String], sights: &Sights, register: &str) -> Result<()> {
    let first = zaken.first().context("there is no zaak")?;
    println!("For residents: lamps in every stage between broken and mended. The pages move as the work does:");
    println!("  {}", sights.of("lampen"));
    println!("  {}   a report of a resident, to follow", sights.of("melding"));
    println!("For the contractor, on a phone: an order by its link, and all orders with an account:");
    println!("  {}", sights.of("link"));
    println!("  {}", sights.of("buiten"));
    println!("For the manager (sign in as anybody: this is a provider for development):");
    println!("  {}\n", sights.of("beheer"));
    println!("For developers:");
    println!("  {address}/componenten                         every component of the pages");
    println!("  {address}/docs                                the APIs, to read in a browser");
    println!("  {address}/zaken/api/v1/openapi.json           the contract of the Zaken API");
    println!("  {address}/metrics                             what is measured\n");
    println!("The first zaak with its zaaktype, status and rollen:\n");
    println!(
        "  curl -s -H 'Accept-Crs: EPSG:4326' \\\n    -H 'Authorization: Bearer {}' \\\n    '{first}?expand=zaaktype,status,rollen,resultaat'\n",
        caller.token()?
    );
    println!("The token is good for an hour; waarmaker token {CLIENT} {register} prints another.");
    println!("Whatever is written from now on, the subscriber prints as well.");
    println!("Serving on {address}; Ctrl-C stops.");
    Ok(())
}

/// A server on threads of its own.
struct Running {
    address: String,
    stop: oneshot::Sender<()>,
    thread: thread::JoinHandle<Result<()>>,
}

impl Running {
    fn start(settings: Settings) -> Result<Self> {
        let (stop, stopped) = oneshot::channel::<()>();
        let (ready, address) = oneshot::channel();
        let thread = thread::spawn(move || {
            runtime()?.block_on(async move {
                let mut signals = StopSignals::new()?;
                let server = Server::new(&settings).await?;
                // Nobody waits for the address when the thread that asked is gone.
                let _ = ready.send(server.address.clone());
                server
                    .run(async move {
                        tokio::select! {
                            // A sender that is gone is a reason to stop as well.
                            _ = stopped => {}
                            () = signals.next() => {}
                        }
                    })
                    .await
            })
        });
        match address.blocking_recv() {
            Ok(address) => Ok(Self { address, stop, thread }),
            Err(_) => Err(finished(thread).err().unwrap_or_else(|| anyhow!("the server did not start"))),
        }
    }

    fn stop(self) -> Result<()> {
        // A server that has stopped already needs no signal.
        let _ = self.stop.send(());
        finished(self.thread)
    }

    /// Serves until a signal.
    fn wait(self) -> Result<()> {
        let Self { stop, thread, .. } = self;
        let done = finished(thread);
        drop(stop);
        done
    }
}

fn finished(thread: thread::JoinHandle<Result<()>>) -> Result<()> {
    thread.join().map_err(|_| anyhow!("the server panicked"))?
}
