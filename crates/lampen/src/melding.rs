// SPDX-License-Identifier: EUPL-1.2
//! `/meldingen/{code}`: how it stands with a report, until it is solved; that it is still broken; how it was; no more e-mail.
//!
//! Whoever has the code may see this. It shows nothing of who reported, and not their words. Guessing codes soon takes longer than it is worth.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Request, State},
    http::StatusCode,
    response::Response,
};
use waarmaker_api::{Result, http::Api};
use waarmaker_core::DateTime;
use waarmaker_db::Weight;
use waarmaker_signalen::{Antwoord, Beoordeeld, Heropend};
use waarmaker_ui::{
    Page, Say, Visit,
    form::{Choice, Errors, Field, Posted},
    limit, words,
};

use crate::{
    TEXTS,
    data::{self, Gevolgd},
    lamp::stappen,
    portaal::{self, PORTAAL},
    woorden::{self, Belofte, Rij, Stap},
};

/// Most codes that do not exist, of one address in an hour.
const MOST_GUESSES: u32 = 30;
/// Most answers (still broken, how it was) of one address in an hour.
const PER_UUR: u32 = 60;

/// The page of a report.
#[derive(Clone, Debug, Template)]
#[template(path = "melding.html")]
pub(crate) struct Meldingpagina {
    pub(crate) page: Page,
    pub(crate) t: Say,
    pub(crate) code: String,
    pub(crate) naam: String,
    pub(crate) errors: Errors,
    /// What was just done; empty for nothing.
    pub(crate) gedaan: String,
    pub(crate) belofte: Belofte,
    pub(crate) stappen: Vec<Stap>,
    pub(crate) feiten: Vec<Rij>,
    /// The lamp.
    pub(crate) lamp: String,
    /// Whether one may say that it is still broken.
    pub(crate) nog_kapot: bool,
    /// Whether it has become dangerous.
    pub(crate) gevaar: Choice,
    /// How it was; without answers when that is not asked.
    pub(crate) hoe: Choice,
    /// Why.
    pub(crate) waarom: Field,
    /// Whether e-mail is sent.
    pub(crate) post: bool,
    pub(crate) actie_kapot: String,
    pub(crate) actie_hoe: String,
    pub(crate) actie_stop: String,
}

/// The receipt.
#[derive(Clone, Debug, Template)]
#[template(path = "ontvangst.html")]
pub(crate) struct Ontvangst {
    pub(crate) page: Page,
    pub(crate) t: Say,
    pub(crate) naam: String,
    pub(crate) code: String,
    pub(crate) gevaarlijk: bool,
    /// What happens next.
    pub(crate) zinnen: Vec<String>,
    pub(crate) volgen: String,
}

/// The page where a code is typed, also when there is no such report.
#[derive(Clone, Debug, Template)]
#[template(path = "code.html")]
pub(crate) struct Vraagcode {
    pub(crate) page: Page,
    pub(crate) t: Say,
    pub(crate) titel: String,
    pub(crate) zinnen: Vec<String>,
    pub(crate) code: Field,
}

/// Asks for a code, and leads to its report.
pub(crate) async fn zoek(visit: Visit) -> Response {
    let run = || {
        let code = waarmaker_signalen::code_van(&visit.asked("code").unwrap_or_default());
        if !code.is_empty() {
            return visit.see_other(&format!("/meldingen/{code}"));
        }
        let t = visit.say(&TEXTS);
        let (titel, zinnen) = (t.say("code-titel"), vec![t.say("code-uitleg")]);
        visit.show(&vraag(portaal::page(&visit, "")?, titel, zinnen, t))
    };
    visit.answer(run())
}

fn vraag(page: Page, titel: String, zinnen: Vec<String>, t: Say) -> Vraagcode {
    let code = Field::new("code", t.say("code-label")).help(t.say("code-hulp")).max(20);
    Vraagcode { page: Page { title: titel.clone(), ..page }, titel, zinnen, code, t }
}

/// What has this code; else the page to show.
async fn open(api: &Api, visit: &Visit, code: &str) -> Result<std::result::Result<Box<Gevolgd>, Response>> {
    let asked = code.to_owned();
    let found = api.reading_as(PORTAAL, Weight::Scan, move |cx| data::volg(&asked, cx)).await?;
    if let Some(found) = found {
        return Ok(Ok(Box::new(found)));
    }
    limit::take(api, visit, "meldingcode", MOST_GUESSES).await?;
    let t = visit.say(&TEXTS);
    let (titel, zinnen) = (t.say("code-onbekend"), vec![t.say("code-onbekend-doe"), t.say("code-onbekend-oud")]);
    let view = vraag(portaal::page(visit, "")?.private(), titel, zinnen, t);
    visit.show_as(StatusCode::NOT_FOUND, &view).map(Err)
}

