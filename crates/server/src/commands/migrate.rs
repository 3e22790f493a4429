// SPDX-License-Identifier: EUPL-1.2
//! `waarmaker migrate`.

use anyhow::{Context as _, Result};
use serde_json::{Value, json};
use waarmaker_db::Db;

use crate::{place, place::Place, progress::Progress};

/// Apply the pending migrations of the database
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Migrate {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "\
Examples:
  waarmaker migrate --data /var/lib/waarmaker
  waarmaker migrate --database postgres://waarmaker@db/waarmaker --json

Every other command applies pending migrations too; this one does nothing else.";

impl Migrate {
    /// Migrates and says what was applied.
    pub(crate) fn run(&self, place: &Place) -> Result<()> {
        let settings = place.settings(&[])?;
        let progress = Progress::spinner("Migrating");
        let migrated = Db::migrate(&place::database(&settings)?);
        drop(progress);
        let report = migrated.with_context(|| format!("migrating the database {:?}", settings.database_url()))?;
        if self.json {
            let applied: Vec<Value> =
                report.applied.iter().map(|(number, name)| json!({"number": number, "name": name})).collect();
            println!("{}", serde_json::to_string_pretty(&json!({"applied": applied}))?);
            return Ok(());
        }
        for (number, name) in &report.applied {
            println!("Applied {number} {name}");
        }
        if report.applied.is_empty() {
            println!("The database is up to date.");
        }
        Ok(())
    }
}
