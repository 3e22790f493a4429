// SPDX-License-Identifier: EUPL-1.2
//! What an Applicatie may do follows from it at once.

use serde_json::{Value, json};
use uuid::Uuid;
use waarmaker_db::Weight;
use waarmaker_testkit::App;

use super::{APPLICATIES, ZAAKTYPE, everything, with};
use crate::engines::on_both_engines;

const TYPE: &str = "4f5e1d0c-8f3a-4f4e-9d0e-2b6d1c0a7e11";

/// The rows of `rechten` of a client, as `component scope type level`.
async fn rows(app: &App, client_id: &str) -> Vec<String> {
    let client_id = client_id.to_owned();
    let sql = "SELECT component, scope, type, niveau FROM rechten WHERE client_id = $1 ORDER BY id";
    let read = move |tx: &mut waarmaker_db::Tx<'_>| {
        tx.query(sql, &[client_id.as_str().into()], |row| {
            let of_type = match row.opt_uuid(2)? {
                None => "alles".to_owned(),
                Some(uuid) if uuid.is_nil() => "niets".to_owned(),
                Some(uuid) => format!("{uuid} {}", row.int(3)?),
            };
            Ok::<_, waarmaker_db::Error>(format!("{} {} {of_type}", row.text(0)?, row.text(1)?))
        })
    };
    app.db().read(Weight::Scan, read).await.unwrap()
}

#[test]
fn rights_hold_from_the_next_request_on_and_end_with_the_applicatie() {
    on_both_engines(async |app| {
        let (root, client) = (app.superuser(), app.client("a"));
        let zaken = "/zaken/api/v1/zaken";
        let status = async |url: &str| client.get(url).await.status;
        assert_eq!((status(APPLICATIES).await, status(zaken).await), (403, 403));
        let url = root.post(APPLICATIES, &everything("a")).await.expect(201)["url"].as_str().unwrap().to_owned();
        assert_eq!((status(APPLICATIES).await, status(zaken).await), (200, 200));
        root.put(&url, &with("a", &json!([{"component": "ac", "scopes": ["autorisaties.lezen"]}]))).await.expect(200);
        assert_eq!((status(APPLICATIES).await, status(zaken).await), (200, 403));
        root.patch(&url, &json!({"clientIds": ["b"]})).await.expect(200);
        assert_eq!(status(APPLICATIES).await, 403);
        root.patch(&url, &json!({"clientIds": ["b", "a"]})).await.expect(200);
        assert_eq!(status(APPLICATIES).await, 200);
        assert_eq!(root.delete(&url).await.status, 204);
        assert_eq!(client.get(APPLICATIES).await.refusal(), (403, "permission_denied".to_owned()));
        assert_eq!(rows(app, "a").await, Vec::<String>::new());
    });
}

#[test]
fn an_applicatie_may_take_its_own_rights_away() {
    on_both_engines(async |app| {
        let client = app.client("a");
        let url =
            app.superuser().post(APPLICATIES, &everything("a")).await.expect(201)["url"].as_str().unwrap().to_owned();
        client.patch(&url, &json!({"clientIds": []})).await.expect(200);
        assert_eq!(client.get(&url).await.status, 403);
    });
}

#[test]
fn a_right_is_limited_to_its_type_and_level() {
    on_both_engines(async |app| {
        let typed = |component: &str, scope: &str, member: &str, path: &str| {
            let mut one = json!({"component": component, "scopes": [scope]});
            one[member] = json!(format!("http://testserver/catalogi/api/v1/{path}/{TYPE}"));
            if component != "brc" {
                one["maxVertrouwelijkheidaanduiding"] = json!("zaakvertrouwelijk");
            }
            one
        };
        let list = json!([
            typed("zrc", "zaken.lezen", "zaaktype", "zaaktypen"),
            typed("drc", "documenten.lezen", "informatieobjecttype", "informatieobjecttypen"),
            typed("brc", "besluiten.lezen", "besluittype", "besluittypen"),
            typed("zrc", "audittrails.lezen", "zaaktype", "zaaktypen"),
            {"component": "zrc", "scopes": ["audittrails.lezen"]},
            {"component": "ztc", "scopes": ["catalogi.lezen", "zaken.lezen"]},
        ]);
        app.superuser().post(APPLICATIES, &with("a", &list)).await.expect(201);
        let expected = [
            format!("zrc zaken.lezen {TYPE} 4"),
            format!("drc documenten.lezen {TYPE} 4"),
            format!("brc besluiten.lezen {TYPE} 8"),
            format!("zrc audittrails.lezen {TYPE} 4"),
            "zrc audittrails.lezen alles".to_owned(),
            "ztc catalogi.lezen alles".to_owned(),
            "ztc zaken.lezen niets".to_owned(),
        ];
        assert_eq!(rows(app, "a").await, expected);
    });
}

#[test]
fn a_type_that_is_not_ours_gives_a_right_to_nothing() {
    on_both_engines(async |app| {
        for zaaktype in [
            format!("https://elders.example/catalogi/api/v1/zaaktypen/{TYPE}"),
            "http://testserver/catalogi/api/v1/zaaktypen/geen-uuid".to_owned(),
            format!("http://testserver/catalogi/api/v1/zaaktypen/{TYPE}/status"),
            format!("http://testserver/catalogi/api/v1/zaaktypen/{TYPE}?versie=1"),
            format!("http://testserver/catalogi/api/v1/besluittypen/{TYPE}"),
            format!("http://testserver/nergens/{TYPE}"),
        ] {
            let list = json!([{
                "component": "zrc", "scopes": ["zaken.lezen"], "zaaktype": zaaktype, "maxVertrouwelijkheidaanduiding": "zeer_geheim"
            }]);
            let root = app.superuser();
            let made = root.post(APPLICATIES, &with("a", &list)).await.expect(201);
            assert_eq!(made["autorisaties"][0]["zaaktype"], zaaktype);
            assert_eq!(rows(app, "a").await, ["zrc zaken.lezen niets"], "{zaaktype}");
            let answer = app.client("a").get("/zaken/api/v1/zaken").await.expect(200);
            assert_eq!(answer["count"], 0);
            assert_eq!(root.delete(made["url"].as_str().unwrap()).await.status, 204);
        }
    });
}

#[test]
fn a_type_under_any_of_our_origins_is_ours() {
    on_both_engines(async |app| {
        let zaaktype = format!("http://intern:8080/catalogi/api/v1/zaaktypen/{}", TYPE.to_uppercase());
        let list = json!([{"component": "zrc", "scopes": ["zaken.lezen"], "zaaktype": zaaktype, "maxVertrouwelijkheidaanduiding": "openbaar"}]);
        let made = app.superuser().post(APPLICATIES, &with("a", &list)).await.expect(201);
        assert!(made["autorisaties"][0]["zaaktype"].as_str().unwrap().eq_ignore_ascii_case(ZAAKTYPE));
        assert_eq!(rows(app, "a").await, [format!("zrc zaken.lezen {} 1", Uuid::try_parse(TYPE).unwrap())]);
    });
}

#[test]
fn every_client_id_of_an_applicatie_has_its_rights() {
    on_both_engines(async |app| {
        let list = json!([{"component": "ac", "scopes": ["autorisaties.lezen"]}]);
        let body = json!({"clientIds": ["a", "b"], "label": "Twee", "autorisaties": list});
        let made: Value = app.superuser().post(APPLICATIES, &body).await.expect(201);
        for id in ["a", "b"] {
            assert_eq!(app.client(id).get(made["url"].as_str().unwrap()).await.expect(200), made);
        }
    });
}
