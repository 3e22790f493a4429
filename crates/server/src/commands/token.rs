// SPDX-License-Identifier: EUPL-1.2
//! `waarmaker token`.

use anyhow::{Context as _, Result};
use waarmaker_auth::token;

use crate::place::Place;

/// Print a ZGW token (JWT) for a client
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Token {
    /// Client id, as `waarmaker client list` shows it
    id: String,
    /// User id for the audit trail
    #[arg(long, default_value = "")]
    user: String,
    /// Name of the user for the audit trail
    #[arg(long, default_value = "")]
    user_name: String,
}

const EXAMPLES: &str = "\
Examples:
  waarmaker token mijn-app --user jvries --user-name 'Jan de Vries'
  curl -H \"Authorization: Bearer $(waarmaker token mijn-app)\" -H 'Accept-Crs: EPSG:4326' http://127.0.0.1:8080/zaken/api/v1/zaken

A token is accepted for an hour (auth.max_token_age_seconds).";

impl Token {
    /// Prints the token.
    pub(crate) fn run(&self, place: &Place) -> Result<()> {
        let register = place.open()?;
        let id = self.id.clone();
        let sql = "SELECT secret FROM clients WHERE client_id = $1";
        let secret = register.db.read_blocking(move |tx| tx.one(sql, &[id.as_str().into()], |row| row.text(0)))?;
        let now = register.house.clock.now().as_second();
        register.db.close_blocking();
        let unknown =
            || format!("there is no client {}: waarmaker client add {} --secret SECRET --all", self.id, self.id);
        let secret = secret.with_context(unknown)?;
        println!("{}", token::make(&self.id, &secret, now, &self.user, &self.user_name)?);
        Ok(())
    }
}
