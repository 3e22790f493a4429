// SPDX-License-Identifier: EUPL-1.2
//! The link by which a contractor without a system of its own answers an order: a page that works without script, until the work is done.
//!
//! Who has the link may answer, so the link is worth 160 random bits of which only the hash is kept, is bound to the first browser that answers with
//! it, and shows nothing any more but that the work is done when it is. Looking changes nothing: mail scanners look too. What is answered goes the
//! way of the API: [`step`](crate::step::step()).

mod form;
pub(crate) mod html;
mod offer;
mod page;
pub(crate) mod rows;
pub(crate) mod steps;
pub(crate) mod token;

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    extract::{Path, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts},
    response::Response,
    routing::any,
};
use waarmaker_api::{Result, http::Api};
use waarmaker_core::Problem;
use waarmaker_resource::Uri;

pub use offer::offer_link;

use self::{
    form::{Form, Unread},
    page::{Page, Shown},
    rows::Row,
    token::{Secret, Token},
};
use crate::{Werkopdracht, channels::Sender};

/// Where the pages are.
pub(crate) const ROOT: &str = "/buiten/orders";
/// Name of the cookie.
const COOKIE: &str = "opdracht";
/// For how long a browser keeps it, in seconds: longer than an order lasts.
const KEPT: u32 = 366 * 24 * 3600;

/// The routes of the pages.
pub(crate) fn routes() -> Router<Arc<Api>> {
    Router::new().route(&format!("{ROOT}/{{token}}"), any(handle))
}

/// A link that leads to an order.
struct Opened {
    sender: Sender,
    token: Token,
    row: Row,
    order: Werkopdracht,
}

/// What a request may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Access {
    /// Answer: the link is of nobody yet, or of this browser.
    Ours,
    /// It is bound to another browser, or this one does not say who it is.
    Elsewhere,
    /// The order is with another party, or another link took the place of this one.
    Past,
}

async fn handle(State(api): State<Arc<Api>>, Path(token): Path<String>, request: Request) -> Response {
    let sender = Sender { api };
    let shown = match *request.method() {
        Method::GET | Method::HEAD => {
            let (parts, _) = request.into_parts();
            look(&sender, &token, &parts).await
        }
        Method::POST => answer(&sender, &token, request).await,
        _ => Ok(Shown::Refused(StatusCode::METHOD_NOT_ALLOWED, "Dat kan op deze pagina niet.".to_owned()).into()),
    };
    match shown {
        Ok(response) => response.finish(),
        Err(problem) => failed(&problem),
    }
}

/// What is ours is logged, once.
fn failed(problem: &Problem) -> Response {
    if problem.status >= 500 {
        tracing::error!(%problem, code = %problem.code, "a page of an order failed");
    }
    let words = if problem.status >= 500 {
        "Het lukt nu even niet. Probeer het over een paar minuten opnieuw."
    } else {
        &problem.detail
    };
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    Reply::from(Shown::Refused(status, words.to_owned())).finish()
}

/// Shows a page. Nothing changes.
async fn look(sender: &Sender, token: &str, request: &Parts) -> Result<Reply> {
    let opened = match open(sender, token).await? {
        Ok(opened) => opened,
        Err(reply) => return Ok(reply),
    };
    let query: Vec<(String, String)> =
        form_urlencoded::parse(request.uri.query().unwrap_or_default().as_bytes()).into_owned().collect();
    let asked = |name: &str| query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let done = asked("gedaan").map(str::to_owned);
    let access = access(&opened, &request.headers);
    if opened.order.status.is_finished() && access != Access::Past {
        return Ok(Shown::Finished(Box::new(opened.order)).into());
    }
    Ok(match access {
        Access::Ours => Page::new(opened.order, done)?.into(),
        // A browser does not send the cookie along from another site (a mail in a browser). Once more from our own page, and it does.
        Access::Elsewhere if asked("zelf").is_none() && opened.row.browser.is_some() => Shown::Again.into(),
        Access::Elsewhere => elsewhere(&opened).await?,
        Access::Past => Shown::Past.into(),
    })
}

async fn elsewhere(opened: &Opened) -> Result<Reply> {
    Ok(Shown::Elsewhere(steps::masked_address(opened).await?).into())
}

/// Takes an answer.
async fn answer(sender: &Sender, token: &str, request: Request) -> Result<Reply> {
    let opened = match open(sender, token).await? {
        Ok(opened) => opened,
        Err(reply) => return Ok(reply),
    };
    let (parts, body) = request.into_parts();
    if is_foreign(&parts.headers) {
        let words = "Dit antwoord kwam van een andere website. Open de link uit de mail en antwoord daar.";
        return Ok(Shown::Refused(StatusCode::FORBIDDEN, words.to_owned()).into());
    }
    let access = access(&opened, &parts.headers);
    if access == Access::Past {
        return Ok(Shown::Past.into());
    }
    let form = match Form::read(&parts.headers, body).await {
        Ok(form) => form,
        Err(Unread::TooLarge) => return page_with(opened, None, form::TOO_LARGE, StatusCode::PAYLOAD_TOO_LARGE),
        Err(Unread::Broken) => {
            let words = "Uw antwoord kwam niet goed aan. Probeer het opnieuw.";
            return page_with(opened, None, words, StatusCode::BAD_REQUEST);
        }
    };
    if form.stap == "nieuwelink" {
        return steps::new_link(&opened).await;
    }
    if access == Access::Elsewhere {
        return elsewhere(&opened).await;
    }
    if opened.order.status.is_finished() {
        return Ok(Shown::Finished(Box::new(opened.order)).into());
    }
    steps::take(opened, form, &parts.headers).await
}

