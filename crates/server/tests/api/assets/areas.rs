// SPDX-License-Identifier: EUPL-1.2
//! Areas: their borders, and what lies in them.

use geo::{BooleanOps as _, Contains as _, point};
use serde_json::json;
use waarmaker_assets::{Punt, gebied, gebied_by_code, gebieden, gebieden_at, grens};

use super::*;
use crate::engines::on_both_engines;

fn kind(soort: &str) -> AreaOptions {
    AreaOptions { kind: soort.to_owned(), ..AreaOptions::default() }
}

/// A square with a square hole, and next to it a square of two parts.
fn two() -> String {
    let holed = json!({"type": "Polygon", "coordinates": [square(5.0, 52.0, 0.1), square(5.04, 52.04, 0.02)]});
    let parts = json!({"type": "MultiPolygon", "coordinates": [[square(5.1, 52.0, 0.1)], [square(5.4, 52.0, 0.1)]]});
    collection(&[
        feature(&json!({"KODE": "01", "NAAM": "West"}), &holed),
        feature(&json!({"KODE": "02", "NAAM": "Oost", "inwoners": 12}), &parts),
    ])
}

#[test]
fn a_point_lies_in_what_surrounds_it_holes_excepted() {
    on_both_engines(async |app| {
        assert_eq!(counts(&areas(app, two(), &kind("wijk")).await), (2, 0, 0, 0));
        with(app, |cx| {
            let mut at = |lon: f64, lat: f64| {
                let uuids = gebieden_at(cx.tx, Punt { lon, lat })?;
                uuids
                    .into_iter()
                    .map(|uuid| Ok(gebied(cx.tx, uuid)?.unwrap().code))
                    .collect::<Result<Vec<_>, Problem>>()
            };
            assert_eq!(at(5.02, 52.02)?, ["01"]);
            assert_eq!(at(5.05, 52.05)?, Vec::<String>::new(), "in the hole");
            assert_eq!(at(5.45, 52.05)?, ["02"], "in the second part");
            assert_eq!(at(5.3, 52.05)?, Vec::<String>::new(), "between the parts, within the box");
            let mut border = at(5.1, 52.05)?;
            border.sort();
            assert_eq!(border, ["01", "02"], "on the border of both");
            Ok(())
        })
        .await
        .unwrap();
    });
}

#[test]
fn the_border_of_an_area_can_be_held_against_another() {
    on_both_engines(async |app| {
        areas(app, two(), &kind("wijk")).await;
        with(app, |cx| {
            let one = gebied_by_code(cx.tx, "wijk", "01")?.unwrap();
            let other = gebied_by_code(cx.tx, "wijk", "02")?.unwrap();
            assert_eq!((one.naam.as_str(), &other.attributen["inwoners"]), ("West", &json!(12)));
            let (one, other) = (grens(cx.tx, one.uuid)?.unwrap(), grens(cx.tx, other.uuid)?.unwrap());
            assert!(one.contains(&point! {x: 5.01, y: 52.01}) && !one.contains(&point! {x: 5.05, y: 52.05}));
            assert_eq!((one.intersection(&*other).0.len(), other.0.len()), (0, 2));
            assert_eq!(gebieden(cx.tx, Some("wijk"))?.len(), 2);
            assert_eq!(gebieden(cx.tx, None)?.len(), 2);
            Ok(())
        })
        .await
        .unwrap();
    });
}

#[test]
fn a_border_that_moves_is_a_new_version_and_is_read_again() {
    on_both_engines(async |app| {
        areas(app, two(), &kind("wijk")).await;
        assert_eq!(counts(&areas(app, two(), &kind("wijk")).await), (0, 0, 2, 0));
        let place = Punt { lon: 5.05, lat: 52.05 };
        assert_eq!(with(app, move |cx| Ok(gebieden_at(cx.tx, place)?.len())).await.unwrap(), 0);
        let closed = json!({"type": "Polygon", "coordinates": [square(5.0, 52.0, 0.1)]});
        let file = collection(&[feature(&json!({"KODE": "01", "NAAM": "West"}), &closed)]);
        let trial = AreaOptions { dry_run: true, ..kind("wijk") };
        assert_eq!(counts(&areas(app, &file, &trial).await), (0, 1, 0, 0));
        assert_eq!(counts(&areas(app, &file, &kind("wijk")).await), (0, 1, 0, 0));
        assert_eq!(with(app, move |cx| Ok(gebieden_at(cx.tx, place)?.len())).await.unwrap(), 1);
        let versie = with(app, |cx| Ok(gebied_by_code(cx.tx, "wijk", "01")?.unwrap().versie)).await.unwrap();
        assert_eq!(versie, 2);
    });
}

#[test]
fn areas_that_are_wrong_are_refused() {
    on_both_engines(async |app| {
        let properties = json!({"KODE": "01", "NAAM": "West"});
        let with_geometry = |geometry: Value| collection(&[feature(&properties, &geometry)]);
        let bow = json!({"type": "Polygon", "coordinates": [[[5.0, 52.0], [5.1, 52.1], [5.1, 52.0], [5.0, 52.1], [5.0, 52.0]]]});
        let open = json!({"type": "Polygon", "coordinates": [[[5.0, 52.0], [5.1, 52.1], [5.1, 52.0]]]});
        let far = json!({"type": "Polygon", "coordinates": [square(15.0, 52.0, 0.1)]});
        for (geometry, code) in [
            (at(5.1, 52.1), "not-polygon"),
            (bow, "bad-geometry"),
            (open, "bad-geometry"),
            (far, "outside"),
            (Value::Null, "no-geometry"),
        ] {
            let report = areas(app, with_geometry(geometry), &kind("wijk")).await;
            assert_eq!(wrong(&report)[0].2, code);
        }
        let square = json!({"type": "Polygon", "coordinates": [square(5.0, 52.0, 0.1)]});
        let twice = collection(&[feature(&properties, &square), feature(&properties, &square)]);
        assert_eq!(wrong(&areas(app, twice, &kind("wijk")).await), [(3, "KODE", "duplicate")]);
        let unnamed = collection(&[feature(&json!({"a": 1}), &square)]);
        assert_eq!(wrong(&areas(app, unnamed, &kind("wijk")).await), [(0, "", "no-key")]);
        assert_eq!(wrong(&areas(app, "code;naam\n", &kind("wijk")).await), [(0, "", "not-geojson")]);
        assert_eq!(wrong(&areas(app, "", &kind("wijk")).await), [(0, "", "empty")]);
    });
}
