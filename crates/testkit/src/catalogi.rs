// SPDX-License-Identifier: EUPL-1.2
//! Builders for types: bodies that are valid and minimal, and the steps to make and publish what they describe.

use serde_json::{Value, json};

use crate::Client;

/// Root of the component.
pub const ROOT: &str = "/catalogi/api/v1";

/// Creates something below the root of the Catalogi API; returns its URL.
#[track_caller]
pub fn create<'c>(client: &'c Client<'_>, path: &'c str, body: &'c Value) -> impl Future<Output = String> + 'c {
    let place = std::panic::Location::caller();
    async move {
        let answer = client.post(&format!("{ROOT}/{path}"), body).await;
        assert_eq!(answer.status, 201, "{place}: {}: {}", answer.asked, String::from_utf8_lossy(&answer.body));
        answer.json()["url"].as_str().expect("a url").to_owned()
    }
}

/// Publishes a type.
pub async fn publish(client: &Client<'_>, url: &str) {
    client.post(&format!("{url}/publish"), &json!({})).await.expect(200);
}

/// Creates and publishes a type; returns its URL.
pub async fn published(client: &Client<'_>, path: &str, body: &Value) -> String {
    let url = create(client, path, body).await;
    publish(client, &url).await;
    url
}

/// Creates a catalogus for a domein.
pub async fn catalogus(client: &Client<'_>, domein: &str) -> String {
    create(
        client,
        "catalogussen",
        &json!({"domein": domein, "rsin": "000000000", "contactpersoonBeheerNaam": "Beheer"}),
    )
    .await
}

/// Body of a zaaktype that is valid from 2020.
pub fn zaaktype(catalogus: &str, identificatie: &str) -> Value {
    json!({
        "identificatie": identificatie, "omschrijving": "Evenementenvergunning", "vertrouwelijkheidaanduiding": "openbaar",
        "doel": "Besluiten over een evenement", "aanleiding": "Iemand wil een evenement houden",
        "indicatieInternOfExtern": "extern", "handelingInitiator": "aanvragen", "onderwerp": "Evenement",
        "handelingBehandelaar": "behandelen", "doorlooptijd": "P56D", "opschortingEnAanhoudingMogelijk": false,
        "verlengingMogelijk": false, "publicatieIndicatie": false, "productenOfDiensten": [],
        "referentieproces": {"naam": "Vergunning verlenen"}, "verantwoordelijke": "Vergunningen", "catalogus": catalogus,
        "besluittypen": [], "gerelateerdeZaaktypen": [], "beginGeldigheid": "2020-01-01",
    })
}

/// Body of a besluittype that is valid from 2020.
pub fn besluittype(catalogus: &str, omschrijving: &str) -> Value {
    json!({
        "catalogus": catalogus, "omschrijving": omschrijving, "publicatieIndicatie": false, "informatieobjecttypen": [],
        "beginGeldigheid": "2020-01-01",
    })
}

/// Body of an informatieobjecttype that is valid from 2020.
pub fn informatieobjecttype(catalogus: &str, omschrijving: &str) -> Value {
    json!({
        "catalogus": catalogus, "omschrijving": omschrijving, "vertrouwelijkheidaanduiding": "openbaar",
        "informatieobjectcategorie": "brief", "beginGeldigheid": "2020-01-01",
    })
}

/// Body of a statustype.
pub fn statustype(zaaktype: &str, volgnummer: i64) -> Value {
    json!({"zaaktype": zaaktype, "omschrijving": format!("Status {volgnummer}"), "volgnummer": volgnummer})
}

/// Body of a roltype.
pub fn roltype(zaaktype: &str, omschrijving_generiek: &str) -> Value {
    json!({"zaaktype": zaaktype, "omschrijving": "Betrokkene", "omschrijvingGeneriek": omschrijving_generiek})
}

/// Body of an eigenschap with values of any text.
pub fn eigenschap(zaaktype: &str, naam: &str) -> Value {
    let specificatie = json!({"formaat": "tekst", "lengte": "20", "kardinaliteit": "1"});
    json!({"zaaktype": zaaktype, "naam": naam, "definitie": "Een gegeven", "specificatie": specificatie})
}

/// Body of a zaakobjecttype.
pub fn zaakobjecttype(zaaktype: &str) -> Value {
    json!({
        "zaaktype": zaaktype, "anderObjecttype": false, "objecttype": "https://objecttypen.example.nl/pand",
        "relatieOmschrijving": "Het evenement is bij dit pand",
    })
}

/// Body of the relation of a zaaktype with an informatieobjecttype.
pub fn zaaktype_informatieobjecttype(zaaktype: &str, omschrijving: &str) -> Value {
    json!({"zaaktype": zaaktype, "informatieobjecttype": omschrijving, "volgnummer": 1, "richting": "inkomend"})
}

/// Body of a resultaattype; `klasse` and `resultaattypeomschrijving` are URLs of the selectielijst.
pub fn resultaattype(zaaktype: &str, klasse: &str, resultaattypeomschrijving: &str) -> Value {
    json!({
        "zaaktype": zaaktype, "omschrijving": "Verleend", "selectielijstklasse": klasse,
        "resultaattypeomschrijving": resultaattypeomschrijving,
        "brondatumArchiefprocedure": {"afleidingswijze": "afgehandeld"},
    })
}
