// SPDX-License-Identifier: EUPL-1.2
//! Input that cannot be taken: a page that says what to do, all that was filled in is still there, and nothing is executed.

use super::{Browser, SCRIPT, hidden, invullen, lamp, melden, send, text};
use crate::{engines::on_both_engines, signalen::MELDINGEN};

#[test]
fn wrong_answers_are_told_at_their_fields_and_kept() {
    on_both_engines(async |app| {
        let one = lamp(app, "LM-1");
        let browser = Browser::new(app);
        let path = format!("/lampen/{one}/melden");
        let form = browser.get(&path).await;
        let long = "x".repeat(2001);
        let wrong = send(&browser, &form, &path, &[("soort", "onzin"), ("woorden", &long), ("email", "jan@")]).await;
        let html = text(&wrong);
        assert_eq!(wrong.status, 422);
        assert!(html.contains("<title>Fout: ") && html.contains("Pas 3 antwoorden aan"), "{html}");
        assert!(html.contains("href=\"#soort\"") && html.contains("id=\"email-fout\""));
        assert!(html.contains(&long) && html.contains("value=\"jan@\""), "all is kept");
        let other = send(&browser, &wrong, &path, &[("soort", "anders")]).await;
        assert!(text(&other).contains("Schrijf wat er met de lamp is."));
    });
}

#[test]
fn scripts_in_every_text_field_are_text() {
    on_both_engines(async |app| {
        let one = lamp(app, "LM-1");
        let browser = Browser::new(app);
        let path = format!("/lampen/{one}/melden?nummer=onbekend");
        let form = browser.get(&path).await;
        let fields = ["soort", "woorden", "plek", "email", "kanaal", "concept", "onbekend"].map(|name| (name, SCRIPT));
        let wrong = send(&browser, &form, &format!("/lampen/{one}/melden"), &fields).await;
        let check = invullen(&browser, one, &[("soort", "knippert"), ("woorden", SCRIPT)]).await;
        let sent = send(&browser, &check, &format!("/lampen/{one}/melden/controleren"), &[]).await;
        let asked: String = form_urlencoded::byte_serialize(SCRIPT.as_bytes()).collect();
        let unknown = browser.get(&format!("/meldingen/{asked}")).await;
        let join = browser.get(&format!("/lampen/{one}/volgen")).await;
        let join = send(&browser, &join, &format!("/lampen/{one}/volgen"), &[("email", SCRIPT)]).await;
        let follow = browser.get(&format!("/meldingen/{}", super::code(&sent))).await;
        let hoe = [("hoe", SCRIPT), ("waarom", SCRIPT), ("gevaar", SCRIPT)];
        let answer = browser.submit(&follow, &format!("/meldingen/{}/hoe-was-het", super::code(&sent)), &hoe).await;
        for answer in [&wrong, &check, &unknown, &join, &follow, &answer] {
            let html = text(answer);
            assert!(!html.contains("<script>alert") && !html.contains("<img src=x"), "{}: {html}", answer.asked);
        }
        assert_eq!(wrong.status, 422);
        assert!(text(&check).contains("&#60;script&#62;"), "the words are shown as they were typed");
    });
}

#[test]
fn a_form_that_expired_comes_back_with_all_that_was_filled_in() {
    on_both_engines(async |app| {
        let one = lamp(app, "LM-1");
        let browser = Browser::new(app);
        let path = format!("/lampen/{one}/melden");
        let fields = [("soort", "knippert"), ("woorden", "Elke avond."), ("email", "jan@example.nl")];
        let form = browser.get(&path).await;
        browser.forget();
        let stale = send(&browser, &form, &path, &fields).await;
        let html = text(&stale);
        assert_eq!(stale.status, 422);
        assert!(
            html.contains("stond te lang open") && html.contains("Elke avond.") && html.contains("jan@example.nl"),
            "{html}"
        );
        let check = invullen(&browser, one, &fields).await;
        let send_path = format!("{path}/controleren");
        browser.forget();
        let stale = send(&browser, &check, &send_path, &[]).await;
        assert_eq!(stale.status, 422);
        assert!(text(&stale).contains("Elke avond.") && text(&stale).contains("stond te lang open"));
        assert_eq!(app.superuser().get(MELDINGEN).await.expect(200)["count"], 0, "nothing was done");
        let sent = send(&browser, &stale, &send_path, &[]).await;
        super::code(&sent);
        assert_eq!(app.superuser().get(MELDINGEN).await.expect(200)["results"][0]["omschrijving"], "Elke avond.");
    });
}

#[test]
fn after_many_reports_of_one_address_the_page_asks_to_wait_and_keeps_the_answers() {
    on_both_engines(async |app| {
        let one = lamp(app, "LM-1");
        let browser = Browser::new(app);
        let form = browser.get(&format!("/lampen/{one}/melden")).await;
        let path = format!("/lampen/{one}/melden/controleren");
        let mut taken = 0;
        for i in 0..500 {
            let words = format!("Lamp {i} is uit.");
            let fields = [("concept", ""), ("soort", "brandt-niet"), ("woorden", words.as_str())];
            let sent = browser.submit(&form, &path, &fields).await;
            if sent.status != 303 {
                let html = text(&sent);
                assert_eq!(sent.status, 429, "{html}");
                assert!(html.contains(&words) && html.contains("14"), "the answers stay: {html}");
                break;
            }
            taken += 1;
        }
        assert_eq!(taken, 20);
        assert_eq!(app.superuser().get(MELDINGEN).await.expect(200)["count"], 20);
        app.clock.advance(std::time::Duration::from_hours(1));
        melden(&browser, one, &[("soort", "brandt-niet")]).await;
    });
}

#[test]
fn a_draft_is_shown_to_its_own_browser_only_and_for_a_day() {
    on_both_engines(async |app| {
        let one = lamp(app, "LM-1");
        let browser = Browser::new(app);
        let check = invullen(&browser, one, &[("soort", "knippert"), ("email", "jan@example.nl")]).await;
        let concept = hidden(&check).into_iter().find(|(name, _)| name == "concept").unwrap().1;
        let paths = [format!("/lampen/{one}/melden?concept="), format!("/lampen/{one}/melden/controleren?concept=")];
        let other = Browser::new(app);
        for path in &paths {
            let seen = other.get(&format!("{path}{concept}")).await;
            assert_eq!(seen.status, 410);
            assert!(!text(&seen).contains("jan@example.nl") && text(&seen).contains("Opnieuw melden"));
            for tampered in ["", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAA", "%00"] {
                assert_eq!(browser.get(&format!("{path}{tampered}")).await.status, 410, "{path}{tampered}");
            }
        }
        app.clock.advance(std::time::Duration::from_hours(25));
        assert_eq!(browser.get(&format!("{}{concept}", paths[0])).await.status, 410);
        let left = || {
            crate::signalen::doe(app, |cx| {
                waarmaker_lampen::clean(cx)?;
                Ok(cx.tx.one("SELECT COUNT(*) FROM concepten", &[], |row| row.int(0))?.unwrap_or_default())
            })
        };
        assert_eq!(left(), 0);
    });
}
