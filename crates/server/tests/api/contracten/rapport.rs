// SPDX-License-Identifier: EUPL-1.2
//! `/contracten/{uuid}/rapport`: the evidence of a month.

use axum::http::Method;
use serde_json::{Value, json};
use uuid::Uuid;
use waarmaker_contracten::{
    Contract, Normsoort, Prioriteit,
    klok::{Pauze, Verklaring},
};
use waarmaker_db::Tx;
use waarmaker_testkit::{App, Client};

use super::{CONTRACTEN, aannemer, body, limited, with};
use crate::engines::on_both_engines;

/// An order as a test wants it.
struct Order<'a> {
    nummer: &'a str,
    asset: &'a str,
    gemeld: &'a str,
    aangenomen: Option<&'a str>,
    hersteld: Option<&'a str>,
    pauze: Option<(&'a str, &'a str, &'a str)>,
    status: &'a str,
}

/// A contract with penalties, and its uuid.
async fn contract(client: &Client<'_>) -> (Value, Uuid) {
    let members = json!({
        "naam": "Openbare verlichting <noord>", "einde": null, "boeteMaximum": 8000,
        "boetes": [{"norm": "hersteld", "bedrag": 2500, "per": "uur", "maximum": 5000}, {"norm": "aannemen", "bedrag": 5000}],
    });
    let body = with(body("OVL-2026", &aannemer(client, "Lichtwacht BV").await, "lichtmast"), &members);
    let made = client.post(CONTRACTEN, &body).await.expect(201);
    let uuid = Uuid::try_parse(made["uuid"].as_str().unwrap()).unwrap();
    (made, uuid)
}

/// Writes an order under a contract, with the explanations that the clock gives.
fn put(app: &App, stored: &Value, uuid: Uuid, order: &Order<'_>) {
    let mut stored = stored.clone();
    stored["aannemer"] =
        json!(stored["aannemer"].as_str().unwrap().replace("http://testserver", &waarmaker_core::ORIGIN.to_string()));
    let contract: Contract = serde_json::from_value(stored).unwrap();
    let pauzes: Vec<Pauze> = order
        .pauze
        .iter()
        .map(|(begin, einde, reden)| Pauze {
            begin: begin.parse().unwrap(),
            einde: Some(einde.parse().unwrap()),
            reden: (*reden).to_owned(),
        })
        .collect();
    let term = |norm: Normsoort, behaald: Option<&str>| {
        let klok = contract.klok(Prioriteit::Normaal, norm).unwrap();
        let verklaring: Verklaring = klok.deadline(order.gemeld.parse().unwrap(), &pauzes);
        let uiterlijk = verklaring.deadline.map(|at| at.to_string());
        json!({"norm": norm.as_str(), "uiterlijk": uiterlijk, "behaald": behaald, "bewaking": "geen", "verklaring": verklaring})
    };
    let document = json!({
        "nummer": order.nummer, "incident": null, "zaak": null, "asset": null, "assetOmschrijving": order.asset, "plaats": null, "omschrijving": "Lamp uit",
        "prioriteit": "normaal", "contract": null, "aannemer": null, "status": order.status, "reden": "", "aangeboden": order.gemeld, "uiterlijk": null,
        "termijnen": [term(Normsoort::Aannemen, order.aangenomen), term(Normsoort::Hersteld, order.hersteld)],
        "bewaking": "geen", "pauzes": pauzes, "stappen": [], "materiaal": [], "fotos": [], "mededelingen": [], "verzonden": null, "externNummer": "",
    });
    let (nummer, status) = (order.nummer.to_owned(), order.status.to_owned());
    let key = waarmaker_core::DateTime::parse(order.gemeld).unwrap().sort_key();
    let own = waarmaker_core::Ids::uuid(&*app.api.house.ids);
    app.write(move |tx: &mut Tx<'_>| {
        let sql = "INSERT INTO werkopdrachten (uuid, nummer, contract, status, bewaking, prioriteit, aangeboden, body) \
                   VALUES ($1, $2, $3, $4, 'geen', 'normaal', $5, $6)";
        let body = document.to_string().into_bytes();
        let row =
            [own.into(), nummer.as_str().into(), uuid.into(), status.as_str().into(), key.as_str().into(), body.into()];
        tx.run(sql, &row).map(|_| ())
    });
}

/// Three orders of November and one of December: in time, late with a pause, accepted and not done; working hours are 08:00 to 16:30.
fn orders(app: &App, stored: &Value, uuid: Uuid) {
    let base = Order {
        nummer: "W-1",
        asset: "lichtmast 17, Dorpsstraat",
        // Monday 2 November, nine o'clock.
        gemeld: "2026-11-02T08:00:00Z",
        aangenomen: Some("2026-11-02T09:00:00Z"),
        hersteld: Some("2026-11-03T10:00:00Z"),
        pauze: None,
        status: "gereed",
    };
    put(app, stored, uuid, &base);
    // Monday 9 November nine o'clock, two working days of eight and a half hours, two hours of pause: Wednesday eleven o'clock.
    let late = Order {
        nummer: "W-2",
        asset: "=lichtmast 18",
        gemeld: "2026-11-09T08:00:00Z",
        aangenomen: Some("2026-11-09T13:00:00Z"),
        hersteld: Some("2026-11-11T11:30:00Z"),
        pauze: Some(("2026-11-10T09:00:00Z", "2026-11-10T11:00:00Z", "wacht op <netbeheerder>")),
        ..base
    };
    put(app, stored, uuid, &late);
    let open = Order {
        nummer: "W-3",
        gemeld: "2026-11-17T08:00:00Z",
        aangenomen: Some("2026-11-17T08:30:00Z"),
        hersteld: None,
        pauze: None,
        status: "aangenomen",
        ..late
    };
    put(app, stored, uuid, &open);
    let next = Order { nummer: "W-4", gemeld: "2026-11-30T23:00:00Z", ..open };
    put(app, stored, uuid, &next);
}

