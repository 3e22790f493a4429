// SPDX-License-Identifier: EUPL-1.2
//! ac-001, ac-002 and ac-003.

use serde_json::{Value, json};
use waarmaker_testkit::Client;

use super::{APPLICATIES, ZAAKTYPE, applicatie, everything, with};
use crate::engines::on_both_engines;

async fn make(client: &Client<'_>, body: &Value) -> String {
    client.post(APPLICATIES, body).await.expect(201)["url"].as_str().unwrap().to_owned()
}

/// ac-001
#[test]
fn a_client_id_belongs_to_one_applicatie_only() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let first =
            make(&client, &json!({"clientIds": ["a", "b"], "label": "Eerste", "heeftAlleAutorisaties": true})).await;
        let second = make(&client, &everything("c")).await;
        let taken = ["clientIds/clientId-exists"];
        assert_eq!(client.post(APPLICATIES, &everything("b")).await.problems(), taken);
        assert_eq!(
            client
                .post(APPLICATIES, &json!({"clientIds": ["nieuw", "a"], "label": "x", "heeftAlleAutorisaties": true}))
                .await
                .problems(),
            taken
        );
        assert_eq!(client.put(&second, &everything("a")).await.problems(), taken);
        assert_eq!(client.patch(&second, &json!({"clientIds": ["c", "b"]})).await.problems(), taken);
        assert_eq!(client.get(&second).await.expect(200)["clientIds"], json!(["c"]));

        client.put(&first, &everything("a")).await.expect(200);
        client.patch(&first, &json!({"clientIds": ["a"]})).await.expect(200);
        client.patch(&second, &json!({"clientIds": ["c", "b"]})).await.expect(200);
        assert_eq!(client.delete(&first).await.status, 204);
        client.post(APPLICATIES, &everything("a")).await.expect(201);
    });
}

/// ac-001: also when two requests come at the same moment.
#[test]
fn of_two_requests_for_one_client_id_one_is_refused() {
    on_both_engines(async |app| {
        let client = app.superuser();
        for i in 0..5 {
            let body = everything(&format!("client-{i}"));
            let (one, other) = tokio::join!(client.post(APPLICATIES, &body), client.post(APPLICATIES, &body));
            let (made, refused) = if one.status == 201 { (one, other) } else { (other, one) };
            made.expect(201);
            assert_eq!(refused.problems(), ["clientIds/clientId-exists"]);
        }
    });
}

#[test]
fn a_client_id_that_is_given_twice_counts_once() {
    on_both_engines(async |app| {
        let body = json!({"clientIds": ["a", "b", "a"], "label": "x", "heeftAlleAutorisaties": true});
        assert_eq!(app.superuser().post(APPLICATIES, &body).await.expect(201)["clientIds"], json!(["a", "b"]));
    });
}

/// ac-002
#[test]
fn an_applicatie_has_either_everything_or_a_list() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let (both, neither) =
            (["nonFieldErrors/ambiguous-authorizations-specified"], ["nonFieldErrors/missing-authorizations"]);
        let list = applicatie("a")["autorisaties"].clone();
        let body = |all: Value, list: Value| json!({"clientIds": ["a"], "label": "x", "heeftAlleAutorisaties": all, "autorisaties": list});
        assert_eq!(client.post(APPLICATIES, &body(json!(true), list.clone())).await.problems(), both);
        assert_eq!(client.post(APPLICATIES, &body(json!(false), json!([]))).await.problems(), neither);
        assert_eq!(client.post(APPLICATIES, &json!({"clientIds": ["a"], "label": "x"})).await.problems(), neither);

        let url = make(&client, &applicatie("a")).await;
        assert_eq!(client.put(&url, &body(json!(true), list.clone())).await.problems(), both);
        assert_eq!(client.put(&url, &json!({"clientIds": ["a"], "label": "x"})).await.problems(), neither);
    });
}

