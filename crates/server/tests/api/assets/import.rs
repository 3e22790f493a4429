// SPDX-License-Identifier: EUPL-1.2
//! What is read from a file, and what a second import does.

use serde_json::json;
use waarmaker_assets::{find, from_rd, import::Options};

use super::*;
use crate::engines::on_both_engines;

#[test]
fn importing_again_changes_nothing_and_a_changed_row_makes_a_version() {
    on_both_engines(async |app| {
        assert_eq!(counts(&import(app, lamps(3), &options("lichtmast")).await), (3, 0, 0, 0));
        assert_eq!(counts(&import(app, lamps(3), &options("lichtmast")).await), (0, 0, 3, 0));
        let changed = lamps(3).replacen("\"hoogte\":7", "\"hoogte\":9", 1);
        assert_eq!(counts(&import(app, changed, &options("lichtmast")).await), (0, 1, 2, 0));
        let asset = with(app, |cx| Ok(find(cx.tx, "lichtmast", "1")?)).await.unwrap().unwrap();
        assert_eq!((asset.versie, &asset.attributen["hoogte"], asset.omschrijving.as_str()), (2, &json!(9), "Dreef"));
    });
}

#[test]
fn all_attributes_are_kept_as_they_came() {
    on_both_engines(async |app| {
        let all = json!({"id": "K1", "leeg": null, "lijst": [1, {"a": true}], "getal": 1.5, "Naam met spatie": "é"});
        import(app, collection(&[feature(&all, &at(5.1, 52.1))]), &options("kast")).await;
        let asset = with(app, |cx| Ok(find(cx.tx, "kast", "K1")?)).await.unwrap().unwrap();
        assert_eq!(json!(asset.attributen), all);
    });
}

#[test]
fn a_trial_writes_nothing_and_tells_the_same() {
    on_both_engines(async |app| {
        let trial = Options { dry_run: true, ..options("lichtmast") };
        let report = import(app, lamps(3), &trial).await;
        assert_eq!((counts(&report), report.written, report.dry_run), ((3, 0, 0, 0), false, true));
        assert_eq!(counts(&import(app, lamps(3), &options("lichtmast")).await), (3, 0, 0, 0));
    });
}

#[test]
fn what_is_not_in_the_file_is_removed_only_when_asked_and_comes_back() {
    on_both_engines(async |app| {
        import(app, lamps(3), &options("lichtmast")).await;
        assert_eq!(counts(&import(app, lamps(2), &options("lichtmast")).await), (0, 0, 2, 0));
        let exact = Options { remove_missing: true, ..options("lichtmast") };
        let trial = Options { dry_run: true, ..exact.clone() };
        assert_eq!(counts(&import(app, lamps(2), &trial).await), (0, 0, 2, 1));
        assert_eq!(counts(&import(app, lamps(2), &exact).await), (0, 0, 2, 1));
        assert_eq!(counts(&import(app, lamps(2), &exact).await), (0, 0, 2, 0));
        assert!(with(app, |cx| Ok(find(cx.tx, "lichtmast", "3")?)).await.unwrap().is_none());
        assert_eq!(counts(&import(app, lamps(3), &options("lichtmast")).await), (0, 1, 2, 0));
        let back = with(app, |cx| Ok(find(cx.tx, "lichtmast", "3")?)).await.unwrap().unwrap();
        assert_eq!(back.versie, 3);
    });
}

#[test]
fn a_csv_is_read_with_whatever_separator_comma_and_encoding_it_has() {
    on_both_engines(async |app| {
        let semicolons = "nummer;straat;lengtegraad;breedtegraad\r\n1;\"Dreef; hoek\";5,118501;52,109981\r\n";
        let report = import(app, semicolons, &options("lichtmast")).await;
        assert_eq!((counts(&report), report.delimiter, report.encoding), ((1, 0, 0, 0), Some(';'), Some("UTF-8")));
        let tabs = b"nummer\tstraat\tlon\tlat\n2\tCaf\xe9plein\t5.118501\t52.109981\n";
        let report = import(app, tabs, &options("lichtmast")).await;
        assert_eq!(
            (counts(&report), report.delimiter, report.encoding),
            ((1, 0, 0, 0), Some('\t'), Some("windows-1252"))
        );
        let marked = "\u{feff}nummer,straat,lon,lat\n3,Café,5.118501,52.109981\n";
        assert_eq!(counts(&import(app, marked, &options("lichtmast")).await), (1, 0, 0, 0));
        let (two, one) =
            with(app, |cx| Ok((find(cx.tx, "lichtmast", "2")?, find(cx.tx, "lichtmast", "1")?))).await.unwrap();
        assert_eq!(two.unwrap().omschrijving, "Caféplein");
        let one = one.unwrap();
        assert_eq!((one.punt.lon, one.omschrijving.as_str()), (5.118_501, "Dreef; hoek"));
    });
}

