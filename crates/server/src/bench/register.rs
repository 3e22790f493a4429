// SPDX-License-Identifier: EUPL-1.2
//! A register under load, and requests to it.

use std::{fmt::Write as _, sync::Arc};

use anyhow::Result;
use waarmaker_auth::token;
use waarmaker_core::{Clock as _, ORIGIN, SystemClock};

use super::{
    Bench,
    load::Requests,
    process::Server,
    seed::{self, Seeded},
};

/// A server with a register in it.
pub(super) struct Register {
    pub(super) server: Server,
    pub(super) seeded: Seeded,
    pub(super) token: String,
    _folder: tempfile::TempDir,
}

impl Register {
    /// Makes the register and starts a server on it with these environment variables, on a thread that may block.
    pub(super) async fn ready(bench: &Bench, zaken: u32, environment: &[(&str, String)]) -> Result<Self> {
        let bench = bench.clone();
        let environment: Vec<_> = environment.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        tokio::task::spawn_blocking(move || Self::start(&bench, zaken, &environment)).await?
    }

    fn start(bench: &Bench, zaken: u32, environment: &[(String, String)]) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let seeded = seed::fill(folder.path(), bench.database.as_deref(), zaken)?;
        let server = Server::register(folder.path(), bench.database.as_deref(), environment)?;
        let now = now();
        let token = token::make(seed::CLIENT, seed::SECRET, now, "bench", "Bench")?;
        Ok(Self { server, seeded, token, _folder: folder })
    }

    pub(super) fn get(&self, path: &str) -> Requests {
        let bytes = request("GET", path, &self.server.address, &self.token, "");
        Arc::new(move |_| bytes.clone())
    }

    pub(super) fn get_each(&self) -> Requests {
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

    pub(super) fn post_each(&self) -> Requests {
        let (address, token, zaaktype) =
            (self.server.address.clone(), self.token.clone(), self.seeded.zaaktype.clone());
        Arc::new(move |i| {
            let body = seed::body(&zaaktype, i, &format!("http://{address}")).to_string();
            request("POST", "/zaken/api/v1/zaken", &address, &token, &body)
        })
    }
}

pub(super) fn request(method: &str, path: &str, address: &str, token: &str, body: &str) -> Vec<u8> {
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

/// Seconds since 1970, for a token.
pub(super) fn now() -> i64 {
    SystemClock.now().as_second()
}
