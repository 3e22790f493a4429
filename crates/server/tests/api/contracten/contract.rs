// SPDX-License-Identifier: EUPL-1.2
//! `/contracten`: what is kept and what is refused.

use serde_json::{Value, json};

use super::{CONTRACTEN, aannemer, asset, body, gebied, with};
use crate::engines::on_both_engines;

#[test]
fn a_contract_is_made_read_changed_and_deleted() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let buurt = gebied(app, "BU01", [5.0, 52.0, 5.1, 52.1]);
        let url = aannemer(&client, "Lichtwacht").await;
        let members = json!({
            "gebieden": [{"soort": "buurt", "code": "BU01"}], "feestdagen": {"goedeVrijdag": true},
            "vensters": [{"van": "21:00", "tot": "05:00"}], "boeteMaximum": 500_000,
            "boetes": [{"norm": "hersteld", "bedrag": 2500, "per": "uur", "maximum": 50000}],
            "escalatie": [{"moment": "gemist", "naam": "Wijkbeheer", "email": "wijk@gemeente.example"}],
        });
        let answer = client.post(CONTRACTEN, &with(body("OVL-2026", &url, "lichtmast"), &members)).await;
        let made = answer.expect(201);
        assert_eq!(answer.header("x-warning"), "");
        let of = &made["gebieden"][0];
        assert_eq!((&of["uuid"], &of["naam"]), (&json!(buurt.to_string()), &json!("Buurt BU01")));
        assert_eq!(made["feestdagen"]["bevrijdingsdag"], "lustrum");
        let own = made["url"].as_str().unwrap();
        assert_eq!(client.get(own).await.expect(200), made);
        assert_eq!(client.put(own, &made).await.expect(200), made);
        for (query, count) in [
            ("soort=lichtmast", 1),
            ("soort=kast", 0),
            ("geldigOp=2026-06-01", 1),
            ("geldigOp=2027-01-01", 0),
            ("nummer=OVL-2026&einde__lte=2026-12-31", 1),
        ] {
            assert_eq!(client.get(&format!("{CONTRACTEN}?{query}")).await.expect(200)["count"], count, "{query}");
        }
        assert_eq!(client.get(&format!("{CONTRACTEN}?aannemer={url}")).await.expect(200)["count"], 1);
        assert_eq!(client.get(&format!("{own}/audittrail")).await.expect(200).as_array().unwrap().len(), 2);
        assert_eq!(client.delete(own).await.status, 204);
    });
}

/// What a contract with these members is refused for.
async fn refused(client: &waarmaker_testkit::Client<'_>, body: Value) -> Vec<String> {
    client.post(CONTRACTEN, &body).await.problems()
}

#[test]
fn a_contract_that_ends_before_it_begins_is_refused() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let body = body("K-1", &aannemer(&client, "A").await, "lichtmast");
        assert_eq!(refused(&client, with(body, &json!({"einde": "2025-12-31"}))).await, ["einde/date-mismatch"]);
    });
}

#[test]
fn a_contract_that_names_no_contractor_is_refused() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let mut without = body("K-1", "", "lichtmast");
        without.as_object_mut().unwrap().remove("aannemer");
        assert_eq!(refused(&client, without).await, ["aannemer/required"]);
        let unknown = "http://testserver/signalen/api/v1/aannemers/0198a0c2-58b1-7c3e-9f53-0f6f2a6f1f10";
        assert_eq!(refused(&client, body("K-1", unknown, "lichtmast")).await, ["aannemer/does_not_exist"]);
    });
}

#[test]
fn a_contract_in_an_unknown_area_or_for_an_unknown_asset_is_refused() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let whole = body("K-1", &aannemer(&client, "A").await, "lichtmast");
        let nowhere = json!({"gebieden": [{"soort": "buurt", "code": "BU99"}], "assets": ["0198a0c2-58b1-7c3e-9f53-0f6f2a6f1f10"]});
        let answer = client.post(CONTRACTEN, &with(whole, &nowhere)).await;
        assert_eq!(answer.problems(), ["gebieden.0/does_not_exist", "assets.0/does_not_exist"]);
        assert!(answer.json()["invalidParams"][0]["reason"].as_str().unwrap().contains("buurt BU99"));
    });
}

