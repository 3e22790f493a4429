// SPDX-License-Identifier: EUPL-1.2
//! What the pages for residents share: menu, pages of a list, which lamp is meant, and who fills in a form for somebody else.

use askama::Template;
use axum::{http::StatusCode, response::Response};
use uuid::Uuid;
use waarmaker_api::{Result, http::Api};
use waarmaker_db::Weight;
use waarmaker_signalen::Melding;
use waarmaker_ui::{Item, Page, Say, Visit, words};

use crate::{
    TEXTS,
    data::{self, Gevonden, Lampblad},
};

/// Who reads and writes for people that did not sign in, as the audit trail has it.
pub(crate) const PORTAAL: &str = "Portaal";
/// Scope of whoever may report for somebody else.
const MELDEN: &[&str] = &["signalen.melden"];

/// A page of the portal.
pub(crate) fn page(visit: &Visit, title: impl Into<String>) -> Result<Page> {
    Ok(visit.page(title)?.menu(menu(&visit.say(&TEXTS))))
}

/// The menu of the portal.
pub(crate) fn menu(t: &Say) -> Vec<Item> {
    vec![Item::new(t.say("menu-lampen"), "/lampen"), Item::new(t.say("menu-meldingen"), "/meldingen")]
}

/// Pages of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bladen {
    /// Address of the page before; empty when this is the first.
    pub(crate) vorige: String,
    /// Address of the page after; empty when this is the last.
    pub(crate) volgende: String,
    /// Which page this is, in words.
    pub(crate) waar: String,
}

impl Bladen {
    /// Page `blad` (from 1) of a list with so many rows, `per` on a page; `address` of another page by its number.
    pub(crate) fn of(blad: usize, rows: usize, per: usize, t: &Say, address: impl Fn(usize) -> String) -> Self {
        let all = rows.div_ceil(per).max(1);
        let (before, after) = (blad > 1, blad < all);
        let (blad_words, all_words) = (words::number(t.lang, blad), words::number(t.lang, all));
        Self {
            vorige: if before { address(blad - 1) } else { String::new() },
            volgende: if after { address(blad + 1) } else { String::new() },
            waar: t.with2("bladen-waar", "blad", blad_words, "alle", all_words),
        }
    }

    /// Whether there is another page.
    pub(crate) const fn meer(&self) -> bool {
        !self.vorige.is_empty() || !self.volgende.is_empty()
    }
}

/// Number of the page that is asked, from 1 on.
pub(crate) fn blad(visit: &Visit) -> usize {
    visit.asked("blad").and_then(|text| text.parse().ok()).filter(|blad| (1..=10_000).contains(blad)).unwrap_or(1)
}

/// A value in a query.
pub(crate) fn query(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// A page with a few sentences and one way on.
#[derive(Clone, Debug, Template)]
#[template(path = "bericht.html")]
pub(crate) struct Bericht {
    pub(crate) page: Page,
    /// What is the matter.
    pub(crate) titel: String,
    /// What to do.
    pub(crate) zinnen: Vec<String>,
    /// The way on.
    pub(crate) knop: String,
    /// Where that leads.
    pub(crate) naar: String,
}

#[cfg(test)]
impl Bericht {
    pub(crate) fn sample(lang: waarmaker_ui::Lang) -> Self {
        let t = TEXTS.say(lang);
        Self {
            page: Page::sample(lang).menu(menu(&t)),
            titel: t.say("onbekend-titel"),
            zinnen: vec![t.say("onbekend-uitleg")],
            knop: t.say("naar-lampen"),
            naar: "/lampen".to_owned(),
        }
    }
}

/// Which lamp an address means.
pub(crate) enum Bedoeld {
    /// This one.
    Lamp(Box<Lampblad>),
    /// The number of one with this uuid.
    Elders(Uuid),
    /// None that we know.
    Onbekend,
}

/// The lamp with a uuid or a number in an address.
pub(crate) async fn lamp(api: &Api, id: &str) -> Result<Bedoeld> {
    let id = id.to_owned();
    let read = move |cx: &mut waarmaker_api::Cx<'_, '_>| {
        if let Ok(uuid) = Uuid::try_parse(&id) {
            return Ok(data::lamp(uuid, cx)?.map_or(Bedoeld::Onbekend, |found| Bedoeld::Lamp(Box::new(found))));
        }
        Ok(match data::zoek(&id, cx)? {
            Gevonden::Lamp(lamp) => Bedoeld::Elders(lamp.uuid),
            _ => Bedoeld::Onbekend,
        })
    };
    api.reading_as(PORTAAL, Weight::Scan, read).await
}

/// The page of a lamp that we do not know.
pub(crate) fn onbekend(visit: &Visit) -> Result<Response> {
    let t = visit.say(&TEXTS);
    let titel = t.say("onbekend-titel");
    let view = Bericht {
        page: page(visit, &*titel)?,
        titel,
        zinnen: vec![t.say("onbekend-uitleg")],
        knop: t.say("naar-lampen"),
        naar: "/lampen".to_owned(),
    };
    visit.show_as(StatusCode::NOT_FOUND, &view)
}

/// Whether whoever signed in may report for somebody else: their name, for the page.
pub(crate) async fn namens(api: &Api, visit: &Visit) -> Result<Option<String>> {
    let Some(user) = &visit.user else { return Ok(None) };
    let may = visit.reading(api, |cx| cx.may_at_all::<Melding>(MELDEN)).await?;
    Ok(may.then(|| user.name.clone()))
}
