// SPDX-License-Identifier: EUPL-1.2
//! The page of an order: where, what, by when; the news; the forms of what can be answered now; the clock; what happened.

mod forms;

use askama::Template;
use waarmaker_api::Result;
use waarmaker_core::DateTime;
use waarmaker_ui::{
    Page, Say, Section, Visit,
    form::{Errors, Posted},
    words,
};
use waarmaker_werkopdrachten::{Opdrachtstatus, Stapsoort, Werkopdracht, is_paused, photo::draft::Waiting};

use crate::{
    TEXTS, answer,
    klok::{self, Term},
};
pub(crate) use forms::{Bar, StepForm};

/// How somebody gets to a place.
#[derive(Clone, Debug)]
pub(crate) struct Route {
    /// For the map of a telephone (RFC 5870).
    pub(crate) geo: String,
    /// For whoever has none.
    pub(crate) map: String,
    /// Latitude and longitude.
    pub(crate) words: String,
}

/// The page of an order.
#[derive(Clone, Debug, Template)]
#[template(path = "order.html")]
pub(crate) struct OrderPage {
    pub(crate) page: Page,
    pub(crate) t: Say,
    /// Whether there is a list to go back to.
    pub(crate) list: bool,
    pub(crate) nummer: String,
    /// Where.
    pub(crate) place: String,
    /// What.
    pub(crate) what: String,
    /// What comes first, until when, how much time is left.
    pub(crate) first: Option<(String, String, String)>,
    pub(crate) route: Option<Route>,
    /// What was just done.
    pub(crate) said: String,
    pub(crate) errors: Errors,
    /// Messages: when and what.
    pub(crate) news: Vec<(String, String)>,
    pub(crate) facts: Vec<(String, String)>,
    pub(crate) terms: Vec<Term>,
    /// What can be answered now.
    pub(crate) forms: Vec<StepForm>,
    /// What can be answered now, but is not the usual way.
    pub(crate) others: Vec<StepForm>,
    pub(crate) bar: Option<Bar>,
    /// What happened: when, what, who, and what was said.
    pub(crate) history: Vec<(String, String, String)>,
    /// What somebody had filled in, when its form is not there any more.
    pub(crate) lost: Vec<(String, String)>,
    /// Whether texts in Dutch stand on a page in another language.
    pub(crate) foreign: bool,
}

/// An order to show.
pub(crate) struct Shown<'a> {
    pub(crate) order: &'a Werkopdracht,
    /// What can be answered now.
    pub(crate) steps: Vec<Stapsoort>,
    /// Whether there is a list to go back to.
    pub(crate) list: bool,
    pub(crate) now: DateTime,
    /// What was filled in, and what is wrong with it.
    pub(crate) posted: Option<&'a Posted>,
    pub(crate) errors: Errors,
    /// Photos that wait at the server.
    pub(crate) waiting: Vec<Waiting>,
}

impl OrderPage {
    /// The page of an order, as it is now.
    pub(crate) fn new(visit: &Visit, shown: Shown<'_>) -> Result<Self> {
        let t = visit.say(&TEXTS);
        let title = t.with2("order-titel", "nummer", &shown.order.nummer, "plek", &shown.order.asset_omschrijving);
        let page = visit.page(title)?.section(Section::Buiten).private().failed(!shown.errors.is_empty());
        let said = visit.asked("gedaan").filter(|_| shown.posted.is_none()).unwrap_or_default();
        Self::of(page.script("buiten.js"), t, shown, &said)
    }

    fn of(page: Page, t: Say, shown: Shown<'_>, said: &str) -> Result<Self> {
        let Shown { order, steps, list, now, posted, errors, waiting } = shown;
        let (forms, others) = forms::all(&steps, posted, &errors, &waiting, t)?;
        let asked = posted.and_then(answer::asked);
        let lost = match posted {
            Some(posted) if asked.is_some_and(|stap| !steps.contains(&stap)) => answer::typed(posted, t),
            _ => Vec::new(),
        };
        Ok(Self {
            list,
            nummer: order.nummer.clone(),
            place: order.asset_omschrijving.clone(),
            what: order.omschrijving.clone(),
            first: klok::first(order, now, t),
            route: route(order),
            said: done(said, t),
            errors,
            news: order.mededelingen.iter().rev().map(|one| (words::short_moment(t.lang, one.moment), one.tekst.clone())).collect(),
            facts: facts(order, now, t),
            terms: klok::terms(order, t),
            bar: forms::bar(&steps, t),
            forms,
            others,
            history: history(order, t),
            lost,
            foreign: klok::foreign(t.lang),
            page,
            t,
        })
    }
}

