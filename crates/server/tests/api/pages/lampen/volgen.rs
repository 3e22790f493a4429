// SPDX-License-Identifier: EUPL-1.2
//! `/meldingen/{code}`.

use super::{Browser, lamp, location, melden, send, text};
use crate::{
    engines::on_both_engines,
    signalen::{doe, incidenten, wijzig},
};

#[test]
fn a_report_is_followed_until_it_is_solved_and_may_be_said_to_be_still_broken() {
    on_both_engines(async |app| {
        let one = lamp(app, "LM-1");
        let browser = Browser::new(app);
        let code = melden(&browser, one, &[("soort", "brandt-niet")]).await;
        let path = format!("/meldingen/{code}");
        let open = text(&browser.get(&path).await);
        assert!(open.contains("Wij kregen uw melding") && !open.contains("Hoe was het?"), "{open}");
        let incident = incidenten(&app.superuser(), "").await[0].clone();
        wijzig(app, &incident, |incident| incident.status = waarmaker_signalen::Status::Hersteld);
        let solved = browser.get(&path).await;
        let html = text(&solved);
        assert!(html.contains("De storing is voorbij") && html.contains("Is de lamp nog kapot?"), "{html}");
        let without = send(&browser, &solved, &format!("{path}/hoe-was-het"), &[("waarom", "Snel gedaan")]).await;
        assert_eq!(without.status, 422);
        assert!(text(&without).contains("Kies hoe goed wij u hielpen.") && text(&without).contains("Snel gedaan"));
        let hoe = send(&browser, &without, &format!("{path}/hoe-was-het"), &[("hoe", "4")]).await;
        assert_eq!(location(&hoe), format!("{path}?gedaan=hoe"));
        assert!(text(&browser.get(&location(&hoe)).await).contains("Dank u wel voor uw antwoord"));
        let still = send(&browser, &solved, &format!("{path}/nog-kapot"), &[]).await;
        let twice = send(&browser, &solved, &format!("{path}/nog-kapot"), &[]).await;
        assert_eq!(
            [location(&still), location(&twice)],
            [format!("{path}?gedaan=nog-kapot"), format!("{path}?gedaan=nog-kapot")]
        );
        let html = text(&browser.get(&path).await);
        assert!(html.contains("U meldde dat de lamp nog kapot is"), "{html}");
        assert_eq!(incidenten(&app.superuser(), "").await.len(), 2, "one new incident");
    });
}

#[test]
fn an_unknown_code_gets_a_page_that_says_what_to_do_and_guessing_is_stopped() {
    on_both_engines(async |app| {
        let one = lamp(app, "LM-1");
        let browser = Browser::new(app);
        let code = melden(&browser, one, &[("soort", "brandt-niet")]).await;
        let typed = format!("/meldingen?code={}", code.to_lowercase());
        assert_eq!(location(&browser.get(&typed).await), format!("/meldingen/{code}"));
        let mut last = 0;
        for i in 0..40 {
            let answer = browser.get(&format!("/meldingen/FOUT{i:04}")).await;
            if answer.status == 404 {
                assert!(text(&answer).contains("Wij vinden deze melding niet") && text(&answer).contains("tel:14099"));
            }
            last = answer.status;
        }
        assert_eq!(last, 429);
        assert_eq!(browser.get(&format!("/meldingen/{code}")).await.status, 200, "a code that exists goes on");
        for below in ["ontvangst", "nog-kapot", "hoe-was-het", "geen-mail"] {
            let answer = browser.get(&format!("/meldingen/ANDERS12/{below}")).await;
            assert!(matches!(answer.status, 303 | 404 | 429), "{below}");
        }
    });
}

#[test]
fn e_mail_stops_when_who_reported_says_so() {
    on_both_engines(async |app| {
        let one = lamp(app, "LM-1");
        let browser = Browser::new(app);
        let code = melden(&browser, one, &[("soort", "knippert"), ("email", "jan@example.nl")]).await;
        let path = format!("/meldingen/{code}");
        let page = browser.get(&path).await;
        assert!(text(&page).contains("Geen mail meer sturen"));
        let stop = browser.submit(&page, &format!("{path}/geen-mail"), &[]).await;
        assert_eq!(location(&stop), format!("{path}?gedaan=geen-mail"));
        assert!(!text(&browser.get(&path).await).contains("Geen mail meer sturen"));
        let left =
            doe(app, |cx| Ok(cx.tx.one("SELECT COUNT(*) FROM melders", &[], |row| row.int(0))?.unwrap_or_default()));
        assert_eq!(left, 0);
    });
}

#[test]
fn a_form_of_another_site_changes_nothing() {
    on_both_engines(async |app| {
        let one = lamp(app, "LM-1");
        let browser = Browser::new(app);
        let code = melden(&browser, one, &[("soort", "knippert"), ("email", "jan@example.nl")]).await;
        let page = browser.get(&format!("/meldingen/{code}")).await;
        browser.forget();
        let stale = browser.submit(&page, &format!("/meldingen/{code}/geen-mail"), &[]).await;
        assert_eq!(stale.status, 422);
        let left =
            doe(app, |cx| Ok(cx.tx.one("SELECT COUNT(*) FROM melders", &[], |row| row.int(0))?.unwrap_or_default()));
        assert_eq!(left, 1);
    });
}
