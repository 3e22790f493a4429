// SPDX-License-Identifier: EUPL-1.2
//! `/lampen`: why does my lamp not work? Search by street or number, faults near, and all lamps by street.

mod antwoord;
mod lijst;
#[cfg(test)]
mod samples;
mod straten;

use std::sync::Arc;

use askama::Template;
use axum::{extract::State, response::Response};
use waarmaker_api::{Result, http::Api};
use waarmaker_assets::Punt;
use waarmaker_core::DateTime;
use waarmaker_db::Weight;
use waarmaker_ui::{Page, Say, Visit, kaart::Area};

use crate::{
    TEXTS,
    data::{self, Gevonden, Nabij, Storing, Storingen, Vak, Vraag},
    plattegrond,
    portaal::{self, Bladen, PORTAAL, query},
};

use antwoord::{Antwoord, antwoord};
pub(crate) use lijst::Regel;
use lijst::{in_de_buurt, lijst_titel, lijst_uitleg, overal};
pub(crate) use straten::{Paal, paal};
use straten::{Straatregel, straten};

/// Most lamps that are near.
const NABIJ: usize = 250;
/// Faults on a page.
const PER_BLAD: usize = 10;

/// One of several streets that may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Keuze {
    pub(crate) tekst: String,
    pub(crate) naar: String,
    pub(crate) uitleg: String,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "lampen.html")]
pub(crate) struct Lampen {
    pub(crate) page: Page,
    pub(crate) t: Say,
    /// What was looked for.
    pub(crate) adres: String,
    pub(crate) antwoord: Antwoord,
    /// The map, as HTML of our own; empty for none.
    pub(crate) kaart: String,
    pub(crate) keuzes: Vec<Keuze>,
    pub(crate) lijst_titel: String,
    pub(crate) lijst_uitleg: String,
    pub(crate) lijst: Vec<Regel>,
    /// Number of the first of the list.
    pub(crate) eerste: usize,
    pub(crate) bladen: Bladen,
    pub(crate) straten: Vec<Straatregel>,
}

/// What was found.
struct Gezocht {
    gevonden: Gevonden,
    /// What is near, when a place is meant.
    nabij: Vec<Nabij>,
    /// Faults everywhere, when none is.
    overal: Storingen,
    /// Areas under the map.
    vlakken: Vec<Area>,
    now: DateTime,
}

pub(crate) async fn lampen(State(api): State<Arc<Api>>, visit: Visit) -> Response {
    visit.answer(toon(&api, &visit).await)
}

async fn toon(api: &Api, visit: &Visit) -> Result<Response> {
    let adres = visit.asked("adres").unwrap_or_default().trim().to_owned();
    let (text, blad) = (adres.clone(), portaal::blad(visit));
    let found = api.reading_as(PORTAAL, Weight::Scan, move |cx| {
        let gevonden = data::zoek(&text, cx)?;
        let (mut nabij, mut vlakken) = (Vec::new(), Vec::new());
        let mut overal = Storingen { storingen: Vec::new(), volgende: None };
        if let Some(midden) = midden(&gevonden) {
            nabij = data::bij(midden, NABIJ, cx)?;
            vlakken = data::vlakken(Vak::rond(midden, plattegrond::ROND), cx)?;
        } else {
            let sla_over = i64::try_from((blad - 1) * PER_BLAD).unwrap_or(i64::MAX);
            overal = data::storingen(&Vraag { most: PER_BLAD, sla_over, ..Vraag::default() }, cx)?;
        }
        Ok(Gezocht { gevonden, nabij, overal, vlakken, now: cx.call.now })
    });
    let view = view(visit, adres, &found.await?)?;
    visit.show(&view)
}

/// The place that is meant.
fn midden(gevonden: &Gevonden) -> Option<Punt> {
    match gevonden {
        Gevonden::Lamp(lamp) => Some(lamp.punt),
        Gevonden::Straat { lampen, .. } => lampen.get(lampen.len() / 2).map(|lamp| lamp.punt),
        Gevonden::Leeg | Gevonden::Straten(_) | Gevonden::Niets { .. } => None,
    }
}

fn view(visit: &Visit, adres: String, found: &Gezocht) -> Result<Lampen> {
    let t = visit.say(&TEXTS);
    let blad = portaal::blad(visit);
    let near: Vec<(&Nabij, &Storing)> =
        found.nabij.iter().filter_map(|one| one.lamp.storing.as_ref().map(|storing| (one, storing))).collect();
    let eerste = (blad - 1) * PER_BLAD + 1;
    let address = |blad: usize| format!("/lampen?adres={}&blad={blad}", query(&adres));
    let (lijst, rows) = if midden(&found.gevonden).is_some() {
        (in_de_buurt(&near, eerste, &t), near.len())
    } else {
        // How many there are is not counted: it is enough to know that there are more.
        let rows = eerste - 1 + found.overal.storingen.len() + usize::from(found.overal.volgende.is_some());
        (overal(&found.overal.storingen, eerste, &t), rows)
    };
    let page = portaal::page(visit, t.say("lampen-titel"))?.script("kaart.js");
    Ok(Lampen {
        kaart: plattegrond::lijst(&page, midden(&found.gevonden), &found.nabij, &lijst, found.vlakken.clone(), &t),
        page,
        antwoord: antwoord(visit, found, &t),
        keuzes: keuzes(&found.gevonden, &t),
        lijst_titel: lijst_titel(found, rows, &t),
        lijst_uitleg: lijst_uitleg(found, rows, &t),
        bladen: Bladen::of(blad, rows, PER_BLAD, &t, address),
        lijst,
        eerste,
        straten: straten(found, &t),
        adres,
        t,
    })
}

fn keuzes(gevonden: &Gevonden, t: &Say) -> Vec<Keuze> {
    let all = match gevonden {
        Gevonden::Straten(all) => all,
        Gevonden::Niets { lijkt_op } => lijkt_op,
        _ => return Vec::new(),
    };
    let one = |straat: &data::Straat| Keuze {
        tekst: straat.naam.clone(),
        naar: format!("/lampen?adres={}", query(&straat.naam)),
        uitleg: t.count("straat-lampen", "aantal", straat.lampen),
    };
    all.iter().map(one).collect()
}
