// SPDX-License-Identifier: EUPL-1.2
//! Photos of a repair: judged by their content, kept until the answer is taken.

use serde_json::json;

use crate::{
    engines::on_both_engines,
    pages::browser::{Browser, text as page_text},
    werkopdrachten::{
        jpeg,
        wereld::{Wereld, text},
    },
};

#[test]
fn photos_wait_at_the_server_until_the_answer_is_taken() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        let order = wereld.order_for(wereld.lamp).await;
        wereld.answer(&order, "accepteren", json!({})).await;
        let path = format!("/buiten/orders/{}", text(&order, "nummer"));
        let browser = Browser::new(app);
        browser.sign_in("lichtpunt", "Mo");
        let shown = browser.get(&path).await;
        let (before, after) = (jpeg("voor"), jpeg("na"));
        let files: [(&str, &str, &[u8]); 4] = [
            ("gereed-vooraf", "voor.jpg", &before),
            ("gereed-erna", "na.jpg", &after),
            ("gereed-erna", "<img src=x>.jpg", b"<svg onload=alert(1)>"),
            ("gereed-erna", "iphone.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1"),
        ];
        let fields = [("stap", "gereed"), ("sleutel", "k"), ("gereed-toelichting", "Klaar")];
        let wrong = browser.submit_files(&shown, &path, &fields, &files).await;
        let html = page_text(&wrong);
        assert!(wrong.status == 422 && html.contains("is geen foto") && html.contains("voor JPEG"), "{html}");
        assert!(!html.contains("<img src=x") && html.matches("name=\"weg\"").count() == 2, "{html}");
        // The same without the wrong ones: the right ones need not be chosen again.
        let taken = browser.submit(&wrong, &path, &fields).await;
        assert_eq!(taken.status, 303, "{}", page_text(&taken));
        let now = wereld.now_is(text(&order, "url")).await;
        let fotos = now["fotos"].as_array().unwrap();
        assert_eq!(fotos.len(), 2, "{now}");
        let mut titles = Vec::new();
        for foto in fotos {
            let document = wereld.now_is(foto.as_str().unwrap()).await;
            titles.push(text(&document, "titel").to_owned());
            let content = wereld.admin.get(text(&document, "inhoud")).await;
            assert!(!content.body.windows(3).any(|part| part == b"GPS"));
        }
        assert_eq!(titles, ["Foto vooraf 1", "Foto erna 2"]);
        // The answer to the first was lost on the way: the same again changes nothing.
        assert_eq!(browser.submit(&wrong, &path, &fields).await.status, 303);
        assert_eq!(wereld.now_is(text(&order, "url")).await, now);
    });
}

#[test]
fn a_photo_that_is_not_wanted_any_more_goes_and_photos_that_are_too_large_change_nothing() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        let order = wereld.order_for(wereld.lamp).await;
        wereld.answer(&order, "accepteren", json!({})).await;
        let path = format!("/buiten/orders/{}", text(&order, "nummer"));
        let browser = Browser::new(app);
        browser.sign_in("lichtpunt", "Mo");
        let shown = browser.get(&path).await;
        let large = [b"\xff\xd8\xff".to_vec(), vec![0; 11 << 20]].concat();
        let bomb = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\xff\xff\0\0\xff\xff\x01\0\0\0\0\0\0\0\0";
        let good = jpeg("na");
        let files: [(&str, &str, &[u8]); 3] =
            [("gereed-erna", "groot.jpg", &large), ("gereed-erna", "bom.png", bomb), ("gereed-erna", "na.jpg", &good)];
        let fields = [("stap", "gereed"), ("sleutel", "k"), ("gereed-toelichting", "Klaar")];
        let wrong = browser.submit_files(&shown, &path, &fields, &files).await;
        let html = page_text(&wrong);
        assert!(
            wrong.status == 422 && html.contains("groter dan 10 MB") && html.contains("te veel beeldpunten"),
            "{html}"
        );
        let id = html.split("name=\"weg\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let taken = browser.submit(&wrong, &path, &[("stap", "gereed"), ("sleutel", "k"), ("weg", &id)]).await;
        assert_eq!(taken.status, 303, "{}", page_text(&taken));
        let now = wereld.now_is(text(&order, "url")).await;
        assert!(text(&now, "status") == "gereed" && now["fotos"].as_array().unwrap().is_empty(), "{now}");
        wereld.later(24 * 8);
        wereld.tick().await;
        let left = app
            .db()
            .read(waarmaker_db::Weight::Scan, |tx| tx.one("SELECT COUNT(*) FROM opdrachtfotos", &[], |row| row.int(0)));
        assert_eq!(left.await.unwrap(), Some(0));
    });
}
