// SPDX-License-Identifier: EUPL-1.2
//! What these tests start from: the zaaktype STORING, a lamp, a bin, a contract for lamps with working hours, and its contractor.

use std::time::Duration;

use serde_json::{Value, json};
use uuid::Uuid;
use waarmaker_api::create;
use waarmaker_testkit::{App, Client};

use super::storing::asset;
pub(crate) use super::storing::{as_waarmaker, text, url_of, zaaktype};

pub(crate) const ROOT: &str = "/signalen/api/v1";

/// The municipality with its contract.
pub(crate) struct Wereld<'a> {
    pub(crate) app: &'a App,
    pub(crate) admin: Client<'a>,
    pub(crate) aannemer: Client<'a>,
    pub(crate) aannemer_url: String,
    pub(crate) contract: String,
    pub(crate) lamp: Uuid,
    pub(crate) bak: Uuid,
}

/// The uuid at the end of a URL.
pub(crate) fn uuid_of(url: &str) -> Uuid {
    url.rsplit('/').next().unwrap().parse().unwrap()
}

impl<'a> Wereld<'a> {
    pub(crate) async fn new(app: &'a App) -> Self {
        let wereld = Self::without_zaaktype(app).await;
        crate::referentielijsten::import_builtin(app).await;
        zaaktype(&wereld.admin).await;
        wereld
    }

    pub(crate) async fn without_zaaktype(app: &'a App) -> Self {
        let admin = app.superuser();
        let lamp = asset(app, "lichtmast", "L-0042").await;
        let bak = asset(app, "afvalbak", "B-7").await;
        let body = json!({"naam": "Lichtpunt BV", "kvkNummer": "12345678"});
        let aannemer_url = url_of(&admin.post(&format!("{ROOT}/aannemers"), &body).await.expect(201));
        let contract = contract(&admin, &aannemer_url).await;
        let aannemer = contractor(app, &admin, "lichtpunt", &aannemer_url).await;
        Self { app, admin, aannemer, aannemer_url, contract, lamp, bak }
    }

    /// Another contractor with its client.
    pub(crate) async fn other(&self) -> (Client<'a>, String) {
        let body = json!({"naam": "Straatwerk NV"});
        let url = url_of(&self.admin.post(&format!("{ROOT}/aannemers"), &body).await.expect(201));
        (contractor(self.app, &self.admin, "straatwerk", &url).await, url)
    }

    /// An incident on an asset that is due now.
    pub(crate) async fn incident(&self, asset: Uuid) -> Uuid {
        let now = self.app.api.house.clock.now().to_string();
        as_waarmaker(self.app, move |cx| {
            let found = waarmaker_assets::get(cx.tx, asset)?.unwrap();
            let body = json!({
                "omschrijving": "De lamp brandt niet", "asset": cx.house.outward(&waarmaker_assets::url(&found)),
                "assetSoort": found.soort, "assetIdentificatie": found.identificatie, "bron": "sensor", "prioriteit": "normaal",
                "begin": now, "vastgesteld": now, "verzendenOp": now, "aantalAssets": 1,
                "plaats": {"type": "Point", "coordinates": [5.12, 52.09]},
            });
            let room = cx.room("incident")?;
            Ok(create(room, cx, &body, None)?.stored.uuid)
        })
        .await
    }

    pub(crate) async fn tick(&self) -> usize {
        waarmaker_werkopdrachten::tick(&self.app.api).await.unwrap()
    }

    /// The order of a new incident on an asset.
    pub(crate) async fn order_for(&self, asset: Uuid) -> Value {
        let incident = self.incident(asset).await;
        self.tick().await;
        self.order_of(incident).await
    }

    /// The order of an incident.
    pub(crate) async fn order_of(&self, incident: Uuid) -> Value {
        let url = format!("{ROOT}/werkopdrachten?incident=http://testserver{ROOT}/incidenten/{incident}");
        let found = self.admin.get(&url).await.expect(200);
        assert_eq!(found["count"], 1, "{found}");
        found["results"][0].clone()
    }

    pub(crate) async fn now_is(&self, url: &str) -> Value {
        self.admin.get(url).await.expect(200)
    }

    /// An answer of the contractor that is accepted.
    pub(crate) async fn answer(&self, order: &Value, step: &str, body: Value) -> Value {
        self.aannemer.post(&format!("{}/{step}", text(order, "url")), &body).await.expect(200)
    }

    pub(crate) fn later(&self, hours: u64) {
        self.app.clock.advance(Duration::from_hours(hours));
    }

    /// The names of the statussen of a zaak, the first first.
    pub(crate) async fn statussen(&self, zaak: &str) -> Vec<String> {
        let found = self.admin.get(&format!("/zaken/api/v1/statussen?zaak={zaak}")).await.expect(200);
        let mut all: Vec<&Value> = found["results"].as_array().unwrap().iter().collect();
        all.sort_by_key(|status| text(status, "datumStatusGezet").trim_end_matches('Z').to_owned());
        let mut names = Vec::new();
        for status in all {
            names.push(text(&self.now_is(text(status, "statustype")).await, "omschrijving").to_owned());
        }
        names
    }

    /// The name of the resultaat of a zaak.
    pub(crate) async fn resultaat(&self, zaak: &Value) -> String {
        let resultaat = self.now_is(text(zaak, "resultaat")).await;
        text(&self.now_is(text(&resultaat, "resultaattype")).await, "omschrijving").to_owned()
    }
}

async fn contract(admin: &Client<'_>, aannemer: &str) -> String {
    let week = ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag"];
    let body = json!({
        "nummer": "OVL-2026", "naam": "Verlichting", "aannemer": aannemer, "begin": "2026-01-01", "soorten": ["lichtmast"],
        "normen": [{"prioriteit": "normaal", "aannemen": {"duur": "PT4H", "telt": "werktijd"},
            "hersteld": {"duur": "P2D", "telt": "werktijd"}}],
        "werktijden": [{"dagen": week, "van": "08:00", "tot": "16:00"}],
    });
    url_of(&admin.post(&format!("{ROOT}/contracten"), &body).await.expect(201))
}

async fn contractor<'a>(app: &'a App, admin: &Client<'_>, client_id: &str, aannemer: &str) -> Client<'a> {
    let client = app.client(client_id);
    let autorisatie = json!({"component": "sig", "scopes": ["signalen.opdrachten"], "aannemer": aannemer});
    let body = json!({"clientIds": [client_id], "label": client_id, "autorisaties": [autorisatie]});
    admin.post("/autorisaties/api/v1/applicaties", &body).await.expect(201);
    client
}
