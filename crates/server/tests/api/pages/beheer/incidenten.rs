// SPDX-License-Identifier: EUPL-1.2
//! The list of incidents: what comes first, and page after page.

use uuid::Uuid;
use waarmaker_testkit::App;

use super::{ROOT, manager};
use crate::{
    engines::on_both_engines,
    pages::browser::{Browser, text},
    werkopdrachten::Wereld,
};

/// The number of a copy of the incident (1) or of its order (2).
fn nr(copy: i64, of: u128) -> u128 {
    (u128::try_from(copy).unwrap() << 8) + of
}

/// Copies of the incident and its order, each with a deadline a minute before that of the copy made before it, all of them late.
fn late(app: &App, incident: &str, copies: i64) {
    let source = Uuid::parse_str(incident).unwrap();
    app.write(move |tx| {
        for copy in 0..copies {
            let (incident, order) = (Uuid::from_u128(nr(copy, 1)), Uuid::from_u128(nr(copy, 2)));
            let sql = "INSERT INTO incidenten (uuid, nummer, asset, asset_soort, bron, prioriteit, status, begin, vastgesteld, werkopdracht, body)
                SELECT $1, $2, asset, asset_soort, bron, prioriteit, status, begin, vastgesteld, $3, body FROM incidenten WHERE uuid = $4";
            tx.run(sql, &[incident.into(), format!("INC-COPY-{copy:03}").into(), order.into(), source.into()])?;
            let sql = "INSERT INTO werkopdrachten (uuid, nummer, aannemer, contract, incident, status, bewaking, prioriteit, aangeboden, uiterlijk, body)
                SELECT $1, $2, aannemer, contract, $3, status, 'overschreden', prioriteit, aangeboden, $4, body FROM werkopdrachten WHERE incident = $5";
            let until = format!("2026-11-01T{:02}:{:02}:00.000000Z", 23 - copy / 60, 59 - copy % 60);
            let values = [order.into(), format!("WO-COPY-{copy:03}").into(), incident.into(), until.into(), source.into()];
            tx.run(sql, &values)?;
        }
        Ok(())
    });
}

/// The numbers of the copies on all pages from this one on, in their order.
async fn walk(browser: &Browser<'_>, first: &str) -> Vec<String> {
    let (mut numbers, mut next) = (Vec::new(), Some(first.to_owned()));
    while let Some(path) = next {
        assert!(numbers.len() < 1000, "the pages go round: {path}");
        let page = text(&browser.get(&path).await);
        numbers.extend(page.split("WO-COPY-").skip(1).map(|rest| rest.chars().take(3).collect::<String>()));
        let after = page.split_once("\"wm-pag\"").map(|(_, after)| after).unwrap_or_default();
        let mut links =
            after.split("href=\"").skip(1).map(|link| link.split('"').next().unwrap().replace("&#38;", "&"));
        next = links.find(|link| link.contains("na="));
    }
    numbers
}

#[test]
fn what_is_late_comes_with_the_first_deadline_first_on_every_page() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        let incident = wereld.incident(wereld.lamp).await;
        wereld.tick().await;
        late(app, &incident.to_string(), 120);
        let browser = manager(app);
        let expected: Vec<String> = (0..120).rev().map(|copy| format!("{copy:03}")).collect();
        assert_eq!(walk(&browser, &format!("{ROOT}/incidenten?lijst=te-laat")).await, expected);
        assert_eq!(walk(&browser, &format!("{ROOT}/incidenten?lijst=te-laat&volgorde=nieuwste")).await, expected);
        let oldest: Vec<String> = expected.iter().rev().cloned().collect();
        assert_eq!(walk(&browser, &format!("{ROOT}/incidenten?volgorde=oudste")).await, oldest);
        assert_eq!(walk(&browser, &format!("{ROOT}/incidenten?lijst=gevaar")).await, Vec::<String>::new());
    });
}

#[test]
fn an_incident_is_found_by_its_number_and_by_the_number_of_its_lamp() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        let incident = wereld.incident(wereld.lamp).await;
        wereld.tick().await;
        late(app, &incident.to_string(), 2);
        let browser = manager(app);
        let numbers = |query: &str| format!("{ROOT}/incidenten?{query}");
        assert_eq!(walk(&browser, &numbers("q=inc-copy-001")).await, ["001"]);
        assert_eq!(walk(&browser, &numbers("q=L-0042&bron=sensor&soort=lichtmast")).await, ["001", "000"]);
        assert_eq!(walk(&browser, &numbers("q=L-0043")).await, Vec::<String>::new());
    });
}
