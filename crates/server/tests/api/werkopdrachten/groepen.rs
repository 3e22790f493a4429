// SPDX-License-Identifier: EUPL-1.2
//! Orders of what proves part of something larger: never two that nobody accepted for one cause.

use serde_json::{Value, json};
use uuid::Uuid;
use waarmaker_metingen::Measured;
use waarmaker_testkit::App;

use super::wereld::{ROOT, Wereld, as_waarmaker, text};
use crate::{
    engines::on_both_engines,
    signalen::{asset, device, incidenten, klok, lamp_uit, met, regel, status, stuur},
};

/// A cabinet with circuits of so many lamps (`L1-1` …), and the rule that five are one.
async fn kast(app: &App, wereld: &Wereld<'_>, circuits: &[usize]) -> Uuid {
    let kast = asset(app, "kast", "K1", None);
    for (circuit, lamps) in (1..).zip(circuits) {
        let groep = asset(app, "groep", &format!("G{circuit}"), Some(kast));
        for lamp in 1..=*lamps {
            let naam = format!("L{circuit}-{lamp}");
            let lamp = asset(app, "lichtmast", &naam, Some(groep));
            device(app, &naam, lamp);
        }
    }
    let five = json!({"bundeling": {"aantal": 5, "venster": "PT10M", "wacht": "PT2M"}});
    regel(&wereld.admin, &met(&lamp_uit(), five)).await;
    kast
}

fn lampen(circuit: usize, lamps: std::ops::RangeInclusive<usize>, minute: i64, woord: &str) -> Vec<Measured> {
    lamps.map(|lamp| status(&format!("L{circuit}-{lamp}"), minute, woord)).collect()
}

/// The order of the incident on an asset, as it is now.
async fn order(wereld: &Wereld<'_>, asset: &str) -> Value {
    let all = wereld.now_is(&format!("{ROOT}/werkopdrachten?pageSize=100")).await;
    let found = all["results"].as_array().unwrap().iter().find(|one| text(one, "assetOmschrijving").contains(asset));
    found.unwrap_or_else(|| panic!("no order for {asset} in {all}")).clone()
}

/// How many orders nobody accepted yet.
async fn waiting(wereld: &Wereld<'_>) -> u64 {
    let url = format!("{ROOT}/werkopdrachten?status__in=aangeboden,eigen_lijst,geweigerd");
    wereld.now_is(&url).await["count"].as_u64().unwrap()
}

#[test]
fn an_order_that_nobody_accepted_is_withdrawn_when_its_lamp_is_part_of_a_cabinet_and_an_accepted_one_stays() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        kast(app, &wereld, &[8]).await;
        stuur(app, &lampen(1, 1..=3, 0, "uit"));
        klok(app, 3);
        assert_eq!(wereld.tick().await, 3);
        wereld.answer(&order(&wereld, "L1-2").await, "accepteren", json!({})).await;
        wereld.answer(&order(&wereld, "L1-3").await, "weigeren", json!({"reden": "Kabel"})).await;
        stuur(app, &lampen(1, 4..=5, 4, "uit"));
        assert_eq!(incidenten(&wereld.admin, "status=samengevoegd").await.len(), 5);
        assert_eq!((wereld.tick().await, wereld.tick().await), (3, 0));
        assert_eq!(waiting(&wereld).await, 0);
        let head = incidenten(&wereld.admin, "bron=groep").await[0].clone();
        for lamp in ["L1-1", "L1-3"] {
            let gone = order(&wereld, lamp).await;
            assert_eq!((text(&gone, "status"), &gone["onderdeelVan"]), ("ingetrokken", &head["url"]));
            assert!(text(&gone, "reden").contains(text(&head, "nummer")), "{gone}");
            let zaak = wereld.now_is(text(&gone, "zaak")).await;
            assert_eq!(wereld.resultaat(&zaak).await, "Ingetrokken");
        }
        let stays = order(&wereld, "L1-2").await;
        assert_eq!((text(&stays, "status"), stays["mededelingen"].as_array().unwrap().len()), ("aangenomen", 1));
        assert!(text(&stays["mededelingen"][0], "tekst").contains("Uw opdracht blijft staan"));
        klok(app, 7);
        assert_eq!((wereld.tick().await, waiting(&wereld).await), (1, 1));
        let zaak = wereld.now_is(text(&order(&wereld, "groep G1").await, "zaak")).await;
        let earlier = wereld.now_is(text(&order(&wereld, "L1-1").await, "zaak")).await;
        assert!(text(&zaak, "toelichting").contains(text(&earlier, "identificatie")), "{zaak}");
        // What was accepted is finished by who accepted it.
        let done = wereld.answer(&stays, "gereed", json!({})).await;
        assert_eq!(text(&wereld.now_is(text(&done, "incident")).await, "status"), "gesloten");
    });
}

