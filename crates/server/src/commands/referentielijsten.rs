// SPDX-License-Identifier: EUPL-1.2
//! `waarmaker referentielijsten import`.

use std::{fs, time::Duration};

use anyhow::{Context as _, Result, bail};
use waarmaker_referentielijsten::{Count, ImportError, Report, Source, builtin, import, next_page};

use crate::{
    place::{Place, Register},
    progress::Progress,
};

/// Fill the selection list and what goes with it
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Referentielijsten {
    #[command(subcommand)]
    action: Action,
}

const EXAMPLES: &str = "\
Examples:
  waarmaker referentielijsten import procestypen.json resultaten.json
  waarmaker referentielijsten import https://selectielijst.openzaak.nl/api/v1
  waarmaker referentielijsten import --builtin

Files are JSON as the makers of the national list keep it, or as an API of this shape answers it. A URL that ends in /api/v1 stands for the four lists
under it. Uuids are kept and importing again brings the lists up to date. With any fault nothing is written.";

#[derive(Clone, Debug, clap::Subcommand)]
enum Action {
    /// Import lists from files or URLs
    Import {
        /// Files and URLs, in any order
        #[arg(value_name = "FILE|URL", required_unless_present = "builtin")]
        sources: Vec<String>,
        /// Import the small example set of the program
        #[arg(long)]
        builtin: bool,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

impl Referentielijsten {
    /// Does what was asked.
    pub(crate) fn run(&self, place: &Place) -> Result<()> {
        let Action::Import { sources, builtin, json } = &self.action;
        let mut files = Vec::new();
        for source in sources {
            read(source, &mut files)?;
        }
        if *builtin {
            files.extend(example());
        }
        let register = place.open()?;
        let report = store(&register, files);
        register.db.close_blocking();
        print(&report?, *json)
    }
}

/// A file with its name.
pub(crate) type File = (String, Vec<u8>);

/// The example set of the program.
pub(crate) fn example() -> Vec<File> {
    builtin().iter().map(|source| (source.name.to_owned(), source.bytes.to_vec())).collect()
}

/// Imports files in one transaction.
pub(crate) fn store(register: &Register, files: Vec<File>) -> Result<Report, ImportError> {
    let _progress = Progress::spinner("Importing reference lists");
    register.write("waarmaker referentielijsten import", move |cx| {
        let sources: Vec<Source<'_>> = files.iter().map(|(name, bytes)| Source { name, bytes }).collect();
        import(cx, &sources)
    })
}

fn read(source: &str, files: &mut Vec<File>) -> Result<()> {
    if !source.starts_with("http://") && !source.starts_with("https://") {
        let bytes = fs::read(source).with_context(|| format!("reading {source}"))?;
        files.push((source.to_owned(), bytes));
        return Ok(());
    }
    let progress = Progress::spinner(&format!("Fetching {source}"));
    let source = source.trim_end_matches('/');
    if !source.ends_with("/api/v1") {
        return fetch(source, files, &progress);
    }
    for list in ["procestypen", "resultaten", "resultaattypeomschrijvingen", "communicatiekanalen"] {
        fetch(&format!("{source}/{list}"), files, &progress)?;
    }
    Ok(())
}

/// Longest time for one page.
const TIMEOUT: Duration = Duration::from_mins(1);
/// Largest page in bytes.
const MAX_BYTES: u64 = 64 << 20;
/// Most pages of a list.
const MAX_PAGES: usize = 1000;

/// Fetches a list page by page.
fn fetch(url: &str, files: &mut Vec<File>, progress: &Progress) -> Result<()> {
    let config = ureq::Agent::config_builder().timeout_global(Some(TIMEOUT)).max_redirects(3).build();
    let agent = ureq::Agent::new_with_config(config);
    let mut next = Some(url.to_owned());
    for _ in 0..MAX_PAGES {
        let Some(page) = next else { return Ok(()) };
        let attempt = || format!("fetching {page}");
        let mut answer = agent.get(&page).header("Accept", "application/json").call().with_context(attempt)?;
        let bytes = answer.body_mut().with_config().limit(MAX_BYTES).read_to_vec().with_context(attempt)?;
        progress.step();
        next = next_page(&bytes);
        if next.as_deref().is_some_and(|next| origin(next) != origin(url)) {
            bail!("{page} says that its next page is on another server; fetch that one yourself if you trust it");
        }
        files.push((page, bytes));
    }
    bail!("{url} has more than {MAX_PAGES} pages")
}

/// Scheme and host of a URL.
fn origin(url: &str) -> &str {
    let end = url.match_indices('/').nth(2).map_or(url.len(), |(at, _)| at);
    url.get(..end).unwrap_or(url)
}

fn print(report: &Report, json: bool) -> Result<()> {
    let lists = [
        ("procestypen", report.procestypen),
        ("resultaten", report.resultaten),
        ("resultaattypeomschrijvingen", report.resultaattypeomschrijvingen),
        ("communicatiekanalen", report.communicatiekanalen),
    ];
    if json {
        let count = |count: Count| serde_json::json!({"new": count.new, "changed": count.changed, "unchanged": count.unchanged});
        let lists: serde_json::Map<String, serde_json::Value> =
            lists.into_iter().map(|(name, list)| (name.to_owned(), count(list))).collect();
        println!("{}", serde_json::to_string_pretty(&lists)?);
        return Ok(());
    }
    for (name, list) in lists {
        println!("{name:<28} {:>5} new {:>5} changed {:>5} unchanged", list.new, list.changed, list.unchanged);
    }
    Ok(())
}
