// SPDX-License-Identifier: EUPL-1.2
//! One asset, as it is stored.

use std::collections::HashMap;

use serde_json::{Map, Value as Json};
use uuid::Uuid;
use waarmaker_core::ORIGIN;
use waarmaker_db::{Error, Row, Tx, Value};

use crate::Punt;

/// Most uuids in one statement.
const CHUNK: usize = 400;
/// Most levels above an asset that are looked at: what is deeper is a mistake.
const DEEPEST: i64 = 32;
/// Root of OGC API Features.
pub const ROOT: &str = "/assets/ogc/v1";

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
    /// `GeoJSON` geometry of what is more than a point: a line, a polygon.
    pub geometrie: Option<Json>,
    /// When this version was made, in milliseconds since 1970.
    pub gewijzigd: i64,
    /// Who made this version.
    pub door: String,
}

impl Asset {
    /// The whole geometry as `GeoJSON`.
    pub fn geojson(&self) -> Json {
        self.geometrie.clone().unwrap_or_else(|| self.punt.geojson())
    }
}

/// Columns that [`row`] reads, of `assets a`.
pub(crate) const COLUMNS: &str = "a.uuid, a.soort, a.identificatie, a.omschrijving, a.lon, a.lat, a.ouder, a.attributen, a.versie, a.geometrie, a.gewijzigd, a.door";

/// Reads an asset from a row of [`COLUMNS`].
pub(crate) fn row(row: &Row<'_>) -> Result<Asset, Error> {
    let json = |bytes: &[u8]| serde_json::from_slice(bytes).map_err(Error::row);
    Ok(Asset {
        uuid: row.uuid(0)?,
        soort: row.text(1)?,
        identificatie: row.text(2)?,
        omschrijving: row.text(3)?,
        punt: Punt { lon: row.real(4)?, lat: row.real(5)? },
        ouder: row.opt_uuid(6)?,
        attributen: serde_json::from_slice(row.bytes_ref(7)?).map_err(Error::row)?,
        versie: row.int(8)?,
        geometrie: row.opt_bytes_ref(9)?.map(json).transpose()?,
        gewijzigd: row.int(10)?,
        door: row.text(11)?,
    })
}

/// URL of the feature of an asset, in stored form.
pub fn url(asset: &Asset) -> String {
    url_of(&asset.soort, asset.uuid)
}

/// The same for whoever knows kind and uuid.
pub fn url_of(soort: &str, uuid: Uuid) -> String {
    format!("{ORIGIN}{ROOT}/collections/{soort}/items/{uuid}")
}

/// The asset with this uuid; `None` when there is none, or it was removed.
pub fn get(tx: &mut Tx<'_>, uuid: Uuid) -> Result<Option<Asset>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM assets a WHERE a.uuid = $1 AND a.verwijderd IS NULL");
    tx.one(&sql, &[uuid.into()], row)
}

/// The assets with these uuids, in no particular order; one statement for many.
pub fn get_many(tx: &mut Tx<'_>, uuids: &[Uuid]) -> Result<Vec<Asset>, Error> {
    let mut found = Vec::with_capacity(uuids.len());
    for part in uuids.chunks(CHUNK) {
        let sql =
            format!("SELECT {COLUMNS} FROM assets a WHERE a.uuid IN ({}) AND a.verwijderd IS NULL", places(part.len()));
        let parameters: Vec<Value> = part.iter().map(|&uuid| uuid.into()).collect();
        found.extend(tx.query(&sql, &parameters, row)?);
    }
    Ok(found)
}

/// The asset with this number.
pub fn find(tx: &mut Tx<'_>, soort: &str, identificatie: &str) -> Result<Option<Asset>, Error> {
    let sql =
        format!("SELECT {COLUMNS} FROM assets a WHERE a.soort = $1 AND a.identificatie = $2 AND a.verwijderd IS NULL");
    tx.one(&sql, &[Value::from(soort), Value::from(identificatie)], row)
}

/// Uuids of what hangs directly on an asset.
pub fn children(tx: &mut Tx<'_>, uuid: Uuid) -> Result<Vec<Uuid>, Error> {
    let sql = "SELECT uuid FROM assets WHERE ouder = $1 AND verwijderd IS NULL ORDER BY id";
    tx.query(sql, &[uuid.into()], |row| row.uuid(0))
}

/// How many hang directly on each of these; who has none is not in the answer.
pub fn child_counts(tx: &mut Tx<'_>, uuids: &[Uuid]) -> Result<HashMap<Uuid, i64>, Error> {
    let mut counts = HashMap::with_capacity(uuids.len());
    for part in uuids.chunks(CHUNK) {
        let sql = format!(
            "SELECT ouder, COUNT(*) FROM assets WHERE ouder IN ({}) AND verwijderd IS NULL GROUP BY ouder",
            places(part.len())
        );
        let parameters: Vec<Value> = part.iter().map(|&uuid| uuid.into()).collect();
        counts.extend(tx.query(&sql, &parameters, |row| Ok((row.uuid(0)?, row.int(1)?)))?);
    }
    Ok(counts)
}

/// What an asset hangs on, the nearest first: circuit, cabinet, station.
pub fn ancestors(tx: &mut Tx<'_>, uuid: Uuid) -> Result<Vec<Uuid>, Error> {
    let sql = "WITH RECURSIVE boven (uuid, ouder, diepte) AS (
            SELECT uuid, ouder, 0 FROM assets WHERE uuid = $1 AND verwijderd IS NULL
            UNION ALL
            SELECT a.uuid, a.ouder, b.diepte + 1 FROM boven b JOIN assets a ON a.uuid = b.ouder
            WHERE a.verwijderd IS NULL AND b.diepte < $2
        ) SELECT uuid FROM boven WHERE diepte > 0 ORDER BY diepte";
    tx.query(sql, &[uuid.into(), DEEPEST.into()], |row| row.uuid(0))
}

/// All that hangs on an asset, directly or not, the nearest first.
pub fn descendants(tx: &mut Tx<'_>, uuid: Uuid) -> Result<Vec<Uuid>, Error> {
    let sql = "WITH RECURSIVE onder (uuid, diepte) AS (
            SELECT uuid, 1 FROM assets WHERE ouder = $1 AND verwijderd IS NULL
            UNION ALL
            SELECT a.uuid, o.diepte + 1 FROM onder o JOIN assets a ON a.ouder = o.uuid
            WHERE a.verwijderd IS NULL AND o.diepte < $2
        ) SELECT uuid FROM onder ORDER BY diepte, uuid";
    tx.query(sql, &[uuid.into(), DEEPEST.into()], |row| row.uuid(0))
}

/// The kinds of which there are assets. Costs a step in the index for each kind, however many assets there are.
pub fn soorten(tx: &mut Tx<'_>) -> Result<Vec<String>, Error> {
    let sql = "SELECT MIN(soort) FROM assets WHERE verwijderd IS NULL AND soort > $1";
    let mut found: Vec<String> = Vec::new();
    while let Some(next) =
        tx.one(sql, &[found.last().map_or("", String::as_str).into()], |row| row.opt_text(0))?.flatten()
    {
        found.push(next);
    }
    Ok(found)
}

/// `$1, $2 …`.
fn places(count: usize) -> String {
    let places: Vec<String> = (1..=count).map(|i| format!("${i}")).collect();
    places.join(", ")
}
