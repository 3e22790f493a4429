// SPDX-License-Identifier: EUPL-1.2
//! How it was, counted in the evidence of the contract.

use serde_json::{Value as Json, json};
use waarmaker_signalen::{Antwoord, Beoordeeld};
use waarmaker_testkit::App;

use super::{Browser, text};
use crate::{
    engines::on_both_engines,
    signalen::{MELDINGEN, doe},
    werkopdrachten::Wereld,
};

/// Answers how it was.
fn oordeel(app: &App, code: &str, cijfer: i64) {
    let (code, antwoord) = (code.to_owned(), Antwoord { cijfer, toelichting: String::new() });
    let said = doe(app, move |cx| waarmaker_signalen::hoe_was_het(&code, &antwoord, cx));
    assert_eq!(said, Beoordeeld::Bewaard);
}

/// An order that is done, of an incident that many people reported: their codes.
async fn hersteld(wereld: &Wereld<'_>, melders: usize) -> Vec<String> {
    let (mut codes, mut incident) = (Vec::new(), String::new());
    for _ in 0..melders {
        let body = json!({"asset": wereld.lamp.to_string(), "omschrijving": "Uit"});
        let made = wereld.admin.post(MELDINGEN, &body).await.expect(201);
        codes.push(made["code"].as_str().unwrap().to_owned());
        made["incident"].as_str().unwrap().rsplit('/').next().unwrap().clone_into(&mut incident);
    }
    wereld.tick().await;
    let order = wereld.order_of(incident.parse().unwrap()).await;
    for step in ["accepteren", "gereed"] {
        wereld.answer(&order, step, json!({})).await;
    }
    codes
}

#[test]
fn the_evidence_counts_how_it_was_and_says_a_part_from_five_answers_on() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        let codes = hersteld(&wereld, 5).await;
        let contract = wereld.contract.rsplit('/').next().unwrap();
        let browser = Browser::new(app);
        browser.sign_in("superuser", "B. Heerder");
        let page = async || text(&browser.get(&format!("/beheer/signalen/rapporten/{contract}/2026-11")).await);
        let found = async || -> Json {
            let url = format!("/signalen/api/v1/contracten/{contract}/rapport?maand=2026-11");
            let accept = [("accept", "application/json")];
            wereld.admin.send(axum::http::Method::GET, &url, &accept, None).await.expect(200)["tevredenheid"].clone()
        };
        assert!(page().await.contains("Nog niemand zei hoe het was."));
        for (code, cijfer) in codes.iter().zip([5, 4, 3, 4]) {
            oordeel(app, code, cijfer);
        }
        assert_eq!(found().await, json!({"antwoorden": 4, "tevreden": 3, "promille": null}));
        let few = page().await;
        assert!(few.contains("Wat melders ervan vonden") && few.contains("Minder dan 5 antwoorden"), "{few}");
        oordeel(app, &codes[4], 5);
        assert_eq!(found().await, json!({"antwoorden": 5, "tevreden": 4, "promille": 800}));
        let enough = page().await;
        assert!(enough.contains(">80%<") && !enough.contains("Minder dan 5"), "{enough}");
    });
}
