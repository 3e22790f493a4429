// SPDX-License-Identifier: EUPL-1.2
//! Which contract an asset falls under.

use std::sync::Arc;

use serde_json::{Value, json};
use uuid::Uuid;
use waarmaker_api::{Call, Cx};
use waarmaker_auth::Caller;
use waarmaker_contracten::{Prioriteit, Verantwoordelijk, verantwoordelijk};
use waarmaker_core::{Date, Problem};
use waarmaker_testkit::App;

use super::{CONTRACTEN, aannemer, asset, body, gebied, with};
use crate::engines::on_both_engines;

/// The number of the contract, or the reason that there is none.
async fn of(app: &App, asset: Uuid, prioriteit: Prioriteit, dag: &str) -> String {
    let (house, dag) = (Arc::clone(&app.api.house), Date::parse(dag).unwrap());
    let read = move |tx: &mut waarmaker_db::Tx<'_>| {
        let (who, call) = (Caller::waarmaker("test"), Call::now(&house)?);
        let found = waarmaker_assets::get(tx, asset)?.unwrap();
        let mut cx = Cx::new(tx, &house, &who, &call);
        Ok::<_, Problem>(match verantwoordelijk(&found, prioriteit, dag, &mut cx)? {
            Verantwoordelijk::Contract { contract, .. } => {
                cx.get::<waarmaker_contracten::Contract>(contract)?.unwrap().nummer
            }
            Verantwoordelijk::Niemand(reason) => reason,
        })
    };
    app.db().write(read).await.unwrap()
}

#[test]
fn the_narrowest_scope_wins() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let url = aannemer(&client, "A").await;
        gebied(app, "BU01", [5.0, 52.0, 5.1, 52.1]);
        gebied(app, "WK01", [5.0, 52.0, 5.2, 52.1]);
        let (lamp, other) = (asset(app, "lichtmast", "1", 5.05, 52.05), asset(app, "lichtmast", "2", 5.15, 52.05));
        let (far, bin) = (asset(app, "lichtmast", "3", 5.5, 52.05), asset(app, "afvalbak", "1", 5.05, 52.05));
        let make = async |nummer: &str, members: &Value| {
            client.post(CONTRACTEN, &with(body(nummer, &url, "lichtmast"), members)).await.expect(201);
        };
        let at = |code: &str| json!({"gebieden": [{"soort": "buurt", "code": code}]});
        make("ALLES", &json!({"soorten": []})).await;
        make("STAD", &json!({})).await;
        make("WIJK", &at("WK01")).await;
        make("BUURT", &at("BU01")).await;
        make("SPOED", &with(at("WK01"), &json!({"prioriteiten": ["spoed"], "normen": []}))).await;
        for (asset, prioriteit, nummer) in [
            (bin, Prioriteit::Laag, "ALLES"),
            (far, Prioriteit::Laag, "STAD"),
            (other, Prioriteit::Laag, "WIJK"),
            (other, Prioriteit::Spoed, "SPOED"),
            (lamp, Prioriteit::Spoed, "BUURT"),
        ] {
            assert_eq!(of(app, asset, prioriteit, "2026-11-21").await, nummer);
        }
        make("MAST", &json!({"assets": [lamp.to_string()]})).await;
        assert_eq!(of(app, lamp, Prioriteit::Laag, "2026-11-21").await, "MAST");
    });
}

#[test]
fn two_that_are_equally_narrow_leave_it_to_nobody_with_both_names() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let url = aannemer(&client, "A").await;
        let lamp = asset(app, "lichtmast", "1", 5.05, 52.05);
        client.post(CONTRACTEN, &body("K-1", &url, "lichtmast")).await.expect(201);
        let both = with(
            body("K-2", &url, "lichtmast"),
            &json!({"naam": "Masten en kasten", "soorten": ["lichtmast", "kast"]}),
        );
        client.post(CONTRACTEN, &both).await.expect(201);
        let reason = of(app, lamp, Prioriteit::Laag, "2026-11-21").await;
        assert!(reason.contains("K-1 en K-2 (Masten en kasten)"), "{reason}");
    });
}

#[test]
fn a_gap_says_what_is_missing() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let url = aannemer(&client, "A").await;
        gebied(app, "BU01", [5.0, 52.0, 5.1, 52.1]);
        let members = json!({"gebieden": [{"soort": "buurt", "code": "BU01"}], "prioriteiten": ["normaal", "hoog"]});
        client.post(CONTRACTEN, &with(body("K-1", &url, "lichtmast"), &members)).await.expect(201);
        let (lamp, far) = (asset(app, "lichtmast", "1", 5.05, 52.05), asset(app, "lichtmast", "2", 5.5, 52.05));
        let bin = asset(app, "afvalbak", "1", 5.05, 52.05);
        for (asset, prioriteit, dag, reason) in [
            (bin, Prioriteit::Hoog, "2026-11-21", "Er is geen contract voor de soort afvalbak."),
            (
                far,
                Prioriteit::Hoog,
                "2026-11-21",
                "Er is op 2026-11-21 geen contract voor de soort lichtmast op deze plaats.",
            ),
            (
                lamp,
                Prioriteit::Spoed,
                "2026-11-21",
                "Er is geen contract voor de prioriteit spoed: K-1 geldt daar niet voor.",
            ),
            (
                lamp,
                Prioriteit::Hoog,
                "2027-01-01",
                "Het contract K-1 voor de soort lichtmast eindigde op 2026-12-31; er is geen opvolger.",
            ),
            (
                lamp,
                Prioriteit::Hoog,
                "2025-12-31",
                "Het contract K-1 voor de soort lichtmast begint pas op 2026-01-01.",
            ),
            (lamp, Prioriteit::Hoog, "2026-12-31", "K-1"),
        ] {
            assert_eq!(of(app, asset, prioriteit, dag).await, reason);
        }
    });
}
