// SPDX-License-Identifier: EUPL-1.2
//! `/lampen/melden`: which lamp is it? By number, by street, on the map; and what to do when the number is not known.

use std::sync::Arc;

use askama::Template;
use axum::{extract::State, response::Response};
use waarmaker_api::{Result, http::Api};
use waarmaker_db::Weight;
use waarmaker_ui::{Page, Say, Visit, words};

use crate::{
    TEXTS,
    data::{self, Gevonden, Lamp, Straat},
    plattegrond,
    portaal::{self, Bladen, PORTAAL, query},
    zoeken::{Paal, paal},
};

/// Streets on a page.
const PER_BLAD: usize = 30;

/// A street that may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Straatkeuze {
    pub(crate) naam: String,
    pub(crate) naar: String,
    pub(crate) aantal: String,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "kies.html")]
pub(crate) struct Kies {
    pub(crate) page: Page,
    pub(crate) t: Say,
    /// What was looked for.
    pub(crate) zoek: String,
    /// Why nothing was found; empty when something was.
    pub(crate) fout: String,
    pub(crate) straten_titel: String,
    pub(crate) straten: Vec<Straatkeuze>,
    pub(crate) bladen: Bladen,
    pub(crate) palen_titel: String,
    pub(crate) palen: Vec<Paal>,
    /// Where one goes on without a number; empty when that cannot be.
    pub(crate) onbekend: String,
    /// The map, as HTML of our own; empty for none.
    pub(crate) kaart: String,
}

pub(crate) async fn kies(State(api): State<Arc<Api>>, visit: Visit) -> Response {
    visit.answer(toon(&api, &visit).await)
}

async fn toon(api: &Api, visit: &Visit) -> Result<Response> {
    let zoek = visit.asked("zoek").unwrap_or_default().trim().to_owned();
    let text = zoek.clone();
    let (gevonden, straten) = api
        .reading_as(PORTAAL, Weight::Scan, move |cx| {
            let gevonden = data::zoek(&text, cx)?;
            let straten = if matches!(gevonden, Gevonden::Leeg) { data::straten(cx)? } else { Vec::new() };
            Ok((gevonden, straten))
        })
        .await?;
    if let Gevonden::Lamp(lamp) = &gevonden {
        return visit.see_other(&format!("/lampen/{}/melden", lamp.uuid));
    }
    let view = view(visit, zoek, gevonden, &straten)?;
    visit.show(&view)
}

fn view(visit: &Visit, zoek: String, gevonden: Gevonden, straten: &[Straat]) -> Result<Kies> {
    let t = visit.say(&TEXTS);
    let titel = t.say("kies-titel");
    let failed = matches!(gevonden, Gevonden::Niets { .. });
    let page = portaal::page(visit, titel)?
        .crumbs([(t.say("menu-lampen"), "/lampen"), (t.say("melden-kicker"), "")])
        .failed(failed)
        .script("kaart.js");
    Ok(fill(page, zoek, gevonden, (straten, portaal::blad(visit)), t))
}

fn fill(page: Page, zoek: String, gevonden: Gevonden, (straten, blad): (&[Straat], usize), t: Say) -> Kies {
    let mut view = Kies {
        zoek,
        fout: String::new(),
        straten_titel: String::new(),
        straten: Vec::new(),
        bladen: Bladen::default(),
        palen_titel: String::new(),
        palen: Vec::new(),
        onbekend: String::new(),
        kaart: String::new(),
        page,
        t,
    };
    match gevonden {
        Gevonden::Leeg => {
            let shown = straten.iter().skip((blad - 1) * PER_BLAD).take(PER_BLAD);
            view.straten = shown.map(|straat| keuze(straat, &t)).collect();
            view.straten_titel = t.say("kies-straten");
            view.bladen = Bladen::of(blad, straten.len(), PER_BLAD, &t, |blad| format!("/lampen/melden?blad={blad}"));
        }
        Gevonden::Lamp(lamp) => view.palen = vec![paal(&lamp, "/melden")],
        Gevonden::Straat { naam, lampen, .. } => {
            view.palen_titel = t.with("kies-in-straat", "straat", &naam);
            view.onbekend =
                een(&lampen).map(|lamp| format!("/lampen/{}/melden?nummer=onbekend", lamp.uuid)).unwrap_or_default();
            view.kaart = plattegrond::kies(&view.page, &lampen, &t);
            view.palen = lampen.iter().map(|lamp| paal(lamp, "/melden")).collect();
        }
        Gevonden::Straten(all) => {
            view.straten_titel = t.say("antwoord-welke");
            view.straten = all.iter().map(|straat| keuze(straat, &t)).collect();
        }
        Gevonden::Niets { lijkt_op } => {
            view.fout = t.with("kies-niets", "gemeente", &view.page.site.naam);
            view.straten_titel = t.say("kies-lijkt-op");
            view.straten = lijkt_op.iter().map(|straat| keuze(straat, &t)).collect();
        }
    }
    view
}

/// The lamp of a street that stands for all of them: the middle one of those of which no fault is known.
fn een(lampen: &[Lamp]) -> Option<&Lamp> {
    let fine: Vec<&Lamp> = lampen.iter().filter(|lamp| lamp.storing.is_none()).collect();
    fine.get(fine.len() / 2).copied().or_else(|| lampen.get(lampen.len() / 2))
}

fn keuze(straat: &Straat, t: &Say) -> Straatkeuze {
    Straatkeuze {
        naam: straat.naam.clone(),
        naar: format!("/lampen/melden?zoek={}", query(&straat.naam)),
        aantal: t.with("straat-aantal", "aantal", words::number(t.lang, straat.lampen)),
    }
}

#[cfg(test)]
impl Kies {
    /// The first page, with all streets.
    pub(crate) fn sample(lang: waarmaker_ui::Lang) -> Self {
        Self::samples(lang).remove(0)
    }

    /// A page for each thing that may be found.
    pub(crate) fn samples(lang: waarmaker_ui::Lang) -> Vec<Self> {
        let t = TEXTS.say(lang);
        let lamp = crate::woorden::sample_lamp();
        let straat = Straat { naam: lamp.straat.clone(), lampen: 12 };
        let all = [
            Gevonden::Leeg,
            Gevonden::Straat { naam: lamp.straat.clone(), lampen: vec![lamp], meer: false, nummer: None },
            Gevonden::Straten(vec![straat.clone()]),
            Gevonden::Niets { lijkt_op: vec![straat.clone()] },
        ];
        let page = || Page::sample(lang).menu(portaal::menu(&t));
        all.map(|found| fill(page(), "Lindelaan".to_owned(), found, (std::slice::from_ref(&straat), 1), t)).to_vec()
    }
}
