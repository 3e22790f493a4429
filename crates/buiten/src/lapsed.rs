// SPDX-License-Identifier: EUPL-1.2
//! An answer of somebody whose session was over: what was filled in stays on the page, to be sent once more after signing in.

use askama::Template;
use axum::{http::StatusCode, response::Response};
use waarmaker_api::Result;
use waarmaker_ui::{Page, Say, Section, Visit, form::Posted};

use crate::{TEXTS, answer};

/// The page after a session that was over.
#[derive(Clone, Debug, Template)]
#[template(path = "lapsed.html")]
pub(crate) struct Lapsed {
    pub(crate) page: Page,
    pub(crate) t: Say,
    /// Where to sign in.
    pub(crate) sign_in: String,
    /// Everything that was sent, to be sent again.
    pub(crate) hidden: Vec<(String, String)>,
    /// The same, for people.
    pub(crate) lost: Vec<(String, String)>,
    /// Photos cannot be kept for somebody whom we do not know.
    pub(crate) photos: bool,
}

pub(crate) fn show(visit: &Visit, posted: &Posted) -> Result<Response> {
    let t = visit.say(&TEXTS);
    let page = visit.page(t.say("afgemeld"))?.section(Section::Buiten).private().failed(true);
    let view = Lapsed {
        sign_in: page.url("/aanmelden"),
        page,
        t,
        hidden: posted.fields().to_vec(),
        lost: answer::typed(posted, t),
        photos: !posted.files.is_empty(),
    };
    visit.show_as(StatusCode::UNAUTHORIZED, &view)
}

#[cfg(test)]
impl Lapsed {
    pub(crate) fn sample(lang: waarmaker_ui::Lang) -> Self {
        let t = TEXTS.say(lang);
        let mut page = Page::sample(lang).section(Section::Buiten);
        page.title = t.say("afgemeld");
        Self {
            page,
            t,
            sign_in: "/aanmelden".to_owned(),
            hidden: vec![("stap".to_owned(), "weigeren".to_owned())],
            lost: vec![(t.say("weigeren-reden"), "<script>".to_owned())],
            photos: true,
        }
    }
}
