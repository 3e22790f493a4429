// SPDX-License-Identifier: EUPL-1.2
//! `/lampen`: why does my lamp not work? Search by street or number, faults near, and all lamps by street.

use std::sync::Arc;

use askama::Template;
use axum::{extract::State, response::Response};
use waarmaker_api::{Result, http::Api};
use waarmaker_assets::Punt;
use waarmaker_core::DateTime;
use waarmaker_db::Weight;
use waarmaker_ui::{
    Page, Say, Visit,
    kaart::{self, Area, Point},
    words,
};

use crate::{
    TEXTS,
    data::{self, Gevonden, Lamp, Nabij, Plek, SOORT, Storing, Storingen, Vak, Vraag},
    plattegrond,
    portaal::{self, Bladen, PORTAAL, query},
    woorden,
};

/// Most lamps that are near.
const NABIJ: usize = 250;
/// Faults on a page.
const PER_BLAD: usize = 10;
/// Most streets.
const STRATEN: usize = 12;

/// The answer at the top.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Antwoord {
    /// How it stands, in a few words; empty when nothing can be said.
    pub(crate) stand: String,
    /// Class of the badge.
    pub(crate) soort: &'static str,
    /// Icon of the badge.
    pub(crate) icoon: &'static str,
    /// The answer.
    pub(crate) titel: String,
    /// What we do.
    pub(crate) zinnen: Vec<String>,
    /// The main way on; empty for none.
    pub(crate) knop: String,
    /// Where that leads.
    pub(crate) knop_naar: String,
    /// Another way on; empty for none.
    pub(crate) ook: String,
    /// Where that leads.
    pub(crate) ook_naar: String,
}

/// One of several streets that may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Keuze {
    pub(crate) tekst: String,
    pub(crate) naar: String,
    pub(crate) uitleg: String,
}

/// A lamp with a fault in the list.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Regel {
    pub(crate) nr: usize,
    pub(crate) naam: String,
    pub(crate) naar: String,
    pub(crate) uitleg: String,
    pub(crate) afstand: String,
    /// Where it is, for the map.
    pub(crate) punt: Point,
}

impl Regel {
    /// Where it is, for the script of the map.
    pub(crate) fn plek(&self) -> String {
        kaart::place(self.punt)
    }
}

/// A street with the numbers of its lamps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Straatregel {
    pub(crate) naam: String,
    pub(crate) aantal: String,
    pub(crate) naar: String,
    pub(crate) palen: Vec<Paal>,
}

/// A lamp by its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Paal {
    pub(crate) nummer: String,
    pub(crate) naar: String,
    pub(crate) storing: bool,
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

fn lijst_titel(found: &Gezocht, rows: usize, t: &Say) -> String {
    if midden(&found.gevonden).is_some() { t.count("lijst-nabij", "aantal", rows) } else { t.say("lijst-overal") }
}

fn lijst_uitleg(found: &Gezocht, rows: usize, t: &Say) -> String {
    match (midden(&found.gevonden).is_some(), rows) {
        (true, 0) => t.say("lijst-niets-nabij"),
        (true, _) => t.say("lijst-volgorde"),
        (false, 0) => t.say("lijst-niets"),
        (false, _) => t.say("lijst-nieuwste"),
    }
}

fn in_de_buurt(near: &[(&Nabij, &Storing)], eerste: usize, t: &Say) -> Vec<Regel> {
    let rows = near.iter().skip(eerste - 1).take(PER_BLAD).zip(eerste..);
    let row = |((one, storing), nr): (&(&Nabij, &Storing), usize)| Regel {
        nr,
        naam: woorden::naam(&one.lamp, t),
        naar: format!("/lampen/{}", one.lamp.uuid),
        uitleg: woorden::regel(storing, t),
        afstand: words::distance(t.lang, one.meter),
        punt: plattegrond::punt(one.lamp.punt),
    };
    rows.map(row).collect()
}

