// SPDX-License-Identifier: EUPL-1.2
//! Very many observations in one register: what is newest, and series of hours and days, read by themselves.

use std::{path::Path, time::Instant};

use anyhow::{Context as _, Result};
use waarmaker_core::{Clock as _, SystemClock};
use waarmaker_db::{Db, Error, Settings, Tx, Url};
use waarmaker_metingen::{Periode, Seeding, latest, latest_in, seed, series};

use super::{
    Bench,
    figure::{Fact, Figures},
    signals::prepare,
};
use crate::progress::Progress;

/// Lamps, each of which has one datastream that is filled.
const LAMPS: u32 = 5_000;
const DAY: i64 = 86_400_000;
/// How often each question is asked, each time of another lamp; the slowest answer counts.
const TIMES: i64 = 50;

/// Fills and asks. Nothing is filled when no observations are asked for.
pub(super) fn observations(bench: &Bench) -> Result<Vec<Fact>> {
    let mut figures = Figures::default();
    if bench.observations == 0 {
        return Ok(figures.facts);
    }
    let folder = tempfile::tempdir_in(".").context("making a folder: it takes some 35 bytes for each observation")?;
    prepare(folder.path(), LAMPS, &["vermogen:W"])?;
    let db = Db::open(&Settings { durable: false, ..Settings::new(Url::Sqlite(folder.path().join("waarmaker.db"))) })?;
    let now = SystemClock.now().as_millisecond();
    let first = fill(&db, i64::try_from(bench.observations / u64::from(LAMPS))?.max(1), now)?;
    ask(&db, &mut figures, "newest of a lamp, slowest of 50", |tx, place| latest(tx, 1 + place).map(|all| all.len()))?;
    ask(&db, &mut figures, "newest of 1,000 lamps in a neighbourhood, slowest of 50", |tx, _| {
        latest_in(tx, "lichtmast", [3.0, 50.0, 8.0, 54.0], 1000).map(|all| all.len())
    })?;
    let year =
        move |tx: &mut Tx<'_>, place, per| series(tx, first + place, now - 365 * DAY, now, per).map(|all| all.len());
    ask(&db, &mut figures, "a year of days of a lamp, slowest of 50", move |tx, place| year(tx, place, Periode::Dag))?;
    ask(&db, &mut figures, "a year of hours of a lamp, slowest of 50", move |tx, place| year(tx, place, Periode::Uur))?;
    db.close_blocking();
    size(folder.path(), bench.observations, &mut figures)?;
    Ok(figures.facts)
}

/// Fills the datastreams in the order of their key; returns the first of them.
fn fill(db: &Db, per_stream: i64, now: i64) -> Result<i64> {
    let first =
        db.read_blocking::<_, Error, _>(|tx| tx.one("SELECT MIN(id) FROM datastreams", &[], |row| row.int(0)))?;
    let first = first.context("there is no datastream")?;
    let step = (360 * DAY / per_stream).max(1);
    let seeding = Seeding { first, streams: LAMPS.into(), per_stream, from: now - 365 * DAY, step };
    let progress = Progress::steps("Filling in observations", usize::try_from(seeding.portions())?);
    for portion in 0..seeding.portions() {
        db.write_blocking::<_, Error, _>(move |tx| seed(tx, seeding, portion))?;
        progress.step();
    }
    Ok(first)
}

/// Asks a question of lamps all over the register.
fn ask(
    db: &Db,
    figures: &mut Figures,
    what: &'static str,
    run: impl Fn(&mut Tx<'_>, i64) -> Result<usize, Error> + Copy + Send + 'static,
) -> Result<()> {
    let mut slowest = 0.0_f64;
    for time in 0..TIMES {
        let place = time * 997 % i64::from(LAMPS);
        let begin = Instant::now();
        let found = db.read_blocking(move |tx| run(tx, place))?;
        slowest = slowest.max(begin.elapsed().as_secs_f64() * 1e3);
        anyhow::ensure!(found > 0, "{what}: nothing was found");
    }
    figures.fact(what, slowest, "ms", "< 50");
    Ok(())
}

fn size(folder: &Path, observations: u64, figures: &mut Figures) -> Result<()> {
    let bytes = std::fs::metadata(folder.join("waarmaker.db"))?.len();
    #[expect(clippy::cast_precision_loss, reason = "a size for people")]
    let (each, millions) = (bytes as f64 / observations as f64, observations as f64 / 1e6);
    figures.fact("observations in the register", millions, "million", "");
    figures.fact("bytes for each, with its series", each, "", "");
    Ok(())
}
