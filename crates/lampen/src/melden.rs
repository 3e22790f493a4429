// SPDX-License-Identifier: EUPL-1.2
//! `/lampen/{id}/melden`: what is wrong, in own words, a photo, an address for updates.
//!
//! Nothing that was filled in is lost: a form that cannot be taken comes back as it was, the photo stays with the draft.

mod foto;
mod invoer;
#[cfg(test)]
mod samples;

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Request, State},
    http::StatusCode,
    response::Response,
};
use uuid::Uuid;
use waarmaker_api::{Result, http::Api};
use waarmaker_core::DateTime;
use waarmaker_db::Weight;
use waarmaker_ui::{
    Page, Say, Visit,
    form::{Choice, Errors, Field, Posted},
    secret::Secret,
};
use waarmaker_werkopdrachten::photo::{self, Foto};

use crate::{
    TEXTS,
    concept::{self, Antwoorden, Bewaard, Concept, Wens},
    data::Lampblad,
    portaal::{self, Bedoeld, PORTAAL},
    woorden,
};

pub(crate) use foto::foto_staat;
use foto::ontvang;
pub(crate) use invoer::{is_email, keuzes, mis};

/// Most characters of own words.
pub(crate) const WOORDEN: usize = 2000;
/// Most characters of a place in words.
pub(crate) const PLEK: usize = 200;
/// The answer that it is dangerous.
pub(crate) const GEVAAR: &str = "gevaarlijk";

/// The form.
#[derive(Clone, Debug, Template)]
#[template(path = "melden.html")]
pub(crate) struct Melden {
    pub(crate) page: Page,
    pub(crate) t: Say,
    pub(crate) naam: String,
    pub(crate) errors: Errors,
    /// Whom it is filled in for, when somebody of the municipality does; else empty.
    pub(crate) namens: String,
    /// What is known already.
    pub(crate) bekend: Vec<String>,
    pub(crate) volgen: String,
    pub(crate) actie: String,
    /// Secret of the draft.
    pub(crate) concept: String,
    /// Whether the number of the lamp is not known.
    pub(crate) onbekend: bool,
    pub(crate) soort: Choice,
    pub(crate) plek: Field,
    pub(crate) woorden: Field,
    pub(crate) foto: Field,
    /// The photo that is there; empty for none.
    pub(crate) foto_staat: String,
    pub(crate) email: Field,
    /// Without answers when the reader reports for themselves.
    pub(crate) kanaal: Choice,
}

/// What a form is about, and who fills it in.
pub(crate) struct Vorm<'a> {
    /// The page, still without its title.
    pub(crate) page: Page,
    pub(crate) blad: &'a Lampblad,
    pub(crate) namens: Option<String>,
    pub(crate) now: DateTime,
}

/// What was filled in, with what is wrong with it.
pub(crate) struct Ingevuld {
    pub(crate) antwoorden: Antwoorden,
    pub(crate) errors: Errors,
    pub(crate) concept: String,
    pub(crate) foto: Option<Bewaard>,
}

/// Shows the form, with what was filled in before when there is a draft of this browser.
pub(crate) async fn form(State(api): State<Arc<Api>>, visit: Visit, Path(id): Path<String>) -> Response {
    visit.answer(toon(&api, &visit, &id).await)
}

async fn toon(api: &Api, visit: &Visit, id: &str) -> Result<Response> {
    let blad = match portaal::lamp(api, id).await? {
        Bedoeld::Lamp(blad) => blad,
        Bedoeld::Elders(uuid) => return visit.see_other(&format!("/lampen/{uuid}/melden")),
        Bedoeld::Onbekend => return portaal::onbekend(visit),
    };
    let known = match visit.asked("concept") {
        Some(text) => Some((eigen(api, visit, &text, blad.lamp.uuid).await?, text)),
        None => None,
    };
    let filled = match known {
        Some((Some(known), concept)) => {
            if let Some(code) = &known.code {
                return visit.see_other(&format!("/meldingen/{code}/ontvangst"));
            }
            Ingevuld { antwoorden: known.antwoorden, errors: Errors::default(), concept, foto: known.foto }
        }
        Some((None, _)) => return verlopen(visit, &blad),
        None => {
            let onbekend = visit.asked("nummer").is_some_and(|asked| asked == "onbekend");
            let antwoorden = Antwoorden { onbekend, ..Antwoorden::default() };
            Ingevuld { antwoorden, errors: Errors::default(), concept: Secret::fresh()?.text(), foto: None }
        }
    };
    visit.show(&view(&Vorm::of(api, visit, &blad).await?, &filled))
}

