// SPDX-License-Identifier: EUPL-1.2
//! The drawing of a map.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;

use super::{
    Kaart, Point, Sign, place,
    view::{self, HEIGHT, View, WIDTH},
};
use crate::Page;

/// More dots than this are thinned out.
const MOST_DOTS: usize = 1500;
/// Radius of a pin.
const PIN: f64 = 20.0;
/// Width of a letter and height of a line of a name.
const LETTER: (f64, f64) = (9.5, 26.0);

/// What the template writes down.
#[derive(Template)]
#[template(path = "kaart.html")]
struct Drawing<'a> {
    page: &'a Page,
    kaart: &'a Kaart,
    shown: String,
    here_at: String,
    sources: String,
    target: String,
    areas: Vec<(String, String)>,
    patterns: Vec<&'static str>,
    dots: Vec<(String, String)>,
    names: Vec<Label>,
    here: Option<(f64, f64)>,
    pins: Vec<Drawn>,
    legend: Vec<Row>,
}

/// A name at its place.
struct Label {
    x: f64,
    y: f64,
    text: String,
}

/// A pin at its place.
struct Drawn {
    x: f64,
    y: f64,
    below: f64,
    nr: String,
    class: String,
    href: String,
}

/// A row of the legend: which shape, its class, and what it means.
struct Row {
    shape: &'static str,
    class: &'static str,
    text: String,
}

pub(super) fn html(kaart: &Kaart, page: &Page) -> String {
    drawing(kaart, page).render().unwrap_or_default()
}

fn drawing<'a>(kaart: &'a Kaart, page: &'a Page) -> Drawing<'a> {
    let view = View::new(kaart.bounds);
    let areas = areas(kaart, &view);
    let patterns = ["gat", "dubbel"].into_iter().filter(|name| {
        areas.iter().any(|(class, _)| class == name) || kaart.legend.iter().any(|(sign, _)| *sign == Sign::Area(name))
    });
    Drawing {
        page,
        shown: view.shown(),
        here_at: kaart.here.map(place).unwrap_or_default(),
        sources: serde_json::to_string(&kaart.sources).unwrap_or_default(),
        target: if kaart.target.is_empty() { String::new() } else { page.url(&kaart.target) },
        patterns: patterns.collect(),
        areas,
        dots: dots(kaart, &view),
        names: names(kaart, &view),
        here: kaart.here.map(|point| view.place(point)).filter(|at| view::is_shown(*at, 0.0)),
        pins: pins(kaart, &view, page),
        legend: kaart.legend.iter().map(row).collect(),
        kaart,
    }
}

fn row((sign, text): &(Sign, String)) -> Row {
    let (shape, class) = match sign {
        Sign::Dot(class) => ("dot", *class),
        Sign::Pin(class) => ("pin", *class),
        Sign::Area(class) => ("area", *class),
        Sign::Here => ("here", ""),
    };
    Row { shape, class, text: text.clone() }
}

/// Class and path of each surface that is near.
fn areas(kaart: &Kaart, view: &View) -> Vec<(String, String)> {
    let drawn = kaart.areas.iter().map(|area| {
        let rings: Vec<_> = area.rings.iter().map(|ring| view.ring(ring)).filter(|ring| !ring.is_empty()).collect();
        (area.class.clone(), view::closed(&rings))
    });
    drawn.filter(|(_, path)| !path.is_empty()).collect()
}