/// The page again, with what was wrong; what was filled in is kept.
fn page_with(opened: Opened, form: Option<Form>, words: &str, status: StatusCode) -> Result<Reply> {
    let mut page = Page::new(opened.order, None)?;
    page.errors.push((String::new(), words.to_owned()));
    page.form = form;
    Ok(Reply { status, ..page.into() })
}

/// Finds the order of a token; else what to show.
async fn open(sender: &Sender, text: &str) -> Result<Result<Opened, Reply>> {
    let Some(token) = Token::parse(text) else { return Ok(Err(guessed(sender).await?)) };
    let hash = token.hash();
    let found = sender.read(move |cx| {
        let Some(row) = rows::find(cx.tx, &hash)? else { return Ok(None) };
        let order = cx.get::<Werkopdracht>(row.order)?;
        Ok(order.map(|order| (row, order)))
    });
    match found.await? {
        Some((row, order)) => Ok(Ok(Opened { sender: sender.clone(), token, row, order })),
        None => Ok(Err(guessed(sender).await?)),
    }
}

/// Counts a token that does not exist. After too many in a minute whoever comes with another has to wait; links that exist go on.
async fn guessed(sender: &Sender) -> Result<Reply> {
    metrics::counter!("links_unknown_total").increment(1);
    let counted = sender.read(|cx| Ok(rows::guesses(cx.tx, minute(cx.call.now.at.as_millisecond()))?)).await?;
    if counted >= rows::MOST_GUESSES {
        return Ok(Shown::Busy.into());
    }
    let count = sender.write(|cx| Ok(rows::guess(cx.tx, minute(cx.call.now.at.as_millisecond()))?)).await?;
    if count == rows::MOST_GUESSES {
        tracing::warn!(count, "many links that do not exist were tried within a minute");
    }
    Ok(Shown::Unknown.into())
}

const fn minute(milliseconds: i64) -> i64 {
    milliseconds.div_euclid(60_000)
}

/// What this browser may do with a link.
fn access(opened: &Opened, headers: &HeaderMap) -> Access {
    let uuid = |uri: Option<&Uri>| crate::klok::uuid_of(uri);
    if opened.row.replaced || uuid(opened.order.aannemer.as_ref()) != opened.row.aannemer {
        return Access::Past;
    }
    match (&opened.row.browser, cookie(headers)) {
        (None, _) => Access::Ours,
        (Some(bound), Some(value)) if *bound == value.hash() => Access::Ours,
        (Some(_), _) => Access::Elsewhere,
    }
}

fn cookie(headers: &HeaderMap) -> Option<Secret> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).and_then(|(_, value)| Secret::parse(value))
}

/// Whether a browser says that a page of somebody else sent this.
fn is_foreign(headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
    site.is_some_and(|site| !matches!(site, "same-origin" | "same-site" | "none"))
}

/// A page, or the way to one.
struct Reply {
    status: StatusCode,
    html: String,
    /// The query of the page to go to.
    to: Option<String>,
    /// `Set-Cookie`.
    cookie: Option<String>,
}

impl Reply {
    /// To the page itself, with this query.
    fn see_other(query: String) -> Self {
        Self { status: StatusCode::SEE_OTHER, html: String::new(), to: Some(query), cookie: None }
    }

    fn finish(self) -> Response {
        let mut response = Response::new(Body::from(self.html));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        for (name, value) in [
            ("content-type", "text/html; charset=utf-8"),
            ("cache-control", "no-store"),
            ("referrer-policy", "no-referrer"),
            ("x-robots-tag", "noindex, nofollow"),
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
        ] {
            headers.insert(name, HeaderValue::from_static(value));
        }
        let texts = [
            (header::CONTENT_SECURITY_POLICY, Some(html::policy())),
            (header::LOCATION, self.to),
            (header::SET_COOKIE, self.cookie),
        ];
        for (name, text) in texts {
            if let Some(value) = text.and_then(|text| HeaderValue::from_str(&text).ok()) {
                headers.insert(name, value);
            }
        }
        if self.status == StatusCode::TOO_MANY_REQUESTS {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("60"));
        }
        response
    }
}

/// The cookie that binds a link to this browser.
fn bound(sender: &Sender, token: &Token, value: &Secret) -> String {
    let origin = sender.origin();
    let (scheme, rest) = origin.split_once("://").unwrap_or(("http", origin));
    let prefix = rest.split_once('/').map_or(String::new(), |(_, path)| format!("/{}", path.trim_end_matches('/')));
    let secure = if scheme == "https" { "; Secure" } else { "" };
    let path = format!("{prefix}{ROOT}/{}", token.text());
    format!("{COOKIE}={}; Path={path}; Max-Age={KEPT}; HttpOnly; SameSite=Strict{secure}", value.text())
}
