// SPDX-License-Identifier: EUPL-1.2
//! Assets and areas: import, export, OGC API Features.

mod areas;
mod bad_input;
mod export;
mod features;
mod history;
mod identity;
mod import;
mod parents;
mod rights;
mod utrecht;
mod writing;

use std::sync::Arc;

use serde_json::{Value, json};
use waarmaker_api::{Call, Cx};
use waarmaker_assets::import::{AreaOptions, Finding, Options, Report, read_areas, read_assets};
use waarmaker_auth::Caller;
use waarmaker_core::Problem;
use waarmaker_testkit::App;

const ROOT: &str = "/assets/ogc/v1";

/// Does something with the register as Waarmaker itself.
async fn with<T: Send + 'static>(
    app: &App,
    run: impl Fn(&mut Cx<'_, '_>) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let house = Arc::clone(&app.api.house);
    let write = move |tx: &mut waarmaker_db::Tx<'_>| {
        let (who, call) = (Caller::waarmaker("test"), Call::now(&house)?);
        run(&mut Cx::new(tx, &house, &who, &call))
    };
    app.db().write(write).await
}

/// Imports a file.
async fn import(app: &App, file: impl AsRef<[u8]>, options: &Options) -> Report {
    let batch = read_assets(file.as_ref(), options);
    with(app, move |cx| batch.store(cx, &|_, _| {})).await.unwrap()
}

/// Imports a file of areas.
async fn areas(app: &App, file: impl AsRef<[u8]>, options: &AreaOptions) -> Report {
    let areas = read_areas(file.as_ref(), options);
    with(app, move |cx| areas.store(cx, &|_, _| {})).await.unwrap()
}

fn options(kind: &str) -> Options {
    Options { kind: kind.to_owned(), ..Options::default() }
}

fn keyed(kind: &str, key: &str) -> Options {
    Options { key: key.split(',').map(str::to_owned).collect(), ..options(kind) }
}

/// New, changed, unchanged, removed.
fn counts(report: &Report) -> (u64, u64, u64, u64) {
    assert!(report.is_clean(), "{:#?}", report.findings);
    (report.new, report.changed, report.unchanged, report.removed)
}

/// What is wrong, as (line, column, code).
fn wrong(report: &Report) -> Vec<(u64, &str, &str)> {
    assert!(!report.written);
    let brief = |finding: &'_ Finding| {
        assert!(!finding.problem.is_empty() && !finding.advice.is_empty(), "{finding:?}");
        finding.line
    };
    report.findings.iter().map(|finding| (brief(finding), finding.column.as_str(), finding.code)).collect()
}

fn feature(properties: &Value, geometry: &Value) -> Value {
    json!({"type": "Feature", "properties": properties, "geometry": geometry})
}

fn at(lon: f64, lat: f64) -> Value {
    json!({"type": "Point", "coordinates": [lon, lat]})
}

/// A file with each feature on a line of its own, the first on line 2.
fn collection(features: &[Value]) -> String {
    let lines: Vec<String> = features.iter().map(Value::to_string).collect();
    format!("{{\"type\": \"FeatureCollection\", \"features\": [\n{}\n]}}\n", lines.join(",\n"))
}

/// Lamp posts `1`, `2` … on a line to the east.
fn lamps(count: u32) -> String {
    let one = |i: u32| {
        feature(
            &json!({"nummer": i.to_string(), "straat": "Dreef", "hoogte": 7}),
            &at(5.1 + f64::from(i) / 1000.0, 52.1),
        )
    };
    collection(&(1..=count).map(one).collect::<Vec<_>>())
}

/// A square with its lower left corner here.
fn square(lon: f64, lat: f64, side: f64) -> Value {
    json!([[lon, lat], [lon + side, lat], [lon + side, lat + side], [lon, lat + side], [lon, lat]])
}
