// SPDX-License-Identifier: EUPL-1.2
//! Incidents with their orders, contracts and reports, messages.

use super::{ROOT, manager};
use crate::{
    engines::on_both_engines,
    pages::browser::{location, text},
    werkopdrachten::Wereld,
};

#[test]
fn an_incident_shows_its_order_and_the_order_can_be_withdrawn() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        let incident = wereld.incident(wereld.lamp).await;
        wereld.tick().await;
        let browser = manager(app);
        let list = text(&browser.get(&format!("{ROOT}/incidenten")).await);
        assert!(list.contains(&format!("{ROOT}/incidenten/{incident}")), "{list}");
        let path = format!("{ROOT}/incidenten/{incident}");
        let page = browser.get(&path).await;
        for shown in ["L-0042", "OVL-2026", "Aangeboden", "Trek opdracht in"] {
            assert!(text(&page).contains(shown), "{shown}");
        }
        assert!(!text(&page).contains("wm-kicker\" lang"), "the page itself is in Dutch");
        let english = text(&browser.get(&format!("/en{path}")).await);
        assert!(english.contains("<p class=\"wm-kicker\" lang=\"nl\">"), "words of the register are Dutch: {english}");
        let empty = browser.submit(&page, &path, &[("actie", "intrekken"), ("reden", " ")]).await;
        assert_eq!(empty.status, 422);
        assert!(text(&empty).contains("Schrijf waarom."));
        let fields = [("actie", "intrekken"), ("reden", "<script>alert(1)</script>")];
        assert_eq!(location(&browser.submit(&page, &path, &fields).await), format!("{path}?gedaan=ja"));
        let after = text(&browser.get(&path).await);
        assert!(after.contains("Ingetrokken") && !after.contains("<script>alert"), "{after}");
    });
}

#[test]
fn a_stale_form_does_nothing_and_keeps_what_was_filled_in() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        let incident = wereld.incident(wereld.bak).await;
        wereld.tick().await;
        let browser = manager(app);
        let path = format!("{ROOT}/incidenten/{incident}");
        let page = browser.get(&path).await;
        assert!(text(&page).contains("Eigen lijst"), "{}", text(&page));
        browser.forget();
        let browser = manager(app);
        let fields = [("actie", "intrekken"), ("reden", "Staat er niet meer")];
        let answer = browser.submit(&page, &path, &fields).await;
        assert_eq!(answer.status, 422);
        assert!(text(&answer).contains("Staat er niet meer"));
        assert!(text(&browser.get(&path).await).contains("Eigen lijst"));
    });
}

#[test]
fn a_session_that_ended_while_a_form_was_open_loses_nothing_that_was_filled_in() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        let incident = wereld.incident(wereld.bak).await;
        wereld.tick().await;
        let browser = manager(app);
        let path = format!("{ROOT}/incidenten/{incident}");
        let page = browser.get(&path).await;
        app.clock.advance(std::time::Duration::from_hours(2));
        let fields = [("actie", "intrekken"), ("reden", "Staat er niet meer")];
        let answer = browser.submit(&page, &path, &fields).await;
        assert_eq!(answer.status, 401, "{}", text(&answer));
        assert!(text(&answer).contains("Staat er niet meer"));
        browser.sign_in("superuser", "B. Heerder");
        let again = browser.submit(&answer, &path, &fields).await;
        assert_eq!(again.status, 303, "{}", text(&again));
    });
}

#[test]
fn an_english_page_tells_clock_and_refusals_in_english() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        let incident = wereld.incident(wereld.lamp).await;
        wereld.tick().await;
        let browser = manager(app);
        let path = format!("/en{ROOT}/incidenten/{incident}");
        let page = browser.get(&path).await;
        for said in ["Contract OVL-2026", "The clock begins on", "The last moment is"] {
            assert!(text(&page).contains(said), "{said}: {}", text(&page));
        }
        for dutch in ["De klok begint", "telt niet", "Het uiterste moment", "Het laatste moment"] {
            assert!(!text(&page).contains(dutch), "{dutch}: {}", text(&page));
        }
        let fields = [("actie", "intrekken"), ("reden", "Dubbel")];
        assert_eq!(browser.submit(&page, &path, &fields).await.status, 303);
        let again = browser.submit(&page, &path, &[("actie", "intrekken"), ("reden", "Anders")]).await;
        assert_eq!(again.status, 422);
        assert!(text(&again).contains("The order is done or withdrawn already."), "{}", text(&again));
    });
}

