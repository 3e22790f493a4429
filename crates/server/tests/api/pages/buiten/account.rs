// SPDX-License-Identifier: EUPL-1.2
//! An order by its number, for whoever signed in.

use serde_json::json;

use crate::{
    engines::on_both_engines,
    pages::browser::{Browser, location, text as page_text},
    werkopdrachten::wereld::{Wereld, text},
};

const EVIL: &str = "\"><script>alert(1)</script>";

async fn order_page(wereld: &Wereld<'_>) -> (serde_json::Value, String) {
    let order = wereld.order_for(wereld.lamp).await;
    let path = format!("/buiten/orders/{}", text(&order, "nummer"));
    (order, path)
}

#[test]
fn whoever_did_not_sign_in_goes_there_and_comes_back() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        let (_, path) = order_page(&wereld).await;
        let browser = Browser::new(app);
        for there in [path.as_str(), "/buiten", "/en/buiten?status=nieuw"] {
            let away = browser.get(there).await;
            assert!(
                away.status == 303 && location(&away).contains("/aanmelden?terug="),
                "{there}: {}",
                location(&away)
            );
        }
    });
}

#[test]
fn an_order_is_answered_from_beginning_to_end_without_script() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        let (order, path) = order_page(&wereld).await;
        let browser = Browser::new(app);
        browser.sign_in("lichtpunt", "Mo");
        let page = browser.get(&path).await;
        let html = page_text(&page);
        for words in [
            "WO-2026-0000001",
            "href=\"geo:52.09",
            "tel:14099",
            "Opdracht aannemen",
            "Zo telt de tijd",
            "form=\"form-accepteren\"",
        ] {
            assert!(html.contains(words), "{words} in {html}");
        }
        assert!(!html.contains("form-gereed") && !html.contains("form-pauze"), "only what is possible now");
        for (stap, field, value, said) in [
            ("accepteren", "", "", "U hebt de opdracht aangenomen."),
            ("terplaatse", "", "", "U bent ter plaatse."),
            ("pauze", "pauze-reden", EVIL, "De klok staat stil."),
            ("hervatten", "", "", "De klok loopt weer."),
        ] {
            let shown = browser.get(&path).await;
            let taken = browser.submit(&shown, &path, &[("stap", stap), ("sleutel", stap), (field, value)]).await;
            assert_eq!(taken.status, 303, "{stap}: {}", page_text(&taken));
            let html = page_text(&browser.get(&location(&taken)).await);
            assert!(html.contains(said) && html.contains("role=\"status\""), "{stap}: {html}");
            assert!(!html.contains("<script>"), "{stap}");
        }
        let shown = browser.get(&path).await;
        let fields = [
            ("stap", "gereed"),
            ("sleutel", "g"),
            ("gereed-materiaal", "2 x led\n<b>kap</b>"),
            ("gereed-toelichting", EVIL),
        ];
        assert_eq!(browser.submit(&shown, &path, &fields).await.status, 303);
        let now = wereld.now_is(text(&order, "url")).await;
        assert_eq!(text(&now, "status"), "gereed");
        assert_eq!(now["materiaal"][0], json!({"omschrijving": "led", "aantal": 2}));
        let html = page_text(&browser.get(&path).await);
        assert!(html.contains("Klaar: hersteld.") && !html.contains("<script>") && !html.contains("<b>kap"), "{html}");
        assert!(!html.contains("name=\"stap\""));
    });
}

#[test]
fn what_is_wrong_is_said_at_the_field_and_what_was_filled_in_stays() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        let (order, path) = order_page(&wereld).await;
        let browser = Browser::new(app);
        browser.sign_in("lichtpunt", "Mo");
        let shown = browser.get(&path).await;
        let wrong = browser.submit(&shown, &path, &[("stap", "weigeren"), ("weigeren-reden", " ")]).await;
        let html = page_text(&wrong);
        assert!(
            wrong.status == 422 && html.contains("<title>Fout: ") && html.contains("href=\"#weigeren-reden\""),
            "{html}"
        );
        wereld.answer(&order, "accepteren", json!({})).await;
        let fields =
            [("stap", "gereed"), ("sleutel", "k1"), ("gereed-materiaal", "0 x kap"), ("gereed-toelichting", EVIL)];
        let wrong = browser.submit(&browser.get(&path).await, &path, &fields).await;
        let html = page_text(&wrong);
        assert!(
            wrong.status == 422 && html.contains("value=\"k1\"") && html.contains("id=\"gereed-materiaal-fout\""),
            "{html}"
        );
        assert!(html.contains("&#60;script&#62;alert(1)") && !html.contains("<script>"), "{html}");
        let long = "x".repeat(1001);
        let wrong = browser.submit(&shown, &path, &[("stap", "pauze"), ("pauze-reden", &long)]).await;
        assert!(wrong.status == 422 && page_text(&wrong).contains(&long));
        assert_eq!(text(&wereld.now_is(text(&order, "url")).await, "status"), "aangenomen");
    });
}

