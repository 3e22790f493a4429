// SPDX-License-Identifier: EUPL-1.2
//! Forms that are not ours, too large, too old or broken.

use axum::http::Method;
use waarmaker_testkit::{Answer, App};
use waarmaker_ui::Site;

use super::{
    super::browser::{Browser, text},
    proof::with_forms,
};

const FORM: &str = "application/x-www-form-urlencoded";

/// Headers of one request.
type Headers<'a> = &'a [(&'a str, &'a str)];

/// Sends a form with these headers and a body as it is.
async fn send(app: &App, headers: Headers<'_>, kind: &str, body: &[u8]) -> Answer {
    let mut all = vec![("accept", "text/html"), ("content-type", kind)];
    all.extend_from_slice(headers);
    app.anonymous().send(Method::POST, "/lampen/proef", &all, Some(body.to_vec())).await
}

/// The cookie and the token that a browser has after a page.
async fn begun(app: &App) -> (String, String) {
    let page = app.anonymous().get("/privacy").await;
    let cookie = page.header("set-cookie").split(';').next().unwrap().to_owned();
    let html = text(&page);
    let token = html.split_once("name=\"_formulier\" value=\"").unwrap().1.split('"').next().unwrap().to_owned();
    (cookie, token)
}

#[test]
fn a_form_counts_only_from_the_browser_that_got_it() {
    with_forms(Site::sample(), async |app| {
        let ((cookie, token), (other_cookie, other_token)) = (begun(app).await, begun(app).await);
        let body = |token: &str| format!("_formulier={token}&naam=Jan").into_bytes();
        let mut tampered = token.clone();
        tampered.replace_range(5..6, if &token[5..6] == "A" { "B" } else { "A" });
        let fresh = "gedaan: Jan|0|false";
        let stale = "oud: Jan|0|false";
        let table: &[(Headers, &str, &str)] = &[
            (&[("cookie", &cookie)], &token, fresh),
            (&[("cookie", &cookie), ("sec-fetch-site", "same-origin"), ("origin", "http://testserver")], &token, fresh),
            (&[("cookie", &cookie)], &other_token, stale),
            (&[("cookie", &other_cookie)], &token, stale),
            (&[("cookie", &cookie)], &tampered, stale),
            (&[("cookie", &cookie)], &token[..10], stale),
            (&[("cookie", &cookie)], "", stale),
            (&[("cookie", &cookie)], "%00%FF", stale),
            (&[], &token, stale),
            (&[("cookie", "formulier=onzin")], &token, stale),
            (&[("cookie", &cookie), ("sec-fetch-site", "cross-site")], &token, stale),
            (&[("cookie", &cookie), ("sec-fetch-site", "same-site")], &token, stale),
            (&[("cookie", &cookie), ("origin", "https://evil.example")], &token, stale),
            (&[("cookie", &cookie), ("origin", "null")], &token, stale),
        ];
        for (headers, token, said) in table {
            let answer = send(app, headers, FORM, &body(token)).await;
            assert_eq!(text(&answer), *said, "{headers:?} {token}");
        }
    });
}

#[test]
fn a_token_is_not_the_secret_of_the_cookie() {
    with_forms(Site::sample(), async |app| {
        let (cookie, token) = begun(app).await;
        assert!(!token.contains(cookie.trim_start_matches("formulier=")));
        let answer = send(app, &[("cookie", &cookie)], FORM, format!("_formulier={}", &cookie[10..]).as_bytes()).await;
        assert_eq!(answer.status, 422);
    });
}

#[test]
fn what_cannot_be_read_gets_a_page_that_says_what_to_do() {
    with_forms(Site::sample(), async |app| {
        let large = vec![b'a'; (1 << 20) + 10];
        let table: &[(&str, &[u8], u16)] = &[
            ("multipart/form-data; boundary=x", b"", 400),
            ("multipart/form-data; boundary=x", b"--x\r\nonzin", 400),
            (
                "multipart/form-data; boundary=x",
                b"--x\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\nafgebroken",
                400,
            ),
            ("multipart/form-data", b"--x--", 400),
            ("application/json", b"{}", 400),
            ("text/plain", b"naam=Jan", 400),
            (FORM, &large, 413),
        ];
        for (kind, body, status) in table {
            let answer = send(app, &[], kind, body).await;
            assert_eq!(answer.status, *status, "{kind}");
            let html = text(&answer);
            assert!(html.contains("<title>Fout: "), "{kind}");
            let todo = if *status == 413 { "stuur minder tekst" } else { "probeer het opnieuw" };
            assert!(html.contains(todo), "{kind}: {html}");
        }
    });
}

#[test]
fn what_is_strange_is_read_as_well_as_can_be() {
    with_forms(Site::sample(), async |app| {
        let answer = send(app, &[], FORM, b"naam=%FF%00<script>&naam=2").await;
        assert_eq!(text(&answer), "oud: \u{fffd}<script>|0|false");
        let answer = send(app, &[], FORM, b"").await;
        assert_eq!(text(&answer), "oud: |0|false");
    });
}

#[test]
fn a_photo_that_is_too_large_loses_no_text() {
    with_forms(Site::sample(), async |app| {
        let browser = Browser::new(app);
        let page = browser.get("/privacy").await;
        let photo = vec![7; 5000];
        let answer =
            browser.submit_files(&page, "/lampen/proef", &[("naam", "Jan")], &[("foto", "a.jpg", &photo)]).await;
        assert_eq!(text(&answer), "gedaan: Jan|0|true");
        let answer = browser.submit_files(&page, "/lampen/proef", &[("naam", "Jan")], &[("foto", "a.jpg", b"x")]).await;
        assert_eq!(text(&answer), "gedaan: Jan|1|false");
    });
}
