// SPDX-License-Identifier: EUPL-1.2
//! `waarmaker notificaties`.

use std::{fs, net::TcpListener, path::Path};

use serde_json::{Value, json};
use tempfile::tempdir;
use waarmaker_db::{Db, Settings, Url};

use crate::{
    process::{Client, Ran, Server, eventually, example, run},
    receiver::{AUTH, Receiver},
};

fn letters(data: &Path, words: &[&str]) -> Ran {
    run(&[&["notificaties"], words, &["--data", data.to_str().unwrap()]].concat())
}

/// Makes a zaak, and returns its URL.
fn zaak(client: &Client) -> String {
    let zaaktypen = client.json("/catalogi/api/v1/zaaktypen?identificatie=MELDING-VERLICHTING");
    let body = json!({
        "zaaktype": zaaktypen["results"][0]["url"], "bronorganisatie": "123456782",
        "verantwoordelijkeOrganisatie": "123456782", "startdatum": "2025-03-03",
    });
    client.post("/zaken/api/v1/zaken", &body).unwrap().1["url"].as_str().unwrap().to_owned()
}

/// Ends the tries of everything that waits, as time does.
fn give_up(data: &Path) {
    let db = Db::open(&Settings::new(Url::Sqlite(data.join("waarmaker.db")))).unwrap();
    db.write_blocking(|tx| tx.run("UPDATE afleveringen SET opgegeven = 1", &[]).map(|_| ())).unwrap();
    db.close_blocking();
}

#[test]
fn what_does_not_arrive_is_shown_and_sent_again_when_somebody_asks() {
    let data = tempdir().unwrap();
    example(data.path(), "melding-openbare-verlichting.toml");
    // A port where nobody listens, until the receiver takes it.
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let settings = data.path().join("waarmaker.toml");
    fs::write(
        &settings,
        format!(
            "[notificaties]\nallow_private = [\"{address}\"]\ncallback_check = \"off\"\nretry_first_ms = 3000000\n"
        ),
    )
    .unwrap();
    let server = Server::with(data.path(), &["--config", settings.to_str().unwrap()]);
    let client = Client::superuser(&server, data.path());
    let abonnement = Receiver::subscribe_at(&client, address, &["zaken"]);
    let uuid = abonnement["url"].as_str().unwrap().rsplit('/').next().unwrap();
    let first = zaak(&client);
    let waiting = eventually("the first try fails", || {
        let found = letters(data.path(), &["failed", "--all", "--json"]).json();
        found.as_array().filter(|found| !found.is_empty()).cloned()
    });
    let letter = &waiting[0];
    // The command knows the address of the settings, not the free port of this server.
    let path = first.split_once("/zaken/api").unwrap().1;
    assert_eq!(letter["abonnee"], uuid, "{letter}");
    assert!(letter["message"]["resourceUrl"].as_str().unwrap().ends_with(path), "{letter}");
    assert!(letter["next"].is_string() && !letter["error"].as_str().unwrap().is_empty(), "{letter}");
    assert!(letters(data.path(), &["failed"]).well().contains("Nothing was given up."));

    give_up(data.path());
    let told = letters(data.path(), &["failed", "--abonnement", uuid]).well();
    assert!(told.contains("given up") && told.contains(path) && told.contains(uuid), "{told}");
    assert_eq!(letters(data.path(), &["failed", "--sink", "elders", "--json"]).json(), json!([]));
    assert!(letters(data.path(), &["resend", "999999"]).failed(1).contains("999999"));
    letters(data.path(), &["resend"]).failed(2);

    let receiver = Receiver::at(address);
    let number = letter["number"].to_string();
    assert_eq!(letters(data.path(), &["resend", &number, "--json"]).json(), json!({"resent": 1}));
    eventually("what is sent again arrives", || {
        let told = receiver.messages();
        told.iter().any(|message: &Value| message["resourceUrl"] == json!(first)).then_some(())
    });
    eventually("nothing is left", || {
        (letters(data.path(), &["failed", "--all", "--json"]).json() == json!([])).then_some(())
    });
    assert!(letters(data.path(), &["resend", "--all"]).well().starts_with("0 notifications"));
}

#[test]
fn events_go_to_the_sinks_of_the_settings() {
    let data = tempdir().unwrap();
    example(data.path(), "melding-openbare-verlichting.toml");
    let receiver = Receiver::start();
    let settings = data.path().join("waarmaker.toml");
    let host = receiver.host();
    fs::write(
        &settings,
        format!(
            "[notificaties]\nallow_private = [\"{host}\"]\n\
             [cloudevents]\nsource = \"urn:nld:oin:00000001823288444000:systeem:zaakregister\"\ntype_prefix = \"nl.utrecht\"\n\
             sinks = [{{ name = \"archief\", url = \"http://{host}/events\", authorization = \"{AUTH}\", kanalen = [\"zaken\"] }}]\n"
        ),
    )
    .unwrap();
    let server = Server::with(data.path(), &["--config", settings.to_str().unwrap()]);
    let client = Client::superuser(&server, data.path());
    let zaak = zaak(&client);
    let event = eventually("the event arrives", || receiver.messages().first().cloned());
    assert_eq!(event["specversion"], "1.0", "{event}");
    assert_eq!(event["type"], "nl.utrecht.zaken.zaak-aangemaakt");
    assert_eq!(event["source"], "urn:nld:oin:00000001823288444000:systeem:zaakregister");
    assert_eq!(event["data"]["resourceUrl"], json!(zaak));
    assert!(!server.log().contains(AUTH));
}