#[test]
fn norms_that_cannot_be_counted_are_refused() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let whole = body("K-1", &aannemer(&client, "A").await, "lichtmast");
        let norm = |duur: &str, telt: &str| json!({"normen": [{"prioriteit": "hoog", "hersteld": {"duur": duur, "telt": telt}}]});
        for (members, problem) in [
            (norm("-PT1H", "kalendertijd"), "normen.0.hersteld.duur/invalid"),
            (norm("PT0H", "kalendertijd"), "normen.0.hersteld.duur/min_value"),
            (norm("P1M", "kalendertijd"), "normen.0.hersteld.duur/invalid"),
            (norm("P400D", "kalendertijd"), "normen.0.hersteld.duur/max_value"),
            (norm("PT4H", "venstertijd"), "normen.0.hersteld.telt/invalid"),
            (with(norm("PT4H", "werktijd"), &json!({"werktijden": []})), "normen.0.hersteld.telt/invalid"),
            (json!({"normen": [{"prioriteit": "hoog"}]}), "normen.0/empty"),
            (with(norm("PT4H", "werktijd"), &json!({"prioriteiten": ["laag"]})), "normen.0.prioriteit/invalid"),
            (
                json!({"normen": [{"prioriteit": "hoog", "aannemen": {"duur": "PT8H"}, "hersteld": {"duur": "PT4H"}}]}),
                "normen.0.aannemen/invalid",
            ),
            (json!({"boetes": [{"norm": "ter_plaatse", "bedrag": 100}]}), "boetes.0.norm/invalid"),
            (json!({"boetes": [{"norm": "hersteld", "bedrag": 100, "maximum": 50}]}), "boetes.0.maximum/invalid"),
        ] {
            assert_eq!(refused(&client, with(whole.clone(), &members)).await, [problem], "{members}");
        }
    });
}

#[test]
fn hours_without_end_are_refused() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let whole = body("K-1", &aannemer(&client, "A").await, "lichtmast");
        for (members, problem) in [
            (json!({"vensters": [{"van": "21:00"}]}), "vensters.0.tot/required"),
            (json!({"vensters": [{"van": "21:00", "tot": "21:00"}]}), "vensters.0.tot/invalid"),
            (json!({"vensters": [{"van": "21:00", "tot": "25:00"}]}), "vensters.0.tot/invalid"),
            (
                json!({"werktijden": [{"dagen": ["maandag"], "van": "16:00", "tot": "08:00"}], "normen": []}),
                "werktijden.0.tot/invalid",
            ),
            (
                json!({"werktijden": [{"dagen": [], "van": "08:00", "tot": "16:00"}], "normen": []}),
                "werktijden.0.dagen/empty",
            ),
        ] {
            assert_eq!(refused(&client, with(whole.clone(), &members)).await, [problem], "{members}");
        }
    });
}

#[test]
fn two_contracts_with_exactly_the_same_scope_are_refused() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let url = aannemer(&client, "A").await;
        client.post(CONTRACTEN, &body("K-1", &url, "lichtmast")).await.expect(201);
        let answer = client.post(CONTRACTEN, &body("K-2", &url, "lichtmast")).await;
        assert_eq!(answer.problems(), ["nonFieldErrors/contract-dubbel"]);
        assert!(answer.json()["invalidParams"][0]["reason"].as_str().unwrap().contains("K-1"));
        // A successor is none.
        let successor = json!({"begin": "2027-01-01", "einde": null});
        client.post(CONTRACTEN, &with(body("K-2", &url, "lichtmast"), &successor)).await.expect(201);
    });
}

#[test]
fn an_overlap_is_told_on_saving_with_who_goes_first() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let url = aannemer(&client, "A").await;
        for (code, area) in
            [("BU01", [5.0, 52.0, 5.1, 52.1]), ("BU02", [5.1, 52.0, 5.2, 52.1]), ("WK01", [5.0, 52.0, 5.2, 52.1])]
        {
            gebied(app, code, area);
        }
        let lamp = asset(app, "lichtmast", "1", 5.05, 52.05);
        let at = |code: &str| json!({"gebieden": [{"soort": "buurt", "code": code}]});
        let warning = async |nummer: &str, members: &Value| {
            let answer = client.post(CONTRACTEN, &with(body(nummer, &url, "lichtmast"), members)).await;
            answer.expect(201);
            let all = answer.headers.get_all("x-warning").iter().map(|value| value.to_str().unwrap());
            all.collect::<Vec<_>>().join("\n")
        };
        assert_eq!(warning("K-1", &at("BU01")).await, "");
        // Neighbours share a border and nothing else.
        assert_eq!(warning("K-2", &at("BU02")).await, "");
        let wide = warning("K-3", &at("WK01")).await;
        assert!(wide.contains("overlapt met K-1") && wide.contains("K-1 gaat voor"), "{wide}");
        let named = warning("K-4", &json!({"assets": [lamp.to_string()]})).await;
        assert!(named.contains("Dit contract gaat voor"), "{named}");
        // Two that name a priority each in a way that is equally narrow.
        let high = with(at("BU02"), &json!({"prioriteiten": ["hoog", "spoed"], "normen": []}));
        assert!(warning("K-5", &high).await.contains("Dit contract gaat voor"));
        let higher = with(at("BU02"), &json!({"prioriteiten": ["hoog"], "normen": []}));
        let tie = warning("K-6", &higher).await;
        let line = tie.lines().find(|line| line.contains("K-5")).unwrap();
        assert!(line.contains("Geen van beide gaat voor") && !tie.contains("K-1"), "{tie}");
    });
}
