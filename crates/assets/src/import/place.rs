// SPDX-License-Identifier: EUPL-1.2
//! Where a row is: its system, and whether that can be.

use serde_json::Value as Json;
use waarmaker_core::text::{clean_json, clean_text};
use waarmaker_resource::geometry;

use super::{Contents, Finding, OWN, Options, PlaceFault, Raw, Row, RowFault, Shape, Swapped, columns::Columns, plain};
use crate::{
    Crs, Punt,
    crs::{from_rd, geometry_from_rd, is_dutch, looks_like_rd, rd_swapped},
    save::representative,
};

/// Rows that are looked at to see the system.
const SAMPLE: usize = 1000;
/// Where the place stands, in findings.
const COLUMN: &str = "plaats";

/// The system of a file: named by the caller, by the file, or by its numbers.
pub(super) fn system_of(contents: &Contents, named: Option<Crs>) -> Crs {
    named.or(contents.crs).unwrap_or_else(|| {
        let seen = contents.rows.iter().take(SAMPLE).filter_map(|raw| first_position(&raw.shape));
        let (mut rd, mut all) = (0_usize, 0_usize);
        for (x, y) in seen {
            rd += usize::from(looks_like_rd(x, y));
            all += 1;
        }
        if rd * 2 > all { Crs::Rd } else { Crs::Wgs84 }
    })
}

fn first_position(shape: &Shape) -> Option<(f64, f64)> {
    match shape {
        Shape::Point(x, y) => Some((*x, *y)),
        Shape::Other(geometry) => geometry::bounds(geometry).map(|[west, south, ..]| (west, south)),
    }
}

/// A row with its place in degrees, checked.
pub(super) fn row(raw: Raw, crs: Crs, options: &Options, columns: &Columns) -> Result<Row, Finding> {
    let (punt, geometrie) = place(raw.shape, raw.line, crs)?;
    sensible(punt, raw.line, crs, options.anywhere)?;
    let attributen = raw.attributes;
    if let Some(soort) = attributen.get(&format!("{OWN}soort")).map(plain)
        && soort != options.kind
    {
        let fault = RowFault::OtherKind { kind: soort.clone(), wanted: options.kind.clone() };
        return Err(Finding::at((raw.line, "waarmaker_soort"), &soort, fault));
    }
    let omschrijving = columns.name.as_ref().and_then(|name| attributen.get(name)).map(plain).unwrap_or_default();
    clean(&attributen, raw.line)?;
    let omschrijving = omschrijving.chars().take(200).collect();
    let (identificatie, ouder) = (String::new(), None);
    Ok(Row { line: raw.line, identificatie, omschrijving, punt, geometrie, attributen, ouder })
}

/// Refuses texts with control characters, which other systems cannot hold.
fn clean(attributes: &serde_json::Map<String, Json>, line: u64) -> Result<(), Finding> {
    let wrong = attributes.iter().find(|(name, value)| clean_text(name).is_err() || clean_json(value).is_err());
    wrong.map_or(Ok(()), |(name, _)| {
        let name: String = name.chars().filter(|c| !c.is_control()).collect();
        Err(Finding::at((line, &name), "", RowFault::ControlCharacter))
    })
}

/// The point of a row and, when there is more than that, its geometry; both in degrees.
fn place(shape: Shape, line: u64, crs: Crs) -> Result<(Punt, Option<Json>), Finding> {
    let wrong = |value: String| Finding::at((line, COLUMN), &value, PlaceFault::NotOnEarth);
    match (shape, crs) {
        (Shape::Point(x, y), Crs::Wgs84) if x.abs() <= 180.0 && y.abs() <= 90.0 => Ok((Punt { lon: x, lat: y }, None)),
        (Shape::Point(x, y), Crs::Wgs84) if looks_like_rd(x, y) => {
            Err(Finding::at((line, COLUMN), &format!("{x}, {y}"), PlaceFault::LooksLikeRd))
        }
        (Shape::Point(x, y), Crs::Wgs84) => Err(wrong(format!("{x}, {y}"))),
        (Shape::Point(x, y), Crs::Rd) if rd_swapped(x, y) => Err(swapped(line, x, y, Swapped::Xy)),
        (Shape::Point(x, y), Crs::Rd) if looks_like_rd(x, y) => {
            from_rd(x, y).map(|punt| (punt, None)).ok_or_else(|| wrong(format!("{x}, {y}")))
        }
        (Shape::Point(x, y), Crs::Rd) => Err(Finding::at((line, COLUMN), &format!("{x}, {y}"), PlaceFault::NotRd)),
        (Shape::Other(geometry), crs) => {
            let geometry = match crs {
                Crs::Wgs84 => geometry,
                Crs::Rd => geometry_from_rd(&geometry).ok_or_else(|| wrong(String::new()))?,
            };
            let wrong = |fault: PlaceFault| Finding::at((line, "geometry"), "", fault);
            geometry::parse(&geometry).map_err(|reason| wrong(PlaceFault::Bad { reason }))?;
            representative(geometry).ok_or_else(|| wrong(PlaceFault::Empty))
        }
    }
}

fn swapped(line: u64, x: f64, y: f64, which: Swapped) -> Finding {
    Finding::at((line, COLUMN), &format!("{x}, {y}"), PlaceFault::Swapped { which })
}

/// Refuses a place outside the country.
fn sensible(punt: Punt, line: u64, crs: Crs, anywhere: bool) -> Result<(), Finding> {
    let Punt { lon, lat } = punt;
    if anywhere || is_dutch(punt) {
        return Ok(());
    }
    if crs == Crs::Wgs84 && is_dutch(Punt { lon: lat, lat: lon }) {
        return Err(swapped(line, lon, lat, Swapped::LonLat));
    }
    let fault = if lon == 0.0 && lat == 0.0 { PlaceFault::Zero } else { PlaceFault::Abroad };
    Err(Finding::at((line, COLUMN), &format!("{lon}, {lat}"), fault))
}
