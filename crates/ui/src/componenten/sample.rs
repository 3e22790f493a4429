// SPDX-License-Identifier: EUPL-1.2
//! What `/componenten` shows: invented, and of no domain.

use serde_json::{Value as Json, json};

use super::Components;
use crate::{
    Item, Page, Say,
    form::{Choice, Errors, Field},
    kaart::{Area, Bounds, Kaart, Pin, Point, Sign, place},
    parts::{Badge, Cell, Fact, Listed, Order, Pages, Promise, State, Step, Tab, Table},
    plot::{Kind, Plot, Row},
};

/// Middle of the map.
const MIDDLE: Point = (5.1214, 52.0907);

fn menu(t: Say) -> Vec<Item> {
    let mut waiting = Item::new(t.say("vb-kort"), "/lampen");
    waiting.count = 2;
    vec![Item::new(t.say("vb-titel"), "/componenten"), waiting]
}

pub(super) fn components(page: Page, t: Say) -> Components {
    let page = page.menu(menu(t)).crumbs([(t.say("vb-terug"), "/lampen"), (t.say("vb-titel"), "")]).script("kaart.js");
    let mut errors = Errors::default();
    errors.add("veld-fout", t.say("vb-fout"));
    errors.add("keuze-fout", t.say("vb-fout-keuze"));
    Components {
        long: t.say("vb-lang"),
        badges: badges(t),
        fields: fields(t, "veld"),
        areas: fields(t, "tekst"),
        radios: choices(t, "keuze"),
        boxes: choices(t, "vakje"),
        selects: choices(t, "lijst"),
        files: fields(t, "bestand").into_iter().take(2).collect(),
        photos: fields(t, "foto").into_iter().take(3).collect(),
        steps: steps(t),
        events: events(t),
        facts: facts(t),
        promises: promises(t),
        tabs: tabs(t),
        tables: vec![table(t), Table { rows: Vec::new(), ..table(t) }],
        pages: pages(t),
        list: list(t),
        order: order(t),
        map: map(t).html(&page),
        plots: plots(t).iter().map(|plot| plot.html(&page)).collect(),
        errors,
        page,
        t,
    }
}

fn badges(t: Say) -> Vec<Badge> {
    [("", ""), ("b-info", "klok"), ("b-pos", "vink"), ("b-warn", "let"), ("b-neg", "let")]
        .into_iter()
        .map(|(kind, icon)| Badge::new(kind, icon, t.say("vb-kort")))
        .collect()
}

/// A field as it begins, one that is filled in, one that is wrong, and one with very much in it.
fn fields(t: Say, name: &str) -> Vec<Field> {
    let field = |state: &str| Field::new(&format!("{name}-{state}"), t.say("vb-vraag")).max(500);
    let mut filled = field("ingevuld").help(t.say("vb-hulp")).optional();
    filled.value = t.say("vb-antwoord");
    let mut wrong = field("fout").help(t.say("vb-hulp"));
    wrong.error = t.say("vb-fout");
    let mut long = Field::new(&format!("{name}-lang"), t.say("vb-lang"));
    long.value = t.say("vb-lang");
    vec![field("leeg"), filled, wrong, long]
}

fn choices(t: Say, name: &str) -> Vec<Choice> {
    let answers = || [("een", t.say("vb-kort")), ("twee", t.say("vb-antwoord")), ("drie", t.say("vb-lang"))];
    let mut first =
        Choice::new(&format!("{name}-leeg"), t.say("vb-vraag"), answers()).help(t.say("vb-hulp")).optional();
    if let Some(answer) = first.answers.last_mut() {
        answer.chosen = true;
        answer.help = t.say("vb-hulp");
    }
    let mut wrong = Choice::new(&format!("{name}-fout"), t.say("vb-vraag"), answers());
    wrong.error = t.say("vb-fout-keuze");
    vec![first, wrong]
}

fn steps(t: Say) -> Vec<Step> {
    let mut done = Step::new(State::Done, t.say("vb-kort"));
    "/componenten".clone_into(&mut done.href);
    vec![done, Step::new(State::Now, t.say("vb-antwoord")), Step::new(State::Next, t.say("vb-lang"))]
}

fn events(t: Say) -> Vec<Step> {
    let event =
        |state, title: &str| Step { when: t.say("vb-datum"), text: t.say("vb-zin"), ..Step::new(state, t.say(title)) };
    let mut first = event(State::Done, "vb-kort");
    "/componenten".clone_into(&mut first.href);
    vec![first, event(State::Now, "vb-antwoord"), event(State::Next, "vb-lang")]
}

fn facts(t: Say) -> Vec<Fact> {
    let mut link = Fact::new(t.say("vb-antwoord"), t.say("vb-zin"));
    "/componenten".clone_into(&mut link.href);
    vec![Fact::new(t.say("vb-kort"), t.say("vb-datum")), link, Fact::new(t.say("vb-lang"), t.say("vb-lang"))]
}

