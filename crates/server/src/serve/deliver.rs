// SPDX-License-Identifier: EUPL-1.2
//! The delivery of notifications, as the settings want it: to abonnementen, to sinks of CloudEvents, and to NATS.

use std::{sync::Arc, time::Duration};

use anyhow::{Context as _, Result};
use waarmaker_config::{Secret, Settings, SinkMode};
use waarmaker_core::{Clock, Ids as _, RandomIds, SystemClock};
use waarmaker_db::Db;
use waarmaker_events::{
    cloudevents::{HttpSink, Mode, Profile, Selection},
    delivery::{self, Deliverer, EventSink, Outgoing, Reach, Sink},
    nats::{self, Login, NatsSink},
};

use crate::place;

const HOUR: Duration = Duration::from_hours(1);

/// Makes the deliverer of this process; nothing is sent before it is started. `origin` stands in the URLs of messages.
pub(super) fn deliverer(settings: &Settings, db: Db, origin: &str) -> Result<Deliverer> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let reach = place::reach(settings);
    let sinks = sinks(settings, &reach, &clock)?;
    let section = &settings.notificaties;
    let delivery = delivery::Settings {
        reach,
        concurrency: section.concurrency.try_into()?,
        retry_first: Duration::from_millis(section.retry_first_ms),
        retry_cap: Duration::from_secs(section.retry_cap_seconds),
        give_up: HOUR.saturating_mul(section.give_up_hours),
        retention: HOUR.saturating_mul(section.retention_days.saturating_mul(24)),
    };
    Deliverer::new(db, clock, RandomIds.uuid(), origin, delivery, sinks)
        .context("preparing the delivery of notifications")
}

/// Everything of the settings that gets CloudEvents.
fn sinks(settings: &Settings, reach: &Reach, clock: &Arc<dyn Clock>) -> Result<Vec<Arc<dyn Sink>>> {
    let section = &settings.cloudevents;
    let (Some(source), Some(prefix)) = (&section.source, &section.type_prefix) else { return Ok(Vec::new()) };
    let profile = Profile::new(source, prefix).context("reading the section [cloudevents]")?;
    let outgoing = Outgoing::new(reach.clone()).context("preparing connections to sinks")?;
    let mut sinks: Vec<Arc<dyn Sink>> = Vec::new();
    for sink in &section.sinks {
        let sink = HttpSink {
            name: sink.name.clone(),
            url: sink.url.clone(),
            authorization: exposed(sink.authorization.as_ref()),
            mode: match sink.mode {
                SinkMode::Structured => Mode::Structured,
                SinkMode::Binary => Mode::Binary,
            },
            selection: Selection { kanalen: sink.kanalen.clone(), types: sink.types.clone() },
        };
        sinks.push(Arc::new(EventSink::new(sink, profile.clone(), outgoing.clone(), Arc::clone(clock))));
    }
    if !settings.nats.servers.is_empty() {
        let nats = NatsSink::new(profile, nats_settings(&settings.nats)).context("reading the section [nats]")?;
        sinks.push(Arc::new(nats));
    }
    Ok(sinks)
}

fn nats_settings(section: &waarmaker_config::Nats) -> nats::Settings {
    let login = match (&section.user, &section.token, &section.credentials_file) {
        (Some(name), _, _) => {
            Login::User { name: name.clone(), password: exposed(section.password.as_ref()).unwrap_or_default() }
        }
        (None, Some(token), _) => Login::Token(token.expose().to_owned()),
        (None, None, Some(file)) => Login::Credentials(file.clone()),
        (None, None, None) => Login::None,
    };
    nats::Settings {
        servers: section.servers.clone(),
        login,
        tls_root: section.tls_root.clone(),
        stream: section.stream.clone(),
        subject_prefix: section.subject_prefix.clone(),
        create_stream: section.create_stream,
        keep: HOUR.saturating_mul(section.keep_days.saturating_mul(24)),
        replicas: section.replicas,
        timeout: Duration::from_millis(section.timeout_ms),
        selection: Selection { kanalen: section.kanalen.clone(), types: Vec::new() },
    }
}

fn exposed(secret: Option<&Secret>) -> Option<String> {
    secret.map(|secret| secret.expose().to_owned())
}
