// SPDX-License-Identifier: EUPL-1.2
//! Documenten: one with every member, one that arrives in parts, and what belongs to them.

use axum::http::Method;
use serde_json::{Value, json};

use super::{catalogi::Types, watch::Watch};

/// Root of the component.
const ROOT: &str = "/documenten/api/v1";

/// Body of a document with every member but its content.
fn document(types: &Types) -> Value {
    json!({
        "identificatie": "D-1", "bronorganisatie": "000000000", "creatiedatum": "2026-01-01", "titel": "Brief",
        "vertrouwelijkheidaanduiding": "openbaar", "isGereedVoorPublicatie": true, "tonenAanInitiator": true, "auteur": "A. Auteur",
        "status": "definitief", "inhoudIsVervallen": false, "formaat": "text/plain", "taal": "nld", "bestandsnaam": "brief.txt",
        "link": "https://example.nl/brief", "beschrijving": "b", "ontvangstdatum": null, "verzenddatum": "2026-01-02",
        "indicatieGebruiksrecht": false, "verschijningsvorm": "brief", "ondertekening": {"soort": "digitaal", "datum": "2026-01-02"},
        "integriteit": {"algoritme": "sha_256", "waarde": "0", "datum": "2026-01-02"}, "informatieobjecttype": types.informatieobjecttype,
        "trefwoorden": ["brief", "buurt"],
    })
}

pub(super) async fn all(watch: &Watch<'_>, types: &Types) -> String {
    let reserve = json!({"bronorganisatie": "000000000", "aantal": 2});
    watch.post(&format!("{ROOT}/documentnummer_reserveren"), &reserve).await;
    let mut body = document(types);
    body["inhoud"] = json!("YnJpZWY=");
    body["bestandsomvang"] = json!(5);
    let (url, made) = watch.made(ROOT, "enkelvoudiginformatieobjecten", &body).await;
    watch.read(&url).await;
    watch.content(made["inhoud"].as_str().unwrap(), b"brief").await;
    versions(watch, &url, &body).await;
    parts(watch, types).await;
    let recht = json!({"informatieobject": url, "startdatum": "2026-01-01T00:00:00Z", "einddatum": "2027-01-01T00:00:00Z",
        "omschrijvingVoorwaarden": "Alleen lezen"});
    whole(watch, "gebruiksrechten", &recht).await;
    verzendingen(watch, &url).await;
    let uuid = url.rsplit('/').next().unwrap();
    let search = json!({"uuid__in": [uuid], "expand": "informatieobjecttype"});
    watch.ask(Method::POST, &format!("{ROOT}/enkelvoudiginformatieobjecten/_zoek"), Some(&search), 200).await;
    let trail = watch.get(&format!("{url}/audittrail")).await;
    watch.get(&format!("{url}/audittrail/{}", trail[0]["uuid"].as_str().unwrap())).await;
    url
}

/// Locks a document, writes it in every way and unlocks it.
async fn versions(watch: &Watch<'_>, url: &str, body: &Value) {
    let lock = watch.ask(Method::POST, &format!("{url}/lock"), Some(&json!({})), 200).await;
    let mut body = body.clone();
    body["lock"] = lock["lock"].clone();
    watch.put(url, &body).await;
    watch.patch(url, &json!({"titel": "Kaart", "lock": lock["lock"]})).await;
    watch.ask(Method::POST, &format!("{url}/unlock"), Some(&lock), 204).await;
    watch.get(&format!("{url}?versie=1")).await;
}

/// A document that arrives in parts; it goes again.
async fn parts(watch: &Watch<'_>, types: &Types) {
    let mut body = document(types);
    body["identificatie"] = json!("D-2");
    body["bestandsomvang"] = json!(5);
    let (url, made) = watch.made(ROOT, "enkelvoudiginformatieobjecten", &body).await;
    let part = made["bestandsdelen"][0]["url"].as_str().unwrap();
    watch.part(part, made["lock"].as_str().unwrap(), b"brief").await;
    watch.get(&url).await;
    watch.ask(Method::POST, &format!("{url}/unlock"), Some(&json!({"lock": made["lock"]})), 204).await;
    watch.delete(&url).await;
}

async fn verzendingen(watch: &Watch<'_>, document: &str) {
    let least = json!({"informatieobject": document, "betrokkene": "https://example.nl/persoon", "contactPersoon": "https://example.nl/contact",
        "aardRelatie": "geadresseerde", "toelichting": "t", "ontvangstdatum": "2026-01-03", "verzenddatum": "2026-01-02", "contactpersoonnaam": "B. Bel"});
    let binnenland = json!({"huisletter": "a", "huisnummer": 1, "huisnummerToevoeging": "bis", "naamOpenbareRuimte": "Oudegracht",
        "postcode": "3511AA", "woonplaatsnaam": "Utrecht"});
    let buitenland = json!({"adresBuitenland1": "Rue 1", "adresBuitenland2": "x", "adresBuitenland3": "y", "landPostadres": "https://example.nl/be"});
    let postadres = json!({"postBusOfAntwoordnummer": 1, "postadresPostcode": "3500AA", "postadresType": "postbusnummer", "woonplaatsnaam": "Utrecht"});
    for (member, value) in [
        ("binnenlandsCorrespondentieadres", binnenland),
        ("buitenlandsCorrespondentieadres", buitenland),
        ("correspondentiePostadres", postadres),
        ("emailadres", json!("a@example.nl")),
        ("faxnummer", json!("0301234567")),
        ("telefoonnummer", json!("0301234567")),
        ("mijnOverheid", json!(true)),
    ] {
        let mut body = least.clone();
        body[member] = value;
        whole(watch, "verzendingen", &body).await;
    }
}

/// Makes one and deletes it, then makes it again, writes it in every way and reads it.
async fn whole(watch: &Watch<'_>, path: &str, body: &Value) -> String {
    let (url, _) = watch.made(ROOT, path, body).await;
    watch.delete(&url).await;
    let (url, _) = watch.made(ROOT, path, body).await;
    watch.put(&url, body).await;
    watch.patch(&url, &json!({})).await;
    watch.read(&url).await;
    url
}

/// A relation that its source gave up, read and removed by hand: only one with an object of another register can be made by hand.
pub(super) async fn relations(watch: &Watch<'_>, document: &str, verzoek: &str) {
    let body = json!({"informatieobject": document, "object": verzoek, "objectType": "verzoek"});
    let (url, _) = watch.made(ROOT, "objectinformatieobjecten", &body).await;
    watch.read(&url).await;
    watch.delete(&url).await;
}
