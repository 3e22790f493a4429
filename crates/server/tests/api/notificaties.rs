// SPDX-License-Identifier: EUPL-1.2
//! `/notificaties/api/v1`, and the delivery behind it.

mod abonnement;
mod berichten;
mod callback;
mod delivery;
mod kanaal;
mod letters;
mod restart;
mod sinks;

use serde_json::{Value, json};
use waarmaker_api::{Choices, ReferencesSettings};
use waarmaker_core::{Clock, Ids as _, RandomIds, hosts::Hosts};
use waarmaker_events::delivery::{Deliverer, Reach, Settings};
use waarmaker_notificaties::register_kanalen;
use waarmaker_testkit::{App, Client, ORIGIN, Receiver};

use crate::engines::on_both_engines_with;

const KANAAL: &str = "/notificaties/api/v1/kanaal";
const ABONNEMENT: &str = "/notificaties/api/v1/abonnement";
const NOTIFICATIES: &str = "/notificaties/api/v1/notificaties";

/// Everything public may be called, and the loopback address on which receivers of the tests listen.
fn reach() -> Reach {
    Reach { hosts: Hosts::new(vec!["*".to_owned()], vec!["127.0.0.1".to_owned()]), ..Reach::default() }
}

/// Runs a test with registered kanalen, whose receivers may be on this machine.
#[expect(clippy::needless_pass_by_value, reason = "the test is written where it is passed")]
fn with_receivers(test: impl AsyncFn(&App)) {
    let choices = Choices { callbacks: reach(), ..Choices::default() };
    on_both_engines_with(&choices, &ReferencesSettings::default(), &async |app: &App| {
        register_kanalen(&app.api.house, app.db()).await.unwrap();
        test(app).await;
    });
}

/// A deliverer on the clock of the test; another one each time, as after a restart.
fn deliverer(app: &App) -> Deliverer {
    deliverer_with(app, Settings { reach: reach(), ..Settings::default() })
}

fn deliverer_with(app: &App, settings: Settings) -> Deliverer {
    let clock: std::sync::Arc<dyn Clock> = app.clock.clone();
    Deliverer::new(app.db().clone(), clock, RandomIds.uuid(), ORIGIN, settings, Vec::new()).unwrap()
}

/// Makes the kanaal that tests publish on, with two filters.
async fn kanaal(client: &Client<'_>) {
    client.post(KANAAL, &json!({"naam": "proef", "filters": ["soort", "zaaktype"]})).await.expect(201);
}

/// Body of an abonnement on the kanaal `proef`.
fn body(receiver: &Receiver) -> Value {
    json!({"callbackUrl": receiver.url("/berichten"), "auth": "Bearer geheim", "kanalen": [{"naam": "proef", "filters": {}}]})
}

/// Subscribes a receiver to the kanaal `proef`; returns the URL of the abonnement.
async fn subscribe(client: &Client<'_>, receiver: &Receiver) -> String {
    client.post(ABONNEMENT, &body(receiver)).await.expect(201)["url"].as_str().unwrap().to_owned()
}

/// A message about one of the main objects of somebody else.
fn message(hoofdobject: &str, number: usize) -> Value {
    json!({
        "kanaal": "proef", "hoofdObject": format!("https://bron.example/objecten/{hoofdobject}"), "resource": "ding",
        "resourceUrl": format!("https://bron.example/dingen/{number}"), "actie": "create",
        "aanmaakdatum": "2026-11-21T10:00:00Z", "kenmerken": {"soort": "a"},
    })
}

/// Publishes so many messages about each of these main objects, in turns.
async fn publish(client: &Client<'_>, hoofdobjecten: &[&str], numbers: std::ops::Range<usize>) {
    for number in numbers {
        for hoofdobject in hoofdobjecten {
            client.post(NOTIFICATIES, &message(hoofdobject, number)).await.expect(201);
        }
    }
}

/// What a receiver accepted about a main object, as the numbers of the messages; each only the first time.
fn first_arrivals(receiver: &Receiver, hoofdobject: &str) -> Vec<usize> {
    let mut numbers: Vec<usize> = Vec::new();
    for body in receiver.accepted() {
        let url = |member: &str| body[member].as_str().unwrap().rsplit_once('/').unwrap().1.to_owned();
        let number = url("resourceUrl").parse().unwrap();
        if url("hoofdObject") == hoofdobject && !numbers.contains(&number) {
            numbers.push(number);
        }
    }
    numbers
}

/// How many rows a table has.
async fn rows(app: &App, table: &'static str) -> i64 {
    let sql = format!("SELECT COUNT(*) FROM {table}");
    let count = app.db().read(waarmaker_db::Weight::Scan, move |tx| tx.one(&sql, &[], |row| row.int(0))).await;
    let count: Result<Option<i64>, waarmaker_db::Error> = count;
    count.unwrap().unwrap()
}

/// A client with these scopes of the Notificaties API.
async fn limited<'a>(app: &'a App, client_id: &str, scopes: &[&str]) -> Client<'a> {
    let autorisaties = json!([{"component": "nrc", "scopes": scopes}]);
    let body = json!({"clientIds": [client_id], "label": client_id, "autorisaties": autorisaties});
    app.superuser().post("/autorisaties/api/v1/applicaties", &body).await.expect(201);
    app.client(client_id)
}
