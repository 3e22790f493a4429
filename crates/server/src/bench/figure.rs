// SPDX-License-Identifier: EUPL-1.2
//! What was measured, and how it is shown.

use std::{fmt::Write as _, sync::Arc, time::Duration};

use anyhow::Result;
use serde::Serialize;

use super::{
    Bench,
    load::{self, Requests, Seen},
    process::Server,
};

/// One line of the table.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Figure {
    pub(super) case: &'static str,
    pub(super) connections: u64,
    pub(super) requests_per_second: f64,
    pub(super) p50_us: u32,
    pub(super) p99_us: u32,
    /// Server CPU for one request, user and system.
    pub(super) cpu_us: f64,
    pub(super) bytes: usize,
    /// CPU as a multiple of the static answer of the same size, or of another case.
    pub(super) ratio: Option<f64>,
    pub(super) target: String,
}

impl Figure {
    /// The CPU of this case as a multiple of that of another.
    pub(super) fn times(&self, other: &Self) -> f64 {
        self.cpu_us / other.cpu_us.max(0.001)
    }

    /// With its target, and how many times the CPU of another case it took.
    pub(super) fn against(self, other: &Self, target: &str) -> Self {
        Self { ratio: Some(self.times(other)), target: target.to_owned(), ..self }
    }

    /// With its target.
    pub(super) fn aiming_at(self, target: &str) -> Self {
        Self { target: target.to_owned(), ..self }
    }
}

/// A figure that is not of one request.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Fact {
    pub(super) name: &'static str,
    pub(super) value: f64,
    pub(super) unit: &'static str,
    pub(super) target: &'static str,
}

/// Everything that was measured.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Figures {
    pub(super) cases: Vec<Figure>,
    pub(super) facts: Vec<Fact>,
}

impl Figures {
    /// Adds a figure that is not of one request.
    pub(super) fn fact(&mut self, name: &'static str, value: f64, unit: &'static str, target: &'static str) {
        self.facts.push(Fact { name, value, unit, target });
    }
}

/// One case: a short warm-up, then the time that was asked.
pub(super) async fn measure(
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

/// The figures as Markdown tables.
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
    table.push_str("\n| besides | value | unit | target |\n|---|--:|---|---|\n");
    for Fact { name, value, unit, target } in &figures.facts {
        let _ = writeln!(table, "| {name} | {value:.1} | {unit} | {target} |");
    }
    table
}
