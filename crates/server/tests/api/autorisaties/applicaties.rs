// SPDX-License-Identifier: EUPL-1.2
//! `/applicaties` and `/applicaties/{uuid}`.

use axum::http::Method;
use serde_json::{Value, json};
use waarmaker_db::{Tx, Weight};

use super::{APPLICATIES, ZAAKTYPE, applicatie, everything, limited, with};
use crate::engines::on_both_engines;

#[test]
fn an_applicatie_is_made_read_changed_and_deleted() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let answer = client.post(APPLICATIES, &applicatie("a")).await;
        let made = answer.expect(201);
        let url = made["url"].as_str().unwrap().to_owned();
        assert_eq!(answer.header("location"), url);
        assert_eq!(answer.header("api-version"), "1.1.0");
        let whole = json!({
            "url": url,
            "clientIds": ["a"],
            "label": "Applicatie a",
            "heeftAlleAutorisaties": false,
            "alleenIsGereedVoorPublicatie": false,
            "autorisaties": [{
                "component": "zrc",
                "componentWeergave": "Zaken API",
                "scopes": ["zaken.lezen"],
                "zaaktype": ZAAKTYPE,
                "maxVertrouwelijkheidaanduiding": "openbaar"
            }]
        });
        assert_eq!(made.to_string(), whole.to_string());
        assert_eq!(client.get(&url).await.expect(200), whole);

        let patched =
            client.patch(&url, &json!({"label": "Anders", "alleenIsGereedVoorPublicatie": true})).await.expect(200);
        assert_eq!((&patched["label"], &patched["alleenIsGereedVoorPublicatie"]), (&json!("Anders"), &json!(true)));
        assert_eq!(patched["autorisaties"], whole["autorisaties"]);

        let put = client.put(&url, &everything("b")).await.expect(200);
        assert_eq!((&put["clientIds"], &put["heeftAlleAutorisaties"]), (&json!(["b"]), &json!(true)));
        assert_eq!((&put["autorisaties"], &put["alleenIsGereedVoorPublicatie"]), (&json!([]), &json!(false)));

        assert_eq!(client.delete(&url).await.status, 204);
        assert_eq!(client.get(&url).await.refusal(), (404, "not_found".to_owned()));
        assert_eq!(client.delete(&url).await.status, 404);
    });
}

#[test]
fn every_component_shows_its_own_members_only() {
    on_both_engines(async |app| {
        let all = |component: &str| {
            json!({
                "component": component, "componentWeergave": "Verzonnen", "scopes": [], "zaaktype": "", "informatieobjecttype": "",
                "besluittype": "", "maxVertrouwelijkheidaanduiding": "", "iets": 1
            })
        };
        let components = ["ac", "nrc", "zrc", "ztc", "drc", "brc"];
        let list: Vec<Value> = components.into_iter().map(all).collect();
        let made = app.superuser().post(APPLICATIES, &with("a", &json!(list))).await.expect(201);
        let expected = json!([
            {"component": "ac", "componentWeergave": "Autorisaties API", "scopes": []},
            {"component": "nrc", "componentWeergave": "Notificaties API", "scopes": []},
            {"component": "zrc", "componentWeergave": "Zaken API", "scopes": [], "zaaktype": "", "maxVertrouwelijkheidaanduiding": ""},
            {"component": "ztc", "componentWeergave": "Catalogi API", "scopes": []},
            {"component": "drc", "componentWeergave": "Documenten API", "scopes": [], "informatieobjecttype": "", "maxVertrouwelijkheidaanduiding": ""},
            {"component": "brc", "componentWeergave": "Besluiten API", "scopes": [], "besluittype": ""},
        ]);
        assert_eq!(made["autorisaties"].to_string(), expected.to_string());
    });
}

#[test]
fn a_member_of_another_component_is_unknown_and_not_judged() {
    on_both_engines(async |app| {
        let list = json!([{"component": "nrc", "scopes": ["notificaties.consumeren"], "zaaktype": 42, "besluittype": {"a": []}}]);
        let made = app.superuser().post(APPLICATIES, &with("a", &list)).await.expect(201);
        assert_eq!(
            made["autorisaties"][0],
            json!({"component": "nrc", "componentWeergave": "Notificaties API", "scopes": ["notificaties.consumeren"]})
        );
    });
}