fn overal(all: &[Plek], eerste: usize, t: &Say) -> Vec<Regel> {
    let row = |(plek, nr): (&Plek, usize)| {
        let is_lamp = plek.soort == SOORT;
        let naam = match (is_lamp, plek.straat.is_empty()) {
            (true, false) => t.with2("lamp-naam-straat", "straat", &plek.straat, "nummer", &plek.nummer),
            (true, true) => t.with("lamp-naam", "nummer", &plek.nummer),
            (false, false) => t.with("groep-straat", "straat", &plek.straat),
            (false, true) => t.with("groep-nummer", "nummer", &plek.nummer),
        };
        let way = if is_lamp {
            format!("/lampen/{}", plek.storing.asset)
        } else {
            format!("/lampen?adres={}", query(&plek.straat))
        };
        let wat = woorden::wat(plek.storing.wat, plek.storing.groep, t);
        let uitleg = format!("{wat} {}", woorden::regel(&plek.storing, t));
        Regel { nr, naam, naar: way, uitleg, afstand: String::new(), punt: plattegrond::punt(plek.punt) }
    };
    all.iter().zip(eerste..).map(row).collect()
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

/// The lamps near by street, the nearest street first; of the street that is meant all.
fn straten(found: &Gezocht, t: &Say) -> Vec<Straatregel> {
    let mut all: Vec<(&str, Vec<&Lamp>)> = Vec::new();
    if let Gevonden::Straat { naam, lampen, .. } = &found.gevonden {
        all.push((naam, lampen.iter().collect()));
    }
    let whole = all.len();
    for one in &found.nabij {
        let straat = one.lamp.straat.as_str();
        match all.iter().position(|(naam, _)| *naam == straat) {
            Some(at) if at < whole => {}
            Some(at) => all.get_mut(at).into_iter().for_each(|(_, lampen)| lampen.push(&one.lamp)),
            None if straat.is_empty() || all.len() >= STRATEN => {}
            None => all.push((straat, vec![&one.lamp])),
        }
    }
    for (_, lampen) in all.iter_mut().skip(whole) {
        lampen.sort_by_key(|lamp| (lamp.nummer.len(), lamp.nummer.as_str()));
    }
    let row = |(naam, lampen): (&str, Vec<&Lamp>)| Straatregel {
        naam: naam.to_owned(),
        aantal: t.count("straat-lampen", "aantal", lampen.len()),
        naar: format!("/lampen?adres={}", query(naam)),
        palen: lampen.into_iter().map(|lamp| paal(lamp, "")).collect(),
    };
    all.into_iter().map(row).collect()
}

/// A lamp by its number; `onder`: the page below that of the lamp.
pub(crate) fn paal(lamp: &Lamp, onder: &str) -> Paal {
    Paal { nummer: lamp.nummer.clone(), naar: format!("/lampen/{}{onder}", lamp.uuid), storing: lamp.storing.is_some() }
}

fn antwoord(visit: &Visit, found: &Gezocht, t: &Say) -> Antwoord {
    match &found.gevonden {
        Gevonden::Lamp(lamp) => of_lamp(lamp, t),
        Gevonden::Straat { naam, lampen, nummer, .. } => {
            let mut antwoord = of_straat(naam, lampen, found.now, t);
            if nummer.is_some() {
                antwoord.zinnen.push(t.say("antwoord-huisnummer"));
            }
            antwoord
        }
        Gevonden::Straten(_) => Antwoord {
            titel: t.say("antwoord-welke"),
            zinnen: vec![t.say("antwoord-welke-uitleg")],
            ..Antwoord::default()
        },
        Gevonden::Niets { .. } => Antwoord {
            titel: t.with("antwoord-niets", "gemeente", &visit.site.naam),
            zinnen: vec![t.say("antwoord-niets-uitleg"), t.say("antwoord-buiten")],
            ook: t.say("nummer-niet"),
            ook_naar: "/lampen/melden".to_owned(),
            ..Antwoord::default()
        },
        Gevonden::Leeg => Antwoord {
            titel: t.say("antwoord-leeg"),
            zinnen: vec![t.say("antwoord-leeg-uitleg")],
            ..Antwoord::default()
        },
    }
}

fn of_lamp(lamp: &Lamp, t: &Say) -> Antwoord {
    let naam = woorden::naam(lamp, t);
    let ook = t.say("antwoord-bekijk");
    let ook_naar = format!("/lampen/{}", lamp.uuid);
    let Some(storing) = &lamp.storing else {
        return Antwoord {
            stand: t.say("stand-geen"),
            soort: "b-pos",
            icoon: "vink",
            titel: t.with("antwoord-lamp-goed", "lamp", naam),
            zinnen: vec![t.say("antwoord-meld")],
            knop: t.say("meld-knop"),
            knop_naar: format!("{ook_naar}/melden"),
            ook,
            ook_naar,
        };
    };
    Antwoord {
        titel: t.with2("antwoord-lamp", "lamp", naam, "wat", woorden::wat(storing.wat, storing.groep, t)),
        ook,
        ..of_storing(storing, &ook_naar, t)
    }
}

/// The answer of one fault that a lamp has.
fn of_storing(storing: &Storing, lamp: &str, t: &Say) -> Antwoord {
    let mut zinnen = woorden::wij_doen(storing, t);
    zinnen.push(match storing.verwacht {
        Some(tot) => t.with("antwoord-klaar", "dag", words::long_day(t.lang, tot)),
        None => t.say("belofte-volgt"),
    });
    if storing.meldingen > 0 {
        zinnen.push(t.count("antwoord-meldingen", "aantal", storing.meldingen));
    }
    Antwoord {
        stand: t.say("storing-bekend"),
        soort: "b-warn",
        icoon: "let",
        zinnen,
        knop: t.say("volg-knop"),
        knop_naar: format!("{lamp}/volgen"),
        ook_naar: lamp.to_owned(),
        ..Antwoord::default()
    }
}

fn of_straat(straat: &str, lampen: &[Lamp], now: DateTime, t: &Say) -> Antwoord {
    let broken: Vec<(&Lamp, &Storing)> =
        lampen.iter().filter_map(|lamp| lamp.storing.as_ref().map(|storing| (lamp, storing))).collect();
    let Some((lamp, storing)) = broken.first() else {
        return Antwoord {
            stand: t.say("stand-geen"),
            soort: "b-pos",
            icoon: "vink",
            titel: t.with("antwoord-straat-goed", "straat", straat),
            zinnen: vec![t.say("antwoord-kies")],
            ..Antwoord::default()
        };
    };
    let titel = if broken.len() == 1 {
        t.with("antwoord-straat-een", "straat", straat)
    } else {
        t.args("antwoord-straat-meer", &[("aantal", &words::number(t.lang, broken.len())), ("straat", &straat)])
    };
    if broken.iter().all(|(_, other)| other.incident == storing.incident) {
        return Antwoord { titel, ..of_storing(storing, &format!("/lampen/{}", lamp.uuid), t) };
    }
    let last = broken.iter().filter_map(|(_, storing)| storing.verwacht).max_by_key(|at| at.at);
    let promise = last.filter(|at| at.at > now.at);
    let mut zinnen = vec![t.say("antwoord-meer-oorzaken")];
    zinnen.extend(promise.map(|at| t.with("antwoord-alle-klaar", "dag", words::long_day(t.lang, at))));
    zinnen.push(t.say("antwoord-kies"));
    Antwoord { stand: t.say("storing-bekend"), soort: "b-warn", icoon: "let", titel, zinnen, ..Antwoord::default() }
}

#[cfg(test)]
impl Lampen {
    /// With a fault, and lists of more than one page.
    pub(crate) fn sample(lang: waarmaker_ui::Lang) -> Self {
        let t = TEXTS.say(lang);
        let lamp = woorden::sample_lamp();
        let nabij = vec![Nabij { lamp: lamp.clone(), meter: 42.0 }];
        let near: Vec<(&Nabij, &Storing)> =
            nabij.iter().filter_map(|one| one.lamp.storing.as_ref().map(|storing| (one, storing))).collect();
        let lijst = in_de_buurt(&near, 1, &t);
        let gevonden = Gevonden::Straat {
            naam: lamp.straat.clone(),
            lampen: vec![lamp.clone()],
            meer: false,
            nummer: Some("12".to_owned()),
        };
        let overal = Storingen { storingen: Vec::new(), volgende: None };
        let found = Gezocht { gevonden, nabij: nabij.clone(), overal, vlakken: Vec::new(), now: woorden::sample_now() };
        Self {
            page: Page::sample(lang).menu(portaal::menu(&t)),
            adres: "Lindelaan 12".to_owned(),
            antwoord: of_straat(&lamp.straat, std::slice::from_ref(&lamp), found.now, &t),
            kaart: String::new(),
            keuzes: keuzes(&Gevonden::Straten(vec![data::Straat { naam: lamp.straat.clone(), lampen: 12 }]), &t),
            lijst_titel: lijst_titel(&found, 1, &t),
            lijst_uitleg: lijst_uitleg(&found, 1, &t),
            lijst,
            eerste: 1,
            bladen: Bladen::of(2, 30, PER_BLAD, &t, |blad| format!("/lampen?blad={blad}")),
            straten: straten(&found, &t),
            t,
        }
    }
}
