// SPDX-License-Identifier: EUPL-1.2
//! A fault in public space: its zaaktype, something that can be broken, and doing things as Waarmaker.

use std::sync::Arc;

use serde_json::{Map, Value, json};
use uuid::Uuid;
use waarmaker_api::{Call, Cx, Result};
use waarmaker_assets::{Opgave, Punt, save};
use waarmaker_auth::Caller;
use waarmaker_testkit::{App, Client};

const CATALOGI: &str = "/catalogi/api/v1";

/// Does something as Waarmaker, behind the door.
pub(crate) async fn as_waarmaker<T: Send + 'static>(
    app: &App,
    run: impl Fn(&mut Cx<'_, '_>) -> Result<T> + Send + 'static,
) -> T {
    let house = Arc::clone(&app.api.house);
    let write = move |tx: &mut waarmaker_db::Tx<'_>| {
        let (who, call) = (Caller::waarmaker("Signalen"), Call::now(&house)?);
        run(&mut Cx::new(tx, &house, &who, &call))
    };
    app.api.db.write(write).await.unwrap()
}

/// The text of a member.
#[track_caller]
pub(crate) fn text<'v>(value: &'v Value, member: &str) -> &'v str {
    value[member].as_str().unwrap_or_else(|| panic!("no {member} in {value}"))
}

pub(crate) fn url_of(made: &Value) -> String {
    text(made, "url").to_owned()
}

/// Makes an asset.
pub(crate) async fn asset(app: &App, soort: &str, identificatie: &str) -> Uuid {
    let opgave = Opgave {
        soort: soort.to_owned(),
        identificatie: identificatie.to_owned(),
        omschrijving: "Domplein".to_owned(),
        punt: Punt { lon: 5.12, lat: 52.09 },
        geometrie: None,
        ouder: None,
        attributen: Map::new(),
    };
    as_waarmaker(app, move |cx| Ok(save(&opgave, cx)?.uuid)).await
}

/// Makes and publishes the zaaktype of faults, as the demo has it. The lists have to be there.
pub(crate) async fn zaaktype(admin: &Client<'_>) {
    let lists = "/referentielijsten/api/v1";
    let omschrijving = url_of(&admin.get(&format!("{lists}/resultaattypeomschrijvingen")).await.expect(200)[0]);
    let klassen = admin.get(&format!("{lists}/resultaten")).await.expect(200);
    let klasse = klassen["results"].as_array().unwrap().iter().find(|one| one["procestermijn"] == "nihil").unwrap();
    let catalogus = json!({"domein": "STORG", "rsin": "123456782", "contactpersoonBeheerNaam": "Beheer"});
    let catalogus = url_of(&admin.post(&format!("{CATALOGI}/catalogussen"), &catalogus).await.expect(201));
    let mut body = waarmaker_testkit::catalogi::zaaktype(&catalogus, "STORING");
    body["selectielijstProcestype"] = klasse["procesType"].clone();
    let zaaktype = url_of(&admin.post(&format!("{CATALOGI}/zaaktypen"), &body).await.expect(201));
    let part = async |path: &str, mut body: Value| {
        body["zaaktype"] = json!(zaaktype);
        url_of(&admin.post(&format!("{CATALOGI}/{path}"), &body).await.expect(201))
    };
    for (i, naam) in ["Gemeld", "Opdracht gegeven", "Aangenomen", "Ter plaatse", "Afgehandeld"].iter().enumerate() {
        part("statustypen", json!({"omschrijving": naam, "volgnummer": i + 1})).await;
    }
    for naam in ["Hersteld", "Geen defect", "Vanzelf hersteld", "Ingetrokken"] {
        let body = json!({"omschrijving": naam, "resultaattypeomschrijving": omschrijving, "selectielijstklasse": klasse["url"],
            "archiefnominatie": "vernietigen", "archiefactietermijn": "P1Y", "brondatumArchiefprocedure": {"afleidingswijze": "afgehandeld"}});
        part("resultaattypen", body).await;
    }
    part("roltypen", json!({"omschrijving": "Behandelaar", "omschrijvingGeneriek": "behandelaar"})).await;
    part("roltypen", json!({"omschrijving": "Melder", "omschrijvingGeneriek": "initiator"})).await;
    part("zaakobjecttypen", json!({"anderObjecttype": false, "objecttype": "https://objecttypen.example/asset", "relatieOmschrijving": "Wat er kapot is"})).await;
    let foto = waarmaker_testkit::catalogi::informatieobjecttype(&catalogus, "Foto");
    let foto = url_of(&admin.post(&format!("{CATALOGI}/informatieobjecttypen"), &foto).await.expect(201));
    admin.post(&format!("{foto}/publish"), &json!({})).await.expect(200);
    part(
        "zaaktype-informatieobjecttypen",
        json!({"informatieobjecttype": "Foto", "volgnummer": 1, "richting": "inkomend"}),
    )
    .await;
    admin.post(&format!("{zaaktype}/publish"), &json!({})).await.expect(200);
}
