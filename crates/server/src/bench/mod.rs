// SPDX-License-Identifier: EUPL-1.2
//! `waarmaker bench`: what the program costs, next to a static answer of the same size from the same HTTP stack.
//! Documents are measured against a static file, notifications against the same writes without subscribers, observations with a real broker, pages with many open incidents.
//!
//! The server under load is a process of its own on a free loopback port; this process only asks. The figure that counts is the server's CPU time per
//! request (`/proc/PID/stat`), because it hardly depends on what else the machine does. Every request carries a token, which is verified; for the static
//! answer as well.

mod cases;
mod deliveries;
mod documents;
mod figure;
mod load;
mod observations;
mod pages;
mod process;
mod register;
mod seed;
mod signals;
mod statics;

use std::time::Duration;

use anyhow::{Context as _, Result};

pub(crate) use statics::{Static, serve as serve_static};

/// What to measure.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Bench {
    /// Number of zaken in the small register
    #[arg(long, default_value_t = 10_000)]
    zaken: u32,
    /// Number of zaken in the large register, for the list; 0 leaves it out
    #[arg(long, default_value_t = 1_000_000)]
    large: u32,
    /// Number of observations in the register that is asked for the newest and for series; 0 leaves it out
    #[arg(long, default_value_t = 100_000_000)]
    observations: u64,
    /// Seconds for each case
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// Database to measure: empty for SQLite in a temporary folder, or an empty PostgreSQL database
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Only this part
    #[arg(long, value_enum)]
    only: Option<Part>,
    /// Print the figures as JSON
    #[arg(long)]
    json: bool,
}

/// A part of the measurements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// Zaken: one, lists, new ones
    Zaken,
    /// Documents: small and large, up and down
    Documenten,
    /// Notifications to many subscribers
    Notificaties,
    /// Observations from a broker, with rules, and series of very many
    Signalen,
    /// Pages for people, with 10,000 open incidents
    Paginas,
}

/// Runs all cases and prints the table.
pub(crate) fn run(bench: &Bench) -> Result<()> {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().context("starting the load generator")?;
    let figures = runtime.block_on(cases::all(bench))?;
    if bench.json {
        println!("{}", serde_json::to_string_pretty(&figures)?);
    } else {
        print!("{}", figure::table(&figures));
    }
    Ok(())
}

impl Bench {
    /// Whether a part is asked for.
    fn wants(&self, part: Part) -> bool {
        self.only.is_none_or(|only| only == part)
    }

    fn duration(&self) -> Duration {
        Duration::from_secs(self.seconds.max(1))
    }
}
