// SPDX-License-Identifier: EUPL-1.2
//! Documents: small ones by the thousand, and a large one in parts.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result};
use base64::Engine as _;
use serde_json::{Value as Json, json};
use waarmaker_auth::token;

use super::{
    Bench,
    cases::mib,
    figure::{Figures, measure},
    load::{Requests, Transfer},
    process::{Server, anonymous_kib},
    register::{Register, now, request},
    seed, statics,
};

/// Path of the collection.
const DOCUMENTS: &str = "/documenten/api/v1/enkelvoudiginformatieobjecten";
/// Size of a small document.
const SMALL: usize = 10 * 1024;
/// Size of the large document.
const LARGE: u64 = 1 << 30;

/// Runs the cases of documents.
pub(super) async fn documents(bench: &Bench, figures: &mut Figures) -> Result<()> {
    let register = Register::ready(bench, 0, &[]).await?;
    let posted = measure("POST document of 10 KB", &register.server, 32, bench, post_each(&register)).await?;
    figures.cases.push(posted.aiming_at("≥ 2,000/s"));
    let made = ask(&register, "POST", DOCUMENTS, &small(&register, 0)).await?;
    let inhoud = made.get("inhoud").and_then(Json::as_str).context("the document has no content")?;
    let path = inhoud.split_once("/documenten").map(|(_, path)| format!("/documenten{path}")).context("an odd URL")?;
    let downloaded = measure("download of 10 KB", &register.server, 32, bench, register.get(&path)).await?;
    let file = static_file(bench).await?;
    figures.cases.extend([file.clone(), downloaded.against(&file, "≤ 3 × static file")]);
    large(&register, figures).await
}

/// The body of a document.
fn document(register: &Register, size: u64, inhoud: Option<&str>) -> Json {
    let origin = format!("http://{}", register.server.address);
    seed::document(&register.seeded.informatieobjecttype, &origin, size, inhoud)
}

/// A document with a content of its own for each number.
fn small(register: &Register, i: u64) -> Json {
    let mut content = i.to_le_bytes().repeat(SMALL / 8);
    content.truncate(SMALL);
    document(register, SMALL as u64, Some(&base64::engine::general_purpose::STANDARD.encode(content)))
}

fn post_each(register: &Register) -> Requests {
    // Made once: the generator shares the processor with the server.
    let (head, tail) = {
        let body = small(register, 0).to_string();
        let at = body.find("AAAAAAAA").unwrap_or(0);
        (body.get(..at).unwrap_or_default().to_owned(), body.get(at..).unwrap_or_default().to_owned())
    };
    let (address, token) = (register.server.address.clone(), register.token.clone());
    let next = AtomicU64::new(1);
    Arc::new(move |_| {
        // Three bytes are four characters: the first six bytes of the content say which it is, so that no two are the same.
        let [_, _, number @ ..] = next.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        let number = base64::engine::general_purpose::STANDARD.encode(number);
        let body = format!("{head}{number}{}", tail.get(8..).unwrap_or_default());
        request("POST", DOCUMENTS, &address, &token, &body)
    })
}

/// The yardstick of a download: a file of that size, served from disk by a common file server behind the same verification.
async fn static_file(bench: &Bench) -> Result<super::figure::Figure> {
    let folder = tempfile::tempdir()?;
    std::fs::write(folder.path().join("bijlage.bin"), vec![b'x'; SMALL])?;
    let files = folder.path().to_str().context("an odd folder")?.to_owned();
    let start = move || Server::start(&["bench-static", "--files", &files], "/health/ready", &[]);
    let server = tokio::task::spawn_blocking(start).await??;
    let token = token::make("bench", statics::SECRET, now(), "bench", "Bench")?;
    let bytes = request("GET", "/files/bijlage.bin", &server.address, &token, "");
    measure("static file of 10 KB", &server, 32, bench, Arc::new(move |_| bytes.clone())).await
}

/// 1 GiB up in parts and down again, and how much memory the server took meanwhile.
async fn large(register: &Register, figures: &mut Figures) -> Result<()> {
    let watch = Watch::start(register.server.id())?;
    let begin = Instant::now();
    let body = document(register, LARGE, None);
    let made = ask(register, "POST", DOCUMENTS, &body).await?;
    let lock = made.get("lock").and_then(Json::as_str).context("no lock for a large document")?;
    for part in made.get("bestandsdelen").and_then(Json::as_array).into_iter().flatten() {
        upload(register, part, lock).await?;
    }
    let url = path_of(&made, "url")?;
    ask(register, "POST", &format!("{url}/unlock"), &json!({"lock": lock})).await?;
    let up = begin.elapsed();
    let begin = Instant::now();
    let got = transfer(register).download(&format!("{url}/download")).await?;
    anyhow::ensure!(got == LARGE, "{got} bytes came back of {LARGE}");
    let down = begin.elapsed();
    figures.fact("1 GiB in parts, up", up.as_secs_f64(), "s", "");
    figures.fact("1 GiB, down", down.as_secs_f64(), "s", "");
    figures.fact("memory growth while 1 GiB went up and down", mib(watch.growth()), "MiB", "< 64");
    Ok(())
}

async fn upload(register: &Register, part: &Json, lock: &str) -> Result<()> {
    let size = part.get("omvang").and_then(Json::as_u64).context("a part without size")?;
    transfer(register).upload(&path_of(part, "url")?, lock, size).await
}

fn transfer(register: &Register) -> Transfer<'_> {
    Transfer { address: &register.server.address, token: &register.token }
}

fn path_of(document: &Json, member: &str) -> Result<String> {
    let url = document.get(member).and_then(Json::as_str).context("a URL is missing")?;
    url.split_once("/documenten").map(|(_, path)| format!("/documenten{path}")).context("an odd URL")
}

/// One request with a JSON body; returns the answer.
async fn ask(register: &Register, method: &str, path: &str, body: &Json) -> Result<Json> {
    let bytes = request(method, path, &register.server.address, &register.token, &body.to_string());
    let answer = super::load::once(&register.server.address, &bytes).await?;
    Ok(serde_json::from_slice(&answer).unwrap_or(Json::Null))
}

/// Looks at the memory of a process while something happens.
struct Watch {
    before: u64,
    most: Arc<AtomicU64>,
    done: Arc<AtomicBool>,
}

impl Watch {
    fn start(id: u32) -> Result<Self> {
        let before = anonymous_kib(id)?;
        let (most, done) = (Arc::new(AtomicU64::new(before)), Arc::new(AtomicBool::new(false)));
        let (seen, over) = (Arc::clone(&most), Arc::clone(&done));
        std::thread::spawn(move || {
            while !over.load(Ordering::Relaxed) {
                seen.fetch_max(anonymous_kib(id).unwrap_or(0), Ordering::Relaxed);
                std::thread::park_timeout(Duration::from_millis(20));
            }
        });
        Ok(Self { before, most, done })
    }

    /// How much more it had at its most, in KiB.
    fn growth(&self) -> u64 {
        self.most.load(Ordering::Relaxed).saturating_sub(self.before)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.done.store(true, Ordering::Relaxed);
    }
}
