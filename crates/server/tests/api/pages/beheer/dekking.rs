// SPDX-License-Identifier: EUPL-1.2
//! The map of what contracts cover: the drawing and the `GeoJSON` of the map that moves say the same, to who may see contracts.

use serde_json::json;
use waarmaker_testkit::App;

use super::{
    super::browser::{Browser, location, text},
    ROOT, manager, with_scopes,
};
use crate::{
    contracten::{CONTRACTEN, aannemer, asset, body, gebied, with},
    engines::on_both_engines,
};

const VLAKKEN: &str = "/beheer/signalen/contracten/dekking/vlakken.geojson?van=2026-11-21&dagen=30";

/// Three neighbourhoods: one covered, one not, one twice.
async fn wijk(app: &App) {
    let client = app.superuser();
    let url = aannemer(&client, "A").await;
    for (at, code) in [(5.0, "BU01"), (5.1, "BU02"), (5.2, "BU03")] {
        gebied(app, code, [at, 52.0, at + 0.1, 52.1]);
        asset(app, "lichtmast", code, at + 0.05, 52.05);
    }
    for (nummer, code) in [("K-1", "BU01"), ("K-2", "BU03"), ("K-3", "BU03")] {
        // The same contract twice is refused: the third is for cabinets too.
        let soorten = if nummer == "K-3" { json!(["lichtmast", "kast"]) } else { json!(["lichtmast"]) };
        let at = json!({"gebieden": [{"soort": "buurt", "code": code}], "soorten": soorten});
        client.post(CONTRACTEN, &with(body(nummer, &url, "lichtmast"), &at)).await.expect(201);
    }
}

#[test]
fn the_map_that_moves_has_the_areas_of_the_drawing() {
    on_both_engines(async |app| {
        wijk(app).await;
        let browser = manager(app);
        let page = text(&browser.get(&format!("{ROOT}/contracten/dekking?van=2026-11-21&dagen=30")).await);
        for class in ["vol", "gat", "dubbel"] {
            assert!(page.contains(&format!("class=\"mp-area {class}\" d=")), "{class}: {page}");
        }
        assert!(page.contains("data-kaart-knop") && page.contains("kaart."), "{page}");
        assert!(page.contains(&VLAKKEN.replace('&', "&#38;")), "{page}");
        let answer = browser.get(VLAKKEN).await;
        assert_eq!(answer.header("content-type"), "application/geo+json");
        assert_eq!(answer.header("cache-control"), "private, no-store");
        let found = answer.expect(200);
        let said: Vec<_> = found["features"].as_array().unwrap().iter().map(|one| &one["properties"]).collect();
        let klas = |code: &str, klas: &str| json!({"soort": "buurt", "code": code, "naam": format!("Buurt {code}"), "klas": klas});
        assert_eq!(said, [&klas("BU01", "vol"), &klas("BU02", "gat"), &klas("BU03", "dubbel")]);
        assert_eq!(found["features"][0]["geometry"]["type"], "MultiPolygon");
    });
}

#[test]
fn the_areas_are_for_who_may_see_contracts_only() {
    on_both_engines(async |app| {
        wijk(app).await;
        let away = Browser::new(app).get(VLAKKEN).await;
        assert_eq!(away.status, 303);
        assert!(location(&away).starts_with("/aanmelden?terug="), "{}", location(&away));
        let refused = with_scopes(app, &["assets.lezen", "signalen.melden"]).await.get(VLAKKEN).await;
        assert_eq!(refused.status, 403);
        assert!(!text(&refused).contains("BU01"));
    });
}