/// ac-002: what a PATCH does not give counts as it was.
#[test]
fn a_patch_is_judged_by_its_result() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let url = make(&client, &applicatie("a")).await;
        let patch = async |body: Value| client.patch(&url, &body).await;
        assert_eq!(
            patch(json!({"heeftAlleAutorisaties": true})).await.problems(),
            ["nonFieldErrors/ambiguous-authorizations-specified"]
        );
        assert_eq!(patch(json!({"autorisaties": []})).await.problems(), ["nonFieldErrors/missing-authorizations"]);
        patch(json!({"heeftAlleAutorisaties": true, "autorisaties": []})).await.expect(200);
        assert_eq!(
            patch(json!({"heeftAlleAutorisaties": false})).await.problems(),
            ["nonFieldErrors/missing-authorizations"]
        );
        let list = json!([{"component": "ac", "scopes": ["autorisaties.lezen"]}, {"component": "ztc", "scopes": ["catalogi.lezen"]}]);
        assert_eq!(
            patch(json!({"autorisaties": list})).await.problems(),
            ["nonFieldErrors/ambiguous-authorizations-specified"]
        );
        patch(json!({"autorisaties": list, "heeftAlleAutorisaties": false})).await.expect(200);
        let replaced = patch(json!({"autorisaties": [{"component": "nrc", "scopes": ["notificaties.consumeren"]}]}))
            .await
            .expect(200);
        assert_eq!(replaced["autorisaties"].as_array().unwrap().len(), 1);
    });
}

/// ac-002: only when all members are right by themselves.
#[test]
fn a_wrong_member_is_told_before_what_is_wrong_with_the_whole() {
    on_both_engines(async |app| {
        let client = app.superuser();
        make(&client, &everything("a")).await;
        assert_eq!(
            client.post(APPLICATIES, &json!({"clientIds": ["a"], "label": "x"})).await.problems(),
            ["clientIds/clientId-exists"]
        );
    });
}

/// ac-003
#[test]
fn a_scope_that_depends_on_a_type_needs_that_type() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let list = json!([
            {"component": "ztc", "scopes": ["catalogi.lezen"]},
            {"component": "zrc", "scopes": ["audittrails.lezen", "zaken.lezen"]},
            {"component": "drc", "scopes": ["documenten.lezen"], "maxVertrouwelijkheidaanduiding": "geheim"},
            {"component": "brc", "scopes": ["besluiten.lezen"]},
            {"component": "zrc", "scopes": ["zaken.lezen"], "zaaktype": ZAAKTYPE},
            {"component": "zrc", "scopes": ["zaken.lezen"], "zaaktype": "", "maxVertrouwelijkheidaanduiding": ""},
        ]);
        let expected = [
            "autorisaties.1.zaaktype/required",
            "autorisaties.1.maxVertrouwelijkheidaanduiding/required",
            "autorisaties.2.informatieobjecttype/required",
            "autorisaties.3.besluittype/required",
            "autorisaties.4.maxVertrouwelijkheidaanduiding/required",
            "autorisaties.5.zaaktype/required",
            "autorisaties.5.maxVertrouwelijkheidaanduiding/required",
        ];
        assert_eq!(client.post(APPLICATIES, &with("a", &list)).await.problems(), expected);
        let url = make(&client, &everything("a")).await;
        assert_eq!(client.put(&url, &with("a", &list)).await.problems(), expected);
        assert_eq!(client.patch(&url, &json!({"autorisaties": list})).await.problems(), expected);
    });
}

/// ac-003: other scopes do not need a type.
#[test]
fn a_scope_that_does_not_depend_on_a_type_needs_none() {
    on_both_engines(async |app| {
        let list = json!([
            {"component": "zrc", "scopes": ["audittrails.lezen", "notificaties.publiceren"]},
            {"component": "drc", "scopes": ["audittrails.lezen"]},
            {"component": "brc", "scopes": []},
            {"component": "nrc", "scopes": ["notificaties.publiceren", "notificaties.consumeren"]},
            {"component": "ztc", "scopes": ["zaken.lezen"]},
        ]);
        app.superuser().post(APPLICATIES, &with("a", &list)).await.expect(201);
    });
}

#[test]
fn more_rights_than_anybody_has_are_refused() {
    on_both_engines(async |app| {
        let scopes: Vec<String> = (0..1001).map(|i| format!("s{i}")).collect();
        let clients: Vec<String> = (0..100).map(|i| format!("c{i}")).collect();
        let body =
            json!({"clientIds": clients, "label": "x", "autorisaties": [{"component": "nrc", "scopes": scopes}]});
        assert_eq!(app.superuser().post(APPLICATIES, &body).await.problems(), ["autorisaties/max_length"]);
    });
}
