// SPDX-License-Identifier: EUPL-1.2
//! Logs: to standard error, as lines for people or as JSON. Never a body, a query string, a token or a name.

use std::{io, io::IsTerminal as _};

use anyhow::{Context as _, Result};
use tracing_subscriber::EnvFilter;
use waarmaker_config::{LogFormat, Logging};

/// Starts logging as the settings say.
pub(crate) fn start(settings: &Logging) -> Result<()> {
    // The client of NATS tells of each attempt as of an error; what a lost connection means is told by the delivery.
    let filter = EnvFilter::try_new(format!("async_nats=off,{}", settings.level)).context("reading logging.level")?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    let started = match settings.format {
        LogFormat::Text => builder.with_ansi(io::stderr().is_terminal()).try_init(),
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
    };
    started.map_err(|error| anyhow::anyhow!("starting the log: {error}"))?;
    // What a panic says may hold anything, except when it was written out in the program; where it happened is always known.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let words = panic.payload().downcast_ref::<&'static str>().copied().unwrap_or_default();
        tracing::error!(place, words, "panicked");
    }));
    Ok(())
}
