// SPDX-License-Identifier: EUPL-1.2
//! With which other contracts one overlaps, told while it is saved: same kind, same place, same priority, same days.

use std::cmp::Ordering;

use geo::{Area as _, BooleanOps as _, BoundingRect as _, Intersects as _, MultiPolygon};
use uuid::Uuid;
use waarmaker_api::Result;
use waarmaker_assets::{get_many, grens};
use waarmaker_core::Date;
use waarmaker_db::Tx;

use crate::{Prioriteit, contract::Regel, verantwoordelijk::areas_at};

/// Which part of the smaller of two areas they must share: neighbours have borders that do not fit to the millimetre.
const SHARE: f64 = 0.001;
/// Most assets that are looked at when contracts name them one by one.
const MOST_ASSETS: usize = 500;

/// What is told about each contract that overlaps.
pub(crate) fn with(own: &Regel, others: &[Regel], tx: &mut Tx<'_>) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for other in others {
        let same = Prioriteit::ALL
            .iter()
            .any(|prioriteit| own.covers_prioriteit(*prioriteit) && other.covers_prioriteit(*prioriteit));
        if !same || !same_soort(own, other) {
            continue;
        }
        if let Some(areas) = place(own, other, tx)? {
            found.push(text(own, other, areas));
        }
    }
    Ok(found)
}

fn same_soort(own: &Regel, other: &Regel) -> bool {
    let (one, two) = (&own.bereik.soorten, &other.bereik.soorten);
    one.is_empty() || two.is_empty() || one.iter().any(|soort| two.contains(soort))
}

/// Where both count: the sizes of their areas there, infinite for everywhere.
fn place(own: &Regel, other: &Regel, tx: &mut Tx<'_>) -> Result<Option<(f64, f64)>> {
    let named = if own.bereik.assets.is_empty() { &other.bereik.assets } else { &own.bereik.assets };
    if !named.is_empty() {
        return among(named, own, other, tx);
    }
    if own.gebieden.is_empty() && other.gebieden.is_empty() {
        return Ok(Some((f64::INFINITY, f64::INFINITY)));
    }
    let (one, two) = (borders(&own.gebieden, tx)?, borders(&other.gebieden, tx)?);
    let smallest = |list: &[Border]| list.iter().map(|border| border.size).reduce(f64::min);
    Ok(match (one.is_empty(), two.is_empty()) {
        (true, _) => smallest(&two).map(|size| (f64::INFINITY, size)),
        (_, true) => smallest(&one).map(|size| (size, f64::INFINITY)),
        _ => one.iter().find_map(|a| two.iter().find(|b| a.shares(b)).map(|b| (a.size, b.size))),
    })
}

/// The first of these assets that both cover.
fn among(named: &[Uuid], own: &Regel, other: &Regel, tx: &mut Tx<'_>) -> Result<Option<(f64, f64)>> {
    let part = named.get(..named.len().min(MOST_ASSETS)).unwrap_or_default();
    for asset in get_many(tx, part)? {
        let around = areas_at(asset.punt, &[own, other], tx)?;
        let covers = |regel: &Regel| regel.covers_asset(asset.uuid) && regel.covers_soort(&asset.soort);
        if covers(own)
            && covers(other)
            && let (Some(one), Some(two)) = (own.area(&around), other.area(&around))
        {
            return Ok(Some((one, two)));
        }
    }
    Ok(None)
}

/// A border with its size.
struct Border {
    uuid: Uuid,
    shape: std::sync::Arc<MultiPolygon<f64>>,
    size: f64,
}

impl Border {
    /// Whether two areas have more in common than a border.
    fn shares(&self, other: &Self) -> bool {
        if self.uuid == other.uuid {
            return true;
        }
        let boxes = (self.shape.bounding_rect(), other.shape.bounding_rect());
        let (Some(one), Some(two)) = boxes else { return false };
        if !one.intersects(&two) {
            return false;
        }
        let common = self.shape.intersection(&*other.shape).unsigned_area();
        common > SHARE * self.size.min(other.size)
    }
}

fn borders(gebieden: &[Uuid], tx: &mut Tx<'_>) -> Result<Vec<Border>> {
    let mut found = Vec::with_capacity(gebieden.len());
    for &uuid in gebieden {
        if let Some(shape) = grens(tx, uuid)? {
            let size = shape.unsigned_area();
            found.push(Border { uuid, shape, size });
        }
    }
    Ok(found)
}

fn text(own: &Regel, other: &Regel, (mine, theirs): (f64, f64)) -> String {
    let first = match own.engte(mine).partial_cmp(&other.engte(theirs)) {
        Some(Ordering::Less) => "Dit contract gaat voor, omdat het nauwer is omschreven.".to_owned(),
        Some(Ordering::Greater) => format!("{} gaat voor, omdat het nauwer is omschreven.", other.bereik.nummer),
        _ => "Geen van beide gaat voor: wat onder beide valt komt op de eigen lijst.".to_owned(),
    };
    let (van, tot) = common_days(own, other);
    let tot = tot.map_or_else(String::new, |tot| format!(" tot en met {tot}"));
    format!("Dit contract overlapt met {} vanaf {van}{tot}. {first}", other.name())
}

fn common_days(own: &Regel, other: &Regel) -> (Date, Option<Date>) {
    let van = own.bereik.begin.max(other.bereik.begin);
    let tot = [own.bereik.einde, other.bereik.einde].into_iter().flatten().min();
    (van, tot)
}
