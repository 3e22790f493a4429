// SPDX-License-Identifier: EUPL-1.2
//! Who may do what.

use serde_json::json;
use waarmaker_testkit::catalogi as build;

use super::{ROOT, client};
use crate::engines::on_both_engines;

const DENIED: (u16, &str) = (403, "permission_denied");
const PATHS: [&str; 10] = [
    "catalogussen",
    "zaaktypen",
    "besluittypen",
    "informatieobjecttypen",
    "statustypen",
    "resultaattypen",
    "roltypen",
    "eigenschappen",
    "zaakobjecttypen",
    "zaaktype-informatieobjecttypen",
];

/// ztc-014: whoever may read zaken may read the types.
#[test]
fn zaken_lezen_reads_the_catalogue() {
    on_both_engines(async |app| {
        let admin = app.superuser();
        let catalogus = build::catalogus(&admin, "TEST").await;
        let zaaktype = build::create(&admin, "zaaktypen", &build::zaaktype(&catalogus, "ZT")).await;
        let reader = client(app, "zaaksysteem", "zrc", &["zaken.lezen"]).await;
        for path in PATHS {
            reader.get(&format!("{ROOT}/{path}")).await.expect(200);
        }
        for url in [&catalogus, &zaaktype] {
            reader.get(url).await.expect(200);
            assert_eq!(reader.head(url).await.status, 200);
        }
        let (status, code) = reader.patch(&zaaktype, &json!({"doel": "x"})).await.refusal();
        assert_eq!((status, code.as_str()), DENIED);
    });
}

/// ztc-014: and so may whoever may read documenten.
#[test]
fn documenten_lezen_reads_the_catalogue() {
    on_both_engines(async |app| {
        let catalogus = build::catalogus(&app.superuser(), "TEST").await;
        let reader = client(app, "documentsysteem", "drc", &["documenten.lezen"]).await;
        for path in PATHS {
            reader.get(&format!("{ROOT}/{path}")).await.expect(200);
        }
        reader.get(&catalogus).await.expect(200);
    });
}

/// ztc-014 names two scopes of other components; one that is not named opens nothing.
#[test]
fn other_scopes_do_not_read_the_catalogue() {
    on_both_engines(async |app| {
        let admin = app.superuser();
        let catalogus = build::catalogus(&admin, "TEST").await;
        let writer = client(app, "zaaksysteem", "zrc", &["zaken.bijwerken"]).await;
        let nobody = app.client("nobody");
        for client in [&writer, &nobody, &app.anonymous()] {
            for path in PATHS {
                let (status, code) = client.get(&format!("{ROOT}/{path}")).await.refusal();
                assert_eq!((status, code.as_str()), DENIED, "{path}");
            }
            let (status, code) = client.get(&catalogus).await.refusal();
            assert_eq!((status, code.as_str()), DENIED);
        }
    });
}

#[test]
fn a_reader_does_not_write() {
    on_both_engines(async |app| {
        let admin = app.superuser();
        let catalogus = build::catalogus(&admin, "TEST").await;
        let reader = client(app, "reader", "ztc", &["catalogi.lezen"]).await;
        let (status, code) =
            reader.post(&format!("{ROOT}/zaaktypen"), &build::zaaktype(&catalogus, "ZT")).await.refusal();
        assert_eq!((status, code.as_str()), DENIED);
        // The forced scope makes and changes what belongs to a zaaktype, and does not make a zaaktype.
        let forced = client(app, "forced", "ztc", &["catalogi.geforceerd-schrijven"]).await;
        let (status, code) =
            forced.post(&format!("{ROOT}/zaaktypen"), &build::zaaktype(&catalogus, "ZT")).await.refusal();
        assert_eq!((status, code.as_str()), DENIED);
    });
}