#[test]
fn the_national_grid_is_seen_named_or_told() {
    on_both_engines(async |app| {
        let tower = from_rd(155_000.0, 463_000.0).unwrap();
        let csv = "code;x;y\nA;155000;463000\n";
        assert_eq!(import(app, csv, &options("toren")).await.crs.map(|crs| json!(crs)), Some(json!("rd")));
        let named = collection(&[feature(&json!({"code": "B"}), &at(155_000.0, 463_000.0))]).replacen(
            '{',
            r#"{"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}},"#,
            1,
        );
        assert_eq!(counts(&import(app, named, &options("toren")).await), (1, 0, 0, 0));
        let told = Options {
            crs: Some(waarmaker_assets::Crs::Rd),
            x: Some("oost".into()),
            y: Some("noord".into()),
            ..options("toren")
        };
        assert_eq!(counts(&import(app, "code;oost;noord\nC;155000,00;463.000,00\n", &told).await), (1, 0, 0, 0));
        for code in ["A", "B", "C"] {
            let asset = with(app, move |cx| Ok(find(cx.tx, "toren", code)?)).await.unwrap().unwrap();
            assert_eq!(asset.punt, tower, "{code}");
        }
    });
}

#[test]
fn a_line_and_a_polygon_keep_their_geometry_and_get_a_point_in_them() {
    on_both_engines(async |app| {
        let line = json!({"type": "LineString", "coordinates": [[5.1, 52.1], [5.2, 52.1]]});
        let ring = json!({"type": "Polygon", "coordinates": [square(5.1, 52.1, 0.1), [[5.12, 52.12], [5.18, 52.12], [5.18, 52.18], [5.12, 52.18], [5.12, 52.12]]]});
        let file = collection(&[feature(&json!({"id": "L"}), &line), feature(&json!({"id": "P"}), &ring)]);
        assert_eq!(counts(&import(app, &file, &options("haag")).await), (2, 0, 0, 0));
        assert_eq!(counts(&import(app, &file, &options("haag")).await), (0, 0, 2, 0));
        let (one, other) = with(app, |cx| Ok((find(cx.tx, "haag", "L")?, find(cx.tx, "haag", "P")?))).await.unwrap();
        let (one, other) = (one.unwrap(), other.unwrap());
        assert_eq!(one.geometrie, Some(line));
        assert!((one.punt.lat - 52.1).abs() < 1e-9 && (5.1..=5.2).contains(&one.punt.lon));
        let inside = |value: f64, low: f64| value > low && value < low + 0.1;
        let in_hole = (5.12..5.18).contains(&other.punt.lon) && (52.12..52.18).contains(&other.punt.lat);
        assert!(inside(other.punt.lon, 5.1) && inside(other.punt.lat, 52.1) && !in_hole, "{:?}", other.punt);
    });
}

#[test]
fn rows_with_errors_are_left_out_only_when_asked() {
    on_both_engines(async |app| {
        let file = "nummer;straat;lon;lat\n1;A;5,1;52,1\n2;B;;\n3;C;5,2;52,2\n";
        let report = import(app, file, &options("lichtmast")).await;
        assert_eq!(wrong(&report), [(3, "lon", "no-geometry")]);
        let report = import(app, file, &Options { skip_errors: true, ..options("lichtmast") }).await;
        assert_eq!((report.new, report.refused, report.written), (2, 1, true));
    });
}

#[test]
fn progress_is_told_until_all_is_done() {
    on_both_engines(async |app| {
        let batch = read_assets(lamps(1000).as_bytes(), &options("lichtmast"));
        let seen = Arc::new(std::sync::Mutex::new(Vec::new()));
        let told = Arc::clone(&seen);
        with(app, move |cx| batch.store(cx, &|done, of| told.lock().unwrap().push((done, of)))).await.unwrap();
        assert_eq!(seen.lock().unwrap().last(), Some(&(1000, 1000)));
    });
}
