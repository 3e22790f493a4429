// SPDX-License-Identifier: EUPL-1.2
//! An order by the link in a mail.

use std::sync::Arc;

use axum::{
    extract::Request,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::Response,
};
use waarmaker_api::{Call, Result, http::Api};
use waarmaker_db::Weight;
use waarmaker_ui::{
    Visit,
    form::{Errors, Posted},
};
use waarmaker_werkopdrachten::{
    Namens, Opdrachtstatus,
    link::{self, Access, Answered, Link, Opened, ROOT},
    photo::draft,
    possible,
};

use crate::{
    TEXTS,
    answer::{self, Form},
    notice::Notice,
    order::{OrderPage, Shown},
};

/// Adds what keeps the token from others: the address of the page goes to us only, and no search engine keeps it. With `no-referrer` a browser
/// would send the forms of the page as if they came from nowhere (`Origin: null`), and they would be refused.
fn closed(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow"));
    response
}

/// Shows the order of a token. Nothing changes: mail scanners look too.
pub(crate) async fn look(api: &Arc<Api>, visit: &Visit, token: &str) -> Result<Response> {
    let link = match link::open(api, token).await? {
        Opened::Link(link) => link,
        other => return nowhere(visit, &other),
    };
    let access = link.access(&visit.headers);
    let shown = match access {
        Access::Past => past(visit)?,
        _ if link.order.status.is_finished() => finished(visit, &link, None)?,
        Access::Ours => page(api, visit, &link, None, None).await?,
        // A browser does not send the cookie along from another site (a mail in a browser). Once more from our own page, and it does.
        Access::Elsewhere if visit.asked("zelf").is_none() && link.is_bound() => again(visit)?,
        Access::Elsewhere => elsewhere(visit, &link).await?,
    };
    Ok(closed(shown))
}

/// Takes an answer.
pub(crate) async fn answer(api: &Arc<Api>, visit: &Visit, token: &str, request: Request) -> Result<Response> {
    let link = match link::open(api, token).await? {
        Opened::Link(link) => link,
        other => return nowhere(visit, &other),
    };
    taken(api, visit, &link, token, request).await.map(closed)
}

async fn taken(api: &Arc<Api>, visit: &Visit, link: &Link, token: &str, request: Request) -> Result<Response> {
    let access = link.access(&visit.headers);
    if access == Access::Past {
        return past(visit);
    }
    let posted = match Posted::read(visit, request, answer::MOST_BYTES).await {
        Ok(posted) => posted,
        Err(problem) if problem.status < 500 && access == Access::Ours => {
            let t = visit.say(&TEXTS);
            let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::BAD_REQUEST);
            let words = if problem.status == 413 { "mis-te-groot" } else { "mis-niet-aangekomen" };
            return page(api, visit, link, None, Some((t.say(words), status))).await;
        }
        Err(problem) => return Err(problem),
    };
    if posted.text("stap") == "nieuwelink" {
        return if posted.fresh { another(visit, link).await } else { elsewhere(visit, link).await };
    }
    if access == Access::Elsewhere {
        return elsewhere(visit, link).await;
    }
    if link.order.status.is_finished() {
        return finished(visit, link, Some(&posted));
    }
    let t = visit.say(&TEXTS);
    let mut form = answer::judge(&posted, &visit.page("")?, t);
    let mut status = if posted.fresh { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::FORBIDDEN };
    if form.is_right() {
        let outcome = match form.step(api, link.uuid(), &posted).await {
            Ok(step) => link.answer(step, &visit.headers).await,
            Err(problem) => Err(problem),
        };
        match outcome {
            Ok(Answered::Taken(cookies)) => {
                let mut response = visit.see_other(&format!("{ROOT}/{token}?gedaan={}", posted.text("stap")))?;
                for line in cookies.iter().filter_map(|line| HeaderValue::from_str(line).ok()) {
                    response.headers_mut().append(header::SET_COOKIE, line);
                }
                return Ok(response);
            }
            Ok(Answered::Elsewhere) => return elsewhere(visit, link).await,
            Err(problem) => {
                if problem.status >= 500 {
                    tracing::error!(%problem, code = %problem.code, "an answer could not be taken");
                }
                status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::CONFLICT);
                // The order may be another by now: withdrawn, or answered already.
                let Opened::Link(now) = link::open(api, token).await? else { return past(visit) };
                form.errors = answer::why(&problem, form.stap, &now.order, &visit.page("")?, t);
                return refused(api, visit, &now, (&posted, form), status).await;
            }
        }
    }
    refused(api, visit, link, (&posted, form), status).await
}

