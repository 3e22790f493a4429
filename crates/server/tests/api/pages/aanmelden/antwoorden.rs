// SPDX-License-Identifier: EUPL-1.2
//! What a provider may answer, and what is not believed.

use std::{sync::Arc, time::Duration};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use waarmaker_signin::{Error, Settings, SignIn, ontwikkel::Key};
use waarmaker_testkit::{App, Reply};
use waarmaker_ui::Site;

use super::wereld::{Fake, with_fake};
use crate::pages::browser::{Browser, location, text};

/// Signs in and expects a page with this status and these words, and no session.
async fn refused(app: &App, fake: &Fake, status: u16, words: &str, what: &str) {
    let browser = Browser::new(app);
    let answer = fake.sign_in(&browser, app).await;
    assert!(answer.status == status && text(&answer).contains(words), "{what}: {} {}", answer.status, text(&answer));
    assert_eq!(location(&browser.get("/aanmelden/sessie").await), "/aanmelden", "{what}");
}

async fn accepted(app: &App, fake: &Fake, what: &str) {
    let answer = fake.sign_in(&Browser::new(app), app).await;
    assert_eq!((answer.status, location(&answer).as_str()), (303, "/beheer/signalen?a=b"), "{what}: {}", text(&answer));
}

const UNTRUSTED: &str = "Wij konden niet nagaan wie u bent";

#[test]
fn claims_that_are_not_for_this_sign_in_are_not_believed() {
    with_fake(async |app, fake| {
        let now = waarmaker_core::Clock::now(&*app.clock).as_second();
        for claims in [
            json!({"iss": "https://evil.test"}),
            json!({"iss": null}),
            json!({"aud": "ander"}),
            json!({"aud": ["waarmaker", "ander"]}),
            json!({"azp": "ander"}),
            json!({"exp": now - 61}),
            json!({"exp": null}),
            json!({"iat": now - 3600}),
            json!({"iat": now + 3600, "exp": now + 7200}),
            json!({"iat": null}),
            json!({"nbf": now + 600}),
            json!({"nonce": "ander"}),
            json!({"nonce": null}),
            json!({"at_hash": "AAAA"}),
            json!({"sub": ""}),
        ] {
            fake.plan(|plan| plan.claims = claims.clone());
            refused(app, fake, 502, UNTRUSTED, &claims.to_string()).await;
        }
        for claims in [
            json!({"aud": ["waarmaker"]}),
            json!({"aud": ["waarmaker", "ander"], "azp": "waarmaker"}),
            json!({"exp": now - 30}),
            json!({"at_hash": at_hash("toegang")}),
        ] {
            fake.plan(|plan| plan.claims = claims.clone());
            accepted(app, fake, &claims.to_string()).await;
        }
    });
}

fn at_hash(token: &str) -> String {
    use sha2::Digest as _;
    URL_SAFE_NO_PAD.encode(&sha2::Sha256::digest(token)[..16])
}

#[test]
fn a_token_without_a_good_signature_is_not_believed() {
    with_fake(async |app, fake| {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let claims = part(&json!({"iss": fake.receiver.url(""), "sub": "x", "aud": "waarmaker"}));
        for header in
            [json!({"alg": "none"}), json!({"alg": "HS256"}), json!({"alg": "ES256", "crit": ["x"]}), json!({})]
        {
            fake.plan(|plan| plan.token = Some(format!("{}.{claims}.AAAA", part(&header))));
            refused(app, fake, 502, UNTRUSTED, &header.to_string()).await;
        }
        fake.plan(|plan| plan.token = Some("geen token".to_owned()));
        refused(app, fake, 502, UNTRUSTED, "no token").await;
        // Claims of one token with the signature of another.
        fake.plan(|plan| {
            let signed = plan.signer.sign(&json!({"iss": "x"})).unwrap();
            let (header, rest) = signed.split_once('.').unwrap();
            let signature = rest.split_once('.').unwrap().1;
            plan.token = Some(format!("{header}.{claims}.{signature}"));
        });
        refused(app, fake, 502, UNTRUSTED, "signature of another").await;
        fake.plan(|plan| plan.token = None);
        accepted(app, fake, "the right one").await;
    });
}

#[test]
fn a_new_key_of_the_provider_is_found_and_a_made_up_one_is_asked_for_once_a_minute() {
    with_fake(async |app, fake| {
        accepted(app, fake, "the first key").await;
        assert_eq!(fake.asked("/keys"), 1);
        let new = Arc::new(Key::new().unwrap());
        fake.plan(|plan| plan.signer = Arc::clone(&new));
        refused(app, fake, 502, UNTRUSTED, "a made-up key").await;
        refused(app, fake, 502, UNTRUSTED, "a made-up key").await;
        assert_eq!(fake.asked("/keys"), 1, "within a minute nothing is asked again");
        app.clock.advance(Duration::from_secs(61));
        refused(app, fake, 502, UNTRUSTED, "a made-up key").await;
        assert_eq!(fake.asked("/keys"), 2);
        fake.plan(|plan| plan.published.push(Arc::clone(&new)));
        app.clock.advance(Duration::from_secs(61));
        accepted(app, fake, "the new key").await;
        accepted(app, fake, "the new key").await;
        assert_eq!(fake.asked("/keys"), 3);
        assert_eq!(fake.asked("/.well-known/openid-configuration"), 1);
    });
}

