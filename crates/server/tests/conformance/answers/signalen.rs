// SPDX-License-Identifier: EUPL-1.2
//! Signalen: contractor, contract, rule, report, incident, and orders with every answer that a contractor can give.

use axum::http::Method;
use serde_json::{Value, json};
use waarmaker_testkit::App;

use super::{
    storing::{as_waarmaker, asset, zaaktype},
    watch::Watch,
};

/// Root of the component.
const ROOT: &str = "/signalen/api/v1";

pub(super) async fn all(watch: &Watch<'_>, app: &App) {
    zaaktype(&app.superuser()).await;
    let aannemer = aannemer(watch).await;
    let contract = contract(watch, &aannemer).await;
    regel(watch).await;
    incident(watch, app).await;
    // Each order walks another way.
    for steps in [
        &["accepteren", "terplaatse", "pauze", "hervatten", "gereed"][..],
        &["weigeren", "toewijzen", "accepteren", "geendefect"],
        &["intrekken"],
    ] {
        let order = order(watch, app, steps[0]).await;
        for step in steps {
            let body = match *step {
                "weigeren" | "pauze" | "geendefect" | "intrekken" => json!({"reden": "Het regent"}),
                "toewijzen" => json!({"contract": contract}),
                _ => json!({}),
            };
            watch.ask(Method::POST, &format!("{order}/{step}"), Some(&body), 200).await;
        }
        watch.get(&format!("{order}/klok")).await;
    }
    watch.get(&format!("{ROOT}/contracten/dekking")).await;
    watch.get(&format!("{contract}/rapport?maand=2026-11")).await;
}

/// Reads the trail of something, whole and one record.
async fn trail(watch: &Watch<'_>, url: &str) {
    let records = watch.get(&format!("{url}/audittrail")).await;
    let record = records[0]["uuid"].as_str().unwrap();
    watch.get(&format!("{url}/audittrail/{record}")).await;
}

/// Makes something in every way, and throws a second one away.
async fn every_way(watch: &Watch<'_>, path: &str, body: &Value, other: &Value, part: &Value) -> String {
    let (url, _) = watch.made(ROOT, path, body).await;
    watch.put(&url, body).await;
    watch.patch(&url, part).await;
    watch.read(&url).await;
    trail(watch, &url).await;
    let (gone, _) = watch.made(ROOT, path, other).await;
    watch.delete(&gone).await;
    url
}

async fn aannemer(watch: &Watch<'_>) -> String {
    let named = |naam: &str| json!({"naam": naam, "kvkNummer": "12345678", "kanaal": {"soort": "geen"}});
    every_way(watch, "aannemers", &named("Licht"), &named("Donker"), &json!({"kvkNummer": "87654321"})).await
}

async fn contract(watch: &Watch<'_>, aannemer: &str) -> String {
    let numbered = |nummer: &str, soort: &str| {
        json!({"nummer": nummer, "naam": "Verlichting", "aannemer": aannemer, "begin": "2026-01-01", "soorten": [soort],
            "normen": [{"prioriteit": "normaal", "hersteld": {"duur": "P2D"}}]})
    };
    every_way(watch, "contracten", &numbered("1", "lichtmast"), &numbered("2", "bank"), &json!({"naam": "Licht"})).await
}

async fn regel(watch: &Watch<'_>) {
    let named = |naam: &str| json!({"naam": naam, "soort": "lichtmast", "conditie": {"soort": "toestand", "eigenschap": "status", "in": ["defect"]}});
    every_way(watch, "regels", &named("Defect"), &named("Kapot"), &json!({"prioriteit": "hoog"})).await;
    let question = json!({"naam": "Defect", "van": "2026-11-20T00:00:00Z", "tot": "2026-11-21T00:00:00Z"});
    watch.ask(Method::POST, &format!("{ROOT}/regels/_try"), Some(&question), 200).await;
}

async fn incident(watch: &Watch<'_>, app: &App) {
    let lamp = asset(app, "bank", "B-1").await;
    let body = json!({"asset": lamp.to_string(), "omschrijving": "De bank is stuk", "kanaal": "web"});
    let (melding, _) = watch.made(ROOT, "meldingen", &body).await;
    watch.read(&melding).await;
    trail(watch, &melding).await;
    let list = watch.get(&format!("{ROOT}/incidenten")).await;
    let incident = list["results"][0]["url"].as_str().unwrap().to_owned();
    watch.refused(&format!("{ROOT}/incidenten"), &json!({"omschrijving": "x"})).await;
    watch.patch(&incident, &json!({"toelichting": "Gezien"})).await;
    watch.read(&incident).await;
    trail(watch, &incident).await;
}

/// The order of a fault of a lamp that is new; `name` tells lamps apart.
async fn order(watch: &Watch<'_>, app: &App, name: &str) -> String {
    let lamp = asset(app, "lichtmast", name).await;
    let made = json!({"asset": lamp.to_string(), "omschrijving": "De lamp is stuk", "kanaal": "telefoon"});
    watch.made(ROOT, "meldingen", &made).await;
    app.clock.advance(std::time::Duration::from_mins(30));
    as_waarmaker(app, waarmaker_signalen::tick).await;
    waarmaker_werkopdrachten::tick(&app.api).await.unwrap();
    let list = watch.get(&format!("{ROOT}/werkopdrachten?asset={lamp}")).await;
    let url = list["results"][0]["url"].as_str().unwrap().to_owned();
    watch.read(&url).await;
    trail(watch, &url).await;
    url
}
