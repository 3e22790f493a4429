// SPDX-License-Identifier: EUPL-1.2
//! `/signalen/api/v1/regels`: what a rule is, and what is wrong with one.

use serde_json::json;
use waarmaker_signalen::Ingelezen;

use super::{REGELS, asset, device, doe, incidenten, lamp_uit, met, regel, status, stuur};
use crate::engines::on_both_engines;

#[test]
fn a_rule_reads_as_a_sentence() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let rule = met(
            &lamp_uit(),
            json!({
                "en": [{"soort": "drempel", "eigenschap": "vermogen", "vergelijking": "<", "waarde": 5}],
                "tijdvak": {"van": "22:00", "tot": "06:00"}, "vertraging": "PT10M", "prioriteit": "hoog",
                "herstel": {"conditie": {"soort": "drempel", "eigenschap": "vermogen", "vergelijking": ">", "waarde": 20}, "duur": "PT5M"},
                "bundeling": {"aantal": 5, "venster": "PT10M", "wacht": "PT2M"}, "maximumPerDag": 40,
            }),
        );
        let made = regel(&client, &rule).await;
        assert_eq!(
            made["leesbaar"],
            "Maak een incident met prioriteit hoog als van een lichtmast status uit of defect is en vermogen kleiner is dan 5, tussen 22:00 uur en \
             06:00 uur, en dat 10 minuten zo blijft. Het is weer goed als 5 minuten lang vermogen groter is dan 20. Beginnen binnen 10 minuten 5 of \
             meer van de objecten achter dezelfde kast of groep, dan is het een incident van die kast of groep; daarop wordt 2 minuten gewacht. \
             Niet meer dan 40 op een dag."
        );
        for (conditie, words) in [
            (
                json!({"soort": "stilte", "duur": "PT6H"}),
                "6 uur niets is gehoord. Het is weer goed als er weer iets wordt gehoord.",
            ),
            (
                json!({"soort": "flapperen", "eigenschap": "status", "aantal": 6, "venster": "PT1H"}),
                "status binnen 1 uur 6 keer of vaker verandert.",
            ),
            (
                json!({"soort": "drift", "eigenschap": "vermogen", "dagen": 7, "basis": 28, "percentage": 15}),
                "vermogen over 7 dagen gemiddeld meer dan 15 % afwijkt van de 28 dagen daarvoor.",
            ),
        ] {
            let body = json!({"naam": words, "soort": "lichtmast", "conditie": conditie, "bundelen": false});
            let text = regel(&client, &body).await["leesbaar"].as_str().unwrap().to_owned();
            assert!(text.contains(words), "{text}");
        }
        client.post(REGELS, &rule).await.problems().contains(&"naam/unique".to_owned()).then_some(()).unwrap();
    });
}

#[test]
fn a_wrong_rule_is_told_what_is_wrong() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let wrong = async |members: serde_json::Value| client.post(REGELS, &met(&lamp_uit(), members)).await.problems();
        assert_eq!(wrong(json!({"soort": ""})).await, ["soort/required"]);
        assert_eq!(wrong(json!({"conditie": {"soort": "onzin"}})).await, ["conditie.soort/invalid_choice"]);
        let drempel = json!({"soort": "drempel", "eigenschap": "vermogen", "vergelijking": "<"});
        assert_eq!(wrong(json!({"conditie": drempel})).await, ["conditie.waarde/required"]);
        assert_eq!(
            wrong(json!({"conditie": met(&drempel, json!({"waarde": "vijf"}))})).await,
            ["conditie.waarde/invalid"]
        );
        let low = met(&drempel, json!({"waarde": 5}));
        let high =
            json!({"conditie": {"soort": "drempel", "eigenschap": "vermogen", "vergelijking": ">", "waarde": 3}});
        assert_eq!(wrong(json!({"conditie": low, "herstel": high})).await, ["herstel.conditie/overlap"]);
        assert_eq!(wrong(json!({"vertraging": "-PT5M"})).await, ["vertraging/invalid"]);
        assert_eq!(wrong(json!({"vertraging": "P1M"})).await, ["vertraging/invalid"]);
        let group = |members: serde_json::Value| met(&json!({"venster": "PT10M", "wacht": "PT2M"}), members);
        assert_eq!(
            wrong(json!({"bundeling": group(json!({"percentage": 0}))})).await,
            ["bundeling.percentage/min_value"]
        );
        assert_eq!(wrong(json!({"bundeling": group(json!({}))})).await, ["bundeling/required"]);
        assert_eq!(wrong(json!({"tijdvak": {"van": "25:00", "tot": "06:00"}})).await, ["tijdvak.van/invalid"]);
        assert_eq!(
            wrong(json!({"geldigVan": "2026-12-01", "geldigTot": "2026-11-01"})).await,
            ["geldigTot/date-mismatch"]
        );
        let silence = json!({"soort": "stilte", "duur": "PT1H"});
        assert_eq!(wrong(json!({"en": [silence]})).await, ["en.0.soort/invalid_choice"]);
        assert_eq!(wrong(json!({"conditie": silence, "vertraging": "PT5M"})).await, ["vertraging/invalid"]);
        assert_eq!(wrong(json!({"asset": "https://elders.example/x"})).await, ["asset/invalid"]);
    });
}

