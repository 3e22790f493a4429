// SPDX-License-Identifier: EUPL-1.2
//! The link by which a contractor without a system of its own answers.

use axum::http::Method;
use serde_json::{Value, json};
use waarmaker_testkit::{Answer, App, Smtp};

use super::{
    verzending::{by_mail, jobs, post, runner, with_channels},
    wereld::{Wereld, text},
};
use crate::pages::browser::{Browser, location};

/// A browser that opens a page before it sends a form of it, as people do.
struct Phone<'a>(Browser<'a>);

impl<'a> Phone<'a> {
    fn new(app: &'a App) -> Self {
        Self(Browser::new(app))
    }

    async fn get(&self, url: &str) -> Answer {
        self.0.get(url).await
    }

    async fn post(&self, url: &str, fields: &[(&str, &str)]) -> Answer {
        let shown = self.0.get(url).await;
        self.0.submit(&shown, url, fields).await
    }

    async fn upload(&self, url: &str, fields: &[(&str, &str)], photos: &[(&str, &[u8])]) -> Answer {
        let shown = self.0.get(url).await;
        let photos: Vec<(&str, &str, &[u8])> =
            photos.iter().map(|(name, bytes)| ("gereed-erna", *name, *bytes)).collect();
        self.0.submit_files(&shown, url, fields, &photos).await
    }
}

fn html(answer: &Answer) -> String {
    String::from_utf8(answer.body.clone()).unwrap()
}

/// A small PNG of one dot.
fn png() -> Vec<u8> {
    let parts: [&[u8]; 5] = [
        b"\x89PNG\r\n\x1a\n",
        b"\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0\x90wS\xde",
        b"\0\0\0\x0cIDATx\x9cc\xf8\xcf\xc0\0\0\x03\x01\x01\0",
        b"\xc9\xfe\x92\xef",
        b"\0\0\0\0IEND\xaeB`\x82",
    ];
    parts.concat()
}

/// An order that was mailed; its document and the link.
async fn mailed(wereld: &Wereld<'_>, smtp: &Smtp) -> (Value, String) {
    by_mail(wereld).await;
    let order = wereld.order_for(wereld.lamp).await;
    runner(wereld.app, Some(post(smtp))).run_until_idle().await.unwrap();
    let link = smtp.mails().last().unwrap().url().unwrap().to_owned();
    (order, link)
}

#[test]
fn looking_changes_nothing_and_the_page_is_closed_to_everything_but_itself() {
    with_channels(async |app| {
        let (wereld, smtp) = (Wereld::new(app).await, Smtp::start());
        let (order, link) = mailed(&wereld, &smtp).await;
        let before = wereld.now_is(text(&order, "url")).await;
        let browser = Phone::new(app);
        for _ in 0..3 {
            let page = browser.get(&link).await;
            // At most the cookie that forms are bound to: looking binds the link to nobody.
            assert_eq!((page.status, page.header("set-cookie").contains("opdracht")), (200, false));
            let html = html(&page);
            for words in [
                "<html lang=\"nl\"",
                "WO-2026-0000001",
                "Opdracht aannemen",
                "Opdracht weigeren",
                "maandag 23\u{a0}november 2026 om 12.00\u{a0}uur",
                "Zo telt de tijd",
            ] {
                assert!(html.contains(words), "{words} in {html}");
            }
            assert!(!html.contains("<script>") && !html.replace("http://testserver/", "").contains("http://"));
            assert_eq!(
                (page.header("cache-control"), page.header("referrer-policy"), page.header("x-robots-tag")),
                ("no-store", "same-origin", "noindex, nofollow")
            );
            let policy = page.header("content-security-policy");
            assert!(
                policy.starts_with("default-src 'none'; script-src 'self'") && !policy.contains("unsafe"),
                "{policy}"
            );
        }
        assert_eq!(wereld.now_is(text(&order, "url")).await, before);
        let token = link.rsplit('/').next().unwrap().to_owned();
        let stored =
            app.db().read(waarmaker_db::Weight::Scan, |tx| tx.query("SELECT token FROM links", &[], |row| row.text(0)));
        assert!(stored.await.unwrap().iter().all(|hash| !hash.contains(&token) && hash.len() == 64));
    });
}

