// SPDX-License-Identifier: EUPL-1.2
//! Areas: neighbourhoods, districts, the municipality.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use geo::{Geometry, Intersects, MultiPolygon, Point};
use serde_json::{Map, Value as Json};
use uuid::Uuid;
use waarmaker_db::{Error, Row, Tx, Value};
use waarmaker_resource::geometry;

use crate::Punt;

/// An area, without its border.
#[derive(Clone, Debug, PartialEq)]
pub struct Gebied {
    /// Its uuid.
    pub uuid: Uuid,
    /// Kind: `buurt`, `wijk`, `gemeente`, or one of the municipality's own.
    pub soort: String,
    /// Code, unique within its kind.
    pub code: String,
    /// Name.
    pub naam: String,
    /// West, south, east, north.
    pub grenzen: [f64; 4],
    /// 1 for a new area, one more with each change.
    pub versie: i64,
    /// When this version was made, in milliseconds since 1970.
    pub gewijzigd: i64,
    /// Attributes as they were imported.
    pub attributen: Map<String, Json>,
}

/// Columns that [`row`] reads, of `gebieden g`.
pub(crate) const COLUMNS: &str =
    "g.uuid, g.soort, g.code, g.naam, g.west, g.zuid, g.oost, g.noord, g.versie, g.gewijzigd, g.attributen";

/// Reads an area from a row of [`COLUMNS`].
pub(crate) fn row(row: &Row<'_>) -> Result<Gebied, Error> {
    Ok(Gebied {
        uuid: row.uuid(0)?,
        soort: row.text(1)?,
        code: row.text(2)?,
        naam: row.text(3)?,
        grenzen: [row.real(4)?, row.real(5)?, row.real(6)?, row.real(7)?],
        versie: row.int(8)?,
        gewijzigd: row.int(9)?,
        attributen: serde_json::from_slice(row.bytes_ref(10)?).map_err(Error::row)?,
    })
}

/// The area with this uuid.
pub fn gebied(tx: &mut Tx<'_>, uuid: Uuid) -> Result<Option<Gebied>, Error> {
    tx.one(&format!("SELECT {COLUMNS} FROM gebieden g WHERE g.uuid = $1"), &[uuid.into()], row)
}

/// The area with this code.
pub fn gebied_by_code(tx: &mut Tx<'_>, soort: &str, code: &str) -> Result<Option<Gebied>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM gebieden g WHERE g.soort = $1 AND g.code = $2");
    tx.one(&sql, &[soort.into(), code.into()], row)
}

/// All areas of a kind, or of every kind, by kind and code.
pub fn gebieden(tx: &mut Tx<'_>, soort: Option<&str>) -> Result<Vec<Gebied>, Error> {
    match soort {
        Some(soort) => {
            let sql = format!("SELECT {COLUMNS} FROM gebieden g WHERE g.soort = $1 ORDER BY g.code");
            tx.query(&sql, &[soort.into()], row)
        }
        None => tx.query(&format!("SELECT {COLUMNS} FROM gebieden g ORDER BY g.soort, g.code"), &[], row),
    }
}

/// The kinds of which there are areas.
pub fn gebiedsoorten(tx: &mut Tx<'_>) -> Result<Vec<String>, Error> {
    tx.query("SELECT DISTINCT soort FROM gebieden ORDER BY soort", &[], |row| row.text(0))
}

/// Uuids of all areas in which a point lies, borders included: a point on a common border lies in both. Bounding boxes are held against it by the
/// database, the borders of what remains here.
pub fn gebieden_at(tx: &mut Tx<'_>, punt: Punt) -> Result<Vec<Uuid>, Error> {
    let sql =
        "SELECT uuid, merk FROM gebieden WHERE zuid <= $1 AND noord >= $1 AND west <= $2 AND oost >= $2 ORDER BY uuid";
    let near: Vec<(Uuid, i64)> =
        tx.query(sql, &[punt.lat.into(), punt.lon.into()], |row| Ok((row.uuid(0)?, row.int(1)?)))?;
    let point = Point::new(punt.lon, punt.lat);
    let mut found = Vec::new();
    for (uuid, merk) in near {
        if border(tx, uuid, merk)?.is_some_and(|border| border.intersects(&point)) {
            found.push(uuid);
        }
    }
    Ok(found)
}

/// The border of an area; `None` when there is no such area.
pub fn grens(tx: &mut Tx<'_>, uuid: Uuid) -> Result<Option<Arc<MultiPolygon<f64>>>, Error> {
    let merk = tx.one("SELECT merk FROM gebieden WHERE uuid = $1", &[uuid.into()], |row| row.int(0))?;
    merk.map_or(Ok(None), |merk| border(tx, uuid, merk))
}

/// Borders that this process has read, by the hash of what is stored: they never change, so nothing goes stale.
static READ: LazyLock<Mutex<HashMap<i64, Arc<MultiPolygon<f64>>>>> = LazyLock::new(Mutex::default);
/// Most borders that are kept; with more all are read again.
const MOST: usize = 4096;

fn border(tx: &mut Tx<'_>, uuid: Uuid, merk: i64) -> Result<Option<Arc<MultiPolygon<f64>>>, Error> {
    let known = READ.lock().unwrap_or_else(PoisonError::into_inner).get(&merk).cloned();
    if known.is_some() {
        return Ok(known);
    }
    let sql = "SELECT geometrie FROM gebieden WHERE uuid = $1 AND merk = $2";
    let stored = tx.one(sql, &[uuid.into(), Value::from(merk)], |row| {
        serde_json::from_slice::<Json>(row.bytes_ref(0)?).map_err(Error::row)
    })?;
    let Some(border) = stored.and_then(geometry::stored).and_then(polygons) else { return Ok(None) };
    let border = Arc::new(border);
    let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    if read.len() >= MOST {
        read.clear();
    }
    read.insert(merk, Arc::clone(&border));
    Ok(Some(border))
}

/// A polygon or several as several; `None` for anything else.
pub(crate) fn polygons(geometry: Geometry<f64>) -> Option<MultiPolygon<f64>> {
    match geometry {
        Geometry::Polygon(polygon) => Some(MultiPolygon::new(vec![polygon])),
        Geometry::MultiPolygon(polygons) => Some(polygons),
        _ => None,
    }
}