/// What was just done.
fn done(said: &str, t: Say) -> String {
    match said {
        "accepteren" => t.say("gedaan-accepteren"),
        "weigeren" => t.say("gedaan-weigeren"),
        "terplaatse" => t.say("gedaan-terplaatse"),
        "pauze" => t.say("gedaan-pauze"),
        "hervatten" => t.say("gedaan-hervatten"),
        "gereed" => t.say("gedaan-gereed"),
        "geendefect" => t.say("gedaan-geendefect"),
        _ => String::new(),
    }
}

/// How an order stands, and what is expected.
pub(crate) fn stand(order: &Werkopdracht, t: Say) -> String {
    t.say(match order.status {
        Opdrachtstatus::Aangeboden => "stand-aangeboden",
        Opdrachtstatus::Aangenomen if is_paused(order) => "stand-aangenomen-pauze",
        Opdrachtstatus::Aangenomen => "stand-aangenomen",
        Opdrachtstatus::TerPlaatse if is_paused(order) => "stand-ter-plaatse-pauze",
        Opdrachtstatus::TerPlaatse => "stand-ter-plaatse",
        Opdrachtstatus::Geweigerd | Opdrachtstatus::EigenLijst => "stand-gemeente",
        Opdrachtstatus::Gereed => "stand-gereed",
        Opdrachtstatus::GeenDefect => "stand-geen-defect",
        Opdrachtstatus::Ingetrokken => "stand-ingetrokken",
    })
}

fn facts(order: &Werkopdracht, now: DateTime, t: Say) -> Vec<(String, String)> {
    let offered =
        format!("{} ({})", words::short_moment(t.lang, order.aangeboden), words::ago(t.lang, order.aangeboden, now));
    let photos = if order.fotos.is_empty() { String::new() } else { t.count("aantal-fotos", "aantal", order.fotos.len()) };
    let material = order.materiaal.iter().map(|line| format!("{} x {}", line.aantal, line.omschrijving));
    let all = [
        ("feit-stand", stand(order, t)),
        ("feit-prioriteit", priority(order.prioriteit.as_str(), t)),
        ("feit-aangeboden", offered),
        ("feit-reden", order.reden.clone()),
        ("feit-materiaal", material.collect::<Vec<_>>().join(", ")),
        ("feit-fotos", photos),
        ("feit-extern", order.extern_nummer.clone()),
    ];
    all.into_iter().filter(|(_, value)| !value.is_empty()).map(|(key, value)| (t.say(key), value)).collect()
}

/// How urgent it is, in words.
pub(crate) fn priority(name: &str, t: Say) -> String {
    t.say(match name {
        "spoed" => "prioriteit-spoed",
        "hoog" => "prioriteit-hoog",
        "laag" => "prioriteit-laag",
        _ => "prioriteit-normaal",
    })
}

fn history(order: &Werkopdracht, t: Say) -> Vec<(String, String, String)> {
    let happened = order.stappen.iter().rev().map(|step| {
        let what = t.say(match step.stap {
            Stapsoort::Aangeboden => "stap-aangeboden",
            Stapsoort::Aangenomen => "stap-aangenomen",
            Stapsoort::Geweigerd => "stap-geweigerd",
            Stapsoort::TerPlaatse => "stap-ter-plaatse",
            Stapsoort::Gereed => "stap-gereed",
            Stapsoort::GeenDefect => "stap-geen-defect",
            Stapsoort::Pauze => "stap-pauze",
            Stapsoort::Hervat => "stap-hervat",
            Stapsoort::Toegewezen => "stap-toegewezen",
            Stapsoort::Ingetrokken => "stap-ingetrokken",
        });
        let said = [step.reden.as_str(), step.toelichting.as_str()].into_iter().filter(|text| !text.is_empty());
        let when = format!("{}, {}", words::short_moment(t.lang, step.moment), step.door);
        (what, when, said.collect::<Vec<_>>().join(" "))
    });
    happened.collect()
}

/// Latitude and longitude of an order.
pub(crate) fn point(order: &Werkopdracht) -> Option<(f64, f64)> {
    let point = order.plaats.as_ref()?.get("coordinates")?;
    Some((point.get(1)?.as_f64()?, point.get(0)?.as_f64()?))
}

fn route(order: &Werkopdracht) -> Option<Route> {
    let (lat, long) = point(order)?;
    Some(Route {
        geo: format!("geo:{lat:.6},{long:.6}?q={lat:.6},{long:.6}"),
        map: format!("https://www.openstreetmap.org/?mlat={lat:.6}&mlon={long:.6}#map=18/{lat:.6}/{long:.6}"),
        words: format!("{lat:.5}, {long:.5}"),
    })
}