fn promises(t: Say) -> Vec<Promise> {
    let whole = Promise {
        id: "belofte-heel".to_owned(),
        badge: Badge::new("b-info", "klok", t.say("vb-kort")),
        title: t.say("vb-belofte"),
        text: t.say("vb-zin"),
        before: t.say("vb-uiterlijk"),
        when: t.say("vb-datum"),
        after: t.say("vb-nog"),
        todo: t.say("vb-beurt"),
        todo_text: t.say("vb-zin"),
        button: t.say("vb-doe"),
        href: "/componenten".to_owned(),
    };
    vec![whole, Promise { id: "belofte-kort".to_owned(), title: t.say("vb-lang"), ..Promise::default() }]
}

fn tabs(t: Say) -> Vec<Tab> {
    let tab = |text: &str, count: &str, current| Tab {
        text: t.say(text),
        href: "/componenten".to_owned(),
        count: count.to_owned(),
        current,
    };
    vec![tab("vb-kort", "9", true), tab("vb-antwoord", "31", false), tab("vb-vraag", "", false)]
}

fn table(t: Say) -> Table {
    let row = |badge: Badge, note: &str| {
        vec![
            Cell::link(t.say("vb-antwoord"), "/componenten").note("WO-2026-1183"),
            Cell::new(t.say("vb-datum")).note(note),
            Cell::badge(badge),
            Cell::new(t.say("vb-zin")),
        ]
    };
    let mut badges = badges(t).into_iter();
    Table {
        caption: t.say("vb-zin"),
        heads: ["vb-kort", "vb-uiterlijk", "vb-stand", "vb-meer"].map(|key| t.say(key)).to_vec(),
        rows: vec![
            row(badges.next().unwrap_or_default(), &t.say("vb-nog")),
            row(badges.next_back().unwrap_or_default(), ""),
        ],
        empty: t.say("vb-leeg"),
    }
}

fn pages(t: Say) -> Vec<Pages> {
    let here = "/componenten?bladzijde=2".to_owned();
    let all = Pages { before: here.clone(), after: here, place: t.say("vb-plaats"), label: String::new() };
    let (first, last) = (t.say("vb-meer"), t.say("vb-antwoord"));
    vec![
        all.clone(),
        Pages { before: String::new(), label: first, ..all.clone() },
        Pages { after: String::new(), label: last, ..all },
    ]
}

/// Places around the middle, on a spiral.
fn spot(at: u32) -> Point {
    let (turn, reach) = (f64::from(at) * 0.5, 0.0006 + f64::from(at) * 0.000_05);
    (MIDDLE.0 + reach * 1.6 * turn.cos(), MIDDLE.1 + reach * turn.sin())
}

fn list(t: Say) -> Vec<Listed> {
    let item = |(at, class): (u32, &'static str)| Listed {
        nr: (at + 1).to_string(),
        title: t.say(if at == 2 { "vb-lang" } else { "vb-antwoord" }),
        href: "/componenten".to_owned(),
        text: t.say("vb-zin"),
        side: t.say("vb-afstand"),
        place: place(spot(at * 14 + 5)),
        class,
    };
    let mut all: Vec<Listed> = [(0, "uit"), (1, "wacht"), (2, "klaar")].into_iter().map(item).collect();
    all.push(Listed { nr: String::new(), place: String::new(), ..item((3, "uit")) });
    all
}

fn square(west: f64, south: f64) -> Vec<Point> {
    let (east, north) = (west + 0.004, south + 0.0025);
    vec![(west, south), (east, south), (east, north), (west, north), (west, south)]
}

fn areas(t: Say) -> Vec<Area> {
    let corner = (MIDDLE.0 - 0.006, MIDDLE.1 - 0.004);
    let area = |class: &str, x: f64, y: f64, label: String| Area {
        rings: vec![square(corner.0 + x, corner.1 + y)],
        class: class.to_owned(),
        label,
    };
    vec![
        area("", 0.0, 0.0, t.say("vb-kort")),
        area("vol", 0.008, 0.0, String::new()),
        area("gat", 0.0, 0.0055, String::new()),
        area("dubbel", 0.008, 0.0055, String::new()),
        area("buiten", 0.004, 0.0025, String::new()),
    ]
}

fn dots() -> Vec<(Point, String)> {
    let class = |at: u32| match at % 11 {
        3 => "uit",
        7 => "wacht",
        9 => "",
        _ => "aan",
    };
    (0..60).map(|at| (spot(at), class(at).to_owned())).collect()
}

