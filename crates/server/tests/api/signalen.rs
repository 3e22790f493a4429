// SPDX-License-Identifier: EUPL-1.2
//! Rules, incidents, reports of residents.

mod groepen;
mod incidenten;
mod meldingen;
mod proef;
mod regels;
mod samen;
mod volgorde;

use serde_json::{Map, Value as Json, json};
use uuid::Uuid;
use waarmaker_api::{Call, Cx, Result};
use waarmaker_assets::{Opgave, Punt};
use waarmaker_auth::Caller;
use waarmaker_core::Problem;
use waarmaker_db::Tx;
use waarmaker_metingen::{Measured, Resultaat, Source, Verdict, record};
use waarmaker_testkit::{App, Client};

pub(crate) const REGELS: &str = "/signalen/api/v1/regels";
pub(crate) const INCIDENTEN: &str = "/signalen/api/v1/incidenten";
pub(crate) const MELDINGEN: &str = "/signalen/api/v1/meldingen";

/// 2026-11-21T11:00:00Z, when the clock of the tests begins.
pub(crate) const NOON: i64 = 1_795_258_800_000;
/// A minute in milliseconds.
pub(crate) const MIN: i64 = 60_000;

/// Does something behind the door as Waarmaker itself, in a write of its own.
pub(crate) fn doe<T: Send + 'static>(app: &App, run: impl Fn(&mut Cx<'_, '_>) -> Result<T> + Send + 'static) -> T {
    let house = std::sync::Arc::clone(&app.api.house);
    let write = move |tx: &mut Tx<'_>| {
        let (who, call) = (Caller::waarmaker("Test"), Call::now(&house)?);
        run(&mut Cx::new(tx, &house, &who, &call))
    };
    let write = || app.db().write_blocking::<T, Problem, _>(write);
    std::thread::scope(|scope| scope.spawn(write).join()).unwrap().unwrap_or_else(|problem| panic!("{problem:?}"))
}

/// An asset near the Dom of Utrecht; the number of its identificatie moves it a metre or ten.
pub(crate) fn asset(app: &App, soort: &str, identificatie: &str, ouder: Option<Uuid>) -> Uuid {
    let number = f64::from(identificatie.bytes().fold(0_u32, |sum, byte| (sum * 31 + u32::from(byte)) % 9973));
    let opgave = Opgave {
        soort: soort.to_owned(),
        identificatie: identificatie.to_owned(),
        omschrijving: "Domplein".to_owned(),
        punt: Punt { lon: 5.10 + number * 1e-5, lat: 52.09 },
        geometrie: None,
        ouder,
        attributen: Map::new(),
    };
    doe(app, move |cx| Ok(waarmaker_assets::save(&opgave, cx)?.uuid))
}

/// A device on an asset, with a status and a power.
pub(crate) fn device(app: &App, apparaat: &str, asset: Uuid) {
    let apparaat = apparaat.to_owned();
    doe(app, move |cx| {
        let tx = &mut *cx.tx;
        if tx.one("SELECT 1 FROM sensors", &[], |row| row.int(0))?.is_none() {
            tx.run("INSERT INTO sensors (naam, omschrijving, encoding_type, metadata, properties) VALUES ('s', '', '', '\"\"', '{}')", &[])?;
            for naam in ["status", "vermogen"] {
                let sql = "INSERT INTO observed_properties (naam, definition, omschrijving, properties) VALUES ($1, '', '', '{}')";
                tx.run(sql, &[naam.into()])?;
            }
        }
        let sql = "INSERT INTO things (apparaat, naam, omschrijving, asset, properties) VALUES ($1, $1, '', $2, '{}')";
        tx.run(sql, &[apparaat.as_str().into(), asset.into()])?;
        for (naam, soort) in [("status", "tekst"), ("vermogen", "getal")] {
            let sql = "INSERT INTO datastreams (thing, observed_property, sensor, naam, omschrijving, soort, observation_type, eenheid, eenheid_naam, eenheid_definitie, properties)
                SELECT t.id, p.id, s.id, $1, '', $2, '', '', '', '', '{}' FROM things t, observed_properties p, sensors s WHERE t.apparaat = $3 AND p.naam = $1";
            tx.run(sql, &[naam.into(), soort.into(), apparaat.as_str().into()])?;
        }
        Ok(())
    });
}

/// A value of a device at a moment, in minutes after noon.
pub(crate) fn status(apparaat: &str, minute: i64, woord: &str) -> Measured {
    meting(apparaat, "status", minute, Resultaat::Tekst(woord.to_owned()))
}
/// The power of a device.
pub(crate) fn vermogen(apparaat: &str, minute: i64, watt: f64) -> Measured {
    meting(apparaat, "vermogen", minute, Resultaat::Getal(watt))
}
fn meting(apparaat: &str, eigenschap: &str, minute: i64, resultaat: Resultaat) -> Measured {
    let tijd = NOON + minute * MIN;
    Measured { apparaat: apparaat.to_owned(), eigenschap: eigenschap.to_owned(), tijd, resultaat, eenheid: None }
}

/// Stores a batch, with the rules running.
pub(crate) fn stuur(app: &App, batch: &[Measured]) -> Vec<Verdict> {
    use waarmaker_core::Clock as _;
    let batch = batch.to_vec();
    // What is measured was measured by now.
    let newest = batch.iter().map(|one| one.tijd).max().unwrap_or(NOON);
    if app.clock.now().as_millisecond() < newest {
        app.clock.set(jiff::Timestamp::from_millisecond(newest).unwrap());
    }
    doe(app, move |cx| record(&batch, &Source::default(), waarmaker::WATCHERS, cx))
}

/// Sets the clock, in minutes after noon, and does what is due.
pub(crate) fn klok(app: &App, minute: i64) {
    app.clock.set(jiff::Timestamp::from_millisecond(NOON + minute * MIN).unwrap());
    doe(app, waarmaker_signalen::tick);
}

/// The rule that most tests use: a lamp that is off.
pub(crate) fn lamp_uit() -> Json {
    json!({
        "naam": "Lamp is uit", "soort": "lichtmast",
        "conditie": {"soort": "toestand", "eigenschap": "status", "in": ["uit", "defect"]},
    })
}

/// A body with other members.
pub(crate) fn met(body: &Json, members: Json) -> Json {
    let mut body = body.clone();
    let Json::Object(members) = members else { panic!("no members: {members}") };
    body.as_object_mut().unwrap().extend(members);
    body
}

pub(crate) async fn regel(client: &Client<'_>, body: &Json) -> Json {
    client.post(REGELS, body).await.expect(201)
}

/// Incidents that a query leaves, in the order they were made.
pub(crate) async fn incidenten(client: &Client<'_>, query: &str) -> Vec<Json> {
    let answer = client.get(&format!("{INCIDENTEN}?pageSize=500&{query}")).await.expect(200);
    answer["results"].as_array().unwrap().clone()
}

/// Statuses of all incidents, in the order they were made.
pub(crate) async fn stand(client: &Client<'_>) -> Vec<String> {
    incidenten(client, "").await.iter().map(|incident| incident["status"].as_str().unwrap().to_owned()).collect()
}

/// Changes an incident as the crate of orders does.
pub(crate) fn wijzig(app: &App, url: &Json, edit: fn(&mut waarmaker_signalen::Incident)) {
    let uuid: Uuid = url["uuid"].as_str().unwrap().parse().unwrap();
    doe(app, move |cx| waarmaker_signalen::change(uuid, cx, edit));
}