/// The draft of this browser with this secret, about this lamp.
pub(crate) async fn eigen(api: &Api, visit: &Visit, secret: &str, lamp: Uuid) -> Result<Option<Concept>> {
    let Some(secret) = Secret::parse(secret) else { return Ok(None) };
    let (sleutel, browser) = (secret.hash(), visit.browser());
    let found = api.reading_as(PORTAAL, Weight::Point, move |cx| concept::find(&sleutel, false, cx)).await?;
    Ok(found.filter(|found| found.browser == browser && found.asset == lamp))
}

/// The page of a draft that is over, or of another browser.
pub(crate) fn verlopen(visit: &Visit, blad: &Lampblad) -> Result<Response> {
    let t = visit.say(&TEXTS);
    let titel = t.say("verlopen-titel");
    let view = portaal::Bericht {
        page: portaal::page(visit, &*titel)?.private(),
        titel,
        zinnen: vec![t.say("verlopen-uitleg"), t.say("verlopen-doe")],
        knop: t.say("verlopen-knop"),
        naar: format!("/lampen/{}/melden", blad.lamp.uuid),
    };
    visit.show_as(StatusCode::GONE, &view)
}

/// Takes the form: keeps it as a draft, and leads to the page where it is looked over.
pub(crate) async fn neem(
    State(api): State<Arc<Api>>,
    visit: Visit,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    visit.answer(bewaar(&api, &visit, &id, request).await)
}

async fn bewaar(api: &Api, visit: &Visit, id: &str, request: Request) -> Result<Response> {
    let Bedoeld::Lamp(blad) = portaal::lamp(api, id).await? else { return portaal::onbekend(visit) };
    let posted = Posted::read(visit, request, photo::MAX_BYTES).await?;
    let vorm = Vorm::of(api, visit, &blad).await?;
    let antwoorden = Antwoorden::of(&posted);
    let mut errors = mis(&vorm, &antwoorden);
    let foto = ontvang(api, &posted, &vorm.t(), &mut errors).await?;
    if !posted.fresh {
        errors = Errors::stale(&vorm.page);
    }
    let lost = posted.ticked("met_foto");
    let (kept, secret) = leg_weg(api, visit, &blad, &posted, (antwoorden, foto)).await?;
    if let Some(code) = &kept.code {
        return visit.see_other(&format!("/meldingen/{code}/ontvangst"));
    }
    if lost && kept.foto.is_none() && !posted.ticked("verwijder") {
        errors.add("foto", vorm.t().say("foto-kwijt"));
    }
    let here = format!("/lampen/{}/melden", blad.lamp.uuid);
    if posted.fresh && posted.ticked("verwijder") {
        return visit.see_other(&format!("{here}?concept={secret}"));
    }
    if errors.is_empty() {
        return visit.see_other(&format!("{here}/controleren?concept={secret}"));
    }
    let filled = Ingevuld { antwoorden: kept.antwoorden, errors, concept: secret, foto: kept.foto };
    visit.show_as(StatusCode::UNPROCESSABLE_ENTITY, &view(&vorm, &filled))
}

/// Keeps answers as a draft: that of the form, or a new one when that is of something else. Answers it with its secret.
pub(crate) async fn leg_weg(
    api: &Api,
    visit: &Visit,
    blad: &Lampblad,
    posted: &Posted,
    (antwoorden, foto): (Antwoorden, Option<Foto>),
) -> Result<(Concept, String)> {
    let given = Secret::parse(posted.text("concept"));
    let mut secret = given.map_or_else(Secret::fresh, Ok)?;
    let browser = visit.browser();
    let mut wens = Wens {
        sleutel: secret.hash(),
        browser: browser.clone(),
        asset: blad.lamp.uuid,
        antwoorden,
        foto,
        zonder: posted.ticked("verwijder"),
    };
    let first = wens.clone();
    let mut kept = api.writing_as(PORTAAL, move |cx| concept::save(&first, cx)).await?;
    let ours = kept.asset == wens.asset && kept.browser == browser;
    if !ours {
        // Of another lamp, or sent by another browser: this is a new one.
        secret = Secret::fresh()?;
        wens.sleutel = secret.hash();
        kept = api.writing_as(PORTAAL, move |cx| concept::save(&wens, cx)).await?;
    }
    Ok((kept, secret.text()))
}

