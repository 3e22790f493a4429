// SPDX-License-Identifier: EUPL-1.2
//! Contractors, contracts, and their clock.

mod aannemer;
mod contract;
mod dekking;
mod file;
mod rapport;
mod verantwoordelijk;

use serde_json::{Value, json};
use uuid::Uuid;
use waarmaker_db::Tx;
use waarmaker_testkit::{App, Client};

const AANNEMERS: &str = "/signalen/api/v1/aannemers";
pub(crate) const CONTRACTEN: &str = "/signalen/api/v1/contracten";

/// Makes an aannemer; returns its URL.
pub(crate) async fn aannemer(client: &Client<'_>, naam: &str) -> String {
    let made = client.post(AANNEMERS, &json!({"naam": naam})).await.expect(201);
    made["url"].as_str().unwrap().to_owned()
}

/// Body of a contract for all of this kind, the whole of 2026.
pub(crate) fn body(nummer: &str, aannemer: &str, soort: &str) -> Value {
    json!({
        "nummer": nummer, "aannemer": aannemer, "begin": "2026-01-01", "einde": "2026-12-31", "soorten": [soort],
        "normen": [{
            "prioriteit": "normaal", "aannemen": {"duur": "PT4H", "telt": "werktijd"}, "hersteld": {"duur": "P2D", "telt": "werktijd"}
        }],
        "werktijden": [
            {"dagen": ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag"], "van": "08:00", "tot": "16:30"}
        ],
    })
}

/// A body with other members.
pub(crate) fn with(mut body: Value, members: &Value) -> Value {
    for (name, value) in members.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

/// Makes a square area between these degrees; returns its uuid.
pub(crate) fn gebied(app: &App, code: &str, [west, zuid, oost, noord]: [f64; 4]) -> Uuid {
    let (uuid, code) = (app.api.house.ids.uuid(), code.to_owned());
    let ring = json!([[west, zuid], [oost, zuid], [oost, noord], [west, noord], [west, zuid]]);
    let border = json!({"type": "Polygon", "coordinates": [ring]}).to_string().into_bytes();
    let merk = i64::try_from(uuid.as_u128() >> 66).unwrap();
    app.write(move |tx: &mut Tx<'_>| {
        let sql = "INSERT INTO gebieden (uuid, soort, code, naam, west, zuid, oost, noord, merk, versie, gewijzigd, attributen, geometrie) \
                   VALUES ($1, 'buurt', $2, $3, $4, $5, $6, $7, $8, 1, 0, $9, $10)";
        let naam = format!("Buurt {code}");
        let none = b"{}".to_vec();
        tx.run(
            sql,
            &[
                uuid.into(),
                code.as_str().into(),
                naam.into(),
                west.into(),
                zuid.into(),
                oost.into(),
                noord.into(),
                merk.into(),
                none.into(),
                border.clone().into(),
            ],
        )
        .map(|_| ())
    });
    uuid
}

/// Makes an asset at a place; returns its uuid.
pub(crate) fn asset(app: &App, soort: &str, nummer: &str, lon: f64, lat: f64) -> Uuid {
    let (uuid, soort, nummer) = (app.api.house.ids.uuid(), soort.to_owned(), nummer.to_owned());
    app.write(move |tx: &mut Tx<'_>| {
        let sql = "INSERT INTO assets (uuid, soort, identificatie, omschrijving, lon, lat, versie, gewijzigd, door, attributen) \
                   VALUES ($1, $2, $3, '', $4, $5, 1, 0, 'test', $6)";
        let none = b"{}".to_vec();
        tx.run(sql, &[uuid.into(), soort.as_str().into(), nummer.as_str().into(), lon.into(), lat.into(), none.into()])
            .map(|_| ())
    });
    uuid
}

/// A client with these scopes of the Signalen API.
async fn limited<'a>(app: &'a App, client_id: &str, scopes: &[&str]) -> Client<'a> {
    let autorisaties = json!([{"component": "sig", "scopes": scopes}]);
    let body = json!({"clientIds": [client_id], "label": client_id, "autorisaties": autorisaties});
    app.superuser().post("/autorisaties/api/v1/applicaties", &body).await.expect(201);
    app.client(client_id)
}