/// Shows a report.
pub(crate) async fn toon(State(api): State<Arc<Api>>, visit: Visit, Path(code): Path<String>) -> Response {
    visit.answer(kijk(&api, &visit, &code).await)
}

async fn kijk(api: &Api, visit: &Visit, code: &str) -> Result<Response> {
    let found = match open(api, visit, code).await? {
        Ok(found) => found,
        Err(response) => return Ok(response),
    };
    if found.code != code {
        return visit.see_other(&format!("/meldingen/{}", found.code));
    }
    let t = visit.say(&TEXTS);
    let gedaan = match visit.asked("gedaan").as_deref() {
        Some("nog-kapot") => t.say("gedaan-kapot"),
        Some("loopt") => t.say("gedaan-loopt"),
        Some("hoe") => t.say("gedaan-hoe"),
        Some("geen-mail") => t.say("gedaan-post"),
        _ => String::new(),
    };
    let page = portaal::page(visit, "")?.private();
    visit.show(&Meldingpagina { gedaan, ..view(page, &found, visit.now, t) })
}

/// Shows the receipt of a report.
pub(crate) async fn ontvangst(State(api): State<Arc<Api>>, visit: Visit, Path(code): Path<String>) -> Response {
    visit.answer(bewijs(&api, &visit, &code).await)
}

async fn bewijs(api: &Api, visit: &Visit, code: &str) -> Result<Response> {
    match open(api, visit, code).await? {
        Ok(found) => {
            let page = portaal::page(visit, "")?.private();
            visit.show(&receipt(page, &found, visit.say(&TEXTS)))
        }
        Err(response) => Ok(response),
    }
}

/// What a form of the page of a report asks.
enum Gevraagd {
    NogKapot,
    Hoe,
    GeenMail,
}

/// It is still broken.
pub(crate) async fn nog_kapot(
    State(api): State<Arc<Api>>,
    visit: Visit,
    Path(code): Path<String>,
    request: Request,
) -> Response {
    visit.answer(doe(&api, &visit, &code, (Gevraagd::NogKapot, request)).await)
}

/// How it was.
pub(crate) async fn hoe(
    State(api): State<Arc<Api>>,
    visit: Visit,
    Path(code): Path<String>,
    request: Request,
) -> Response {
    visit.answer(doe(&api, &visit, &code, (Gevraagd::Hoe, request)).await)
}

/// No more e-mail.
pub(crate) async fn geen_mail(
    State(api): State<Arc<Api>>,
    visit: Visit,
    Path(code): Path<String>,
    request: Request,
) -> Response {
    visit.answer(doe(&api, &visit, &code, (Gevraagd::GeenMail, request)).await)
}

/// A link that leads to a form by itself (a page that was reloaded, a bookmark): the report.
pub(crate) async fn terug(visit: Visit, Path(code): Path<String>) -> Response {
    let code = waarmaker_signalen::code_van(&code);
    visit.answer(visit.see_other(&format!("/meldingen/{code}")))
}

async fn doe(api: &Api, visit: &Visit, code: &str, (what, request): (Gevraagd, Request)) -> Result<Response> {
    let found = match open(api, visit, code).await? {
        Ok(found) => found,
        Err(response) => return Ok(response),
    };
    let posted = Posted::read(visit, request, 0).await?;
    if matches!(what, Gevraagd::Hoe) && !found.kan_oordelen {
        return visit.see_other(&format!("/meldingen/{}?gedaan=loopt", found.code));
    }
    let (t, page) = (visit.say(&TEXTS), portaal::page(visit, "")?.private());
    let mut errors = mis(&what, &posted, &page, &t);
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if !posted.fresh {
        errors = Errors::stale(&page);
    } else if errors.is_empty() && !limit::allows(api, visit, "melding-antwoord", PER_UUR).await? {
        (errors, status) = (Errors::busy(&page), StatusCode::TOO_MANY_REQUESTS);
    }
    if errors.is_empty() {
        return antwoord(api, visit, found.code.clone(), (what, &posted)).await;
    }
    let view = view(page, &found, visit.now, t);
    visit.show_as(status, &opnieuw(view, &posted, errors))
}

/// What is wrong with an answer.
fn mis(what: &Gevraagd, posted: &Posted, page: &Page, t: &Say) -> Errors {
    let mut errors = Errors::default();
    if matches!(what, Gevraagd::Hoe) {
        if cijfer(posted).is_none() {
            errors.add("hoe", t.say("hoe-kies"));
        }
        errors.check_length(page, &waarom(t).filled(posted, &Errors::default()));
    }
    errors
}

