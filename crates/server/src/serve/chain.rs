// SPDX-License-Identifier: EUPL-1.2
//! The chain from observation to order: what listens, what falls due and what leaves, as the settings want it; and files that are read in.

use std::{fs, path::Path, sync::Arc, time::Duration};

use anyhow::{Context as _, Result, anyhow};
use tokio::{sync::watch, task::JoinHandle, time::sleep};
use waarmaker_api::{Call, Cx, http::Api};
use waarmaker_auth::Caller;
use waarmaker_beheer::Inlezer;
use waarmaker_config::{Mqtt, MqttVersion, Secret, Settings, Smtp, SmtpSecurity};
use waarmaker_core::{Ids as _, Problem, RandomIds};
use waarmaker_jobs::Runner;
use waarmaker_metingen::{
    mapping::{Mapping, Topic, Topics},
    mqtt::{self, Broker, Ingest, Tls, Version},
};
use waarmaker_werkopdrachten::{
    channels,
    mail::{self, Security},
};

use crate::{WATCHERS, place};

/// How often it is looked whether something is due when no bell rings.
const LOOK: Duration = Duration::from_secs(1);
/// Least time between two looks, while observations keep coming.
const BREATHER: Duration = Duration::from_millis(50);
/// How long a batch of messages waits for others.
const BATCH_WAIT: Duration = Duration::from_millis(2);

/// The parts of the chain, ready to start.
pub(super) struct Chain {
    api: Arc<Api>,
    ingest: Option<Ingest>,
    runner: Runner,
}

/// The chain at work.
pub(super) struct Running {
    ingest: Option<mqtt::Running>,
    jobs: waarmaker_jobs::Running,
    stop: watch::Sender<bool>,
    ticks: JoinHandle<()>,
}

impl Chain {
    /// Reads mappings and certificates; nothing listens yet.
    pub(super) fn new(settings: &Settings, api: &Arc<Api>) -> Result<Self> {
        let mqtt = &settings.signalen.mqtt;
        let ingest = match &mqtt.broker {
            Some(broker) => Some(
                Ingest::new(mqtt_settings(broker, mqtt)?, Arc::clone(api), WATCHERS)
                    .context("reading the section [signalen.mqtt]")?,
            ),
            None => None,
        };
        let smtp = settings.smtp.server.as_deref().map(|server| smtp_settings(server, &settings.smtp)).transpose()?;
        let channels = channels::Settings { reach: place::reach(settings), smtp };
        let mut handlers = channels::handlers(api, &channels).context("preparing the channels to contractors")?;
        handlers.push(Arc::new(Inlezer::new(Arc::clone(api))));
        let clock = Arc::clone(&api.house.clock);
        let runner =
            Runner::new(api.db.clone(), clock, RandomIds.uuid(), waarmaker_jobs::Settings::default(), handlers);
        Ok(Self { api: Arc::clone(api), ingest, runner })
    }

    /// Starts everything.
    pub(super) async fn start(self) -> Result<Running> {
        let jobs = self.runner.start(&self.api.bell);
        let (stop, stopped) = watch::channel(false);
        let ticks = tokio::spawn(tick(Arc::clone(&self.api), stopped));
        let ingest = match self.ingest {
            Some(ingest) => Some(ingest.start().await.map_err(|reason| anyhow!("listening to the broker: {reason}"))?),
            None => None,
        };
        Ok(Running { ingest, jobs, stop, ticks })
    }
}

impl Running {
    /// Stops in the order of the chain: nothing comes in any more, what is due is done, what is leaving has left.
    pub(super) async fn stop(self) {
        if let Some(ingest) = self.ingest {
            ingest.stop().await;
        }
        self.stop.send_replace(true);
        if let Err(error) = self.ticks.await {
            tracing::error!(%error, "what falls due did not end well");
        }
        self.jobs.stop().await;
    }
}

