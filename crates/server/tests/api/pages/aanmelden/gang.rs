// SPDX-License-Identifier: EUPL-1.2
//! The way to the provider and back, with the provider for development.

use std::time::Duration;

use waarmaker_signin::{Error, Settings, SignIn};
use waarmaker_testkit::{Answer, App};
use waarmaker_ui::Site;

use super::wereld::{grant, parameter, with_development};
use crate::{
    engines::on_both_engines,
    pages::browser::{Browser, location, text},
};

/// To the page of the provider: the answer with the form, and its path.
async fn to_provider(browser: &Browser<'_>, origin: &str, from: &str) -> (Answer, String) {
    let sent = browser.get(from).await;
    assert_eq!(sent.status, 303, "{}", text(&sent));
    let mut path = location(&sent).strip_prefix(origin).unwrap().to_owned();
    let mut form = browser.get(&path).await;
    if form.status == 303 {
        // Whoever comes from an English page is asked in English.
        path = location(&form).trim_start_matches(origin).to_owned();
        form = browser.get(&path).await;
    }
    assert_eq!(form.status, 200, "{}", text(&form));
    (form, path)
}

/// Chooses somebody and returns the path back to us.
async fn choose(browser: &Browser<'_>, origin: &str, (form, path): &(Answer, String), who: &[(&str, &str)]) -> String {
    let chosen = browser.submit(form, path, who).await;
    assert_eq!(chosen.status, 303, "{}", text(&chosen));
    location(&chosen).strip_prefix(origin).unwrap().to_owned()
}

/// All of it: as somebody, from a path.
async fn sign_in(browser: &Browser<'_>, origin: &str, from: &str, sub: &str) -> Answer {
    let shown = to_provider(browser, origin, from).await;
    let back = choose(browser, origin, &shown, &[("wie", sub)]).await;
    browser.get(&back).await
}

async fn people(app: &App) {
    grant(app, "beheerder", &["signalen.lezen", "signalen.beheren"]).await;
}

#[test]
fn a_manager_signs_in_and_comes_back_to_the_page_that_asked() {
    with_development(async |app, origin| {
        people(app).await;
        let browser = Browser::new(app);
        let page = browser.get("/aanmelden?terug=%2Fbeheer%2Fsignalen%3Fsoort%3Dlamp").await;
        assert!(text(&page).contains("/aanmelden/naar?terug=%2Fbeheer%2Fsignalen%3Fsoort%3Dlamp"), "{}", text(&page));
        let from = "/aanmelden/naar?terug=%2Fbeheer%2Fsignalen%3Fsoort%3Dlamp";
        let done = sign_in(&browser, origin, from, "ontwikkel-1").await;
        assert_eq!((done.status, location(&done).as_str()), (303, "/beheer/signalen?soort=lamp"), "{}", text(&done));
        let session = browser.get("/aanmelden/sessie").await;
        assert!(text(&session).contains("Noor Visser") && text(&session).contains("13.00"), "{}", text(&session));
        let again = browser.get("/aanmelden?terug=%2Fbeheer").await;
        assert_eq!((again.status, location(&again).as_str()), (303, "/beheer"));
    });
}

#[test]
fn everybody_begins_where_their_work_is_and_in_their_language() {
    with_development(async |app, origin| {
        people(app).await;
        let (admin, body) = (app.superuser(), serde_json::json!({"naam": "Lichtpunt BV"}));
        let made = admin.post("/signalen/api/v1/aannemers", &body).await.expect(201);
        let aannemer = made["url"].as_str().unwrap();
        let rights = serde_json::json!({"component": "sig", "scopes": ["signalen.opdrachten"], "aannemer": aannemer});
        let body = serde_json::json!({"clientIds": ["aannemer"], "label": "Lichtpunt", "autorisaties": [rights]});
        app.superuser().post("/autorisaties/api/v1/applicaties", &body).await.expect(201);
        for (who, from, to) in [
            ("ontwikkel-1", "/aanmelden/naar", "/beheer/signalen"),
            ("ontwikkel-3", "/aanmelden/naar", "/buiten"),
            ("ontwikkel-3", "/en/aanmelden/naar", "/en/buiten"),
            ("ontwikkel-1", "/aanmelden/naar?terug=%2Fen%2Fbeheer", "/en/beheer"),
        ] {
            let done = sign_in(&Browser::new(app), origin, from, who).await;
            assert_eq!((done.status, location(&done).as_str()), (303, to), "{from}: {}", text(&done));
        }
    });
}

