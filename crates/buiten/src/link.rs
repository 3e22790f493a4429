// SPDX-License-Identifier: EUPL-1.2
//! An order by the link in a mail.

use std::sync::Arc;

use axum::{
    extract::Request,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::Response,
};
use waarmaker_api::{Result, http::Api};
use waarmaker_ui::{Visit, form::Posted};
use waarmaker_werkopdrachten::{
    Namens, Opdrachtstatus,
    link::{self, Access, Answered, Link, Opened, ROOT},
    possible,
};

use crate::{
    TEXTS,
    answer::{self, Form},
    notice::Notice,
    show::{self, Seen},
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
        Access::Ours => show::page(api, visit, seen(&link)).await?,
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
        Err(problem) if access == Access::Ours => return show::unread(api, visit, seen(link), problem).await,
        Err(problem) => return Err(problem),
    };
    if posted.text("stap") == "nieuwelink" {
        return if posted.fresh { another(visit, link).await } else { elsewhere(visit, link).await };
    }
    if access == Access::Elsewhere {
        return elsewhere(visit, link).await;
    }
    if let Some(over) = over(visit, link, &posted) {
        return over;
    }
    let form = answer::judge(&posted, &visit.page("")?, visit.say(&TEXTS));
    if !form.is_right() {
        return show::refused(api, visit, seen(link), (&posted, form), show::wrong(&posted)).await;
    }
    step(api, visit, link, token, (posted, form)).await
}

/// Takes a step that a form asks for.
async fn step(
    api: &Arc<Api>,
    visit: &Visit,
    link: &Link,
    token: &str,
    (posted, form): (Posted, Form),
) -> Result<Response> {
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
            Ok(response)
        }
        Ok(Answered::Elsewhere) => elsewhere(visit, link).await,
        Err(problem) => {
            let Opened::Link(now) = link::open(api, token).await? else { return past(visit) };
            match over(visit, &now, &posted) {
                Some(over) => over,
                None => show::not_taken(api, visit, seen(&now), (&posted, form), problem).await,
            }
        }
    }
}

/// What is shown instead of the order when nothing can be answered any more.
fn over(visit: &Visit, link: &Link, posted: &Posted) -> Option<Result<Response>> {
    if link.access(&visit.headers) == Access::Past {
        return Some(past(visit));
    }
    link.order.status.is_finished().then(|| finished(visit, link, Some(posted)))
}

fn seen(link: &Link) -> Seen<'_> {
    Seen { uuid: link.uuid(), order: &link.order, steps: possible(&link.order, Namens::Aannemer), list: false }
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
