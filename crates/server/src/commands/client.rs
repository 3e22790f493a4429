// SPDX-License-Identifier: EUPL-1.2
//! `waarmaker client add | list | remove`: the secrets of clients.

use anyhow::{Context as _, Result, bail};
use waarmaker_auth::{add_client, list_clients, remove_client};
use waarmaker_core::{Problem, text::clean_text};

use crate::place::Place;

/// Manage the clients that may call the APIs
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Client {
    #[command(subcommand)]
    action: Action,
}

const EXAMPLES: &str = "\
Examples:
  waarmaker client add mijn-app --secret - --all < secret.txt
  waarmaker client add mijn-app --secret 'een lang geheim' --data /var/lib/waarmaker
  waarmaker client list --json
  waarmaker client remove mijn-app

A secret stays when the Applicatie of the client is deleted, and the other way around.
What a client may do is said in the Autorisaties API; --all lets it do everything.";

#[derive(Clone, Debug, clap::Subcommand)]
enum Action {
    /// Add a client, or give it another secret
    Add {
        /// Client id, as it is in tokens
        id: String,
        /// Secret that tokens are signed with; - reads one line from standard input
        #[arg(long, env = "WAARMAKER_CLIENT_SECRET", hide_env_values = true)]
        secret: String,
        /// Let it do everything (an Applicatie with heeftAlleAutorisaties)
        #[arg(long)]
        all: bool,
    },
    /// List the clients
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Remove a client; its Applicatie stays
    Remove {
        /// Client id
        id: String,
    },
}

impl Client {
    /// Does what was asked.
    pub(crate) fn run(&self, place: &Place) -> Result<()> {
        match &self.action {
            Action::Add { id, secret, all } => add(place, id, secret, *all),
            Action::List { json } => list(place, *json),
            Action::Remove { id } => remove(place, id),
        }
    }
}

fn add(place: &Place, id: &str, secret: &str, all: bool) -> Result<()> {
    let secret = if secret == "-" { read_secret()? } else { secret.to_owned() };
    if id.is_empty() || id.len() > 255 || clean_text(id).is_err() {
        bail!("a client id is 1 to 255 characters, none of them a control character");
    }
    if secret.is_empty() {
        bail!("the secret is empty: give one with --secret SECRET, or --secret - to read it from standard input");
    }
    let register = place.open()?;
    let client = id.to_owned();
    register.write("waarmaker client add", move |cx| {
        add_client(cx.tx, &client, &secret, &cx.call.now)?;
        if all {
            waarmaker_autorisaties::give_all(cx, &client, &client)?;
        }
        Ok::<_, Problem>(())
    })?;
    register.db.close_blocking();
    let rights = if all { " and may do everything" } else { "" };
    println!("Client {id} has its secret{rights}. A token: waarmaker token {id}");
    Ok(())
}

fn read_secret() -> Result<String> {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).context("reading the secret from standard input")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

fn list(place: &Place, json: bool) -> Result<()> {
    let register = place.open()?;
    let clients = register.db.read_blocking(list_clients)?;
    register.db.close_blocking();
    if json {
        println!("{}", serde_json::to_string_pretty(&clients)?);
        return Ok(());
    }
    if clients.is_empty() {
        println!("There are no clients yet: waarmaker client add ID --secret SECRET --all");
    }
    for client in clients {
        let rights = if client.all { "may do everything" } else { "" };
        println!(
            "{:<30} {:<25} {:<30} {rights}",
            client.client_id,
            client.added,
            client.applicatie.unwrap_or_default()
        );
    }
    Ok(())
}

fn remove(place: &Place, id: &str) -> Result<()> {
    let register = place.open()?;
    let client = id.to_owned();
    let removed = register.db.write_blocking(move |tx| remove_client(tx, &client))?;
    register.db.close_blocking();
    if !removed {
        bail!("there is no client {id}: waarmaker client list shows all");
    }
    println!("Client {id} is removed. Its Applicatie, if it has one, stays.");
    Ok(())
}
