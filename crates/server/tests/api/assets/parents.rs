// SPDX-License-Identifier: EUPL-1.2
//! What hangs on what.

use waarmaker_assets::{ancestors, child_counts, children, descendants, find, import::Options, url};

use super::*;
use crate::engines::on_both_engines;

fn hanging(kind: &str, parent_kind: Option<&str>) -> Options {
    Options { parent: Some("op".to_owned()), parent_kind: parent_kind.map(str::to_owned), ..options(kind) }
}

#[test]
fn lamps_hang_on_circuits_that_hang_on_cabinets() {
    on_both_engines(async |app| {
        import(app, "nummer;lon;lat\nK1;5,1;52,1\n", &options("kast")).await;
        import(app, "nummer;op;lon;lat\nG1;K1;5,1;52,1\nG2;K1;5,1;52,1\n", &hanging("groep", Some("kast"))).await;
        let lamps = "nummer;op;lon;lat\n1;G1;5,1;52,1\n2;G1;5,2;52,1\n3;G2;5,2;52,1\n4;;5,2;52,1\n";
        let report = import(app, lamps, &hanging("lichtmast", Some("groep"))).await;
        assert_eq!(counts(&report), (4, 0, 0, 0));
        assert_eq!(counts(&import(app, lamps, &hanging("lichtmast", Some("groep"))).await), (0, 0, 4, 0));
        with(app, |cx| {
            let cabinet = find(cx.tx, "kast", "K1")?.unwrap();
            let circuit = find(cx.tx, "groep", "G1")?.unwrap();
            let lamp = find(cx.tx, "lichtmast", "2")?.unwrap();
            assert_eq!(ancestors(cx.tx, lamp.uuid)?, [circuit.uuid, cabinet.uuid]);
            assert_eq!(children(cx.tx, circuit.uuid)?.len(), 2);
            assert_eq!(descendants(cx.tx, cabinet.uuid)?.len(), 5);
            let counts = child_counts(cx.tx, &[cabinet.uuid, circuit.uuid, lamp.uuid])?;
            assert_eq!((counts[&cabinet.uuid], counts[&circuit.uuid], counts.get(&lamp.uuid)), (2, 2, None));
            assert!(url(&lamp).ends_with(&format!("/assets/ogc/v1/collections/lichtmast/items/{}", lamp.uuid)));
            Ok(())
        })
        .await
        .unwrap();
    });
}

#[test]
fn the_order_in_a_file_does_not_matter_and_a_column_may_say_the_kind() {
    on_both_engines(async |app| {
        let file = "nummer;op;lon;lat\n3;2;5,1;52,1\n1;;5,1;52,1\n2;1;5,1;52,1\n";
        assert_eq!(counts(&import(app, file, &hanging("kabel", None)).await), (3, 0, 0, 0));
        let by_kind = &Options { parent_kind_column: Some("soort van".to_owned()), ..hanging("lichtmast", None) };
        let lamps = "nummer;op;soort van;lon;lat\nA;3;kabel;5,1;52,1\nB;A;lichtmast;5,1;52,1\n";
        assert_eq!(counts(&import(app, lamps, by_kind).await), (2, 0, 0, 0));
        let above = with(app, |cx| {
            let lamp = find(cx.tx, "lichtmast", "B")?.unwrap();
            Ok(ancestors(cx.tx, lamp.uuid)?.len())
        });
        assert_eq!(above.await.unwrap(), 4);
    });
}

#[test]
fn a_parent_that_hangs_below_it_is_refused() {
    on_both_engines(async |app| {
        let itself = "nummer;op;lon;lat\n1;1;5,1;52,1\n";
        assert_eq!(wrong(&import(app, itself, &hanging("kast", None)).await), [(2, "op", "cycle")]);
        let ring = "nummer;op;lon;lat\n1;3;5,1;52,1\n2;1;5,1;52,1\n3;2;5,1;52,1\n4;2;5,1;52,1\n5;;5,1;52,1\n";
        let report = import(app, ring, &hanging("kast", None)).await;
        assert_eq!(
            wrong(&report),
            [(2, "ouder", "cycle"), (3, "ouder", "cycle"), (4, "ouder", "cycle"), (5, "ouder", "cycle")]
        );
        let good = "nummer;op;lon;lat\n1;;5,1;52,1\n2;1;5,1;52,1\n";
        assert_eq!(counts(&import(app, good, &hanging("kast", None)).await), (2, 0, 0, 0));
        let turned = "nummer;op;lon;lat\n1;2;5,1;52,1\n";
        assert_eq!(wrong(&import(app, turned, &hanging("kast", None)).await), [(2, "ouder", "cycle")]);
        let swapped = "nummer;op;lon;lat\n1;2;5,1;52,1\n2;;5,1;52,1\n";
        assert_eq!(counts(&import(app, swapped, &hanging("kast", None)).await), (0, 2, 0, 0));
    });
}

#[test]
fn a_parent_that_is_nowhere_is_refused_with_what_hangs_on_it() {
    on_both_engines(async |app| {
        let file = "nummer;op;lon;lat\n1;99;5,1;52,1\n2;1;5,1;52,1\n3;;5,1;52,1\n";
        let report = import(app, file, &hanging("kast", None)).await;
        assert_eq!(wrong(&report), [(2, "ouder", "unknown-parent"), (3, "ouder", "unknown-parent")]);
        assert_eq!(report.findings[0].value, "99");
        let skip = Options { skip_errors: true, ..hanging("kast", None) };
        assert_eq!(import(app, file, &skip).await.new, 1);
        let kind = import(app, file, &hanging("kast", Some("Geen Soort"))).await;
        assert_eq!(wrong(&kind)[0], (2, "op", "wrong-kind"));
    });
}
