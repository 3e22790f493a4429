// SPDX-License-Identifier: EUPL-1.2
//! The yardstick: an answer of fixed size from the same HTTP stack, and a file from disk, after the same verification of the token. Also the other
//! side of a notification: what receives it does no more than count.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use anyhow::Result;
use axum::{
    Router,
    body::Bytes,
    extract::{Path, Request},
    http::{HeaderMap, StatusCode, header},
    middleware::{Next, from_fn},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use tower_http::services::ServeDir;
use waarmaker_auth::token::{self, Validity};

/// Secret of the yardstick's tokens.
pub(super) const SECRET: &str = "geheim van de meetlat, alleen op loopback";

/// What the yardstick serves.
#[derive(Debug, clap::Args)]
pub(crate) struct Static {
    /// Address and port
    #[arg(long)]
    bind: String,
    /// Folder of the files under `/files`
    #[arg(long)]
    files: Option<PathBuf>,
}

/// Serves `/{bytes}`, that many bytes, and `/files/…` when the token is right; counts what is sent to `/callback` and tells at `/count`.
pub(crate) async fn serve(options: &Static) -> Result<()> {
    let listener = tokio::net::TcpListener::bind(&options.bind).await?;
    let files = ServeDir::new(options.files.as_deref().unwrap_or(std::path::Path::new("/nonexistent")));
    let router = Router::new()
        .nest_service("/files", files)
        .layer(from_fn(verify))
        .route("/{size}", get(sized))
        .merge(receiver())
        .route("/health/ready", get(|| async { "ok" }));
    crate::serve::accept(listener, router, Arc::default(), std::future::pending()).await
}

async fn sized(Path(size): Path<usize>, headers: HeaderMap) -> Result<impl IntoResponse, StatusCode> {
    static BODY: [u8; 1 << 20] = [b'x'; 1 << 20];
    let body = BODY.get(..size.min(BODY.len())).unwrap_or_default();
    if verified(&headers) {
        Ok(([(header::CONTENT_TYPE, "application/json")], Bytes::from_static(body)))
    } else {
        Err(StatusCode::FORBIDDEN)
    }
}

/// Receives notifications.
fn receiver() -> Router {
    let count = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&count);
    let receive = move |_: Bytes| {
        counted.fetch_add(1, Ordering::Relaxed);
        async { StatusCode::NO_CONTENT }
    };
    let tell = move || {
        let count = count.load(Ordering::Relaxed);
        async move { count.to_string() }
    };
    Router::new().route("/callback", post(receive)).route("/count", get(tell))
}

async fn verify(request: Request, next: Next) -> Result<Response, StatusCode> {
    if verified(request.headers()) { Ok(next.run(request).await) } else { Err(StatusCode::FORBIDDEN) }
}

fn verified(headers: &HeaderMap) -> bool {
    let value = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "));
    let Some(Ok(read)) = value.map(token::read) else { return false };
    let validity = Validity { max_age_seconds: i64::MAX, leeway_seconds: 0 };
    read.signed_with(SECRET) && read.verify(0, validity).is_ok()
}
