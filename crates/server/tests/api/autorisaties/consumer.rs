// SPDX-License-Identifier: EUPL-1.2
//! `/applicaties/consumer`.

use super::{APPLICATIES, applicatie, limited};
use crate::engines::on_both_engines;

#[test]
fn a_consumer_is_found_by_its_client_id() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let made = client.post(APPLICATIES, &applicatie("naam met é&=")).await.expect(201);
        let reader = limited(app, "lezer", &["autorisaties.lezen"]).await;
        for client in [&client, &reader] {
            let answer = client.get(&format!("{APPLICATIES}/consumer?clientId=naam+met+%C3%A9%26%3D")).await;
            assert_eq!(answer.expect(200), made);
            assert_eq!(answer.header("api-version"), "1.1.0");
        }
        assert_eq!(
            client.get(&format!("{APPLICATIES}/consumer?clientId=onbekend")).await.refusal(),
            (404, "not_found".to_owned())
        );
    });
}

#[test]
fn a_consumer_is_asked_for_by_exactly_one_parameter() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let problems = async |query: &str| client.get(&format!("{APPLICATIES}/consumer{query}")).await.problems();
        assert_eq!(problems("").await, ["clientId/required"]);
        assert_eq!(problems("?clientId=").await, ["clientId/required"]);
        assert_eq!(problems("?clientIds=a").await, ["nonFieldErrors/unknown-parameters", "clientId/required"]);
        assert_eq!(problems("?clientId=a&page=1").await, ["nonFieldErrors/unknown-parameters"]);
        assert_eq!(problems("?clientId=%7F").await, ["nonFieldErrors/invalid"]);
    });
}

#[test]
fn a_caller_without_the_scope_does_not_learn_which_consumers_there_are() {
    on_both_engines(async |app| {
        let writer = limited(app, "schrijver", &["autorisaties.bijwerken"]).await;
        for client in [&writer, &app.client("zonder"), &app.anonymous()] {
            for query in ["?clientId=schrijver", "?clientId=onbekend", ""] {
                let answer = client.get(&format!("{APPLICATIES}/consumer{query}")).await;
                assert_eq!(answer.refusal(), (403, "permission_denied".to_owned()));
            }
        }
        let post =
            app.superuser().post(&format!("{APPLICATIES}/consumer?clientId=schrijver"), &serde_json::json!({})).await;
        assert_eq!(post.refusal(), (405, "method_not_allowed".to_owned()));
    });
}
