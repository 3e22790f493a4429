// SPDX-License-Identifier: EUPL-1.2
//! Until when somebody is signed in, staying longer (WCAG 2.2.1), and signing out.

use std::sync::Arc;

use askama::Template;
use axum::{
    Extension,
    extract::{Request, State},
    http::{HeaderValue, header},
    response::Response,
};
use jiff::Timestamp;
use waarmaker_api::{Call, Result, http::Api};
use waarmaker_core::Problem;
use waarmaker_db::Weight;
use waarmaker_ui::{
    Page, Say, Visit,
    form::{Errors, Posted},
    session, words,
};

use crate::{SignIn, TEXTS, pages};

/// Until when somebody is signed in.
#[derive(Clone, Debug, Template)]
#[template(path = "sessie.html")]
struct View {
    page: Page,
    t: Say,
    errors: Errors,
    name: String,
    /// Until when, when nothing is done.
    until: String,
    /// Until when at most.
    longest: String,
    /// Whether it was just made longer.
    longer: bool,
}

impl View {
    #[cfg(test)]
    fn sample(lang: waarmaker_ui::Lang) -> Self {
        Self {
            page: Page::sample(lang),
            t: TEXTS.say(lang),
            errors: Errors::default(),
            name: "Noor Visser".to_owned(),
            until: words::time(lang, Timestamp::UNIX_EPOCH),
            longest: words::time(lang, Timestamp::UNIX_EPOCH),
            longer: true,
        }
    }
}

/// Somebody signed out.
#[derive(Clone, Debug, Template)]
#[template(path = "afgemeld.html")]
struct Ended {
    page: Page,
    t: Say,
    /// Where to sign out at the provider as well; empty for nowhere.
    elsewhere: String,
}

impl Ended {
    #[cfg(test)]
    fn sample(lang: waarmaker_ui::Lang) -> Self {
        let (page, t) = (Page::sample(lang), TEXTS.say(lang));
        Self { page, t, elsewhere: "https://login.example.nl/uit".to_owned() }
    }
}

/// `GET /aanmelden/sessie`: who is signed in and until when. Looking makes it longer, as every page does.
pub(crate) async fn show(State(api): State<Arc<Api>>, visit: Visit) -> Response {
    visit.answer(shown(&api, &visit, Errors::default()).await)
}

async fn shown(api: &Arc<Api>, visit: &Visit, errors: Errors) -> Result<Response> {
    let Ok(user) = visit.staff() else { return visit.see_other("/aanmelden") };
    let Some(cookie) = session::current(visit) else { return visit.see_other("/aanmelden") };
    let now = Call::now(&api.house)?.now;
    let found = api.db.read(Weight::Point, move |tx| Ok::<_, Problem>(session::find(tx, &cookie, &now)?)).await?;
    let Some(found) = found else { return visit.see_other("/aanmelden") };
    let t = visit.say(&TEXTS);
    let page = visit.page(t.say("sessie"))?.private().failed(!errors.is_empty());
    let time =
        |at: i64| Timestamp::from_millisecond(at).map(|at| words::time(visit.lang, at)).map_err(Problem::internal);
    let longer = visit.asked("langer").is_some();
    let (until, longest) = (time(found.until)?, time(found.longest)?);
    visit.show(&View { page, t, errors, name: user.name.clone(), until, longest, longer })
}

/// `POST /aanmelden/sessie`: stay longer.
pub(crate) async fn longer(State(api): State<Arc<Api>>, visit: Visit, request: Request) -> Response {
    visit.answer(made_longer(&api, &visit, request).await)
}

async fn made_longer(api: &Arc<Api>, visit: &Visit, request: Request) -> Result<Response> {
    let posted = Posted::read(visit, request, 0).await?;
    if visit.user.is_none() {
        return visit.see_other("/aanmelden");
    }
    if !posted.fresh {
        return shown(api, visit, stale(visit)).await;
    }
    // Reading the request made the session longer already.
    visit.see_other("/aanmelden/sessie?langer=ja")
}

fn stale(visit: &Visit) -> Errors {
    let mut errors = Errors::default();
    errors.add("", visit.say(&TEXTS).say("nog-een-keer"));
    errors
}

/// `GET /afmelden`: there is a button for it.
pub(crate) async fn ask_end(visit: Visit) -> Response {
    visit.answer(pages::onward(&visit, "/aanmelden/sessie"))
}

/// `POST /afmelden`: ends the session.
pub(crate) async fn end(State(api): State<Arc<Api>>, visit: Visit, request: Request) -> Response {
    visit.answer(end_it(&api, &visit, request).await)
}

async fn end_it(api: &Arc<Api>, visit: &Visit, request: Request) -> Result<Response> {
    let posted = Posted::read(visit, request, 0).await?;
    if visit.user.is_some() && !posted.fresh {
        return shown(api, visit, stale(visit)).await;
    }
    if let Some(cookie) = session::current(visit) {
        api.db.write(move |tx| Ok::<_, Problem>(session::end(tx, &cookie)?)).await?;
        metrics::counter!("signin_total", "outcome" => "signed_out").increment(1);
    }
    let to = if visit.user.is_some() { "/afmelden/klaar?verder=ja" } else { "/afmelden/klaar" };
    let mut response = visit.see_other(to)?;
    session::take_away(visit, &mut response);
    Ok(response)
}

/// `GET /afmelden/klaar`: signed out here; at the provider as well when it offers that. The browser goes there by itself: a form may send people to
/// us only, so this is a page and no redirect.
pub(crate) async fn ended(
    State(api): State<Arc<Api>>,
    Extension(signin): Extension<Arc<SignIn>>,
    visit: Visit,
) -> Response {
    visit.answer(has_ended(&api, &signin, &visit).await)
}

async fn has_ended(api: &Arc<Api>, signin: &SignIn, visit: &Visit) -> Result<Response> {
    let t = visit.say(&TEXTS);
    let now = Call::now(&api.house)?.now;
    let further = visit.asked("verder").is_some() && visit.user.is_none();
    let elsewhere = match &signin.client {
        Some(client) if further => client.sign_out(&signin.site.origin, now.at).await.unwrap_or_default(),
        _ => String::new(),
    };
    let page = visit.page(t.say("afgemeld"))?.private();
    let refresh = HeaderValue::from_str(&format!("0; url={elsewhere}")).ok().filter(|_| !elsewhere.is_empty());
    let mut response = visit.show(&Ended { page, t, elsewhere })?;
    if let Some(refresh) = refresh {
        response.headers_mut().insert(header::REFRESH, refresh);
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use waarmaker_ui::Lang;

    use super::*;

    #[test]
    fn the_pages_are_made_in_both_languages() {
        for lang in Lang::ALL {
            assert!(View::sample(lang).render().unwrap().contains("Noor Visser"));
            assert!(Ended::sample(lang).render().unwrap().contains("https://login.example.nl/uit"));
        }
    }
}
