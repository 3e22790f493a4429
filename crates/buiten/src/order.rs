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
    /// Where it is, in the words of who reported it; empty when nobody said so.
    pub(crate) plek: String,
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
        let Shown { order, steps, list, now, posted, mut errors, waiting } = shown;
        let (forms, others) = forms::all(&steps, posted, &errors, &waiting, t)?;
        let asked = posted.and_then(answer::asked);
        let mut lost = Vec::new();
        if let Some(posted) = posted.filter(|_| !asked.is_some_and(|stap| steps.contains(&stap))) {
            // The form is not there any more, so that nothing leads to its fields.
            errors.list.iter_mut().for_each(|(field, _)| field.clear());
            lost = answer::typed(posted, t);
        }
        Ok(Self {
            list,
            nummer: order.nummer.clone(),
            place: words::capital(&order.asset_omschrijving),
            plek: order.plek.clone(),
            what: order.omschrijving.clone(),
            first: klok::first(order, now, t),
            route: route(order),
            said: done(said, t),
            errors,
            news: order
                .mededelingen
                .iter()
                .rev()
                .map(|one| (words::short_moment(t.lang, one.moment), one.tekst.clone()))
                .collect(),
            facts: facts(order, now, t),
            terms: klok::terms(order, t),
            bar: forms::bar(&steps, t),
            forms,
            others,
            history: history(order, t),
            lost,
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
    let photos =
        if order.fotos.is_empty() { String::new() } else { t.count("aantal-fotos", "aantal", order.fotos.len()) };
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

#[cfg(test)]
mod tests {
    use serde_json::json;
    use waarmaker_ui::Lang;

    use super::*;
    use crate::{lapsed::Lapsed, list::ListPage, notice::Notice};

    const EVIL: &str = "<script>alert(1)</script>";

    fn order(status: &str) -> Werkopdracht {
        let at = "2026-11-20T10:00:00Z";
        serde_json::from_value(json!({
            "nummer": "WO-2026-0000001", "incident": null, "zaak": null, "asset": null, "assetOmschrijving": EVIL,
            "plaats": {"type": "Point", "coordinates": [5.12, 52.09]}, "plek": EVIL, "omschrijving": EVIL, "prioriteit": "hoog",
            "contract": null, "aannemer": null, "status": status, "reden": EVIL, "aangeboden": at, "uiterlijk": "2026-11-23T11:00:00Z",
            "termijnen": [{"norm": "hersteld", "uiterlijk": "2026-11-23T11:00:00Z", "behaald": null, "bewaking": "in_gevaar", "verklaring": {
                "regel": "Contract OVL-2026: hersteld binnen 8 uur werktijd", "telt": "werktijd", "normSeconden": 28800, "begin": at,
                "stappen": [
                    {"van": at, "tot": "2026-11-20T15:00:00Z", "teltSeconden": 18000, "waarom": "werktijd"},
                    {"van": "2026-11-20T15:00:00Z", "tot": "2026-11-20T23:00:00Z", "teltSeconden": 0, "waarom": "buiten werktijd"},
                    {"van": "2026-11-20T23:00:00Z", "tot": "2026-11-21T23:00:00Z", "teltSeconden": 0, "waarom": "zaterdag: geen werkdag"},
                    {"van": "2026-11-21T23:00:00Z", "tot": "2026-11-22T23:00:00Z", "teltSeconden": 0, "waarom": "feestdag: Kerst"}],
                "pauzes": [{"begin": at, "einde": null, "reden": EVIL, "scheeltSeconden": 0}], "geteldSeconden": 28800,
                "deadline": "2026-11-23T11:00:00Z"}}],
            "bewaking": "in_gevaar", "pauzes": [], "stappen": [{"stap": "aangeboden", "moment": at, "door": EVIL, "reden": "", "toelichting": EVIL}],
            "materiaal": [{"omschrijving": EVIL, "aantal": 2}], "fotos": ["https://a.example/1"],
            "mededelingen": [{"moment": at, "tekst": EVIL}], "sensorHersteld": null, "onderdeelVan": null, "verzonden": null, "externNummer": EVIL,
        }))
        .unwrap()
    }

    fn made(lang: Lang, steps: Vec<Stapsoort>) -> OrderPage {
        let (order, mut errors) = (order("aangenomen"), Errors::default());
        errors.add("gereed-erna", EVIL);
        let posted = Posted::of(&[("stap", "gereed"), ("sleutel", "k"), ("gereed-toelichting", EVIL)]);
        let waiting = vec![Waiting { id: 7, soort: "erna".to_owned(), omvang: 2_300_000 }];
        let now = "2026-11-22T10:00:00Z".parse().unwrap();
        let shown = Shown { order: &order, steps, list: true, now, posted: Some(&posted), errors, waiting };
        OrderPage::of(Page::sample(lang).section(Section::Buiten), TEXTS.say(lang), shown, "pauze").unwrap()
    }

    impl OrderPage {
        fn sample(lang: Lang) -> Self {
            made(lang, vec![Stapsoort::Gereed, Stapsoort::Pauze, Stapsoort::GeenDefect, Stapsoort::Hervat])
        }
    }

    impl ListPage {
        fn sample(lang: Lang) -> Self {
            Self::with(lang, &[order("aangeboden")])
        }
    }

    waarmaker_ui::samples!(OrderPage, ListPage, Notice, Lapsed);

    #[test]
    fn every_page_is_there_in_both_languages_and_executes_nothing() {
        for lang in Lang::ALL {
            let pages = [
                OrderPage::sample(lang).render().unwrap(),
                made(lang, Vec::new()).render().unwrap(),
                Notice::sample(lang).render().unwrap(),
                Lapsed::sample(lang).render().unwrap(),
                ListPage::sample(lang).render().unwrap(),
                ListPage::with(lang, &[]).render().unwrap(),
            ];
            for html in pages {
                assert!(html.contains(&format!("lang=\"{}\"", lang.code())) && !html.contains("<script>"), "{html}");
                assert!(!html.contains("style=\""), "{html}");
            }
        }
    }
}
