// SPDX-License-Identifier: EUPL-1.2
//! A page that says one thing: the work is done, the link is over, open it on the other device.

use askama::Template;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use waarmaker_api::Result;
use waarmaker_ui::{Page, Say, Section, Visit};

use crate::TEXTS;

/// A page that says one thing.
#[derive(Clone, Debug, Template)]
#[template(path = "notice.html")]
pub(crate) struct Notice {
    pub(crate) page: Page,
    pub(crate) t: Say,
    /// What it says, besides its title.
    pub(crate) text: String,
    /// Whether it is good news.
    pub(crate) good: bool,
    /// A way on: what it says, and where it leads.
    pub(crate) way: Option<(String, String)>,
    /// The question and button of a form that asks for a new link.
    pub(crate) ask: Option<(String, String)>,
    /// What somebody had filled in that was not taken: label and text.
    pub(crate) lost: Vec<(String, String)>,
}

impl Notice {
    pub(crate) fn new(visit: &Visit, title: &str, text: String) -> Result<Self> {
        let t = visit.say(&TEXTS);
        let page = visit.page(t.say(title))?.section(Section::Buiten).private();
        Ok(Self { page, t, text, good: false, way: None, ask: None, lost: Vec::new() })
    }

    pub(crate) fn show(&self, visit: &Visit, status: StatusCode) -> Result<Response> {
        let mut response = visit.show_as(status, self)?;
        if status == StatusCode::TOO_MANY_REQUESTS {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("60"));
        }
        Ok(response)
    }

    /// For tests.
    #[cfg(test)]
    pub(crate) fn sample(lang: waarmaker_ui::Lang) -> Self {
        let t = TEXTS.say(lang);
        let mut page = Page::sample(lang).section(Section::Buiten);
        page.title = t.say("elders");
        Self {
            page,
            t,
            text: t.say("elders-tekst"),
            good: false,
            way: Some((t.say("opnieuw"), "?zelf=1".to_owned())),
            ask: Some((t.with("elders-vraag", "adres", "p…@l….example"), t.say("elders-knop"))),
            lost: vec![(t.say("toelichting"), "<b>kap</b>".to_owned())],
        }
    }
}
