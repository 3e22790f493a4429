// SPDX-License-Identifier: EUPL-1.2
//! Health: `/health/live` says that the process answers, `/health/ready` tries database and blobs.

use std::{fs, io, path::Path, path::PathBuf, sync::Arc, time::Duration};

use axum::{
    Router, extract::State, http::StatusCode, http::header, response::IntoResponse, response::Response, routing::get,
};
use serde_json::{Value, json};
use waarmaker_core::{Ids as _, RandomIds};
use waarmaker_db::Db;

/// How long a part may take to prove itself.
const PATIENCE: Duration = Duration::from_secs(5);

struct Parts {
    db: Db,
    blobs: PathBuf,
}

/// The routes of health.
pub(super) fn routes(db: Db, blobs: PathBuf) -> Router {
    Router::new()
        .route("/health/live", get(|| async { answer(StatusCode::OK, &json!({"status": "ok"})) }))
        .route("/health/ready", get(ready))
        .with_state(Arc::new(Parts { db, blobs }))
}

async fn ready(State(parts): State<Arc<Parts>>) -> Response {
    let database = tokio::time::timeout(PATIENCE, parts.db.ping()).await.is_ok_and(|pinged| tried("database", &pinged));
    let blobs = parts.blobs.clone();
    let probing = tokio::task::spawn_blocking(move || probe(&blobs));
    let blobs = tokio::time::timeout(PATIENCE, probing).await;
    let blobs = blobs.is_ok_and(|done| done.is_ok_and(|probed| tried("blobs", &probed)));
    let word = |well: bool| if well { "ok" } else { "failed" };
    let (well, code) =
        if database && blobs { ("ok", StatusCode::OK) } else { ("failed", StatusCode::SERVICE_UNAVAILABLE) };
    answer(code, &json!({"status": well, "database": word(database), "blobs": word(blobs)}))
}

fn answer(code: StatusCode, body: &Value) -> Response {
    (code, [(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

fn tried<E: std::fmt::Display>(part: &str, outcome: &Result<(), E>) -> bool {
    if let Err(error) = outcome {
        tracing::warn!(part, %error, "not ready");
    }
    outcome.is_ok()
}

/// Writes a small blob, reads it back and removes it.
fn probe(folder: &Path) -> io::Result<()> {
    let name = RandomIds.uuid().to_string();
    let path = folder.join(format!(".probe-{name}"));
    fs::write(&path, &name)?;
    let read = fs::read(&path);
    fs::remove_file(&path)?;
    if read? == name.as_bytes() { Ok(()) } else { Err(io::Error::other("a blob reads back differently")) }
}
