// SPDX-License-Identifier: EUPL-1.2
//! Functions of places. What is stored has one point; what is asked is a point or a polygon in WGS84.

use waarmaker_api::Result;

use super::refusal::bad;
use super::typed::{Parameters, Typed};

/// Most corners of a polygon.
const CORNERS: usize = 60;

/// A function of a place and a geometry; `None` when it is not known.
pub(super) fn call(
    name: &str,
    lon: &str,
    lat: &str,
    text: &str,
    parameters: &mut Parameters<'_>,
) -> Result<Option<Typed>> {
    let shape = read(text)?;
    Ok(match (name, shape.as_slice()) {
        ("geo.distance" | "st_distance", [(x, y)]) => {
            let (x, y) = (parameters.push(*x), parameters.push(*y));
            Some(Typed::Square(format!("(({lon} - {x}) * ({lon} - {x}) + ({lat} - {y}) * ({lat} - {y}))")))
        }
        ("geo.intersects" | "st_intersects" | "st_within" | "st_equals", [(x, y)]) => {
            let (x, y) = (parameters.push(*x), parameters.push(*y));
            Some(Typed::Bool(format!("({lon} = {x} AND {lat} = {y})")))
        }
        ("geo.intersects" | "st_intersects" | "st_within", [_, _, _, _, ..]) => {
            Some(Typed::Bool(inside(lon, lat, &shape, parameters)))
        }
        _ => None,
    })
}

/// Whether the point lies within the ring: a ray from it crosses the ring an odd number of times.
fn inside(lon: &str, lat: &str, ring: &[(f64, f64)], parameters: &mut Parameters<'_>) -> String {
    let mut crossings = Vec::with_capacity(ring.len());
    for ((x1, y1), (x2, y2)) in ring.iter().zip(ring.iter().skip(1)) {
        if (y1 - y2).abs() == 0.0 {
            continue;
        }
        let (low, high) = (parameters.push(y1.min(*y2)), parameters.push(y1.max(*y2)));
        let (x, y, slope) = (parameters.push(*x1), parameters.push(*y1), parameters.push((x2 - x1) / (y2 - y1)));
        crossings.push(format!(
            "CASE WHEN {lat} >= {low} AND {lat} < {high} AND {lon} < ({lat} - {y}) * {slope} + {x} THEN 1 ELSE 0 END"
        ));
    }
    if crossings.is_empty() {
        "1 = 0".to_owned()
    } else {
        format!("({lon} IS NOT NULL AND ({}) % 2 = 1)", crossings.join(" + "))
    }
}

/// The corners of `POINT (x y)` or of the outer ring of `POLYGON ((x y, …))`.
fn read(text: &str) -> Result<Vec<(f64, f64)>> {
    let wrong = || {
        bad(
            "invalid-filter",
            format!(
                "Een plaats schrijft u als geography'POINT (5.12 52.09)' of geography'POLYGON ((…))', met hooguit {CORNERS} hoeken."
            ),
        )
    };
    let text = text.trim();
    let text = text.strip_prefix("SRID=4326;").unwrap_or(text);
    let (kind, rest) = text.split_once('(').ok_or_else(wrong)?;
    let inner = match kind.trim().to_ascii_uppercase().as_str() {
        "POINT" => rest.strip_suffix(')').ok_or_else(wrong)?,
        "POLYGON" => rest
            .trim()
            .strip_prefix('(')
            .and_then(|rest| rest.strip_suffix(')')?.trim_end().strip_suffix(')'))
            .ok_or_else(wrong)?,
        _ => return Err(wrong()),
    };
    let corners: Option<Vec<(f64, f64)>> = inner.split(',').map(corner).collect();
    corners
        .filter(|corners| corners.len() <= CORNERS && (corners.len() == 1 || corners.first() == corners.last()))
        .ok_or_else(wrong)
}

fn corner(text: &str) -> Option<(f64, f64)> {
    let mut numbers = text.split_whitespace().map(|word| word.parse::<f64>().ok().filter(|number| number.is_finite()));
    let corner = (numbers.next()??, numbers.next()??);
    numbers.next().is_none().then_some(corner)
}