/// Does what is due, after each write and every second.
async fn tick(api: Arc<Api>, mut stopped: watch::Receiver<bool>) {
    let mut bell = api.bell.listen();
    while !*stopped.borrow() {
        if let Err(problem) = round(&api).await {
            tracing::error!(%problem, "what is due could not be done; it is tried again");
        }
        let pause = async {
            sleep(BREATHER).await;
            tokio::select! { () = bell.wait() => {}, () = sleep(LOOK) => {} }
        };
        tokio::select! { () = pause => {}, _ = stopped.changed() => {} }
    }
}

async fn round(api: &Arc<Api>) -> Result<(), Problem> {
    let house = Arc::clone(&api.house);
    let rules = move |tx: &mut waarmaker_db::Tx<'_>| {
        let (who, call) = (Caller::waarmaker("Signalen"), Call::now(&house)?);
        waarmaker_signalen::tick(&mut Cx::new(tx, &house, &who, &call))
    };
    api.db.write(rules).await?;
    waarmaker_werkopdrachten::tick(api).await?;
    waarmaker_lampen::tick(api).await.map(|_| ())
}

fn mqtt_settings(broker: &str, section: &Mqtt) -> Result<mqtt::Settings> {
    let client_id = section.client_id.clone().unwrap_or_else(client_id);
    let mut broker = Broker::at(broker, &client_id).context("reading signalen.mqtt.broker")?;
    broker.version = match section.version {
        MqttVersion::V5 => Version::V5,
        MqttVersion::V311 => Version::V311,
    };
    broker.login = login(section.user.as_ref(), section.password.as_ref());
    if broker.tls.is_some() {
        let identity = section.tls_certificate.clone().zip(section.tls_key.clone());
        broker.tls = Some(Tls { root: section.tls_root.clone(), identity });
    }
    let topics = section.topics.iter().map(|topic| {
        Ok(Topic { pattern: topic.pattern.parse()?, gateway: topic.gateway, mapping: Mapping::open(&topic.mapping)? })
    });
    let topics = topics.collect::<Result<Vec<Topic>, String>>().and_then(Topics::new);
    let topics = topics.map_err(|reason| anyhow!("reading signalen.mqtt.topics: {reason}"))?;
    Ok(mqtt::Settings {
        broker,
        group: Some(section.group.clone()).filter(|group| !group.is_empty()),
        topics,
        max_payload_bytes: section.max_payload_bytes.try_into()?,
        batch: section.batch.try_into()?,
        batch_wait: BATCH_WAIT,
        window: section.window.try_into()?,
        session: Duration::from_hours(section.session_hours.into()),
    })
}

/// Our name at the broker when nobody gave one: that of the machine.
fn client_id() -> String {
    let host = fs::read_to_string(Path::new("/proc/sys/kernel/hostname")).unwrap_or_default();
    let plain = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '-' };
    format!("waarmaker-{}", host.trim().chars().map(plain).take(80).collect::<String>())
}

fn smtp_settings(server: &str, section: &Smtp) -> Result<mail::Smtp> {
    let (host, port) = server.rsplit_once(':').context("smtp.server is not HOST:PORT")?;
    Ok(mail::Smtp {
        host: host.to_owned(),
        port: port.parse().context("smtp.server has no port")?,
        security: match section.security {
            SmtpSecurity::Starttls => Security::Starttls,
            SmtpSecurity::Tls => Security::Tls,
            SmtpSecurity::None => Security::None,
        },
        login: login(section.user.as_ref(), section.password.as_ref()),
        from: section.from.clone().unwrap_or_default(),
        phone: section.phone.clone(),
        tls_root: section.tls_root.clone(),
        timeout: Duration::from_millis(section.timeout_ms),
    })
}

fn login(user: Option<&String>, password: Option<&Secret>) -> Option<(String, String)> {
    let password = password.map(|password| password.expose().to_owned()).unwrap_or_default();
    user.map(|user| (user.clone(), password))
}
