// SPDX-License-Identifier: EUPL-1.2
//! `waarmaker blob verify | collect`: the contents of documents as they are stored.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, bail};
use serde_json::{Value as Json, json};
use uuid::Uuid;
use waarmaker_api::Call;
use waarmaker_blob::{Blobs, Collected, Fault, Found, SHORTEST_GRACE, Unowned, Verified};
use waarmaker_db::{Db, Tx};

use crate::{
    commands::serve::runtime,
    place::{self, Place, Register},
    progress::Progress,
};

/// Check and clear away the contents of documents
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Blob {
    #[command(subcommand)]
    action: Action,
}

const EXAMPLES: &str = "\
Examples:
  waarmaker blob verify                 reads everything; exit code 1 when anything is missing or damaged
  waarmaker blob verify --json > report.json
  waarmaker blob collect                removes what no document has, since 24 hours at least

Both may run beside a server. A server collects once a day of its own accord.";

#[derive(Clone, Debug, clap::Subcommand)]
enum Action {
    /// Read every content and compare it with its checksum
    Verify {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Remove contents that no document has any more, and what a crash left
    Collect {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

impl Blob {
    /// Does what was asked.
    pub(crate) fn run(&self, place: &Place) -> Result<()> {
        let settings = place.settings(&[])?;
        let register = Register::open(&settings)?;
        let blobs = place::blobs(&settings)?;
        let done = match self.action {
            Action::Verify { json } => verify(&register, &blobs, json),
            Action::Collect { json } => collect(&register, &blobs, json),
        };
        register.db.close_blocking();
        done
    }
}

/// What was found that is not as it should be.
#[derive(Default)]
struct Findings {
    faults: Vec<Fault>,
    unowned: Vec<Unowned>,
}

/// Most findings of a kind that are listed; all are counted.
const LISTED: usize = 1000;

fn verify(register: &Register, blobs: &Blobs, json: bool) -> Result<()> {
    let now = Call::now(&register.house)?.now;
    let progress = Progress::steps("Verifying contents", 0);
    let mut findings = Findings::default();
    let report = |found: Found<'_>| match found {
        Found::Progress { chunks, of, .. } => progress.at(chunks, of),
        Found::Fault(fault) if findings.faults.len() < LISTED => findings.faults.push(fault.clone()),
        Found::Unowned(object) if findings.unowned.len() < LISTED => findings.unowned.push(object.clone()),
        Found::Fault(_) | Found::Unowned(_) => {}
    };
    let verified = runtime()?.block_on(blobs.verify(&register.db, &now, report)).context("reading the store")?;
    drop(progress);
    let documents = documents(&register.db, &findings.faults)?;
    if json {
        println!("{}", serde_json::to_string_pretty(&as_json(&verified, &findings, &documents))?);
    } else {
        tell(&verified, &findings, &documents);
    }
    if !verified.is_sound() {
        let Verified { missing, damaged, unreadable, chunks, .. } = verified;
        bail!("of {chunks} chunks {missing} are missing, {damaged} are damaged and {unreadable} cannot be read");
    }
    Ok(())
}

/// The documents that have these contents, by content.
fn documents(db: &Db, faults: &[Fault]) -> Result<BTreeMap<Uuid, Uuid>> {
    let contents: Vec<Uuid> = faults.iter().flat_map(|fault| fault.contents.iter().copied()).collect();
    let find = move |tx: &mut Tx<'_>| {
        let sql = "SELECT informatieobject FROM documentinhouden WHERE inhoud = $1 \
                   UNION SELECT informatieobject FROM bestandsdelen WHERE inhoud = $1";
        let mut found = BTreeMap::new();
        for inhoud in contents {
            if let Some(document) = tx.query(sql, &[inhoud.into()], |row| row.uuid(0))?.first() {
                found.insert(inhoud, *document);
            }
        }
        Ok::<_, waarmaker_db::Error>(found)
    };
    db.read_blocking(find).context("looking which documents have it")
}

fn of(fault: &Fault, documents: &BTreeMap<Uuid, Uuid>) -> Vec<Uuid> {
    let mut of: Vec<Uuid> = fault.contents.iter().filter_map(|inhoud| documents.get(inhoud)).copied().collect();
    of.sort_unstable();
    of.dedup();
    of
}

fn as_json(verified: &Verified, findings: &Findings, documents: &BTreeMap<Uuid, Uuid>) -> Json {
    let fault = |fault: &Fault| {
        json!({
            "object": fault.chunk.name(), "wrong": fault.wrong.to_string(),
            "enkelvoudiginformatieobjecten": of(fault, documents),
        })
    };
    let unowned = |object: &Unowned| json!({"object": object.name, "bytes": object.size, "age_seconds": object.age.map(|age| age.as_secs())});
    json!({
        "sound": verified.is_sound(),
        "chunks": verified.chunks, "bytes": verified.bytes,
        "missing": verified.missing, "damaged": verified.damaged, "unreadable": verified.unreadable,
        "unowned": verified.unowned, "unowned_bytes": verified.unowned_bytes,
        "faults": findings.faults.iter().map(fault).collect::<Vec<_>>(),
        "objects_without_row": findings.unowned.iter().map(unowned).collect::<Vec<_>>(),
    })
}

fn tell(verified: &Verified, findings: &Findings, documents: &BTreeMap<Uuid, Uuid>) {
    for fault in &findings.faults {
        let of: Vec<String> = of(fault, documents).iter().map(Uuid::to_string).collect();
        let whose = if of.is_empty() { "no document".to_owned() } else { format!("document {}", of.join(", ")) };
        println!("{:<10} {}  of {whose}", fault.wrong.to_string(), fault.chunk.name());
    }
    println!("{} chunks with {} bytes were read.", verified.chunks, verified.bytes);
    if verified.unowned > 0 {
        println!(
            "{} objects with {} bytes have no row: uploads that are under way, or that a crash broke off. `waarmaker blob collect` removes them when they are a day old.",
            verified.unowned, verified.unowned_bytes
        );
    }
    if verified.is_sound() {
        println!("Everything is as it was written.");
    }
}

fn collect(register: &Register, blobs: &Blobs, json: bool) -> Result<()> {
    let now = Call::now(&register.house)?.now;
    let progress = Progress::spinner("Collecting contents that no document has");
    let collected = runtime()?.block_on(blobs.collect_orphans(&register.db, &now, SHORTEST_GRACE));
    drop(progress);
    let Collected { marked, chunks, objects, bytes, failed } = collected.context("clearing the store")?;
    if json {
        let report = json!({"marked": marked, "chunks": chunks, "objects": objects, "bytes": bytes, "failed": failed});
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        println!(
            "{chunks} chunks that no document had and {objects} objects without a row were removed: {bytes} bytes."
        );
        println!("{marked} chunks have no document since less than a day; they stay until then.");
    }
    if failed > 0 {
        bail!("{failed} objects could not be removed; the next run tries again");
    }
    Ok(())
}
