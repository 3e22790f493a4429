// SPDX-License-Identifier: EUPL-1.2
//! The pages of no domain: the choice of colours, accessibility, privacy, and what machines ask every site for.

use std::sync::Arc;

use askama::Template;
use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    response::Response,
    routing::{get, post},
};
use waarmaker_api::{Result, http::Api};
use waarmaker_core::Problem;

use crate::{Page, Say, Scheme, Visit, form::Posted, head, page::TEXTS, visit::own_path};

/// How long a statement of contact is good, in days (RFC 9116 wants less than a year).
const CONTACT_DAYS: i64 = 180;
const SECONDS_OF_DAY: i64 = 24 * 60 * 60;

/// The routes, without the language.
pub(crate) fn routes() -> Router<Arc<Api>> {
    Router::new()
        .route("/voorkeuren", post(choose))
        .route("/toegankelijkheid", get(accessibility))
        .route("/privacy", get(privacy))
        .route("/thema.css", get(theme))
        .route("/robots.txt", get(robots))
        .route("/.well-known/security.txt", get(contact))
}

/// Keeps the choice of colours, and goes back to the page where it was made.
async fn choose(visit: Visit, request: Request) -> Response {
    let posted = match Posted::read(&visit, request, 0).await {
        Ok(posted) => posted,
        Err(problem) => return visit.answer(Err(problem)),
    };
    // The page knows its path without the language; who comes from elsewhere goes to the first page.
    let back = own_path(posted.text("terug")).unwrap_or("/lampen");
    let mut outcome = visit.see_other(back);
    // A page that was open for long may still choose colours: nothing depends on it. A page of somebody else may not.
    if let (Ok(response), false) = (&mut outcome, posted.foreign) {
        head::set_scheme(response.headers_mut(), Scheme::named(posted.text("kleuren")).name(), &visit.site);
    }
    visit.answer(outcome)
}

/// A page of text: headings with what is below them.
#[derive(Clone, Debug, Template)]
#[template(path = "leestekst.html")]
struct Reading {
    page: Page,
    t: Say,
    intro: String,
    parts: Vec<Part>,
}

/// A heading with what is below it.
#[derive(Clone, Debug)]
struct Part {
    heading: String,
    /// Sentences together.
    paragraphs: Vec<String>,
    /// A list below them.
    items: Vec<String>,
}

impl Part {
    fn new<const N: usize, const M: usize>(t: Say, heading: &str, paragraphs: [String; N], items: [&str; M]) -> Self {
        let items = items.into_iter().map(|key| t.say(key)).collect();
        Self { heading: t.say(heading), paragraphs: paragraphs.into(), items }
    }
}

impl Reading {
    /// The statement on accessibility, after the model of the Dutch government.
    fn accessibility(page: Page) -> Self {
        let t = page.t();
        let (naam, telefoon) = (page.site.naam.clone(), page.site.telefoon.clone());
        let parts = vec![
            Part::new(t, "toegang-status", [t.say("toegang-status-is"), t.say("toegang-status-waarom")], []),
            Part::new(
                t,
                "toegang-deden",
                [],
                ["toegang-deden-norm", "toegang-deden-test", "toegang-deden-toets", "toegang-deden-groot"],
            ),
            Part::new(
                t,
                "toegang-weten",
                [t.say("toegang-weten-intro")],
                ["toegang-weten-kaart", "toegang-weten-foto"],
            ),
            Part::new(
                t,
                "toegang-melden",
                [t.with("toegang-melden-bel", "telefoon", telefoon), t.say("toegang-melden-wanneer")],
                ["toegang-melden-pagina", "toegang-melden-wat", "toegang-melden-hulp"],
            ),
            Part::new(t, "toegang-klacht", [t.say("toegang-klacht-gemeente"), t.say("toegang-klacht-ombudsman")], []),
        ];
        Self { intro: t.with("toegang-intro", "naam", naam), page, t, parts }
    }

