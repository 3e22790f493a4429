// SPDX-License-Identifier: EUPL-1.2
//! A virus at the front door, and a real ClamAV behind it.

use std::{fs, path::Path};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use tempfile::{TempDir, tempdir};
use waarmaker_db::{Db, Settings, Url};
use waarmaker_testkit::{Clamd, EICAR, SIGNATURE};

use crate::process::{Client, Server, eventually, example, run};

const DOCUMENTEN: &str = "/documenten/api/v1/enkelvoudiginformatieobjecten";

/// A server with a scanner.
struct Guarded {
    clamd: Clamd,
    data: TempDir,
    client: Client,
    kind: Value,
    _server: Server,
}

impl Guarded {
    fn start() -> Self {
        let (clamd, data) = (Clamd::start(32 << 20), tempdir().unwrap());
        example(data.path(), "omgevingsvergunning-aanvraag.toml");
        let settings = data.path().join("waarmaker.toml");
        fs::write(&settings, format!("[antivirus]\nclamav = \"unix:{}\"\n", clamd.socket().display())).unwrap();
        let server = Server::with(data.path(), &["--config", settings.to_str().unwrap()]);
        let client = Client::superuser(&server, data.path());
        let kind = client.json("/catalogi/api/v1/informatieobjecttypen")["results"][0]["url"].clone();
        Self { clamd, data, client, kind, _server: server }
    }

    /// Makes a document: status and body of the answer.
    fn make(&self, more: Value) -> (u16, Value) {
        let mut body = json!({
            "informatieobjecttype": self.kind, "bronorganisatie": "123456782", "creatiedatum": "2025-03-03", "titel": "x",
            "auteur": "x", "taal": "nld", "bestandsnaam": "x.txt",
        });
        let Value::Object(more) = more else { panic!("members") };
        body.as_object_mut().unwrap().extend(more);
        self.client.post(DOCUMENTEN, &body).unwrap()
    }

    fn make_with(&self, content: &[u8]) -> (u16, Value) {
        self.make(json!({"inhoud": STANDARD.encode(content), "bestandsomvang": content.len()}))
    }

    /// How many documents there are.
    fn documents(&self) -> Value {
        self.client.json(DOCUMENTEN)["count"].clone()
    }

    /// Waits until there are so many files in the folder of contents, each with its row: what is refused is cleared away after the answer.
    #[track_caller]
    fn has_files(&self, wanted: usize) {
        let data = self.data.path();
        eventually("the folder of contents is as it should be", || {
            if files(&data.join("blobs")) != wanted {
                return None;
            }
            let verify = run(&["blob", "verify", "--json", "--data", data.to_str().unwrap()]).json();
            (verify["chunks"] == json!(wanted) && verify["unowned"] == 0).then_some(())
        });
    }

    /// What the audit trails tell of refusals: action, result, what happened and who did it.
    fn refusals(&self) -> Vec<(Value, Value, String, Value)> {
        let db = Db::open(&Settings::new(Url::Sqlite(self.data.path().join("waarmaker.db")))).unwrap();
        let sql = "SELECT body FROM audittrails WHERE component = 'drc' ORDER BY id";
        let read: Result<Vec<Vec<u8>>, waarmaker_db::Error> =
            db.read_blocking(|tx| tx.query(sql, &[], |row| row.bytes(0)));
        db.close_blocking();
        let records = read.unwrap().into_iter().map(|body| serde_json::from_slice::<Value>(&body).unwrap());
        let told = |record: Value| {
            let what = record["resourceWeergave"].as_str().unwrap().to_owned();
            (record["actie"].clone(), record["resultaat"].clone(), what, record["applicatieWeergave"].clone())
        };
        records.filter(|record| record["resultaat"].as_u64() >= Some(400)).map(told).collect()
    }
}

/// How many files are in a folder; folders may go while they are looked at.
fn files(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| if entry.path().is_dir() { files(&entry.path()) } else { 1 }).sum()
}

/// The virus, after so many bytes of something else.
fn virus(before: u32) -> Vec<u8> {
    let mut content: Vec<u8> = (0..before / 4).flat_map(u32::to_le_bytes).collect();
    content.extend_from_slice(EICAR.concat().as_bytes());
    content
}

