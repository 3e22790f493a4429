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

/// Asks these requests over one connection, one after the other.
pub(super) async fn each(address: &str, numbers: impl Iterator<Item = u64>, requests: &Requests) -> Result<()> {
    let mut stream = TcpStream::connect(address).await.context("connecting to the server")?;
    stream.set_nodelay(true)?;
    let mut buffer = Vec::with_capacity(1 << 14);
    for number in numbers {
        stream.write_all(&requests(number)).await?;
        answer(&mut stream, &mut buffer).await?;
    }
    Ok(())
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

/// One request on a connection of its own; returns the body of the answer.
pub(super) async fn once(address: &str, request: &[u8]) -> Result<Vec<u8>> {
    let mut stream = TcpStream::connect(address).await.context("connecting to the server")?;
    stream.write_all(request).await?;
    let mut buffer = Vec::new();
    let length = answer(&mut stream, &mut buffer).await?;
    Ok(buffer.split_off(buffer.len() - length))
}

/// Contents too large to have in memory, up and down.
#[derive(Clone, Copy, Debug)]
pub(super) struct Transfer<'a> {
    pub(super) address: &'a str,
    pub(super) token: &'a str,
}

/// What separates the parts of a form.
const BOUNDARY: &str = "waarmaker-bench-1f9c7a52";
/// Bytes that are sent at a time.
const PIECE: usize = 256 << 10;

impl Transfer<'_> {
    /// Uploads a bestandsdeel of this size as a form.
    pub(super) async fn upload(&self, path: &str, lock: &str, size: u64) -> Result<()> {
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"lock\"\r\n\r\n{lock}\r\n--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"inhoud\"; filename=\"deel\"\r\nContent-Type: application/octet-stream\r\n\r\n"
        );
        let tail = format!("\r\n--{BOUNDARY}--\r\n");
        let length = size + u64::try_from(head.len() + tail.len())?;
        let mut stream = TcpStream::connect(self.address).await.context("connecting to the server")?;
        let request = format!(
            "PUT {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nContent-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {length}\r\n\r\n{head}",
            self.address, self.token
        );
        stream.write_all(request.as_bytes()).await?;
        let mut left = size;
        // Every piece is another, so that nothing is kept once only.
        let mut piece = vec![0_u8; PIECE];
        while left > 0 {
            let number = left.to_le_bytes();
            piece.iter_mut().zip(number).for_each(|(byte, new)| *byte = new);
            let now = usize::try_from(left).unwrap_or(PIECE).min(PIECE);
            stream.write_all(piece.get(..now).unwrap_or_default()).await?;
            left -= u64::try_from(now)?;
        }
        stream.write_all(tail.as_bytes()).await?;
        answer(&mut stream, &mut Vec::new()).await.map(|_| ())
    }

    /// Downloads and counts; nothing is kept.
    pub(super) async fn download(&self, path: &str) -> Result<u64> {
        let mut stream = TcpStream::connect(self.address).await.context("connecting to the server")?;
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nConnection: close\r\n\r\n",
            self.address, self.token
        );
        stream.write_all(request.as_bytes()).await?;
        let mut buffer = Vec::with_capacity(PIECE);
        while !buffer.windows(4).any(|window| window == b"\r\n\r\n") {
            anyhow::ensure!(stream.read_buf(&mut buffer).await? > 0, "the server closed the connection");
        }
        let head = buffer.windows(4).position(|window| window == b"\r\n\r\n").unwrap_or(0) + 4;
        anyhow::ensure!(buffer.starts_with(b"HTTP/1.1 200"), "the download was refused");
        let mut got = u64::try_from(buffer.len() - head)?;
        loop {
            buffer.clear();
            match stream.read_buf(&mut buffer).await? {
                0 => return Ok(got),
                more => got += u64::try_from(more)?,
            }
        }
    }
}
