// SPDX-License-Identifier: EUPL-1.2
//! Until when somebody is signed in, and what becomes of a form that was open for longer.

use std::time::Duration;

use waarmaker_ui::{Site, samples::mistakes};

use super::{
    super::browser::{Browser, text},
    proof::with_forms,
};

#[test]
fn every_page_says_until_when_one_is_signed_in_and_each_page_makes_it_longer() {
    with_forms(Site::sample(), async |app| {
        app.superuser();
        let browser = Browser::new(app);
        assert!(!text(&browser.get("/privacy").await).contains("data-sessie-tot"));
        browser.sign_in("superuser", "B. Heerder");
        let html = text(&browser.get("/privacy").await);
        assert!(html.contains("data-sessie-tot=\"2026-11-21T12:00:00Z\""), "{html}");
        assert!(html.contains("U bent aangemeld tot 13.00\u{a0}uur.") && html.contains("href=\"/aanmelden/sessie\""));
        assert_eq!(mistakes(&html), Vec::<String>::new());
        app.clock.advance(Duration::from_mins(50));
        assert!(text(&browser.get("/en/privacy").await).contains("You are signed in until 13:50."));
        app.clock.advance(Duration::from_mins(61));
        assert!(!text(&browser.get("/privacy").await).contains("data-sessie-tot"));
    });
}

#[test]
fn a_form_that_was_open_for_longer_than_the_session_keeps_all_that_was_filled_in() {
    with_forms(Site::sample(), async |app| {
        app.superuser();
        let browser = Browser::new(app);
        browser.sign_in("superuser", "B. Heerder");
        let page = browser.get("/privacy").await;
        let fields = [("naam", "\"><script>alert(1)</script>"), ("stad", "'s-Hertogenbosch")];
        let answer = browser.submit(&page, "/beheer/proef?a=1", &fields).await;
        assert_eq!(answer.status, 200);
        app.clock.advance(Duration::from_hours(2));
        let kept = browser.submit_files(&page, "/beheer/proef?a=1", &fields, &[("foto", "a.jpg", b"x")]).await;
        assert_eq!(kept.status, 401);
        let html = text(&kept);
        assert_eq!(mistakes(&html), Vec::<String>::new());
        assert!(html.contains("U bent niet meer aangemeld") && html.contains("href=\"/aanmelden\" target=\"_blank\""));
        assert!(html.contains("<form method=\"post\" action=\"/beheer/proef?a=1\">"));
        assert!(html.contains("name=\"naam\" value=\"&#34;&#62;&#60;script&#62;alert(1)&#60;/script&#62;\""));
        assert!(html.contains("Uw foto kunnen wij niet bewaren."));
        // Signed in again in another tab, the same answers are taken.
        browser.sign_in("superuser", "B. Heerder");
        let answer = browser.submit(&kept, "/beheer/proef?a=1", &fields).await;
        assert_eq!(text(&answer), "B. Heerder: true \"><script>alert(1)</script>");
    });
}
