// SPDX-License-Identifier: EUPL-1.2
//! `/catalogi/api/v1`.

mod besluittypen;
mod catalogussen;
mod concept;
mod correctie;
mod eigenschappen;
mod filters;
mod geldigheid;
mod historiemodel;
mod informatieobjecttypen;
mod leniency;
mod notifications;
mod publish;
mod resultaattypen;
mod scopes;
mod statustypen;
mod subtypen;
mod zaaktypen;

use serde_json::{Value, json};
use waarmaker_testkit::{App, Client, catalogi as build};

/// Root of the component.
const ROOT: &str = "/catalogi/api/v1";

/// An entry of the selectielijst with what goes with it.
struct Selectielijst {
    klasse: String,
    procestype: String,
    resultaattypeomschrijving: String,
    entry: Value,
}

/// Finds an entry with this procestermijn in the built-in lists.
async fn selectielijst(app: &App, procestermijn: &str) -> Selectielijst {
    let client = app.anonymous();
    let root = "/referentielijsten/api/v1";
    let mut page = format!("{root}/resultaten");
    let entry = loop {
        let found = client.get(&page).await.expect(200);
        let results = found["results"].as_array().cloned().unwrap();
        if let Some(entry) = results.into_iter().find(|entry| entry["procestermijn"] == procestermijn) {
            break entry;
        }
        found["next"].as_str().unwrap().clone_into(&mut page);
    };
    let omschrijvingen = client.get(&format!("{root}/resultaattypeomschrijvingen")).await.expect(200);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    Selectielijst {
        klasse: text(&entry["url"]),
        procestype: text(&entry["procesType"]),
        resultaattypeomschrijving: text(&omschrijvingen[0]["url"]),
        entry,
    }
}

/// Creates a client with these scopes in the Catalogi API.
async fn client<'a>(app: &'a App, client_id: &str, component: &str, scopes: &[&str]) -> Client<'a> {
    let client = app.client(client_id);
    let mut autorisatie = json!({"component": component, "scopes": scopes});
    let of_type = match component {
        "zrc" => "zaaktype",
        "drc" => "informatieobjecttype",
        _ => "",
    };
    if !of_type.is_empty() {
        autorisatie[of_type] = json!("https://catalogi.example.nl/typen/1");
        autorisatie["maxVertrouwelijkheidaanduiding"] = json!("openbaar");
    }
    let body = json!({"clientIds": [client_id], "label": client_id, "autorisaties": [autorisatie]});
    app.superuser().post("/autorisaties/api/v1/applicaties", &body).await.expect(201);
    client
}

/// A client that may write types, without correctie.
async fn writer(app: &App) -> Client<'_> {
    client(app, "writer", "ztc", &["catalogi.lezen", "catalogi.schrijven"]).await
}

/// The URLs in the results of a list.
async fn listed(client: &Client<'_>, path: &str) -> Vec<String> {
    let page = client.get(&format!("{ROOT}/{path}")).await.expect(200);
    page["results"].as_array().unwrap().iter().map(|one| one["url"].as_str().unwrap().to_owned()).collect()
}

/// A list with one URL.
fn only(url: &str) -> Vec<String> {
    vec![url.to_owned()]
}

/// A published zaaktype with the identificatie `ZT` in a catalogus of its own.
async fn published_zaaktype(client: &Client<'_>) -> (String, String) {
    let catalogus = build::catalogus(client, "TEST").await;
    let zaaktype = build::published(client, "zaaktypen", &build::zaaktype(&catalogus, "ZT")).await;
    (catalogus, zaaktype)
}
