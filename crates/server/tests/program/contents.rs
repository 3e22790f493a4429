// SPDX-License-Identifier: EUPL-1.2
//! `waarmaker blob`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use tempfile::tempdir;
use waarmaker_core::{Ids as _, RandomIds};
use waarmaker_db::{Db, Settings, Url};

use crate::process::{Client, Server, eventually, example, run};

/// Makes a document: status and body of the answer.
fn upload(client: &Client) -> (u16, Value) {
    let kind = client.json("/catalogi/api/v1/informatieobjecttypen")["results"][0]["url"].clone();
    let content = b"De lokalen mogen er staan.";
    let body = json!({
        "informatieobjecttype": kind, "bronorganisatie": "123456782", "creatiedatum": "2025-03-03", "titel": "x", "auteur": "x",
        "taal": "nld", "bestandsnaam": "x.txt", "bestandsomvang": content.len(), "inhoud": STANDARD.encode(content),
    });
    client.post("/documenten/api/v1/enkelvoudiginformatieobjecten", &body).unwrap()
}

/// A register with one document, whose uuid it returns.
fn register(data: &Path) -> String {
    example(data, "omgevingsvergunning-aanvraag.toml");
    let mut server = Server::start(data);
    let (status, made) = upload(&Client::superuser(&server, data));
    assert_eq!(status, 201, "{made}");
    server.terminate();
    assert!(server.stopped().success());
    made["url"].as_str().unwrap().rsplit('/').next().unwrap().to_owned()
}

/// The only object in the store.
fn object(data: &Path) -> PathBuf {
    let folders = fs::read_dir(data.join("blobs")).unwrap().map(|entry| entry.unwrap().path());
    let mut objects = folders.flat_map(|folder| fs::read_dir(folder).unwrap()).map(|entry| entry.unwrap().path());
    let object = objects.next().unwrap();
    assert_eq!(objects.next(), None);
    object
}

fn blob(data: &Path, words: &[&str]) -> crate::process::Ran {
    run(&[&["blob"], words, &["--data", data.to_str().unwrap()]].concat())
}

#[test]
fn verifying_tells_what_is_damaged_or_missing_and_of_which_document() {
    let data = tempdir().unwrap();
    let uuid = register(data.path());
    let ran = blob(data.path(), &["verify"]);
    assert!(ran.err.contains("Verifying contents"), "{ran:?}");
    assert!(ran.well().contains("Everything is as it was written."));
    let object = object(data.path());
    let good = fs::read(&object).unwrap();

    fs::write(&object, good.to_ascii_uppercase()).unwrap();
    let ran = blob(data.path(), &["verify"]);
    assert!(ran.out.contains("damaged") && ran.out.contains(&uuid), "{ran:?}");
    assert!(ran.failed(1).contains("1 are damaged"));
    fs::remove_file(&object).unwrap();
    let ran = blob(data.path(), &["verify", "--json"]);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&report["sound"], &report["missing"]), (&json!(false), &json!(1)));
    assert_eq!(report["faults"][0]["enkelvoudiginformatieobjecten"], json!([uuid]));
    assert!(ran.failed(1).contains("1 are missing"));

    fs::write(&object, good).unwrap();
    let report = blob(data.path(), &["verify", "--json"]).json();
    assert_eq!((&report["sound"], &report["chunks"], &report["faults"]), (&json!(true), &json!(1), &json!([])));
}

#[test]
fn collecting_removes_what_a_crash_left_long_ago_and_nothing_else() {
    let data = tempdir().unwrap();
    register(data.path());
    let kept = object(data.path());
    // Objects without a row: one of 2020, and one of this moment.
    let left = |hash: &str, written: &str| {
        let folder = data.path().join("blobs").join(&hash[..2]);
        fs::create_dir_all(&folder).unwrap();
        let file = folder.join(format!("{hash}.{written}"));
        fs::write(&file, "half").unwrap();
        file
    };
    let old = left(&"ab".repeat(32), "01700000-0000-7000-8000-000000000000");
    let fresh = left(&"cd".repeat(32), &RandomIds.uuid().to_string());
    let report = blob(data.path(), &["collect", "--json"]).json();
    assert_eq!(
        (&report["objects"], &report["chunks"], &report["bytes"]),
        (&json!(1), &json!(0), &json!(4)),
        "{report}"
    );
    assert!(!old.exists() && kept.exists() && fresh.exists());
    assert!(blob(data.path(), &["collect"]).well().contains("0 objects without a row"));
    assert!(blob(data.path(), &["verify"]).well().contains("Everything is as it was written."));
}

/// Changes rows of a register whose server has stopped.
fn change(data: &Path, sql: &'static [&'static str]) {
    let db = Db::open(&Settings::new(Url::Sqlite(data.join("waarmaker.db")))).unwrap();
    db.write_blocking(move |tx| sql.iter().try_for_each(|sql| tx.run(sql, &[]).map(|_| ()))).unwrap();
    db.close_blocking();
}

#[test]
fn an_upload_that_nobody_finished_is_thrown_away_by_the_server_itself() {
    let data = tempdir().unwrap();
    example(data.path(), "omgevingsvergunning-aanvraag.toml");
    let mut server = Server::start(data.path());
    let client = Client::superuser(&server, data.path());
    let kind = client.json("/catalogi/api/v1/informatieobjecttypen")["results"][0]["url"].clone();
    let body = json!({
        "informatieobjecttype": kind, "bronorganisatie": "123456782", "creatiedatum": "2025-03-03", "titel": "x", "auteur": "x",
        "taal": "nld", "bestandsomvang": 10,
    });
    let (status, made) = client.post("/documenten/api/v1/enkelvoudiginformatieobjecten", &body).unwrap();
    assert_eq!((status, &made["locked"]), (201, &json!(true)), "{made}");
    server.terminate();
    assert!(server.stopped().success());
    // Its time is over, and so is the hour between two turns of the task.
    change(data.path(), &["UPDATE documentsloten SET upload_vervalt = '2020'", "UPDATE taken SET volgende = 0"]);
    let server = Server::start(data.path());
    let client = Client::superuser(&server, data.path());
    let path = made["url"].as_str().unwrap().split_once("/documenten/api").unwrap().1.to_owned();
    eventually("the lock is opened", || {
        let document = client.json(&format!("/documenten/api{path}"));
        (document["locked"] == false && document["bestandsdelen"] == json!([])).then_some(())
    });
}

#[test]
fn without_the_scanner_that_was_set_nothing_is_kept_and_all_else_works() {
    let data = tempdir().unwrap();
    example(data.path(), "omgevingsvergunning-aanvraag.toml");
    let settings = data.path().join("waarmaker.toml");
    fs::write(&settings, "[antivirus]\nclamav = \"unix:/nowhere/clamd.ctl\"\n").unwrap();
    let server = Server::with(data.path(), &["--config", settings.to_str().unwrap()]);
    let client = Client::superuser(&server, data.path());
    let (status, refused) = upload(&client);
    assert_eq!(status, 503, "{refused}");
    let ready = json!({"status": "ok", "database": "ok", "blobs": "ok", "antivirus": "failed"});
    assert_eq!(client.json("/health/ready"), ready);
    let report = blob(data.path(), &["verify", "--json"]).json();
    assert_eq!((&report["chunks"], &report["unowned"]), (&json!(0), &json!(0)), "{report}");
}
