// SPDX-License-Identifier: EUPL-1.2
//! `waarmaker serve`.

use anyhow::{Context as _, Result};
use tokio::runtime::{Builder, Runtime};

use crate::{logging, place::Place, serve::Server, serve::StopSignals};

/// Serve the APIs
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Serve {
    /// Address and port to listen on [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDR")]
    bind: Option<String>,
}

const EXAMPLES: &str = "\
Examples:
  waarmaker serve                                          SQLite in ./data on 127.0.0.1:8080
  waarmaker serve --data /var/lib/waarmaker --bind 0.0.0.0:80
  waarmaker serve --database postgres://waarmaker@db/waarmaker
  WAARMAKER_LOGGING__FORMAT=json waarmaker serve --config /etc/waarmaker.toml

It stops on SIGINT and SIGTERM, after the requests that are under way.
See /health/live, /health/ready, /metrics and /docs.";

impl Serve {
    /// Serves until a signal.
    pub(crate) fn run(&self, place: &Place) -> Result<()> {
        let bind = self.bind.iter().map(|bind| ("server.bind", bind.clone()));
        let settings = place.settings(&bind.collect::<Vec<_>>())?;
        logging::start(&settings.logging)?;
        runtime()?.block_on(async {
            let mut stop = StopSignals::new()?;
            Server::new(&settings).await?.run(stop.next()).await
        })
    }
}

/// The threads that serve.
pub(crate) fn runtime() -> Result<Runtime> {
    Builder::new_multi_thread().enable_all().build().context("starting the threads that serve")
}
