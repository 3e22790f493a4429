// SPDX-License-Identifier: EUPL-1.2
//! `/signalen/api/v1/meldingen`: what residents report.

use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::{MELDINGEN, asset, device, doe, incidenten, klok, lamp_uit, met, regel, stand, status, stuur, wijzig};
use crate::engines::on_both_engines;

fn melding(asset: Uuid) -> Json {
    json!({"asset": asset.to_string(), "omschrijving": "De lamp brandt niet.", "soortKlacht": "brandt-niet", "email": "jan@example.nl"})
}

#[test]
fn a_report_makes_an_incident_and_the_second_one_joins_it() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let lamp = asset(app, "lichtmast", "L1", None);
        let first = client.post(MELDINGEN, &melding(lamp)).await.expect(201);
        assert_eq!([&first["nieuw"], &first["email"]], [&json!(true), &json!("")]);
        let code = first["code"].as_str().unwrap();
        assert!(code.len() == 8 && !code.contains(['0', 'O', '1', 'I', 'L']), "{code}");
        let second =
            client.post(MELDINGEN, &met(&melding(lamp), json!({"email": "piet@example.nl"}))).await.expect(201);
        assert_eq!([&second["nieuw"], &second["incident"]], [&json!(false), &first["incident"]]);
        assert_eq!(second["bekend"], "Dit is bekend sinds 21-11-2026 12:00. Wij geven opdracht om het te herstellen.");
        let again = client.post(MELDINGEN, &met(&melding(lamp), json!({"email": "JAN@example.nl"}))).await.expect(201);
        assert_eq!(again["incident"], first["incident"]);
        let [incident] = &incidenten(&client, "").await[..] else { panic!() };
        assert_eq!(
            [&incident["bron"], &incident["prioriteit"], &incident["aantalMeldingen"]],
            [&json!("melding"), &json!("normaal"), &json!(2)]
        );
        let uuid: Uuid = incident["uuid"].as_str().unwrap().parse().unwrap();
        let told = doe(app, move |cx| Ok(waarmaker_signalen::melders(cx.tx, uuid)?));
        assert_eq!(
            told.iter().map(|melder| melder.email.as_str()).collect::<Vec<_>>(),
            ["jan@example.nl", "piet@example.nl"]
        );
    });
}

#[test]
fn an_address_is_in_no_document_or_audit_record_and_is_forgotten() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let lamp = asset(app, "lichtmast", "L1", None);
        let made = client.post(MELDINGEN, &melding(lamp)).await.expect(201);
        let url = made["url"].as_str().unwrap();
        for path in [url.to_owned(), format!("{url}/audittrail"), MELDINGEN.to_owned()] {
            let answer = client.get(&path).await;
            assert_eq!(answer.status, 200);
            assert!(!String::from_utf8_lossy(&answer.body).contains("example.nl"), "{path}");
        }
        let incident = incidenten(&client, "").await[0].clone();
        wijzig(app, &incident, |incident| incident.status = waarmaker_signalen::Status::Gesloten);
        let rows = || doe(app, |cx| Ok(cx.tx.one("SELECT COUNT(*) FROM melders", &[], |row| row.int(0))?.unwrap_or(0)));
        klok(app, 29 * 1440);
        assert_eq!(rows(), 1);
        klok(app, 31 * 1440);
        assert_eq!(rows(), 0);
    });
}

#[test]
fn a_place_means_the_nearest_asset_of_the_kind() {
    on_both_engines(async |app| {
        let client = app.superuser();
        asset(app, "lichtmast", "L1", None);
        asset(app, "afvalbak", "A1", None);
        let found = doe(app, |cx| {
            Ok(cx.tx.query("SELECT lon, lat FROM assets ORDER BY id", &[], |row| Ok((row.real(0)?, row.real(1)?)))?)
        });
        let at = |lon: f64, lat: f64| json!({"plaats": {"type": "Point", "coordinates": [lon, lat]}, "assetSoort": "lichtmast", "omschrijving": "Kapot"});
        let (lon, lat) = found[0];
        let made = client.post(MELDINGEN, &at(lon + 0.0002, lat)).await.expect(201);
        assert!(made["asset"].as_str().unwrap().contains("/lichtmast/"), "{made}");
        let far = client.post(MELDINGEN, &at(lon + 0.01, lat)).await;
        assert_eq!(far.problems(), ["plaats/no-asset-near"]);
    });
}

#[test]
fn a_place_outside_the_areas_of_the_municipality_is_told_so() {
    on_both_engines(async |app| {
        let client = app.superuser();
        asset(app, "lichtmast", "L1", None);
        let square = json!([[[5.0, 52.0], [5.3, 52.0], [5.3, 52.2], [5.0, 52.2], [5.0, 52.0]]]);
        let areas = json!({"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"code": "01", "naam": "Stad"},
            "geometry": {"type": "Polygon", "coordinates": square}}]});
        let options = waarmaker_assets::import::AreaOptions { kind: "wijk".to_owned(), ..Default::default() };
        let areas = waarmaker_assets::import::read_areas(areas.to_string().as_bytes(), &options);
        doe(app, move |cx| areas.store(cx, &|_, _| {}).map(|_| ()));
        let at = async |lon: f64, lat: f64| {
            let place = json!({"type": "Point", "coordinates": [lon, lat]});
            let body = json!({"plaats": place, "assetSoort": "lichtmast", "omschrijving": "Kapot"});
            client.post(MELDINGEN, &body).await.problems()
        };
        assert_eq!(at(4.9, 52.1).await, ["plaats/outside-area"]);
        assert_eq!(at(5.25, 52.15).await, ["plaats/no-asset-near"]);
    });
}