    /// What is kept of people, and for how long.
    fn privacy(page: Page) -> Self {
        let t = page.t();
        let (naam, telefoon) = (page.site.naam.clone(), page.site.telefoon.clone());
        let mut parts = vec![
            Part::new(
                t,
                "privacy-melding",
                [t.say("privacy-melding-tekst")],
                ["privacy-melding-wat", "privacy-melding-foto", "privacy-melding-email", "privacy-melding-concept"],
            ),
            Part::new(t, "privacy-openbaar", [t.say("privacy-openbaar-tekst"), t.say("privacy-openbaar-niet")], []),
            Part::new(
                t,
                "privacy-cookies",
                [t.say("privacy-cookies-tekst")],
                ["privacy-cookies-formulier", "privacy-cookies-kleuren", "privacy-cookies-sessie"],
            ),
            Part::new(t, "privacy-adres", [t.say("privacy-adres-tekst")], []),
            Part::new(
                t,
                "privacy-rechten",
                [t.with("privacy-rechten-tekst", "telefoon", telefoon), t.say("privacy-rechten-klacht")],
                [],
            ),
        ];
        if let Some(tegels) = &page.site.tegels {
            let asked = t.with("privacy-kaart-tekst", "server", tegels.origin());
            parts.push(Part::new(t, "privacy-kaart", [asked], []));
        }
        Self { intro: t.with("privacy-intro", "naam", naam), page, t, parts }
    }

    #[cfg(test)]
    fn sample(lang: crate::Lang) -> Self {
        Self::privacy(Page::sample(lang))
    }
}

async fn accessibility(visit: Visit) -> Response {
    reading(&visit, "toegankelijkheid", Reading::accessibility)
}

async fn privacy(visit: Visit) -> Response {
    reading(&visit, "privacy", Reading::privacy)
}

fn reading(visit: &Visit, title: &str, make: fn(Page) -> Reading) -> Response {
    let shown = visit.page(visit.say(&TEXTS).say(title)).and_then(|page| visit.show(&make(page)));
    visit.answer(shown)
}

/// The municipality's own tokens, in the layer that our own theme has too.
async fn theme(visit: Visit) -> Response {
    if visit.site.thema.is_empty() {
        return visit.answer(Err(Problem::not_found()));
    }
    let tag = format!("\"{}\"", visit.site.thema_tag());
    let same = visit.headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let known = same.is_some_and(|known| known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag));
    let (status, body) = if known {
        (StatusCode::NOT_MODIFIED, Body::empty())
    } else {
        (StatusCode::OK, Body::from(format!("@layer theme {{\n{}\n}}\n", visit.site.thema)))
    };
    let mut response = file(body, "text/css; charset=utf-8", "public, max-age=3600, must-revalidate");
    *response.status_mut() = status;
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

/// What search engines leave alone: pages of one report, one order, or of work.
async fn robots() -> Response {
    let text = "User-agent: *\nDisallow: /meldingen/\nDisallow: /en/meldingen/\nDisallow: /buiten\nDisallow: /en/buiten\n\
         Disallow: /beheer\nDisallow: /en/beheer\nDisallow: /aanmelden\nDisallow: /en/aanmelden\n";
    file(Body::from(text), "text/plain; charset=utf-8", "public, max-age=86400")
}

/// Whom to call about a hole in the fence (RFC 9116).
async fn contact(State(_): State<Arc<Api>>, visit: Visit) -> Response {
    let made = || -> Result<Response> {
        let seconds = visit.now.at.as_second().saturating_add(CONTACT_DAYS * SECONDS_OF_DAY);
        let expires = jiff::Timestamp::from_second(seconds - seconds.rem_euclid(SECONDS_OF_DAY));
        let text = format!(
            "Contact: {}\nExpires: {}\nPreferred-Languages: nl, en\nCanonical: {}/.well-known/security.txt\n",
            visit.site.telefoon_link(),
            expires.map_err(Problem::internal)?,
            visit.site.origin
        );
        Ok(file(Body::from(text), "text/plain; charset=utf-8", "public, max-age=86400"))
    };
    visit.answer(made())
}

fn file(body: Body, mediatype: &'static str, cache: &'static str) -> Response {
    let mut response = Response::new(body);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(mediatype));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    response
}

#[cfg(test)]
crate::samples!(Reading, crate::fault::Fault);
