// SPDX-License-Identifier: EUPL-1.2
//! The lamp posts and neighbourhoods of Utrecht, where that data is present.

use std::{collections::BTreeSet, fs, path::PathBuf, time::Instant};

use waarmaker_assets::{find, gebied, gebieden_at};

use super::*;
use crate::engines::on_both_engines;

/// A file of the data of Utrecht; `None`, said aloud, where the folder is absent.
fn utrecht(file: &str) -> Option<Vec<u8>> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/utrecht").join(file);
    let read = fs::read(&path).ok();
    if read.is_none() {
        eprintln!("SKIPPED, NOT PROVED: import of the data of Utrecht: {} is not there", path.display());
    }
    read
}

#[test]
fn the_lamp_posts_of_utrecht_are_imported_whole() {
    let Some(masts) = utrecht("mastoverzicht.geojson") else { return };
    on_both_engines(async |app| {
        let report = import(app, &masts, &options("lichtmast")).await;
        assert_eq!((report.encoding, report.rows), (Some("windows-1252"), 9793));
        assert_eq!(report.suggestions, [["STRAAT", "MASTNUMMER"]]);
        assert!(wrong(&report).contains(&(0, "", "not-unique")));
        let key = keyed("lichtmast", "STRAAT,MASTNUMMER");
        let start = Instant::now();
        assert_eq!(counts(&import(app, &masts, &key).await), (9793, 0, 0, 0));
        eprintln!("9,793 lamp posts in {:?}", start.elapsed());
        assert_eq!(counts(&import(app, &masts, &key).await), (0, 0, 9793, 0));
        let body = app.superuser().get(&format!("{ROOT}/collections/lichtmast/items?limit=10000")).await.expect(200);
        let streets: BTreeSet<&str> = body["features"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|one| one["properties"]["STRAAT"].as_str())
            .collect();
        assert!(streets.contains("Thomas à Kempisplantsoen"));
        assert!(streets.iter().all(|street| !street.contains('\u{fffd}') && !street.contains('Ã')));
        let mut changed = masts.clone();
        let at = masts.windows(17).position(|part| part == b"\"MASTLENGTE\": \"7\"").unwrap();
        changed[at + 15] = b'9';
        assert_eq!(counts(&import(app, &changed, &key).await), (0, 1, 9792, 0));
    });
}

#[test]
fn every_lamp_post_of_utrecht_lies_in_a_neighbourhood_of_utrecht() {
    let (Some(masts), Some(buurten)) = (utrecht("mastoverzicht.geojson"), utrecht("buurt.geojson")) else { return };
    let (Some(wijken), Some(gemeente)) = (utrecht("wijk.geojson"), utrecht("gemeente.geojson")) else { return };
    on_both_engines(async |app| {
        let kind = |soort: &str| AreaOptions {
            kind: soort.to_owned(),
            code: Some("KODE".to_owned()),
            name: Some("NAAM".to_owned()),
            ..AreaOptions::default()
        };
        assert_eq!(counts(&areas(app, &buurten, &kind("buurt")).await), (111, 0, 0, 0));
        assert_eq!(counts(&areas(app, &wijken, &kind("wijk")).await), (10, 0, 0, 0));
        assert_eq!(counts(&areas(app, &gemeente, &kind("gemeente")).await), (1, 0, 0, 0));
        assert_eq!(counts(&areas(app, &buurten, &kind("buurt")).await), (0, 0, 111, 0));
        import(app, &masts, &keyed("lichtmast", "STRAAT,MASTNUMMER")).await;
        let found = with(app, |cx| {
            let lamp = find(cx.tx, "lichtmast", "Thomas à Kempisplantsoen 1")?.unwrap();
            let uuids = gebieden_at(cx.tx, lamp.punt)?;
            let mut kinds = Vec::new();
            for uuid in uuids {
                let area = gebied(cx.tx, uuid)?.unwrap();
                kinds.push((area.soort, area.code));
            }
            kinds.sort();
            Ok((kinds, lamp.attributen["BUURT"].clone()))
        });
        let (kinds, buurt) = found.await.unwrap();
        let code = buurt.as_str().unwrap().replace('.', "");
        assert!(kinds.contains(&("buurt".to_owned(), code)), "{kinds:?} {buurt}");
        assert_eq!(kinds.iter().map(|(kind, _)| kind.as_str()).collect::<Vec<_>>(), ["buurt", "gemeente", "wijk"]);
        let body = app
            .superuser()
            .get(&format!("{ROOT}/collections/gebieden-buurt/items?bbox=5.11,52.09,5.12,52.1"))
            .await
            .expect(200);
        assert!((1..20).contains(&body["numberReturned"].as_u64().unwrap()));
    });
}
