// SPDX-License-Identifier: EUPL-1.2
//! The page where somebody begins to sign in, and the way to the provider.

use std::sync::Arc;

use askama::Template;
use axum::{
    Extension,
    extract::State,
    http::{HeaderValue, header},
    response::Response,
};
use waarmaker_api::{Call, Result, http::Api};
use waarmaker_core::Problem;
use waarmaker_ui::{Lang, Page, Say, Visit, limit, secret::Secret, session};

use crate::{
    SignIn, TEXTS,
    failed::Failed,
    pending::{self, Pending},
};

/// How often one address may begin in an hour: a whole town hall can have one.
const MOST_PER_HOUR: u32 = 3000;

/// The page where somebody begins to sign in.
#[derive(Clone, Debug, Template)]
#[template(path = "aanmelden.html")]
struct View {
    page: Page,
    t: Say,
    /// Whether anybody can.
    open: bool,
    /// The way to the provider.
    to: String,
}

impl View {
    #[cfg(test)]
    fn sample(lang: Lang) -> Self {
        let (page, t) = (Page::sample(lang), TEXTS.say(lang));
        Self { page, t, open: true, to: "/aanmelden/naar?terug=%2Fbeheer%2Fsignalen".to_owned() }
    }
}

/// `GET /aanmelden`: one button; whoever is signed in already goes on.
pub(crate) async fn ask(Extension(signin): Extension<Arc<SignIn>>, visit: Visit) -> Response {
    visit.answer(asked(&signin, &visit))
}

fn asked(signin: &SignIn, visit: &Visit) -> Result<Response> {
    let back = pending::back(visit.asked("terug").as_deref());
    if visit.user.is_some() {
        return onward(visit, back.as_deref().unwrap_or("/aanmelden/sessie"));
    }
    let t = visit.say(&TEXTS);
    let page = visit.page(t.say("aanmelden"))?;
    let query = back.map(|back| {
        let back: String = form_urlencoded::byte_serialize(back.as_bytes()).collect();
        format!("?terug={back}")
    });
    let to = format!("/aanmelden/naar{}", query.unwrap_or_default());
    visit.show(&View { page, t, open: signin.client.is_some(), to })
}

/// On to a path of ours, which carries its own language.
pub(crate) fn onward(visit: &Visit, path: &str) -> Result<Response> {
    let (lang, path) = match pending::split(path) {
        (Lang::Nl, path) if path.starts_with("/aanmelden") => (visit.lang, path),
        split => split,
    };
    let mut there = visit.clone();
    there.lang = lang;
    there.see_other(path)
}

/// `GET /aanmelden/naar`: off to the provider.
pub(crate) async fn leave(
    State(api): State<Arc<Api>>,
    Extension(signin): Extension<Arc<SignIn>>,
    visit: Visit,
) -> Response {
    left(&api, &signin, &visit).await.unwrap_or_else(|failed| failed.page(&visit))
}

async fn left(api: &Arc<Api>, signin: &SignIn, visit: &Visit) -> std::result::Result<Response, Failed> {
    let client = signin.client.as_ref().ok_or(Failed::Nobody)?;
    limit::take(api, visit, "aanmelden", MOST_PER_HOUR).await?;
    let now = Call::now(&api.house)?.now;
    let cookie = session::cookie(visit, pending::COOKIE).map_or_else(Secret::fresh, Ok)?;
    let pending = Arc::new(Pending::new(cookie.clone(), Secret::fresh()?));
    let to = client.authorization(&pending, visit.lang, now.at).await?;
    let back = pending::back(visit.asked("terug").as_deref()).unwrap_or_default();
    api.db.write(move |tx| Ok::<_, Problem>(pending.begin(tx, &back, &now)?)).await?;
    let mut response = visit.see_other("/aanmelden")?;
    let to = HeaderValue::from_str(&to).map_err(|_| Failed::provider(format!("{to:?} is no address")))?;
    response.headers_mut().insert(header::LOCATION, to);
    session::set_cookie(visit, &mut response, pending::COOKIE, &cookie.text(), Some(pending::LASTS_SECONDS));
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_made_in_both_languages() {
        for lang in Lang::ALL {
            let shown = View::sample(lang).render().unwrap();
            assert!(shown.contains(&TEXTS.say(lang).say("verder")), "{shown}");
        }
    }
}