#[test]
fn danger_is_urgent() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let lamp = asset(app, "lichtmast", "L1", None);
        client.post(MELDINGEN, &melding(lamp)).await.expect(201);
        client.post(MELDINGEN, &met(&melding(lamp), json!({"gevaarlijk": true}))).await.expect(201);
        assert_eq!(incidenten(&client, "").await[0]["prioriteit"], "spoed");
    });
}

#[test]
fn a_report_joins_what_the_sensor_saw_and_the_sensor_joins_a_report() {
    on_both_engines(async |app| {
        let client = app.superuser();
        regel(&client, &lamp_uit()).await;
        let (one, two) = (asset(app, "lichtmast", "L1", None), asset(app, "lichtmast", "L2", None));
        device(app, "L1", one);
        device(app, "L2", two);
        stuur(app, &[status("L1", 0, "uit")]);
        let joined = client.post(MELDINGEN, &melding(one)).await.expect(201);
        assert_eq!(joined["nieuw"], false);
        client.post(MELDINGEN, &melding(two)).await.expect(201);
        stuur(app, &[status("L2", 1, "uit")]);
        let all = incidenten(&client, "").await;
        assert_eq!(all.len(), 2);
        assert_eq!([&all[0]["bron"], &all[0]["aantalMeldingen"]], [&json!("sensor"), &json!(1)]);
        assert_eq!([&all[1]["bron"], &all[1]["bewijs"][0]["resultaat"]], ["melding", "uit"]);
        stuur(app, &[status("L2", 2, "aan")]);
        assert_eq!(stand(&client).await, ["open", "hersteld"]);
    });
}

#[test]
fn a_report_on_a_lamp_behind_a_failed_cabinet_joins_the_cabinet() {
    on_both_engines(async |app| {
        let client = app.superuser();
        regel(&client, &lamp_uit()).await;
        let kast = asset(app, "kast", "K1", None);
        let lamps: Vec<Uuid> = (1..=6).map(|i| asset(app, "lichtmast", &format!("L{i}"), Some(kast))).collect();
        for (lamp, number) in lamps.iter().zip(1..=5) {
            device(app, &format!("L{number}"), *lamp);
        }
        client.post(MELDINGEN, &melding(lamps[0])).await.expect(201);
        stuur(app, &(1..=5).map(|i| status(&format!("L{i}"), 0, "uit")).collect::<Vec<_>>());
        let group = incidenten(&client, "bron=groep").await[0].clone();
        assert_eq!([&group["aantalAssets"], &group["aantalMeldingen"]], [&json!(5), &json!(1)]);
        let other =
            client.post(MELDINGEN, &met(&melding(lamps[5]), json!({"email": "piet@example.nl"}))).await.expect(201);
        assert_eq!([&other["nieuw"], &other["incident"]], [&json!(false), &group["url"]]);
        assert_eq!(
            other["bekend"],
            "Dit is bekend sinds 21-11-2026 12:00. Het hoort bij een storing van 5 objecten. Wij geven opdracht om het te herstellen."
        );
        let uuid: Uuid = group["uuid"].as_str().unwrap().parse().unwrap();
        assert_eq!(doe(app, move |cx| Ok(waarmaker_signalen::melders(cx.tx, uuid)?)).len(), 2);
    });
}

#[test]
fn a_bad_report_is_told_what_is_wrong() {
    on_both_engines(async |app| {
        let client = app.superuser();
        let lamp = asset(app, "lichtmast", "L1", None);
        let wrong = async |members: Json| client.post(MELDINGEN, &met(&melding(lamp), members)).await.problems();
        assert_eq!(wrong(json!({"asset": "nergens"})).await, ["asset/does_not_exist"]);
        assert_eq!(wrong(json!({"asset": ""})).await, ["asset/required"]);
        for (kind, coordinates) in [("LineString", json!([[5.1, 52.0], [5.2, 52.0]])), ("Point", json!([52.0, 505.1]))]
        {
            let place =
                json!({"asset": "", "assetSoort": "lichtmast", "plaats": {"type": kind, "coordinates": coordinates}});
            assert_eq!(wrong(place).await, ["plaats/invalid"], "{kind}");
        }
        assert_eq!(wrong(json!({"omschrijving": ""})).await, ["omschrijving/blank"]);
        assert_eq!(wrong(json!({"omschrijving": "x".repeat(2001)})).await, ["omschrijving/max_length"]);
        assert_eq!(wrong(json!({"email": "geen adres"})).await, ["email/invalid"]);
        assert_eq!(wrong(json!({"kanaal": "duif"})).await, ["kanaal/invalid_choice"]);
        let script = "<script>alert(1)</script>";
        let made = client.post(MELDINGEN, &met(&melding(lamp), json!({"omschrijving": script}))).await.expect(201);
        assert_eq!(made["omschrijving"], script);
        assert_eq!(app.client("niemand").post(MELDINGEN, &melding(lamp)).await.status, 403);
    });
}
