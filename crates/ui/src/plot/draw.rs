// SPDX-License-Identifier: EUPL-1.2
//! The drawing of a plot.

use std::fmt::Write as _;

use askama::Template;

use super::{Kind, Plot};
use crate::Page;

/// Edges of what is drawn in, for a line and dots: left, right, top, bottom.
const LEFT: f64 = 64.0;
const RIGHT: f64 = 620.0;
const TOP: f64 = 24.0;
const BOTTOM: f64 = 230.0;
/// Most labels below.
const MOST_LABELS: usize = 6;
/// Width of a letter of a label, and least space between labels.
const LETTER: f64 = 9.5;
const BETWEEN: f64 = 12.0;
/// Half the size of a cross.
const CROSS: f64 = 6.0;

#[derive(Template)]
#[template(path = "plot.html")]
struct Drawing<'a> {
    page: &'a Page,
    plot: &'a Plot,
    bars: Vec<Bar<'a>>,
    ticks: Vec<Tick>,
    labels: Vec<Tick>,
    line: String,
    good: String,
    bad: String,
    norm: Option<Norm>,
    last: Option<Tick>,
}

/// A row of bars, in hundredths of the width.
struct Bar<'a> {
    row: &'a super::Row,
    width: String,
    norm: Option<String>,
}

/// Words at a place.
struct Tick {
    at: String,
    above: String,
    text: String,
}

/// The norm for all.
struct Norm {
    y: String,
    above: String,
    text: String,
}

pub(super) fn html(plot: &Plot, page: &Page) -> String {
    drawing(plot, page).render().unwrap_or_default()
}

fn drawing<'a>(plot: &'a Plot, page: &'a Page) -> Drawing<'a> {
    let most = most(plot);
    let mut drawing = Drawing {
        page,
        plot,
        bars: Vec::new(),
        ticks: Vec::new(),
        labels: Vec::new(),
        line: String::new(),
        good: String::new(),
        bad: String::new(),
        norm: None,
        last: None,
    };
    if plot.kind == Kind::Bars {
        drawing.bars = plot.rows.iter().map(|row| bar(plot, row, most)).collect();
    } else {
        frame(&mut drawing, most);
        marks(&mut drawing, most);
    }
    drawing
}

/// The end of the scale: a round number that no value is beyond.
fn most(plot: &Plot) -> f64 {
    if plot.most > 0.0 {
        return plot.most;
    }
    let values = plot.rows.iter().flat_map(|row| [row.value, row.norm]).flatten();
    let highest = values.chain(plot.norm.as_ref().map(|(norm, _)| *norm)).fold(0.0_f64, f64::max);
    if highest <= 0.0 {
        return 1.0;
    }
    let ten = 10.0_f64.powf(highest.log10().floor());
    let round = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0].into_iter().find(|step| step * ten >= highest);
    round.unwrap_or(10.0) * ten
}

fn short(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

fn bar<'a>(plot: &Plot, row: &'a super::Row, most: f64) -> Bar<'a> {
    let part = |value: f64| short((value / most * 100.0).clamp(0.0, 100.0));
    let norm = row.norm.or(plot.norm.as_ref().map(|(norm, _)| *norm));
    Bar { row, width: row.value.map(part).unwrap_or_default(), norm: norm.map(part) }
}

fn height(value: f64, most: f64) -> f64 {
    BOTTOM - (value / most).clamp(0.0, 1.0) * (BOTTOM - TOP)
}

/// The place of a row along the bottom.
fn along(at: usize, count: usize) -> f64 {
    let (at, steps) = (float(at), float(count.saturating_sub(1)));
    if count < 2 { f64::midpoint(LEFT, RIGHT) } else { LEFT + 20.0 + at / steps * (RIGHT - LEFT - 40.0) }
}

fn float(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// How many labels of so many letters stand below without touching.
fn room(letters: usize) -> usize {
    let fits = |labels: &usize| float(*labels) * (float(letters) * LETTER + BETWEEN) <= RIGHT - LEFT;
    (1..=MOST_LABELS).rev().find(fits).unwrap_or(1)
}

/// Scale, labels and norm.
fn frame(drawing: &mut Drawing<'_>, most: f64) {
    let plot = drawing.plot;
    for part in [0.0, 0.5, 1.0] {
        let y = height(most * part, most);
        let number = short(most * part);
        let number = if drawing.page.lang == crate::Lang::Nl { number.replace('.', ",") } else { number };
        let text = format!("{number}{}", plot.unit);
        drawing.ticks.push(Tick { at: short(y), above: short(y + 6.0), text });
    }
    let count = plot.rows.len();
    let each = count.div_ceil(room(plot.rows.iter().map(|row| row.label.chars().count()).max().unwrap_or(0))).max(1);
    for (at, row) in plot.rows.iter().enumerate().step_by(each) {
        drawing.labels.push(Tick { at: short(along(at, count)), above: String::new(), text: row.label.clone() });
    }
    drawing.norm = plot.norm.as_ref().map(|(norm, text)| {
        let y = height(*norm, most);
        // Below the line when there is no room above it.
        let words = if y < TOP + 24.0 { y + 22.0 } else { y - 8.0 };
        Norm { y: short(y), above: short(words), text: text.clone() }
    });
}

/// The line and the marks. Writing to a string does not fail.
fn marks(drawing: &mut Drawing<'_>, most: f64) {
    let plot = drawing.plot;
    let count = plot.rows.len();
    let mut pen_is_down = false;
    let mut before = BOTTOM;
    for (at, row) in plot.rows.iter().enumerate() {
        let Some(value) = row.value else {
            pen_is_down = false;
            continue;
        };
        let (x, y) = (along(at, count), height(value, most));
        let (place_x, place_y) = (short(x), short(y));
        if plot.kind == Kind::Line {
            let _ = write!(drawing.line, "{}{place_x} {place_y}", if pen_is_down { 'L' } else { 'M' });
            pen_is_down = true;
            // Where the line does not come from.
            let words = if before < y || y < TOP + 24.0 { y + 28.0 } else { y - 14.0 };
            before = y;
            drawing.last = Some(Tick { at: place_x.clone(), above: short(words), text: row.text.clone() });
        }
        if row.bad {
            let (x, y) = (short(x - CROSS), short(y - CROSS));
            let _ = write!(drawing.bad, "M{x} {y}l12 12m0-12l-12 12");
        } else {
            let _ = write!(drawing.good, "M{place_x} {place_y}h0");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Drawing, drawing, room};
    use crate::{Lang, Page, componenten::sample, page::TEXTS};

    impl Drawing<'static> {
        /// A drawing borrows what it draws; that of a test stays.
        fn sample(lang: Lang) -> Self {
            let plot = sample::plots(TEXTS.say(lang)).swap_remove(1);
            drawing(Box::leak(Box::new(plot)), Box::leak(Box::new(Page::sample(lang))))
        }
    }

    crate::samples!(Drawing<'static>);

    #[test]
    fn long_labels_are_fewer_so_that_they_do_not_touch() {
        assert_eq!([room(0), room(3), room("WO-2026-0000001".len()), room(500)], [6, 6, 3, 1]);
    }
}
