// SPDX-License-Identifier: EUPL-1.2
//! `kill -9` at any moment loses nothing that was answered with 201 and leaves nothing half.

mod documents;
mod notifications;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use serde_json::{Value, json};
use tempfile::tempdir;
use uuid::Uuid;
use waarmaker_core::{Ids as _, RandomIds};
use waarmaker_db::{Db, Settings, Tx, Url};

use crate::{
    process::{Client, Server, eventually, example},
    receiver::Receiver,
};

const ROUNDS: u32 = 5;
const WRITERS: usize = 16;
/// Tables that a writer adds to, with the name of the resource.
const TABLES: &[(&str, &str)] = &[("zaken", "zaak"), ("rollen", "rol"), ("statussen", "status")];

/// What writers refer to.
struct Types {
    zaaktype: Value,
    roltype: Value,
    statustype: Value,
}

impl Types {
    fn of(client: &Client) -> Self {
        let first = |path: &str| client.json(&format!("/catalogi/api/v1/{path}"))["results"][0]["url"].clone();
        Self { zaaktype: first("zaaktypen"), roltype: first("roltypen"), statustype: first("statustypen") }
    }
}

/// Writes zaken, each with a rol and a status, until the server is gone. Notes the URL of everything that was answered with 201.
fn write(client: &Client, types: &Types, answered: &Mutex<Vec<String>>, count: &AtomicUsize) {
    let post = |path: &str, body: Value| {
        let (status, made) = client.post(&format!("/zaken/api/v1/{path}"), &body).ok()?;
        assert_eq!(status, 201, "{made}");
        let url = made["url"].as_str().unwrap().to_owned();
        answered.lock().unwrap().push(url.clone());
        count.fetch_add(1, Ordering::Relaxed);
        Some(url)
    };
    loop {
        let zaak = json!({
            "zaaktype": types.zaaktype, "bronorganisatie": "123456782", "verantwoordelijkeOrganisatie": "123456782", "startdatum": "2025-03-03",
        });
        let Some(zaak) = post("zaken", zaak) else { return };
        let rol = json!({
            "zaak": zaak, "roltype": types.roltype, "betrokkeneType": "medewerker", "roltoelichting": "x",
            "betrokkeneIdentificatie": {"identificatie": "x"},
        });
        let status = json!({"zaak": zaak, "statustype": types.statustype, "datumStatusGezet": "2025-03-04T10:00:00Z"});
        if post("rollen", rol).is_none() || post("statussen", status).is_none() {
            return;
        }
    }
}

#[test]
fn kill_dash_nine_loses_nothing_that_was_answered_and_leaves_nothing_half() {
    let data = tempdir().unwrap();
    example(data.path(), "melding-openbare-verlichting.toml");
    let random = RandomIds.uuid().as_u128();
    let answered = Mutex::new(Vec::new());
    // With a subscriber, what was sent is kept for some days, so that it can be looked at.
    let receiver = Receiver::start();
    let settings = data.path().join("waarmaker.toml");
    fs::write(&settings, format!("[notificaties]\nallow_private = [\"{}\"]\n", receiver.host())).unwrap();
    for round in 0..ROUNDS {
        let mut server = Server::with(data.path(), &["--config", settings.to_str().unwrap()]);
        let client = Client::superuser(&server, data.path());
        if round == 0 {
            receiver.subscribe(&client, &["zaken"]);
        }
        let types = Types::of(&client);
        // Any moment: after some number of answers that is different each time.
        let moment = usize::try_from((random >> (round * 10)) % 300).unwrap() + 1;
        let count = AtomicUsize::new(0);
        thread::scope(|scope| {
            for _ in 0..WRITERS {
                scope.spawn(|| write(&client.clone(), &types, &answered, &count));
            }
            eventually("writes are answered", || (count.load(Ordering::Relaxed) >= moment).then_some(()));
            server.kill();
        });
        println!("round {round}: killed after {moment} answers; {} in all", answered.lock().unwrap().len());
        inspect(data.path(), &answered.lock().unwrap());
    }
    let server = Server::start(data.path());
    let client = Client::superuser(&server, data.path());
    let last = answered.lock().unwrap().iter().rfind(|url| url.contains("/zaken/api/v1/zaken/")).cloned().unwrap();
    let path = last.split_once("/zaken/api").unwrap().1;
    client.json(&format!("/zaken/api{path}"));
    assert_eq!(client.json(&format!("/zaken/api{path}/audittrail"))[0]["actie"], "create");
}

