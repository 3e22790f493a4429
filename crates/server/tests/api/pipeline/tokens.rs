// SPDX-License-Identifier: EUPL-1.2
//! Tokens (handbook 1.2): every refusal is 403 with its code and nothing happens.

use axum::http::Method;
use waarmaker_auth::token;
use waarmaker_core::Clock as _;
use waarmaker_testkit::{App, Client};

use crate::engines::on_both_engines;

const ZAKEN: &str = "/zaken/api/v1/zaken";

async fn with_token(client: &Client<'_>, authorization: &str) -> (u16, String) {
    client.send(Method::GET, ZAKEN, &[("authorization", authorization)], None).await.refusal()
}

fn made(app: &App, client_id: &str, secret: &str) -> String {
    format!("Bearer {}", token::make(client_id, secret, app.clock.now().as_second(), "", "").unwrap())
}

#[test]
fn a_request_without_token_is_denied() {
    on_both_engines(async |app| {
        assert_eq!(app.anonymous().get(ZAKEN).await.refusal(), (403, "permission_denied".to_owned()));
    });
}

#[test]
fn a_client_without_applicatie_is_known_but_has_no_rights() {
    on_both_engines(async |app| {
        assert_eq!(app.client("kaal").get(ZAKEN).await.refusal(), (403, "permission_denied".to_owned()));
    });
}

#[test]
fn an_unknown_client_a_wrong_signature_and_a_wrong_algorithm_are_refused() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let code = |code: &str| (403, code.to_owned());
        assert_eq!(with_token(&client, &made(app, "vreemd", "x")).await, code("invalid-client-identifier"));
        assert_eq!(with_token(&client, &made(app, "superuser", "fout")).await, code("invalid-jwt-signature"));
        let none = "Bearer eyJhbGciOiJub25lIn0.eyJjbGllbnRfaWQiOiJzdXBlcnVzZXIiLCJpYXQiOjB9.";
        assert_eq!(with_token(&client, none).await, code("jwt-decode-error"));
        assert_eq!(with_token(&client, "Basic c3VwZXJ1c2VyOng=").await, code("jwt-decode-error"));
    });
}

#[test]
fn a_token_of_an_hour_ago_has_expired() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let old = made(app, "superuser", "geheim van superuser");
        app.clock.advance(std::time::Duration::from_hours(1));
        assert_eq!(with_token(&client, &old).await, (403, "jwt-expired".to_owned()));
    });
}