#[test]
fn the_same_form_sent_twice_is_one_answer() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        let (order, path) = order_page(&wereld).await;
        let browser = Browser::new(app);
        browser.sign_in("lichtpunt", "Mo");
        wereld.answer(&order, "accepteren", json!({})).await;
        let shown = browser.get(&path).await;
        for (stap, reden) in [("pauze", "Wachten"), ("hervatten", ""), ("pauze", "Wachten")] {
            let taken =
                browser.submit(&shown, &path, &[("stap", stap), ("sleutel", stap), ("pauze-reden", reden)]).await;
            assert_eq!(taken.status, 303);
        }
        let now = wereld.now_is(text(&order, "url")).await;
        assert_eq!(now["pauzes"].as_array().unwrap().len(), 1, "{now}");
        let other =
            browser.submit(&shown, &path, &[("stap", "pauze"), ("sleutel", "pauze"), ("pauze-reden", "Anders")]).await;
        assert_eq!(other.status, 409, "the key is of another answer");
        assert!(page_text(&other).contains("Anders"));
    });
}

#[test]
fn the_order_of_another_contractor_is_not_shown_and_the_attempt_is_recorded() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        let (order, path) = order_page(&wereld).await;
        wereld.other().await;
        let browser = Browser::new(app);
        browser.sign_in("straatwerk", "Ona");
        let page = browser.get(&path).await;
        assert!(page.status == 403 && !page_text(&page).contains("lichtmast"), "{}", page_text(&page));
        let taken = browser.submit(&page, &path, &[("stap", "accepteren")]).await;
        assert_eq!(taken.status, 403);
        assert_eq!(text(&wereld.now_is(text(&order, "url")).await, "status"), "aangeboden");
        let trail = wereld.now_is(&format!("{}/audittrail", text(&order, "url"))).await;
        assert!(trail.to_string().contains("van een ander geweigerd"), "{trail}");
        assert_eq!(browser.get("/buiten/orders/WO-2026-9999999").await.status, 404);
        let stranger = Browser::new(app);
        stranger.sign_in("niemand", "Nemo");
        for there in [path.as_str(), "/buiten"] {
            assert_eq!(stranger.get(there).await.status, 403, "{there}");
        }
    });
}

#[test]
fn an_order_that_was_withdrawn_meanwhile_says_so_and_keeps_what_was_typed() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        let (order, path) = order_page(&wereld).await;
        let browser = Browser::new(app);
        browser.sign_in("lichtpunt", "Mo");
        wereld.answer(&order, "accepteren", json!({})).await;
        let shown = browser.get(&path).await;
        let url = format!("{}/intrekken", text(&order, "url"));
        wereld.admin.post(&url, &json!({"reden": "Dubbel"})).await.expect(200);
        let late = browser.submit(&shown, &path, &[("stap", "gereed"), ("gereed-toelichting", "Kap vervangen")]).await;
        let html = page_text(&late);
        assert!(
            late.status == 409 && html.contains("heeft de opdracht ingetrokken") && html.contains("Kap vervangen"),
            "{html}"
        );
        assert_eq!(text(&wereld.now_is(text(&order, "url")).await, "status"), "ingetrokken");
    });
}

#[test]
fn a_session_that_is_over_loses_nothing_and_does_nothing() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        let (order, path) = order_page(&wereld).await;
        let browser = Browser::new(app);
        browser.sign_in("lichtpunt", "Mo");
        let shown = browser.get(&path).await;
        let fields = [("stap", "weigeren"), ("sleutel", "w"), ("weigeren-reden", EVIL)];
        browser.forget();
        let lapsed = browser.submit(&shown, &path, &fields).await;
        let html = page_text(&lapsed);
        assert!(
            lapsed.status == 401 && html.contains("U bent niet meer aangemeld") && !html.contains("<script>"),
            "{html}"
        );
        assert!(html.contains("name=\"weigeren-reden\"") && html.contains("&#60;script&#62;"), "{html}");
        // The session is back, the cookie of the form is new: the page comes back once, then the answer is taken.
        browser.sign_in("lichtpunt", "Mo");
        let taken = browser.submit(&lapsed, &path, &fields).await;
        assert_eq!(taken.status, 303, "{}", page_text(&taken));
        let now = wereld.now_is(text(&order, "url")).await;
        assert_eq!((text(&now, "status"), now["stappen"][1]["reden"].as_str()), ("geweigerd", Some(EVIL)));
        let stale = Browser::new(app);
        stale.sign_in("lichtpunt", "Mo");
        let back = stale.submit(&shown, &path, &[("stap", "pauze"), ("pauze-reden", "Nog even")]).await;
        assert!(
            back.status == 403 && page_text(&back).contains("te lang open") && page_text(&back).contains("Nog even")
        );
    });
}
