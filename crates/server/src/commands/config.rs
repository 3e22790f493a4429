// SPDX-License-Identifier: EUPL-1.2
//! `waarmaker config check | schema | show`.

use anyhow::Result;
use waarmaker_config::Settings;

use crate::place::Place;

/// Check and show the settings
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Config {
    #[command(subcommand)]
    action: Action,
}

const EXAMPLES: &str = "\
Examples:
  waarmaker config check --config /etc/waarmaker.toml
  waarmaker config show                 every setting with its value and where that came from
  waarmaker config schema > waarmaker.schema.json

A setting is given in a file ([server] bind = \"0.0.0.0:80\"), in the environment (WAARMAKER_SERVER__BIND) or as an option.";

#[derive(Clone, Debug, clap::Subcommand)]
enum Action {
    /// Check file, environment and options; all problems are told
    Check,
    /// Print the JSON Schema of the file
    Schema,
    /// Print the settings in force as TOML, each with its source, without secrets
    Show,
    /// Print all settings as a page of documentation (Markdown)
    Reference,
}

impl Config {
    /// Does what was asked.
    pub(crate) fn run(&self, place: &Place) -> Result<()> {
        match self.action {
            Action::Check => {
                place.settings(&[])?;
                println!("The settings are valid.");
            }
            Action::Schema => println!("{}", serde_json::to_string_pretty(&Settings::schema())?),
            Action::Show => print!("{}", place.settings(&[])?.show()),
            Action::Reference => print!("{}", Settings::reference()),
        }
        Ok(())
    }
}