fn cijfer(posted: &Posted) -> Option<i64> {
    posted.text("hoe").parse().ok().filter(|cijfer| (1..=5).contains(cijfer))
}

/// Does what is asked, and shows the report.
async fn antwoord(api: &Api, visit: &Visit, code: String, (what, posted): (Gevraagd, &Posted)) -> Result<Response> {
    let back = format!("/meldingen/{code}");
    let done = match what {
        Gevraagd::NogKapot => {
            let gevaarlijk = posted.ticked("gevaar");
            let done = move |cx: &mut waarmaker_api::Cx<'_, '_>| waarmaker_signalen::nog_kapot(&code, gevaarlijk, cx);
            match api.writing_as(PORTAAL, done).await? {
                Heropend::Nieuw(_) | Heropend::Bekend(_) | Heropend::AlGezegd(_) => "nog-kapot",
                Heropend::Loopt(_) => "loopt",
                Heropend::NieuweMelding | Heropend::Onbekend => return visit.see_other("/lampen/melden"),
            }
        }
        Gevraagd::Hoe => {
            let given =
                Antwoord { cijfer: cijfer(posted).unwrap_or_default(), toelichting: posted.text("waarom").to_owned() };
            let done = move |cx: &mut waarmaker_api::Cx<'_, '_>| waarmaker_signalen::hoe_was_het(&code, &given, cx);
            if api.writing_as(PORTAAL, done).await? == Beoordeeld::Bewaard { "hoe" } else { "loopt" }
        }
        Gevraagd::GeenMail => {
            api.writing_as(PORTAAL, move |cx| waarmaker_signalen::stop_berichten(&code, cx)).await?;
            "geen-mail"
        }
    };
    visit.see_other(&format!("{back}?gedaan={done}"))
}

/// The page again, with what was filled in and what is wrong with it.
fn opnieuw(view: Meldingpagina, posted: &Posted, errors: Errors) -> Meldingpagina {
    Meldingpagina {
        hoe: view.hoe.filled(posted, &errors),
        waarom: view.waarom.filled(posted, &errors),
        gevaar: view.gevaar.filled(posted, &errors),
        page: view.page.failed(true),
        errors,
        ..view
    }
}

fn waarom(t: &Say) -> Field {
    Field::new("waarom", t.say("waarom-label")).help(t.say("waarom-hulp")).max(1000).optional()
}

fn naam(found: &Gevolgd, t: &Say) -> String {
    found.lamp.as_ref().map_or_else(|| t.say("melding-zonder-lamp"), |lamp| woorden::naam(lamp, t))
}

fn view(page: Page, found: &Gevolgd, now: DateTime, t: Say) -> Meldingpagina {
    let naam = naam(found, &t);
    let here = format!("/meldingen/{}", found.code);
    let page = Page { title: t.with2("melding-paginatitel", "code", &found.code, "lamp", &naam), ..page };
    let given = found.oordeel.as_ref().map(|oordeel| oordeel.cijfer.to_string()).unwrap_or_default();
    let known = Posted::of(&[("hoe", given.as_str())]);
    let answers = [
        ("5", t.say("hoe-5")),
        ("4", t.say("hoe-4")),
        ("3", t.say("hoe-3")),
        ("2", t.say("hoe-2")),
        ("1", t.say("hoe-1")),
    ];
    let asked = answers.into_iter().filter(|_| found.kan_oordelen);
    Meldingpagina {
        page: page.crumbs([(t.say("menu-meldingen"), "/meldingen"), (found.code.clone(), "")]),
        code: found.code.clone(),
        errors: Errors::default(),
        gedaan: String::new(),
        belofte: woorden::belofte(found.storing.as_ref(), now, &t),
        stappen: stappen(&found.momenten, found.storing.as_ref(), &t),
        feiten: feiten(found, &t),
        lamp: found.lamp.as_ref().map_or_else(|| "/lampen".to_owned(), |lamp| format!("/lampen/{}", lamp.uuid)),
        nog_kapot: found.kan_heropenen,
        gevaar: Choice::new("gevaar", t.say("kapot-gevaar"), [("ja", t.say("kapot-gevaar-ja"))]).optional(),
        hoe: Choice::new("hoe", t.say("hoe-label"), asked).filled(&known, &Errors::default()),
        waarom: waarom(&t),
        post: found.berichten,
        actie_kapot: format!("{here}/nog-kapot"),
        actie_hoe: format!("{here}/hoe-was-het"),
        actie_stop: format!("{here}/geen-mail"),
        naam,
        t,
    }
}

