// SPDX-License-Identifier: EUPL-1.2
//! `GET /aanmelden/terug`: what the provider sends people back with, judged.

use std::sync::Arc;

use axum::{Extension, extract::State, response::Response};
use waarmaker_api::{Call, http::Api};
use waarmaker_core::{DateTime, Problem};
use waarmaker_db::Tx;
use waarmaker_ui::{User, Visit, secret::Secret, session};

use crate::{SignIn, failed::Failed, oidc::Client, pages, pending, pending::Pending, roles, token::Claims};

/// Longest code that is passed on.
const LONGEST_CODE: usize = 4096;

/// Somebody comes back from the provider.
pub(crate) async fn arrive(
    State(api): State<Arc<Api>>,
    Extension(signin): Extension<Arc<SignIn>>,
    mut visit: Visit,
) -> Response {
    let state = visit.asked("state").as_deref().and_then(pending::parse);
    if let Some((_, lang)) = &state {
        visit.lang = *lang;
    }
    match arrived(&api, &signin, &visit, state.map(|(state, _)| state)).await {
        Ok(response) => response,
        // Somebody who went back in the history of the browser.
        Err(Failed::Expired) if visit.user.is_some() => visit.answer(pages::onward(&visit, "/aanmelden/sessie")),
        Err(failed) => failed.page(&visit),
    }
}

async fn arrived(api: &Arc<Api>, signin: &SignIn, visit: &Visit, state: Option<Secret>) -> Result<Response, Failed> {
    let client = signin.client.as_ref().ok_or(Failed::Nobody)?;
    let state = state.ok_or(Failed::Tampered)?;
    let cookie = session::cookie(visit, pending::COOKIE).ok_or(Failed::Expired)?;
    let pending = Arc::new(Pending::new(cookie, state));
    let now = Call::now(&api.house)?.now;
    let (taken, at) = (Arc::clone(&pending), now);
    let back = api.db.write(move |tx| Ok::<_, Problem>(taken.take(tx, &at)?)).await?.ok_or(Failed::Expired)?;
    let claims = claims(signin, client, visit, &pending, &now).await?;
    let user = person(signin, &claims)?;
    let cookie = Secret::fresh()?;
    let (begun, old, at, who) = (cookie.clone(), session::current(visit), now, user.clone());
    let home = api.db.write(move |tx| Ok::<_, Problem>(begin(tx, &begun, old.as_ref(), &who, &at)?)).await?;
    let Some(home) = home else {
        tracing::warn!(client_id = %user.client_id, "a role leads to a client id that no Applicatie has");
        return Err(Failed::NoRole);
    };
    metrics::counter!("signin_total", "outcome" => "signed_in").increment(1);
    tracing::info!(client_id = %user.client_id, "somebody signed in");
    let to = if back.is_empty() { format!("{}{home}", visit.lang.prefix()) } else { back };
    let mut response = pages::onward(visit, &to)?;
    session::give(visit, &mut response, &cookie);
    session::set_cookie(visit, &mut response, pending::COOKIE, "", Some(0));
    Ok(response)
}

/// What the provider says of whoever came back.
async fn claims(
    signin: &SignIn,
    client: &Client,
    visit: &Visit,
    pending: &Pending,
    now: &DateTime,
) -> Result<Claims, Failed> {
    if !client.answers_as(visit.asked("iss").as_deref(), now.at).await? {
        return Err(Failed::Tampered);
    }
    match visit.asked("error").as_deref() {
        Some("access_denied" | "login_required" | "interaction_required") => return Err(Failed::Cancelled),
        Some(error) => {
            let known = error.len() < 60 && error.chars().all(|sign| sign.is_ascii_lowercase() || sign == '_');
            return Err(Failed::provider(format!("it answers {}", if known { error } else { "something else" })));
        }
        None => {}
    }
    let code = visit.asked("code").filter(|code| !code.is_empty() && code.len() <= LONGEST_CODE);
    let code = code.ok_or(Failed::Tampered)?;
    let wanted = |claims: &Claims| roles::named(claims, &signin.roles_claim).is_some();
    client.claims(&code, pending, wanted, now.at).await
}

/// Who that is here.
fn person(signin: &SignIn, claims: &Claims) -> Result<User, Failed> {
    let has = roles::named(claims, &signin.roles_claim).unwrap_or_default();
    let client_id = roles::client_id(&signin.roles, &has).ok_or(Failed::NoRole)?.to_owned();
    let sub = claims.get("sub").and_then(|sub| sub.as_str()).unwrap_or_default().to_owned();
    Ok(User { client_id, sub, name: roles::name(claims) })
}

/// Begins a session under a new cookie and ends the one that the browser had; says where such people begin. `None` when there is no such
/// Applicatie.
fn begin(
    tx: &mut Tx<'_>,
    cookie: &Secret,
    old: Option<&Secret>,
    user: &User,
    now: &DateTime,
) -> Result<Option<&'static str>, waarmaker_db::Error> {
    let sql = "SELECT alles FROM applicatie_clients WHERE client_id = $1";
    let Some(all) = tx.one(sql, &[user.client_id.as_str().into()], |row| row.bool(0))? else { return Ok(None) };
    if let Some(old) = old {
        session::end(tx, old)?;
    }
    session::begin(tx, cookie, user, now)?;
    let sql =
        "SELECT 1 FROM rechten WHERE client_id = $1 AND component = 'sig' AND scope = 'signalen.opdrachten' LIMIT 1";
    let contractor = !all && tx.one(sql, &[user.client_id.as_str().into()], |row| row.int(0))?.is_some();
    Ok(Some(if contractor { "/buiten" } else { "/beheer/signalen" }))
}
