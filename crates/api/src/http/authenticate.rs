// SPDX-License-Identifier: EUPL-1.2
//! From the header `Authorization` to verified claims.

use axum::http::{HeaderMap, header};
use waarmaker_auth::token::{self, Claims};
use waarmaker_core::Problem;

use super::{Api, accept};
use crate::Result;

/// The claims of the token; `None` without one: such a caller may reach what is public.
pub(super) async fn claims(api: &Api, headers: &HeaderMap) -> Result<Option<Claims>> {
    let Some(value) = headers.get(header::AUTHORIZATION) else { return Ok(None) };
    let token = value.to_str().ok().and_then(|value| value.strip_prefix("Bearer ")).map(str::trim);
    let Some(token) = token else {
        return Err(Problem::forbidden_code(
            "jwt-decode-error",
            "De header Authorization moet een Bearer-token bevatten.",
        ));
    };
    let read = token::read(token)?;
    let Some(secret) = api.secrets.of(read.client_id()).await? else {
        return Err(Problem::forbidden_code("invalid-client-identifier", "De client_id in het token is onbekend."));
    };
    if !read.signed_with(&secret) {
        let fresh = api.secrets.fresh(read.client_id()).await?;
        if !fresh.is_some_and(|secret| read.signed_with(&secret)) {
            return Err(Problem::forbidden_code("invalid-jwt-signature", "De handtekening van het token klopt niet."));
        }
    }
    let mut claims = read.verify(api.house.clock.now().as_second(), api.validity)?;
    if claims.user_id.is_empty() {
        claims.user_id = accept::text(headers, "x-nlx-request-user-id")?.chars().take(255).collect();
    }
    Ok(Some(claims))
}