/// The page again with what was wrong; what was filled in stays, and photos wait.
async fn refused(
    api: &Arc<Api>,
    visit: &Visit,
    link: &Link,
    (posted, form): (&Posted, Form),
    status: StatusCode,
) -> Result<Response> {
    if link.access(&visit.headers) == Access::Past {
        return past(visit);
    }
    if link.order.status.is_finished() {
        return finished(visit, link, Some(posted));
    }
    form.keep(api, link.uuid(), posted).await?;
    page(api, visit, link, Some((posted, form)), None).await.map(|mut response| {
        *response.status_mut() = status;
        response
    })
}

/// The order with its forms.
async fn page(
    api: &Arc<Api>,
    visit: &Visit,
    link: &Link,
    filled: Option<(&Posted, Form)>,
    wrong: Option<(String, StatusCode)>,
) -> Result<Response> {
    let (posted, mut errors) = filled.map_or((None, Errors::default()), |(posted, form)| (Some(posted), form.errors));
    let mut status = StatusCode::OK;
    if let Some((words, because)) = wrong {
        errors.add("", words);
        status = because;
    }
    let waiting = match posted.map(answer::key).filter(|key| !key.is_empty()) {
        Some(key) => {
            let (order, key) = (link.uuid(), key.to_owned());
            api.reading_as("Aannemer", Weight::Point, move |cx| draft::waiting(order, &key, cx)).await?
        }
        None => Vec::new(),
    };
    let shown = Shown {
        order: &link.order,
        steps: possible(&link.order, Namens::Aannemer),
        list: false,
        now: Call::now(&api.house)?.now,
        posted,
        errors,
        waiting,
    };
    visit.show_as(status, &OrderPage::new(visit, shown)?)
}

/// Only that it is done: the link may be anywhere by now.
fn finished(visit: &Visit, link: &Link, posted: Option<&Posted>) -> Result<Response> {
    let t = visit.say(&TEXTS);
    let (title, text) = match link.order.status {
        Opdrachtstatus::Ingetrokken => ("ingetrokken", t.with("ingetrokken-tekst", "nummer", &link.order.nummer)),
        _ => ("klaar", t.with("klaar-tekst", "nummer", &link.order.nummer)),
    };
    let notice = Notice::new(visit, title, text)?;
    // The same form once more after it was taken has lost nothing.
    let lost = posted.filter(|_| link.order.status == Opdrachtstatus::Ingetrokken);
    let lost = lost.map(|posted| answer::typed(posted, t)).unwrap_or_default();
    Notice { good: true, lost, ..notice }.show(visit, StatusCode::OK)
}

/// The way to the page itself, taken at once.
fn again(visit: &Visit) -> Result<Response> {
    let t = visit.say(&TEXTS);
    let notice = Notice::new(visit, "ogenblik", t.say("ogenblik-tekst"))?;
    let way = Some((t.say("ogenblik-verder"), "?zelf=1".to_owned()));
    let mut response = Notice { way, ..notice }.show(visit, StatusCode::OK)?;
    response.headers_mut().insert(HeaderName::from_static("refresh"), HeaderValue::from_static("0; url=?zelf=1"));
    Ok(response)
}

async fn elsewhere(visit: &Visit, link: &Link) -> Result<Response> {
    let t = visit.say(&TEXTS);
    let notice = Notice::new(visit, "elders", t.say("elders-tekst"))?;
    let ask = link.masked_address().await?;
    let ask = ask.map(|address| (t.with("elders-vraag", "adres", address), t.say("elders-knop")));
    Notice { ask, ..notice }.show(visit, StatusCode::FORBIDDEN)
}

/// Mails another link.
async fn another(visit: &Visit, link: &Link) -> Result<Response> {
    let t = visit.say(&TEXTS);
    link.mail_another().await?;
    let text = match link.masked_address().await? {
        Some(address) => t.with("nieuwe-link-naar", "adres", address),
        None => t.say("nieuwe-link-tekst"),
    };
    Notice { good: true, ..Notice::new(visit, "nieuwe-link", text)? }.show(visit, StatusCode::OK)
}

fn past(visit: &Visit) -> Result<Response> {
    let t = visit.say(&TEXTS);
    Notice::new(visit, "voorbij", t.say("voorbij-tekst"))?.show(visit, StatusCode::GONE)
}

/// A link that leads nowhere.
fn nowhere(visit: &Visit, opened: &Opened) -> Result<Response> {
    let t = visit.say(&TEXTS);
    let shown = if matches!(opened, Opened::Busy) {
        Notice::new(visit, "te-vaak", t.say("te-vaak-tekst"))?.show(visit, StatusCode::TOO_MANY_REQUESTS)
    } else {
        Notice::new(visit, "onbekend", t.say("onbekend-tekst"))?.show(visit, StatusCode::NOT_FOUND)
    };
    shown.map(closed)
}
