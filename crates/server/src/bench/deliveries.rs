// SPDX-License-Identifier: EUPL-1.2
//! Notifications: ten thousand to twenty subscribers, while zaken keep being made. The receivers stand for other machines: they get what the program
//! under load leaves of this one.

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

/// Zaken that are made for the arrival, each of which is a notification.
const NOTIFICATIONS: u64 = 10_000;
/// Zaken of one round without and one with subscribers.
const ROUND: u64 = 2_000;
/// Rounds; the one in the middle counts.
const ROUNDS: usize = 5;
/// Who is subscribed.
const SUBSCRIBERS: u64 = 20;
/// Connections that make zaken.
const WRITERS: u64 = 8;
/// When the deliveries have been too slow by far.
const PATIENCE: Duration = Duration::from_mins(3);
/// The receivers are on this machine, which is a private address.
const ENVIRONMENT: &[(&str, &str)] = &[("WAARMAKER_NOTIFICATIES__ALLOW_PRIVATE", "127.0.0.1")];

/// Runs the cases of notifications. Writes with and without subscribers take turns, so that both see the same machine.
pub(super) async fn deliveries(bench: &Bench, figures: &mut Figures) -> Result<()> {
    let environment: Vec<(&str, String)> =
        ENVIRONMENT.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    let alone = Register::ready(bench, 0, &environment).await?;
    let heard = Register::ready(bench, 0, &environment).await?;
    let receiver = tokio::task::spawn_blocking(|| Server::start_aside(&["bench-static"], "/health/ready")).await??;
    for _ in 0..SUBSCRIBERS {
        subscribe(&heard, &receiver).await?;
    }
    // The trial of each callback counts too.
    let mut arrived = count(&receiver).await?;
    let begin = Instant::now();
    make(&heard, NOTIFICATIONS).await?;
    arrived += NOTIFICATIONS * SUBSCRIBERS;
    let delivered = wait(&receiver, arrived, begin).await?;
    make(&alone, NOTIFICATIONS).await?;
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let without = make(&alone, ROUND).await?;
        let begin = Instant::now();
        let with = make(&heard, ROUND).await?;
        arrived += ROUND * SUBSCRIBERS;
        wait(&receiver, arrived, begin).await?;
        rounds.push((with.as_secs_f64() / without.as_secs_f64().max(1e-9), without, with));
    }
    rounds.sort_by(|one, other| one.0.total_cmp(&other.0));
    let (slower, without, with) = rounds.get(ROUNDS / 2).copied().context("no rounds")?;
    figures.fact("POST zaak with 8 clients, nobody subscribed", rate(ROUND, without), "/s", "");
    figures.fact("POST zaak with 8 clients, 20 subscribers", rate(ROUND, with), "/s", "");
    figures.fact("writes slowed by deliveries, middle of 5 rounds", (slower - 1.0) * 100.0, "%", "≤ 10");
    figures.fact("10,000 notifications at 20 subscribers after", delivered.as_secs_f64(), "s", "≤ 20");
    Ok(())
}

/// Makes zaken; returns how long that took.
async fn make(register: &Register, number: u64) -> Result<Duration> {
    let requests = register.post_each();
    let begin = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for writer in 0..WRITERS {
        let (address, requests) = (register.server.address.clone(), requests.clone());
        let numbers = (writer..number).step_by(usize::try_from(WRITERS)?);
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

/// How many messages the receiver got.
async fn count(receiver: &Server) -> Result<u64> {
    let bytes = request("GET", "/count", &receiver.address, "", "");
    let count: Json = serde_json::from_slice(&load::once(&receiver.address, &bytes).await?)?;
    count.as_u64().context("the receiver does not tell what it got")
}

/// Waits until so many messages have arrived; returns how long that was after `begin`.
async fn wait(receiver: &Server, number: u64, begin: Instant) -> Result<Duration> {
    loop {
        let count = count(receiver).await?;
        if count >= number {
            return Ok(begin.elapsed());
        }
        if begin.elapsed() > PATIENCE {
            bail!("only {count} of {number} notifications arrived");
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Zaken a second.
fn rate(number: u64, took: Duration) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX)) / took.as_secs_f64().max(1e-9)
}
