// SPDX-License-Identifier: EUPL-1.2
//! Files that we write can be read again.

use waarmaker_assets::{
    Crs, Export, export,
    import::{Format, Options},
};

use super::*;
use crate::engines::on_both_engines;

async fn exported(app: &App, kind: &str, format: Format, crs: Crs, history: bool) -> String {
    let wanted = Export { kind: Some(kind.to_owned()), format, crs, history };
    let bytes = with(app, move |cx| {
        let mut out = Vec::new();
        export(&wanted, &mut out, cx)?;
        Ok(out)
    });
    String::from_utf8(bytes.await.unwrap()).unwrap()
}

#[test]
fn what_is_exported_can_be_imported_again_without_a_change() {
    on_both_engines(async |app| {
        import(app, "nummer;lon;lat\nK1;5,1;52,1\n", &options("kast")).await;
        let lamps = "mast;kast;straat;hoogte;lon;lat\n1;K1;Dreef, \"hoek\";7;5,118501;52,109981\n2;;Laan;;5,2;52,1\n";
        let with_parent =
            Options { parent: Some("kast".into()), parent_kind: Some("kast".into()), ..keyed("lichtmast", "mast") };
        assert_eq!(counts(&import(app, lamps, &with_parent).await), (2, 0, 0, 0));
        for format in [Format::Geojson, Format::Csv] {
            for crs in [Crs::Wgs84, Crs::Rd] {
                let file = exported(app, "lichtmast", format, crs, false).await;
                let report = import(app, &file, &options("lichtmast")).await;
                assert_eq!(counts(&report), (0, 0, 2, 0), "{format:?} {crs:?}: {file}");
                assert_eq!(report.crs, Some(crs));
            }
        }
        let file = exported(app, "lichtmast", Format::Csv, Crs::Wgs84, false).await;
        assert_eq!(wrong(&import(app, &file, &options("kast")).await)[0].2, "other-kind");
        assert!(exported(app, "bank", Format::Geojson, Crs::Wgs84, false).await.contains("FeatureCollection"));
    });
}

#[test]
fn an_export_can_hold_all_versions() {
    on_both_engines(async |app| {
        import(app, lamps(1), &options("lichtmast")).await;
        import(app, lamps(1).replace("Dreef", "Laan"), &options("lichtmast")).await;
        let file: Value =
            serde_json::from_str(&exported(app, "lichtmast", Format::Geojson, Crs::Wgs84, true).await).unwrap();
        let versions = &file["features"][0]["properties"]["waarmaker_versies"];
        assert_eq!(versions[1]["omschrijving"], "Dreef");
        assert_eq!(versions[0]["wijzigingen"], json!(["omschrijving", "attributen.straat"]));
        assert_eq!(counts(&import(app, file.to_string(), &options("lichtmast")).await), (0, 0, 1, 0));
    });
}
