// SPDX-License-Identifier: EUPL-1.2
//! Pages that say what went wrong and what to do.

use askama::Template;
use axum::{
    body::Body,
    http::{HeaderValue, Method, StatusCode, header},
    response::Response,
};
use waarmaker_core::Problem;

use crate::{Page, Say, Site, Visit, form::Posted, head, limit, page::TEXTS, visit::own_path};

/// A page that says what went wrong.
#[derive(Clone, Debug, Template)]
#[template(path = "fault.html")]
pub(crate) struct Fault {
    pub(crate) page: Page,
    pub(crate) t: Say,
    /// What went wrong.
    pub(crate) what: String,
    /// What to do.
    pub(crate) todo: String,
    /// What goes along when the same form is sent once more; `None` when that is of no use.
    pub(crate) again: Option<Again>,
}

/// A form that can be sent once more.
#[derive(Clone, Debug)]
pub(crate) struct Again {
    /// Where to.
    pub(crate) action: String,
    /// Where one signs in, in a tab of its own.
    pub(crate) sign_in: String,
    /// Everything that was filled in.
    pub(crate) fields: Vec<(String, String)>,
    /// Whether files must be chosen again.
    pub(crate) files: bool,
}

impl Fault {
    /// For tests.
    #[cfg(test)]
    pub(crate) fn sample(lang: crate::Lang) -> Self {
        let (page, t) = (Page::sample(lang), TEXTS.say(lang));
        let (what, todo) = (t.say("fout-onbekend"), t.say("fout-onbekend-doe"));
        let again = Again {
            action: "/beheer/voorbeeld".to_owned(),
            sign_in: "/aanmelden".to_owned(),
            fields: vec![("naam".to_owned(), "<script>".to_owned())],
            files: true,
        };
        Self { page, t, what, todo, again: Some(again) }
    }
}

/// The page of a problem. What is ours is logged, once.
pub(crate) fn page(visit: &Visit, problem: &Problem) -> Response {
    if problem.status >= 500 {
        tracing::error!(%problem, code = %problem.code, "a page failed");
    }
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let t = visit.say(&TEXTS);
    let telefoon = &visit.site.telefoon;
    let (what, todo) = match problem.status {
        401 | 403 => ("fout-verboden", t.say("fout-verboden-doe")),
        404 => ("fout-onbekend", t.say("fout-onbekend-doe")),
        405 => ("fout-manier", t.say("fout-manier-doe")),
        410 => ("fout-voorbij", t.say("fout-voorbij-doe")),
        413 => ("fout-te-groot", t.say("fout-te-groot-doe")),
        429 => ("fout-te-vaak", t.with("fout-te-vaak-doe", "telefoon", telefoon)),
        400..=499 => ("fout-mis", t.say("fout-mis-doe")),
        _ => ("fout-storing", t.with("fout-storing-doe", "telefoon", telefoon)),
    };
    let what = t.say(what);
    let view = |page: Page| Fault { page: page.private().failed(true), t, what: what.clone(), todo, again: None };
    let shown = visit.page(what.clone()).and_then(|page| visit.show_as(status, &view(page)));
    let mut response = shown.unwrap_or_else(|problem| bare(&visit.site, &problem));
    if problem.status == 429 {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(limit::seconds_left(&visit.now)));
    }
    response
}

/// The page for somebody whose session ended while a form was open: sign in elsewhere, and send it once more. Nothing that was filled in is lost.
pub(crate) fn signed_out(visit: &Visit, posted: &Posted) -> Response {
    let t = visit.say(&TEXTS);
    let (what, todo) = (t.say("fout-afgemeld"), t.say("fout-afgemeld-doe"));
    let shown = visit.page(what.clone()).and_then(|page| {
        let again = Again {
            action: page.url(&page.here),
            sign_in: page.url("/aanmelden"),
            fields: posted.fields().to_vec(),
            files: !posted.files.is_empty(),
        };
        let page = page.private().failed(true);
        visit.show_as(StatusCode::UNAUTHORIZED, &Fault { page, t, what, todo, again: Some(again) })
    });
    shown.unwrap_or_else(|problem| bare(&visit.site, &problem))
}

/// The last resort, when not even a page can be made.
pub(crate) fn bare(site: &Site, problem: &Problem) -> Response {
    tracing::error!(%problem, "a page could not be made");
    let text = "<!doctype html><html lang=\"nl\"><title>Fout</title><p>Het lukt nu even niet. Probeer het over een paar minuten opnieuw.</p>\
         <p lang=\"en\">This does not work at the moment. Try again in a few minutes.</p></html>";
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    head::protect(response.headers_mut(), site);
    response
}

/// Any path below those of pages that leads nowhere. With a slash too many it leads to the page without.
pub(crate) async fn unknown(visit: Visit, method: Method) -> Response {
    let shorter = visit.path.trim_end_matches('/');
    if visit.path.ends_with('/') && shorter.len() > 1 && matches!(method, Method::GET | Method::HEAD) {
        let query = if visit.query.is_empty() { String::new() } else { format!("?{}", visit.query) };
        if let Some(path) = own_path(&format!("{shorter}{query}")) {
            return visit.answer(visit.see_other(path));
        }
    }
    page(&visit, &Problem::not_found())
}

/// A path of a page with another method than it knows.
pub(crate) async fn wrong_method(visit: Visit) -> Response {
    page(&visit, &Problem::method_not_allowed())
}