fn feiten(found: &Gevolgd, t: &Say) -> Vec<Rij> {
    let mut rijen = vec![
        Rij::new(t.say("feit-code"), &*found.code),
        Rij::new(t.say("feit-ontvangen"), words::moment(t.lang, found.ontvangen)),
        Rij::new(t.say("feit-klacht"), woorden::of_klacht(found.klacht, t)),
    ];
    let namens = match found.kanaal {
        waarmaker_signalen::Meldkanaal::Telefoon => Some(t.say("kanaal-telefoon")),
        waarmaker_signalen::Meldkanaal::Balie => Some(t.say("kanaal-balie")),
        _ => None,
    };
    rijen.extend(namens.map(|how| Rij::new(t.say("feit-kanaal"), how)));
    rijen.extend(found.storing.iter().flat_map(|storing| woorden::feiten(storing, t)));
    rijen
}

fn receipt(page: Page, found: &Gevolgd, t: Say) -> Ontvangst {
    let mut zinnen = Vec::new();
    if !found.nieuw {
        zinnen.push(t.say("ontvangst-bekend"));
    }
    if let Some(storing) = &found.storing {
        zinnen.extend(woorden::wij_doen(storing, &t));
        zinnen.push(match storing.verwacht {
            Some(tot) => t.with("ontvangst-klaar", "dag", words::long_day(t.lang, tot)),
            None => t.say("ontvangst-volgt"),
        });
    }
    zinnen.push(if found.berichten { t.say("ontvangst-post") } else { t.say("ontvangst-zonder-post") });
    zinnen.push(t.say("ontvangst-kapot"));
    Ontvangst {
        page: Page { title: t.say("ontvangst-titel"), ..page },
        naam: naam(found, &t),
        code: found.code.clone(),
        gevaarlijk: found.storing.as_ref().is_some_and(|storing| storing.spoed),
        zinnen,
        volgen: format!("/meldingen/{}", found.code),
        t,
    }
}

#[cfg(test)]
mod samples {
    use waarmaker_signalen::Meldkanaal;
    use waarmaker_ui::Lang;

    use super::*;
    use crate::data::{Afloop, Fase, Gebeurd, Klacht, Moment};

    /// A report that was solved, and may be said to be still broken.
    fn gevolgd(over: bool) -> Gevolgd {
        let op = woorden::sample_now();
        let mut storing = woorden::sample();
        if over {
            (storing.fase, storing.einde, storing.afloop) = (Fase::Gemaakt, Some(op), Some(Afloop::Hersteld));
        }
        let all = [
            Gebeurd::Ontvangen,
            Gebeurd::Opgedragen,
            Gebeurd::Aangenomen,
            Gebeurd::TerPlaatse,
            Gebeurd::Wacht,
            Gebeurd::Verder,
            Gebeurd::Gemaakt,
            Gebeurd::GeenDefect,
            Gebeurd::Vanzelf,
            Gebeurd::Gesloten,
            Gebeurd::NogKapot,
        ];
        Gevolgd {
            melding: uuid::Uuid::nil(),
            code: "K7M2QXAB".to_owned(),
            ontvangen: op,
            kanaal: if over { Meldkanaal::Telefoon } else { Meldkanaal::Web },
            klacht: Klacht::BrandtNiet,
            woorden: String::new(),
            nieuw: over,
            lamp: Some(woorden::sample_lamp()),
            storing: Some(storing),
            momenten: all.map(|wat| Moment { wat, op }).to_vec(),
            kan_heropenen: over,
            heropend: !over,
            kan_oordelen: over,
            oordeel: None,
            berichten: !over,
        }
    }

    impl Meldingpagina {
        /// Of a report that is not solved yet.
        pub(crate) fn sample(lang: Lang) -> Self {
            Self::samples(lang).remove(0)
        }

        /// In each state.
        pub(crate) fn samples(lang: Lang) -> Vec<Self> {
            let t = TEXTS.say(lang);
            let page = || Page::sample(lang).menu(portaal::menu(&t));
            let one = |over| view(page(), &gevolgd(over), woorden::sample_now(), t);
            let mut errors = Errors::default();
            errors.add("hoe", t.say("hoe-kies"));
            vec![one(false), one(true), opnieuw(one(true), &Posted::default(), errors)]
        }
    }

    impl Ontvangst {
        /// Of a first report.
        pub(crate) fn sample(lang: Lang) -> Self {
            Self::samples(lang).remove(0)
        }

        /// Of a first report, and of one that joined.
        pub(crate) fn samples(lang: Lang) -> Vec<Self> {
            let page = || Page::sample(lang);
            [true, false].map(|over| receipt(page(), &gevolgd(over), TEXTS.say(lang))).to_vec()
        }
    }

    impl Vraagcode {
        pub(crate) fn sample(lang: Lang) -> Self {
            let t = TEXTS.say(lang);
            vraag(Page::sample(lang), t.say("code-onbekend"), vec![t.say("code-onbekend-doe")], t)
        }
    }
}
