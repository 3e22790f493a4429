// SPDX-License-Identifier: EUPL-1.2
//! `/lampen/{id}/melden`: from the first question to the receipt.

use serde_json::json;

use super::{Browser, code, hidden, invullen, lamp, location, melden, send, text};
use crate::{
    engines::on_both_engines,
    signalen::{MELDINGEN, incidenten},
};

const GOOD: [(&str, &str); 3] =
    [("soort", "brandt-niet"), ("woorden", "Al een week donker."), ("email", "jan@example.nl")];

#[test]
fn a_resident_reports_a_lamp_without_an_account_and_gets_a_code() {
    on_both_engines(async |app| {
        let one = lamp(app, "LM-1");
        let browser = Browser::new(app);
        let check = invullen(&browser, one, &GOOD).await;
        let shown = text(&check);
        for answer in ["Domplein, lamp LM-1", "De lamp brandt niet.", "Al een week donker.", "jan@example.nl", "Wijzig"]
        {
            assert!(shown.contains(answer), "{answer}: {shown}");
        }
        assert_eq!(app.superuser().get(MELDINGEN).await.expect(200)["count"], 0, "nothing is sent yet");
        let sent = send(&browser, &check, &format!("/lampen/{one}/melden/controleren"), &[]).await;
        let code = code(&sent);
        let receipt = text(&browser.get(&location(&sent)).await);
        assert!(receipt.contains(&format!("Uw code is {code}")) && receipt.contains("Wat gebeurt er nu?"), "{receipt}");
        assert!(receipt.contains("U krijgt een mail als er iets verandert."));
        let all = app.superuser().get(MELDINGEN).await.expect(200);
        let made = &all["results"][0];
        assert_eq!(
            [&made["code"], &made["kanaal"], &made["soortKlacht"]],
            [&json!(code), &json!("web"), &json!("brandt-niet")]
        );
        assert_eq!([&made["omschrijving"], &made["gevaarlijk"]], [&json!("Al een week donker."), &json!(false)]);
        let follow = text(&browser.get(&format!("/meldingen/{code}")).await);
        assert!(!follow.contains("jan@example.nl") && !follow.contains("Al een week"), "nothing of who reported");
    });
}

#[test]
fn an_answer_can_be_changed_and_the_rest_stays() {
    on_both_engines(async |app| {
        let one = lamp(app, "LM-1");
        let browser = Browser::new(app);
        let check = invullen(&browser, one, &GOOD).await;
        let concept = hidden(&check).into_iter().find(|(name, _)| name == "concept").unwrap().1;
        let path = format!("/lampen/{one}/melden");
        let form = browser.get(&format!("{path}?concept={concept}")).await;
        let html = text(&form);
        assert!(html.contains("jan@example.nl") && html.contains("Al een week donker."), "{html}");
        assert!(html.contains("value=\"brandt-niet\" checked"));
        let again = send(&browser, &form, &path, &[GOOD[0], GOOD[1], ("email", "")]).await;
        assert_eq!(location(&again), format!("{path}/controleren?concept={concept}"));
        assert!(text(&browser.get(&location(&again)).await).contains("Niet ingevuld"));
    });
}

#[test]
fn sending_twice_is_one_report_with_one_receipt() {
    on_both_engines(async |app| {
        let one = lamp(app, "LM-1");
        let browser = Browser::new(app);
        let check = invullen(&browser, one, &GOOD).await;
        let path = format!("/lampen/{one}/melden/controleren");
        let (first, second) = (send(&browser, &check, &path, &[]).await, send(&browser, &check, &path, &[]).await);
        assert_eq!(code(&first), code(&second));
        assert_eq!(app.superuser().get(MELDINGEN).await.expect(200)["count"], 1);
        // Back to the form that was sent: its receipt.
        let concept = hidden(&check).into_iter().find(|(name, _)| name == "concept").unwrap().1;
        let back = browser.get(&format!("/lampen/{one}/melden?concept={concept}")).await;
        assert_eq!(code(&back), code(&first));
        // Of a draft that was sent, another browser learns nothing.
        let other = Browser::new(app);
        let form = other.get(&format!("/lampen/{one}/melden")).await;
        let tried = send(&other, &form, &path, &[("concept", concept.as_str()), ("soort", "knippert")]).await;
        assert_ne!(code(&tried), code(&first));
    });
}

#[test]
fn danger_says_to_call_and_is_urgent() {
    on_both_engines(async |app| {
        let one = lamp(app, "LM-1");
        let browser = Browser::new(app);
        let form = text(&browser.get(&format!("/lampen/{one}/melden")).await);
        assert!(form.find("tel:14099").unwrap() < form.find("name=\"soort\"").unwrap(), "the telephone comes first");
        let check = invullen(&browser, one, &[("soort", "gevaarlijk")]).await;
        assert!(text(&check).contains("Is het gevaarlijk? Bel direct"));
        send(&browser, &check, &format!("/lampen/{one}/melden/controleren"), &[]).await;
        assert_eq!(incidenten(&app.superuser(), "").await[0]["prioriteit"], "spoed");
    });
}

#[test]
fn what_is_known_is_joined_instead_of_reported_again() {
    on_both_engines(async |app| {
        let one = lamp(app, "LM-1");
        let browser = Browser::new(app);
        melden(&browser, one, &GOOD).await;
        let other = Browser::new(app);
        let form = text(&other.get(&format!("/lampen/{one}/melden")).await);
        assert!(form.contains("Wij weten dit al") && form.contains("Iemand meldde dit vandaag."), "{form}");
        let path = format!("/lampen/{one}/volgen");
        let join = other.get(&path).await;
        let wrong = send(&other, &join, &path, &[("email", "")]).await;
        assert_eq!(wrong.status, 422);
        assert!(text(&wrong).contains("Vul uw e-mailadres in"));
        let sent = send(&other, &wrong, &path, &[("email", "piet@example.nl")]).await;
        let again = send(&other, &wrong, &path, &[("email", "piet@example.nl")]).await;
        assert_eq!(code(&sent), code(&again), "sent twice it is one");
        assert!(text(&other.get(&location(&sent)).await).contains("Wij wisten dit al."));
        let all = incidenten(&app.superuser(), "").await;
        assert_eq!((all.len(), &all[0]["aantalMeldingen"]), (1, &json!(2)));
    });
}

#[test]
fn without_a_number_one_has_to_say_where_the_lamp_is() {
    on_both_engines(async |app| {
        let one = lamp(app, "LM-1");
        let browser = Browser::new(app);
        let way = format!("/lampen/{one}/melden");
        let form = browser.get(&format!("{way}?nummer=onbekend")).await;
        assert!(text(&form).contains("Een lamp in Domplein"), "{}", text(&form));
        for (plek, said) in [("", "Schrijf waar de lamp staat"), (&*"a".repeat(201), "Dit is er te veel: 1.")] {
            let wrong = send(&browser, &form, &way, &[("soort", "brandt-niet"), ("plek", plek)]).await;
            assert_eq!(wrong.status, 422);
            assert!(text(&wrong).contains(said), "{}", text(&wrong));
        }
    });
}
