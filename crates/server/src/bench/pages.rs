// SPDX-License-Identifier: EUPL-1.2
//! Pages of residents, contractors and managers over 100,000 lamps in 100 neighbourhoods, of which 10,000 have a fault that somebody has to mend.

use std::{
    fmt::Write as _,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};
use indicatif::ProgressBar;
use serde_json::{Value as Json, json};
use waarmaker_api::{Call, Choices, Cx, House, create};
use waarmaker_auth::Caller;
use waarmaker_core::{Origins, RandomIds, SystemClock};
use waarmaker_db::{Db, Settings, Tx, Url};
use waarmaker_ui::{User, secret::Secret, session};

use super::{Bench, figure::Figures, figure::measure, load, process::Server, register::request, seed, signals};

/// Lamps, and streets over which they stand.
const LAMPS: u32 = 100_000;
const STREETS: u32 = 500;
/// Faults that are open, on every tenth lamp.
const FAULTS: u32 = 10_000;
/// Degrees between lamps of a street, and between streets.
const EAST: f64 = 0.000_4;
const NORTH: f64 = 0.000_3;
/// Neighbourhoods in a row, and rows; points on each side of one.
const ACROSS: u32 = 10;
const CORNERS: u32 = 100;
/// Reports in one transaction.
const BATCH: u32 = 500;
/// Longest that the server may take to give every fault to the contractor.
const PATIENCE: Duration = Duration::from_mins(20);
/// How often it is asked how far it is.
const GLANCE: Duration = Duration::from_millis(500);
const TARGET: &str = "p99 < 50,000 µs";

const CATALOGUE: &str = include_str!("../../demo/storing-openbare-ruimte.toml");
const CONTRACT: &str = r#"
[[aannemer]]
naam = "Lichtwacht Onderhoud"
kvkNummer = "12345678"

[[contract]]
nummer = "OVL"
naam = "Onderhoud openbare verlichting"
aannemer = "Lichtwacht Onderhoud"
begin = 2025-01-01
einde = 2045-12-31
soorten = ["lichtmast"]
normen = [{ prioriteit = "normaal", hersteld = { duur = "P5D" } }]
"#;

/// Runs the cases.
pub(super) async fn pages(bench: &Bench, figures: &mut Figures) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().to_owned();
    let (server, seen) = tokio::task::spawn_blocking(move || -> Result<_> {
        let seen = Town::prepare(&path)?;
        Ok((Server::register(&path, None, &[])?, seen))
    })
    .await??;
    ordered(&server).await?;
    let cases: [(&'static str, String); 9] = [
        ("page: lamps", "/lampen".to_owned()),
        ("page: lamps of a street", "/lampen?adres=Straat%20250".to_owned()),
        ("page: a lamp that is out", format!("/lampen/{}", seen.lamp)),
        ("page: a report to follow", format!("/meldingen/{}", seen.code)),
        ("page: manager, overview", "/beheer/signalen".to_owned()),
        ("page: manager, incidents", "/beheer/signalen/incidenten".to_owned()),
        ("page: manager, assets", "/beheer/signalen/assets".to_owned()),
        ("page: contractor, all orders", "/buiten".to_owned()),
        ("page: contractor, one order", format!("/buiten/orders/{}", order(&server).await?)),
    ];
    for (case, path) in cases {
        let bytes = visit(&path, &server.address, &seen.cookie);
        let figure = measure(case, &server, 2, bench, Arc::new(move |_| bytes.clone())).await;
        figures.cases.push(figure.with_context(|| path.clone())?.aiming_at(TARGET));
    }
    figures.fact("anonymous memory under pages", super::cases::mib(server.anonymous_kib()?), "MiB", "< 200");
    Ok(())
}

/// A request of a browser that is signed in.
fn visit(path: &str, address: &str, cookie: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nAccept: text/html\r\nAccept-Encoding: identity\r\nCookie: sessie={cookie}\r\n\r\n")
        .into_bytes()
}

/// Asks the API for a list.
async fn list(server: &Server, path: &str) -> Result<Json> {
    let token = waarmaker_auth::token::make(seed::CLIENT, seed::SECRET, super::register::now(), "bench", "Bench")?;
    let answer = load::once(&server.address, &request("GET", path, &server.address, &token, "")).await?;
    Ok(serde_json::from_slice(&answer)?)
}

/// Waits until every fault is an order.
async fn ordered(server: &Server) -> Result<()> {
    let (begin, progress) = (Instant::now(), ProgressBar::new(FAULTS.into()).with_message("orders"));
    loop {
        let count = list(server, "/signalen/api/v1/werkopdrachten?pageSize=1").await?;
        let count = count.get("count").and_then(Json::as_u64).context("a list of orders has a count")?;
        progress.set_position(count);
        if count >= FAULTS.into() {
            progress.finish_and_clear();
            return Ok(());
        }
        if begin.elapsed() > PATIENCE {
            bail!("only {count} of {FAULTS} faults became an order");
        }
        tokio::time::sleep(GLANCE).await;
    }
}

/// The number of an order.
async fn order(server: &Server) -> Result<String> {
    let orders = list(server, "/signalen/api/v1/werkopdrachten?pageSize=1").await?;
    let number = orders.pointer("/results/0/nummer").and_then(Json::as_str);
    number.map(str::to_owned).context("an order has a number")
}

/// What is looked at.
struct Town {
    /// Uuid of a lamp with a fault.
    lamp: String,
    /// Code of a report.
    code: String,
    /// The cookie of somebody who may see everything.
    cookie: String,
}

