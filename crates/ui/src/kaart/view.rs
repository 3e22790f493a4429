// SPDX-License-Identifier: EUPL-1.2
//! From degrees to the units of the drawing: Web Mercator, whole numbers, nothing far outside.

use std::{f64::consts::FRAC_PI_4, fmt::Write as _};

use super::{Bounds, Point};

/// Width of the drawing.
pub(super) const WIDTH: f64 = 690.0;
/// Its height.
pub(super) const HEIGHT: f64 = 600.0;
/// How far a surface goes on outside, so that its edge is not seen there.
const MARGIN: f64 = 20.0;

/// What is shown, and how large.
#[derive(Clone, Copy, Debug)]
pub(super) struct View {
    left: f64,
    top: f64,
    scale: f64,
}

/// Web Mercator on a sphere of radius 1.
fn mercator((lng, lat): Point) -> (f64, f64) {
    let lat = lat.clamp(-85.0, 85.0).to_radians();
    (lng.to_radians(), -(FRAC_PI_4 + lat / 2.0).tan().ln())
}

impl View {
    pub(super) fn new(bounds: Bounds) -> Self {
        let ((left, top), (right, bottom)) =
            (mercator((bounds.west, bounds.north)), mercator((bounds.east, bounds.south)));
        let least = 1e-7;
        let scale = (WIDTH / (right - left).max(least)).min(HEIGHT / (bottom - top).max(least));
        let (middle_x, middle_y) = (f64::midpoint(left, right), f64::midpoint(top, bottom));
        Self { left: middle_x - WIDTH / 2.0 / scale, top: middle_y - HEIGHT / 2.0 / scale, scale }
    }

    /// What is shown, in degrees: west, south, east, north.
    pub(super) fn shown(&self) -> String {
        let degrees = |x: f64, y: f64| {
            let (lng, y) = ((self.left + x / self.scale).to_degrees(), self.top + y / self.scale);
            (lng, (2.0 * ((-y).exp().atan() - FRAC_PI_4)).to_degrees())
        };
        let ((west, south), (east, north)) = (degrees(0.0, HEIGHT), degrees(WIDTH, 0.0));
        format!("{west:.5},{south:.5},{east:.5},{north:.5}")
    }

    /// A place in whole units.
    pub(super) fn place(&self, point: Point) -> (f64, f64) {
        let (x, y) = self.exact(point);
        // Adding nothing makes of minus zero a zero.
        (x.round() + 0.0, y.round() + 0.0)
    }

    fn exact(&self, point: Point) -> (f64, f64) {
        let (x, y) = mercator(point);
        ((x - self.left) * self.scale, (y - self.top) * self.scale)
    }

    /// The shape of a ring as far as it is near what is shown; empty when nothing of it is.
    pub(super) fn ring(&self, points: &[Point]) -> Vec<(f64, f64)> {
        let mut shape: Vec<(f64, f64)> = points.iter().map(|point| self.exact(*point)).collect();
        // Sutherland and Hodgman: cut by each of the four sides.
        for (across, side, sign) in
            [(true, -MARGIN, 1.0), (true, WIDTH + MARGIN, -1.0), (false, -MARGIN, 1.0), (false, HEIGHT + MARGIN, -1.0)]
        {
            shape = cut(&shape, |(x, y)| sign * (if across { x } else { y } - side));
        }
        let mut whole: Vec<(f64, f64)> = Vec::with_capacity(shape.len());
        for (x, y) in shape {
            let point = (x.round() + 0.0, y.round() + 0.0);
            let near = whole.last().is_some_and(|(a, b)| (a - point.0).abs() + (b - point.1).abs() < 2.0);
            if !near {
                whole.push(point);
            }
        }
        if whole.len() < 3 { Vec::new() } else { whole }
    }
}

/// What of a ring lies where `inside` is not negative.
fn cut(ring: &[(f64, f64)], inside: impl Fn((f64, f64)) -> f64) -> Vec<(f64, f64)> {
    let mut kept = Vec::with_capacity(ring.len());
    let before = ring.iter().cycle().skip(ring.len().saturating_sub(1));
    for (from, to) in before.zip(ring) {
        let (a, b) = (inside(*from), inside(*to));
        if (a < 0.0) != (b < 0.0) {
            let part = a / (a - b);
            kept.push((from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part));
        }
        if b >= 0.0 {
            kept.push(*to);
        }
    }
    kept
}

/// Whether a place is shown, with this much to spare.
pub(super) fn is_shown((x, y): (f64, f64), spare: f64) -> bool {
    (spare..=WIDTH - spare).contains(&x) && (spare..=HEIGHT - spare).contains(&y)
}

/// Path data of closed shapes, relative and in few bytes.
pub(super) fn closed(rings: &[Vec<(f64, f64)>]) -> String {
    let mut path = String::new();
    for ring in rings {
        let mut last = None;
        for (x, y) in ring {
            match last {
                None => step(&mut path, 'M', *x, *y),
                Some((a, b)) => step(&mut path, 'l', x - a, y - b),
            }
            last = Some((*x, *y));
        }
        path.push('z');
    }
    path
}

/// Path data of dots: lines without length, which a round cap makes visible.
pub(super) fn dots(places: &[(f64, f64)]) -> String {
    let (mut path, mut last) = (String::new(), (0.0, 0.0));
    for (x, y) in places {
        step(&mut path, 'm', x - last.0, y - last.1);
        path.push_str("h0");
        last = (*x, *y);
    }
    path
}

/// Writing to a string does not fail.
fn step(path: &mut String, letter: char, x: f64, y: f64) {
    let (x, y) = (x + 0.0, y + 0.0);
    let between = if y < 0.0 { "" } else { " " };
    let _ = write!(path, "{letter}{x}{between}{y}");
}
