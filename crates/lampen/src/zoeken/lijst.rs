// SPDX-License-Identifier: EUPL-1.2
//! The list of faults: those near a place, else those of the whole municipality.

use waarmaker_ui::{
    Say,
    kaart::{self, Point},
    words,
};

use super::{Gezocht, PER_BLAD, midden};
use crate::{
    data::{Nabij, Plek, SOORT, Storing},
    plattegrond,
    portaal::query,
    woorden,
};

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

pub(super) fn lijst_titel(found: &Gezocht, rows: usize, t: &Say) -> String {
    if midden(&found.gevonden).is_some() { t.count("lijst-nabij", "aantal", rows) } else { t.say("lijst-overal") }
}

pub(super) fn lijst_uitleg(found: &Gezocht, rows: usize, t: &Say) -> String {
    match (midden(&found.gevonden).is_some(), rows) {
        (true, 0) => t.say("lijst-niets-nabij"),
        (true, _) => t.say("lijst-volgorde"),
        (false, 0) => t.say("lijst-niets"),
        (false, _) => t.say("lijst-nieuwste"),
    }
}

pub(super) fn in_de_buurt(near: &[(&Nabij, &Storing)], eerste: usize, t: &Say) -> Vec<Regel> {
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

pub(super) fn overal(all: &[Plek], eerste: usize, t: &Say) -> Vec<Regel> {
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
        let wat = woorden::oorzaak(&plek.storing, t);
        let uitleg = format!("{wat} {}", woorden::regel(&plek.storing, t));
        Regel { nr, naam, naar: way, uitleg, afstand: String::new(), punt: plattegrond::punt(plek.punt) }
    };
    all.iter().zip(eerste..).map(row).collect()
}