#[test]
fn failed_deliveries_are_paged() {
    on_both_engines(async |app| {
        app.write(|tx| {
            let sql = "INSERT INTO jobs (soort, onderwerp, gepland, wanneer, eerste, opgegeven, pogingen, fout, body) VALUES ('mail', $1, 1, 1, 1, 1, 12, $2, $3)";
            for number in 1..=60 {
                let error = format!("fout {number:02}");
                tx.run(sql, &[uuid::Uuid::nil().into(), error.into(), b"{}".to_vec().into()])?;
            }
            Ok(())
        });
        let browser = manager(app);
        let path = format!("{ROOT}/berichten/bezorging");
        let first = text(&browser.get(&path).await);
        assert!(first.contains("fout 01") && first.contains("fout 50") && !first.contains("fout 51"), "{first}");
        let next =
            first.split("href=\"").find_map(|rest| rest.split_once('"').filter(|(href, _)| href.contains("na=")));
        let next = next.expect("a second page").0.to_owned();
        let second = browser.get(&next).await;
        let page = text(&second);
        assert!(page.contains("fout 51") && page.contains("fout 60") && !page.contains("fout 50"), "{page}");
        assert!(page.contains("Eerste pagina") && !page.contains("Volgende pagina"), "{page}");
        let last =
            page.split("name=\"kies\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
        let again = browser.submit(&second, &path, &[("actie", "gekozen"), ("kies", &last)]).await;
        assert_eq!(location(&again), format!("{path}?gedaan=ja"));
        assert!(!text(&browser.get(&next).await).contains("fout 51"));
    });
}

#[test]
fn a_contract_is_told_in_sentences_and_its_report_has_a_csv() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        wereld.order_for(wereld.lamp).await;
        let browser = manager(app);
        let contract = wereld.contract.rsplit('/').next().unwrap();
        let page = text(&browser.get(&format!("{ROOT}/contracten/{contract}")).await);
        assert!(page.contains("Lichtpunt BV") && page.contains("4\u{a0}uur") || page.contains("4 uur"), "{page}");
        let report = browser.get(&format!("{ROOT}/rapporten/{contract}/2026-11")).await;
        assert!(text(&report).contains("wm-plot"), "{}", text(&report));
        let csv = browser.get(&format!("{ROOT}/rapporten/{contract}/2026-11/csv")).await;
        assert!(text(&csv).contains("Lichtpunt BV"));
        let choice = browser.get(&format!("{ROOT}/rapporten?contract={contract}&maand=2026-11")).await;
        assert_eq!(location(&choice), format!("{ROOT}/rapporten/{contract}/2026-11"));
    });
}

#[test]
fn a_page_past_the_end_is_empty_and_leads_back() {
    on_both_engines(async |app| {
        let browser = manager(app);
        for path in [
            "/incidenten?na=0",
            "/assets?na=zz|9",
            "/contracten?na=zzz",
            "/regels?na=zzz",
            "/berichten?na=999",
            "/berichten/bezorging?na=999999",
            "/incidenten?na=x",
        ] {
            let answer = browser.get(&format!("{ROOT}{path}")).await;
            assert_eq!(answer.status, 200, "{path}");
            assert!(text(&answer).contains("Eerste pagina"), "{path}");
        }
    });
}

#[test]
fn a_dead_letter_is_shown_escaped_and_can_be_read_again() {
    on_both_engines(async |app| {
        app.write(|tx| {
            let sql = "INSERT INTO dode_letters (bron, onderwerp, apparaat, code, reden, ontvangen, laatst, aantal, pogingen, grootte, sha256, body)
                VALUES ('mqtt', 'lampen/L-1/meting', 'L-1', 'unknown-device', 'Niet bekend.', 1, 1, 1, 0, 9, 'x', $1)";
            tx.run(sql, &[b"<script>alert(1)</script>".to_vec().into()]).map(|_| ())
        });
        let browser = manager(app);
        let path = format!("{ROOT}/berichten");
        let list = browser.get(&path).await;
        assert!(text(&list).contains("Onbekend apparaat"));
        let letter = text(&browser.get(&format!("{path}/1")).await);
        assert!(letter.contains("&#60;script&#62;") || letter.contains("&lt;script&gt;"), "{letter}");
        assert!(!letter.contains("<script>alert"));
        assert_eq!(browser.submit(&list, &path, &[("actie", "gekozen")]).await.status, 422);
        let again = browser.submit(&list, &path, &[("actie", "gekozen"), ("kies", "1")]).await;
        assert_eq!(location(&again), format!("{path}?gelukt=0&geprobeerd=1"));
        let all = browser.submit(&list, &path, &[("actie", "alle")]).await;
        assert_eq!(all.status, 422);
    });
}
