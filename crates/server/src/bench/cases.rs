// SPDX-License-Identifier: EUPL-1.2
//! The cases, and the targets of the house plan that they answer to.

use std::{fmt::Write as _, sync::Arc, time::Duration};

use anyhow::Result;
use serde::Serialize;
use waarmaker_auth::token;
use waarmaker_core::ORIGIN;

use super::{
    Bench,
    load::{self, Requests, Seen},
    process::Server,
    seed::{self, Seeded},
    statics,
};

/// One line of the table.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Figure {
    case: &'static str,
    connections: u64,
    requests_per_second: f64,
    p50_us: u32,
    p99_us: u32,
    /// Server CPU for one request, user and system.
    cpu_us: f64,
    bytes: usize,
    /// CPU as a multiple of the static answer of the same size, or of another case.
    ratio: Option<f64>,
    target: String,
}

/// Everything that was measured.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Figures {
    start_ms: u128,
    anonymous_mib: u64,
    cases: Vec<Figure>,
}

/// A server with a register in it.
struct Register {
    server: Server,
    seeded: Seeded,
    token: String,
    _folder: tempfile::TempDir,
}

impl Register {
    /// Makes the register and starts a server on it, on a thread that may block.
    async fn ready(bench: &Bench, zaken: u32) -> Result<Self> {
        let bench = bench.clone();
        tokio::task::spawn_blocking(move || Self::start(&bench, zaken)).await?
    }

    fn start(bench: &Bench, zaken: u32) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let seeded = seed::fill(folder.path(), bench.database.as_deref(), zaken)?;
        let server = Server::register(folder.path(), bench.database.as_deref())?;
        let now = jiff_now();
        let token = token::make(seed::CLIENT, seed::SECRET, now, "bench", "Bench")?;
        Ok(Self { server, seeded, token, _folder: folder })
    }

    fn get(&self, path: &str) -> Requests {
        let bytes = request("GET", path, &self.server.address, &self.token, "");
        Arc::new(move |_| bytes.clone())
    }

    fn get_each(&self) -> Requests {
        let all: Vec<Vec<u8>> = self
            .seeded
            .zaken
            .iter()
            .map(|url| request("GET", url.trim_start_matches(ORIGIN), &self.server.address, &self.token, ""))
            .collect();
        let number = u64::try_from(all.len()).unwrap_or(1).max(1);
        // A large odd step spreads the requests over the whole register.
        Arc::new(move |i| {
            all.get(usize::try_from(i.wrapping_mul(7919) % number).unwrap_or(0)).cloned().unwrap_or_default()
        })
    }

    fn post_each(&self) -> Requests {
        let (address, token, zaaktype) =
            (self.server.address.clone(), self.token.clone(), self.seeded.zaaktype.clone());
        Arc::new(move |i| {
            let body = seed::body(&zaaktype, i, &format!("http://{address}")).to_string();
            request("POST", "/zaken/api/v1/zaken", &address, &token, &body)
        })
    }
}

/// Runs everything: the small register with its yardstick, then the large one.
pub(super) async fn all(bench: &Bench) -> Result<Figures> {
    let mut figures = Figures::default();
    let register = Register::ready(bench, bench.zaken).await?;
    figures.start_ms = register.server.start.as_millis();
    let list = "/zaken/api/v1/zaken";
    let read = measure("GET zaak", &register.server, 32, bench, register.get_each()).await?;
    let page = measure("list of 100", &register.server, 4, bench, register.get(list)).await?;
    let expanded = measure(
        "list of 100, expand=zaaktype,status,rollen",
        &register.server,
        1,
        bench,
        register.get(&format!("{list}?expand=zaaktype,status,rollen")),
    )
    .await?;
    let posted = measure("POST zaak", &register.server, 32, bench, register.post_each()).await?;
    figures.anonymous_mib = register.server.anonymous_mib()?;
    drop(register);
    let [small, large] = yardstick(bench, read.bytes, page.bytes).await?;
    let (read_ratio, page_ratio) = (ratio(&read, &small), ratio(&page, &large));
    figures.cases.extend([small, large]);
    figures.cases.push(Figure { ratio: Some(read_ratio), target: "≤ 2.5 × static".to_owned(), ..read });
    figures.cases.push(Figure { ratio: Some(page_ratio), target: "≤ 8 × static".to_owned(), ..page.clone() });
    figures.cases.push(Figure { target: "p50 ≤ 15,000 µs".to_owned(), ..expanded });
    figures.cases.push(Figure { target: "≥ 5,000/s".to_owned(), ..posted });
    if bench.large > 0 {
        let register = Register::ready(bench, bench.large).await?;
        let large = measure("list of 100, large register", &register.server, 4, bench, register.get(list)).await?;
        let ratio = ratio(&large, &page);
        figures.cases.push(Figure { ratio: Some(ratio), target: "≤ 1.5 × small register".to_owned(), ..large });
    }
    Ok(figures)
}

