// SPDX-License-Identifier: EUPL-1.2
//! A load generator: connections that ask, wait for the whole answer, and ask again.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    task::JoinSet,
};

/// What one case saw.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    pub(super) requests: u64,
    pub(super) elapsed: Duration,
    pub(super) latencies: Vec<u32>,
    pub(super) body_bytes: usize,
}

impl Seen {
    pub(super) fn per_second(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a count of requests is far below 2^52")]
        let requests = self.requests as f64;
        requests / self.elapsed.as_secs_f64().max(1e-9)
    }

    /// Latency in microseconds below which this part (0 to 100) of the requests stays.
    pub(super) fn percentile(&mut self, part: usize) -> u32 {
        self.latencies.sort_unstable();
        let at = self.latencies.len().saturating_mul(part) / 100;
        self.latencies.get(at.min(self.latencies.len().saturating_sub(1))).copied().unwrap_or_default()
    }
}

/// Requests as bytes: the n-th of a connection.
pub(super) type Requests = std::sync::Arc<dyn Fn(u64) -> Vec<u8> + Send + Sync>;

/// Asks over `connections` connections until the time is up; any answer but 200 and 201 stops it.
pub(super) async fn run(address: &str, connections: u64, time: Duration, requests: Requests) -> Result<Seen> {
    let mut tasks = JoinSet::new();
    let begin = Instant::now();
    for connection in 0..connections {
        let (address, requests) = (address.to_owned(), requests.clone());
        tasks.spawn(async move { ask(&address, connection, connections, begin + time, &requests).await });
    }
    let mut total = Seen::default();
    while let Some(seen) = tasks.join_next().await {
        let seen = seen??;
        total.requests += seen.requests;
        total.latencies.extend(seen.latencies);
        total.body_bytes = seen.body_bytes;
    }
    total.elapsed = begin.elapsed();
    Ok(total)
}

async fn ask(address: &str, connection: u64, step: u64, until: Instant, requests: &Requests) -> Result<Seen> {
    let mut stream = TcpStream::connect(address).await.context("connecting to the server")?;
    stream.set_nodelay(true)?;
    let mut seen = Seen::default();
    let mut buffer = Vec::with_capacity(1 << 18);
    let mut number = connection;
    while Instant::now() < until {
        let begin = Instant::now();
        stream.write_all(&requests(number)).await?;
        seen.body_bytes = answer(&mut stream, &mut buffer).await?;
        seen.latencies.push(u32::try_from(begin.elapsed().as_micros()).unwrap_or(u32::MAX));
        seen.requests += 1;
        number += step;
    }
    Ok(seen)
}

/// Reads one answer; returns the length of its body.
async fn answer(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Result<usize> {
    buffer.clear();
    let (mut head, mut body) = (None, 0);
    loop {
        if stream.read_buf(buffer).await? == 0 {
            bail!("the server closed the connection");
        }
        if head.is_none()
            && let Some(end) = buffer.windows(4).position(|window| window == b"\r\n\r\n")
        {
            let text = String::from_utf8_lossy(buffer.get(..end).unwrap_or_default()).to_ascii_lowercase();
            if !text.starts_with("http/1.1 20") {
                bail!("the server answered: {}", String::from_utf8_lossy(buffer));
            }
            let length = text.lines().find_map(|line| line.strip_prefix("content-length:")).map(str::trim);
            body = length.and_then(|length| length.parse().ok()).unwrap_or(0);
            head = Some(end + 4);
        }
        if head.is_some_and(|head| buffer.len() >= head + body) {
            return Ok(body);
        }
    }
}