#[test]
fn the_whole_work_is_answered_with_forms_and_then_the_link_shows_only_that_it_is_done() {
    with_channels(async |app| {
        let (wereld, smtp) = (Wereld::new(app).await, Smtp::start());
        let (order, link) = mailed(&wereld, &smtp).await;
        let browser = Phone::new(app);
        let accepted = browser.post(&link, &[("stap", "accepteren"), ("sleutel", "s1")]).await;
        assert_eq!(accepted.status, 303, "{}", html(&accepted));
        assert!(
            location(&accepted).ends_with("?gedaan=accepteren")
                && link.ends_with(location(&accepted).split('?').next().unwrap())
        );
        let cookie = accepted.header("set-cookie");
        assert!(
            cookie.contains("; HttpOnly; SameSite=Strict")
                && cookie.contains("Path=/buiten/orders/")
                && !cookie.contains("Secure"),
            "{cookie}"
        );
        // The same form once more.
        assert_eq!(browser.post(&link, &[("stap", "accepteren"), ("sleutel", "s1")]).await.status, 303);
        let page = html(&browser.get(&format!("{link}?gedaan=accepteren")).await);
        assert!(page.contains("role=\"status\"") && page.contains("U hebt de opdracht aangenomen."));
        for (stap, reden) in [("terplaatse", ""), ("pauze", "Wachten op <b>netbeheer</b>"), ("hervatten", "")] {
            let done = browser.post(&link, &[("stap", stap), ("pauze-reden", reden), ("sleutel", stap)]).await;
            assert_eq!(done.status, 303, "{stap}: {}", html(&done));
        }
        let page = html(&browser.get(&link).await);
        assert!(page.contains("Wachten op &#60;b&#62;netbeheer&#60;/b&#62;") && !page.contains("<b>netbeheer"));
        let fields = [
            ("stap", "gereed"),
            ("sleutel", "klaar"),
            ("gereed-materiaal", "2 x LED-module\nZekering"),
            ("gereed-toelichting", "Kap vervangen"),
        ];
        let done = browser.upload(&link, &fields, &[("lamp.png", &png())]).await;
        assert_eq!(done.status, 303, "{}", html(&done));
        let now = wereld.now_is(text(&order, "url")).await;
        assert_eq!(text(&now, "status"), "gereed");
        assert_eq!(
            now["materiaal"],
            json!([{"omschrijving": "LED-module", "aantal": 2}, {"omschrijving": "Zekering", "aantal": 1}])
        );
        assert_eq!(now["fotos"].as_array().unwrap().len(), 1, "{now}");
        for who in [&browser, &Phone::new(app)] {
            let page = who.get(&link).await;
            let page = html(&page);
            assert!(
                page.contains("Deze opdracht is klaar")
                    && !page.contains("lichtmast")
                    && !page.contains("name=\"stap\""),
                "{page}"
            );
        }
        let again = browser.upload(&link, &fields, &[("lamp.png", &png())]).await;
        assert!(html(&again).contains("Deze opdracht is klaar"));
        assert_eq!(wereld.now_is(text(&order, "url")).await, now);
    });
}

#[test]
fn a_refusal_needs_a_reason_and_what_was_filled_in_is_kept() {
    with_channels(async |app| {
        let (wereld, smtp) = (Wereld::new(app).await, Smtp::start());
        let (order, link) = mailed(&wereld, &smtp).await;
        let browser = Phone::new(app);
        let refused = browser.post(&link, &[("stap", "weigeren"), ("weigeren-reden", " ")]).await;
        let page = html(&refused);
        assert_eq!((refused.status, refused.header("set-cookie")), (422, ""), "{page}");
        assert!(
            page.contains("<title>Fout: ")
                && page.contains("href=\"#weigeren-reden\"")
                && page.contains("aria-invalid=\"true\""),
            "{page}"
        );
        browser.post(&link, &[("stap", "accepteren")]).await;
        let fields = [("stap", "gereed"), ("gereed-toelichting", "Alles & nog wat")];
        let wrong = browser.upload(&link, &fields, &[("foto.jpg", b"<script>alert(1)</script>")]).await;
        let page = html(&wrong);
        assert!(
            (400..500).contains(&wrong.status)
                && page.contains("Alles &#38; nog wat")
                && page.contains("id=\"gereed-erna-fout\""),
            "{page}"
        );
        assert_eq!(text(&wereld.now_is(text(&order, "url")).await, "status"), "aangenomen");
        let late = html(&browser.post(&link, &[("stap", "weigeren"), ("weigeren-reden", "Toch niet")]).await);
        assert!(late.contains("al aangenomen"), "{late}");
        let unknown = browser.post(&link, &[("stap", "verwijderen")]).await;
        assert_eq!(unknown.status, 422);
    });
}

