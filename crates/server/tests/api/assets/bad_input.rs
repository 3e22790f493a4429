// SPDX-License-Identifier: EUPL-1.2
//! Files that are wrong: refused with line, column and what to do, and nothing written.

use serde_json::json;
use waarmaker_assets::import::Options;

use super::*;
use crate::engines::on_both_engines;

/// What is wrong with a file, without a database: codes with lines and columns.
fn found(file: impl AsRef<[u8]>, options: &Options) -> Vec<(u64, String, &'static str)> {
    let batch = read_assets(file.as_ref(), options);
    let findings = &batch.report().findings;
    assert!(findings.iter().all(|finding| !finding.advice.is_empty() && !finding.problem.is_empty()));
    findings.iter().map(|finding| (finding.line, finding.column.clone(), finding.code)).collect()
}

fn one(file: impl AsRef<[u8]>) -> (u64, String, &'static str) {
    let mut all = found(file, &options("lichtmast"));
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

fn here(line: u64, column: &str, code: &'static str) -> (u64, String, &'static str) {
    (line, column.to_owned(), code)
}

fn placed(geometry: &Value) -> String {
    collection(&[feature(&json!({"nummer": "1"}), &at(5.1, 52.1)), feature(&json!({"nummer": "2"}), geometry)])
}

#[test]
fn an_asset_without_geometry_is_refused() {
    assert_eq!(one(placed(&Value::Null)), here(3, "geometry", "no-geometry"));
    assert_eq!(one("nummer;lon;lat\n1;5,1;\n"), here(2, "lat", "no-geometry"));
    assert_eq!(one("nummer;straat\n1;A\n"), here(0, "", "no-place-columns"));
    assert_eq!(one(placed(&json!({"type": "Point", "coordinates": []}))), here(3, "geometry", "bad-geometry"));
}

#[test]
fn an_asset_outside_the_country_is_refused_unless_anywhere_is_fine() {
    assert_eq!(one(placed(&at(0.0, 0.0))), here(3, "plaats", "outside"));
    assert_eq!(one(placed(&at(13.4, 52.5))), here(3, "plaats", "outside"));
    assert_eq!(one(placed(&at(500.0, 52.5))), here(3, "plaats", "outside"));
    assert_eq!(one(placed(&at(155_000.0, 463_000.0))), here(3, "plaats", "outside"));
    let anywhere = Options { anywhere: true, ..options("lichtmast") };
    assert_eq!(found(placed(&at(-68.27, 12.15)), &anywhere), []);
    assert_eq!(found(placed(&at(-680.0, 12.15)), &anywhere), [here(3, "plaats", "outside")]);
}

#[test]
fn swapped_coordinates_are_called_swapped() {
    assert_eq!(one(placed(&at(52.1, 5.1))), here(3, "plaats", "swapped"));
    assert_eq!(one("nummer;x;y\n1;463000;155000\n"), here(2, "plaats", "swapped"));
}

#[test]
fn a_coordinate_that_is_no_number_is_refused() {
    for value in ["NaN", "inf", "1e999", "52°05", "x"] {
        assert_eq!(one(format!("nummer;lon;lat\n1;{value};52,1\n")), here(2, "lon", "not-a-number"), "{value}");
    }
    assert_eq!(one(placed(&at(5.25, 52.1)).replace("5.25", "NaN")), here(3, "", "broken-json"));
    assert_eq!(one(placed(&at(5.25, 52.1)).replace("5.25", "1e999")), here(3, "", "not-geojson"));
}

#[test]
fn broken_json_is_refused_with_its_line() {
    let whole = lamps(3);
    let cut = whole.find("\"2\"").unwrap();
    assert_eq!(one(&whole[..cut]), here(3, "", "broken-json"));
    assert_eq!(one("{\"type\": \"FeatureCollection\"}"), here(0, "", "not-geojson"));
    assert_eq!(one("[1, 2]").2, "broken-json");
    assert_eq!(one(format!("{{\"a\":{}1{}}}", "[".repeat(100_000), "]".repeat(100_000))).2, "not-geojson");
}

#[test]
fn an_empty_file_is_refused() {
    for file in ["", " \n\n", "\u{feff}"] {
        assert_eq!(one(file), here(0, "", "empty"), "{file:?}");
    }
    assert_eq!(one("nummer;lon;lat\n"), here(0, "", "empty"));
    assert_eq!(one(collection(&[])), here(0, "", "empty"));
}

#[test]
fn a_huge_row_is_refused() {
    let long = "x".repeat(5 << 20);
    assert_eq!(one(format!("nummer;straat;lon;lat\n1;{long};5,1;52,1\n")), here(2, "", "too-long"));
    let file = collection(&[feature(&json!({"nummer": "1", "a": long}), &at(5.1, 52.1))]);
    assert_eq!(one(file), here(2, "", "too-long"));
    // A quote that is never closed swallows the rest of the file.
    let rest = "2;B;5,1;52,1\n".repeat(10);
    let all = found(format!("nummer;straat;lon;lat\n1;\"A;5,1;52,1\n{rest}"), &options("lichtmast"));
    assert_eq!(all, [here(2, "", "ragged")]);
}

#[test]
fn an_unknown_encoding_is_asked_for() {
    let named = |name: &str| Options { encoding: Some(name.to_owned()), ..options("lichtmast") };
    let unsure = b"nummer;straat;lon;lat\n1;caf\x82tje;5,1;52,1\n";
    assert_eq!(found(unsure, &options("lichtmast")), [here(2, "", "unsure-encoding")]);
    assert_eq!(found(unsure, &named("klingon")), [here(0, "", "unknown-encoding")]);
    assert_eq!(found(unsure, &named("utf-8")), [here(2, "", "wrong-encoding")]);
    assert_eq!(found(unsure, &named("latin-1")), []);
}

#[test]
fn ragged_rows_are_refused_one_by_one() {
    let file = "nummer;lon;lat\n1;5,1;52,1\n2;5,1\n3;5,1;52,1;extra\n4;5,1;52,1\n";
    assert_eq!(found(file, &options("lichtmast")), [here(3, "", "ragged"), here(4, "", "ragged")]);
}

#[test]
fn a_header_that_names_nothing_or_one_thing_twice_is_refused() {
    assert_eq!(one("1;5,1;52,1\n").2, "no-place-columns");
    assert_eq!(one("nummer;nummer;lon;lat\n1;2;5,1;52,1\n"), here(0, "", "double-column"));
    assert_eq!(one("nummer;;lon;lat\n1;2;5,1;52,1\n"), here(0, "", "no-header"));
    assert_eq!(one("zomaar tekst\n"), here(1, "", "no-header"));
}

#[test]
fn options_that_cannot_be_are_refused() {
    assert_eq!(found(lamps(1), &options("Licht Mast")), [here(0, "", "wrong-kind")]);
    assert_eq!(found(lamps(1), &options("gebieden-x")), [here(0, "", "wrong-kind")]);
    assert_eq!(found(lamps(1), &keyed("lichtmast", "mast")), [here(0, "", "unknown-column")]);
    let both = Options { skip_errors: true, remove_missing: true, ..options("lichtmast") };
    assert_eq!(found(lamps(1), &both), [here(0, "", "options")]);
    let elsewhere = lamps(1).replacen('{', r#"{"crs": {"properties": {"name": "EPSG:3857"}},"#, 1);
    assert_eq!(one(elsewhere), here(0, "", "unknown-crs"));
}

#[test]
fn control_characters_are_refused() {
    let file = collection(&[feature(&json!({"nummer": "1", "a": "x\u{7f}"}), &at(5.1, 52.1))]);
    assert_eq!(one(file), here(2, "a", "control-character"));
}

#[test]
fn a_file_with_one_error_in_a_thousand_rows_writes_nothing() {
    on_both_engines(async |app| {
        let file = lamps(1000).replacen("5.6", "56", 1);
        let report = import(app, file, &options("lichtmast")).await;
        assert_eq!(wrong(&report).len(), 1);
        let none = with(app, |cx| Ok(waarmaker_assets::soorten(cx.tx)?)).await.unwrap();
        assert_eq!(none, Vec::<String>::new());
    });
}
