// SPDX-License-Identifier: EUPL-1.2
//! What the tests of documents start from: two published informatieobjecttypen, and documents of them.

use axum::http::Method;
use serde_json::{Value, json};
use waarmaker_testkit::{Answer, App, Client, catalogi};

/// Root of the component.
pub(crate) const ROOT: &str = "/documenten/api/v1";
/// Path of the documents.
pub(crate) const DOCUMENTEN: &str = "/documenten/api/v1/enkelvoudiginformatieobjecten";

/// "Hallo" in base64.
pub(crate) const HALLO: &str = "SGFsbG8=";

/// A catalogue with two informatieobjecttypen.
#[derive(Debug)]
pub(crate) struct Kader<'a> {
    pub(crate) app: &'a App,
    pub(crate) admin: Client<'a>,
    pub(crate) catalogus: String,
    pub(crate) brief: String,
    pub(crate) nota: String,
}

/// The URL of what was made.
pub(crate) fn url_of(made: &Value) -> String {
    made["url"].as_str().unwrap().to_owned()
}

impl<'a> Kader<'a> {
    pub(crate) async fn new(app: &'a App) -> Self {
        let admin = app.superuser();
        let catalogus = catalogi::catalogus(&admin, "DOCUM").await;
        let iot = async |omschrijving: &str| {
            let body = catalogi::informatieobjecttype(&catalogus, omschrijving);
            catalogi::published(&admin, "informatieobjecttypen", &body).await
        };
        let (brief, nota) = (iot("Brief").await, iot("Nota").await);
        Self { app, admin, catalogus, brief, nota }
    }

    /// Body of a document without content, with these members besides.
    pub(crate) fn body(&self, more: &Value) -> Value {
        let mut body = json!({
            "bronorganisatie": "000000000", "creatiedatum": "2026-01-01", "titel": "Aanvraag", "auteur": "Jan de Vries", "taal": "nld",
            "informatieobjecttype": self.brief,
        });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    }

    /// Makes a document with these members.
    pub(crate) async fn document(&self, more: &Value) -> Value {
        self.admin.post(DOCUMENTEN, &self.body(more)).await.expect(201)
    }

    /// Makes a document; returns its URL.
    pub(crate) async fn url(&self, more: &Value) -> String {
        url_of(&self.document(more).await)
    }

    /// What a new document with these members is refused for.
    pub(crate) async fn refused(&self, more: &Value) -> Vec<String> {
        self.admin.post(DOCUMENTEN, &self.body(more)).await.problems()
    }

    /// Locks a document; returns the lock.
    pub(crate) async fn lock(&self, url: &str) -> String {
        let locked = self.admin.post(&format!("{url}/lock"), &json!({})).await.expect(200);
        locked["lock"].as_str().unwrap().to_owned()
    }

    /// Unlocks a document.
    pub(crate) async fn unlock(&self, url: &str, lock: &str) -> Answer {
        self.admin.post(&format!("{url}/unlock"), &json!({ "lock": lock })).await
    }

    /// Changes a document under its lock.
    pub(crate) async fn patch_locked(&self, url: &str, lock: &str, mut body: Value) -> Value {
        body["lock"] = json!(lock);
        self.admin.patch(url, &body).await.expect(200)
    }

    /// Changes a document under a lock of its own.
    pub(crate) async fn patch(&self, url: &str, body: Value) -> Value {
        let lock = self.lock(url).await;
        let patched = self.patch_locked(url, &lock, body).await;
        self.unlock(url, &lock).await.expect(204);
        patched
    }

    /// A client with these scopes for letters up to a level.
    pub(crate) async fn client(&self, client_id: &str, scopes: &[&str], level: &str) -> Client<'a> {
        self.client_with(client_id, scopes, level, false).await
    }

    /// A client that may see only what is published, or not.
    pub(crate) async fn client_with(
        &self,
        client_id: &str,
        scopes: &[&str],
        level: &str,
        published: bool,
    ) -> Client<'a> {
        let client = self.app.client(client_id);
        let autorisatie = json!({"component": "drc", "scopes": scopes, "informatieobjecttype": self.brief,
            "maxVertrouwelijkheidaanduiding": level});
        let body = json!({"clientIds": [client_id], "label": client_id, "alleenIsGereedVoorPublicatie": published,
            "autorisaties": [autorisatie]});
        self.admin.post("/autorisaties/api/v1/applicaties", &body).await.expect(201);
        client
    }

    /// How many files there are in the folder of contents, after everything that was refused has been cleared away.
    pub(crate) async fn files(&self) -> usize {
        self.app.api.blobs.idle().await;
        count(self.app.blobs())
    }
}

/// How many files there are in a folder and what is below it.
fn count(folder: &std::path::Path) -> usize {
    let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
    entries.map(|entry| if entry.path().is_dir() { count(&entry.path()) } else { 1 }).sum()
}

/// Sends a part: a form with these fields, in this order.
pub(crate) async fn send_part(client: &Client<'_>, url: &str, fields: &[(&str, &[u8])]) -> Answer {
    let mut body = Vec::new();
    for (name, value) in fields {
        let file =
            if *name == "inhoud" { "; filename=\"deel.bin\"\r\nContent-Type: application/octet-stream" } else { "" };
        body.extend_from_slice(
            format!("--grens\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n").as_bytes(),
        );
        body.extend_from_slice(value);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--grens--\r\n");
    client.send(Method::PUT, url, &[("content-type", "multipart/form-data; boundary=grens")], Some(body)).await
}