async fn get(client: &Client<'_>, url: &str, accept: &str) -> waarmaker_testkit::Answer {
    client.send(Method::GET, url, &[("accept", accept)], None).await
}

#[test]
fn the_evidence_of_a_month_gives_every_order_with_norms_pauses_and_penalties() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let (stored, uuid) = contract(&client).await;
        orders(app, &stored, uuid);
        let url = format!("{CONTRACTEN}/{uuid}/rapport?maand=2026-11");
        let found = get(&client, &url, "application/json").await.expect(200);
        let numbers: Vec<&str> =
            found["opdrachten"].as_array().unwrap().iter().map(|order| order["nummer"].as_str().unwrap()).collect();
        assert_eq!(numbers, ["W-1", "W-2", "W-3"]);
        let norm = |order: usize, norm: usize| &found["opdrachten"][order]["normen"][norm];
        assert_eq!((&norm(0, 0)["uitkomst"], &norm(0, 1)["uitkomst"]), (&json!("op_tijd"), &json!("op_tijd")));
        // Accepted at two o'clock, an hour after one: a fixed amount. Mended at half past twelve, an hour and a half after eleven: two begun hours.
        assert_eq!((&norm(1, 0)["teLaatSeconden"], &norm(1, 0)["boete"]), (&json!(3600), &json!(5000)));
        assert_eq!(norm(1, 1)["uiterlijk"], "2026-11-11T10:00:00Z");
        assert_eq!((&norm(1, 1)["teLaatSeconden"], &norm(1, 1)["boete"]), (&json!(5400), &json!(5000)));
        // Two working days from Tuesday nine o'clock are Thursday nine o'clock: late since, and it is Saturday.
        assert_eq!(
            (&norm(2, 1)["uitkomst"], &norm(2, 1)["uiterlijk"]),
            (&json!("open"), &json!("2026-11-19T08:00:00Z"))
        );
        assert_eq!(norm(2, 1)["boete"], 5000);
        let totals = json!([
            {"norm": "aannemen", "aantal": 3, "opTijd": 2, "teLaat": 1, "promille": 666, "boete": 5000},
            {"norm": "hersteld", "aantal": 3, "opTijd": 1, "teLaat": 2, "promille": 333, "boete": 10000},
        ]);
        assert_eq!(found["totalen"], totals);
        assert_eq!(
            (&found["boetes"], &found["maximum"], &found["verschuldigd"]),
            (&json!(15000), &json!(8000), &json!(8000))
        );
    });
}

#[test]
fn the_evidence_is_a_page_and_a_file_for_a_spreadsheet() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let (stored, uuid) = contract(&client).await;
        orders(app, &stored, uuid);
        let url = format!("{CONTRACTEN}/{uuid}/rapport?maand=2026-11");
        let page = get(&client, &url, "text/html,application/xhtml+xml").await;
        assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
        assert!(page.header("content-security-policy").contains("style-src 'sha256-"));
        let html = String::from_utf8(page.body.clone()).unwrap();
        if let Some(file) = std::env::var_os("WAARMAKER_SHOW") {
            std::fs::write(file, &html).unwrap();
        }
        for part in [
            "<html lang=\"nl\">",
            "<caption>",
            "scope=\"col\"",
            "Openbare verlichting &lt;noord&gt;",
            "wacht op &lt;netbeheerder&gt;",
            "1 uur 30 minuten",
            "80,00",
        ] {
            assert!(html.contains(part), "{part}");
        }
        let file = get(&client, &url, "text/csv").await;
        assert_eq!(file.header("content-disposition"), "attachment; filename=\"OVL-2026_2026-11.csv\"");
        let csv = String::from_utf8(file.body.clone()).unwrap();
        assert!(csv.starts_with("\u{feff}contract;aannemer;maand;") && csv.lines().count() == 7, "{csv}");
        assert!(csv.contains(";'=lichtmast 18;") && csv.contains("\"50,00\""), "{csv}");
    });
}

#[test]
fn evidence_without_a_month_a_contract_or_a_right_is_refused() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let (_, uuid) = contract(&client).await;
        let url = format!("{CONTRACTEN}/{uuid}/rapport");
        assert_eq!(client.get(&url).await.problems(), ["maand/required"]);
        assert_eq!(client.get(&format!("{url}?maand=2026-13")).await.problems(), ["maand/invalid"]);
        assert_eq!(get(&client, &format!("{url}?maand=2026-11"), "image/png").await.status, 406);
        let nobody = format!("{CONTRACTEN}/0198a0c2-58b1-7c3e-9f53-0f6f2a6f1f10/rapport?maand=2026-11");
        assert_eq!(client.get(&nobody).await.status, 404);
        let other = limited(app, "ander", &["metingen.lezen"]).await;
        assert_eq!(other.get(&format!("{url}?maand=2026-11")).await.status, 403);
        let empty = client.get(&format!("{url}?maand=2025-01")).await.expect(200);
        assert_eq!((&empty["opdrachten"], &empty["verschuldigd"]), (&json!([]), &json!(0)));
    });
}