/// Looks into the database of a server that was killed.
fn inspect(data: &Path, answered: &[String]) {
    let answered: Vec<(String, Uuid)> = answered
        .iter()
        .map(|url| {
            let mut parts = url.rsplit('/');
            let uuid = parts.next().unwrap().parse().unwrap();
            (parts.next().unwrap().to_owned(), uuid)
        })
        .collect();
    let db = Db::open(&Settings::new(Url::Sqlite(data.join("waarmaker.db")))).unwrap();
    db.read_blocking(move |tx| {
        assert_eq!(texts(tx, "PRAGMA integrity_check"), ["ok"]);
        assert_eq!(tx.query("PRAGMA foreign_key_check", &[], |row| row.text(0))?.len(), 0);
        // A notification is in the outbox, or among the messages that were numbered to be sent.
        let notifications = "(SELECT body FROM outbox UNION ALL SELECT body FROM berichten) AS notifications";
        let (audited, notified) = (created(tx, "audittrails"), created(tx, notifications));
        for (table, resource) in TABLES {
            let rows: BTreeSet<Uuid> =
                tx.query(&format!("SELECT uuid FROM {table}"), &[], |row| row.uuid(0))?.into_iter().collect();
            let lost: Vec<&Uuid> = answered
                .iter()
                .filter(|(path, uuid)| path == table && !rows.contains(uuid))
                .map(|(_, uuid)| uuid)
                .collect();
            assert!(lost.is_empty(), "{table}: {} of what was answered is gone: {lost:?}", lost.len());
            let none = BTreeSet::new();
            assert_eq!(
                audited.get(*resource).unwrap_or(&none),
                &rows,
                "each of {table} has its audit record, and no other has one"
            );
            assert_eq!(
                notified.get(*resource).unwrap_or(&none),
                &rows,
                "each of {table} has its notification, and no other has one"
            );
        }
        counts(tx);
        members(tx);
        Ok::<_, waarmaker_db::Error>(())
    })
    .unwrap();
    db.close_blocking();
}

fn texts(tx: &mut Tx<'_>, sql: &str) -> Vec<String> {
    tx.query(sql, &[], |row| row.text(0)).unwrap()
}

fn documents(tx: &mut Tx<'_>, sql: &str) -> Vec<Value> {
    let bodies = tx.query(sql, &[], |row| row.bytes(0)).unwrap();
    bodies.iter().map(|body| serde_json::from_slice(body).unwrap()).collect()
}

/// The uuids that a table says were created, by resource.
fn created(tx: &mut Tx<'_>, table: &str) -> BTreeMap<String, BTreeSet<Uuid>> {
    let mut created: BTreeMap<String, BTreeSet<Uuid>> = BTreeMap::new();
    for entry in documents(tx, &format!("SELECT body FROM {table}")) {
        if entry["actie"] == "create" {
            let uuid = entry["resourceUrl"].as_str().unwrap().rsplit('/').next().unwrap().parse().unwrap();
            assert!(
                created.entry(entry["resource"].as_str().unwrap().to_owned()).or_default().insert(uuid),
                "{table} has {entry} twice"
            );
        }
    }
    created
}

/// Kept counts are real counts.
fn counts(tx: &mut Tx<'_>) {
    let kept = tx
        .query("SELECT bron, SUM(aantal) FROM tellingen GROUP BY bron", &[], |row| Ok((row.text(0)?, row.int(1)?)))
        .unwrap();
    for (table, kept) in &kept {
        assert_eq!(*kept, count(tx, table), "{table}");
    }
    for (table, _) in TABLES.iter().filter(|(table, _)| !kept.iter().any(|(counted, _)| counted == table)) {
        assert_eq!(0, count(tx, table), "{table} is not counted");
    }
}

fn count(tx: &mut Tx<'_>, table: &str) -> i64 {
    tx.one(&format!("SELECT COUNT(*) FROM {table}"), &[], |row| row.int(0)).unwrap().unwrap()
}

/// What a zaak lists is what refers to it.
fn members(tx: &mut Tx<'_>) {
    let zaken = documents(tx, "SELECT body FROM zaken");
    let listed: usize = zaken.iter().map(|zaak| zaak["rollen"].as_array().unwrap().len()).sum();
    let current = zaken.iter().filter(|zaak| !zaak["status"].is_null()).count();
    assert_eq!(i64::try_from(listed).unwrap(), count(tx, "rollen"));
    assert_eq!(i64::try_from(current).unwrap(), count(tx, "statussen"));
}
