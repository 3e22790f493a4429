// SPDX-License-Identifier: EUPL-1.2
//! `kill -9` at any moment loses no content of a document that was answered with 201, and leaves no row without its object.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use tempfile::tempdir;
use uuid::Uuid;
use waarmaker_core::{Ids as _, RandomIds};
use waarmaker_db::{Db, Settings, Url};

use super::{count, texts};
use crate::process::{Client, Server, eventually, example, run};

const ROUNDS: u32 = 4;
const WRITERS: usize = 8;
const DOCUMENTEN: &str = "/documenten/api/v1";

/// URL path and content of everything that was answered.
type Answered = Mutex<BTreeMap<String, Vec<u8>>>;

/// A content of some size: most are unlike any other, some are the same as many.
fn content(number: u128) -> Vec<u8> {
    let size = usize::try_from(number % 40_000).unwrap() + 1;
    let word = if number.is_multiple_of(5) { "dezelfde".to_owned() } else { format!("{number:x} ") };
    word.into_bytes().into_iter().cycle().take(if number.is_multiple_of(5) { 5_000 } else { size }).collect()
}

fn document(kind: &Value, content: &[u8], in_parts: bool) -> Value {
    let mut body = json!({
        "informatieobjecttype": kind, "bronorganisatie": "123456782", "creatiedatum": "2025-03-03", "titel": "x", "auteur": "x",
        "taal": "nld", "bestandsnaam": "x.txt", "bestandsomvang": content.len(),
    });
    if !in_parts {
        body["inhoud"] = STANDARD.encode(content).into();
    }
    body
}

/// Uploads documents, every third one in parts, until the server is gone.
fn upload(client: &Client, kind: &Value, answered: &Answered, count: &AtomicUsize) {
    let note = |url: &str, content: Vec<u8>| {
        answered.lock().unwrap().insert(path(url).to_owned(), content);
        count.fetch_add(1, Ordering::Relaxed);
    };
    loop {
        let number = RandomIds.uuid().as_u128() >> 3;
        let (content, in_parts) = (content(number), number.is_multiple_of(3));
        let posted =
            client.post(&format!("{DOCUMENTEN}/enkelvoudiginformatieobjecten"), &document(kind, &content, in_parts));
        let Ok((status, made)) = posted else { return };
        assert_eq!(status, 201, "{made}");
        let url = made["url"].as_str().unwrap();
        if in_parts && !parts(client, &made, &content) {
            return;
        }
        note(url, content);
    }
}

/// Sends the parts of a document and unlocks it; says whether the server was there to the end.
fn parts(client: &Client, made: &Value, content: &[u8]) -> bool {
    let lock = made["lock"].as_str().unwrap();
    let mut rest = content;
    for part in made["bestandsdelen"].as_array().unwrap() {
        let (first, other) = rest.split_at(usize::try_from(part["omvang"].as_u64().unwrap()).unwrap());
        let Ok((status, put)) = client.put_part(part["url"].as_str().unwrap(), lock, first) else { return false };
        assert_eq!(status, 200, "{put}");
        rest = other;
    }
    assert!(rest.is_empty());
    let Ok((status, said)) = client.post(&format!("{}/unlock", made["url"].as_str().unwrap()), &json!({"lock": lock}))
    else {
        return false;
    };
    assert_eq!(status, 204, "{said}");
    true
}

/// A URL without the address of the server, which is another one after every start.
fn path(url: &str) -> &str {
    url.find("/documenten/api").and_then(|at| url.get(at..)).unwrap()
}

#[test]
fn kill_dash_nine_loses_no_document_and_leaves_no_row_without_its_content() {
    let data = tempdir().unwrap();
    example(data.path(), "omgevingsvergunning-aanvraag.toml");
    let settings = data.path().join("waarmaker.toml");
    fs::write(&settings, "[documenten]\npart_bytes = 8192\n").unwrap();
    let with = ["--config", settings.to_str().unwrap()];
    let random = RandomIds.uuid().as_u128();
    let answered = Answered::default();
    for round in 0..ROUNDS {
        let mut server = Server::with(data.path(), &with);
        let client = Client::superuser(&server, data.path());
        let kind = client.json("/catalogi/api/v1/informatieobjecttypen")["results"][0]["url"].clone();
        let moment = usize::try_from((random >> (round * 10)) % 150).unwrap() + 1;
        let count = AtomicUsize::new(0);
        thread::scope(|scope| {
            for _ in 0..WRITERS {
                scope.spawn(|| upload(&client.clone(), &kind, &answered, &count));
            }
            eventually("uploads are answered", || (count.load(Ordering::Relaxed) >= moment).then_some(()));
            server.kill();
        });
        println!("round {round}: killed after {moment} answers; {} in all", answered.lock().unwrap().len());
        inspect(data.path(), answered.lock().unwrap().keys());
    }
    let verified = run(&["blob", "verify", "--json", "--data", data.path().to_str().unwrap()]).json();
    assert!(verified["sound"] == true && verified["chunks"].as_u64().unwrap() > 0, "{verified}");
    let server = Server::with(data.path(), &with);
    let client = Client::superuser(&server, data.path());
    for (url, content) in &*answered.lock().unwrap() {
        let (status, came) = client.bytes(&format!("{url}/download"));
        assert!(status == 200 && came == *content, "{url}: {status}, {} of {} bytes", came.len(), content.len());
    }
}

/// Looks into the database and the folder of a server that was killed.
fn inspect<'a>(data: &Path, answered: impl Iterator<Item = &'a String>) {
    let answered: Vec<Uuid> = answered.map(|url| url.rsplit('/').next().unwrap().parse().unwrap()).collect();
    let folder = data.join("blobs");
    let db = Db::open(&Settings::new(Url::Sqlite(data.join("waarmaker.db")))).unwrap();
    db.read_blocking(move |tx| {
        assert_eq!(texts(tx, "PRAGMA integrity_check"), ["ok"]);
        assert_eq!(tx.query("PRAGMA foreign_key_check", &[], |row| row.text(0))?.len(), 0);
        let sql = "SELECT uuid FROM enkelvoudiginformatieobjecten";
        let rows = tx.query(sql, &[], |row| row.uuid(0))?;
        assert!(answered.iter().all(|uuid| rows.contains(uuid)), "what was answered is there");
        let chunks = tx.query("SELECT adres, sleutel, omvang FROM blobs", &[], |row| {
            Ok((row.bytes(0)?, row.uuid(1)?, row.int(2)?))
        })?;
        for (adres, sleutel, omvang) in chunks {
            let hex = adres.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
            let object = folder.join(&hex[..2]).join(format!("{hex}.{sleutel}"));
            let size = fs::metadata(&object).unwrap_or_else(|error| panic!("{}: {error}", object.display())).len();
            assert_eq!(i64::try_from(size).unwrap(), omvang, "{}", object.display());
        }
        let dangling = "inhoud_delen WHERE adres NOT IN (SELECT adres FROM blobs)";
        assert_eq!(count(tx, dangling), 0, "every part of a content has its object");
        Ok::<_, waarmaker_db::Error>(())
    })
    .unwrap();
    db.close_blocking();
}