impl Town {
    /// Lamps, a contract and reports in the database of a folder; the first two by the commands that an administrator uses.
    fn prepare(folder: &Path) -> Result<Self> {
        seed::fill(folder, None, 0)?;
        let data = folder.display().to_string();
        let write = |name: &str, text: &str| -> Result<String> {
            std::fs::write(folder.join(name), text)?;
            Ok(folder.join(name).display().to_string())
        };
        let (lamps, areas) = (write("lampen.csv", &lamps())?, write("buurten.geojson", &areas().to_string())?);
        let (catalogue, contract) = (write("catalogus.toml", CATALOGUE)?, write("contracten.toml", CONTRACT)?);
        signals::run(&["referentielijsten", "import", "--builtin", "--data", &data])?;
        signals::run(&["catalogus", "import", &catalogue, "--data", &data])?;
        signals::run(&[
            "assets",
            "import",
            &lamps,
            "--kind",
            "lichtmast",
            "--key",
            "identificatie",
            "--name",
            "straat",
            "--data",
            &data,
        ])?;
        let kind = ["--kind", "buurt", "--code", "code", "--name", "naam", "--data", &data];
        signals::run(&[&["assets", "areas", areas.as_str()], kind.as_slice()].concat())?;
        signals::run(&["contracten", "import", &contract, "--data", &data])?;
        Self::report(folder)
    }

    /// Reports, made by the pipeline in this process before the server starts, and a session.
    fn report(folder: &Path) -> Result<Self> {
        let db = Db::open(&Settings { durable: false, ..Settings::new(Url::Sqlite(folder.join("waarmaker.db"))) })?;
        let origins = Origins::new(vec!["http://localhost".to_owned()]);
        let house =
            House::new(&crate::kinds(), origins, Choices::default(), Arc::new(SystemClock), Arc::new(RandomIds));
        let (house, progress) = (Arc::new(house), ProgressBar::new(FAULTS.into()).with_message("reports"));
        let mut seen = (String::new(), String::new());
        for first in (0..FAULTS).step_by(usize::try_from(BATCH)?) {
            let house = Arc::clone(&house);
            seen = db.write_blocking(move |tx| reports(tx, &house, first))?;
            progress.inc(BATCH.into());
        }
        progress.finish_and_clear();
        let secret = Secret::fresh()?;
        let (cookie, now) = (secret.text(), Call::now(&house)?.now);
        let user = User { client_id: seed::CLIENT.to_owned(), sub: "bench".to_owned(), name: "Bench".to_owned() };
        db.write_blocking(move |tx| session::begin(tx, &secret, &user, &now))?;
        db.close_blocking();
        Ok(Self { lamp: seen.0, code: seen.1, cookie })
    }
}

/// Reports a batch of lamps; returns the lamp and the code of the last.
fn reports(tx: &mut Tx<'_>, house: &House, first: u32) -> waarmaker_api::Result<(String, String)> {
    let (who, call) = (Caller::waarmaker("bench"), Call::now(house)?);
    let mut cx = Cx::new(tx, house, &who, &call);
    let room = cx.room("melding")?;
    let mut last = (String::new(), String::new());
    for i in first..first + BATCH {
        let lamp = waarmaker_assets::find(cx.tx, "lichtmast", &number(i * (LAMPS / FAULTS)))?;
        let lamp = lamp.map(|lamp| lamp.uuid.to_string()).unwrap_or_default();
        let body = json!({"asset": lamp, "omschrijving": "De lamp brandt niet.", "soortKlacht": "brandt-niet"});
        let made = create(room, &mut cx, &body, None)?;
        let made: Json = serde_json::from_slice(&made.stored.body).unwrap_or_default();
        last = (lamp, made.get("code").and_then(Json::as_str).unwrap_or_default().to_owned());
    }
    Ok(last)
}

/// The number of a lamp.
fn number(i: u32) -> String {
    format!("LM-{i:06}")
}

/// A file of lamps in straight streets.
fn lamps() -> String {
    let mut text = String::from("identificatie;straat;lon;lat\n");
    let each = LAMPS / STREETS;
    for i in 0..LAMPS {
        let (lon, lat) = (f64::from(i % each).mul_add(EAST, 5.0), f64::from(i / each).mul_add(NORTH, 52.0));
        let _ = writeln!(text, "{};Straat {};{lon:.5};{lat:.5}", number(i), i / each);
    }
    text
}

/// Neighbourhoods that cover all lamps, side by side, each with a border of many points as real ones have.
fn areas() -> Json {
    let (wide, high) = (f64::from(LAMPS / STREETS / ACROSS) * EAST, f64::from(STREETS / ACROSS) * NORTH);
    let area = |i: u32| {
        let (west, south) = (f64::from(i % ACROSS).mul_add(wide, 4.9999), f64::from(i / ACROSS).mul_add(high, 51.9999));
        let step = |part: u32| f64::from(part) / f64::from(CORNERS);
        let corners =
            [((0.0, 0.0), (1.0, 0.0)), ((1.0, 0.0), (0.0, 1.0)), ((1.0, 1.0), (-1.0, 0.0)), ((0.0, 1.0), (0.0, -1.0))];
        let sides = corners.into_iter().flat_map(|((x, y), (dx, dy)): ((f64, f64), (f64, f64))| {
            (0..CORNERS).map(move |part| (step(part).mul_add(dx, x), step(part).mul_add(dy, y)))
        });
        let border: Vec<Json> =
            sides.chain([(0.0, 0.0)]).map(|(x, y)| json!([x.mul_add(wide, west), y.mul_add(high, south)])).collect();
        json!({
            "type": "Feature", "properties": {"code": format!("BU{i:03}"), "naam": format!("Buurt {i}")},
            "geometry": {"type": "Polygon", "coordinates": [border]},
        })
    };
    json!({"type": "FeatureCollection", "features": (0..ACROSS * ACROSS).map(area).collect::<Vec<_>>()})
}
