// SPDX-License-Identifier: EUPL-1.2
//! Headers, status and size of every kind of answer.

use axum::http::Method;
use waarmaker_testkit::Answer;
use waarmaker_ui::{Site, Tegels, samples::mistakes};

use super::{
    super::browser::{Browser, location, text},
    proof::{secure, with_forms},
};
use crate::engines::on_both_engines;

#[track_caller]
fn is_protected(answer: &Answer) {
    let policy = answer.header("content-security-policy");
    for part in
        ["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"]
    {
        assert!(policy.contains(part), "{}: {policy}", answer.asked);
    }
    assert!(!policy.contains("unsafe"));
    let table = [
        ("referrer-policy", "same-origin"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
        ("x-permitted-cross-domain-policies", "none"),
    ];
    for (name, value) in table {
        assert_eq!(answer.header(name), value, "{} {name}", answer.asked);
    }
    assert!(answer.header("permissions-policy").contains("geolocation"), "{}", answer.asked);
}

#[track_caller]
fn is_page(answer: &Answer, status: u16) -> String {
    assert_eq!(answer.status, status, "{}", answer.asked);
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8", "{}", answer.asked);
    assert_eq!(answer.header("cache-control"), "no-store", "{}", answer.asked);
    let html = text(answer);
    assert_eq!(mistakes(&html), Vec::<String>::new(), "{}", answer.asked);
    html
}

#[test]
fn every_answer_is_protected_page_or_not() {
    with_forms(Site::sample(), async |app| {
        let browser = Browser::new(app);
        let paths = [
            "/privacy",
            "/en/privacy",
            "/lampen/geen/pad",
            "/lampen/groot",
            "/lampen/proef",
            "/robots.txt",
            "/statisch/geen.css",
        ];
        for path in paths {
            let answer = browser.get(path).await;
            is_protected(&answer);
            assert_eq!(answer.header("strict-transport-security"), "", "{path}");
        }
        let page = browser.get("/privacy").await;
        is_protected(&browser.submit(&page, "/voorkeuren", &[("kleuren", "donker")]).await);
        is_protected(&browser.submit(&page, "/privacy", &[]).await);
    });
}

#[test]
fn with_tls_browsers_stay_with_it_and_cookies_are_ours_alone() {
    with_forms(secure(), async |app| {
        for path in ["/privacy", "/thema.css", "/lampen/geen/pad"] {
            let answer = app.anonymous().get(path).await;
            is_protected(&answer);
            assert_eq!(answer.header("strict-transport-security"), "max-age=31536000");
        }
        let answer = app.anonymous().get("/privacy").await;
        let cookie = answer.header("set-cookie");
        assert!(cookie.starts_with("__Host-formulier="), "{cookie}");
        for part in ["; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure"] {
            assert!(cookie.contains(part), "{cookie}");
        }
    });
}

#[test]
fn a_page_asks_nobody_but_us_and_the_tiles_of_the_municipality() {
    let policy = |answer: &Answer| answer.header("content-security-policy").to_owned();
    with_forms(Site::sample(), async |app| {
        let answer = app.anonymous().get("/privacy").await;
        assert!(!policy(&answer).contains("http"), "{}", policy(&answer));
    });
    let adres = "https://kaart.example.nl:8443/tegels/{z}/{x}/{y}.png?laag=straten".to_owned();
    let site = Site { tegels: Some(Tegels { adres, bron: "Voorbeeldstad".to_owned() }), ..Site::sample() };
    with_forms(site, async |app| {
        for path in ["/privacy", "/lampen/geen/pad"] {
            let answer = app.anonymous().get(path).await;
            is_protected(&answer);
            let policy = policy(&answer);
            for part in [
                "connect-src 'self' https://kaart.example.nl:8443;",
                "img-src 'self' data: blob: https://kaart.example.nl:8443;",
            ] {
                assert!(policy.contains(part), "{policy}");
            }
            assert_eq!(policy.matches("http").count(), 2, "for pictures only: {policy}");
        }
        let told = text(&app.anonymous().get("/privacy").await);
        assert!(told.contains("plaatjes bij https://kaart.example.nl:8443"), "{told}");
    });
}

#[test]
fn what_does_not_exist_below_pages_is_a_page_and_elsewhere_a_problem() {
    on_both_engines(async |app| {
        let browser = Browser::new(app);
        for path in ["/lampen/a/b/c", "/beheer/geen/pad", "/buiten/geen/pad/echt", "/meldingen/a/b/c", "/aanmelden/a/b"]
        {
            let html = is_page(&browser.get(path).await, 404);
            assert!(
                html.contains("<h1 class=\"nl-heading nl-heading--level-1\">Deze pagina bestaat niet</h1>"),
                "{path}"
            );
            assert!(html.contains("<title>Fout: Deze pagina bestaat niet - Voorbeeldstad</title>"), "{html}");
            let html = is_page(&browser.get(&format!("/en{path}")).await, 404);
            assert!(html.contains("<html lang=\"en\"") && html.contains("This page does not exist"), "{path}");
        }
        is_page(&browser.get("/en/zomaar").await, 404);
        for path in ["/zomaar", "/zaken/api/v1/zomaar"] {
            let answer = app.anonymous().get(path).await;
            assert_eq!((answer.status, answer.header("content-type")), (404, "application/problem+json"), "{path}");
        }
    });
}

#[test]
fn a_slash_too_many_leads_to_the_page() {
    with_forms(Site::sample(), async |app| {
        let browser = Browser::new(app);
        let answer = browser.get("/lampen/proef/?a=b").await;
        assert_eq!((answer.status, location(&answer)), (303, "/lampen/proef?a=b".to_owned()));
        let answer = browser.get("/en/privacy/").await;
        assert_eq!((answer.status, location(&answer)), (303, "/en/privacy".to_owned()));
        // Never to another host.
        for path in ["/en//evil.example/", "/en/%5Cevil.example/", "/lampen//evil.example//"] {
            let to = location(&browser.get(path).await);
            assert!(
                to.is_empty() || (to.starts_with('/') && !to.starts_with("//") && !to.contains('\\')),
                "{path}: {to}"
            );
        }
    });
}

#[test]
fn a_wrong_method_is_answered_with_a_page() {
    with_forms(Site::sample(), async |app| {
        for (method, path) in
            [(Method::POST, "/privacy"), (Method::GET, "/voorkeuren"), (Method::DELETE, "/en/lampen/proef")]
        {
            let answer = app.anonymous().send(method, path, &[("accept", "text/html")], None).await;
            let html = is_page(&answer, 405);
            assert!(html.contains("Deze pagina kunt u niet zo openen") || html.contains("You cannot open"), "{path}");
            assert!(!answer.header("allow").is_empty(), "{path}");
        }
    });
}

#[test]
fn the_head_of_a_page_can_be_asked_alone() {
    with_forms(Site::sample(), async |app| {
        let answer = app.anonymous().head("/privacy").await;
        assert_eq!((answer.status, answer.body.len()), (200, 0));
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        is_protected(&answer);
    });
}

#[test]
fn large_pages_are_compressed_when_the_browser_can_read_that() {
    with_forms(Site::sample(), async |app| {
        let asked = async |path: &str, coding: &str| {
            app.anonymous().send(Method::GET, path, &[("accept", "text/html"), ("accept-encoding", coding)], None).await
        };
        for path in ["/privacy", "/lampen/groot"] {
            let (plain, small) = (asked(path, "").await, asked(path, "br, gzip;q=0.9").await);
            assert_eq!((plain.header("content-encoding"), small.header("content-encoding")), ("", "gzip"), "{path}");
            assert!(small.body.starts_with(&[0x1f, 0x8b]) && small.body.len() * 2 < plain.body.len(), "{path}");
            assert!(small.header("vary").contains("accept-encoding"), "{path}");
        }
        assert_eq!(asked("/robots.txt", "gzip").await.header("content-encoding"), "");
        // The token of the forms looks different each time, so that the size of a page tells nothing about it.
        let (one, other) = (text(&asked("/privacy", "").await), text(&asked("/privacy", "").await));
        assert_ne!(one, other);
    });
}

#[test]
fn a_page_says_what_language_it_is_in_and_where_the_other_is() {
    with_forms(Site::sample(), async |app| {
        let browser = Browser::new(app);
        let html = is_page(&browser.get("/privacy?a=1").await, 200);
        assert!(html.contains("<html lang=\"nl\""));
        assert!(html.contains("<link rel=\"alternate\" hreflang=\"nl\" href=\"http://testserver/privacy?a=1\">"));
        assert!(html.contains("<link rel=\"alternate\" hreflang=\"en\" href=\"http://testserver/en/privacy?a=1\">"));
        assert!(html.contains("href=\"/en/privacy?a=1\" lang=\"en\" hreflang=\"en\">English</a>"));
        assert!(html.contains("<a class=\"nl-skip-link\" href=\"#inhoud\">Naar de inhoud</a>"));
        let html = is_page(&browser.get("/en/privacy?a=1").await, 200);
        assert!(
            html.contains("<html lang=\"en\"")
                && html.contains("href=\"/privacy?a=1\" lang=\"nl\" hreflang=\"nl\">Nederlands</a>")
        );
    });
}