#[test]
fn every_wrong_member_is_named_with_its_place() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let problems = async |body: &Value| client.post(APPLICATIES, body).await.problems();
        assert_eq!(problems(&json!({})).await, ["clientIds/required", "label/required"]);
        assert_eq!(problems(&json!([])).await, ["nonFieldErrors/invalid"]);
        let long =
            json!({"clientIds": ["x".repeat(51), "", 1.5], "label": "x".repeat(101), "heeftAlleAutorisaties": "ja"});
        let expected = [
            "clientIds.0/max_length",
            "clientIds.1/blank",
            "clientIds.2/invalid",
            "label/max_length",
            "heeftAlleAutorisaties/invalid",
        ];
        assert_eq!(problems(&long).await, expected);
        let none = json!({"clientIds": "a", "label": "", "heeftAlleAutorisaties": null, "autorisaties": {}});
        assert_eq!(
            problems(&none).await,
            ["clientIds/not_a_list", "label/blank", "heeftAlleAutorisaties/null", "autorisaties/not_a_list"]
        );
        let list = json!([
            {},
            {"component": "xyz", "scopes": "zaken.lezen"},
            {"component": "zrc", "scopes": ["", "x".repeat(101)], "zaaktype": "geen url", "maxVertrouwelijkheidaanduiding": "top"},
            "zrc",
            null,
        ]);
        let expected = [
            "autorisaties.0.component/required",
            "autorisaties.0.scopes/required",
            "autorisaties.1.component/invalid_choice",
            "autorisaties.1.scopes/not_a_list",
            "autorisaties.2.scopes.0/blank",
            "autorisaties.2.scopes.1/max_length",
            "autorisaties.2.zaaktype/invalid",
            "autorisaties.2.maxVertrouwelijkheidaanduiding/invalid_choice",
            "autorisaties.3/invalid",
            "autorisaties.4/null",
        ];
        assert_eq!(problems(&with("a", &list)).await, expected);
        assert_eq!(client.get(APPLICATIES).await.expect(200)["count"], 0);
    });
}

#[test]
fn a_list_comes_in_pages_and_is_narrowed_by_client_ids() {
    on_both_engines(async |app| {
        let client = app.superuser();
        for id in ["a", "b", "c"] {
            client.post(APPLICATIES, &everything(id)).await.expect(201);
        }
        client
            .post(
                APPLICATIES,
                &json!({"clientIds": ["d", "a_b", "é%"], "label": "Meer", "heeftAlleAutorisaties": true}),
            )
            .await
            .expect(201);
        let labels = async |query: &str| {
            let page = client.get(&format!("{APPLICATIES}?{query}")).await.expect(200);
            let ids: Vec<String> = page["results"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| one["clientIds"][0].as_str().unwrap().to_owned())
                .collect();
            assert_eq!(page["count"], ids.len());
            ids.join(" ")
        };
        assert_eq!(labels("").await, "a b c d");
        assert_eq!(labels("page=1").await, "a b c d");
        assert_eq!(labels("clientIds=b").await, "b");
        assert_eq!(labels("clientIds=a,c").await, "a c");
        assert_eq!(labels("clientIds=a,%20d,onbekend").await, "a d");
        assert_eq!(labels("clientIds=a_b").await, "d");
        assert_eq!(labels("clientIds=%C3%A9%25").await, "d");
        assert_eq!(labels("clientIds=axb").await, "");
        assert_eq!(labels("clientIds=B").await, "");
        assert_eq!(labels("clientIds=onbekend").await, "");
        assert_eq!(labels("ClientIds=b").await, "b");
        let page = client.get(APPLICATIES).await.expect(200);
        assert_eq!((&page["next"], &page["previous"]), (&Value::Null, &Value::Null));
        assert_eq!(client.get(&format!("{APPLICATIES}?page=2")).await.status, 404);
        assert_eq!(client.get(&format!("{APPLICATIES}?page=0")).await.problems(), ["page/invalid"]);
        for query in ["label=a", "clientId=a", "PAGE=1"] {
            assert_eq!(
                client.get(&format!("{APPLICATIES}?{query}")).await.problems(),
                ["nonFieldErrors/unknown-parameters"],
                "{query}"
            );
        }
    });
}