#[test]
fn an_unknown_kind_or_property_is_a_warning() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let made = client.post(REGELS, &lamp_uit()).await;
        made.expect(201);
        assert!(made.header("x-warning").contains("soort lichtmast"), "{}", made.header("x-warning"));
        let lamp = asset(app, "lichtmast", "L1", None);
        device(app, "L1", lamp);
        let made = client.post(REGELS, &met(&lamp_uit(), json!({"naam": "Nog een"}))).await;
        made.expect(201);
        assert_eq!(made.header("x-warning"), "");
    });
}

#[test]
fn rules_come_from_a_file_and_go_back_into_it() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let text = r#"
[[regel]]
naam = "Lamp is uit"
soort = "lichtmast"
vertraging = "PT10M"
conditie = { soort = "toestand", eigenschap = "status", in = ["uit"] }

[[regel]]
naam = "Lamp is stil"
soort = "lichtmast"
conditie = { soort = "stilte", duur = "PT6H" }
"#;
        let import = |text: &str| {
            let rules = waarmaker_signalen::lees(text).unwrap();
            doe(app, move |cx| {
                rules
                    .iter()
                    .map(|rule| waarmaker_signalen::zet(rule, cx).map(|(what, _)| what))
                    .collect::<Result<Vec<_>, _>>()
            })
        };
        assert_eq!(import(text), [Ingelezen::Nieuw, Ingelezen::Nieuw]);
        assert_eq!(import(text), [Ingelezen::Gelijk, Ingelezen::Gelijk]);
        assert_eq!(import(&text.replace("PT6H", "PT8H")), [Ingelezen::Gelijk, Ingelezen::Veranderd]);
        let file = doe(app, waarmaker_signalen::schrijf);
        assert!(
            file.contains("# Maak een incident met prioriteit normaal als van een lichtmast 8 uur niets is gehoord."),
            "{file}"
        );
        assert_eq!(import(&file), [Ingelezen::Gelijk, Ingelezen::Gelijk]);
        assert_eq!(client.get(REGELS).await.expect(200)["count"], 2);
        assert!(waarmaker_signalen::lees("naam = ").unwrap_err().contains("TOML"));
        assert!(waarmaker_signalen::lees("x = 1").unwrap_err().contains("[[regel]]"));
    });
}

#[test]
fn a_rule_with_incidents_stays_and_one_that_is_off_raises_nothing() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let lamp = asset(app, "lichtmast", "L1", None);
        device(app, "L1", lamp);
        let url = regel(&client, &lamp_uit()).await["url"].as_str().unwrap().to_owned();
        client.patch(&url, &json!({"actief": false})).await.expect(200);
        stuur(app, &[status("L1", 0, "uit")]);
        assert!(incidenten(&client, "").await.is_empty());
        client.patch(&url, &json!({"actief": true})).await.expect(200);
        stuur(app, &[status("L1", 1, "defect")]);
        assert_eq!(incidenten(&client, "").await.len(), 1);
        assert_eq!(client.delete(&url).await.problems(), ["nonFieldErrors/pending-relations"]);
    });
}