impl<'a> Vorm<'a> {
    /// For a visitor.
    pub(crate) async fn of(api: &Api, visit: &Visit, blad: &'a Lampblad) -> Result<Self> {
        let page = portaal::page(visit, "")?.private();
        Ok(Self { page, blad, namens: portaal::namens(api, visit).await?, now: visit.now })
    }

    /// The texts.
    pub(crate) fn t(&self) -> Say {
        TEXTS.say(self.page.lang)
    }

    /// The page with its title, below that of the lamp.
    pub(crate) fn page(&self, titel: &str, stap: String) -> Page {
        let t = self.t();
        let naam = woorden::naam(&self.blad.lamp, &t);
        let here = format!("/lampen/{}", self.blad.lamp.uuid);
        let page = Page { title: titel.to_owned(), ..self.page.clone() };
        page.crumbs([(t.say("menu-lampen"), "/lampen"), (naam, &*here), (stap, "")])
    }

    /// What it is about, above the title: the lamp, or a lamp in a street.
    pub(crate) fn naam(&self, onbekend: bool) -> String {
        let (lamp, t) = (&self.blad.lamp, self.t());
        if onbekend && !lamp.straat.is_empty() {
            return t.with("melden-straat", "straat", &lamp.straat);
        }
        woorden::naam(lamp, &t)
    }
}

/// The form with what was filled in.
pub(crate) fn view(vorm: &Vorm<'_>, filled: &Ingevuld) -> Melden {
    let (t, lamp) = (vorm.t(), &vorm.blad.lamp);
    let naam = vorm.naam(filled.antwoorden.onbekend);
    let page = vorm.page(&t.with("melden-paginatitel", "lamp", &naam), t.say("melden-kicker"));
    let (posted, errors) = (Posted::of(&filled.antwoorden.fields()), &filled.errors);
    let here = format!("/lampen/{}", lamp.uuid);
    let storing = lamp.storing.as_ref().filter(|_| !filled.antwoorden.onbekend);
    Melden {
        naam,
        namens: namens_zin(vorm.namens.as_deref(), &t),
        bekend: storing.map(|storing| woorden::bekend(storing, vorm.now, &t)).unwrap_or_default(),
        volgen: format!("{here}/volgen"),
        actie: format!("{here}/melden"),
        concept: filled.concept.clone(),
        onbekend: filled.antwoorden.onbekend,
        soort: Choice::new("soort", t.say("soort-label"), keuzes(vorm, &t)).filled(&posted, errors),
        plek: Field::new("plek", t.say("plek-label")).help(t.say("plek-hulp")).max(PLEK).filled(&posted, errors),
        woorden: Field::new("woorden", t.say("woorden-label"))
            .help(t.say("woorden-hulp"))
            .max(WOORDEN)
            .optional()
            .filled(&posted, errors),
        foto: Field::new("foto", t.say("foto-label")).help(t.say("foto-hulp")).optional().filled(&posted, errors),
        foto_staat: foto_staat(filled.foto.as_ref(), &t),
        email: email(&posted, errors, &t).optional(),
        kanaal: kanaal(vorm.namens.is_some(), &t).filled(&posted, errors),
        errors: errors.clone(),
        page: page.failed(!errors.is_empty()),
        t,
    }
}

/// That somebody of the municipality fills it in; empty when it is for oneself.
pub(crate) fn namens_zin(name: Option<&str>, t: &Say) -> String {
    name.map(|name| t.with("namens", "naam", name)).unwrap_or_default()
}

/// The field of an address.
pub(crate) fn email(posted: &Posted, errors: &Errors, t: &Say) -> Field {
    Field::new("email", t.say("email-label")).help(t.say("email-hulp")).kind("email", "email").filled(posted, errors)
}

/// How it came in; without answers for who reports for themselves.
pub(crate) fn kanaal(namens: bool, t: &Say) -> Choice {
    let answers = [("telefoon", t.say("kanaal-telefoon")), ("balie", t.say("kanaal-balie"))];
    Choice::new("kanaal", t.say("kanaal-label"), answers.into_iter().filter(|_| namens))
}
