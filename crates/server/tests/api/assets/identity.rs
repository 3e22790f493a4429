// SPDX-License-Identifier: EUPL-1.2
//! What identifies an asset, proved over the file.

use serde_json::json;
use waarmaker_assets::{find, import::Options};

use super::*;
use crate::engines::on_both_engines;

const STREETS: &str = "straat;mastnummer;hoogte;lon;lat\nDreef;1;7;5,1;52,1\nLaan;1;7;5,2;52,1\nDreef;2;4;5,3;52,1\n";

#[test]
fn numbers_that_are_not_unique_are_seen_and_what_is_unique_is_told() {
    on_both_engines(async |app| {
        let report = import(app, STREETS, &options("lichtmast")).await;
        assert_eq!(report.key, ["mastnummer"]);
        assert_eq!(report.suggestions[0], ["straat", "mastnummer"]);
        let last = report.findings.last().unwrap();
        assert_eq!((last.line, last.code), (0, "not-unique"));
        assert!(last.advice.contains("--key straat,mastnummer"), "{last}");
        assert_eq!(wrong(&report).first(), Some(&(3, "mastnummer", "duplicate")));
        let report = import(app, STREETS, &keyed("lichtmast", "straat,mastnummer")).await;
        assert_eq!(counts(&report), (3, 0, 0, 0));
        assert!(with(app, |cx| Ok(find(cx.tx, "lichtmast", "Laan 1")?)).await.unwrap().is_some());
    });
}

#[test]
fn without_a_column_that_looks_like_a_number_the_import_asks() {
    on_both_engines(async |app| {
        let file = "kleur;merk;lon;lat\nrood;A;5,1;52,1\nrood;B;5,2;52,1\nblauw;A;5,3;52,1\n";
        let report = import(app, file, &options("bank")).await;
        assert_eq!(wrong(&report), [(0, "", "no-key")]);
        assert_eq!(report.suggestions, [["kleur", "merk"]]);
        assert_eq!(counts(&import(app, file, &keyed("bank", "plaats")).await), (3, 0, 0, 0));
        assert_eq!(counts(&import(app, file, &keyed("bank", "plaats")).await), (0, 0, 3, 0));
        assert!(with(app, |cx| Ok(find(cx.tx, "bank", "5.200000,52.100000")?)).await.unwrap().is_some());
    });
}

#[test]
fn a_number_that_another_program_wrote_as_a_fraction_is_that_number() {
    on_both_engines(async |app| {
        let file = collection(&[feature(&json!({"ID": 113.0}), &at(5.1, 52.1))]);
        import(app, file, &options("kast")).await;
        assert!(with(app, |cx| Ok(find(cx.tx, "kast", "113")?)).await.unwrap().is_some());
    });
}

#[test]
fn the_same_asset_twice_in_a_file_is_refused_with_both_lines() {
    on_both_engines(async |app| {
        let file = "nummer;lon;lat\n1;5,1;52,1\n2;5,2;52,1\n1;5,1;52,1\n";
        let report = import(app, file, &options("lichtmast")).await;
        assert_eq!(wrong(&report), [(4, "nummer", "duplicate")]);
        assert!(report.findings[0].problem.contains("regel 2"), "{}", report.findings[0]);
        let skip = Options { skip_errors: true, ..keyed("lichtmast", "nummer") };
        assert_eq!(import(app, file, &skip).await.new, 2);
    });
}

#[test]
fn an_empty_identificatie_is_refused() {
    on_both_engines(async |app| {
        let report = import(app, "nummer;lon;lat\n1;5,1;52,1\n ;5,2;52,1\n", &options("lichtmast")).await;
        assert_eq!(wrong(&report), [(3, "nummer", "blank-key")]);
    });
}