#[test]
fn a_provider_that_does_not_answer_well_is_a_page_in_words() {
    with_fake(async |app, fake| {
        let browser = Browser::new(app);
        let json = |body: &str| Reply::Body(200, "application/json", body.to_owned());
        for reply in [
            Reply::Status(500),
            Reply::Close,
            json("geen json"),
            json("{}"),
            Reply::With(302, "location", "/x".to_owned()),
        ] {
            fake.plan(|plan| drop(plan.replies.insert("/.well-known/openid-configuration", reply.clone())));
            let answer = browser.get("/aanmelden/naar").await;
            assert!(answer.status == 503 && text(&answer).contains("Aanmelden lukt nu even niet"), "{reply:?}");
        }
        fake.plan(|plan| plan.replies.clear());
        for discovery in [json!({"issuer": "https://evil.test"}), json!({"token_endpoint": "ftp://evil.test"})] {
            fake.plan(|plan| plan.discovery = discovery.clone());
            assert_eq!(browser.get("/aanmelden/naar").await.status, 503, "{discovery}");
        }
        fake.plan(|plan| plan.discovery = json!({}));
        for (path, reply) in
            [("/token", Reply::Status(500)), ("/keys", Reply::Status(500)), ("/token", Reply::Status(400))]
        {
            fake.plan(|plan| drop(plan.replies.insert(path, reply.clone())));
            refused(app, fake, 503, "over een paar minuten", path).await;
            fake.plan(|plan| plan.replies.clear());
        }
        let used = Reply::Body(400, "application/json", json!({"error": "invalid_grant"}).to_string());
        fake.plan(|plan| drop(plan.replies.insert("/token", used)));
        refused(app, fake, 400, "duurde te lang", "a code that was used").await;
        fake.plan(|plan| plan.replies.clear());
        let huge = Reply::Body(200, "application/json", " ".repeat(600 << 10));
        fake.plan(|plan| drop(plan.replies.insert("/token", huge)));
        refused(app, fake, 503, "over een paar minuten", "an endless answer").await;
    });
}

#[test]
fn a_code_is_exchanged_with_our_secret_and_the_verifier() {
    with_fake(async |app, fake| {
        let browser = Browser::new(app);
        fake.sign_in(&browser, app).await;
        let asked = fake.receiver.received().into_iter().find(|asked| asked.path == "/token").unwrap();
        assert_eq!(asked.authorization, format!("Basic {}", base64("waarmaker:geheim+%26+meer")));
        let form: Vec<(String, String)> = form_urlencoded::parse(&asked.raw).into_owned().collect();
        let names: Vec<&str> = form.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["grant_type", "code", "redirect_uri", "code_verifier", "client_id"]);
        assert_eq!((form[2].1.as_str(), form[3].1.len()), ("http://testserver/aanmelden/terug", 43));
        fake.plan(|plan| plan.discovery = json!({"token_endpoint_auth_methods_supported": ["client_secret_post"]}));
        app.clock.advance(Duration::from_secs(3601));
        fake.sign_in(&browser, app).await;
        let asked = fake.receiver.received().into_iter().rfind(|asked| asked.path == "/token").unwrap();
        assert!(asked.authorization.is_empty() && String::from_utf8_lossy(&asked.raw).contains("client_secret=geheim"));
    });
}

fn base64(text: &str) -> String {
    base64::engine::general_purpose::STANDARD.encode(text)
}

#[test]
fn nobody_without_a_role_gets_in_and_userinfo_may_know_it() {
    with_fake(async |app, fake| {
        let words = "Vraag uw beheerder om een rol";
        for claims in [json!({"realm_access": {"roles": ["iets"]}}), json!({"realm_access": {"roles": []}})] {
            fake.plan(|plan| plan.claims = claims.clone());
            refused(app, fake, 403, words, &claims.to_string()).await;
        }
        assert_eq!(fake.asked("/userinfo"), 0);
        fake.plan(|plan| plan.claims = json!({"realm_access": null}));
        fake.plan(|plan| plan.userinfo = json!({"sub": "persoon-1"}));
        refused(app, fake, 403, words, "no roles anywhere").await;
        fake.plan(|plan| plan.userinfo = json!({"sub": "ander", "realm_access": {"roles": ["beheerder"]}}));
        refused(app, fake, 502, UNTRUSTED, "userinfo of somebody else").await;
        fake.plan(|plan| plan.userinfo = json!({"sub": "persoon-1", "realm_access": {"roles": ["beheerder"]}}));
        accepted(app, fake, "roles in userinfo").await;
        // A role of which nobody made the Applicatie.
        fake.plan(|plan| plan.claims = json!({"realm_access": {"roles": ["balie"]}}));
        refused(app, fake, 403, words, "no Applicatie").await;
    });
}

#[test]
fn scripts_in_a_name_are_shown_as_text() {
    with_fake(async |app, fake| {
        fake.plan(|plan| plan.claims = json!({"name": "<script>alert(1)</script>"}));
        let browser = Browser::new(app);
        fake.sign_in(&browser, app).await;
        let page = text(&browser.get("/aanmelden/sessie").await);
        assert!(page.contains("alert(1)") && !page.contains("<script>alert"), "{page}");
    });
}

#[test]
fn a_provider_at_a_private_address_must_be_named() {
    with_fake(async |_, fake| {
        let site = Site { development: false, ..Site::sample() };
        let settings = Settings { allow_private: Vec::new(), ..fake.settings() };
        assert!(matches!(SignIn::new(settings, &site), Err(Error::Issuer(..))));
        let settings = Settings { roles: Vec::new(), ..fake.settings() };
        assert_eq!(SignIn::new(settings, &site).unwrap_err(), Error::NoRoles);
        assert!(fake.receiver.received().is_empty());
    });
}