#[test]
fn a_link_that_is_shared_works_only_where_it_was_used_first_and_a_new_one_goes_to_the_known_address() {
    with_channels(async |app| {
        let (wereld, smtp) = (Wereld::new(app).await, Smtp::start());
        let (order, link) = mailed(&wereld, &smtp).await;
        let (first, second) = (Phone::new(app), Phone::new(app));
        first.post(&link, &[("stap", "accepteren")]).await;
        // Without a cookie the page opens itself once more, as a browser sends none from a mail on the web.
        assert!(html(&second.get(&link).await).contains("?zelf=1"));
        let page = second.get(&format!("{link}?zelf=1")).await;
        let words = html(&page);
        assert!(
            page.status == 403 && words.contains("in gebruik op een ander apparaat") && words.contains("p…@l….example"),
            "{words}"
        );
        assert!(!words.contains("planning@") && !words.contains("lichtmast"));
        let refused = second.post(&link, &[("stap", "terplaatse")]).await;
        assert_eq!(refused.status, 403);
        assert_eq!(text(&wereld.now_is(text(&order, "url")).await, "status"), "aangenomen");
        let before = smtp.mails().len();
        wereld.later(1);
        let mailed = second.post(&link, &[("stap", "nieuwelink")]).await;
        assert!(html(&mailed).contains("Er komt een nieuwe link"));
        second.post(&link, &[("stap", "nieuwelink")]).await;
        assert_eq!(jobs(app).await.iter().filter(|job| job.kind == "mail").count(), 1, "not time after time");
        runner(app, Some(post(&smtp))).run_until_idle().await.unwrap();
        assert_eq!(smtp.mails().len(), before + 1);
        let fresh = smtp.mails().last().unwrap().url().unwrap().to_owned();
        assert_eq!(first.get(&link).await.status, 200, "until the new one is used");
        assert_eq!(second.post(&fresh, &[("stap", "terplaatse")]).await.status, 303);
        let old = first.get(&link).await;
        assert!(old.status == 410 && html(&old).contains("Deze link werkt niet meer"));
    });
}

#[test]
fn guessed_links_are_counted_and_slowed_down_while_real_ones_go_on() {
    with_channels(async |app| {
        let (wereld, smtp) = (Wereld::new(app).await, Smtp::start());
        let (_, link) = mailed(&wereld, &smtp).await;
        let browser = Phone::new(app);
        for i in 0..25 {
            let guess = format!("/buiten/orders/{}{}", "A".repeat(30), ["22", "23", "24", "25", "26"][i % 5]);
            let page = browser.get(&guess).await;
            let expected = if i < 20 { 404 } else { 429 };
            assert_eq!(page.status, expected, "{i}");
            assert!(i >= 20 || html(&page).contains("Deze link kennen wij niet"));
        }
        assert_eq!(browser.get("/buiten/orders/kort").await.status, 429);
        assert_eq!(browser.get(&link).await.status, 200);
        let counted = app
            .db()
            .read(waarmaker_db::Weight::Scan, |tx| tx.query("SELECT aantal FROM link_pogingen", &[], |row| row.int(0)));
        assert_eq!(counted.await.unwrap(), [20]);
        app.clock.advance(std::time::Duration::from_mins(1));
        assert_eq!(browser.get("/buiten/orders/kort").await.status, 404);
    });
}

#[test]
fn another_site_cannot_answer_and_a_link_of_an_order_that_went_to_another_is_over() {
    with_channels(async |app| {
        let (wereld, smtp) = (Wereld::new(app).await, Smtp::start());
        let (order, link) = mailed(&wereld, &smtp).await;
        let browser = Phone::new(app);
        let form = "application/x-www-form-urlencoded";
        let send = async |kind: &str, body: Vec<u8>, site: &str| {
            let headers = [("content-type", kind), ("sec-fetch-site", site)];
            app.anonymous().send(Method::POST, &link, &headers, Some(body)).await
        };
        let foreign = send(form, b"stap=accepteren".to_vec(), "cross-site").await;
        assert_eq!(foreign.status, 403);
        // Without the cookie of the form nothing is done either: the page comes back.
        let stale = send(form, b"stap=accepteren".to_vec(), "same-origin").await;
        assert!(stale.status == 403 && html(&stale).contains("te lang open"), "{}", html(&stale));
        assert_eq!(text(&wereld.now_is(text(&order, "url")).await, "status"), "aangeboden");
        assert_eq!(app.anonymous().send(Method::PUT, &link, &[], Some(Vec::new())).await.status, 405);
        assert_eq!(send(form, vec![b'x'; 2 << 20], "same-origin").await.status, 413);
        let broken = send("multipart/form-data; boundary=x", b"--y\r\n".to_vec(), "same-origin").await;
        assert!(broken.status == 400 && html(&broken).contains("Er is niets veranderd"), "{}", html(&broken));
        browser.post(&link, &[("stap", "weigeren"), ("weigeren-reden", "Geen tijd")]).await;
        let page = html(&browser.get(&link).await);
        assert!(page.contains("De opdracht ligt bij de gemeente.") && !page.contains("name=\"stap\""), "{page}");
        let (_, other) = wereld.other().await;
        wereld.admin.post(&format!("{}/toewijzen", text(&order, "url")), &json!({"aannemer": other})).await.expect(200);
        let page = browser.get(&link).await;
        assert_eq!(page.status, 410, "{}", html(&page));
        assert_eq!(browser.post(&link, &[("stap", "accepteren")]).await.status, 410);
    });
}
