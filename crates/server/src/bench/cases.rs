// SPDX-License-Identifier: EUPL-1.2
//! The cases of the register, and the targets of the house plan that they answer to.

use std::sync::Arc;

use anyhow::Result;
use waarmaker_auth::token;

use super::{
    Bench, Part,
    deliveries::deliveries,
    documents::documents,
    figure::{Figure, Figures, measure},
    load::Requests,
    observations::observations,
    pages::pages,
    process::Server,
    register::{Register, now, request},
    signals::signals,
    statics,
};

/// Runs everything: the small register with its yardstick, documents, notifications, then the large register.
pub(super) async fn all(bench: &Bench) -> Result<Figures> {
    let mut figures = Figures::default();
    let page = if bench.wants(Part::Zaken) { Some(small(bench, &mut figures).await?) } else { None };
    if bench.wants(Part::Documenten) {
        documents(bench, &mut figures).await?;
    }
    if bench.wants(Part::Notificaties) {
        deliveries(bench, &mut figures).await?;
    }
    if bench.wants(Part::Signalen) {
        signals(bench, &mut figures).await?;
        let bench = bench.clone();
        figures.facts.extend(tokio::task::spawn_blocking(move || observations(&bench)).await??);
    }
    if bench.wants(Part::Paginas) {
        pages(bench, &mut figures).await?;
    }
    if let Some(page) = page.filter(|_| bench.large > 0) {
        let register = Register::ready(bench, bench.large, &[]).await?;
        let large = measure("list of 100, large register", &register.server, 4, bench, register.get(LIST)).await?;
        figures.cases.push(large.against(&page, "≤ 1.5 × small register"));
    }
    Ok(figures)
}

const LIST: &str = "/zaken/api/v1/zaken";

/// The small register with its yardstick; returns the list.
async fn small(bench: &Bench, figures: &mut Figures) -> Result<Figure> {
    let register = Register::ready(bench, bench.zaken, &[]).await?;
    let server = &register.server;
    let read = measure("GET zaak", server, 32, bench, register.get_each()).await?;
    let page = measure("list of 100", server, 4, bench, register.get(LIST)).await?;
    let expand = format!("{LIST}?expand=zaaktype,status,rollen");
    let expanded =
        measure("list of 100, expand=zaaktype,status,rollen", server, 1, bench, register.get(&expand)).await?;
    let posted = measure("POST zaak", server, 32, bench, register.post_each()).await?;
    let anonymous = server.anonymous_kib()?;
    figures.fact("ready after", server.start.as_secs_f64() * 1e3, "ms", "< 1,000");
    figures.fact("anonymous memory under the load of the register", mib(anonymous), "MiB", "< 100");
    drop(register);
    let [small, large] = yardstick(bench, read.bytes, page.bytes).await?;
    figures.cases.extend([
        read.against(&small, "≤ 2.5 × static"),
        page.clone().against(&large, "≤ 8 × static"),
        expanded.aiming_at("p50 ≤ 15,000 µs"),
        posted.aiming_at("≥ 5,000/s"),
    ]);
    figures.cases.splice(0..0, [small, large]);
    Ok(page)
}

/// The static answers of the same sizes.
async fn yardstick(bench: &Bench, small: usize, large: usize) -> Result<[Figure; 2]> {
    let server = tokio::task::spawn_blocking(|| Server::start(&["bench-static"], "/health/ready", &[])).await??;
    let token = token::make("bench", statics::SECRET, now(), "bench", "Bench")?;
    let get = |size: usize| -> Requests {
        let bytes = request("GET", &format!("/{size}"), &server.address, &token, "");
        Arc::new(move |_| bytes.clone())
    };
    let small = measure("static answer, size of a zaak", &server, 32, bench, get(small)).await?;
    let large = measure("static answer, size of a list", &server, 4, bench, get(large)).await?;
    Ok([small, large])
}

/// KiB as MiB.
#[expect(clippy::cast_precision_loss, reason = "an amount of memory is far below 2^52 KiB")]
pub(super) fn mib(kib: u64) -> f64 {
    kib as f64 / 1024.0
}
