// SPDX-License-Identifier: EUPL-1.2
//! `waarmaker metingen`: devices and what they say.

use anyhow::Result;

use super::metingen_aansluiten::Connect;
use super::metingen_letters::{Letters, Map, Replay};
use crate::place::Place;

/// Look after devices and what they say
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Metingen {
    #[command(subcommand)]
    action: Action,
}

#[derive(Clone, Debug, clap::Subcommand)]
enum Action {
    #[command(name = "aansluiten")]
    Connect(Connect),
    Letters(Letters),
    Replay(Replay),
    Map(Map),
}

impl Metingen {
    /// Does what was asked.
    pub(crate) fn run(&self, place: &Place) -> Result<()> {
        match &self.action {
            Action::Connect(command) => command.run(place),
            Action::Letters(command) => command.run(place),
            Action::Replay(command) => command.run(place),
            Action::Map(command) => command.run(),
        }
    }
}
