// SPDX-License-Identifier: EUPL-1.2
//! Colours, statements, and what machines ask every site for.

use axum::http::Method;
use waarmaker_ui::{Site, samples::mistakes};

use super::{
    super::browser::{Browser, location, text},
    proof::{secure, with_forms},
};

#[test]
fn the_choice_of_colours_is_kept_for_a_year() {
    with_forms(Site::sample(), async |app| {
        let browser = Browser::new(app);
        let page = browser.get("/en/privacy?a=1").await;
        assert!(!text(&page).contains("data-scheme="));
        let answer = browser.submit(&page, "/en/voorkeuren", &[("kleuren", "donker"), ("terug", "/privacy?a=1")]).await;
        assert_eq!((answer.status, location(&answer)), (303, "/en/privacy?a=1".to_owned()));
        let cookie = answer
            .headers
            .get_all("set-cookie")
            .iter()
            .any(|line| line.to_str().unwrap() == "kleuren=donker; Path=/; SameSite=Lax; Max-Age=31536000");
        assert!(cookie, "{:?}", answer.headers);
        let html = text(&browser.get("/privacy").await);
        assert!(html.contains("data-scheme=\"dark\"") && html.contains("value=\"donker\" aria-pressed=\"true\""));
        browser.submit(&page, "/voorkeuren", &[("kleuren", "onzin")]).await;
        assert!(!text(&browser.get("/privacy").await).contains("data-scheme="));
    });
}

#[test]
fn after_a_choice_one_comes_back_to_a_page_of_ours() {
    with_forms(Site::sample(), async |app| {
        let browser = Browser::new(app);
        let page = browser.get("/privacy").await;
        let elsewhere = [
            "",
            "lampen",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example/",
            "/a\r\nset-cookie: x=y",
            "/\t/evil.example",
        ];
        for terug in elsewhere {
            let answer = browser.submit(&page, "/voorkeuren", &[("kleuren", "licht"), ("terug", terug)]).await;
            assert_eq!((answer.status, location(&answer)), (303, "/lampen".to_owned()), "{terug}");
        }
    });
}

#[test]
fn a_page_of_somebody_else_changes_no_colours() {
    with_forms(Site::sample(), async |app| {
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "cross-site")];
        let answer =
            app.anonymous().send(Method::POST, "/voorkeuren", &headers, Some(b"kleuren=donker".to_vec())).await;
        assert!(!answer.headers.get_all("set-cookie").iter().any(|line| line.to_str().unwrap().starts_with("kleuren")));
    });
}

#[test]
fn a_municipality_has_tokens_of_its_own() {
    with_forms(secure(), async |app| {
        let html = text(&app.anonymous().get("/privacy").await);
        let path = html.split_once("href=\"/thema.css").unwrap().1.split('"').next().unwrap();
        let answer = app.anonymous().get(&format!("/thema.css{path}")).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, "text/css; charset=utf-8"));
        assert_eq!(text(&answer), "@layer theme {\n.waarmaker-theme{--wm-primary:#123456}\n}\n");
        let tag = answer.header("etag").to_owned();
        let again = app.anonymous().send(Method::GET, "/thema.css", &[("if-none-match", &tag)], None).await;
        assert_eq!((again.status, again.body.len()), (304, 0));
        let other = app.anonymous().send(Method::GET, "/thema.css", &[("if-none-match", "\"x\"")], None).await;
        assert_eq!(other.status, 200);
    });
    with_forms(Site::sample(), async |app| {
        assert_eq!(app.anonymous().get("/thema.css").await.status, 404);
        assert!(!text(&app.anonymous().get("/privacy").await).contains("thema.css"));
    });
}

#[test]
fn the_statements_are_there_in_both_languages() {
    with_forms(Site::sample(), async |app| {
        let browser = Browser::new(app);
        let table = [
            ("/toegankelijkheid", "De status is C"),
            ("/en/toegankelijkheid", "The status is C"),
            ("/privacy", "U hebt geen account nodig"),
            ("/en/privacy", "You do not need an account"),
        ];
        for (path, words) in table {
            let html = text(&browser.get(path).await);
            assert!(html.contains(words), "{path}");
            assert_eq!(mistakes(&html), Vec::<String>::new(), "{path}");
        }
    });
}

#[test]
fn machines_find_what_they_ask_for() {
    with_forms(secure(), async |app| {
        let robots = app.anonymous().get("/robots.txt").await;
        assert_eq!((robots.status, robots.header("content-type")), (200, "text/plain; charset=utf-8"));
        assert!(text(&robots).contains("Disallow: /meldingen/\n"));
        let contact = text(&app.anonymous().get("/.well-known/security.txt").await);
        assert_eq!(
            contact,
            "Contact: tel:14099\nExpires: 2027-05-20T00:00:00Z\nPreferred-Languages: nl, en\n\
             Canonical: https://waarmaker.example/.well-known/security.txt\n"
        );
    });
}
