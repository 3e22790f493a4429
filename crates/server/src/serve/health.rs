// SPDX-License-Identifier: EUPL-1.2
//! Health: `/health/live` says that the process answers, `/health/ready` tries the database and the store of contents.
//!
//! A virus scanner is shown as well, when there is one. Without it uploads are refused and all else works, so it decides nothing.

use std::{fmt::Display, future::Future, sync::Arc, time::Duration};

use axum::{
    Router, extract::State, http::StatusCode, http::header, response::IntoResponse, response::Response, routing::get,
};
use serde_json::{Value, json};
use waarmaker_blob::Blobs;
use waarmaker_db::Db;

/// How long a part may take to prove itself.
const PATIENCE: Duration = Duration::from_secs(5);

struct Parts {
    db: Db,
    blobs: Blobs,
    scanned: bool,
}

/// The routes of health; `scanned` when a virus scanner was set.
pub(super) fn routes(db: Db, blobs: Blobs, scanned: bool) -> Router {
    Router::new()
        .route("/health/live", get(|| async { answer(StatusCode::OK, &json!({"status": "ok"})) }))
        .route("/health/ready", get(ready))
        .with_state(Arc::new(Parts { db, blobs, scanned }))
}

async fn ready(State(parts): State<Arc<Parts>>) -> Response {
    let database = tried("database", parts.db.ping()).await;
    let blobs = tried("blobs", parts.blobs.probe()).await;
    let word = |well: bool| if well { "ok" } else { "failed" };
    let (well, code) =
        if database && blobs { ("ok", StatusCode::OK) } else { ("failed", StatusCode::SERVICE_UNAVAILABLE) };
    let mut body = json!({"status": well, "database": word(database), "blobs": word(blobs)});
    if let (true, Some(members)) = (parts.scanned, body.as_object_mut()) {
        let scanner = tried("antivirus", parts.blobs.probe_scanner()).await;
        members.insert("antivirus".to_owned(), word(scanner).into());
    }
    answer(code, &body)
}

fn answer(code: StatusCode, body: &Value) -> Response {
    (code, [(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

async fn tried<E: Display>(part: &str, proof: impl Future<Output = Result<(), E>>) -> bool {
    match tokio::time::timeout(PATIENCE, proof).await {
        Ok(Ok(())) => return true,
        Ok(Err(error)) => tracing::warn!(part, %error, "not ready"),
        Err(_) => tracing::warn!(part, "not ready: no answer in time"),
    }
    false
}
