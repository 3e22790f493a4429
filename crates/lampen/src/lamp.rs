// SPDX-License-Identifier: EUPL-1.2
//! `/lampen/{id}`: one lamp, how it stands, and what was wrong with it before.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use waarmaker_api::{Cx, Result, http::Api};
use waarmaker_core::DateTime;
use waarmaker_db::Weight;
use waarmaker_ui::{Page, Say, Visit, words};

use crate::{
    TEXTS,
    data::{self, Gebeurd, Lampblad, Moment, Storing, Vak, van_storing},
    plattegrond,
    portaal::{self, Bedoeld, PORTAAL},
    woorden::{self, Belofte, Rij, Stap},
};

/// How far around a lamp the map shows its neighbours, in metres.
const ROND: f64 = 150.0;
/// Most neighbours.
const MOST: usize = 200;

/// The page of a lamp.
#[derive(Clone, Debug, Template)]
#[template(path = "lamp.html")]
pub(crate) struct Lamppagina {
    pub(crate) page: Page,
    pub(crate) t: Say,
    pub(crate) naam: String,
    pub(crate) belofte: Belofte,
    /// Whether a fault is known.
    pub(crate) bekend: bool,
    /// Where one asks to be kept informed.
    pub(crate) volgen: String,
    /// Where one reports.
    pub(crate) melden: String,
    pub(crate) stappen: Vec<Stap>,
    pub(crate) eerder: Vec<Rij>,
    pub(crate) feiten: Vec<Rij>,
    /// The map, as HTML of our own; empty for none.
    pub(crate) kaart: String,
}

pub(crate) async fn lamp(State(api): State<Arc<Api>>, visit: Visit, Path(id): Path<String>) -> Response {
    visit.answer(toon(&api, &visit, &id).await)
}

async fn toon(api: &Api, visit: &Visit, id: &str) -> Result<Response> {
    let blad = match portaal::lamp(api, id).await? {
        Bedoeld::Lamp(blad) => blad,
        Bedoeld::Elders(uuid) => return visit.see_other(&format!("/lampen/{uuid}")),
        Bedoeld::Onbekend => return portaal::onbekend(visit),
    };
    let punt = blad.lamp.punt;
    let read = move |cx: &mut Cx<'_, '_>| {
        let vak = Vak::rond(punt, ROND);
        Ok((data::in_vak(vak, MOST, cx)?, data::vlakken(vak, cx)?))
    };
    let (near, vlakken) = api.reading_as(PORTAAL, Weight::Scan, read).await?;
    let t = visit.say(&TEXTS);
    let naam = woorden::naam(&blad.lamp, &t);
    let page = portaal::page(visit, &*naam)?.crumbs([(t.say("menu-lampen"), "/lampen"), (naam, "")]).script("kaart.js");
    let kaart = plattegrond::een(&page, &blad.lamp, &near.lampen, vlakken, &t);
    visit.show(&Lamppagina { kaart, ..view(page, &blad, visit.now, t) })
}

fn view(page: Page, blad: &Lampblad, now: DateTime, t: Say) -> Lamppagina {
    let lamp = &blad.lamp;
    let storing = lamp.storing.as_ref();
    let mut belofte = woorden::belofte(storing, now, &t);
    if let Some(just) = blad.net_gemaakt(now) {
        belofte.uitleg.insert(0, t.with("net-gemaakt", "dag", words::long_day(t.lang, just.einde)));
    }
    let here = format!("/lampen/{}", lamp.uuid);
    Lamppagina {
        naam: woorden::naam(lamp, &t),
        belofte,
        bekend: storing.is_some(),
        volgen: format!("{here}/volgen"),
        melden: format!("{here}/melden"),
        stappen: storing.map(|storing| verloop(storing, &t)).unwrap_or_default(),
        eerder: woorden::eerder(&blad.eerder, &t),
        feiten: storing.map(|storing| woorden::feiten(storing, &t)).unwrap_or_default(),
        kaart: String::new(),
        page,
        t,
    }
}

/// What happened with a fault and what comes.
fn verloop(storing: &Storing, t: &Say) -> Vec<Stap> {
    let first = Stap {
        titel: if storing.gemeld.is_some() { t.say("stap-gemeld") } else { t.say("stap-gezien") },
        hoe: t.say("stap-klaar"),
        wanneer: words::moment(t.lang, storing.gemeld.unwrap_or(storing.sinds)),
        ..Stap::default()
    };
    let mut all = vec![first];
    all.extend(stappen(&van_storing(storing), Some(storing), t));
    all
}

/// What happened, where it stands now, and what comes.
pub(crate) fn stappen(momenten: &[Moment], storing: Option<&Storing>, t: &Say) -> Vec<Stap> {
    let mut all: Vec<Stap> = momenten.iter().map(|moment| gebeurd(moment, t)).collect();
    let Some(storing) = storing.filter(|storing| !storing.is_over()) else { return all };
    let (titel, ..) = woorden::stand(storing.fase, t);
    all.push(Stap {
        klasse: "is-now",
        titel,
        hoe: t.say("stap-nu"),
        wanneer: String::new(),
        uitleg: woorden::wij_doen(storing, t).join(" "),
    });
    all.push(Stap {
        klasse: "is-next",
        titel: t.say("stap-brandt"),
        hoe: t.say("stap-komt"),
        wanneer: storing.verwacht.map(|tot| words::by(t.lang, tot)).unwrap_or_default(),
        uitleg: if storing.verwacht.is_none() { t.say("belofte-volgt") } else { String::new() },
    });
    all
}

fn gebeurd(moment: &Moment, t: &Say) -> Stap {
    let titel = match moment.wat {
        Gebeurd::Ontvangen => t.say("gebeurd-ontvangen"),
        Gebeurd::Opgedragen => t.say("gebeurd-opgedragen"),
        Gebeurd::Aangenomen => t.say("gebeurd-aangenomen"),
        Gebeurd::TerPlaatse => t.say("gebeurd-ter-plaatse"),
        Gebeurd::Wacht => t.say("gebeurd-wacht"),
        Gebeurd::Verder => t.say("gebeurd-verder"),
        Gebeurd::Gemaakt => t.say("gebeurd-gemaakt"),
        Gebeurd::GeenDefect => t.say("gebeurd-geen-defect"),
        Gebeurd::Vanzelf => t.say("gebeurd-vanzelf"),
        Gebeurd::Gesloten => t.say("gebeurd-gesloten"),
        Gebeurd::NogKapot => t.say("gebeurd-nog-kapot"),
    };
    Stap { titel, hoe: t.say("stap-klaar"), wanneer: words::moment(t.lang, moment.op), ..Stap::default() }
}

#[cfg(test)]
impl Lamppagina {
    /// With a fault and earlier ones.
    pub(crate) fn sample(lang: waarmaker_ui::Lang) -> Self {
        use crate::data::{Afloop, Eerder, Klacht, Wat};
        let t = TEXTS.say(lang);
        let lamp = woorden::sample_lamp();
        let at = woorden::sample_now();
        let past = |afloop| Eerder {
            nummer: "INC-2026-0000007".to_owned(),
            begin: at,
            einde: at,
            wat: Wat::Klacht(Klacht::Knippert),
            afloop,
            groep: 1,
        };
        let eerder = [Afloop::Hersteld, Afloop::GeenDefect, Afloop::Vanzelf, Afloop::Gesloten].map(past).to_vec();
        view(Page::sample(lang).menu(portaal::menu(&t)), &Lampblad { lamp, eerder }, at, t)
    }
}
