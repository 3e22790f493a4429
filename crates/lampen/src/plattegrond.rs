// SPDX-License-Identifier: EUPL-1.2
//! The map beside the lists: lamps as dots, faults with the numbers of the list.

use waarmaker_assets::Punt;
use waarmaker_ui::{
    Page, Say,
    kaart::{Area, Bounds, Kaart, Pin, Point, Sign},
};

use crate::{
    data::{Lamp, Nabij},
    zoeken::Regel,
};

/// How much of a street is drawn around a place, in metres.
pub(crate) const ROND: f64 = 260.0;
/// How much of it around one lamp.
const ROND_LAMP: f64 = 120.0;
/// How far the moving map reads lamps, in metres.
const VERDER: f64 = 900.0;

/// Longitude and latitude.
pub(crate) const fn punt(punt: Punt) -> Point {
    (punt.lon, punt.lat)
}

/// The map of a list of faults: around a place with all lamps near, or of all faults of the list.
pub(crate) fn lijst(
    page: &Page,
    hier: Option<Punt>,
    nabij: &[Nabij],
    regels: &[Regel],
    vlakken: Vec<Area>,
    t: &Say,
) -> String {
    let bounds = match hier {
        Some(hier) => Bounds::around(punt(hier), ROND),
        None => match Bounds::of(regels.iter().map(|regel| regel.punt)) {
            Some(bounds) => bounds.wider(ROND),
            None => return String::new(),
        },
    };
    let mut kaart = basis(t.say("kaart-label"), bounds, t);
    kaart.dots = nabij.iter().map(|one| dot(&one.lamp)).collect();
    kaart.areas = vlakken;
    kaart.names = namen(nabij);
    kaart.pins = regels.iter().map(pin).collect();
    kaart.here = hier.map(punt);
    if hier.is_some() {
        kaart = kaart.means(Sign::Here, t.say("kaart-hier"));
    }
    kaart.means(Sign::Pin(""), t.say("kaart-storing")).html(page)
}

/// The map of one lamp, with its neighbours.
pub(crate) fn een(page: &Page, lamp: &Lamp, nabij: &[Lamp], vlakken: Vec<Area>, t: &Say) -> String {
    let mut kaart = basis(t.say("kaart-label-lamp"), Bounds::around(punt(lamp.punt), ROND_LAMP), t);
    kaart.dots = nabij.iter().filter(|one| one.uuid != lamp.uuid).map(dot).collect();
    kaart.areas = vlakken;
    kaart.here = Some(punt(lamp.punt));
    kaart.means(Sign::Here, t.say("kaart-deze")).html(page)
}

/// The map on which one chooses the lamp of a report.
pub(crate) fn kies(page: &Page, lampen: &[Lamp], t: &Say) -> String {
    let Some(bounds) = Bounds::of(lampen.iter().map(|lamp| punt(lamp.punt))) else { return String::new() };
    let mut kaart = basis(t.say("kaart-label-kies"), bounds.wider(60.0), t);
    kaart.dots = lampen.iter().map(dot).collect();
    "/lampen/{id}/melden".clone_into(&mut kaart.target);
    kaart.html(page)
}

fn basis(label: String, bounds: Bounds, t: &Say) -> Kaart {
    let far = bounds.wider(VERDER);
    let box_ = format!("{:.5},{:.5},{:.5},{:.5}", far.west, far.south, far.east, far.north);
    let mut kaart = Kaart::new(label, bounds)
        .means(Sign::Dot("aan"), t.say("kaart-brandt"))
        .means(Sign::Dot("uit"), t.say("kaart-uit"))
        .source("vlakken", format!("/lampen/kaart/gebieden.geojson?vak={box_}"))
        .source("punten", format!("/lampen/kaart/lampen.geojson?vak={box_}"));
    "/lampen/{id}".clone_into(&mut kaart.target);
    kaart.credit = t.say("kaart-bron");
    kaart
}

fn dot(lamp: &Lamp) -> (Point, String) {
    let class = if lamp.storing.is_some() { "uit" } else { "aan" };
    (punt(lamp.punt), class.to_owned())
}

fn pin(regel: &Regel) -> Pin {
    Pin { nr: regel.nr.to_string(), at: regel.punt, href: regel.naar.clone(), class: String::new() }
}

/// The names of streets, each at its nearest lamp.
fn namen(nabij: &[Nabij]) -> Vec<(Point, String)> {
    let mut all: Vec<(Point, String)> = Vec::new();
    for one in nabij {
        if !one.lamp.straat.is_empty() && !all.iter().any(|(_, naam)| *naam == one.lamp.straat) {
            all.push((punt(one.lamp.punt), one.lamp.straat.clone()));
        }
    }
    all
}
