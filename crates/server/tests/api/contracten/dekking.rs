// SPDX-License-Identifier: EUPL-1.2
//! `/contracten/dekking`: gaps and overlaps before they bite.

use serde_json::json;

use super::{CONTRACTEN, aannemer, asset, body, gebied, limited, with};
use crate::engines::on_both_engines;

#[test]
fn gaps_overlaps_and_ends_are_told_before_they_bite() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let url = aannemer(&client, "A").await;
        gebied(app, "BU01", [5.0, 52.0, 5.1, 52.1]);
        gebied(app, "BU02", [5.1, 52.0, 5.2, 52.1]);
        asset(app, "lichtmast", "1", 5.05, 52.05);
        asset(app, "lichtmast", "2", 5.06, 52.05);
        asset(app, "lichtmast", "3", 5.15, 52.05);
        asset(app, "afvalbak", "1", 5.5, 52.05);
        let at = |code: &str| json!({"gebieden": [{"soort": "buurt", "code": code}]});
        client.post(CONTRACTEN, &with(body("K-1", &url, "lichtmast"), &at("BU01"))).await.expect(201);
        let both = with(at("BU02"), &json!({"soorten": ["lichtmast", "kast"], "einde": null}));
        client.post(CONTRACTEN, &with(body("K-2", &url, "lichtmast"), &both)).await.expect(201);
        let found = client.get(&format!("{CONTRACTEN}/dekking?op=2026-11-21&dagen=60")).await.expect(200);
        assert_eq!((&found["assets"], &found["tot"]), (&json!(4), &json!("2027-01-20")));
        let line =
            |soort: &str| found["telling"].as_array().unwrap().iter().find(|line| line["soort"] == soort).unwrap();
        assert_eq!((&line("lichtmast")["gedekt"], &line("afvalbak")["zonder"]), (&json!(3), &json!(1)));
        let findings = json!([
            {"vanaf": "2026-11-21", "wat": "zonder", "soort": "afvalbak", "prioriteiten": ["spoed", "hoog", "normaal", "laag"], "aantal": 1,
             "contracten": [], "gebieden": [{"soort": "", "code": "", "naam": "buiten alle gebieden", "aantal": 1}]},
            {"vanaf": "2027-01-01", "wat": "zonder", "soort": "lichtmast", "prioriteiten": ["spoed", "hoog", "normaal", "laag"], "aantal": 2,
             "contracten": [], "gebieden": [{"soort": "buurt", "code": "BU01", "naam": "Buurt BU01", "aantal": 2}]},
        ]);
        assert_eq!(found["bevindingen"], findings);
        assert_eq!(
            (&found["aflopend"][0]["nummer"], &found["aflopend"][0]["zonderOpvolger"]),
            (&json!("K-1"), &json!(2))
        );
        // A successor, and one that is as narrow in the other neighbourhood.
        let next = with(at("BU01"), &json!({"begin": "2027-01-01", "einde": null}));
        client.post(CONTRACTEN, &with(body("K-3", &url, "lichtmast"), &next)).await.expect(201);
        let tie = with(at("BU02"), &json!({"begin": "2026-12-01", "einde": "2026-12-24"}));
        client.post(CONTRACTEN, &with(body("K-4", &url, "lichtmast"), &tie)).await.expect(201);
        let found = client.get(&format!("{CONTRACTEN}/dekking?op=2026-11-21&dagen=60")).await.expect(200);
        assert_eq!(found["aflopend"], json!([]));
        let double = &found["bevindingen"][1];
        assert_eq!((&double["wat"], &double["vanaf"]), (&json!("dubbel"), &json!("2026-12-01")));
        assert_eq!(double["contracten"], json!(["K-2", "K-4"]));
    });
}

#[test]
fn wrong_questions_are_refused() {
    on_both_engines(async |app| {
        let client = app.superuser();
        for (query, problem) in [
            ("op=gisteren", "op/invalid"),
            ("op=2026-11-21&tot=2026-11-20", "tot/invalid"),
            ("dagen=-1", "dagen/invalid"),
            ("wat=alles", "nonFieldErrors/unknown-parameters"),
        ] {
            assert_eq!(client.get(&format!("{CONTRACTEN}/dekking?{query}")).await.problems(), [problem]);
        }
        assert_eq!(
            limited(app, "ander", &["metingen.lezen"]).await.get(&format!("{CONTRACTEN}/dekking")).await.status,
            403
        );
    });
}