#[test]
fn whoever_stops_or_has_no_rights_reads_what_to_do() {
    with_development(async |app, origin| {
        people(app).await;
        let browser = Browser::new(app);
        let shown = to_provider(&browser, origin, "/en/aanmelden/naar").await;
        let back = choose(&browser, origin, &shown, &[("stop", "ja")]).await;
        let stopped = browser.get(&back).await;
        assert_eq!(stopped.status, 400);
        assert!(text(&stopped).contains("You are not signed in") && text(&stopped).contains("lang=\"en\""));
        // Nobody made an Applicatie for the desk.
        let nobody = sign_in(&browser, origin, "/aanmelden/naar", "ontwikkel-2").await;
        assert_eq!(nobody.status, 403);
        assert!(text(&nobody).contains("Vraag uw beheerder om een rol"));
        assert_eq!(location(&browser.get("/aanmelden/sessie").await), "/aanmelden");
    });
}

#[test]
fn what_came_back_counts_once_in_one_browser_for_ten_minutes() {
    with_development(async |app, origin| {
        people(app).await;
        let (browser, stranger) = (Browser::new(app), Browser::new(app));
        let shown = to_provider(&browser, origin, "/aanmelden/naar").await;
        let back = choose(&browser, origin, &shown, &[("wie", "ontwikkel-1")]).await;
        // Somebody else with the link, with and without a sign-in of their own under way.
        assert_eq!(stranger.get(&back).await.status, 400);
        to_provider(&stranger, origin, "/aanmelden/naar").await;
        let refused = stranger.get(&back).await;
        assert!(refused.status == 400 && text(&refused).contains("Begin opnieuw"), "{}", text(&refused));
        // A state that nobody gave out.
        let tampered = back.replace("state=", "state=A");
        assert_eq!(browser.get(&tampered).await.status, 400);
        assert_eq!(browser.get("/aanmelden/terug").await.status, 400);
        assert_eq!(browser.get("/aanmelden/terug?state=x.nl&code=%00").await.status, 400);
        assert_eq!(location(&browser.get(&back).await), "/beheer/signalen");
        // Back in the history: still signed in, and nothing happens.
        assert_eq!(location(&browser.get(&back).await), "/aanmelden/sessie");
        let shown = to_provider(&stranger, origin, "/aanmelden/naar").await;
        app.clock.advance(Duration::from_secs(601));
        let back = choose(&stranger, origin, &shown, &[("wie", "ontwikkel-1")]).await;
        let late = stranger.get(&back).await;
        assert!(late.status == 400 && text(&late).contains("duurde te lang"), "{}", text(&late));
    });
}

#[test]
fn an_answer_in_the_name_of_another_provider_is_refused() {
    with_development(async |app, origin| {
        people(app).await;
        let browser = Browser::new(app);
        for (from, to) in [("iss=", "iss=x"), ("iss=", "is=")] {
            let shown = to_provider(&browser, origin, "/aanmelden/naar").await;
            let back = choose(&browser, origin, &shown, &[("wie", "ontwikkel-1")]).await;
            let refused = browser.get(&back.replace(from, to)).await;
            assert!(refused.status == 400 && text(&refused).contains("past niet bij uw vraag"), "{}", text(&refused));
        }
    });
}

#[test]
fn nobody_is_sent_to_another_site() {
    with_development(async |app, origin| {
        people(app).await;
        for evil in ["https://evil.test", "//evil.test", "/%5Cevil.test", "/en//evil.test", "/%0d%0aset-cookie:a=b"] {
            let done =
                sign_in(&Browser::new(app), origin, &format!("/aanmelden/naar?terug={evil}"), "ontwikkel-1").await;
            assert_eq!((done.status, location(&done).as_str()), (303, "/beheer/signalen"), "{evil}");
            let shown = text(&Browser::new(app).get(&format!("/aanmelden?terug={evil}")).await);
            assert!(!shown.contains("/naar?terug"), "{evil}: {shown}");
        }
    });
}

