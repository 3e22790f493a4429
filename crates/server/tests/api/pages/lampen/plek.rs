// SPDX-License-Identifier: EUPL-1.2
//! Where it is, in the words of who reported: for who mends it and for the municipality, and for nobody else.

use serde_json::json;

use super::{Browser, code, location, melden, send, text};
use crate::{
    engines::on_both_engines,
    signalen::{MELDINGEN, asset},
    werkopdrachten::{Wereld, runner, with_channels},
};

const PLEK: &str = "Voor nummer 12, bij de speeltuin";
const LABEL: &str = "Plek volgens de melder";

/// Reports a lamp of which the number is not known; answers the code.
async fn zonder_nummer(browser: &Browser<'_>, plek: &str) -> String {
    let street = text(&browser.get("/lampen/melden?zoek=Domplein").await);
    let mut links = street.split("href=\"");
    let way = links.find_map(|part| part.split_once("?nummer=onbekend\"").map(|(path, _)| path)).unwrap();
    let form = browser.get(&format!("{way}?nummer=onbekend")).await;
    let html = text(&form);
    assert!(html.contains("Waar is het precies?") && html.contains("Schrijf geen namen"), "{html}");
    let taken = send(browser, &form, way, &[("soort", "brandt-niet"), ("plek", plek)]).await;
    let check = browser.get(&location(&taken)).await;
    code(&send(browser, &check, &format!("{way}/controleren"), &[]).await)
}

#[test]
fn the_place_is_a_field_of_the_report_and_on_no_page_for_everybody() {
    with_channels(async |app| {
        let wereld = Wereld::new(app).await;
        let code = zonder_nummer(&Browser::new(app), PLEK).await;
        let all = wereld.admin.get(MELDINGEN).await.expect(200);
        let made = &all["results"][0];
        assert_eq!([&made["plek"], &made["code"]], [&json!(PLEK), &json!(code)]);
        let words = made["omschrijving"].as_str().unwrap();
        assert_eq!(words, "Het nummer van de lamp is niet bekend. De lamp brandt niet.");
        wereld.tick().await;
        let lamp = format!("/lampen/{}", wereld.lamp);
        let follow = format!("/meldingen/{code}");
        for path in ["/lampen", "/open-data/storingen.geojson", "/open-data/storingen.csv", &lamp, &follow] {
            let answer = app.anonymous().get(path).await;
            assert_eq!(answer.status, 200, "{path}");
            assert!(!text(&answer).contains("speeltuin"), "{path}");
        }
    });
}

#[test]
fn who_mends_it_and_the_municipality_see_the_place_also_that_of_a_later_report() {
    with_channels(async |app| {
        let wereld = Wereld::new(app).await;
        zonder_nummer(&Browser::new(app), PLEK).await;
        wereld.tick().await;
        let made = &wereld.admin.get(MELDINGEN).await.expect(200)["results"][0];
        let incident = made["incident"].as_str().unwrap().rsplit('/').next().unwrap().parse().unwrap();
        let order = wereld.order_of(incident).await;
        assert_eq!(order["plek"], PLEK);
        for later in ["<b>Naast de brug</b>", "voor nummer 12,  BIJ de speeltuin"] {
            zonder_nummer(&Browser::new(app), later).await;
        }
        assert_eq!(runner(app, None).run_until_idle().await.unwrap(), None);
        assert_eq!(wereld.order_of(incident).await["plek"], format!("{PLEK}; <b>Naast de brug</b>"));
        let browser = Browser::new(app);
        browser.sign_in("lichtpunt", "Mo");
        let page = text(&browser.get(&format!("/buiten/orders/{}", order["nummer"].as_str().unwrap())).await);
        for words in
            [LABEL, PLEK, "&#60;b&#62;Naast de brug", ">Lichtmast L-0042 Domplein</h1>", "Ga dan uit van de plek"]
        {
            assert!(page.contains(words), "{words}: {page}");
        }
        let list = text(&browser.get("/buiten").await);
        assert!(list.contains(">Lichtmast L-0042 Domplein (WO-2026-0000001)"), "{list}");
        browser.sign_in("superuser", "B. Heerder");
        let page = text(&browser.get(&format!("/beheer/signalen/incidenten/{incident}")).await);
        assert!(page.contains(LABEL) && page.contains(PLEK), "{page}");
    });
}

#[test]
fn a_lamp_whose_number_is_known_is_reported_without_a_place_in_words() {
    on_both_engines(async |app| {
        let lamp = asset(app, "lichtmast", "LM-1", None);
        melden(&Browser::new(app), lamp, &[("soort", "brandt-niet"), ("plek", "Ergens")]).await;
        assert_eq!(app.superuser().get(MELDINGEN).await.expect(200)["results"][0]["plek"], "");
        let body = json!({"asset": lamp.to_string(), "omschrijving": "Kapot", "plek": "a".repeat(201)});
        assert_eq!(app.superuser().post(MELDINGEN, &body).await.problems(), ["plek/max_length"]);
    });
}