/// Class and path of the dots of each class; of a crowd as many as can be told apart.
fn dots(kaart: &Kaart, view: &View) -> Vec<(String, String)> {
    let mut cell = 1.0;
    loop {
        let mut found: BTreeMap<&str, BTreeSet<(i64, i64)>> = BTreeMap::new();
        for (point, class) in &kaart.dots {
            let (x, y) = view.place(*point);
            if view::is_shown((x, y), 0.0) {
                found.entry(class).or_default().insert((whole(x / cell), whole(y / cell)));
            }
        }
        let count: usize = found.values().map(BTreeSet::len).sum();
        if count <= MOST_DOTS {
            let path = |places: BTreeSet<(i64, i64)>| {
                let places: Vec<(f64, f64)> =
                    places.into_iter().map(|(x, y)| (float(x) * cell, float(y) * cell)).collect();
                view::dots(&places)
            };
            return found.into_iter().map(|(class, places)| (class.to_owned(), path(places))).collect();
        }
        cell += 1.0;
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a place in the drawing is less than a thousand")]
const fn whole(value: f64) -> i64 {
    value as i64
}

#[expect(clippy::cast_precision_loss, reason = "a place in the drawing is less than a thousand")]
const fn float(value: i64) -> f64 {
    value as f64
}

/// A rectangle that is taken: left, top, right, bottom.
type Taken = (f64, f64, f64, f64);

/// Names that lie over nothing else, in their order.
fn names(kaart: &Kaart, view: &View) -> Vec<Label> {
    let around = |(x, y): (f64, f64), r: f64| (x - r, y - r, x + r, y + r);
    let mut taken: Vec<Taken> = kaart.pins.iter().map(|pin| around(view.place(pin.at), PIN + 2.0)).collect();
    taken.extend(kaart.here.map(|point| around(view.place(point), PIN)));
    let labels = kaart.areas.iter().filter(|area| !area.label.is_empty());
    let labels = labels.filter_map(|area| Some((middle(area.rings.first()?)?, area.label.clone())));
    let all: Vec<(Point, String)> = kaart.names.iter().cloned().chain(labels).collect();
    let mut kept = Vec::new();
    for (point, text) in all {
        let (x, y) = view.place(point);
        let half = LETTER.0 * float(i64::try_from(text.chars().count()).unwrap_or_default()) / 2.0;
        let box_of = (x - half, y - LETTER.1 + 8.0, x + half, y + 8.0);
        let outside = box_of.0 < 4.0 || box_of.2 > WIDTH - 4.0 || box_of.1 < 4.0 || box_of.3 > HEIGHT - 4.0;
        if !outside && !taken.iter().any(|other| overlap(*other, box_of)) {
            taken.push(box_of);
            kept.push(Label { x, y, text });
        }
    }
    kept
}

fn overlap(a: Taken, b: Taken) -> bool {
    a.0 < b.2 && b.0 < a.2 && a.1 < b.3 && b.1 < a.3
}

/// The centre of gravity of a ring.
fn middle(ring: &[Point]) -> Option<Point> {
    let (mut surface, mut x, mut y) = (0.0, 0.0, 0.0);
    let (first_x, first_y) = *ring.first()?;
    for (a, b) in ring.iter().zip(ring.iter().skip(1)) {
        let ((ax, ay), (bx, by)) = ((a.0 - first_x, a.1 - first_y), (b.0 - first_x, b.1 - first_y));
        let cross = ax * by - bx * ay;
        surface += cross;
        x += (ax + bx) * cross;
        y += (ay + by) * cross;
    }
    (surface != 0.0).then(|| (first_x + x / 3.0 / surface, first_y + y / 3.0 / surface))
}

/// The pins, the first one last so that it lies on top.
fn pins(kaart: &Kaart, view: &View, page: &Page) -> Vec<Drawn> {
    let drawn = kaart.pins.iter().rev().map(|pin| {
        let (x, y) = view.place(pin.at);
        let href = if pin.href.is_empty() { String::new() } else { page.url(&pin.href) };
        Drawn { x, y, below: y + 7.0, nr: pin.nr.clone(), class: pin.class.clone(), href }
    });
    drawn.filter(|pin| view::is_shown((pin.x, pin.y), 0.0)).collect()
}

#[cfg(test)]
mod tests {
    use super::{Drawing, drawing};
    use crate::{Lang, Page, componenten::sample, page::TEXTS};

    impl Drawing<'static> {
        /// A drawing borrows what it draws; that of a test stays.
        fn sample(lang: Lang) -> Self {
            drawing(Box::leak(Box::new(sample::map(TEXTS.say(lang)))), Box::leak(Box::new(Page::sample(lang))))
        }
    }

    crate::samples!(Drawing<'static>);
}
