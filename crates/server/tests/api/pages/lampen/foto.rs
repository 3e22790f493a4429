// SPDX-License-Identifier: EUPL-1.2
//! The photo of a report.

use super::{Browser, hidden, lamp, location, send, text};
use crate::{
    engines::on_both_engines,
    signalen::doe,
    werkopdrachten::{Wereld, jpeg},
};

fn photos(app: &waarmaker_testkit::App) -> i64 {
    doe(app, |cx| Ok(cx.tx.one("SELECT COUNT(*) FROM melding_fotos", &[], |row| row.int(0))?.unwrap_or_default()))
}

#[test]
fn what_is_no_photo_is_told_and_the_answers_stay() {
    on_both_engines(async |app| {
        let one = lamp(app, "LM-1");
        let browser = Browser::new(app);
        let path = format!("/lampen/{one}/melden");
        let form = browser.get(&path).await;
        let fields = [("soort", "knippert"), ("woorden", "Elke avond.")];
        let large = vec![0xff_u8; (10 << 20) + 1];
        let files: [(&[u8], &str); 3] = [
            (b"<html><script>alert(1)</script></html>", "Dit bestand is geen foto"),
            (b"\xff\xd8\xff\xe0", "Dit bestand is geen foto"),
            (&large, "De foto is groter dan 10 MB."),
        ];
        for (bytes, words) in files {
            let wrong = browser.submit_files(&form, &path, &fields, &[("foto", "foto.jpg", bytes)]).await;
            let html = text(&wrong);
            assert_eq!(wrong.status, 422);
            assert!(html.contains(words) && html.contains("Elke avond."), "{words}: {html}");
        }
    });
}

#[test]
fn a_photo_stays_with_the_draft_and_can_be_removed() {
    on_both_engines(async |app| {
        let one = lamp(app, "LM-1");
        let browser = Browser::new(app);
        let path = format!("/lampen/{one}/melden");
        let form = browser.get(&path).await;
        let photo = jpeg("een lamp");
        let wrong = browser.submit_files(&form, &path, &[("woorden", "Uit")], &[("foto", "foto.jpg", &photo)]).await;
        assert_eq!(wrong.status, 422, "no kind was chosen");
        assert!(text(&wrong).contains("Verwijder de foto"), "{}", text(&wrong));
        let taken = send(&browser, &wrong, &path, &[("soort", "knippert"), ("woorden", "Uit")]).await;
        let check = browser.get(&location(&taken)).await;
        assert!(text(&check).contains("Foto ("), "{}", text(&check));
        let concept = hidden(&check).into_iter().find(|(name, _)| name == "concept").unwrap().1;
        let form = browser.get(&format!("{path}?concept={concept}")).await;
        let removed = send(&browser, &form, &path, &[("soort", "knippert"), ("verwijder", "foto")]).await;
        assert_eq!(location(&removed), format!("{path}?concept={concept}"));
        assert!(!text(&browser.get(&location(&removed)).await).contains("Verwijder de foto"));
        let parts = doe(app, |cx| {
            Ok(cx.tx.one("SELECT COUNT(*) FROM inhoud_delen", &[], |row| row.int(0))?.unwrap_or_default())
        });
        assert_eq!(parts, 0, "nothing of it is left");
    });
}

#[test]
fn a_photo_that_is_gone_is_told_instead_of_left_out() {
    on_both_engines(async |app| {
        let one = lamp(app, "LM-1");
        let browser = Browser::new(app);
        let path = format!("/lampen/{one}/melden");
        let form = browser.get(&path).await;
        let photo = jpeg("een lamp");
        let taken = browser.submit_files(&form, &path, &[("soort", "knippert")], &[("foto", "foto.jpg", &photo)]).await;
        let check = browser.get(&location(&taken)).await;
        app.clock.advance(std::time::Duration::from_hours(25));
        let sent = send(&browser, &check, &format!("{path}/controleren"), &[]).await;
        assert_eq!(sent.status, 422);
        assert!(text(&sent).contains("Wij hebben uw foto niet meer."), "{}", text(&sent));
    });
}

#[test]
fn a_photo_becomes_a_document_of_the_zaak_as_soon_as_there_is_one() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        let one = wereld.lamp;
        let browser = Browser::new(app);
        let path = format!("/lampen/{one}/melden");
        let form = browser.get(&path).await;
        let photo = jpeg("een lamp");
        let taken = browser.submit_files(&form, &path, &[("soort", "knippert")], &[("foto", "foto.jpg", &photo)]).await;
        let check = browser.get(&location(&taken)).await;
        let sent = send(&browser, &check, &format!("{path}/controleren"), &[]).await;
        super::code(&sent);
        assert_eq!(photos(app), 1);
        assert_eq!(waarmaker_lampen::tick(&app.api).await.unwrap(), 0, "there is no zaak yet");
        wereld.tick().await;
        assert_eq!(waarmaker_lampen::tick(&app.api).await.unwrap(), 1);
        assert_eq!(photos(app), 0);
        let found = wereld.admin.get("/documenten/api/v1/enkelvoudiginformatieobjecten").await.expect(200);
        assert_eq!(found["count"], 1, "{found}");
        assert_eq!([&found["results"][0]["formaat"], &found["results"][0]["auteur"]], ["image/jpeg", "Melder"]);
    });
}
