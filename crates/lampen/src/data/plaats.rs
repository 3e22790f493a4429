// SPDX-License-Identifier: EUPL-1.2
//! Lamps by place: near a point, in a box.

use waarmaker_api::{Cx, Result};
use waarmaker_assets::Punt;

use super::{
    Lamp, SOORT,
    lamp::{COLUMNS, met_storing, row},
};

/// Metres in a degree of latitude.
const DEGREE: f64 = 111_195.0;
/// How far is looked, in metres: farther only when there is too little nearer.
const STRALEN: [f64; 4] = [120.0, 600.0, 3_000.0, 15_000.0];
/// Most lamps that are looked at for one answer.
const MOST: i64 = 5_000;

/// A box: west, south, east, north.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Vak {
    /// Western border.
    pub west: f64,
    /// Southern border.
    pub zuid: f64,
    /// Eastern border.
    pub oost: f64,
    /// Northern border.
    pub noord: f64,
}

impl Vak {
    /// Reads `west,south,east,north` in degrees; `None` when it is no box on earth.
    pub fn parse(text: &str) -> Option<Self> {
        let sides: Vec<f64> = text.split(',').map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
        let [west, zuid, oost, noord] = sides.try_into().ok()?;
        let on_earth = west >= -180.0 && oost <= 180.0 && zuid >= -90.0 && noord <= 90.0;
        (on_earth && west <= oost && zuid <= noord).then_some(Self { west, zuid, oost, noord })
    }

    /// The box of so many metres around a point.
    pub fn rond(punt: Punt, meter: f64) -> Self {
        let (lat, lon) = (meter / DEGREE, meter / (DEGREE * punt.lat.to_radians().cos().max(0.01)));
        Self { west: punt.lon - lon, zuid: punt.lat - lat, oost: punt.lon + lon, noord: punt.lat + lat }
    }
}

/// A lamp with its distance.
#[derive(Clone, Debug, PartialEq)]
pub struct Nabij {
    /// The lamp.
    pub lamp: Lamp,
    /// Metres from the place that was asked.
    pub meter: f64,
}

/// Lamps in a box.
#[derive(Clone, Debug, PartialEq)]
pub struct InVak {
    /// The lamps, by number.
    pub lampen: Vec<Lamp>,
    /// There are more.
    pub meer: bool,
}

/// The nearest lamps, the nearest first, at most 15 kilometres away.
pub fn bij(punt: Punt, most: usize, cx: &mut Cx<'_, '_>) -> Result<Vec<Nabij>> {
    let (mut lamps, metres): (Vec<Lamp>, Vec<f64>) = dichtbij(punt, most, cx)?.into_iter().unzip();
    met_storing(&mut lamps, cx)?;
    Ok(lamps.into_iter().zip(metres).map(|(lamp, meter)| Nabij { lamp, meter }).collect())
}

/// The nearest lamps with their distances, without what is wrong.
pub(super) fn dichtbij(punt: Punt, most: usize, cx: &mut Cx<'_, '_>) -> Result<Vec<(Lamp, f64)>> {
    let mut near: Vec<(Lamp, f64)> = Vec::new();
    for straal in STRALEN {
        near = zonder_storing(Vak::rond(punt, straal), MOST, cx)?
            .into_iter()
            .map(|lamp| (afstand(punt, lamp.punt), lamp))
            .filter(|(meter, _)| *meter <= straal)
            .map(|(meter, lamp)| (lamp, meter))
            .collect();
        if near.len() >= most {
            break;
        }
    }
    near.sort_by(|a, b| a.1.total_cmp(&b.1).then_with(|| a.0.nummer.cmp(&b.0.nummer)));
    near.truncate(most);
    Ok(near)
}

/// Lamps with a fault within so many metres, the nearest first: a page of them, and how many there are.
pub fn kapot_bij(
    punt: Punt,
    meter: f64,
    van: usize,
    aantal: usize,
    cx: &mut Cx<'_, '_>,
) -> Result<(Vec<Nabij>, usize)> {
    let mut lamps = zonder_storing(Vak::rond(punt, meter), MOST, cx)?;
    lamps.retain(|lamp| afstand(punt, lamp.punt) <= meter);
    met_storing(&mut lamps, cx)?;
    let mut broken: Vec<Nabij> = lamps
        .into_iter()
        .filter(|lamp| lamp.storing.is_some())
        .map(|lamp| Nabij { meter: afstand(punt, lamp.punt), lamp })
        .collect();
    broken.sort_by(|a, b| a.meter.total_cmp(&b.meter).then_with(|| a.lamp.nummer.cmp(&b.lamp.nummer)));
    let all = broken.len();
    Ok((broken.into_iter().skip(van).take(aantal).collect(), all))
}

/// The lamps in a box.
pub fn in_vak(vak: Vak, most: usize, cx: &mut Cx<'_, '_>) -> Result<InVak> {
    let limit = i64::try_from(most).unwrap_or(MOST).saturating_add(1);
    let mut lampen = zonder_storing(vak, limit, cx)?;
    let meer = lampen.len() > most;
    lampen.truncate(most);
    met_storing(&mut lampen, cx)?;
    Ok(InVak { lampen, meer })
}

fn zonder_storing(vak: Vak, most: i64, cx: &mut Cx<'_, '_>) -> Result<Vec<Lamp>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM assets a WHERE a.soort = $1 AND a.lat BETWEEN $2 AND $3 AND a.lon BETWEEN $4 AND $5
        AND a.verwijderd IS NULL ORDER BY a.lat, a.lon, a.id LIMIT $6"
    );
    let values = [SOORT.into(), vak.zuid.into(), vak.noord.into(), vak.west.into(), vak.oost.into(), most.into()];
    Ok(cx.tx.query(&sql, &values, row)?)
}

/// Metres between two places that are near each other.
fn afstand(a: Punt, b: Punt) -> f64 {
    let (y, x) = (a.lat - b.lat, (a.lon - b.lon) * a.lat.to_radians().cos());
    y.hypot(x) * DEGREE
}

/// Whether a place is in the municipality: in one of its areas, or it has none. Without areas, within 15 kilometres of a lamp.
pub fn binnen_gemeente(punt: Punt, cx: &mut Cx<'_, '_>) -> Result<bool> {
    if cx.tx.one("SELECT 1 FROM gebieden LIMIT 1", &[], |row| row.int(0))?.is_some() {
        return Ok(!waarmaker_assets::gebieden_at(cx.tx, punt)?.is_empty());
    }
    Ok(!zonder_storing(Vak::rond(punt, STRALEN[3]), 1, cx)?.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_is_four_numbers_on_earth_in_order() {
        assert!(Vak::parse("5.0, 52.0,5.2,52.2").is_some());
        for wrong in ["", "5,52,5", "5,52,4,53", "5,53,6,52", "a,b,c,d", "5,52,5.2,91", "1,2,3,4,5", "NaN,1,2,3"] {
            assert_eq!(Vak::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn distances_are_in_metres() {
        let dom = Punt { lon: 5.1214, lat: 52.0907 };
        let station = Punt { lon: 5.1101, lat: 52.0894 };
        let metres = afstand(dom, station);
        assert!((770.0..800.0).contains(&metres), "{metres}");
    }
}