pub(crate) fn map(t: Say) -> Kaart {
    let bounds = Bounds::of(areas(t).iter().flat_map(Area::points).collect::<Vec<_>>());
    let mut map = Kaart::new(t.say("vb-kaart"), bounds.unwrap_or(Bounds::around(MIDDLE, 500.0)).wider(80.0));
    map.areas = areas(t);
    map.dots = dots();
    map.names = vec![((MIDDLE.0, MIDDLE.1 + 0.0032), t.say("vb-straat"))];
    map.here = Some(MIDDLE);
    map.pins = list(t)
        .iter()
        .zip([0_u32, 1, 2])
        .map(|(item, at)| Pin {
            nr: item.nr.clone(),
            at: spot(at * 14 + 5),
            href: item.href.clone(),
            class: item.class.to_owned(),
        })
        .collect();
    "/componenten?id={id}".clone_into(&mut map.target);
    map.credit = t.say("vb-bron");
    map.source("vlakken", "/componenten/kaart.geojson#vlakken")
        .source("punten", "/componenten/kaart.geojson#punten")
        .means(Sign::Dot("aan"), t.say("vb-aan"))
        .means(Sign::Pin("uit"), t.say("vb-uit"))
        .means(Sign::Pin("wacht"), t.say("vb-wacht"))
        .means(Sign::Pin("klaar"), t.say("vb-klaar"))
        .means(Sign::Here, t.say("vb-hier"))
        .means(Sign::Area("vol"), t.say("vb-vol"))
        .means(Sign::Area("gat"), t.say("vb-gat"))
        .means(Sign::Area("dubbel"), t.say("vb-dubbel"))
}

/// What the moving map reads.
pub(super) fn features() -> Json {
    let point = |(at, (point, class)): (usize, (Point, String))| {
        json!({
            "type": "Feature",
            "properties": { "id": at, "klas": class, "naam": at.to_string() },
            "geometry": { "type": "Point", "coordinates": [point.0, point.1] },
        })
    };
    let surface = |area: Area| {
        let rings: Vec<Vec<[f64; 2]>> =
            area.rings.iter().map(|ring| ring.iter().map(|(lng, lat)| [*lng, *lat]).collect()).collect();
        let class = (!area.class.is_empty()).then_some(area.class);
        let properties = match class {
            Some(class) => json!({ "naam": area.label, "klas": class }),
            None => json!({ "naam": area.label }),
        };
        json!({ "type": "Feature", "properties": properties, "geometry": { "type": "Polygon", "coordinates": rings } })
    };
    let t = crate::page::TEXTS.say(crate::Lang::Nl);
    let all = areas(t).into_iter().map(surface).chain(dots().into_iter().enumerate().map(point));
    json!({ "type": "FeatureCollection", "features": all.collect::<Vec<_>>() })
}

fn order(t: Say) -> Order {
    Order {
        back: t.say("vb-terug"),
        back_href: "/componenten".to_owned(),
        number: "WO-2026-1183".to_owned(),
        title: t.say("vb-straat"),
        text: t.say("vb-zin"),
        before: t.say("vb-uiterlijk"),
        when: t.say("vb-datum"),
        actions: vec![
            ("route", t.say("vb-route"), "geo:52.0907,5.1214".to_owned()),
            ("tel", t.say("vb-bel"), "tel:14099".to_owned()),
        ],
    }
}

pub(crate) fn plots(t: Say) -> Vec<Plot> {
    let row = |(at, value, norm): (u32, f64, f64)| Row {
        label: format!("{} {}", t.say("vb-maand"), at + 1),
        value: Some(value),
        text: format!("{value} {}", t.say("vb-uur")),
        norm: Some(norm),
        norm_text: format!("{norm} {}", t.say("vb-uur")),
        bad: value > norm,
        note: t.say(if value > norm { "vb-te-laat" } else { "vb-op-tijd" }),
    };
    let values = [12.0, 20.0, 30.0, 8.0, 24.0, 17.0];
    let rows: Vec<Row> = (0..).zip(values).map(|(at, value)| row((at, value, 24.0))).collect();
    let heads = |plot: Plot| {
        plot.heads(t.say("vb-maand"), t.say("vb-duur"), t.say("vb-norm"), t.say("vb-stand"))
            .marks(t.say("vb-op-tijd"), t.say("vb-te-laat"))
    };
    let mut bars = heads(Plot::new("staven", Kind::Bars, t.say("vb-grafiek")));
    bars.rows.clone_from(&rows);
    let mut line = heads(Plot::new("lijn", Kind::Line, t.say("vb-grafiek")));
    line.rows.clone_from(&rows);
    line.norm = Some((24.0, t.say("vb-norm")));
    let mut dots = heads(Plot::new("stippen", Kind::Dots, t.say("vb-grafiek")));
    dots.rows = (0..40).map(|at| row((at, f64::from((at * 37) % 31), 24.0))).collect();
    dots.norm = Some((24.0, t.say("vb-norm")));
    dots.unit = format!(" {}", t.say("vb-uur"));
    vec![bars, line, dots, Plot::new("leeg", Kind::Bars, t.say("vb-lang"))]
}

#[cfg(test)]
mod tests {
    use askama::Template as _;

    use crate::{Lang, Page, page::TEXTS};

    #[test]
    fn every_component_is_shown_in_both_languages() {
        for lang in Lang::ALL {
            let html = super::components(Page::sample(lang), TEXTS.say(lang)).render().unwrap();
            assert!(html.contains("wm-timeline") && html.contains("wm-map") && html.contains("wm-plot"));
            assert!(!html.contains("vb-") && !html.contains("deel-"), "a text is missing");
            assert!(!html.contains("style=") && !html.contains("onclick"), "the policy refuses it");
        }
    }
}
