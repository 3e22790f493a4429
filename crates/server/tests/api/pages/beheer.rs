// SPDX-License-Identifier: EUPL-1.2
//! Pages of the functional manager.

mod dekking;
mod incidenten;
mod inlezen;
mod lijsten;
mod regels;

use serde_json::json;
use waarmaker_testkit::App;

use super::browser::{Browser, location, text};
use crate::{engines::on_both_engines, werkopdrachten::asset};

pub(super) const ROOT: &str = "/beheer/signalen";

/// Pages that need nothing in the register.
const PAGES: [&str; 13] = [
    "",
    "/incidenten",
    "/incidenten?lijst=eigen&volgorde=termijn&q=710",
    "/assets?q=park&soort=lichtmast",
    "/assets/inlezen",
    "/contracten",
    "/contracten?lijst=voorbij",
    "/contracten/dekking?van=2026-12-01&dagen=180",
    "/regels?q=lamp&aan=nee",
    "/regels/nieuw",
    "/berichten?reden=unknown-device&apparaat=L-1",
    "/berichten/bezorging",
    "/rapporten",
];

/// Somebody who may do everything.
pub(super) fn manager(app: &App) -> Browser<'_> {
    app.superuser();
    let browser = Browser::new(app);
    browser.sign_in("superuser", "B. Heerder");
    browser
}

/// Somebody with some rights.
pub(super) async fn with_scopes<'a>(app: &'a App, scopes: &[&str]) -> Browser<'a> {
    let rights = json!({"component": "sig", "scopes": scopes});
    let body = json!({"clientIds": ["beperkt"], "label": "Beperkt", "autorisaties": [rights]});
    app.superuser().post("/autorisaties/api/v1/applicaties", &body).await.expect(201);
    let browser = Browser::new(app);
    browser.sign_in("beperkt", "B. Perkt");
    browser
}

#[test]
fn every_page_is_shown_to_who_may_see_it_in_both_languages() {
    on_both_engines(async |app| {
        asset(app, "lichtmast", "710").await;
        let browser = manager(app);
        for path in PAGES {
            for prefix in ["", "/en"] {
                let answer = browser.get(&format!("{prefix}{ROOT}{path}")).await;
                assert_eq!(answer.status, 200, "{path}: {}", text(&answer));
                assert!(text(&answer).contains("B. Heerder"), "{path}");
            }
        }
    });
}

#[test]
fn whoever_did_not_sign_in_is_led_to_where_that_is_done() {
    on_both_engines(async |app| {
        for path in PAGES {
            let answer = Browser::new(app).get(&format!("{ROOT}{path}")).await;
            assert_eq!(answer.status, 303, "{path}");
            assert!(location(&answer).starts_with("/aanmelden?terug=%2Fbeheer%2Fsignalen"), "{path}");
        }
    });
}

#[test]
fn without_the_right_there_is_a_page_that_says_so() {
    on_both_engines(async |app| {
        let contractor = with_scopes(app, &["signalen.melden"]).await;
        for path in PAGES {
            let answer = contractor.get(&format!("{ROOT}{path}")).await;
            assert_eq!(answer.status, 403, "{path}");
            assert!(text(&answer).contains("<h1"), "{path}");
        }
    });
}

#[test]
fn the_menu_shows_only_what_may_be_seen() {
    on_both_engines(async |app| {
        let browser = with_scopes(app, &["assets.lezen"]).await;
        let page = text(&browser.get(ROOT).await);
        assert!(page.contains("href=\"/beheer/signalen/assets\""));
        for hidden in ["/incidenten", "/contracten", "/regels", "/berichten", "/rapporten"] {
            assert!(!page.contains(&format!("href=\"{ROOT}{hidden}\"")), "{hidden}");
        }
        assert_eq!(browser.get(&format!("{ROOT}/assets/inlezen")).await.status, 403);
    });
}

#[test]
fn what_does_not_exist_is_404() {
    on_both_engines(async |app| {
        let browser = manager(app);
        let none = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
        let paths = [
            format!("/incidenten/{none}"),
            "/incidenten/geen-uuid".to_owned(),
            format!("/assets/{none}"),
            format!("/assets/inlezen/{none}"),
            format!("/contracten/{none}"),
            format!("/regels/{none}"),
            format!("/regels/{none}/wijzigen"),
            format!("/regels/{none}/proberen"),
            "/berichten/99".to_owned(),
            "/berichten/x".to_owned(),
            format!("/rapporten/{none}/2026-11"),
            format!("/rapporten/{none}/november"),
        ];
        for path in paths {
            let answer = browser.get(&format!("{ROOT}{path}")).await;
            assert_eq!(answer.status, 404, "{path}: {}", text(&answer));
        }
    });
}
