// SPDX-License-Identifier: EUPL-1.2
//! Every version of an asset is kept.

use std::time::Duration;

use waarmaker_assets::{find, import::Options};

use super::*;
use crate::engines::on_both_engines;

#[test]
fn every_version_tells_when_who_and_what_changed() {
    on_both_engines(async |app| {
        import(app, lamps(1), &options("lichtmast")).await;
        app.clock.advance(Duration::from_mins(1));
        import(app, lamps(1).replace("\"hoogte\":7", "\"hoogte\":9,\"led\":true"), &options("lichtmast")).await;
        app.clock.advance(Duration::from_mins(1));
        import(app, lamps(1).replace("5.101", "5.109"), &options("lichtmast")).await;
        let uuid = with(app, |cx| Ok(find(cx.tx, "lichtmast", "1")?.unwrap().uuid)).await.unwrap();
        let url = format!("{ROOT}/collections/lichtmast/items/{uuid}/versies");
        let body = app.superuser().get(&url).await.expect(200);
        let brief =
            |versie: &Value| json!([versie["versie"], versie["gewijzigd"], versie["door"], versie["wijzigingen"]]);
        let all: Vec<Value> = body["versies"].as_array().unwrap().iter().map(brief).collect();
        assert_eq!(
            json!(all),
            json!([
                [3, "2026-11-21T11:02:00Z", "test", ["geometrie", "attributen.hoogte", "attributen.led"]],
                [2, "2026-11-21T11:01:00Z", "test", ["attributen.hoogte", "attributen.led"]],
                [1, "2026-11-21T11:00:00Z", "test", []],
            ])
        );
        assert_eq!(body["versies"][1]["attributen"]["hoogte"], 9);
        assert_eq!(body["versies"][1]["geometry"]["coordinates"][0], 5.101);
    });
}

#[test]
fn an_asset_that_was_removed_keeps_its_history() {
    on_both_engines(async |app| {
        import(app, lamps(2), &options("lichtmast")).await;
        let uuid = with(app, |cx| Ok(find(cx.tx, "lichtmast", "2")?.unwrap().uuid)).await.unwrap();
        import(app, lamps(1), &Options { remove_missing: true, ..options("lichtmast") }).await;
        let url = format!("{ROOT}/collections/lichtmast/items/{uuid}");
        let client = app.superuser();
        client.get(&url).await.expect(404);
        let body = client.get(&format!("{url}/versies")).await.expect(200);
        assert_eq!(
            (&body["versies"][0]["verwijderd"], &body["versies"][0]["wijzigingen"]),
            (&json!(true), &json!(["verwijderd"]))
        );
        assert_eq!(body["versies"].as_array().unwrap().len(), 2);
        client.get(&format!("{ROOT}/collections/kast/items/{uuid}/versies")).await.expect(404);
        client.get(&format!("{ROOT}/collections/kast/items/x/versies")).await.expect(404);
    });
}
