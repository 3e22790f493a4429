// SPDX-License-Identifier: EUPL-1.2
//! What programs ask of the provider for development: what it is, its keys, a token, who somebody is.

use std::sync::Arc;

use axum::{
    Extension,
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use http_body_util::{BodyExt as _, Limited};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use waarmaker_api::{Call, http::Api};
use waarmaker_ui::secret::Secret;

use super::{CLIENT_ID, Oidc, PATH, codes};
use crate::{SignIn, token::half_hash};

/// Most bytes of a request for a token.
const MOST: usize = 16 << 10;

/// `GET …/.well-known/openid-configuration`.
pub(crate) async fn discovery(Extension(signin): Extension<Arc<SignIn>>) -> Response {
    let Some(oidc) = &signin.development else { return error(StatusCode::NOT_FOUND, "not_found") };
    let at = |rest: &str| format!("{}{PATH}{rest}", oidc.origin);
    let document = json!({
        "issuer": oidc.issuer,
        "authorization_endpoint": at("/wie"),
        "token_endpoint": at("/token"),
        "jwks_uri": at("/sleutels"),
        "userinfo_endpoint": at("/gegevens"),
        "end_session_endpoint": at("/uit"),
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "code_challenge_methods_supported": ["S256"],
        "scopes_supported": ["openid", "profile", "email"],
        "claims_supported": ["sub", "name", "roles"],
        "authorization_response_iss_parameter_supported": true,
    });
    answer(StatusCode::OK, &document)
}

/// `GET …/sleutels`.
pub(crate) async fn keys(Extension(signin): Extension<Arc<SignIn>>) -> Response {
    match &signin.development {
        Some(oidc) => answer(StatusCode::OK, &oidc.key.set()),
        None => error(StatusCode::NOT_FOUND, "not_found"),
    }
}

/// `POST …/token`.
pub(crate) async fn exchange(
    State(api): State<Arc<Api>>,
    Extension(signin): Extension<Arc<SignIn>>,
    request: Request,
) -> Response {
    let Some(oidc) = &signin.development else { return error(StatusCode::NOT_FOUND, "not_found") };
    let (parts, body) = request.into_parts();
    let Ok(body) = Limited::new(body, MOST).collect().await else {
        return error(StatusCode::BAD_REQUEST, "invalid_request");
    };
    let Ok(call) = Call::now(&api.house) else { return error(StatusCode::INTERNAL_SERVER_ERROR, "server_error") };
    let form: Vec<(String, String)> = form_urlencoded::parse(&body.to_bytes()).into_owned().collect();
    match exchanged(oidc, &parts.headers, &form, call.now.at.as_second()) {
        Ok(document) => answer(StatusCode::OK, &document),
        Err("invalid_client") => error(StatusCode::UNAUTHORIZED, "invalid_client"),
        Err(code) => error(StatusCode::BAD_REQUEST, code),
    }
}

/// The tokens for a code, or the code of RFC 6749 5.2.
fn exchanged(oidc: &Oidc, headers: &HeaderMap, form: &[(String, String)], now: i64) -> Result<Value, &'static str> {
    let text = |name: &str| form.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str());
    let basic = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let own = format!("Basic {}", STANDARD.encode(format!("{CLIENT_ID}:{}", oidc.client_secret)));
    if basic != own && (text("client_id") != CLIENT_ID || text("client_secret") != oidc.client_secret) {
        return Err("invalid_client");
    }
    if text("grant_type") != "authorization_code" {
        return Err("unsupported_grant_type");
    }
    let grant = oidc.codes.take(text("code"), now).ok_or("invalid_grant")?;
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(text("code_verifier")));
    if grant.redirect_uri != text("redirect_uri") || grant.challenge != challenge {
        return Err("invalid_grant");
    }
    let access_token = Secret::fresh().map_err(|_| "server_error")?.text();
    let claims = json!({
        "iss": oidc.issuer, "sub": grant.person.sub, "aud": CLIENT_ID, "iat": now, "exp": now + codes::LASTS,
        "nonce": grant.nonce, "at_hash": half_hash(&access_token), "name": grant.person.name,
        "roles": [grant.person.role],
    });
    let id_token = oidc.key.sign(&claims).map_err(|_| "server_error")?;
    oidc.codes.put(access_token.clone(), codes::Grant { until: now + codes::LASTS, ..grant }, now);
    Ok(json!({"access_token": access_token, "token_type": "Bearer", "expires_in": codes::LASTS, "id_token": id_token}))
}

/// `GET …/gegevens`.
pub(crate) async fn userinfo(
    State(api): State<Arc<Api>>,
    Extension(signin): Extension<Arc<SignIn>>,
    headers: HeaderMap,
) -> Response {
    let value = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = value.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
    let now = Call::now(&api.house).map_or(i64::MAX, |call| call.now.at.as_second());
    match signin.development.as_ref().and_then(|oidc| oidc.codes.get(token, now)) {
        Some(codes::Grant { person, .. }) => {
            answer(StatusCode::OK, &json!({"sub": person.sub, "name": person.name, "roles": [person.role]}))
        }
        None => error(StatusCode::UNAUTHORIZED, "invalid_token"),
    }
}

fn error(status: StatusCode, code: &str) -> Response {
    answer(status, &json!({ "error": code }))
}

fn answer(status: StatusCode, body: &Value) -> Response {
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use waarmaker_ui::Site;

    use super::*;

    const NOW: i64 = 1_000;

    /// What is answered for a code with this verifier and address, some seconds later.
    fn asked(oidc: &Oidc, verifier: &str, redirect_uri: &str, later: i64) -> Result<Value, &'static str> {
        let form = [
            ("grant_type", "authorization_code"),
            ("code", "code"),
            ("code_verifier", verifier),
            ("redirect_uri", redirect_uri),
            ("client_id", CLIENT_ID),
            ("client_secret", &oidc.client_secret),
        ];
        let form: Vec<_> = form.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        exchanged(oidc, &HeaderMap::new(), &form, NOW + later)
    }

    #[test]
    fn a_code_counts_once_for_a_minute_and_for_whoever_asked_for_it() {
        let oidc = Oidc::new(&Site::sample(), super::super::people()).unwrap();
        let give = || {
            let grant = codes::Grant {
                person: oidc.people[0].clone(),
                challenge: URL_SAFE_NO_PAD.encode(Sha256::digest("verifier")),
                nonce: "nonce".to_owned(),
                redirect_uri: "http://hier".to_owned(),
                until: NOW + codes::LASTS,
            };
            oidc.codes.put("code".to_owned(), grant, NOW);
        };
        for (verifier, address, later) in
            [("ander", "http://hier", 0), ("verifier", "http://daar", 0), ("verifier", "http://hier", codes::LASTS)]
        {
            give();
            assert_eq!(asked(&oidc, verifier, address, later), Err("invalid_grant"), "{verifier} {address} {later}");
        }
        give();
        assert!(asked(&oidc, "verifier", "http://hier", 1).unwrap()["id_token"].is_string());
        assert_eq!(asked(&oidc, "verifier", "http://hier", 1), Err("invalid_grant"), "a second time");
    }
}