#[test]
fn every_sign_in_has_a_session_of_its_own() {
    with_development(async |app, origin| {
        people(app).await;
        let (browser, stranger) = (Browser::new(app), Browser::new(app));
        // A session that somebody slipped into the browser.
        stranger.sign_in("beheerder", "Vreemde");
        browser.keep("sessie", &stranger.cookie("sessie"));
        let before = browser.cookie("sessie");
        sign_in(&browser, origin, "/aanmelden/naar", "ontwikkel-1").await;
        assert_ne!(browser.cookie("sessie"), before);
        assert!(text(&browser.get("/aanmelden/sessie").await).contains("Noor Visser"));
        assert_eq!(location(&stranger.get("/aanmelden/sessie").await), "/aanmelden", "the one before has ended");
        // One that was never begun.
        let other = Browser::new(app);
        let made_up = waarmaker_ui::secret::Secret::fresh().unwrap().text();
        other.keep("sessie", &made_up);
        sign_in(&other, origin, "/aanmelden/naar", "ontwikkel-1").await;
        assert_ne!(other.cookie("sessie"), made_up);
        let set = "sessie=";
        let done = sign_in(&other, origin, "/aanmelden/naar", "ontwikkel-1").await;
        let cookies: Vec<&str> =
            done.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect();
        let session = cookies.iter().find(|line| line.starts_with(set)).unwrap();
        assert!(session.contains("HttpOnly") && session.contains("SameSite=Lax"), "{session}");
        assert!(
            cookies.iter().any(|line| line.starts_with("aanmelding=;") && line.contains("Max-Age=0")),
            "{cookies:?}"
        );
    });
}

#[test]
fn the_provider_for_development_judges_as_a_real_one() {
    with_development(async |app, origin| {
        people(app).await;
        let browser = Browser::new(app);
        let sent = location(&browser.get("/aanmelden/naar").await);
        let path = sent.strip_prefix(origin).unwrap();
        for (right, wrong) in [
            ("response_type=code", "response_type=token"),
            ("client_id=waarmaker", "client_id=ander"),
            ("redirect_uri=http", "redirect_uri=https"),
            ("code_challenge_method=S256", "code_challenge_method=plain"),
            ("code_challenge=", "geen="),
            ("scope=openid", "scope=iets"),
        ] {
            assert!(path.contains(right), "{path}");
            let refused = browser.get(&path.replace(right, wrong)).await;
            assert_eq!(refused.status, 400, "{wrong}");
        }
        let form = browser.get(path).await;
        let nobody = browser.submit(&form, path, &[("wie", "<script>")]).await;
        assert!(nobody.status == 422 && text(&nobody).contains("Kies wie u wilt zijn."));
        assert!(!text(&nobody).contains("<script>\""));
        let stale = browser.submit(&nobody, path, &[("_formulier", "x"), ("wie", "ontwikkel-1")]).await;
        assert_eq!(stale.status, 303, "the first token counts");
        let code = parameter(&location(&stale), "code");
        let body = format!("grant_type=authorization_code&code={code}&code_verifier=fout&client_id=waarmaker");
        let kind = [("content-type", "application/x-www-form-urlencoded")];
        let token = app
            .anonymous()
            .send(axum::http::Method::POST, "/ontwikkel/oidc/token", &kind, Some(body.into_bytes()))
            .await;
        assert_eq!((token.status, token.json()["error"].as_str()), (401, Some("invalid_client")));
        let keys = app.anonymous().get("/ontwikkel/oidc/sleutels").await.expect(200);
        assert_eq!((keys["keys"][0]["kty"].as_str(), &keys["keys"][0]["d"]), (Some("EC"), &serde_json::Value::Null));
        assert_eq!(app.anonymous().get("/ontwikkel/oidc/gegevens").await.status, 401);
    });
}

#[test]
fn the_provider_for_development_does_not_exist_in_production() {
    let production = Site { development: false, ..Site::sample() };
    assert_eq!(SignIn::new(Settings::development(), &production).unwrap_err(), Error::DevelopmentOnly);
    let nobody = SignIn::new(Settings::default(), &production).unwrap();
    assert!(format!("{nobody:?}").contains("development: None"));
    super::wereld::with_fake(async |app, _| {
        for path in
            ["/ontwikkel/oidc/.well-known/openid-configuration", "/ontwikkel/oidc/wie", "/en/ontwikkel/oidc/wie"]
        {
            assert_eq!(app.anonymous().get(path).await.status, 404, "{path}");
        }
    });
}

#[test]
fn the_pages_are_there_in_both_languages() {
    on_both_engines(async |app| {
        let browser = Browser::new(app);
        assert!(text(&browser.get("/aanmelden").await).contains("Aanmelden bij mijn organisatie"));
        assert!(text(&browser.get("/en/aanmelden").await).contains("Sign in at my organisation"));
        assert!(text(&browser.get("/afmelden/klaar").await).contains("U bent afgemeld"));
        // The provider does not answer in this test.
        let down = browser.get("/aanmelden/naar").await;
        assert!(down.status == 503 && text(&down).contains("over een paar minuten"), "{}", text(&down));
    });
}