/// The static answers of the same sizes.
async fn yardstick(bench: &Bench, small: usize, large: usize) -> Result<[Figure; 2]> {
    let server = tokio::task::spawn_blocking(|| Server::start(&["bench-static"], "/health/ready")).await??;
    let token = token::make("bench", statics::SECRET, jiff_now(), "bench", "Bench")?;
    let get = |size: usize| -> Requests {
        let bytes = request("GET", &format!("/{size}"), &server.address, &token, "");
        Arc::new(move |_| bytes.clone())
    };
    let small = measure("static answer, size of a zaak", &server, 32, bench, get(small)).await?;
    let large = measure("static answer, size of a list", &server, 4, bench, get(large)).await?;
    Ok([small, large])
}

/// One case: a short warm-up, then the time that was asked.
async fn measure(
    case: &'static str,
    server: &Server,
    connections: u64,
    bench: &Bench,
    requests: Requests,
) -> Result<Figure> {
    load::run(&server.address, connections, Duration::from_millis(500), Arc::clone(&requests)).await?;
    let before = server.cpu()?;
    // The warm-up used the first numbers: a POST must not repeat them in the same order, a GET does not care.
    let mut seen: Seen = load::run(&server.address, connections, bench.duration(), requests).await?;
    let cpu = server.cpu()?.saturating_sub(before);
    #[expect(clippy::cast_precision_loss, reason = "a count of requests is far below 2^52")]
    let cpu_us = cpu.as_secs_f64() * 1e6 / seen.requests.max(1) as f64;
    let (p50_us, p99_us) = (seen.percentile(50), seen.percentile(99));
    let (requests_per_second, bytes) = (seen.per_second(), seen.body_bytes);
    Ok(Figure {
        case,
        connections,
        requests_per_second,
        p50_us,
        p99_us,
        cpu_us,
        bytes,
        ratio: None,
        target: String::new(),
    })
}

fn ratio(figure: &Figure, other: &Figure) -> f64 {
    figure.cpu_us / other.cpu_us.max(0.001)
}

fn request(method: &str, path: &str, address: &str, token: &str, body: &str) -> Vec<u8> {
    let mut request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\nAccept: application/json\r\nAccept-Crs: EPSG:4326\r\n"
    );
    if !body.is_empty() {
        let _ = write!(
            request,
            "Content-Type: application/json\r\nContent-Crs: EPSG:4326\r\nContent-Length: {}\r\n",
            body.len()
        );
    }
    request.push_str("\r\n");
    request.push_str(body);
    request.into_bytes()
}

fn jiff_now() -> i64 {
    use waarmaker_core::Clock as _;
    waarmaker_core::SystemClock.now().as_second()
}

/// The figures as a Markdown table.
pub(super) fn table(figures: &Figures) -> String {
    let mut table = String::from(
        "| case | clients | requests/s | p50 µs | p99 µs | server CPU µs/request | bytes | ratio | target |\n|---|--:|--:|--:|--:|--:|--:|--:|---|\n",
    );
    for figure in &figures.cases {
        let ratio = figure.ratio.map_or(String::new(), |ratio| format!("{ratio:.2}"));
        let _ = writeln!(
            table,
            "| {} | {} | {:.0} | {} | {} | {:.1} | {} | {ratio} | {} |",
            figure.case,
            figure.connections,
            figure.requests_per_second,
            figure.p50_us,
            figure.p99_us,
            figure.cpu_us,
            figure.bytes,
            figure.target
        );
    }
    let _ = writeln!(
        table,
        "\nReady in {} ms (target < 1,000). Anonymous memory under that load {} MiB (target < 100).",
        figures.start_ms, figures.anonymous_mib
    );
    table
}
