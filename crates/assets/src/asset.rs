// SPDX-License-Identifier: EUPL-1.2
//! One asset, as it is stored.

use serde_json::{Map, Value as Json};
use uuid::Uuid;
use waarmaker_db::{Error, Row, Tx, Value};

/// A place: WGS84 (OGC CRS84), degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Punt {
    /// Longitude, −180 to 180.
    pub lon: f64,
    /// Latitude, −90 to 90.
    pub lat: f64,
}

/// A lamp post, a cabinet, a bin: something that is maintained.
#[derive(Clone, Debug, PartialEq)]
pub struct Asset {
    /// Its uuid: the id of the feature.
    pub uuid: Uuid,
    /// Kind: `lichtmast`, `kast`, `groep`, `parkeermeter`, `verkeerslicht`, `afvalbak`, or one of the municipality's own.
    pub soort: String,
    /// Number by which people know it; unique within its kind.
    pub identificatie: String,
    /// Where it is, in words: a street. Empty when nobody said.
    pub omschrijving: String,
    /// A point in or on it.
    pub punt: Punt,
    /// What it hangs on: the circuit of a lamp, the cabinet of a circuit.
    pub ouder: Option<Uuid>,
    /// Attributes as they were imported.
    pub attributen: Map<String, Json>,
    /// 1 for a new asset, one more with each change.
    pub versie: i64,
}

const COLUMNS: &str = "uuid, soort, identificatie, omschrijving, lon, lat, ouder, attributen, versie";

fn read(row: &Row<'_>) -> Result<Asset, Error> {
    Ok(Asset {
        uuid: row.uuid(0)?,
        soort: row.text(1)?,
        identificatie: row.text(2)?,
        omschrijving: row.text(3)?,
        punt: Punt { lon: row.real(4)?, lat: row.real(5)? },
        ouder: row.opt_uuid(6)?,
        attributen: serde_json::from_slice(row.bytes_ref(7)?).map_err(Error::row)?,
        versie: row.int(8)?,
    })
}

/// The asset with this uuid; `None` when there is none, or it was removed.
pub fn get(tx: &mut Tx<'_>, uuid: Uuid) -> Result<Option<Asset>, Error> {
    tx.one(&format!("SELECT {COLUMNS} FROM assets WHERE uuid = $1 AND verwijderd IS NULL"), &[uuid.into()], read)
}

/// The asset with this number.
pub fn find(tx: &mut Tx<'_>, soort: &str, identificatie: &str) -> Result<Option<Asset>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM assets WHERE soort = $1 AND identificatie = $2 AND verwijderd IS NULL");
    tx.one(&sql, &[Value::from(soort), Value::from(identificatie)], read)
}

/// Uuids of what hangs directly on an asset.
pub fn children(tx: &mut Tx<'_>, uuid: Uuid) -> Result<Vec<Uuid>, Error> {
    let sql = "SELECT uuid FROM assets WHERE ouder = $1 AND verwijderd IS NULL ORDER BY id";
    tx.query(sql, &[uuid.into()], |row| row.uuid(0))
}
