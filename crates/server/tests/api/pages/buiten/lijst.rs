// SPDX-License-Identifier: EUPL-1.2
//! The list of a contractor.

use serde_json::json;

use crate::{
    engines::on_both_engines,
    pages::browser::{Browser, text as page_text},
    werkopdrachten::{
        asset,
        wereld::{Wereld, text},
    },
};

#[test]
fn orders_are_listed_by_deadline_with_the_same_numbers_on_the_map() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        let browser = Browser::new(app);
        browser.sign_in("lichtpunt", "Mo");
        let html = page_text(&browser.get("/buiten").await);
        assert!(html.contains("U hebt geen opdrachten"), "{html}");
        let first = wereld.order_for(wereld.lamp).await;
        let lamp = asset(app, "lichtmast", "L-0099").await;
        wereld.later(30);
        let second = wereld.order_for(lamp).await;
        wereld.later(24);
        browser.sign_in("lichtpunt", "Mo");
        let html = page_text(&browser.get("/buiten").await);
        let (one, two) = (html.find(text(&first, "nummer")), html.find(text(&second, "nummer")));
        assert!(one.is_some() && one < two, "{html}");
        assert!(
            html.contains("Er zijn 2 opdrachten.")
                && html.contains("data-nr=\"2\"")
                && html.contains("id=\"op-kaart\""),
            "{html}"
        );
        let html = page_text(&browser.get("/en/buiten").await);
        assert!(html.contains("There are 2 orders.") && html.contains("/en/buiten/orders/WO-2026-0000001"), "{html}");
    });
}

#[test]
fn the_list_is_narrowed_by_what_the_address_says_and_scripts_in_it_are_words() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        let order = wereld.order_for(wereld.lamp).await;
        let browser = Browser::new(app);
        browser.sign_in("lichtpunt", "Mo");
        for (query, found) in [
            ("tekst=l-0042", true),
            ("tekst=brandt+LAMP", true),
            ("tekst=100%25", false),
            ("status=nieuw", true),
            ("status=bezig", false),
            ("status=onzin&prioriteit=normaal", true),
            ("prioriteit=spoed", false),
            ("aannemer=geen", true),
            ("pagina=7", false),
        ] {
            let page = browser.get(&format!("/buiten?{query}")).await;
            let html = page_text(&page);
            assert_eq!((page.status, html.contains(text(&order, "nummer"))), (200, found), "{query}: {html}");
        }
        let html = page_text(&browser.get("/buiten?tekst=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&pagina=-1").await);
        assert!(!html.contains("<script>") && html.contains("&#34;&#62;&#60;script"), "{html}");
    });
}

#[test]
fn everybody_sees_their_own_orders_and_who_has_more_contractors_chooses() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        let order = wereld.order_for(wereld.lamp).await;
        let (_, other) = wereld.other().await;
        let bin = wereld.order_for(wereld.bak).await;
        wereld.admin.post(&format!("{}/toewijzen", text(&bin, "url")), &json!({"aannemer": other})).await.expect(200);
        let one = Browser::new(app);
        one.sign_in("straatwerk", "Ona");
        let html = page_text(&one.get("/buiten").await);
        assert!(html.contains(text(&bin, "nummer")) && !html.contains(text(&order, "nummer")), "{html}");
        assert!(!html.contains("name=\"aannemer\""));
        let all = Browser::new(app);
        all.sign_in("superuser", "Beheer");
        let html = page_text(&all.get("/buiten").await);
        assert!(
            html.contains("Lichtpunt BV") && html.contains("Straatwerk NV") && html.contains("Er zijn 2 opdrachten."),
            "{html}"
        );
        let uuid = other.rsplit('/').next().unwrap();
        let html = page_text(&all.get(&format!("/buiten?aannemer={uuid}")).await);
        assert!(html.contains(text(&bin, "nummer")) && !html.contains(text(&order, "nummer")), "{html}");
    });
}
