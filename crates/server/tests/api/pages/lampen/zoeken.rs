// SPDX-License-Identifier: EUPL-1.2
//! `/lampen` and `/lampen/{id}`.

use uuid::Uuid;

use super::{Browser, SCRIPT, lamp, location, melden, text};
use crate::engines::on_both_engines;

#[test]
fn a_street_shows_its_lamps_and_what_is_wrong_near() {
    on_both_engines(async |app| {
        let (one, two) = (lamp(app, "LM-1"), lamp(app, "LM-2"));
        let browser = Browser::new(app);
        let empty = text(&browser.get("/lampen").await);
        assert!(
            empty.contains("Waarom doet mijn lamp het niet?") && empty.contains("Wij kennen nu geen storing."),
            "{empty}"
        );
        let fine = text(&browser.get("/lampen?adres=domplein").await);
        assert!(fine.contains("Wij kennen geen storing in Domplein.") && fine.contains(&format!("/lampen/{two}\"")));
        melden(&browser, one, &[("soort", "knippert")]).await;
        let broken = text(&browser.get("/lampen?adres=Domplein+12").await);
        assert!(broken.contains("1 lamp in Domplein heeft een storing."), "{broken}");
        assert!(broken.contains("Lampen hebben geen huisnummer.") && broken.contains(&format!("/lampen/{one}/volgen")));
        let english = text(&browser.get("/en/lampen?adres=Domplein").await);
        assert!(
            english.contains("1 light in Domplein has a fault.") && english.contains(&format!("/en/lampen/{one}\""))
        );
        let overal = text(&browser.get("/lampen").await);
        assert!(overal.contains("Domplein, lamp LM-1") && overal.contains("De lamp knippert."), "{overal}");
    });
}

#[test]
fn a_lamp_is_found_by_its_number_and_says_how_it_stands() {
    on_both_engines(async |app| {
        let one = lamp(app, "LM-1");
        let browser = Browser::new(app);
        let found = browser.get("/lampen/LM-1").await;
        assert_eq!((found.status, location(&found)), (303, format!("/lampen/{one}")));
        let to = browser.get("/lampen/melden?zoek=lm-1").await;
        assert_eq!(location(&to), format!("/lampen/{one}/melden"));
        let page = text(&browser.get(&format!("/lampen/{one}")).await);
        assert!(page.contains("Wij kennen geen storing aan deze lamp.") && page.contains("tel:14099"), "{page}");
        melden(&browser, one, &[("soort", "brandt-niet")]).await;
        let page = text(&browser.get(&format!("/lampen/{one}")).await);
        assert!(page.contains("Wij kennen de storing") && page.contains("De lamp brandt niet."), "{page}");
        assert!(page.contains("Iemand meldde de storing") && page.contains("Houd mij op de hoogte"));
    });
}

#[test]
fn what_is_not_here_gets_a_page_that_says_what_to_do() {
    on_both_engines(async |app| {
        lamp(app, "LM-1");
        let browser = Browser::new(app);
        let nowhere = text(&browser.get("/lampen?adres=Champs-Elysees").await);
        assert!(nowhere.contains("Wij vinden deze plek niet in Voorbeeldstad."), "{nowhere}");
        assert!(nowhere.contains("Ligt de straat in een andere gemeente? Meld het dan bij die gemeente."));
        let choose = text(&browser.get("/lampen/melden?zoek=Champs-Elysees").await);
        assert!(choose.contains("Wij vinden deze lamp of straat niet in Voorbeeldstad."), "{choose}");
        for path in [format!("/lampen/{}", Uuid::nil()), "/lampen/geen-lamp".to_owned()] {
            let answer = browser.get(&path).await;
            assert_eq!(answer.status, 404);
            assert!(text(&answer).contains("Deze lamp kennen wij niet"), "{path}");
        }
        let form = browser.get(&format!("/lampen/{}/melden", Uuid::nil())).await;
        assert_eq!(form.status, 404);
    });
}

#[test]
fn a_script_in_the_search_is_text() {
    on_both_engines(async |app| {
        lamp(app, "LM-1");
        let browser = Browser::new(app);
        let asked: String = form_urlencoded::byte_serialize(SCRIPT.as_bytes()).collect();
        for path in ["/lampen?adres=", "/lampen/melden?zoek="] {
            let html = text(&browser.get(&format!("{path}{asked}")).await);
            assert!(!html.contains("<script>alert") && !html.contains("<img src=x"), "{path}");
            assert!(html.contains("&#60;script&#62;alert"), "{path}: what was typed stays");
        }
    });
}

#[test]
fn many_faults_come_by_the_page() {
    on_both_engines(async |app| {
        for i in 0..12 {
            let one = lamp(app, &format!("LM-{i}"));
            let body =
                serde_json::json!({"asset": one.to_string(), "omschrijving": "Uit", "soortKlacht": "brandt-niet"});
            app.superuser().post("/signalen/api/v1/meldingen", &body).await.expect(201);
        }
        let browser = Browser::new(app);
        for path in ["/lampen", "/lampen?adres=Domplein"] {
            let first = text(&browser.get(path).await);
            assert_eq!(first.matches("<li data-punt").count(), 10, "{first}");
            assert!(first.contains("Bladzijde 1 van 2"), "{first}");
            let next = if path.contains('?') { format!("{path}&blad=2") } else { format!("{path}?blad=2") };
            let second = text(&browser.get(&next).await);
            assert_eq!(second.matches("<li data-punt").count(), 2, "{path}");
        }
    });
}

#[test]
fn a_fault_of_the_cabinet_says_what_that_means_for_the_lamp() {
    on_both_engines(async |app| {
        let kast = crate::signalen::asset(app, "kast", "K-1", None);
        let lamp = crate::signalen::asset(app, "lichtmast", "LM-1", Some(kast));
        let body =
            serde_json::json!({"asset": kast.to_string(), "soortKlacht": "brandt-niet", "omschrijving": "Donker"});
        app.superuser().post(crate::signalen::MELDINGEN, &body).await.expect(201);
        let page = text(&Browser::new(app).get(&format!("/lampen/{lamp}")).await);
        assert!(page.contains("De lamp is uit door een storing in de kast die deze straat stroom geeft."), "{page}");
        let page = text(&Browser::new(app).get(&format!("/en/lampen/{lamp}/melden")).await);
        assert!(page.contains("a fault in the cabinet that powers this street"), "{page}");
    });
}
