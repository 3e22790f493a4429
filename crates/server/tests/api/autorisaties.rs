// SPDX-License-Identifier: EUPL-1.2
//! `/autorisaties/api/v1`.

mod applicaties;
mod command;
mod consumer;
mod rights;
mod rules;

use serde_json::{Value, json};

/// The collection.
const APPLICATIES: &str = "/autorisaties/api/v1/applicaties";
/// A zaaktype of our own; it need not exist.
const ZAAKTYPE: &str = "http://testserver/catalogi/api/v1/zaaktypen/4f5e1d0c-8f3a-4f4e-9d0e-2b6d1c0a7e11";

/// A body that is right: one client id that may read zaken of one zaaktype.
fn applicatie(client_id: &str) -> Value {
    json!({
        "clientIds": [client_id],
        "label": format!("Applicatie {client_id}"),
        "autorisaties": [{
            "component": "zrc",
            "scopes": ["zaken.lezen"],
            "zaaktype": ZAAKTYPE,
            "maxVertrouwelijkheidaanduiding": "openbaar"
        }]
    })
}

/// A body of one client id with these autorisaties.
fn with(client_id: &str, autorisaties: &Value) -> Value {
    json!({"clientIds": [client_id], "label": "Met autorisaties", "autorisaties": autorisaties})
}

/// A body of one client id that may do everything.
fn everything(client_id: &str) -> Value {
    json!({"clientIds": [client_id], "label": "Alles", "heeftAlleAutorisaties": true})
}

/// A client whose Applicatie has these scopes of the Autorisaties API.
async fn limited<'a>(
    app: &'a waarmaker_testkit::App,
    client_id: &str,
    scopes: &[&str],
) -> waarmaker_testkit::Client<'a> {
    let body = with(client_id, &json!([{"component": "ac", "scopes": scopes}]));
    app.superuser().post(APPLICATIES, &body).await.expect(201);
    app.client(client_id)
}