#[test]
fn the_order_of_a_circuit_is_withdrawn_when_it_is_the_cabinet() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        kast(app, &wereld, &[6, 6]).await;
        stuur(app, &lampen(1, 1..=5, 0, "uit"));
        klok(app, 3);
        assert_eq!((wereld.tick().await, waiting(&wereld).await), (1, 1));
        stuur(app, &lampen(2, 1..=5, 5, "uit"));
        // The cabinet is due as well: the same run withdraws the one and gives the other.
        klok(app, 8);
        assert_eq!((wereld.tick().await, waiting(&wereld).await), (2, 1));
        assert_eq!(text(&order(&wereld, "groep G1").await, "status"), "ingetrokken");
        assert_eq!(text(&order(&wereld, "kast K1").await, "status"), "eigen_lijst");
        assert_eq!(wereld.tick().await, 0);
    });
}

#[test]
fn a_withdrawn_order_names_the_zaak_of_the_cabinet_when_there_is_one() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        let kast = kast(app, &wereld, &[8]).await;
        let groep = as_waarmaker(app, move |cx| {
            Ok(cx.tx.one("SELECT uuid FROM assets WHERE ouder = $1", &[kast.into()], |row| row.uuid(0))?.unwrap())
        })
        .await;
        let melding = json!({"asset": groep.to_string(), "omschrijving": "Alles is donker."});
        wereld.admin.post(&format!("{ROOT}/meldingen"), &melding).await.expect(201);
        stuur(app, &lampen(1, 1..=1, 0, "uit"));
        klok(app, 3);
        wereld.tick().await;
        let head = order(&wereld, "groep G1").await;
        assert_eq!(waiting(&wereld).await, 2);
        stuur(app, &lampen(1, 2..=5, 4, "uit"));
        wereld.tick().await;
        let gone = order(&wereld, "L1-1").await;
        let zaak = wereld.now_is(text(&head, "zaak")).await;
        assert!(text(&gone, "reden").contains(text(&zaak, "identificatie")), "{gone}");
        assert_eq!(waiting(&wereld).await, 1);
    });
}

#[test]
fn what_is_no_longer_part_of_a_cabinet_gets_its_order_again() {
    on_both_engines(async |app| {
        let wereld = Wereld::new(app).await;
        kast(app, &wereld, &[8]).await;
        stuur(app, &lampen(1, 1..=2, 0, "uit"));
        klok(app, 3);
        wereld.tick().await;
        wereld.answer(&order(&wereld, "L1-2").await, "accepteren", json!({})).await;
        stuur(app, &lampen(1, 3..=5, 4, "uit"));
        wereld.tick().await;
        let before = order(&wereld, "L1-1").await;
        assert_eq!(text(&before, "status"), "ingetrokken");
        stuur(app, &lampen(1, 3..=5, 5, "aan"));
        let accepted = wereld.now_is(text(&order(&wereld, "L1-2").await, "incident")).await;
        assert_eq!((text(&accepted, "status"), &accepted["hoortBij"]), ("opgedragen", &Value::Null));
        klok(app, 8);
        assert_eq!((wereld.tick().await, wereld.tick().await), (1, 0));
        let again = order(&wereld, "L1-1").await;
        assert_eq!((text(&again, "status"), &again["onderdeelVan"]), ("aangeboden", &Value::Null));
        assert_ne!(again["zaak"], before["zaak"]);
        assert_eq!((waiting(&wereld).await, &again["nummer"]), (1, &before["nummer"]));
        wereld.answer(&again, "accepteren", json!({})).await;
        let done = wereld.answer(&again, "gereed", json!({})).await;
        assert!(wereld.now_is(text(&done, "zaak")).await["einddatum"].is_string());
    });
}
