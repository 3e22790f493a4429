// SPDX-License-Identifier: EUPL-1.2
//! Contracts from a file.

use std::sync::Arc;

use waarmaker_api::{Call, Cx};
use waarmaker_auth::Caller;
use waarmaker_contracten::file::{Counts, ImportError, Report, export, import};
use waarmaker_testkit::App;

use super::{AANNEMERS, CONTRACTEN, asset, gebied};
use crate::engines::on_both_engines;

const FILE: &str = r#"
[[aannemer]]
naam = "Lichtwacht BV"
kvkNummer = "12345678"
kanaal = { soort = "webhook", url = "https://93.184.216.34/orders", geheim = "een geheim van enige lengte" }

[[contract]]
nummer = "OVL-2026"
naam = "Openbare verlichting"
aannemer = "Lichtwacht BV"
begin = 2026-01-01
einde = 2029-12-31
soorten = ["lichtmast"]
gebieden = ["buurt:BU01"]
assets = ["lichtmast:17"]

[[contract.normen]]
prioriteit = "spoed"
aannemen = { duur = "PT30M" }
hersteld = { duur = "PT4H", telt = "kalendertijd" }
"#;

async fn run(app: &App, text: &str) -> Result<Report, ImportError> {
    let (house, text) = (Arc::clone(&app.api.house), text.to_owned());
    app.db()
        .write(move |tx: &mut waarmaker_db::Tx<'_>| {
            let (who, call) = (Caller::waarmaker("test"), Call::now(&house)?);
            import(&mut Cx::new(tx, &house, &who, &call), &text)
        })
        .await
}

async fn written(app: &App) -> String {
    let house = Arc::clone(&app.api.house);
    let text: Result<String, waarmaker_core::Problem> = app
        .db()
        .write(move |tx: &mut waarmaker_db::Tx<'_>| {
            let (who, call) = (Caller::waarmaker("test"), Call::now(&house)?);
            export(&mut Cx::new(tx, &house, &who, &call))
        })
        .await;
    text.unwrap()
}

#[test]
fn importing_a_file_again_changes_nothing() {
    on_both_engines(async |app| {
        gebied(app, "BU01", [5.0, 52.0, 5.1, 52.1]);
        asset(app, "lichtmast", "17", 5.05, 52.05);
        let one = |nieuw, gewijzigd, gelijk| Counts { nieuw, gewijzigd, gelijk };
        let report = run(app, FILE).await.unwrap();
        assert_eq!((report.aannemers, report.contracten), (one(1, 0, 0), one(1, 0, 0)));
        let report = run(app, FILE).await.unwrap();
        assert_eq!((report.aannemers, report.contracten), (one(0, 0, 1), one(0, 0, 1)));
        let contract = &app.superuser().get(CONTRACTEN).await.expect(200)["results"][0];
        assert_eq!(contract["gebieden"][0]["naam"], "Buurt BU01");
        let report = run(app, &FILE.replace("PT4H", "PT6H")).await.unwrap();
        assert_eq!((report.aannemers, report.contracten), (one(0, 0, 1), one(0, 1, 0)));
        // What was exported is the same, without the secret, which stays.
        let text = written(app).await;
        assert!(
            !text.contains("een geheim") && !text.contains("***") && text.contains("gebieden = [\"buurt:BU01\"]"),
            "{text}"
        );
        let report = run(app, &text).await.unwrap();
        assert_eq!((report.aannemers, report.contracten), (one(0, 0, 1), one(0, 0, 1)));
        assert_eq!(app.superuser().get(AANNEMERS).await.expect(200)["results"][0]["kanaal"]["geheim"], "********");
    });
}

#[test]
fn a_file_with_mistakes_changes_nothing_and_names_each() {
    on_both_engines(async |app| {
        let wrong =
            FILE.replace("aannemer = \"Lichtwacht BV\"", "aannemer = \"Lampwacht\"").replace("kvkNummer", "kvk");
        let Err(ImportError::Findings(findings)) = run(app, &wrong).await else { panic!("it was imported") };
        assert!(findings[0].starts_with("aannemer Lichtwacht BV: kvk: dit kent Waarmaker niet"), "{findings:?}");
        assert_eq!(findings[1], "contract OVL-2026: aannemer: er is geen aannemer met de naam Lampwacht");
        assert_eq!(findings[2], "contract OVL-2026: gebieden: er is geen gebied buurt met de code BU01");
        assert_eq!(findings[3], "contract OVL-2026: assets: er is geen lichtmast met het nummer 17");
        assert_eq!(app.superuser().get(AANNEMERS).await.expect(200)["count"], 0);
        let Err(ImportError::Findings(findings)) = run(app, "[[aannemer]\n").await else { panic!("it was read") };
        assert!(findings[0].contains("line 1"), "{findings:?}");
    });
}
