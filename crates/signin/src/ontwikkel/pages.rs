// SPDX-License-Identifier: EUPL-1.2
//! Choosing who you are, and being nobody again.

use std::sync::Arc;

use askama::Template;
use axum::{
    Extension,
    extract::{Request, State},
    http::{HeaderValue, header},
    response::Response,
};
use waarmaker_api::{Call, Result, http::Api};
use waarmaker_core::Problem;
use waarmaker_ui::{
    Lang, Page, Say, Visit,
    form::{Answer, Choice, Errors, Posted},
    secret::Secret,
};

use super::{CLIENT_ID, Oidc, PATH, Person, codes};
use crate::{RETURN, SIGNED_OUT, SignIn, TEXTS};

/// Choosing who you are.
#[derive(Clone, Debug, Template)]
#[template(path = "kiezen.html")]
struct View {
    page: Page,
    t: Say,
    errors: Errors,
    /// Where the form goes, with what was asked.
    action: String,
    who: Choice,
}

impl View {
    #[cfg(test)]
    fn sample(lang: Lang) -> Self {
        let (page, t) = (Page::sample(lang), TEXTS.say(lang));
        let who = choice(t, &super::people());
        Self { page, t, errors: Errors::default(), action: format!("{PATH}/wie?x=y"), who }
    }
}

fn choice(t: Say, people: &[Person]) -> Choice {
    let answers = people.iter().map(|person| Answer {
        value: person.sub.clone(),
        label: person.name.clone(),
        help: role(t, &person.role),
        chosen: false,
    });
    Choice { answers: answers.collect(), ..Choice::new::<String>("wie", t.say("wie"), []) }
}

/// What somebody does.
fn role(t: Say, role: &str) -> String {
    match role {
        "beheerder" => t.say("rol-beheer"),
        "balie" => t.say("rol-balie"),
        "aannemer" => t.say("rol-aannemer"),
        other => other.to_owned(),
    }
}

/// What our client asked.
struct Asked {
    state: String,
    nonce: String,
    challenge: String,
    redirect_uri: String,
}

/// What was asked, when it is right: only our own client, back to our own page, with PKCE.
fn asked(oidc: &Oidc, visit: &Visit) -> Result<Asked> {
    let is = |name: &str, value: &str| visit.asked(name).as_deref() == Some(value);
    let redirect_uri = format!("{}{RETURN}", oidc.origin);
    let text = |name: &str| visit.asked(name).filter(|text| !text.is_empty());
    let openid = text("scope").is_some_and(|scope| scope.split(' ').any(|one| one == "openid"));
    let right = is("response_type", "code")
        && is("client_id", CLIENT_ID)
        && is("redirect_uri", &redirect_uri)
        && is("code_challenge_method", "S256")
        && openid;
    match (text("state"), text("nonce"), text("code_challenge")) {
        (Some(state), Some(nonce), Some(challenge)) if right => Ok(Asked { state, nonce, challenge, redirect_uri }),
        _ => Err(Problem::parse_error("Dit is geen vraag om aan te melden.")),
    }
}

/// `GET …/wie`: the form.
pub(crate) async fn ask(Extension(signin): Extension<Arc<SignIn>>, visit: Visit) -> Response {
    let shown = oidc(&signin).and_then(|oidc| {
        asked(oidc, &visit)?;
        match in_english(&visit) {
            Some(there) => elsewhere(&visit, &there),
            None => show(oidc, &visit, Errors::default()),
        }
    });
    visit.answer(shown)
}

/// The address of this page in English, when that is asked. There it is not asked any more, so that the reader can go back to Dutch.
fn in_english(visit: &Visit) -> Option<String> {
    let wanted = visit.lang == Lang::Nl && visit.asked("ui_locales").as_deref() == Some(Lang::En.code());
    let rest = form_urlencoded::parse(visit.query.as_bytes()).filter(|(name, _)| name != "ui_locales");
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(rest).finish();
    wanted.then(|| format!("{}{PATH}/wie?{query}", Lang::En.prefix()))
}

fn oidc(signin: &SignIn) -> Result<&Oidc> {
    signin.development.as_ref().ok_or_else(Problem::not_found)
}

fn show(oidc: &Oidc, visit: &Visit, errors: Errors) -> Result<Response> {
    let t = visit.say(&TEXTS);
    let page = visit.page(t.say("kiezen"))?.private().failed(!errors.is_empty());
    let who = Choice { error: errors.of("wie"), ..choice(t, &oidc.people) };
    let status =
        if errors.is_empty() { axum::http::StatusCode::OK } else { axum::http::StatusCode::UNPROCESSABLE_ENTITY };
    visit.show_as(status, &View { page, t, errors, action: format!("{PATH}/wie?{}", visit.query), who })
}

/// `POST …/wie`: back with a code, or with the news that somebody stopped.
pub(crate) async fn chosen(
    State(api): State<Arc<Api>>,
    Extension(signin): Extension<Arc<SignIn>>,
    visit: Visit,
    request: Request,
) -> Response {
    visit.answer(choose(&api, &signin, &visit, request).await)
}

async fn choose(api: &Api, signin: &SignIn, visit: &Visit, request: Request) -> Result<Response> {
    let oidc = oidc(signin)?;
    let asked = asked(oidc, visit)?;
    let posted = Posted::read(visit, request, 0).await?;
    let t = visit.say(&TEXTS);
    let mut errors = Errors::default();
    let person = oidc.people.iter().find(|person| person.sub == posted.text("wie"));
    if !posted.fresh {
        errors.add("", t.say("nog-een-keer"));
    } else if posted.ticked("stop") {
        return back(visit, &asked, &[("error", "access_denied")], &oidc.issuer);
    } else if let Some(person) = person {
        let code = Secret::fresh()?.text();
        let now = Call::now(&api.house)?.now.at.as_second();
        let grant = codes::Grant {
            person: person.clone(),
            challenge: asked.challenge.clone(),
            nonce: asked.nonce.clone(),
            redirect_uri: asked.redirect_uri.clone(),
            until: now + codes::LASTS,
        };
        oidc.codes.put(code.clone(), grant, now);
        return back(visit, &asked, &[("code", &code)], &oidc.issuer);
    } else {
        errors.add("wie", t.say("kies-iemand"));
    }
    show(oidc, visit, errors)
}

/// Back to our client.
fn back(visit: &Visit, asked: &Asked, answer: &[(&str, &str)], issuer: &str) -> Result<Response> {
    let further = [("state", asked.state.as_str()), ("iss", issuer)];
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(answer).extend_pairs(further).finish();
    elsewhere(visit, &format!("{}?{query}", asked.redirect_uri))
}

fn elsewhere(visit: &Visit, to: &str) -> Result<Response> {
    let mut response = visit.see_other("/")?;
    response.headers_mut().insert(header::LOCATION, HeaderValue::from_str(to).map_err(Problem::internal)?);
    Ok(response)
}

/// `GET …/uit`: nobody stays signed in here, so there is only the way back.
pub(crate) async fn out(Extension(signin): Extension<Arc<SignIn>>, visit: Visit) -> Response {
    let done = oidc(&signin).and_then(|oidc| elsewhere(&visit, &format!("{}{SIGNED_OUT}", oidc.origin)));
    visit.answer(done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_made_in_both_languages() {
        for lang in Lang::ALL {
            assert!(View::sample(lang).render().unwrap().contains("Sam de Groot"));
        }
    }
}
