// SPDX-License-Identifier: EUPL-1.2
//! The yardstick: an answer of fixed size from the same HTTP stack, after the same verification of the token.

use std::sync::Arc;

use anyhow::Result;
use axum::{Router, body::Bytes, extract::Path, http::HeaderMap, http::StatusCode, http::header, routing::get};
use waarmaker_auth::token::{self, Validity};

/// Secret of the yardstick's tokens.
pub(super) const SECRET: &str = "geheim van de meetlat, alleen op loopback";

/// Serves `/{bytes}`: that many bytes, when the token is right.
pub(crate) async fn serve(bind: &str) -> Result<()> {
    let body = Bytes::from(vec![b'x'; 1 << 20]);
    let answer = move |Path(size): Path<usize>, headers: HeaderMap| {
        let body = body.slice(..size.min(body.len()));
        async move {
            if verified(&headers) {
                Ok(([(header::CONTENT_TYPE, "application/json")], body))
            } else {
                Err(StatusCode::FORBIDDEN)
            }
        }
    };
    let router = Router::new().route("/{size}", get(answer)).route("/health/ready", get(|| async { "ok" }));
    let listener = tokio::net::TcpListener::bind(bind).await?;
    crate::serve::accept(listener, router, Arc::default(), std::future::pending()).await
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
