// SPDX-License-Identifier: EUPL-1.2
//! Notifications: ten thousand to twenty subscribers, while zaken keep being made.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use serde_json::{Value as Json, json};

use super::{
    Bench,
    figure::Figures,
    load,
    process::Server,
    register::{Register, request},
};

/// Zaken that are made, each of which is a notification.
const NOTIFICATIONS: u64 = 10_000;
/// Who is subscribed.
const SUBSCRIBERS: u64 = 20;
/// Connections that make zaken.
const WRITERS: u64 = 8;
/// When the deliveries have been too slow by far.
const PATIENCE: Duration = Duration::from_mins(3);
/// The receivers are on this machine, which is a private address.
const ENVIRONMENT: &[(&str, &str)] = &[("WAARMAKER_NOTIFICATIES__ALLOW_PRIVATE", "127.0.0.1")];

/// Runs the cases of notifications: the same zaken without and with subscribers.
pub(super) async fn deliveries(bench: &Bench, figures: &mut Figures) -> Result<()> {
    let environment: Vec<(&str, String)> =
        ENVIRONMENT.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    let register = Register::ready(bench, 0, &environment).await?;
    let alone = make(&register).await?;
    drop(register);

    let register = Register::ready(bench, 0, &environment).await?;
    let receiver = tokio::task::spawn_blocking(|| Server::start_aside(&["bench-static"], "/health/ready")).await??;
    for _ in 0..SUBSCRIBERS {
        subscribe(&register, &receiver).await?;
    }
    let begin = Instant::now();
    let beside = make(&register).await?;
    let delivered = wait(&receiver, begin).await?;
    figures.fact("POST zaak with 8 clients, nobody subscribed", rate(alone), "/s", "");
    figures.fact("POST zaak with 8 clients, 20 subscribers", rate(beside), "/s", "");
    figures.fact(
        "writes slowed by deliveries",
        (beside.as_secs_f64() / alone.as_secs_f64().max(1e-9) - 1.0) * 100.0,
        "%",
        "≤ 10",
    );
    figures.fact("10,000 notifications at 20 subscribers after", delivered.as_secs_f64(), "s", "≤ 20");
    let cpu = register.server.cpu()?;
    figures.fact("server CPU for all of that", cpu.as_secs_f64(), "s", "");
    Ok(())
}

/// Makes the zaken; returns how long that took.
async fn make(register: &Register) -> Result<Duration> {
    let requests = register.post_each();
    let begin = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for writer in 0..WRITERS {
        let (address, requests) = (register.server.address.clone(), requests.clone());
        let numbers = (writer..NOTIFICATIONS).step_by(usize::try_from(WRITERS)?);
        tasks.spawn(async move { load::each(&address, numbers, &requests).await });
    }
    while let Some(done) = tasks.join_next().await {
        done??;
    }
    Ok(begin.elapsed())
}

async fn subscribe(register: &Register, receiver: &Server) -> Result<()> {
    let body = json!({
        "callbackUrl": format!("http://{}/callback", receiver.address), "auth": "Bearer bench",
        "kanalen": [{"naam": "zaken", "filters": {"bronorganisatie": "000000000"}}],
    });
    let address = &register.server.address;
    let bytes = request("POST", "/notificaties/api/v1/abonnement", address, &register.token, &body.to_string());
    load::once(address, &bytes).await.map(|_| ()).context("subscribing")
}

/// Waits until everything has arrived; returns how long that was after `begin`.
async fn wait(receiver: &Server, begin: Instant) -> Result<Duration> {
    let bytes = request("GET", "/count", &receiver.address, "", "");
    loop {
        let count: Json = serde_json::from_slice(&load::once(&receiver.address, &bytes).await?)?;
        if count.as_u64().unwrap_or(0) >= NOTIFICATIONS * SUBSCRIBERS {
            return Ok(begin.elapsed());
        }
        if begin.elapsed() > PATIENCE {
            bail!("only {count} of {} notifications arrived", NOTIFICATIONS * SUBSCRIBERS);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Zaken a second.
#[expect(clippy::cast_precision_loss, reason = "ten thousand is far below 2^52")]
fn rate(took: Duration) -> f64 {
    NOTIFICATIONS as f64 / took.as_secs_f64().max(1e-9)
}