#[track_caller]
fn refused(answer: &(u16, Value)) {
    let (status, body) = answer;
    assert_eq!((*status, &body["code"]), (400, &json!("invalid")), "{body}");
    let problem = &body["invalidParams"][0];
    assert_eq!((&problem["name"], &problem["code"]), (&json!("inhoud"), &json!("virus-found")), "{body}");
    assert!(problem["reason"].as_str().unwrap().contains(SIGNATURE), "{body}");
}

/// A document that waits for a content in one part: its URL, its lock and the URL of the part.
fn announced(guarded: &Guarded, size: usize) -> (String, String, String) {
    let (status, made) = guarded.make(json!({"inhoud": null, "bestandsomvang": size}));
    assert_eq!(status, 201, "{made}");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let inside = |value: &Value| format!("/documenten/api{}", text(value).split_once("/documenten/api").unwrap().1);
    (inside(&made["url"]), text(&made["lock"]), inside(&made["bestandsdelen"][0]["url"]))
}

#[test]
fn a_virus_in_a_body_is_refused_and_written_down_and_leaves_nothing() {
    let guarded = Guarded::start();
    assert_eq!(guarded.client.json("/health/ready")["antivirus"], "ok");
    // The second one is found after a chunk has been stored.
    for before in [0, 5 << 20] {
        refused(&guarded.make_with(&virus(before)));
        guarded.has_files(0);
    }
    assert_eq!(guarded.documents(), 0);
    let told = guarded.refusals();
    assert_eq!(told.len(), 2, "{told:?}");
    for (actie, resultaat, what, who) in told {
        assert_eq!((actie, resultaat, who), (json!("create"), json!(400), json!("test")));
        assert!(what.contains(SIGNATURE), "{what}");
    }

    let (status, made) = guarded.make_with(b"De lokalen mogen er staan.");
    assert_eq!((status, guarded.documents()), (201, json!(1)), "{made}");
    guarded.has_files(1);
}

#[test]
fn a_virus_in_a_part_is_refused_and_in_the_audit_trail_of_its_document() {
    let guarded = Guarded::start();
    let eicar = virus(5 << 20);
    let (url, lock, part) = announced(&guarded, eicar.len());
    refused(&guarded.client.put_part(&part, &lock, &eicar).unwrap());
    guarded.has_files(0);
    assert_eq!(guarded.client.json(&url)["bestandsdelen"][0]["voltooid"], false);
    let trail = guarded.client.json(&format!("{url}/audittrail"));
    assert_eq!(
        (&trail[1]["actie"], &trail[1]["resultaat"], &trail[1]["wijzigingen"]["nieuw"]),
        (&json!("partial_update"), &json!(400), &Value::Null)
    );
    assert!(trail[1]["resourceWeergave"].as_str().unwrap().contains(SIGNATURE), "{trail}");

    let clean = vec![7; eicar.len()];
    assert_eq!(guarded.client.put_part(&part, &lock, &clean).unwrap().0, 200);
    assert_eq!(guarded.client.post(&format!("{url}/unlock"), &json!({ "lock": lock })).unwrap().0, 204);
    let (status, downloaded) = guarded.client.bytes(&format!("{url}/download"));
    assert_eq!((status, downloaded == clean), (200, true));
}

#[test]
fn while_the_scanner_is_away_nothing_comes_in() {
    let mut guarded = Guarded::start();
    let clean = b"De lokalen mogen er staan.";
    let (url, lock, part) = announced(&guarded, clean.len());
    guarded.clamd.stop();
    assert_eq!(guarded.client.json("/health/ready")["antivirus"], "failed");
    for (status, body) in [guarded.make_with(clean), guarded.client.put_part(&part, &lock, clean).unwrap()] {
        assert_eq!(status, 503, "{body}");
    }
    guarded.has_files(0);
    assert_eq!((guarded.documents(), guarded.refusals().len()), (json!(1), 0));
    assert_eq!(guarded.client.json(&url)["bestandsdelen"][0]["voltooid"], false);

    guarded.clamd.again();
    assert_eq!(guarded.client.json("/health/ready")["antivirus"], "ok");
    assert_eq!(guarded.client.put_part(&part, &lock, clean).unwrap().0, 200);
    assert_eq!(guarded.make_with(b"Nog een.").0, 201);
    guarded.has_files(2);
}