#[test]
fn the_hundred_and_first_applicatie_is_on_the_second_page() {
    on_both_engines(async |app| {
        let client = app.superuser();
        for i in 0..101 {
            client.post(APPLICATIES, &everything(&format!("client-{i}"))).await.expect(201);
        }
        let first = client.get(APPLICATIES).await.expect(200);
        assert_eq!((first["count"].as_i64(), first["results"].as_array().unwrap().len()), (Some(101), 100));
        let second = client.get(first["next"].as_str().unwrap()).await.expect(200);
        assert_eq!(second["results"][0]["clientIds"], json!(["client-100"]));
        assert_eq!(
            (&second["next"], second["previous"].as_str()),
            (&Value::Null, Some("http://testserver/autorisaties/api/v1/applicaties?page=1"))
        );
    });
}

#[test]
fn reading_and_writing_each_need_their_own_scope() {
    on_both_engines(async |app| {
        let url =
            app.superuser().post(APPLICATIES, &applicatie("x")).await.expect(201)["url"].as_str().unwrap().to_owned();
        let denied = (403, "permission_denied".to_owned());
        let reader = limited(app, "lezer", &["autorisaties.lezen"]).await;
        let writer = limited(app, "schrijver", &["autorisaties.bijwerken"]).await;
        for (read, client) in
            [(true, &reader), (false, &writer), (false, &app.client("zonder")), (false, &app.anonymous())]
        {
            for url in [APPLICATIES, &url] {
                let answer = client.get(url).await;
                if read {
                    answer.expect(200);
                } else {
                    assert_eq!(answer.refusal(), denied, "{}", answer.asked);
                }
            }
        }
        for client in [&reader, &app.client("zonder"), &app.anonymous()] {
            assert_eq!(client.post(APPLICATIES, &json!({})).await.refusal(), denied);
            assert_eq!(client.put(&url, &json!({})).await.refusal(), denied);
            assert_eq!(client.patch(&url, &json!({})).await.refusal(), denied);
            assert_eq!(client.delete(&url).await.refusal(), denied);
        }
        writer.put(&url, &applicatie("y")).await.expect(200);
        writer.patch(&url, &json!({"label": "y"})).await.expect(200);
        assert_eq!(writer.delete(&url).await.status, 204);
        writer.post(APPLICATIES, &applicatie("z")).await.expect(201);
    });
}

#[test]
fn methods_that_the_standard_does_not_have_are_405() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let url = client.post(APPLICATIES, &applicatie("a")).await.expect(201)["url"].as_str().unwrap().to_owned();
        for (method, url) in
            [(Method::DELETE, APPLICATIES), (Method::PUT, APPLICATIES), (Method::POST, &url), (Method::HEAD, &url)]
        {
            assert_eq!(client.send(method.clone(), url, &[], None).await.status, 405, "{method} {url}");
        }
        assert_eq!(client.get(&format!("{APPLICATIES}/geen-uuid")).await.status, 404);
        assert_eq!(client.get(&format!("{url}/audittrail")).await.status, 404);
    });
}

#[test]
fn every_change_is_notified_on_the_channel_autorisaties() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let url = client.post(APPLICATIES, &applicatie("a")).await.expect(201)["url"].as_str().unwrap().to_owned();
        client.put(&url, &everything("a")).await.expect(200);
        client.patch(&url, &json!({"label": "Anders"})).await.expect(200);
        client.patch(&url, &json!({"label": ""})).await.expect(400);
        assert_eq!(client.delete(&url).await.status, 204);
        let sql = "SELECT kanaal, body FROM outbox ORDER BY id";
        let read = move |tx: &mut Tx<'_>| tx.query(sql, &[], |row| Ok((row.text(0)?, row.bytes(1)?)));
        let messages = app.db().read(Weight::Scan, read).await;
        let path = url.trim_start_matches("http://testserver");
        let mut acties = Vec::new();
        for (kanaal, body) in messages.unwrap() {
            let message: Value = serde_json::from_slice(&body).unwrap();
            assert_eq!(
                (kanaal.as_str(), &message["kanaal"], &message["resource"]),
                ("autorisaties", &json!("autorisaties"), &json!("applicatie"))
            );
            assert!(
                message["hoofdObject"].as_str().unwrap().ends_with(path)
                    && message["resourceUrl"] == message["hoofdObject"]
            );
            assert_eq!(message["kenmerken"], json!({}));
            acties.push(message["actie"].as_str().unwrap().to_owned());
        }
        assert_eq!(acties, ["create", "update", "partial_update", "destroy"]);
    });
}
